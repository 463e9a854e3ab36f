//! Everybody who came in the year: leads of the channels, further purchases,
//! friends of customers; and exactly as many open deals as are wanted.

use super::{
    calendar::{after, opening},
    channels::{CHANNELS, RECOMMENDATIONS},
    demand::{Demand, YEAR},
    journeys::{Journey, Stop, Visit, World},
    random::Random,
};
use smarketing_domain::{clock::Timestamp, deal::DealKind, ids::DealId};
use std::collections::HashMap;

/// Leads that channels bring in a year.
const LEADS: f64 = 5_900.0;
/// Open records in marketing and in sales stages, when nobody asks for a number.
const OPEN: (usize, usize) = (218, 112);
/// Everything that is still open came within so many days.
const OPEN_SINCE: usize = 150;

/// Everybody, in the order in which they came.
pub(super) fn everybody(seed: u64, world: &mut World<'_>, open_deals: Option<u32>) -> Vec<Journey> {
    let demand: Vec<Demand> = CHANNELS.iter().map(|channel| Demand::of(channel, world.now)).collect();
    let mut random = Random::stream(seed, "leads");
    let mut all = Vec::new();
    for (channel, demand) in CHANNELS.iter().zip(&demand) {
        for _ in 0..(LEADS * channel.share / 100.0).round() as usize {
            let at = demand.lead(&mut random, YEAR as usize);
            all.push(world.walk(&mut random, channel, DealKind::New, Stop::Request, at));
        }
    }
    all.extend(grown(&mut Random::stream(seed, "grown"), world, &all));

    let (leads, deals) = open_deals.map_or(OPEN, |open| {
        let leads = open as usize * OPEN.0 / (OPEN.0 + OPEN.1);
        (leads, open as usize - leads)
    });
    let mut random = Random::stream(seed, "open");
    keep_open(&mut random, &mut all, leads, Journey::is_open_lead);
    keep_open(&mut random, &mut all, deals, |j| j.is_open() && !j.is_open_lead());
    add_open(&mut random, world, &demand, &mut all, leads, deals);

    all.sort_by_key(|journey| (journey.began(), journey.id));
    follow_up(world, &mut all);
    all
}

/// What grows out of won deals: a further purchase, or a friend who comes.
fn grown(random: &mut Random, world: &mut World<'_>, all: &[Journey]) -> Vec<Journey> {
    let mut grown = Vec::new();
    for parent in all {
        let Some(bought) = parent.entered(Stop::Bought) else { continue };
        // Delivered some weeks after it was bought; only then does one want more.
        if random.chance(0.3) {
            let began = after(bought, 25.0 + random.around(75.0, 0.7));
            let at = opening(random, began);
            let kind =
                [DealKind::CrossSell, DealKind::Upsell, DealKind::Repeat][random.weighted([5.0, 3.0, 3.0].into_iter())];
            if at <= world.now {
                let mut child = world.walk(random, parent.channel, kind, Stop::Need, at);
                child.business = parent.business;
                child.seller = parent.seller;
                child.visits.iter_mut().filter(|v| v.by != child.marketer).for_each(|v| v.by = parent.seller);
                child.grew_from = Some(parent.id);
                grown.push(child);
            }
        }
        if random.chance(0.32) {
            let at = after(bought, 10.0 + random.around(50.0, 0.8));
            if at <= world.now {
                let mut child = world.walk(random, &CHANNELS[RECOMMENDATIONS], DealKind::Referral, Stop::Request, at);
                child.grew_from = Some(parent.id);
                grown.push(child);
            }
        }
    }
    grown
}

/// Leaves out open ones, picked at random, until at most `wanted` are there.
fn keep_open(random: &mut Random, all: &mut Vec<Journey>, wanted: usize, is_meant: impl Fn(&Journey) -> bool) {
    let mut left = all.iter().filter(|j| is_meant(j)).count();
    let mut surplus = left.saturating_sub(wanted);
    all.retain(|journey| {
        if surplus == 0 || !is_meant(journey) {
            return true;
        }
        let goes = random.below(left) < surplus;
        left -= 1;
        surplus -= usize::from(goes);
        !goes
    });
}

/// Lets more leads come, of which only those stay that are still open, until
/// there are as many as wanted.
fn add_open(
    random: &mut Random,
    world: &mut World<'_>,
    demand: &[Demand],
    all: &mut Vec<Journey>,
    leads: usize,
    deals: usize,
) {
    let open = |is_lead: bool| all.iter().filter(|j| j.is_open() && j.is_open_lead() == is_lead).count();
    let mut missing = [deals.saturating_sub(open(false)), leads.saturating_sub(open(true))];
    while missing != [0, 0] {
        let channel = random.weighted(CHANNELS.iter().map(|c| c.share));
        let at = demand[channel].lead(random, OPEN_SINCE);
        let journey = world.walk(random, &CHANNELS[channel], DealKind::New, Stop::Request, at);
        let missing = &mut missing[usize::from(journey.is_open_lead())];
        if journey.is_open() && *missing > 0 {
            *missing -= 1;
            all.push(journey);
        }
    }
}

/// Customers who bought again or recommended us enter those stages.
fn follow_up(world: &World<'_>, all: &mut [Journey]) {
    let mut news: HashMap<DealId, Vec<(Timestamp, Stop)>> = HashMap::new();
    for child in all.iter() {
        let Some(parent) = child.grew_from else { continue };
        let event = match child.kind {
            DealKind::Referral => Some((child.began(), Stop::Recommended)),
            _ => child.entered(Stop::Bought).map(|at| (at, Stop::Again)),
        };
        news.entry(parent).or_default().extend(event);
    }
    for parent in all {
        let mut events = news.remove(&parent.id).unwrap_or_default();
        events.sort();
        for (at, stop) in events {
            // Nobody takes the card back from Recommended to Bought again.
            if stop > parent.last().stop {
                let by = if stop == Stop::Again { parent.seller } else { parent.marketer };
                parent.visits.push(Visit { stop, at: Timestamp(at.0.min(world.now.0)), by });
            }
        }
    }
}
