//! How well a score tells two groups apart: the area under the ROC curve.
//!
//! It is the chance that a case of the one group, drawn at random, has a higher
//! score than a case of the other; equal scores count half (the Mann-Whitney
//! statistic, with ties as midranks). 0.5 is tossing a coin, 1 tells all apart.
//!
//! Source: Hanley and McNeil, "The meaning and use of the area under a receiver
//! operating characteristic (ROC) curve", Radiology 143 (1982), 29-36: the area
//! and its standard error.

use super::{proportion::Interval, special::normal::two_sided};

/// An area under the ROC curve, and of how many cases.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Auc {
    /// The area, 0 to 1.
    pub area: f64,
    /// Cases that should have the higher scores.
    pub positive: u64,
    /// Cases that should have the lower ones.
    pub negative: u64,
}

impl Auc {
    /// The standard error: `√((A(1−A) + (m−1)(Q1−A²) + (n−1)(Q2−A²)) / mn)` with
    /// `Q1 = A/(2−A)`, `Q2 = 2A²/(1+A)`.
    pub fn standard_error(self) -> f64 {
        let (a, m, n) = (self.area, self.positive as f64, self.negative as f64);
        let (q1, q2) = (a / (2.0 - a), 2.0 * a * a / (1.0 + a));
        let variance = a * (1.0 - a) + (m - 1.0) * (q1 - a * a) + (n - 1.0) * (q2 - a * a);
        (variance.max(0.0) / (m * n)).sqrt()
    }

    /// The interval around it, cut at 0 and 1. `conf_level` lies between 0 and 1: 0.95.
    pub fn interval(self, conf_level: f64) -> Interval {
        let spread = two_sided(conf_level) * self.standard_error();
        Interval { low: (self.area - spread).max(0.0), high: (self.area + spread).min(1.0) }
    }
}

/// The area under the ROC curve of scored cases, each with whether it is of the
/// group that should score higher. `None` where one of the groups is empty, or a
/// score is not a number.
pub fn auc(cases: impl IntoIterator<Item = (f64, bool)>) -> Option<Auc> {
    let mut cases: Vec<(f64, bool)> = cases.into_iter().collect();
    if cases.iter().any(|(score, _)| score.is_nan()) {
        return None;
    }
    cases.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let counts = cases.chunk_by(|a, b| a.0 == b.0).map(|tied| {
        let positive = tied.iter().filter(|(_, is_positive)| *is_positive).count() as u64;
        (positive, tied.len() as u64 - positive)
    });
    auc_of_counts(counts)
}

/// The same from the cases of each score, positive and negative, in the order of
/// the scores.
pub fn auc_of_counts(counts: impl IntoIterator<Item = (u64, u64)>) -> Option<Auc> {
    let (mut wins, mut positive, mut negative) = (0.0, 0_u64, 0_u64);
    for (more_positive, more_negative) in counts {
        wins += more_positive as f64 * (negative as f64 + more_negative as f64 / 2.0);
        positive += more_positive;
        negative += more_negative;
    }
    let pairs = positive as f64 * negative as f64;
    (pairs > 0.0).then(|| Auc { area: wins / pairs, positive, negative })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Pairs compared one by one.
    fn by_pairs(cases: &[(f64, bool)]) -> Option<f64> {
        let of = |group: bool| cases.iter().filter(move |c| c.1 == group).map(|c| c.0);
        let pairs = of(true).count() * of(false).count();
        let wins: f64 = of(true)
            .flat_map(|one| {
                of(false).map(move |other| {
                    if one > other {
                        1.0
                    } else if one == other {
                        0.5
                    } else {
                        0.0
                    }
                })
            })
            .sum();
        (pairs > 0).then(|| wins / pairs as f64)
    }

    #[test]
    fn the_readings_of_hanley_and_mcneil_give_their_area_and_standard_error() {
        // Table I: 58 normal and 51 abnormal images, rated 1 to 5.
        let area = auc_of_counts([(3, 33), (2, 6), (2, 6), (11, 11), (33, 2)]).unwrap();
        assert!((area.area - 0.893).abs() < 5e-4, "{}", area.area);
        assert!((area.standard_error() - 0.032).abs() < 7e-4, "{}", area.standard_error());
    }

    #[test]
    fn told_apart_is_one_the_wrong_way_round_is_zero_and_all_alike_is_a_coin() {
        let area = |scores: [f64; 4]| {
            let cases = scores.into_iter().zip([false, false, true, true]);
            auc(cases).unwrap().area
        };
        assert_eq!([area([1., 2., 3., 4.]), area([4., 3., 2., 1.]), area([7.; 4])], [1.0, 0.0, 0.5]);
        assert_eq!(area([1., 3., 3., 4.]), 0.875);
    }

    #[test]
    fn without_one_of_the_groups_there_is_no_area() {
        assert_eq!(auc([(1.0, true), (2.0, true)]), None);
        assert_eq!(auc([]), None);
        assert_eq!(auc([(f64::NAN, true), (2.0, false)]), None);
    }

    proptest! {
        #[test]
        fn it_is_the_share_of_pairs_in_the_right_order(
            cases in prop::collection::vec((0_i32..9, any::<bool>()), 0..60),
        ) {
            let cases: Vec<(f64, bool)> = cases.into_iter().map(|(s, p)| (f64::from(s), p)).collect();
            let area = auc(cases.iter().copied()).map(|a| a.area);
            prop_assert_eq!(area.is_some(), by_pairs(&cases).is_some());
            let difference = area.unwrap_or(0.0) - by_pairs(&cases).unwrap_or(0.0);
            prop_assert!(difference.abs() < 1e-12);
        }
    }
}
