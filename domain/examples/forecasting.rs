//! How long a forecast takes: 1,000 open deals and 10,000 histories.
//! `cargo run --release -p smarketing-domain --example forecasting`

use smarketing_domain::{
    clock::{DAY, Timestamp},
    forecast::{Group, Material, SEED, Study, material::Owner, material::Track},
    ids::{DealId, MemberId},
    member::Team,
};
use std::time::Instant;
use uuid::Uuid;

const STAGES: u16 = 6;
const OWNERS: u16 = 12;
const PAST: u128 = 10_000;
const OPEN: u128 = 1_000;
/// What one slice may cost, in deals of a run.
const SLICE: usize = 100_000;

fn main() {
    let material = material();
    println!("{} histories, {} of them open, {} stages", material.tracks.len(), OPEN, STAGES);
    let began = Instant::now();
    let mut study = Study::new(material, SEED).expect("there is enough history");
    let (mut longest, mut told) = (began.elapsed(), None);
    loop {
        let slice = Instant::now();
        let done = study.step(SLICE);
        longest = longest.max(slice.elapsed());
        if let Some(forecast) = study.take_forecast() {
            println!("{:>9.1} ms  the forecast", began.elapsed().as_secs_f64() * 1e3);
            told = Some(forecast);
        }
        if done {
            break;
        }
    }
    println!(
        "{:>9.1} ms  with {} trials on past weeks",
        began.elapsed().as_secs_f64() * 1e3,
        study.tested().trials.len()
    );
    println!("{:>9.1} ms  the longest slice", longest.as_secs_f64() * 1e3);
    let figures = told.as_ref().and_then(|told| told.line(Group::All)?.figures.as_ref().ok());
    if let Some(band) = figures.and_then(|figures| figures.value.together.last()) {
        println!("won in twelve weeks: {} to {}, half the time {}", band.low, band.high, band.middle);
    }
}

/// Numbers without an order to be seen.
fn scattered(n: u128, of: u64) -> u64 {
    let word = (n as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((word ^ (word >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 20) % of
}

fn material() -> Material {
    let now = 1_700_438_400_000;
    let week = |n: i64| Timestamp(now + n * 7 * DAY);
    let owner = |n: u16| Owner { id: Some(MemberId(Uuid::from_u128(n.into()))), team: Some(Team::Sales) };
    let track = |n: u128| {
        let is_open = n < OPEN;
        let came = now - (scattered(n, if is_open { 40 } else { 700 }) as i64 + 1) * DAY;
        let mut steps = vec![(0, Some(Timestamp(came)))];
        let mut at = came;
        for spot in 1..=STAGES {
            at += (scattered(n * 31 + u128::from(spot), 14 * 24) as i64) * DAY / 24;
            let is_lost = !is_open && scattered(n * 17 + u128::from(spot), 100) < 25;
            if at >= now || is_open && spot == STAGES {
                break;
            }
            steps.push((if is_lost { STAGES + 1 } else { spot }, Some(Timestamp(at))));
            if is_lost {
                break;
            }
        }
        let owner = 1 + (scattered(n, u64::from(OWNERS)) as u16);
        let value = Some(10_000 + scattered(n * 3, 900_000) as i64);
        Track { deal: DealId(Uuid::from_u128(n)), owner, value, since: None, steps }
    };
    Material {
        now: Timestamp(now),
        coming: (0..=13).map(week).collect(),
        mondays: (-160..=0).map(week).collect(),
        stages: STAGES,
        owners: std::iter::once(Owner::default()).chain((0..OWNERS).map(owner)).collect(),
        tracks: (0..PAST).map(track).collect(),
    }
}
