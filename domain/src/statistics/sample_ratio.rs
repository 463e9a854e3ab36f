//! The sample-ratio check: whether the arms' sizes fit the split that was meant. A split
//! that chance does not explain means that units were lost, counted twice or chosen, and
//! then no other figure can be believed.
//!
//! Source: Fabijan et al., "Diagnosing Sample Ratio Mismatch in Online Controlled
//! Experiments", KDD 2019, who alarm below p = 0.001.

use super::special::chi_square::upper_tail;

/// A split less likely than this, if it was meant, is broken.
pub const SPLIT_P_MIN: f64 = 0.001;

/// How well the arms' sizes fit the split that was meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SplitTest {
    /// Sum of (observed − expected)² / expected.
    pub chi_square: f64,
    /// Arms − 1.
    pub degrees: u32,
    /// The chance of sizes at least as uneven, if the split is as meant.
    pub p: f64,
}

impl SplitTest {
    /// Whether chance does not explain the split.
    pub fn is_broken(&self) -> bool {
        self.p < SPLIT_P_MIN
    }
}

/// A chi-square test of the arms' sizes against `weights` (one for each arm; all alike
/// for an equal split; they need not add up to 1). `None` with fewer than two arms,
/// nobody in them, or weights that are not all above zero.
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
    let degrees = exposed.len() as u32 - 1;
    Some(SplitTest { chi_square, degrees, p: upper_tail(chi_square, degrees) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_needs_two_arms_and_somebody_in_them() {
        assert_eq!(split_test(&[5], &[1.0]), None);
        assert_eq!(split_test(&[0, 0], &[1.0, 1.0]), None);
        assert_eq!(split_test(&[1, 2], &[1.0, 0.0]), None);
        assert_eq!(split_test(&[1, 2], &[1.0, f64::NAN]), None);
    }

    #[test]
    fn only_the_proportions_of_the_weights_matter() {
        let (a, b) = (split_test(&[60, 45, 5], &[6.0, 3.0, 1.0]), split_test(&[60, 45, 5], &[0.6, 0.3, 0.1]));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert!((a.chi_square / b.chi_square - 1.0).abs() < 1e-12 && (a.p / b.p - 1.0).abs() < 1e-12);
    }

    #[test]
    fn exactly_as_meant_is_as_likely_as_can_be() {
        let test = split_test(&[600, 300, 100], &[6.0, 3.0, 1.0]).unwrap();
        assert_eq!((test.chi_square, test.p, test.is_broken()), (0.0, 1.0, false));
    }
}
