//! Counts, rates and differences of rates, each with its uncertainty.
//!
//! In a difference `control` comes first: difference = variant − control.
//!
//! Sources: Wilson, JASA 22 (1927), 209-212, for one rate; Newcombe, Statistics
//! in Medicine 17 (1998), 873-890, method 10, for a difference; Fleiss, Levin,
//! Paik, "Statistical Methods for Rates and Proportions", 2003, for the test;
//! Fabijan et al., KDD 2019, for the check of the split.

use super::normal::{chi_square_tail, two_sided, upper_tail};

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

    fn measured(self) -> Measured {
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

/// The Wilson interval of a rate. `conf_level` lies between 0 and 1: 0.95.
pub fn wilson(sample: Sample, conf_level: f64) -> Interval {
    sample.measured().wilson_of_all(two_sided(conf_level))
}

/// The Newcombe interval of the difference variant − control.
pub fn newcombe(control: Sample, variant: Sample, conf_level: f64) -> Interval {
    measured_newcombe(control.measured(), variant.measured(), two_sided(conf_level))
}

/// What the two-proportion z test says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ZTest {
    /// The difference in pooled standard errors.
    pub z: f64,
    /// The chance of a difference at least as large, either way, if there is none.
    pub p_two_sided: f64,
    /// The chance of a difference at least as large upwards, if there is none.
    pub p_variant_greater: f64,
}

/// The two-proportion z test, pooled, without continuity correction. `None`
/// where nobody or everybody converted: no difference can be tested.
pub fn two_proportion_ztest(control: Sample, variant: Sample) -> Option<ZTest> {
    let (n_a, n_b) = (control.exposed as f64, variant.exposed as f64);
    let pooled = (control.converted as f64 + variant.converted as f64) / (n_a + n_b);
    let variance = pooled * (1.0 - pooled) * (1.0 / n_a + 1.0 / n_b);
    (variance > 0.0).then(|| {
        let z = (variant.rate() - control.rate()) / variance.sqrt();
        ZTest { z, p_two_sided: 2.0 * upper_tail(z.abs()), p_variant_greater: upper_tail(z) }
    })
}

/// How well the arms' sizes fit the split that was meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SplitTest {
    /// Sum of (observed − expected)² / expected.
    pub chi_square: f64,
    /// The chance of sizes at least as uneven, if the split is as meant.
    pub p: f64,
}

/// The sample-ratio check: a chi-square test of the arms' sizes against
/// `weights` (one for each arm; all alike for an equal split). `None` with
/// fewer than two arms, nobody in them, or weights that are not all above zero.
pub fn split_test(exposed: &[u64], weights: &[f64]) -> Option<SplitTest> {
    let total: f64 = exposed.iter().map(|&n| n as f64).sum();
    let whole: f64 = weights.iter().sum();
    if exposed.len() < 2 || exposed.len() != weights.len() || total == 0.0 || !weights.iter().all(|w| *w > 0.0) {
        return None;
    }
    let terms = exposed.iter().zip(weights).map(|(&n, weight)| {
        let expected = total * weight / whole;
        (n as f64 - expected).powi(2) / expected
    });
    let chi_square = terms.sum();
    Some(SplitTest { chi_square, p: chi_square_tail(chi_square, exposed.len() as u32 - 1) })
}

/// A rate seen on `n` units. Counts need not be whole: planning asks what an
/// interval would be if the rates stayed and the arms grew.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    pub(crate) rate: f64,
    pub(crate) n: f64,
}

impl Measured {
    /// Of none and of all, the end is known; rounding must not move it.
    pub(crate) fn wilson_of_all(self, z: f64) -> Interval {
        let interval = self.wilson(z);
        Interval {
            low: if self.rate == 0.0 { 0.0 } else { interval.low },
            high: if self.rate == 1.0 { 1.0 } else { interval.high },
        }
    }

    fn wilson(self, z: f64) -> Interval {
        let Self { rate: p, n } = self;
        let z2 = z * z;
        let centre = p + z2 / (2.0 * n);
        let spread = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z2 / n;
        Interval { low: ((centre - spread) / scale).max(0.0), high: ((centre + spread) / scale).min(1.0) }
    }
}

/// Newcombe's method 10: the distances to the Wilson limits, squared and added.
pub(crate) fn measured_newcombe(control: Measured, variant: Measured, z: f64) -> Interval {
    let (a, b) = (control.wilson(z), variant.wilson(z));
    let difference = variant.rate - control.rate;
    Interval {
        low: (difference - (variant.rate - b.low).hypot(a.high - control.rate)).max(-1.0),
        high: (difference + (b.high - variant.rate).hypot(control.rate - a.low)).min(1.0),
    }
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

    #[test]
    fn of_none_and_of_all_one_end_is_known() {
        let none = wilson(Sample::new(7, 0).unwrap(), 0.95);
        let all = wilson(Sample::new(7, 7).unwrap(), 0.95);
        assert_eq!((none.low, all.high), (0.0, 1.0));
        assert!((none.high - (1.0 - all.low)).abs() < 1e-15);
    }

    #[test]
    fn swapping_the_arms_mirrors_the_difference() {
        let (a, b) = (Sample::new(80, 48).unwrap(), Sample::new(70, 56).unwrap());
        let (there, back) = (newcombe(a, b, 0.95), newcombe(b, a, 0.95));
        assert!((there.low + back.high).abs() < 1e-15 && (there.high + back.low).abs() < 1e-15);
    }

    #[test]
    fn where_nobody_converted_no_difference_can_be_tested() {
        let none = Sample::new(10, 0).unwrap();
        assert_eq!(two_proportion_ztest(none, none), None);
        assert!(newcombe(none, none, 0.95).contains(0.0));
    }

    #[test]
    fn a_split_needs_two_arms_and_somebody_in_them() {
        assert_eq!(split_test(&[5], &[1.0]), None);
        assert_eq!(split_test(&[0, 0], &[1.0, 1.0]), None);
        assert_eq!(split_test(&[1, 2], &[1.0, 0.0]), None);
    }
}
