//! The transition where closing the gap to a reference would bring the most.
//!
//! For each step of the path from the first deal to the won one: had those who
//! entered it gone on as in the reference, `entered × gap` more would have
//! gone on, `× conversions of the later steps` of them would have bought, `× mean
//! value of a won deal` is what that is worth. Conversions are those within the
//! window (Kaplan-Meier), so that a young step is not called a bottleneck for
//! being young; a step of which nothing is known yet is left out.
//!
//! The uncertainty is that of the gap: Newcombe's interval of the difference. That
//! of the later steps and of the mean value is not in it: they scale all of it
//! alike, and cannot turn a loss into a gain.

use super::{
    Entry, Journey,
    compare::{Difference, compare},
    conversion::{Conversion, Look, conversion},
    fill_entries,
    group::{Dimension, Key, groups},
};
use crate::{
    filter::Filter,
    hourglass::{Period, WEAK_FROM},
    ids::StageId,
    path::Path,
    stage::StageRole,
    statistics::proportion::Interval,
    workspace::Workspace,
};

/// What a step is held against.
#[derive(Clone, Debug, PartialEq)]
pub enum Reference {
    /// The same step for those who entered it in the period `before`, such as the last one.
    Before,
    /// The best group by this dimension, of those in which at least
    /// [`WEAK_FROM`] deals are known; all others together are held against it.
    /// The best of many is partly luck: it is picked by the lower end of its
    /// interval.
    BestGroup(Dimension),
    /// A conversion that was set as a target, by the step's stage.
    Target(Vec<(StageId, f64)>),
}

/// The targets that the stages have; nothing where none has one.
pub fn targets(workspace: &Workspace) -> Vec<(StageId, f64)> {
    let stages = workspace.stages_in_order().into_iter();
    stages.filter_map(|stage| Some((stage.id, f64::from(stage.target?) / 100.0))).collect()
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
    /// The group that is the reference, where it is one.
    pub best: Option<Key>,
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
}

/// The steps of a path, to hold against references: all deals are gone through once.
pub struct Steps<'w> {
    workspace: &'w Workspace,
    look: Look,
    own: Vec<Step>,
    before: Vec<Step>,
    /// The mean value of won deals, in minor units; those of unknown value are left
    /// out. `None` while there are none.
    won_value: Option<f64>,
}

impl<'w> Steps<'w> {
    /// The steps of the deals that `filter` lets through and that entered them in a
    /// `period`; [`Reference::Before`] holds them against those of the period `before`.
    pub fn of(
        workspace: &'w Workspace,
        filter: &Filter,
        period: Option<Period>,
        before: Option<Period>,
        look: Look,
    ) -> Self {
        let mut steps = Self { workspace, look, own: Vec::new(), before: Vec::new(), won_value: None };
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
            if let (true, Some(money)) = (entries[won] != Entry::Never, deal.worth.once) {
                sum += money.minor as f64;
                count += 1;
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

    /// Every step that falls short of the reference, the one that costs most first:
    /// the first is the bottleneck.
    pub fn gaps(&self, reference: &Reference) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (at, step) in self.own.iter().enumerate() {
            let later: Option<f64> = self.own[at + 1..].iter().map(|s| s.own.estimate.map(|e| e.rate)).product();
            let Some(later) = later else { continue };
            let Some(held) = self.held_against(reference, at) else { continue };
            if held.gap.value <= 0.0 {
                continue;
            }
            let won = |gap: f64| held.own.entered as f64 * gap * later;
            let interval = Interval { low: won(held.gap.interval.low), high: won(held.gap.interval.high) };
            gaps.push(Gap {
                stage: step.stage,
                next: step.next,
                own: held.own,
                reference: held.rate,
                best: held.best,
                gap: held.gap,
                extra_won: won(held.gap.value),
                extra_won_interval: interval,
                value_minor: self
                    .won_value
                    .map(|v| (won(held.gap.value) * v, Interval { low: interval.low * v, high: interval.high * v })),
            });
        }
        // The mean value is the same for all: the order by deals is that by value.
        crate::sort::sort_by(&mut gaps, |a, b| b.extra_won.total_cmp(&a.extra_won));
        gaps
    }

    fn held_against(&self, reference: &Reference, at: usize) -> Option<Held> {
        let step = &self.own[at];
        match reference {
            Reference::Before => held(step.own, &self.before.get(at)?.own, None),
            Reference::BestGroup(by) => best_group(self.workspace, step, by, self.look),
            Reference::Target(targets) => {
                let own = step.own.estimate?;
                let rate = targets.iter().find(|(stage, _)| *stage == step.stage)?.1;
                let interval = Interval { low: rate - own.interval.high, high: rate - own.interval.low };
                Some(Held { own: step.own, rate, best: None, gap: Difference { value: rate - own.rate, interval } })
            }
        }
    }
}

/// A step of the path.
struct Step {
    stage: StageId,
    next: StageId,
    journeys: Vec<Journey>,
    own: Conversion,
}

/// A step beside its reference.
struct Held {
    own: Conversion,
    rate: f64,
    best: Option<Key>,
    gap: Difference,
}

fn held(own: Conversion, reference: &Conversion, best: Option<Key>) -> Option<Held> {
    let gap = compare(&own, reference).difference()?;
    Some(Held { own, rate: reference.estimate?.rate, best, gap })
}

fn best_group(workspace: &Workspace, step: &Step, by: &Dimension, look: Look) -> Option<Held> {
    let groups = groups(workspace, &step.journeys, by);
    let lower_ends = groups.iter().enumerate().filter_map(|(at, (_, journeys))| {
        let figures = conversion(journeys, look);
        Some((at, figures.estimate.filter(|_| figures.known >= WEAK_FROM)?.interval.low))
    });
    let (at, _) = lower_ends.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let others: Vec<Journey> =
        groups.iter().enumerate().filter(|(i, _)| *i != at).flat_map(|(_, (_, journeys))| journeys).copied().collect();
    let (key, journeys) = &groups[at];
    held(conversion(&others, look), &conversion(journeys, look), Some(key.clone()))
}
