//! How long it takes to look at any day: 10,000 deals with 100,000 entries of history.
//! `cargo run --release -p smarketing-domain --example any_day`

use smarketing_domain::{
    ago::Recording,
    clock::{DAY, Stamp, Timestamp},
    deal::{Deal, StageEntry},
    filter::Filter,
    ids::{ClientId, DealId, MemberId, StageId},
    lens::walk::Place,
    rank::Rank,
    record::{Birth, Record},
    stage::{Stage, StageRole},
    workspace::Workspace,
};
use std::time::{Duration, Instant};
use uuid::Uuid;

const DEALS: u128 = 10_000;
const ENTRIES: u128 = 10;
const STAGES: u64 = 10;
const DAYS: i64 = 365;
const BEGAN: i64 = 1_700_438_400_000;
/// Deals of one slice.
const SLICE: usize = 100;

fn main() {
    let w = workspace();
    let (began, mut longest) = (Instant::now(), Duration::ZERO);
    let mut recording = Recording::new(&w, Filter::default());
    loop {
        let slice = Instant::now();
        let is_done = recording.step(&w, SLICE);
        longest = longest.max(slice.elapsed());
        if is_done {
            break;
        }
    }
    let mut tape = recording.finish().expect("all is read");
    tell("reading it", began.elapsed());
    tell("the longest slice", longest);

    let places: Vec<Place> = w.stages_in_order().into_iter().map(|stage| Place::Stage(stage.id)).collect();
    let (mut longest, mut cards) = (Duration::ZERO, 0);
    for day in (0..=DAYS).chain((0..DAYS).rev()) {
        let step = Instant::now();
        tape.wind(Some(Timestamp(BEGAN + day * DAY)));
        let glass = tape.hourglass();
        cards += tape.cards(&places, 12).iter().map(Vec::len).sum::<usize>();
        let from = Timestamp(BEGAN + (day - 1) * DAY);
        cards += tape.day(from, tape.until(), 20).deeds.len() + glass.bands.len();
        longest = longest.max(step.elapsed());
    }
    tell("the longest step of a day, with all that is shown", longest);
    for until in [None, Some(Timestamp(BEGAN))] {
        let leap = Instant::now();
        tape.wind(until);
        tell("a leap over everything", leap.elapsed());
    }
    println!("looked at {cards} things");
}

fn tell(what: &str, took: Duration) {
    println!("{:>9.2} ms  {what}", took.as_secs_f64() * 1e3);
}

/// Numbers without an order to be seen.
fn scattered(n: u128, of: u64) -> u64 {
    let word = (n as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((word ^ (word >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 20) % of
}

fn workspace() -> Workspace {
    let mut w = Workspace::default();
    let mut ranks = Rank::spread_between(None, None, STAGES as usize).into_iter();
    let stamp = |n: u128| Stamp { millis: BEGAN as u64, counter: n as u32, client: ClientId(1) };
    let stage = |n: u64| StageId(Uuid::from_u128(1_000 + u128::from(n)));
    for n in 0..STAGES {
        let role = if n == STAGES - 2 { StageRole::Won } else { StageRole::Open };
        let mut one = Stage { role, rank: ranks.next().unwrap_or_default(), ..Stage::blank(stage(n)) };
        one.meta.bear(Birth { stamp: stamp(0), by: MemberId::default() });
        w.stages.insert(one.id, one);
    }
    for n in 0..DEALS {
        let mut deal = Deal::blank(DealId(Uuid::from_u128(10_000 + n)));
        deal.meta.bear(Birth { stamp: stamp(n), by: MemberId::default() });
        let mut at = BEGAN + scattered(n, DAYS as u64) as i64 * DAY;
        for entry in 0..ENTRIES {
            let stage = stage(scattered(n * ENTRIES + entry, STAGES));
            let (by, stamp) = (MemberId::default(), stamp(n * ENTRIES + entry));
            deal.entries.push(StageEntry { stage, at: Some(Timestamp(at)), by, stamp, remark: None });
            deal.place.stage = stage;
            at += scattered(n + entry, 20) as i64 * DAY / 2;
        }
        w.deals.insert(deal.id, deal);
    }
    w
}
