//! AARRR: acquisition, activation, retention, referral, revenue (McClure, "Startup
//! Metrics for Pirates", 2007).
//!
//! Definitions (entering, cohorts and windows are those of [`crate::cohort`]):
//!
//! - **Acquisition**: deals that entered the first stage that holds deals, in the
//!   period. Their share is that of the visits counted in it; not known where no
//!   visits are counted, or where a filter asks for what visits do not have.
//! - **Activation**: of the acquired, those that entered the first stage of the
//!   section sales: they did for the first time what they came for.
//! - **Revenue**: of the acquired, those that entered the won stage.
//! - **Retention**: of those won in the period, those that came back: a further
//!   purchase grew out of the deal, or it entered the stage Repeat.
//! - **Referral**: of those won in the period, those that brought somebody: a
//!   recommended deal grew out of it, or it entered the stage Referral.
//!
//! In a coffee shop: who leaves a contact is acquired, who comes in is
//! activated, who buys a first cup is revenue, who comes back is retained, who
//! brings a friend refers.
//!
//! Coming back and bringing somebody are no steps of one way: whoever brings a friend
//! need not have bought again. So these two count the stage itself, and not, as
//! the others, a later one too. What grew out of a deal is counted from its
//! first entry on, however it ends, as on the hourglass.
//!
//! The share within the window is estimated from everybody, each for as long as
//! they were watched; **not yet known** while nobody was watched through the window.
//!
//! Each stage can be another one: [`Stages::chosen`].

use crate::{
    clock::Timestamp,
    cohort::{
        Cohort, Entry, Journey,
        conversion::{CONFIDENCE, Conversion, Look, conversion},
        journeys,
    },
    deal::{Deal, DealKind},
    filter::Filter,
    hourglass::Period,
    ids::{DealId, StageId},
    path::Path,
    stage::{Section, StageRole},
    statistics::proportion::{Interval, Sample, wilson},
    workspace::Workspace,
    zone::midnight,
};
use std::collections::HashMap;

/// One of the five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Metric {
    /// They came.
    Acquisition,
    /// They did for the first time what they came for.
    Activation,
    /// They came back.
    Retention,
    /// They brought somebody.
    Referral,
    /// They paid.
    Revenue,
}

impl Metric {
    /// All of them, in the order of the name.
    pub const ALL: [Metric; 5] = [Self::Acquisition, Self::Activation, Self::Retention, Self::Referral, Self::Revenue];
}

/// The stages that the metrics are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stages {
    /// Whoever enters it is acquired.
    pub acquisition: StageId,
    /// … is activated.
    pub activation: StageId,
    /// … has paid.
    pub revenue: StageId,
    /// … has come back; without it only further purchases count.
    pub retention: Option<StageId>,
    /// … has brought somebody; without it only recommended deals count.
    pub referral: Option<StageId>,
}

impl Stages {
    /// The stages that somebody chose; where nobody did, or where the stage does
    /// not lie where it has to, the usual ones. `None` where the workspace has no
    /// stage for deals before a won one.
    pub fn chosen(workspace: &Workspace, choice: impl Fn(Metric) -> Option<StageId>) -> Option<Self> {
        let stages = workspace.stages_in_order().into_iter();
        let path: Vec<_> = stages.filter(|s| s.is_on_path() && s.role.holds_deals()).collect();
        let place = |id: StageId| path.iter().position(|s| s.id == id);
        let chosen = |metric| choice(metric).and_then(place);
        let won = path.iter().position(|s| s.role == StageRole::Won);
        let revenue = chosen(Metric::Revenue).filter(|at| *at > 0).or(won.filter(|at| *at > 0))?;
        let acquisition = chosen(Metric::Acquisition).filter(|at| *at < revenue).unwrap_or(0);
        let between = acquisition + 1..=revenue;
        let tried = between.clone().find(|at| path[*at].section == Section::Sales && *at < revenue);
        let activation = chosen(Metric::Activation).filter(|at| between.contains(at));
        let with = |role| path.iter().position(|s| s.role == role);
        let later = |metric, role| {
            let at = chosen(metric).or_else(|| with(role)).filter(|at| *at > revenue);
            at.or_else(|| with(role).filter(|at| *at > revenue)).map(|at| path[at].id)
        };
        Some(Self {
            acquisition: path[acquisition].id,
            activation: path[activation.or(tried).unwrap_or(acquisition + 1)].id,
            revenue: path[revenue].id,
            retention: later(Metric::Retention, StageRole::Repeat),
            referral: later(Metric::Referral, StageRole::Referral),
        })
    }

    /// The stage of a metric.
    pub fn of(&self, metric: Metric) -> Option<StageId> {
        match metric {
            Metric::Acquisition => Some(self.acquisition),
            Metric::Activation => Some(self.activation),
            Metric::Revenue => Some(self.revenue),
            Metric::Retention => self.retention,
            Metric::Referral => self.referral,
        }
    }
}

/// Which deals, and how they are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Which of them.
    pub filter: &'a Filter,
    /// When they were acquired, or won.
    pub period: Option<Period>,
    /// The stages.
    pub stages: Stages,
    /// When and how long each is watched.
    pub look: Look,
}

/// What is known of one metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// Which one.
    pub metric: Metric,
    /// Whom it is a share of: visits for the acquisition, else deals.
    pub base: u64,
    /// Deals that count.
    pub count: u64,
    /// The share of the base, within the window where there is one, with its
    /// interval; `None` is not yet known.
    pub share: Option<(f64, Interval)>,
    /// Deals of the base that may still count within their window.
    pub open: u64,
    /// Deals whose moment nobody noted: in no share.
    pub undated: u64,
    /// What the deals that count are worth together, in minor units; for retention
    /// and referral what grew out of them. Unknown values count as nothing.
    pub minor: i64,
}

/// The five metrics, in the order of the name.
pub fn figures(workspace: &Workspace, asked: &Asked<'_>) -> Vec<Figures> {
    let figures = |metric| {
        let journeys = journeys_of(workspace, asked, metric);
        match metric {
            Metric::Acquisition => acquired(workspace, asked, &journeys),
            Metric::Activation | Metric::Revenue => {
                let value = |deal: DealId| workspace.deal(deal).map_or(0, Deal::value_minor);
                passed(metric, &journeys, asked.look, value)
            }
            Metric::Retention | Metric::Referral => {
                let grown = Grown::of(workspace, metric, asked.look.as_of);
                passed(metric, &journeys, asked.look, |deal| grown.by_deal.get(&deal).map_or(0, |g| g.minor))
            }
        }
    };
    Metric::ALL.map(figures).to_vec()
}

/// The deals that a metric is a share of, each with when it counted. Of the
/// acquisition all count.
pub fn journeys_of(workspace: &Workspace, asked: &Asked<'_>, metric: Metric) -> Vec<Journey> {
    let Stages { acquisition, activation, revenue, .. } = asked.stages;
    let of = |to: StageId, period| {
        let cohort = Cohort::new(workspace, acquisition, to, period);
        cohort.map_or_else(|_| Vec::new(), |cohort| journeys(workspace, asked.filter, &cohort, asked.look.as_of))
    };
    match metric {
        Metric::Acquisition | Metric::Revenue => of(revenue, asked.period),
        Metric::Activation => of(activation, asked.period),
        Metric::Retention | Metric::Referral => {
            let grown = Grown::of(workspace, metric, asked.look.as_of);
            let path = Path::of(workspace);
            let place = asked.stages.of(metric).and_then(|stage| path.position(stage));
            let won = of(revenue, None).into_iter().filter(|j| j.passed != Entry::Never);
            let won = won.filter(|j| asked.period.is_none_or(|p| j.passed.at().is_some_and(|at| p.contains(at))));
            let journey = |won: Journey| {
                let deal = workspace.deal(won.deal)?;
                let own = place.map_or(Entry::Never, |place| itself(&path, deal, place, asked.look.as_of));
                let grew = grown.by_deal.get(&won.deal).map_or(Entry::Never, |g| g.first);
                let entered = won.passed.at();
                Some(Journey { deal: won.deal, entered, passed: not_before(entered, earlier(own, grew)) })
            };
            won.filter_map(journey).collect()
        }
    }
}

fn acquired(workspace: &Workspace, asked: &Asked<'_>, journeys: &[Journey]) -> Figures {
    let count = journeys.len() as u64;
    let visits = visits(workspace, asked.filter, asked.period);
    let sample = visits.and_then(|visits| Sample::new(visits, count).ok());
    Figures {
        metric: Metric::Acquisition,
        base: visits.unwrap_or(0),
        count,
        share: sample.map(|sample| (sample.rate(), wilson(sample, CONFIDENCE))),
        open: 0,
        undated: journeys.iter().filter(|j| j.entered.is_none()).count() as u64,
        minor: sum(journeys.iter().filter_map(|j| workspace.deal(j.deal)).map(Deal::value_minor)),
    }
}

fn passed(metric: Metric, journeys: &[Journey], look: Look, value: impl Fn(DealId) -> i64) -> Figures {
    let known: Conversion = conversion(journeys, look);
    Figures {
        metric,
        base: known.entered,
        count: known.passed,
        share: known.estimate.map(|e| (e.rate, e.interval)),
        open: known.open,
        undated: known.undated,
        minor: sum(journeys.iter().filter(|j| j.passed != Entry::Never).map(|j| value(j.deal))),
    }
}

fn sum(values: impl Iterator<Item = i64>) -> i64 {
    values.fold(0, i64::saturating_add)
}

/// What grew out of deals, for one metric.
struct Grown {
    by_deal: HashMap<DealId, Offspring>,
}

/// What grew out of one deal.
struct Offspring {
    /// When the first of them began.
    first: Entry,
    /// Their values together.
    minor: i64,
}

impl Grown {
    fn of(workspace: &Workspace, metric: Metric, as_of: Timestamp) -> Self {
        let counts = |kind: DealKind| match metric {
            Metric::Retention => kind.is_further_purchase(),
            Metric::Referral => kind == DealKind::Referral,
            Metric::Acquisition | Metric::Activation | Metric::Revenue => false,
        };
        let mut by_deal: HashMap<DealId, Offspring> = HashMap::new();
        for deal in workspace.living_deals().filter(|deal| counts(deal.kind)) {
            let (Some(from), began) = (deal.grew_from, entry(deal.began(), as_of)) else { continue };
            if began == Entry::Never {
                continue;
            }
            let grown = by_deal.entry(from).or_insert(Offspring { first: Entry::Never, minor: 0 });
            grown.first = earlier(grown.first, began);
            grown.minor = grown.minor.saturating_add(deal.value_minor());
        }
        Self { by_deal }
    }
}

/// When a deal entered the stage at a place of the path itself.
fn itself(path: &Path<'_>, deal: &Deal, place: usize, as_of: Timestamp) -> Entry {
    let is_there = |stage| path.position(stage) == Some(place);
    match deal.history().find(|e| is_there(e.stage)) {
        Some(first) => entry(first.at, as_of),
        // Where it stands it has come to, even if its entry was taken back.
        None if is_there(deal.place.stage) => Entry::Undated,
        None => Entry::Never,
    }
}

fn entry(at: Option<Timestamp>, as_of: Timestamp) -> Entry {
    match at {
        None => Entry::Undated,
        Some(at) if at <= as_of => Entry::At(at),
        Some(_) => Entry::Never,
    }
}

/// The first of two. What has no moment may have been the first.
fn earlier(a: Entry, b: Entry) -> Entry {
    match (a, b) {
        (Entry::Undated, _) | (_, Entry::Undated) => Entry::Undated,
        (Entry::Never, other) | (other, Entry::Never) => other,
        (Entry::At(a), Entry::At(b)) => Entry::At(a.min(b)),
    }
}

/// Nobody comes back before they came: where dates say so, it took no time.
fn not_before(entered: Option<Timestamp>, passed: Entry) -> Entry {
    match (entered, passed) {
        (Some(entered), Entry::At(at)) => Entry::At(at.max(entered)),
        (_, passed) => passed,
    }
}

/// Visits counted in the period; `None` where a filter asks for what they do not have.
fn visits(workspace: &Workspace, filter: &Filter, period: Option<Period>) -> Option<u64> {
    let of_channel = Filter { channel: filter.channel.clone(), ..Filter::default() };
    if *filter != of_channel {
        return None;
    }
    let rows = workspace.reach.values().filter(|row| {
        row.meta.is_alive()
            && filter.channel.as_ref().is_none_or(|channel| row.channel == *channel)
            && period.is_none_or(|p| row.day.is_some_and(|day| p.contains(midnight(workspace, day))))
    });
    Some(rows.fold(0, |sum: u64, row| sum.saturating_add(row.visits)))
}
