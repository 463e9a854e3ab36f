//! The deals that matter most for the outcome.
//!
//! A deal of value v that is won within the time in a share p of the runs adds
//! v² p (1 − p) to the variance of the sum: much where the value is large and the
//! outcome uncertain. Deals are won independently of each other here, so these add
//! up; the deals still to come add theirs. What a deal's part of the whole is, so much
//! of the band's width is its doing. Where no value is known, v is the mean of the
//! deals that were won before.

use super::simulation::{NEW, Simulation};
use crate::ids::DealId;
use serde::{Deserialize, Serialize};

/// Open deals that are listed, for each length of time.
const LISTED: usize = 25;

/// What an open deal adds to the outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chance {
    /// Which deal.
    pub deal: DealId,
    /// Its value in minor units; of an unknown one the mean of those won before.
    pub minor: i64,
    /// Whether its value is known.
    pub is_known: bool,
    /// In what share of the runs it is won until the end of each week.
    pub won: Vec<f64>,
    /// Its part of the variance of what is won until the end of each week.
    pub share: Vec<f64>,
}

/// The deals that matter most until the end of any week, by their ids.
pub(super) fn chances(simulation: &Simulation, id: impl Fn(usize) -> Option<DealId>) -> Vec<Chance> {
    let sums = &simulation.sums;
    let (weeks, runs) = (sums.weeks, sums.runs.max(1) as f64);
    let usual = mean(&simulation.values);
    let all: Vec<(f64, bool, Vec<f64>, usize)> = simulation
        .open
        .iter()
        .map(|open| {
            let mut won = 0;
            let until = open.won.iter().map(|n| {
                won += n;
                f64::from(won) / runs
            });
            (open.value.map_or(usual, |v| v as f64), open.value.is_some(), until.collect(), open.track)
        })
        .collect();
    let variance =
        |(value, _, won, _): &(f64, bool, Vec<f64>, usize), week: usize| value * value * won[week] * (1.0 - won[week]);
    let whole: Vec<f64> = (0..weeks)
        .map(|week| all.iter().map(|deal| variance(deal, week)).sum::<f64>() + coming_variance(simulation, week))
        .collect();
    let mut listed = vec![false; all.len()];
    for week in 0..weeks {
        let mut places: Vec<usize> = (0..all.len()).filter(|at| all[*at].2[week] > 0.0).collect();
        // At the same part the one that is the likelier, then the older id: always the same list.
        places.sort_unstable_by(|a, b| {
            let (one, other) = (&all[*a], &all[*b]);
            let parts = variance(other, week).total_cmp(&variance(one, week));
            parts.then((other.0 * other.2[week]).total_cmp(&(one.0 * one.2[week]))).then(id(one.3).cmp(&id(other.3)))
        });
        places.into_iter().take(LISTED).for_each(|at| listed[at] = true);
    }
    let chance = |(at, deal): (usize, &(f64, bool, Vec<f64>, usize))| {
        let part = |week: usize| if whole[week] > 0.0 { variance(deal, week) / whole[week] } else { 0.0 };
        let (value, is_known, won, track) = deal;
        let deal = id(*track).filter(|_| listed[at])?;
        let share = (0..weeks).map(part).collect();
        Some(Chance { deal, minor: value.round() as i64, is_known: *is_known, won: won.clone(), share })
    };
    let mut chances: Vec<Chance> = all.iter().enumerate().filter_map(chance).collect();
    chances.sort_by_key(|chance| chance.deal);
    chances
}

/// The variance of what arriving deals bring until the end of a week.
fn coming_variance(simulation: &Simulation, week: usize) -> f64 {
    let sums = &simulation.sums;
    let until = |run: usize| (0..=week).map(|week| sums.of(&[NEW], run, week).0 as f64).sum::<f64>();
    let all: Vec<f64> = (0..sums.runs).map(until).collect();
    let mean = all.iter().sum::<f64>() / all.len().max(1) as f64;
    all.iter().map(|sum| (sum - mean) * (sum - mean)).sum::<f64>() / all.len().max(1) as f64
}

fn mean(values: &[i64]) -> f64 {
    values.iter().map(|value| *value as f64).sum::<f64>() / values.len().max(1) as f64
}
