//! What the assistant proposes, and what would come of other points.

use super::{
    hindsight::{Doubt, LeftOut},
    rules::Draft,
    source::Source,
};
use crate::{
    score::rule::{Condition, POINTS_MAX},
    statistics::{
        proportion::{Interval, Sample, wilson},
        roc::{Auc, auc_of_counts},
    },
};

/// A rule has to add this much to the area under the ROC curve.
const ADDS_LEAST: f64 = 0.0002;

/// A rule that past outcomes speak for.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// What has to hold.
    pub when: Condition,
    /// What it gives or takes.
    pub points: i32,
    /// Past leads that it holds for.
    pub cases: u64,
    /// Of them, those with a good outcome.
    pub good: u64,
    /// Where the share of good ones lies (Wilson, 95 %).
    pub share: Interval,
    /// How much the area under the ROC curve grows with it, on top of the rules
    /// before it.
    pub adds: f64,
}

/// What the assistant proposes: rules in the order of what they add.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The rules.
    pub rules: Vec<Proposed>,
    /// What was left out, and why.
    pub left_out: Vec<(Source, LeftOut)>,
    /// What is in and should be looked at.
    pub doubts: Vec<Doubt>,
    /// What to expect of such rules on new leads: measured on parts of the leads
    /// that were held out while learning.
    pub expected: Auc,
    good: Vec<bool>,
    /// For which leads each rule holds.
    holds: Vec<Vec<bool>>,
}

/// What rules with certain points would have done with the past leads.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Trial {
    /// The area under the ROC curve, on the very leads that were learned from.
    pub area: f64,
    /// From how many points on offering pays best: where the share of good leads
    /// that are offered exceeds that of the others most (Youden, Cancer 3 (1950),
    /// 32-35).
    pub threshold: i32,
    /// Good leads with so many points.
    pub good: u64,
    /// Others with so many points.
    pub bad: u64,
}

impl Proposal {
    /// Past leads with a good outcome.
    pub fn good(&self) -> u64 {
        self.expected.positive
    }

    /// Past leads with the other outcome.
    pub fn bad(&self) -> u64 {
        self.expected.negative
    }

    /// What the rules would have done with these points each; 0 is not taken.
    pub fn trial(&self, points: &[i32]) -> Trial {
        let mut totals = vec![0; self.good.len()];
        for (holds, points) in self.holds.iter().zip(points) {
            add(&mut totals, holds, (*points).clamp(-POINTS_MAX, POINTS_MAX));
        }
        let counts = by_score(&totals, &self.good);
        let mut trial = Trial { area: area(&counts), ..Trial::default() };
        let (mut good, mut bad, mut best) = (0, 0, f64::MIN);
        for (score, of_good, of_bad) in counts.iter().rev() {
            (good, bad) = (good + of_good, bad + of_bad);
            let gained = good as f64 / self.good().max(1) as f64 - bad as f64 / self.bad().max(1) as f64;
            if gained > best {
                best = gained;
                trial = Trial { area: trial.area, threshold: *score, good, bad };
            }
        }
        trial
    }
}

/// Puts the rules in order, one at a time: next is the one that adds most.
#[derive(Clone, Debug)]
pub(super) struct Builder {
    left: Vec<Draft>,
    taken: Vec<(Draft, f64)>,
    totals: Vec<i32>,
    area: f64,
}

impl Builder {
    pub fn new(drafts: Vec<Draft>, cases: usize) -> Self {
        Self { left: drafts, taken: Vec::new(), totals: vec![0; cases], area: 0.5 }
    }

    /// Takes the next rule; true when none is left that adds anything.
    pub fn step(&mut self, good: &[bool]) -> bool {
        let with = |draft: &Draft| {
            let mut totals = self.totals.clone();
            add(&mut totals, &draft.holds, draft.points);
            area(&by_score(&totals, good))
        };
        let areas = self.left.iter().map(with).enumerate();
        let best = areas.max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((at, area)) = best.filter(|(_, area)| *area >= self.area + ADDS_LEAST) else { return true };
        let draft = self.left.remove(at);
        add(&mut self.totals, &draft.holds, draft.points);
        self.taken.push((draft, area - self.area));
        self.area = area;
        false
    }

    pub fn finish(self, good: Vec<bool>, expected: Auc) -> Proposal {
        let rule = |(draft, adds): &(Draft, f64)| {
            let held = draft.holds.iter().zip(&good).filter(|(holds, _)| **holds);
            let (cases, won) = held.fold((0, 0), |(cases, won), (_, good)| (cases + 1, won + u64::from(*good)));
            let sample = Sample::new(cases, won).ok()?;
            let share = wilson(sample, 0.95);
            Some(Proposed { when: draft.when.clone(), points: draft.points, cases, good: won, share, adds: *adds })
        };
        let (rules, holds) = self.taken.iter().filter_map(|taken| Some((rule(taken)?, taken.0.holds.clone()))).unzip();
        Proposal { rules, left_out: Vec::new(), doubts: Vec::new(), expected, good, holds }
    }
}

fn add(totals: &mut [i32], holds: &[bool], points: i32) {
    for (total, _) in totals.iter_mut().zip(holds).filter(|(_, holds)| **holds) {
        *total = total.saturating_add(points);
    }
}

/// Good and other leads of each score, in the order of the scores.
fn by_score(totals: &[i32], good: &[bool]) -> Vec<(i32, u64, u64)> {
    let (Some(least), Some(most)) = (totals.iter().min(), totals.iter().max()) else { return Vec::new() };
    let mut counts: Vec<(i32, u64, u64)> = (*least..=*most).map(|score| (score, 0, 0)).collect();
    for (total, good) in totals.iter().zip(good) {
        let (_, of_good, of_bad) = &mut counts[(total - least) as usize];
        *(if *good { of_good } else { of_bad }) += 1;
    }
    counts.retain(|(_, good, bad)| good + bad > 0);
    counts
}

fn area(counts: &[(i32, u64, u64)]) -> f64 {
    auc_of_counts(counts.iter().map(|(_, good, bad)| (*good, *bad))).map_or(0.5, |auc| auc.area)
}
