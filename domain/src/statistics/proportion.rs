//! Counts, rates and ranges: what the tests and intervals of proportions take and give.
//!
//! With two arms the `control` (A) comes first, and a difference is variant − control.

pub use super::{difference_interval::newcombe, proportion_interval::wilson};

/// Counts of one arm: somebody was in it, and no more converted than were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sample {
    exposed: u64,
    converted: u64,
}

/// Counts that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ImpossibleCounts {
    /// Nobody was in the arm: it has no rate yet.
    #[error("nobody was in this arm yet; count some first")]
    Empty,
    /// More converted than were in the arm.
    #[error("more have converted than were in the arm; correct the counts")]
    MoreConvertedThanExposed,
    /// Beyond what can be counted exactly.
    #[error("the counts are too large; check them")]
    TooLarge,
}

/// Most units of one arm: whole numbers up to here are exact as `f64`.
pub const EXPOSED_MAX: u64 = 1 << 53;

impl Sample {
    /// Counts, checked at the door.
    ///
    /// # Errors
    /// When nobody was exposed, or more converted than were exposed.
    pub fn new(exposed: u64, converted: u64) -> Result<Self, ImpossibleCounts> {
        if converted > exposed {
            Err(ImpossibleCounts::MoreConvertedThanExposed)
        } else if exposed == 0 {
            Err(ImpossibleCounts::Empty)
        } else if exposed > EXPOSED_MAX {
            Err(ImpossibleCounts::TooLarge)
        } else {
            Ok(Self { exposed, converted })
        }
    }

    /// How many were in the arm; at least one.
    pub fn exposed(self) -> u64 {
        self.exposed
    }

    /// How many of them converted.
    pub fn converted(self) -> u64 {
        self.converted
    }

    /// converted / exposed, 0 to 1.
    pub fn rate(self) -> f64 {
        self.converted as f64 / self.exposed as f64
    }

    /// How many of them did not.
    pub fn not_converted(self) -> u64 {
        self.exposed - self.converted
    }

    /// The counts with who converted and who did not exchanged.
    #[cfg(test)]
    pub(crate) fn mirrored(self) -> Self {
        Self { exposed: self.exposed, converted: self.exposed - self.converted }
    }

    pub(crate) fn measured(self) -> Measured {
        Measured { rate: self.rate(), n: self.exposed as f64 }
    }
}

/// From a value to a value, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Whether `value` lies in it.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// From end to end.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// A rate seen on `n` units. Counts need not be whole: planning asks what an
/// interval would be if the rates stayed and the arms grew.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    pub(crate) rate: f64,
    pub(crate) n: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_counts_stay_outside() {
        assert_eq!(Sample::new(0, 0), Err(ImpossibleCounts::Empty));
        assert_eq!(Sample::new(3, 4), Err(ImpossibleCounts::MoreConvertedThanExposed));
        assert_eq!(Sample::new(u64::MAX, 4), Err(ImpossibleCounts::TooLarge));
        assert!(Sample::new(4, 4).is_ok());
    }
}
