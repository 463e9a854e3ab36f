//! Two cohorts, or two groups of one, side by side: two periods among them.

use super::{
    Cohort, Journey,
    conversion::{CONFIDENCE, Conversion},
    journeys,
};
use crate::statistics::{kaplan_meier::difference, proportion::Interval};
use crate::{clock::Timestamp, filter::Filter, hourglass::Period, workspace::Workspace};

/// What the difference of two conversions in the window says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Comparison {
    /// Of one of them nobody was watched through the window.
    NotYetKnown,
    /// Both ways are possible: zero lies in the interval.
    Unclear(Difference),
    /// The second converts better.
    Higher(Difference),
    /// The second converts worse.
    Lower(Difference),
}

/// Second minus first, in shares (0.05 is five percentage points).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The difference of the estimates.
    pub value: f64,
    /// Where it may well lie (Newcombe's method; wide for small samples).
    pub interval: Interval,
}

impl Comparison {
    /// The difference, where it is known at all.
    pub fn difference(&self) -> Option<Difference> {
        match *self {
            Self::NotYetKnown => None,
            Self::Unclear(d) | Self::Higher(d) | Self::Lower(d) => Some(d),
        }
    }
}

/// Whether two periods have a moment in common (no period is all of time): what
/// entered then would be held against itself.
pub fn overlap(first: Option<Period>, second: Option<Period>) -> bool {
    !matches!((first, second), (Some(first), Some(second)) if !first.overlaps(&second))
}

/// Those who entered in each of two periods, on the same way. Who enters does so
/// once: nobody is in both where the periods do not [`overlap`].
pub fn periods(
    workspace: &Workspace,
    filter: &Filter,
    cohort: Cohort,
    periods: [Option<Period>; 2],
    as_of: Timestamp,
) -> [Vec<Journey>; 2] {
    periods.map(|period| journeys(workspace, filter, &cohort.entered_in(period), as_of))
}

/// Compares two conversions. Both must have the same window, and no deal in common.
pub fn compare(first: &Conversion, second: &Conversion) -> Comparison {
    let (Some(a), Some(b)) = (&first.estimate, &second.estimate) else { return Comparison::NotYetKnown };
    let (value, interval) = difference(a, b, CONFIDENCE);
    let difference = Difference { value, interval };
    if interval.low > 0.0 {
        Comparison::Higher(difference)
    } else if interval.high < 0.0 {
        Comparison::Lower(difference)
    } else {
        Comparison::Unclear(difference)
    }
}
