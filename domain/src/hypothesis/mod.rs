//! A hypothesis: "because we saw …, we believe that … for segment … will change
//! metric … by at least …". It has arms, a rule written down before it starts,
//! counts, a verdict, and a decision.

pub mod assignment;
pub mod counted;
mod days;
pub mod design;
pub mod drift;
pub mod evidence;
pub mod live;
pub mod memory;
pub mod overlap;
pub mod play;
pub mod portfolio;
pub mod priority;
pub mod registration;
pub mod rows;
mod running;
pub mod verdict;
pub mod watch;

pub use design::{Design, Kind, MeanPlan, Measure, Unit, Way};
pub use evidence::Evidence;
pub use priority::Ice;
pub use registration::{Amendment, Day, Frozen};
pub use running::{Cost, HALF_DAYS_MAX, RunBy};

pub use crate::statistics::{power, proportion};

use crate::{
    clock::Timestamp,
    filter::Filter,
    ids::{AmendmentId, HypothesisId, MemberId, StickerId},
    rank::Rank,
    record::{Each, record},
};
use serde::{Deserialize, Serialize};

/// How far a hypothesis has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Written down.
    #[default]
    Idea,
    /// Designed; can start.
    Ready,
    /// Being tried.
    Running,
    /// Adopted, or stopped.
    Decided,
}

impl Status {
    /// All, in order.
    pub const ALL: [Status; 4] = [Self::Idea, Self::Ready, Self::Running, Self::Decided];
}

/// Status and place in its column: one register, so that a drag is one write.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// How far it has come.
    pub status: Status,
    /// The order within the status.
    pub rank: Rank,
}

/// One of the ways that are compared; the first is the control.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arm {
    /// What is done in it.
    pub name: String,
    /// How many were in it.
    pub exposed: u64,
    /// How many of them did what the metric counts.
    pub converted: u64,
}

/// What is hoped for, and what it is planned on. Written before the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The conversion expected of the control, in hundredths of a percent (0 to 10,000).
    pub baseline_bp: u32,
    /// The smallest difference that matters, in hundredths of a percentage point.
    pub effect_bp: u32,
}

impl Default for Plan {
    fn default() -> Self {
        Self { baseline_bp: 2_000, effect_bp: 500 }
    }
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// It becomes how the team works.
    Adopt,
    /// It is given up.
    Stop,
}

/// A decision, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What.
    pub choice: Choice,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
}

/// That it is tried on, with the reason: while it runs, or after a decision that was taken
/// back. The latest; those before are in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continued {
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
}

record! {
    /// A statement that can turn out wrong.
    pub struct Hypothesis(HypothesisId), changed by HypothesisChange {
        /// A few words to call it by.
        title / Title: String,
        /// Because we saw …
        saw / Saw: String,
        /// … we believe that …
        believe / Believe: String,
        /// … for these deals …
        segment / Segment: Filter,
        /// … will change this metric, in words …
        metric / Metric: String,
        /// … by at least …, from a baseline.
        plan / Plan: Plan,
        /// Who runs it.
        team / Team: RunBy,
        /// Status and order.
        standing / Standing: Standing,
        /// Control first.
        arms / Arms: Vec<Arm>,
        /// When it was started.
        started / Started: Option<Timestamp>,
        /// What was decided; there exactly when the status is Decided.
        decision / Decision: Option<Decision>,
        /// How it is tried.
        design / Design: Design,
        /// What was written down at the start: the first of these. Versions before added
        /// what was changed after it.
        registered / Registered: Vec<Frozen>,
        /// Counts typed by day, in the order of days.
        days / Days: Vec<Day>,
        /// What an adopted one tells the team to do.
        play / Play: Option<play::Play>,
        /// What it stands on, as links.
        evidence / Evidence: Vec<Evidence>,
        /// What it costs to try it.
        cost / Cost: Cost,
        /// The idea of a workshop that it came from.
        origin / Origin: Option<StickerId>,
        /// Why it goes on, where somebody decided that.
        continued / Continued: Option<Continued>,
    }
    each {
        /// What each member thinks of it; nobody writes another's.
        votes / Votes: Each<MemberId, Ice>,
        /// What was changed after the start, each line by whoever changed it.
        amended / Amended: Each<AmendmentId, Amendment>,
    }
}
