//! How a hypothesis is tried: what is measured, on whom, and who decides which arm a unit
//! comes into. Written before the start, and frozen by it ([`super::registration`]).

use crate::{
    ids::StageId,
    statistics::power::{Errors, per_arm_mean},
};
use serde::{Deserialize, Serialize};

/// What comes into an arm as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Each deal by itself.
    #[default]
    Deal,
    /// All deals of a company; a deal without one is by itself.
    Company,
}

/// Who decides which arm a unit comes into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A mail tool, a web page: the deals here know nothing of it.
    #[default]
    Elsewhere,
    /// At random, by a hash of unit and hypothesis.
    ByHash,
    /// A person, deal by deal. Whoever chooses may choose the better ones.
    ByPerson,
    /// Who came before the start is the control. What else changed is in the difference.
    BeforeAfter,
}

impl Way {
    /// Whether the arms have to be about equally large: where chance divides them. People
    /// choose as they like, and not as many come in one month as in another.
    pub fn is_even(self) -> bool {
        matches!(self, Self::Elsewhere | Self::ByHash)
    }
}

/// Where the figures come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Typed: two numbers for each arm.
    #[default]
    Totals,
    /// Typed: two numbers for each arm and day.
    Days,
    /// Counted from the histories: who came from stage to stage within the window.
    Conversion,
    /// Counted: what a unit paid within the window, nothing being 0.
    Value,
    /// Counted: days from stage to stage, the whole window for those who did not come.
    Time,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measure {
    /// Where the figures come from.
    pub kind: Kind,
    /// Units are in it from their entry of this stage; `None`: from their beginning.
    pub from: Option<StageId>,
    /// What counts as converted; `None`: the won deal.
    pub to: Option<StageId>,
    /// The window, in days.
    pub days: u16,
}

impl Default for Measure {
    fn default() -> Self {
        Self { kind: Kind::default(), from: None, to: None, days: 30 }
    }
}

impl Measure {
    /// Whether it is counted from the deals' histories.
    pub fn is_live(&self) -> bool {
        matches!(self.kind, Kind::Conversion | Kind::Value | Kind::Time)
    }

    /// Whether the difference is one of shares, not of means.
    pub fn is_rate(&self) -> bool {
        !matches!(self.kind, Kind::Value | Kind::Time)
    }
}

impl Kind {
    /// What one unit of a [`MeanPlan`] is in the unit that means are counted in: minor units
    /// of money are themselves, a hundredth of a day is 0.01 days.
    pub fn plan_unit(self) -> f64 {
        if self == Self::Time { 0.01 } else { 1.0 }
    }

    /// Whether more is better. Of time, less is.
    pub fn more_is_better(self) -> bool {
        self != Self::Time
    }
}

/// What a test of means is planned on, in minor units of money, or hundredths of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeanPlan {
    /// The mean that is expected of the control, 0 to [`MEAN_MAX`].
    pub usual: u64,
    /// The standard deviation of single units, 1 to [`MEAN_MAX`]; 0 while it is not known.
    pub spread: u64,
    /// The smallest difference that matters, 1 to [`MEAN_MAX`]; 0 while it is not known.
    pub effect: u64,
}

/// The most that a [`MeanPlan`] may hold: ten million million minor units.
pub const MEAN_MAX: u64 = 1_000_000_000_000_000;

impl MeanPlan {
    /// Whether each number is within its range.
    pub fn is_sound(&self) -> bool {
        [self.usual, self.spread, self.effect].into_iter().all(|n| n <= MEAN_MAX)
    }
}

/// How a hypothesis is tried. One register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Design {
    /// What comes into an arm.
    pub unit: Unit,
    /// What the verdict is about.
    pub measure: Measure,
    /// What a measure of means is planned on; shares have [`super::Plan`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<MeanPlan>,
    /// What must not become worse.
    pub guardrail: Option<Measure>,
    /// Who decides which arm.
    pub way: Way,
    /// For each arm, control first: what is done differently.
    pub briefs: Vec<String>,
    /// The chance to see a difference where there is none, in hundredths of a percent.
    pub error_bp: u16,
    /// The chance to see the smallest effect that matters, in hundredths of a percent.
    pub power_bp: u16,
}

impl Default for Design {
    fn default() -> Self {
        Self {
            unit: Unit::default(),
            measure: Measure::default(),
            mean: None,
            guardrail: None,
            way: Way::default(),
            briefs: Vec::new(),
            error_bp: 500,
            power_bp: 8_000,
        }
    }
}

impl Design {
    /// The errors that the size is planned for.
    pub fn errors(&self) -> Errors {
        let share = |bp| f64::from(bp) / 10_000.0;
        Errors { alpha: share(self.error_bp), power: share(self.power_bp) }
    }

    /// The size that a test of means asks of each of `arms` arms (control included); `None`
    /// where shares are measured, and while the plan is not filled in.
    pub fn planned_mean(&self, arms: usize) -> Option<u64> {
        let plan = self.mean.filter(|_| !self.measure.is_rate())?;
        let comparisons = arms.saturating_sub(1).max(1) as f64;
        let errors = self.errors();
        per_arm_mean(plan.effect as f64, plan.spread as f64, Errors { alpha: errors.alpha / comparisons, ..errors })
    }
}
