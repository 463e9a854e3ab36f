//! Many schedules, on all cores.

use crate::schedule::{self, Broken, Summary};
use std::{
    num::NonZero,
    ops::Range,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
};

/// Schedules that the tests run.
pub const SCHEDULES: u64 = 10_000;

/// Schedules that were broken once, most of them later ones, which the tests run as well. A seed tells
/// the same story only until something takes another turn; then it may
/// find something else.
pub const REMEMBERED: [u64; 37] = [
    7_534, 7_954, 15_706, 6_863, 12_334, 12_513, 13_827, 13_984, 15_554, 16_062, 17_825, 22_234, 23_411, 25_514,
    28_950, 29_300, 33_054, 33_079, 33_186, 33_972, 33_974, 34_528, 35_810, 36_183, 36_442, 36_500, 38_303, 39_166,
    39_369, 42_790, 43_212, 44_623, 46_256, 46_265, 53_677, 130_031, 147_439,
];

/// Runs the schedules of these seeds, until `most` of them are broken;
/// `prepare` is called in each thread.
///
/// # Errors
/// The broken schedules that were found, by seed.
pub fn run(seeds: Range<u64>, most: usize, prepare: impl Fn() + Sync) -> Result<Summary, Vec<Broken>> {
    let (next, stop) = (AtomicU64::new(seeds.start), AtomicBool::new(false));
    let outcome = Mutex::new((Summary::default(), Vec::<Broken>::new()));
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                prepare();
                while !stop.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        break;
                    }
                    let result = schedule::run(seed);
                    let mut outcome = outcome.lock().unwrap_or_else(PoisonError::into_inner);
                    match result {
                        Ok(one) => {
                            outcome.0.steps += one.steps;
                            outcome.0.accepted += one.accepted;
                            outcome.0.ended += one.ended;
                        }
                        Err(broken) => {
                            outcome.1.push(broken);
                            stop.fetch_or(outcome.1.len() >= most, Ordering::Relaxed);
                        }
                    }
                }
            });
        }
    });
    let (summary, mut broken) = outcome.into_inner().unwrap_or_else(PoisonError::into_inner);
    broken.sort_by_key(|one| one.seed);
    if broken.is_empty() { Ok(summary) } else { Err(broken) }
}
