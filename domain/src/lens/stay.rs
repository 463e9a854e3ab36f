//! How long deals stay in a stage.
//!
//! Definitions (places and moves are those of [`super::walk`]):
//!
//! - A **stay** in a stage begins with a move into it and ends with the next move.
//!   A deal that comes back stays a second time.
//! - It ended **on** with a move to a later stage, **back** with one to an earlier,
//!   **lost** with one to Lost; else the deal is **still here**.
//! - With a period: stays that began in it.
//! - Everything is told as of a moment: what happened later has not happened.
//! - A stay of which the beginning or the end is not noted is **undated**: it is
//!   counted apart.
//! - **By when a half has left** (and a quarter, and three quarters) is estimated
//!   from all stays, each for as long as it was watched (Kaplan-Meier; those still
//!   here are censored). Leaving is leaving, wherever to. Those who have left alone
//!   would make stages look quicker than they are.
//! - A deal is **late** when it is still here after the days that the stage
//!   allows, as on the board.

use super::walk::Places;
use crate::{
    clock::{DAY, Timestamp},
    filter::Filter,
    hourglass::Period,
    ids::{DealId, StageId},
    statistics::kaplan_meier::{Curve, Observation},
    workspace::Workspace,
};

/// How a stay ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// With a later stage.
    On,
    /// With an earlier stage.
    Back,
    /// With Lost.
    Lost,
    /// Not yet.
    Here,
}

impl Ending {
    /// All of them, in the order they are shown.
    pub const ALL: [Ending; 4] = [Self::On, Self::Back, Self::Lost, Self::Here];
}

/// Lengths of stays that go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Band {
    /// At most a day.
    Day,
    /// More, at most three days.
    ThreeDays,
    /// More, at most seven.
    Week,
    /// More, at most fourteen.
    TwoWeeks,
    /// More, at most thirty.
    Month,
    /// More, at most ninety.
    Quarter,
    /// More than that.
    Longer,
}

impl Band {
    /// All of them, the shortest first.
    pub const ALL: [Band; 7] =
        [Self::Day, Self::ThreeDays, Self::Week, Self::TwoWeeks, Self::Month, Self::Quarter, Self::Longer];

    /// The days that it ends with, they included; `None` of the last one.
    pub fn days(self) -> Option<u16> {
        match self {
            Self::Day => Some(1),
            Self::ThreeDays => Some(3),
            Self::Week => Some(7),
            Self::TwoWeeks => Some(14),
            Self::Month => Some(30),
            Self::Quarter => Some(90),
            Self::Longer => None,
        }
    }

    /// The band of a length in milliseconds.
    pub fn of(ms: i64) -> Self {
        let ends = |band: &Band| band.days().is_none_or(|days| ms <= i64::from(days) * DAY);
        Self::ALL.into_iter().find(ends).unwrap_or(Self::Longer)
    }
}

/// One deal, once in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Whose.
    pub deal: DealId,
    /// How long, in milliseconds: until it ended, else until now; `None` is unknown.
    pub ms: Option<i64>,
    /// How it ended.
    pub ending: Ending,
}

/// All stays in a stage, in the order of their deals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageStays {
    /// The stage.
    pub stage: StageId,
    /// The days after which a deal is late in it; `None` never.
    pub rot_days: Option<u16>,
    /// The stays.
    pub stays: Vec<Stay>,
}

/// Which stays a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Those of known length that ended so and lasted so long; `None` is any.
    Known {
        /// How they ended.
        ending: Option<Ending>,
        /// How long they lasted.
        band: Option<Band>,
    },
    /// Still here after the days that the stage allows.
    Late,
    /// Of unknown length.
    Undated,
}

/// How many stays, of how many deals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Stays.
    pub stays: u64,
    /// The deals whose they are, each counted once.
    pub deals: u64,
}

/// By when a quarter, a half and three quarters have left, in milliseconds;
/// `None` when it has not come to that.
pub type Quartiles = [Option<i64>; 3];

/// Every stay in a stage of the path that holds deals, stage by stage in order.
pub fn stays(workspace: &Workspace, filter: &Filter, period: Option<Period>, as_of: Timestamp) -> Vec<StageStays> {
    let places = Places::of(workspace);
    let mut all: Vec<Vec<Stay>> = vec![Vec::new(); places.count()];
    let mut moves = Vec::new();
    let wanted = filter.compile(workspace);
    for deal in workspace.living_deals().filter(|deal| wanted(deal)) {
        places.walk(deal, &mut moves);
        for (i, step) in moves.iter().enumerate() {
            let is_of = period.is_none_or(|p| step.at.is_some_and(|at| p.contains(at)));
            if !is_of || step.at.is_some_and(|at| at > as_of) {
                continue;
            }
            let next = moves.get(i + 1).filter(|next| next.at.is_none_or(|at| at <= as_of));
            let (ending, until) = match next {
                None => (Ending::Here, Some(as_of)),
                Some(next) if next.to == places.lost() => (Ending::Lost, next.at),
                Some(next) => (if next.to > step.to { Ending::On } else { Ending::Back }, next.at),
            };
            let ms = step.at.zip(until).map(|(from, until)| until.since(from));
            all[step.to].push(Stay { deal: deal.id, ms, ending });
        }
    }
    // The first place is outside, the last one Lost.
    let of_stages = places.path.stages.iter().zip(all.into_iter().skip(1));
    let of_stages = of_stages.filter(|(stage, _)| stage.role.holds_deals());
    of_stages.map(|(stage, stays)| StageStays { stage: stage.id, rot_days: stage.rot_days, stays }).collect()
}

impl StageStays {
    /// How many stays are meant, of how many deals.
    pub fn count(&self, part: Part) -> Count {
        let mut last = None;
        let meant = self.stays.iter().filter(|stay| self.is(stay, part));
        meant.fold(Count::default(), |count, stay| {
            let is_new = last.replace(stay.deal) != Some(stay.deal);
            Count { stays: count.stays + 1, deals: count.deals + u64::from(is_new) }
        })
    }

    /// The deals behind a number, each once.
    pub fn deals(&self, part: Part) -> Vec<DealId> {
        let mut deals: Vec<DealId> = self.stays.iter().filter(|s| self.is(s, part)).map(|s| s.deal).collect();
        deals.dedup();
        deals
    }

    /// By when a quarter, a half and three quarters have left.
    pub fn quartiles(&self) -> Quartiles {
        let observation = |stay: &Stay| {
            // A number of milliseconds of some thousand years is exact as f64.
            Some(Observation { time: stay.ms? as f64, converted: stay.ending != Ending::Here })
        };
        let curve = Curve::of(self.stays.iter().filter_map(observation).collect());
        [0.25, 0.5, 0.75].map(|share| curve.quantile(share).map(|ms| ms as i64))
    }

    fn is(&self, stay: &Stay, part: Part) -> bool {
        match (part, stay.ms) {
            (Part::Undated, ms) => ms.is_none(),
            (_, None) => false,
            (Part::Known { ending, band }, Some(ms)) => {
                ending.is_none_or(|ending| ending == stay.ending) && band.is_none_or(|band| band == Band::of(ms))
            }
            (Part::Late, Some(ms)) => {
                let is_over = self.rot_days.is_some_and(|days| ms > i64::from(days) * DAY);
                is_over && stay.ending == Ending::Here
            }
        }
    }
}
