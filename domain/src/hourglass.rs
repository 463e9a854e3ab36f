//! The numbers of the hourglass, computed from the history.
//!
//! Definitions (the path is every stage but Lost, in order):
//!
//! - A deal has **entered** a stage when its history shows that stage or a
//!   later one of the path. Skipping counts as passing; going back does not undo.
//! - It has **passed** a stage when it entered a later one.
//! - A lost deal stays in the counts of the stages it had entered.
//! - The **conversion** of a stage is passed / entered; unknown while nothing entered.
//! - Reach stages are counted, not listed: they are entered by their count, and
//!   passed by what the next stage of the path was entered by.
//!
//! The cohort of a period: deals whose path began in it, with everything that
//! happened to them since. Without a period: all deals.

use crate::{
    board::Total,
    clock::Timestamp,
    deal::{Deal, DealKind},
    filter::Filter,
    ids::{DealId, StageId},
    path::Path,
    stage::{Section, Stage, StageRole},
    workspace::Workspace,
    zone::midnight,
};
use std::collections::HashSet;

/// From a moment (included) to a moment (not included).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First moment in it.
    pub from: Timestamp,
    /// First moment after it.
    pub to: Timestamp,
}

impl Period {
    /// Whether `at` lies in it.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.to
    }

    /// Whether a moment lies in both.
    pub fn overlaps(&self, other: &Period) -> bool {
        self.from.max(other.from) < self.to.min(other.to)
    }
}

/// One band of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The stage.
    pub stage: StageId,
    /// What it means.
    pub role: StageRole,
    /// Deals of the cohort that stand in it now, and their sum.
    pub standing: Total,
    /// The sum weighted by the stage's chance of winning, in minor units.
    pub weighted_minor: i64,
    /// Entered it, by the definition above.
    pub entered: u64,
    /// Entered a later one.
    pub passed: u64,
    /// Of those who entered it and no later one: lost.
    pub lost: u64,
    /// Sum of values of deals that entered it, in minor units.
    pub entered_minor: i64,
    /// Median time between entering it and entering the next stage in the
    /// deal's history, in milliseconds; `None` when nobody has left it.
    pub median_ms: Option<i64>,
    /// What grew out of the cohort's won deals: further purchases (at the
    /// Repeat stage) or recommended deals (at Referral). Zero elsewhere.
    pub grown: u64,
}

impl Band {
    /// passed / entered, 0 to 1; `None` while nothing entered.
    pub fn conversion(&self) -> Option<f64> {
        (self.entered > 0).then(|| self.passed as f64 / self.entered as f64)
    }

    /// Those who entered it and of whom is known how they left it: passed or lost. Who
    /// still waits has neither failed nor passed. At stages of reach and from the won one
    /// on, where nobody is waited for, everybody who entered.
    pub fn known(&self) -> u64 {
        if self.role.is_undecided() { (self.passed + self.lost).min(self.entered) } else { self.entered }
    }

    /// passed / [`Band::known`], 0 to 1; `None` while nothing is known. Other than
    /// [`Band::conversion`] it does not fall only because many have just come.
    pub fn passed_of_known(&self) -> Option<f64> {
        (self.known() > 0).then(|| self.passed as f64 / self.known() as f64)
    }
}

/// The whole picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hourglass {
    /// Stages of the path, in order.
    pub bands: Vec<Band>,
    /// Lost deals of the cohort.
    pub lost: Total,
    /// The deals of the cohort.
    pub cohort: u64,
}

/// The fewest deals from which a transition is called weak.
pub const WEAK_FROM: u64 = 30;

impl Hourglass {
    /// The weakest transition up to the won deal: the stage with deals that the smallest
    /// share has passed, among those of which at least [`WEAK_FROM`] outcomes are known.
    pub fn weakest(&self) -> Option<&Band> {
        let won = self.bands.iter().position(|b| b.role == StageRole::Won)?;
        self.bands[..won]
            .iter()
            .filter(|b| b.role.holds_deals() && b.known() >= WEAK_FROM)
            .min_by(|a, b| a.passed_of_known().partial_cmp(&b.passed_of_known()).unwrap_or(std::cmp::Ordering::Equal))
    }

    /// The band of a stage.
    pub fn band(&self, stage: StageId) -> Option<&Band> {
        self.bands.iter().find(|b| b.stage == stage)
    }
}

/// Which deals of a band are meant by a number that was clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Stand in the stage now.
    Standing,
    /// Entered it.
    Entered,
    /// Entered a later one.
    Passed,
    /// Entered it, no later one, and are lost.
    Lost,
    /// Entered it, no later one, and are not lost.
    Waiting,
}

/// The deals of a cohort.
fn cohort<'a>(workspace: &'a Workspace, filter: &'a Filter, period: Option<Period>) -> impl Iterator<Item = &'a Deal> {
    let wanted = filter.compile(workspace);
    workspace.living_deals().filter(move |deal| wanted(deal) && began_in(deal, period))
}

fn began_in(deal: &Deal, period: Option<Period>) -> bool {
    period.is_none_or(|p| deal.began().is_some_and(|at| p.contains(at)))
}

/// The hourglass of the deals that `filter` lets through, for the cohort of `period`.
pub fn hourglass(workspace: &Workspace, filter: &Filter, period: Option<Period>) -> Hourglass {
    let path = Path::of(workspace);
    let count = path.stages.len();
    let mut standing = vec![Total::default(); count];
    let mut reached = vec![0_u64; count]; // whose furthest stage it is
    let mut reached_minor = vec![0_i64; count];
    let mut lost_at = vec![0_u64; count];
    let mut stays: Vec<Vec<i64>> = vec![Vec::new(); count];
    let mut lost = Total::default();
    let mut size = 0;
    let mut won_ids = HashSet::new();
    let won_at = path.stages.iter().position(|s| s.role == StageRole::Won);

    let mut grown = Vec::new();
    let wanted = filter.compile(workspace);

    // One walk through the deals: on the first screen, fetching them from memory is
    // a good part of the work.
    for deal in workspace.living_deals() {
        grown.extend(deal.grew_from.map(|from| (from, deal.kind)));
        if !(wanted(deal) && began_in(deal, period)) {
            continue;
        }
        size += 1;
        let is_lost = path.is_lost(deal);
        if is_lost {
            lost.add(deal);
        } else if let Some(at) = path.position(deal.place.stage) {
            standing[at].add(deal);
        }
        if let Some(at) = walk(&path, deal, |at, ms| stays[at].push(ms)) {
            reached[at] += 1;
            reached_minor[at] = reached_minor[at].saturating_add(deal.value_minor());
            lost_at[at] += u64::from(is_lost);
            if won_at.is_some_and(|won| at >= won) {
                won_ids.insert(deal.id);
            }
        }
    }
    grown.retain(|(from, _)| won_ids.contains(from));

    let tally = Tally {
        standing,
        reached,
        reached_minor,
        lost_at,
        medians: stays.iter_mut().map(|stays| median(stays)).collect(),
        further: of_kind(&grown, DealKind::is_further_purchase),
        referred: of_kind(&grown, |kind| kind == DealKind::Referral),
        reach: reach_counts(workspace, filter, period),
    };
    Hourglass { bands: bands(&path.stages, &tally), lost, cohort: size }
}

/// What was counted, stage by stage of the path.
pub(crate) struct Tally {
    /// Deals that stand there.
    pub(crate) standing: Vec<Total>,
    /// Deals whose furthest stage it is, and the sum of their values.
    pub(crate) reached: Vec<u64>,
    pub(crate) reached_minor: Vec<i64>,
    /// Of these, lost.
    pub(crate) lost_at: Vec<u64>,
    pub(crate) medians: Vec<Option<i64>>,
    /// What grew out of won deals.
    pub(crate) further: u64,
    pub(crate) referred: u64,
    pub(crate) reach: ReachCounts,
}

/// The bands of what was counted, for the stages of the path.
pub(crate) fn bands(stages: &[&Stage], tally: &Tally) -> Vec<Band> {
    let entered = suffix_sums(&tally.reached);
    let entered_minor = suffix_sums_minor(&tally.reached_minor);
    let mut bands: Vec<Band> = stages
        .iter()
        .enumerate()
        .map(|(i, stage)| Band {
            stage: stage.id,
            role: stage.role,
            standing: tally.standing[i],
            weighted_minor: tally.standing[i].weighted_minor(stage),
            entered: match stage.role {
                StageRole::Impressions => tally.reach.impressions,
                StageRole::Visits => tally.reach.visits,
                _ => entered[i],
            },
            passed: entered.get(i + 1).copied().unwrap_or(0),
            lost: tally.lost_at[i],
            entered_minor: if stage.role.holds_deals() { entered_minor[i] } else { 0 },
            median_ms: tally.medians[i],
            grown: match stage.role {
                StageRole::Repeat => tally.further,
                StageRole::Referral => tally.referred,
                _ => 0,
            },
        })
        .collect();
    // A counted stage is passed by what the next stage was entered by, be it
    // counted too; never by more than came.
    for i in 0..stages.len().saturating_sub(1) {
        if !bands[i].role.holds_deals() {
            bands[i].passed = bands[i + 1].entered.min(bands[i].entered);
        }
    }
    bands
}

/// The deals behind a number: of the cohort, those that are `part` of `stage`.
/// For Lost as a stage, [`Part::Standing`] lists all lost deals.
pub fn deals_behind(
    workspace: &Workspace,
    filter: &Filter,
    period: Option<Period>,
    stage: StageId,
    part: Part,
) -> Vec<DealId> {
    let path = Path::of(workspace);
    let at = path.position(stage);
    cohort(workspace, filter, period)
        .filter(|deal| {
            let furthest = path.furthest(deal);
            match part {
                Part::Standing => deal.place.stage == stage || at.is_some() && path.position(deal.place.stage) == at,
                Part::Entered => at.is_some() && furthest >= at,
                Part::Passed => at.is_some() && furthest > at,
                Part::Lost => at.is_some() && furthest == at && path.is_lost(deal),
                Part::Waiting => at.is_some() && furthest == at && !path.is_lost(deal),
            }
        })
        .map(|deal| deal.id)
        .collect()
}

fn suffix_sums(values: &[u64]) -> Vec<u64> {
    let mut sums: Vec<u64> = values
        .iter()
        .rev()
        .scan(0, |sum, v| {
            *sum += v;
            Some(*sum)
        })
        .collect();
    sums.reverse();
    sums
}

fn suffix_sums_minor(values: &[i64]) -> Vec<i64> {
    let mut sums: Vec<i64> = values
        .iter()
        .rev()
        .scan(0_i64, |sum, v| {
            *sum = sum.saturating_add(*v);
            Some(*sum)
        })
        .collect();
    sums.reverse();
    sums
}

/// The furthest stage of the path that the deal came to, as [`Path::furthest`] tells
/// it; on the way, where and how long it stayed (in milliseconds) in each that it left.
fn walk(path: &Path<'_>, deal: &Deal, mut stayed: impl FnMut(usize, i64)) -> Option<usize> {
    let mut furthest = path.position(deal.place.stage);
    let mut before = None;
    for entry in deal.history() {
        let at = path.position(entry.stage);
        furthest = furthest.max(at);
        if let (Some((from, Some(since))), Some(until)) = (before, entry.at) {
            stayed(from, until.since(since));
        }
        before = at.map(|at| (at, entry.at));
    }
    furthest
}

/// The median; of an even count the mean of the middle two.
fn median(values: &mut [i64]) -> Option<i64> {
    if values.is_empty() {
        return None;
    }
    let middle = values.len() / 2;
    let even = values.len().is_multiple_of(2);
    let (below, &mut upper, _) = values.select_nth_unstable(middle);
    let lower = if even { below.iter().copied().max().unwrap_or(upper) } else { upper };
    Some(lower + (upper - lower) / 2)
}

/// How many of what grew out of won deals are of these kinds.
fn of_kind(grown: &[(DealId, DealKind)], of: impl Fn(DealKind) -> bool) -> u64 {
    grown.iter().filter(|(_, kind)| of(*kind)).count() as u64
}

/// What was counted before anybody was a deal.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ReachCounts {
    pub(crate) impressions: u64,
    pub(crate) visits: u64,
}

fn reach_counts(workspace: &Workspace, filter: &Filter, period: Option<Period>) -> ReachCounts {
    let rows = workspace.reach.values().filter(|row| {
        row.meta.is_alive()
            && filter.channel.as_ref().is_none_or(|channel| row.channel == *channel)
            && period.is_none_or(|p| row.day.is_some_and(|day| p.contains(midnight(workspace, day))))
    });
    rows.fold(ReachCounts { impressions: 0, visits: 0 }, |counts, row| ReachCounts {
        impressions: counts.impressions.saturating_add(row.impressions),
        visits: counts.visits.saturating_add(row.visits),
    })
}

/// The sections from top to bottom, each with its share of the path.
pub fn sections<'a>(stages: &[&'a Stage]) -> Vec<(Section, Vec<&'a Stage>)> {
    let mut parts: Vec<(Section, Vec<&Stage>)> = Vec::new();
    for &stage in stages {
        match parts.last_mut() {
            Some((section, members)) if *section == stage.section => members.push(stage),
            _ => parts.push((stage.section, vec![stage])),
        }
    }
    parts
}
