//! How often the studio was seen and visited, and what that cost: a row per
//! channel and day.

use super::{
    calendar::{day, days_between},
    channels::{CHANNELS, Channel},
    demand::Demand,
    journeys::Journey,
    log::Log,
    random::Random,
    team::Team,
};
use chrono::NaiveDate;
use smarketing_domain::{
    clock::{DAY, Timestamp},
    ids::ReachId,
    operation::Action,
    reach::ReachChange,
};
use std::collections::HashMap;

/// Leads by channel and day.
pub(super) type Leads = HashMap<(&'static str, NaiveDate), u64>;

/// Counts the leads that channels brought.
pub(super) fn leads(journeys: &[Journey]) -> Leads {
    let brought = journeys.iter().filter(|j| !j.kind.is_further_purchase());
    brought.fold(Leads::new(), |mut leads, journey| {
        *leads.entry((journey.channel.name, day(journey.began()))).or_default() += 1;
        leads
    })
}

/// Writes the rows; each is known the morning after, today's until now.
pub(super) fn write(seed: u64, log: &mut Log, team: &Team, now: Timestamp, leads: &Leads) {
    let mut random = Random::stream(seed, "reach");
    for channel in &CHANNELS {
        let demand = Demand::of(channel, now);
        let total: u64 = leads.iter().filter(|((name, _), _)| *name == channel.name).map(|(_, n)| n).sum();
        let usual = total as f64 / demand.days.len() as f64 * channel.visits;
        for (position, busy) in demand.days.iter().enumerate() {
            let date = demand.date(position);
            let begins = Timestamp::from_day(date);
            let passed = days_between(begins, now).clamp(0.0, 1.0);
            let came = leads.get(&(channel.name, date)).copied().unwrap_or(0);
            let numbers = numbers(&mut random, channel, usual * busy * passed, passed, came);
            let at = Timestamp((begins.0 + DAY + DAY / 4).min(now.0));
            let id: ReachId = random.id(at);
            let mut set = vec![ReachChange::Channel(channel.name.to_owned()), ReachChange::Day(Some(date))];
            set.extend(numbers);
            log.push(at, team.marketers[0], Action::Create { id, set });
        }
    }
}

/// One day: `usual` visits, more when more leads came of them.
fn numbers(random: &mut Random, channel: &Channel, usual: f64, passed: f64, came: u64) -> [ReachChange; 3] {
    let drawn = random.around(usual * 0.7, 0.16) + came as f64 * channel.visits * 0.3;
    let visits = (drawn.round() as u64).max(came);
    let views = random.around(visits as f64 * channel.views, 0.12).round() as u64;
    let views = if channel.views > 0.0 { views.max(visits) } else { 0 };
    let cents = random.around(visits as f64 * channel.visit_cents, 0.08) + channel.day_cents * passed;
    [
        ReachChange::Impressions(views),
        ReachChange::Visits(visits),
        ReachChange::SpendMinor((cents / 10.0).round() as i64 * 10),
    ]
}
