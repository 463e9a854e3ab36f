//! Next steps: some overdue, some today, some later, some forgotten; and done ones.

use super::{
    calendar::{after, before, day},
    deals::Written,
    journeys::Stop,
    log::Log,
    random::Random,
};
use chrono::{Days, NaiveDate};
use smarketing_domain::{
    clock::Timestamp,
    ids::{MemberId, TaskId},
    operation::Action,
    task::TaskChange,
};

/// Writes the tasks of all deals.
pub(super) fn write(seed: u64, log: &mut Log, now: Timestamp, deals: &[Written]) {
    let mut random = Random::stream(seed, "tasks");
    for deal in deals {
        let last = deal.journey.last();
        if deal.journey.is_open() {
            let planned = if deal.journey.is_open_lead() { 0.35 } else { 0.72 };
            if random.chance(planned) {
                let due = due(&mut random, now, last.at);
                open(&mut random, log, deal, due);
            }
        }
        let talked = deal
            .journey
            .visits
            .iter()
            .filter(|v| (Stop::Designer..Stop::Bought).contains(&v.stop) && v.at >= before(now, 120.0));
        for visit in talked {
            let at = after(visit.at, 0.3 + random.unit());
            if at < last.at && random.chance(0.45) {
                done(&mut random, log, deal, visit.stop, at);
            }
        }
    }
}

/// One in six is overdue, one in five is for today. Nothing was due before
/// the deal came to where it stands.
fn due(random: &mut Random, now: Timestamp, since: Timestamp) -> NaiveDate {
    let today = day(now);
    match random.weighted([17.0, 21.0, 62.0].into_iter()) {
        0 => (today - Days::new(random.between(1, 6) as u64)).max(day(since)),
        1 => today,
        _ => {
            let due = today + Days::new(1 + random.around(3.0, 0.8) as u64);
            // Nobody plans for a Sunday.
            if super::calendar::weekday(due) == 6 { due + Days::new(1) } else { due }
        }
    }
}

fn open(random: &mut Random, log: &mut Log, deal: &Written, due: NaiveDate) {
    let last = deal.journey.last();
    let title = random.pick(next_step(last.stop)).replace("{}", &deal.first_name);
    let by = assignee(deal, last.stop);
    let at = log.once_known(deal.journey.id, last.at);
    push(random, log, at, by, deal, title, due, None);
}

fn done(random: &mut Random, log: &mut Log, deal: &Written, stop: Stop, at: Timestamp) {
    let title = random.pick(next_step(stop)).replace("{}", &deal.first_name);
    let noted = log.once_known(deal.journey.id, at);
    push(random, log, noted, assignee(deal, stop), deal, title, day(at), Some(at));
}

#[allow(clippy::too_many_arguments)] // the registers of one task
fn push(
    random: &mut Random,
    log: &mut Log,
    at: Timestamp,
    by: MemberId,
    deal: &Written,
    title: String,
    due: NaiveDate,
    done: Option<Timestamp>,
) {
    let id: TaskId = random.id(at);
    let mut set = vec![
        TaskChange::Title(title),
        TaskChange::Deal(Some(deal.journey.id)),
        TaskChange::Assignee(Some(by)),
        TaskChange::Due(Some(due)),
    ];
    set.extend(done.map(|at| TaskChange::Done(Some(at))));
    log.push(at, by, Action::Create { id, set });
}

fn assignee(deal: &Written, stop: Stop) -> MemberId {
    if stop >= Stop::Designer { deal.journey.seller } else { deal.journey.marketer }
}

/// What is done next for somebody who stands there; `{}` is who to talk to.
fn next_step(stop: Stop) -> &'static [&'static str] {
    match stop {
        Stop::Request => &[
            "Ask {} for photos of the room",
            "Call {}: what do they need?",
            "Send the price guide",
            "Answer the message",
        ],
        Stop::Need => &[
            "Ask {} about budget and date",
            "Choose a designer for {}",
            "Send two similar projects",
            "Invite {} to the showroom",
            "Ask for the floor plan",
        ],
        Stop::Designer => &[
            "First call to {}",
            "Call {} about the measurement",
            "Try {} again, after six",
            "Offer two dates for measuring",
            "Write to {}, no answer by phone",
        ],
        Stop::Measurement => &[
            "Measure at {}'s",
            "Send the measurements to the workshop",
            "Bring oak and walnut samples",
            "Draw the first version",
            "Ask {} for the position of the sockets",
        ],
        Stop::Design => &[
            "Show {} the design in the showroom",
            "Change the drawers, send again",
            "Ask {} about the design",
            "Calculate the worktop",
            "Choose handles with {}",
        ],
        Stop::Quote => &[
            "Call {} about the quote",
            "Quote without the stone worktop",
            "Ask {} who else decides",
            "Check when the handles can be here",
            "Answer the question about payment in parts",
            "Show {} a finished project nearby",
        ],
        Stop::Contract => &[
            "Collect {}'s signature",
            "Send the invoice for the deposit",
            "Book the workshop",
            "Agree the delivery day with {}",
        ],
        _ => &["Call {} after the delivery"],
    }
}
