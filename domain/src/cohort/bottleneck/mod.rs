//! The transition where closing the gap to a reference would bring the most.
//!
//! For each step of the path from the first deal to the won one: had those who
//! entered it gone on as in the reference, `entered × gap` more would have
//! gone on, `× conversions of the later steps` of them would have bought, `× mean
//! worth of a won deal` is what that is worth: [`crate::deal::Worth::first_year_minor`],
//! so that monthly payments count. Conversions are those within the
//! window (Kaplan-Meier), so that a young step is not called a bottleneck for
//! being young; a step of which nothing is known yet is left out.
//!
//! A step is held against the time before and against its target ([`Steps::gaps`]), and
//! against the best group of every attribute that deals can be compared by
//! ([`search`], which says how it guards against having looked at many). The mean worth
//! is the same for all of them: the gap that wins the most deals is the one that brings
//! the most.
//!
//! The uncertainty is that of the gap: Newcombe's interval of the difference. That
//! of the later steps and of the mean worth is not in it: they scale all of it
//! alike, and cannot turn a loss into a gain.

pub mod search;

pub use search::{Search, dimensions};

use super::{
    Entry, Journey,
    compare::Difference,
    conversion::{CONFIDENCE, Conversion, Look, conversion},
    fill_entries,
    group::{Dimension, Key},
};
use crate::{
    filter::Filter,
    hourglass::{Period, WEAK_FROM},
    ids::StageId,
    path::Path,
    stage::StageRole,
    statistics::{kaplan_meier, proportion::Interval},
    workspace::Workspace,
};

/// What a step is held against.
#[derive(Clone, Debug, PartialEq)]
pub enum Reference {
    /// The same step for those who entered it in the period `before`, such as the last one.
    Before,
    /// A conversion that was set as a target, by the step's stage.
    Target(Vec<(StageId, f64)>),
}

/// The targets that the stages have; nothing where none has one.
pub fn targets(workspace: &Workspace) -> Vec<(StageId, f64)> {
    let stages = workspace.stages_in_order().into_iter();
    stages.filter_map(|stage| Some((stage.id, f64::from(stage.target?) / 100.0))).collect()
}

/// What a gap is a gap to.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// The time before.
    Before,
    /// The best group by this attribute; the others are held against it.
    Best(Dimension, Key),
    /// The stage's target.
    Target,
}

/// A step that falls short of the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The stage that is passed too seldom.
    pub stage: StageId,
    /// The next one.
    pub next: StageId,
    /// The step's own figures; without the best group where that is the reference.
    pub own: Conversion,
    /// The reference's conversion, 0 to 1.
    pub reference: f64,
    /// What the reference is.
    pub held: Held,
    /// Reference − own, in shares.
    pub gap: Difference,
    /// So many more would have bought.
    pub extra_won: f64,
    /// Where that may well lie; below zero when the step may be no worse.
    pub extra_won_interval: Interval,
    /// What they would have brought, in minor units, with its interval; `None`
    /// while no won deal has a value.
    pub value_minor: Option<(f64, Interval)>,
}

impl Gap {
    /// Whether the step is worse than the reference beyond what chance does.
    pub fn is_sure(&self) -> bool {
        self.gap.interval.low > 0.0
    }

    /// Whether so much is known of the step that it may be named.
    pub fn can_be_named(&self) -> bool {
        self.own.known >= WEAK_FROM
    }
}

/// The one that brings the most first.
fn in_order(mut gaps: Vec<Gap>) -> Vec<Gap> {
    crate::sort::sort_by(&mut gaps, |a, b| b.extra_won.total_cmp(&a.extra_won));
    gaps
}

/// The steps of a path, to hold against references: all deals are gone through once.
#[derive(Clone, Debug)]
pub struct Steps {
    look: Look,
    own: Vec<Step>,
    before: Vec<Step>,
    /// What won deals bring in their first year on average, in minor units; those of
    /// unknown worth are left out. `None` while there are none.
    won_value: Option<f64>,
    /// Some of that is paid every month.
    has_monthly: bool,
}

impl Steps {
    /// The steps of the deals that `filter` lets through and that entered them in a
    /// `period`; [`Reference::Before`] holds them against those of the period `before`.
    pub fn of(
        workspace: &Workspace,
        filter: &Filter,
        period: Option<Period>,
        before: Option<Period>,
        look: Look,
    ) -> Self {
        let mut steps = Self { look, own: Vec::new(), before: Vec::new(), won_value: None, has_monthly: false };
        let path = Path::of(workspace);
        let places: Vec<usize> = (0..path.stages.len()).filter(|at| path.stages[*at].role.holds_deals()).collect();
        let Some(won) = places.iter().position(|at| path.stages[*at].role == StageRole::Won) else { return steps };
        let (pairs, won) = (places[..=won].windows(2), places[won]);
        let mut own: Vec<Vec<Journey>> = vec![Vec::new(); pairs.len()];
        let mut then = own.clone();
        let (mut sum, mut count) = (0.0, 0_u64);
        let mut entries = Vec::new();
        let wanted = filter.compile(workspace);
        for deal in workspace.living_deals().filter(|deal| wanted(deal)) {
            fill_entries(&mut entries, &path, deal, look.as_of);
            for (at, pair) in pairs.clone().enumerate() {
                let (entry, passed) = (entries[pair[0]], entries[pair[1]]);
                if entry == Entry::Never {
                    continue;
                }
                let journey = Journey { deal: deal.id, entered: entry.at(), passed };
                if journey.is_of(period) {
                    own[at].push(journey);
                }
                if before.is_some() && journey.is_of(before) {
                    then[at].push(journey);
                }
            }
            if let (true, Some(minor)) = (entries[won] != Entry::Never, deal.worth.first_year_minor()) {
                sum += minor as f64;
                count += 1;
                steps.has_monthly |= deal.worth.monthly.is_some();
            }
        }
        let made = |all: Vec<Vec<Journey>>| {
            let steps = all.into_iter().zip(pairs.clone());
            let step = |(journeys, pair): (Vec<Journey>, &[usize])| Step {
                stage: path.stages[pair[0]].id,
                next: path.stages[pair[1]].id,
                own: conversion(&journeys, look),
                journeys,
            };
            steps.map(step).collect()
        };
        steps.own = made(own);
        steps.before = if before.is_some() { made(then) } else { Vec::new() };
        steps.won_value = (count > 0).then(|| sum / count as f64);
        steps
    }

    /// Whether monthly payments are in what won deals bring.
    pub fn has_monthly(&self) -> bool {
        self.has_monthly
    }

    /// Of how many deals it is known how the best known step ended for them; with
    /// `before`, in the period before as well. Below [`WEAK_FROM`] nothing is named.
    pub fn known(&self, before: bool) -> u64 {
        let of = |at: usize| {
            let then = self.before.get(at).map_or(0, |step| step.own.known);
            let own = self.own[at].own.known;
            if before { own.min(then) } else { own }
        };
        (0..self.own.len()).map(of).max().unwrap_or(0)
    }

    /// Every step that falls short of the reference, the one that costs most first:
    /// the first is the bottleneck.
    pub fn gaps(&self, reference: &Reference) -> Vec<Gap> {
        in_order((0..self.own.len()).filter_map(|at| self.gap(at, self.beside(reference, at)?)).collect())
    }

    /// The gap of the step at a place; `None` where it does not fall short.
    fn gap(&self, at: usize, beside: Beside) -> Option<Gap> {
        let later = self.own[at + 1..].iter().map(|s| s.own.estimate.map(|e| e.rate)).product::<Option<f64>>()?;
        let gap = beside.gap;
        if gap.value <= 0.0 {
            return None;
        }
        let won = |gap: f64| beside.own.entered as f64 * gap * later;
        let interval = Interval { low: won(gap.interval.low), high: won(gap.interval.high) };
        let worth = |v: f64| (won(gap.value) * v, Interval { low: interval.low * v, high: interval.high * v });
        Some(Gap {
            stage: self.own[at].stage,
            next: self.own[at].next,
            own: beside.own,
            reference: beside.rate,
            held: beside.held,
            gap,
            extra_won: won(gap.value),
            extra_won_interval: interval,
            value_minor: self.won_value.map(worth),
        })
    }

    fn beside(&self, reference: &Reference, at: usize) -> Option<Beside> {
        let step = &self.own[at];
        match reference {
            Reference::Before => Beside::of(step.own, &self.before.get(at)?.own, Held::Before, CONFIDENCE),
            Reference::Target(targets) => {
                let own = step.own.estimate?;
                let rate = targets.iter().find(|(stage, _)| *stage == step.stage)?.1;
                let interval = Interval { low: rate - own.interval.high, high: rate - own.interval.low };
                let gap = Difference { value: rate - own.rate, interval };
                Some(Beside { own: step.own, rate, held: Held::Target, gap })
            }
        }
    }
}

/// A step of the path.
#[derive(Clone, Debug)]
struct Step {
    stage: StageId,
    next: StageId,
    journeys: Vec<Journey>,
    own: Conversion,
}

/// A step beside its reference.
struct Beside {
    own: Conversion,
    rate: f64,
    held: Held,
    gap: Difference,
}

impl Beside {
    fn of(own: Conversion, reference: &Conversion, held: Held, conf_level: f64) -> Option<Self> {
        let (less, more) = (own.estimate?, reference.estimate?);
        let (value, interval) = kaplan_meier::difference(&less, &more, conf_level);
        Some(Self { own, rate: more.rate, held, gap: Difference { value, interval } })
    }
}
