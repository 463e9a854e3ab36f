//! What the hypotheses stand on, what they cost, and what both teams think of them: linked
//! and voted in the last days, when the story has been told and can be counted.

use super::{Step, calendar::before, random::Random, team::Team};
use smarketing_domain::{
    clock::{Stamp, Timestamp},
    filter::Filter,
    hypothesis::{Cost, Evidence, HypothesisChange, Ice, RunBy, evidence::Number},
    ids::{ClientId, HypothesisId, InsightId, MemberId, StageId},
    operation::{Action, Operation, apply},
    record::Each,
    workspace::Workspace,
};

/// Who votes.
#[derive(Clone, Copy)]
enum Who {
    Marketer(usize),
    Seller(usize),
    Manager,
}
use Who::{Manager, Marketer, Seller};

/// What is known of one hypothesis.
struct Grounds {
    title: &'static str,
    /// How the insights begin that it is linked with.
    heard: &'static [&'static str],
    /// From stage to stage, by their places in the template, and of which channel.
    number: Option<(usize, usize, Option<&'static str>)>,
    /// Euros, and halves of a day.
    cost: (i64, u16),
    run_by: Option<RunBy>,
    /// Impact, confidence, ease.
    votes: &'static [(Who, [u8; 3])],
}

const GROUNDS: &[Grounds] = &[
    Grounds {
        title: "Call within the hour",
        heard: &["“I wrote to three studios on Sunday", "“By the time your designer called"],
        number: Some((4, 5, None)),
        cost: (0, 16),
        run_by: None,
        votes: &[(Marketer(0), [9, 8, 5]), (Seller(1), [8, 7, 4]), (Seller(3), [9, 8, 5])],
    },
    Grounds {
        title: "Drawings for designers in five days",
        heard: &["“My client signs whatever I recommend"],
        number: Some((5, 8, Some("Partner designers"))),
        cost: (1_200, 12),
        run_by: None,
        votes: &[],
    },
    Grounds {
        title: "Recommendation at the hand-over",
        heard: &["Asked whether she gets anything", "“Two people were here to mount it"],
        number: Some((9, 11, None)),
        cost: (0, 3),
        run_by: Some(RunBy::Both),
        votes: &[(Marketer(0), [7, 7, 9]), (Marketer(1), [8, 6, 9]), (Seller(0), [7, 7, 8])],
    },
    Grounds {
        title: "Quote at three levels",
        heard: &["Would have taken it without the stone worktop", "Can't tell the difference between the two quotes"],
        number: Some((7, 8, None)),
        cost: (900, 20),
        run_by: None,
        votes: &[(Marketer(0), [8, 6, 6]), (Seller(0), [9, 7, 5]), (Seller(1), [8, 8, 6]), (Manager, [7, 6, 4])],
    },
    // Marketing does not see what Saturdays cost sales.
    Grounds {
        title: "Measure on Saturdays",
        heard: &["“Could we come on a Saturday evening?"],
        number: Some((4, 5, None)),
        cost: (1_600, 24),
        run_by: Some(RunBy::Both),
        votes: &[
            (Marketer(0), [8, 7, 8]),
            (Marketer(1), [7, 6, 9]),
            (Seller(0), [6, 5, 2]),
            (Seller(1), [7, 6, 3]),
            (Seller(2), [5, 6, 2]),
        ],
    },
    Grounds {
        title: "Marketplace money to designers",
        heard: &["Wanted a single shelf, delivered", "The designer brings the floor plan"],
        number: Some((2, 9, Some("Marketplace"))),
        cost: (4_000, 8),
        run_by: Some(RunBy::Both),
        votes: &[(Marketer(0), [6, 5, 7]), (Marketer(1), [7, 5, 8]), (Seller(0), [9, 8, 7]), (Seller(2), [8, 7, 8])],
    },
    // Marketing has not voted yet.
    Grounds {
        title: "A call after the delivery",
        heard: &["“I never heard from you after the delivery"],
        number: Some((9, 10, None)),
        cost: (0, 5),
        run_by: None,
        votes: &[(Seller(0), [7, 7, 9]), (Seller(1), [8, 7, 8])],
    },
];

/// Further steps, after those that were told so far, which are in order.
pub(super) fn write(seed: u64, told: &[Step], stages: &[StageId], team: &Team, now: Timestamp) -> Vec<Step> {
    let mut random = Random::stream(seed, "grounds");
    let w = settled(told);
    let mut steps = Vec::new();
    for grounds in GROUNDS {
        let Some(hypothesis) = w.hypotheses.values().find(|h| h.title == grounds.title) else { continue };
        let (id, owner) = (hypothesis.id, hypothesis.meta.born.map_or(team.manager, |born| born.by));
        // Nothing is linked before it was written down.
        let moment = |days: f64, after: Timestamp| Timestamp(before(now, days).0.max(after.0 + 1).min(now.0));
        let found = heard(&w, grounds.heard);
        let born = found.iter().map(|(_, at)| *at).chain(hypothesis.meta.born.map(|born| born.stamp.at())).max();
        let linked = moment(2.0 + random.unit(), born.unwrap_or_default());
        let set = changes(&w, stages, grounds, found, linked);
        steps.push(step(linked, owner, id, set));
        for (n, (who, marks)) in grounds.votes.iter().enumerate() {
            let [impact, confidence, ease] = *marks;
            let member = voter(team, *who);
            let vote = HypothesisChange::Votes(Each::one(member, Some(Ice { impact, confidence, ease })));
            steps.push(step(moment(1.5 - 0.1 * n as f64, linked), member, id, vec![vote]));
        }
    }
    steps
}

fn step(at: Timestamp, author: MemberId, id: HypothesisId, set: Vec<HypothesisChange>) -> Step {
    Step { body: Action::Edit { id, set }.into(), author, at }
}

/// The workspace that the steps make.
fn settled(steps: &[Step]) -> Workspace {
    let mut w = Workspace::default();
    for (number, step) in (1..).zip(steps) {
        let stamp = Stamp { millis: step.at.0 as u64, counter: number as u32, client: ClientId(1) };
        apply(&mut w, &Operation { number, stamp, author: step.author, body: step.body.clone() });
    }
    w
}

/// The insights that begin so, and when they were written down.
fn heard(w: &Workspace, beginnings: &[&str]) -> Vec<(InsightId, Timestamp)> {
    let begins = |text: &str| beginnings.iter().any(|beginning| text.starts_with(beginning));
    let found = w.insights.values().filter(|insight| begins(&insight.text));
    found.filter_map(|insight| Some((insight.id, insight.meta.born?.stamp.at()))).collect()
}

fn changes(
    w: &Workspace,
    stages: &[StageId],
    grounds: &Grounds,
    found: Vec<(InsightId, Timestamp)>,
    at: Timestamp,
) -> Vec<HypothesisChange> {
    let number = grounds.number.and_then(|(from, to, channel)| {
        let segment = Filter { channel: channel.map(str::to_owned), ..Filter::default() };
        Number::count(w, &segment, *stages.get(from)?, *stages.get(to)?, at)
    });
    let links = found.into_iter().map(|(id, _)| Evidence::Insight(id)).chain(number.map(Evidence::Number));
    let (euros, half_days) = grounds.cost;
    let mut set = vec![
        HypothesisChange::Evidence(links.collect()),
        HypothesisChange::Cost(Cost { spend_minor: euros * 100, half_days }),
    ];
    set.extend(grounds.run_by.map(HypothesisChange::Team));
    set
}

fn voter(team: &Team, who: Who) -> MemberId {
    match who {
        Marketer(n) => team.marketers[n],
        Seller(n) => team.sellers[n],
        Manager => team.manager,
    }
}
