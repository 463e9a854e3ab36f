//! A verdict with every number that a picture of it needs, and what it was decided by.

use super::{super::Kind, outcome::Verdict};
use crate::statistics::{
    choice::{Reason, Test},
    proportion::Interval,
};

/// By which method a verdict was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The check of the arms' sizes: where it fails, nothing else is asked.
    SampleRatio,
    /// The planned size is waited for; nothing is compared yet.
    PlannedSize,
    /// The arms were compared by this test.
    Compared(Test),
}

impl Method {
    /// A stable name, for programs and translations.
    pub fn code(self) -> &'static str {
        match self {
            Self::SampleRatio => "sample_ratio",
            Self::PlannedSize => "planned_size",
            Self::Compared(test) => test.code(),
        }
    }
}

/// What a verdict was decided by. With several variants: the one that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// The method.
    pub method: Method,
    /// Why this one, the weightiest first; never empty.
    pub reasons: Vec<Reason>,
    /// Its p value, two-sided and not corrected for other variants; `None` while waiting.
    pub p: Option<f64>,
}

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// Shares: 0.05 is five percentage points.
    #[default]
    Share,
    /// Money, in minor units.
    Money,
    /// Time, in days.
    Days,
}

impl Scale {
    /// The scale of what is measured.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Value => Self::Money,
            Kind::Time => Self::Days,
            _ => Self::Share,
        }
    }
}

/// The verdict, and every number that a picture of it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The verdict on the hypothesis: of several variants the best counts.
    pub verdict: Verdict,
    /// The variant that the verdict is about, as a place in `arms`; `None`
    /// where it is about all of them.
    pub about: Option<usize>,
    /// What it was decided by; `None` where nothing was computed: nobody is in any arm,
    /// or counts or plan are impossible.
    pub basis: Option<Basis>,
    /// The arms in their order, control first.
    pub arms: Vec<ArmFigures>,
    /// The size that the plan asks of each arm; `None` when it cannot be met.
    pub planned_per_arm: Option<u64>,
    /// What differences, and the smallest one that matters, are counted in.
    pub scale: Scale,
    /// The smallest difference that matters, as a share (of means: in their unit).
    pub effect: f64,
    /// How sure the intervals of differences are: 0.95 with one variant.
    pub difference_confidence: f64,
}

/// The numbers of one arm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArmFigures {
    /// How many were in it.
    pub exposed: u64,
    /// How many of them converted.
    pub converted: u64,
    /// How many more it needs to have the planned size.
    pub missing: u64,
    /// Its rate with the Wilson interval; `None` while it cannot be known.
    pub rate: Option<Estimate>,
    /// The mean with Welch's interval of a single one (Student's); `None` where shares are
    /// measured, and below two units.
    pub mean: Option<Estimate>,
    /// The difference from the control with the interval that the verdict goes by
    /// (Newcombe's, unless it is looked at every day); `None` for the control itself and
    /// while either rate cannot be known.
    pub difference: Option<Estimate>,
    /// The verdict on this variant; `None` for the control.
    pub verdict: Option<Verdict>,
}

impl ArmFigures {
    /// What is compared on this scale: the rate, or the mean.
    pub fn compared(&self, scale: Scale) -> Option<Estimate> {
        if scale == Scale::Share { self.rate } else { self.mean }
    }
}

/// A value and the interval it is known to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// As it was seen.
    pub value: f64,
    /// Where the truth may lie.
    pub interval: Interval,
}
