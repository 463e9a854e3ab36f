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
    Cohort, Entry, Journey,
    compare::{Difference, compare},
    conversion::{Conversion, Look, conversion},
    entries,
    group::{Dimension, Key, groups},
    journeys,
};
use crate::{
    clock::Timestamp,
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
    /// The same step for those who entered it in another period, such as the last one.
    Period(Period),
    /// The best group by this dimension, of those in which at least
    /// [`WEAK_FROM`] deals are known; all others together are held against it.
    /// The best of many is partly luck: it is picked by the lower end of its
    /// interval.
    BestGroup(Dimension),
    /// A conversion that was set as a target, by the step's stage.
    Target(Vec<(StageId, f64)>),
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

/// Every step that falls short of the reference, the one that costs most first:
/// the first is the bottleneck.
pub fn gaps(
    workspace: &Workspace,
    filter: &Filter,
    period: Option<Period>,
    reference: &Reference,
    look: Look,
) -> Vec<Gap> {
    let steps = steps_of(workspace, filter, period, look);
    let then = match reference {
        Reference::Period(period) => steps_of(workspace, filter, Some(*period), look),
        Reference::BestGroup(_) | Reference::Target(_) => Vec::new(),
    };
    let value = mean_won_value(workspace, filter, look.as_of);
    let mut gaps = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let later: Option<f64> = steps[at + 1..].iter().map(|s| s.own.estimate.map(|e| e.rate)).product();
        let Some(later) = later else { continue };
        let Some(held) = held_against(workspace, reference, step, then.get(at), look) else { continue };
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
            value_minor: value
                .map(|v| (won(held.gap.value) * v, Interval { low: interval.low * v, high: interval.high * v })),
        });
    }
    // The mean value is the same for all: the order by deals is that by value.
    crate::sort::sort_by(&mut gaps, |a, b| b.extra_won.total_cmp(&a.extra_won));
    gaps
}

/// A step of the path.
struct Step {
    stage: StageId,
    next: StageId,
    journeys: Vec<Journey>,
    own: Conversion,
}

/// The steps from the first stage that holds deals to the won one, each with
/// those who entered it in the period.
fn steps_of(workspace: &Workspace, filter: &Filter, period: Option<Period>, look: Look) -> Vec<Step> {
    let path = Path::of(workspace);
    let places: Vec<usize> = (0..path.stages.len()).filter(|at| path.stages[*at].role.holds_deals()).collect();
    let Some(won) = places.iter().position(|at| path.stages[*at].role == StageRole::Won) else { return Vec::new() };
    let places = &places[..=won];
    let mut all: Vec<Vec<Journey>> = vec![Vec::new(); won];
    let wanted = filter.compile(workspace);
    // One walk through the deals, not one for each step.
    for deal in workspace.living_deals().filter(|deal| wanted(deal)) {
        let entries = entries(&path, deal, look.as_of);
        for (journeys, pair) in all.iter_mut().zip(places.windows(2)) {
            let (entry, passed) = (entries[pair[0]], entries[pair[1]]);
            let journey = Journey { deal: deal.id, entered: entry.at(), passed };
            if entry != Entry::Never && journey.is_of(period) {
                journeys.push(journey);
            }
        }
    }
    let made = all.into_iter().zip(places.windows(2));
    made.map(|(journeys, pair)| Step {
        stage: path.stages[pair[0]].id,
        next: path.stages[pair[1]].id,
        own: conversion(&journeys, look),
        journeys,
    })
    .collect()
}

/// A step beside its reference.
struct Held {
    own: Conversion,
    rate: f64,
    best: Option<Key>,
    gap: Difference,
}

fn held_against(
    workspace: &Workspace,
    reference: &Reference,
    step: &Step,
    then: Option<&Step>,
    look: Look,
) -> Option<Held> {
    match reference {
        Reference::Period(_) => held(step.own, &then?.own, None),
        Reference::BestGroup(by) => best_group(workspace, step, by, look),
        Reference::Target(targets) => {
            let own = step.own.estimate?;
            let rate = targets.iter().find(|(stage, _)| *stage == step.stage)?.1;
            let interval = Interval { low: rate - own.interval.high, high: rate - own.interval.low };
            Some(Held { own: step.own, rate, best: None, gap: Difference { value: rate - own.rate, interval } })
        }
    }
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

/// The mean value of won deals, in minor units; those of unknown value are left
/// out. `None` while there are none.
fn mean_won_value(workspace: &Workspace, filter: &Filter, as_of: Timestamp) -> Option<f64> {
    let cohort = Cohort::to_won(workspace, None).ok()?;
    let won = journeys(workspace, filter, &cohort, as_of).into_iter().filter(|j| j.passed != Entry::Never);
    let values = won.filter_map(|j| workspace.deal(j.deal)?.worth.once);
    let (sum, count) = values.fold((0.0, 0_u64), |(sum, count), money| (sum + money.minor as f64, count + 1));
    (count > 0).then(|| sum / count as f64)
}
