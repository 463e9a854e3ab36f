//! What can be said of a hypothesis, and what can be wrong with its counts.

use crate::statistics::proportion::Interval;

/// What the counts say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// Nobody is in any arm yet, or there are not two arms to compare.
    NotStarted,
    /// An arm has not reached the planned size.
    NotEnoughYet {
        /// How many more the smallest arm needs.
        more_per_arm: u64,
        /// The size that the plan asks of each arm.
        planned_per_arm: u64,
    },
    /// The variant is better than the control.
    Better {
        /// variant − control, as a share: 0.05 is five percentage points.
        difference: Interval,
    },
    /// The variant is worse than the control.
    Worse {
        /// variant − control.
        difference: Interval,
    },
    /// If there is a difference, it is smaller than what the plan calls worth having.
    NoDifferenceWorthHaving {
        /// variant − control.
        difference: Interval,
    },
    /// The planned size is reached, and the interval allows both no difference
    /// and one worth having.
    Unclear {
        /// How many more each arm would need for a clear verdict, if the rates stay.
        more_per_arm: u64,
        /// variant − control.
        difference: Interval,
    },
    /// The counts cannot be trusted, or the plan cannot be met.
    Broken {
        /// What is wrong.
        why: Fault,
    },
}

/// Why no verdict can be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Arms that should be equal differ by more than chance explains: units
    /// were lost, counted twice or chosen.
    SplitUneven {
        /// How likely so uneven a split is.
        p: f64,
    },
    /// An arm has more conversions than units.
    MoreConvertedThanExposed {
        /// Which arm, the control being 0.
        arm: usize,
    },
    /// An arm has more units than can be counted.
    CountsTooLarge {
        /// Which arm, the control being 0.
        arm: usize,
    },
    /// From the plan's baseline no difference of the planned size is possible.
    PlanImpossible,
}

impl Verdict {
    /// A stable name, for programs and translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::NotEnoughYet { .. } => "not_enough_yet",
            Self::Better { .. } => "better",
            Self::Worse { .. } => "worse",
            Self::NoDifferenceWorthHaving { .. } => "no_difference_worth_having",
            Self::Unclear { .. } => "unclear",
            Self::Broken { .. } => "broken",
        }
    }

    /// How many more units each arm needs for a (clearer) verdict; 0 when it is final.
    pub fn more_per_arm(&self) -> u64 {
        match self {
            Self::NotEnoughYet { more_per_arm, .. } | Self::Unclear { more_per_arm, .. } => *more_per_arm,
            _ => 0,
        }
    }
}

impl Fault {
    /// A stable name, for programs and translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SplitUneven { .. } => "split_uneven",
            Self::MoreConvertedThanExposed { .. } => "more_converted_than_exposed",
            Self::CountsTooLarge { .. } => "counts_too_large",
            Self::PlanImpossible => "plan_impossible",
        }
    }
}
