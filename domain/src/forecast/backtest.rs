//! The forecast held against what has happened.
//!
//! At past Mondays the same forecast is made from what was known then: moves that
//! were made later do not exist, open stays are watched until then. It looks
//! [`AHEAD`] whole weeks ahead; the next trial begins where it ends, so that no week
//! is in two trials and they can be counted like independent ones.
//!
//! What is not known of the past: the values and owners that deals had then (those of
//! today are taken), and deals that were deleted since.
//!
//! A good forecast has eight of ten outcomes between its 10th and 90th percentile
//! ([`BackTest::covered`]), and one of ten under the 10th, a quarter under the 25th
//! and so on ([`BackTest::calibration`]). The share of runs below the outcome, half
//! of those equal to it included, is its **rank**: without ties an outcome lies under
//! a percentile just when its rank does. Shares come with Wilson's interval.
//!
//! Sources: Dawid, JRSS A 147 (1984), 278-292 (ranks of outcomes); Gneiting,
//! Balabdaoui and Raftery, JRSS B 69 (2007), 243-268 (calibration).

use super::{
    LEAST_DECIDED, LEAST_WEEKS, LEAST_WON, WEEK,
    figures::Band,
    material::{Material, Track},
    simulation::{NEW, OPEN, Simulation, won},
};
use crate::{
    clock::Timestamp,
    statistics::{proportion::Interval, proportion::Sample, proportion_interval::wilson},
};
use serde::{Deserialize, Serialize};

/// Whole weeks that a trial looks ahead.
pub const AHEAD: usize = 4;
/// Trials at most: those of a year.
pub const TRIALS: usize = 13;
/// How often each plays the future through.
pub const RUNS: usize = 400;
/// Trials that it takes to say something.
pub const LEAST_TRIALS: usize = 6;
/// The confidence of the intervals of shares.
pub const CONFIDENCE: f64 = 0.95;
/// The percentiles under which outcomes are counted.
pub const LEVELS: [u8; 5] = [10, 25, 50, 75, 90];

/// One trial.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// When the forecast could have been made.
    pub at: Timestamp,
    /// Where its weeks ended.
    pub until: Timestamp,
    /// What it would have said.
    pub band: Band,
    /// What was won, in minor units.
    pub actual: i64,
    /// The share of runs below the outcome, half of the equal ones included.
    pub rank: f64,
}

/// All trials, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BackTest {
    /// The trials.
    pub trials: Vec<Trial>,
}

/// A share of the trials.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// So many of them.
    pub count: u64,
    /// Of so many.
    pub of: u64,
    /// Where the share may well lie.
    pub interval: Interval,
}

impl Share {
    fn of(count: usize, of: usize) -> Option<Self> {
        let sample = Sample::new(of as u64, count as u64).ok().filter(|_| of > 0)?;
        Some(Self { count: count as u64, of: of as u64, interval: wilson(sample, CONFIDENCE) })
    }

    /// The share itself.
    pub fn rate(self) -> f64 {
        self.count as f64 / self.of as f64
    }
}

impl BackTest {
    /// Outcomes between the 10th and the 90th percentile; `None` while there are too
    /// few trials to say anything.
    pub fn covered(&self) -> Option<Share> {
        let within = self.trials.iter().filter(|trial| trial.band.contains(trial.actual)).count();
        Share::of(within, self.trials.len()).filter(|_| self.trials.len() >= LEAST_TRIALS)
    }

    /// Outcomes under each of the percentiles [`LEVELS`].
    pub fn calibration(&self) -> Vec<(u8, Share)> {
        let under = |level: u8| {
            let count = self.trials.iter().filter(|trial| trial.rank <= f64::from(level) / 100.0).count();
            Some((level, Share::of(count, self.trials.len())?))
        };
        LEVELS.into_iter().filter_map(under).collect()
    }
}

/// The Mondays at which trials begin, the oldest first: those with enough history.
pub(super) fn begins(material: &Material) -> Vec<usize> {
    let last = material.mondays.len().saturating_sub(1);
    let first = material.tracks.iter().filter_map(Track::began).min();
    let has_history = |at: &usize| {
        let monday = material.mondays[*at];
        let decided = |spot: u16| spot >= material.won();
        let spots = || material.tracks.iter().filter_map(|track| track.stood(monday)).map(|(spot, _)| spot);
        first.is_some_and(|first| monday.since(first) >= LEAST_WEEKS as i64 * WEEK)
            && spots().filter(|spot| decided(*spot)).count() as u64 >= LEAST_DECIDED
            && spots().filter(|spot| *spot == material.won()).count() as u64 >= LEAST_WON
    };
    let mut begins: Vec<usize> =
        (1..=TRIALS).map_while(|n| last.checked_sub(n * AHEAD)).take_while(has_history).collect();
    begins.reverse();
    begins
}

/// The simulation of the trial that begins at a Monday.
pub(super) fn simulation(material: &Material, begin: usize, seed: u64) -> Simulation {
    let bounds = &material.mondays[begin..=begin + AHEAD];
    Simulation::new(material, bounds[0], bounds, RUNS, seed)
}

/// What came of it.
pub(super) fn trial(material: &Material, begin: usize, done: &Simulation) -> Trial {
    let (at, until) = (material.mondays[begin], material.mondays[begin + AHEAD]);
    let of_run = |run: usize| (0..AHEAD).map(|week| done.sums.of(&[OPEN, NEW], run, week).0).sum();
    let mut runs: Vec<i64> = (0..RUNS).map(of_run).collect();
    let happened = |track: &&Track| track.steps.last().is_some_and(|(_, won)| won.is_some_and(|won| won >= at));
    // By the millisecond before the next trial begins: no deal is in two of them.
    let by = Timestamp(until.0 - 1);
    let actual = won(material, by).filter(happened).map(|track| track.value.unwrap_or(0)).sum();
    let band = Band::of(&mut runs);
    let below = runs.iter().filter(|run| **run < actual).count() as f64;
    let equal = runs.iter().filter(|run| **run == actual).count() as f64;
    Trial { at, until, band, actual, rank: (below + equal / 2.0) / RUNS as f64 }
}
