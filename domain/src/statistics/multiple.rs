//! P values of several tests, adjusted for there being several.
//!
//! - **Holm** (and Bonferroni, which is never better): the chance of even one false
//!   finding stays at the limit.
//! - **Benjamini-Hochberg**: among what is found, the expected share of false findings
//!   stays at the limit. For looking at many things at once.
//!
//! Whatever is adjusted keeps its place. Sources: Holm, Scandinavian Journal of
//! Statistics 6 (1979), 65-70; Benjamini and Hochberg, JRSS B 57 (1995), 289-300.

/// Whether an adjusted p value is found at this limit. A value that came out a hair above
/// the limit by rounding counts as being at it.
pub fn is_found(adjusted: f64, limit: f64) -> bool {
    adjusted <= limit * (1.0 + 1e-12)
}

/// p · number of tests.
pub fn bonferroni(p_values: &[f64]) -> Vec<f64> {
    p_values.iter().map(|p| (p * p_values.len() as f64).min(1.0)).collect()
}

/// Holm's step-down: the smallest times all, the next times one less, never falling.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let order = ascending(p_values);
    let all = p_values.len();
    let mut adjusted = vec![0.0; all];
    let mut least = 0.0_f64;
    for (rank, place) in order.into_iter().enumerate() {
        least = least.max(p_values[place] * (all - rank) as f64).min(1.0);
        adjusted[place] = least;
    }
    adjusted
}

/// Benjamini and Hochberg's step-up: p · tests / rank, never rising towards the smaller.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let order = ascending(p_values);
    let all = p_values.len() as f64;
    let mut adjusted = vec![0.0; p_values.len()];
    let mut most = 1.0_f64;
    for (rank, place) in order.into_iter().enumerate().rev() {
        most = most.min(p_values[place] * all / (rank + 1) as f64);
        adjusted[place] = most;
    }
    adjusted
}

fn ascending(p_values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_adjusted_where_there_is_nothing_or_one() {
        assert_eq!(holm(&[]), Vec::<f64>::new());
        assert_eq!((holm(&[0.03]), benjamini_hochberg(&[0.03])), (vec![0.03], vec![0.03]));
    }

    #[test]
    fn what_is_at_the_limit_but_for_rounding_is_found() {
        assert!(is_found(0.05, 0.05) && is_found(0.049_999_999_999_999_996, 0.05));
        assert!(is_found(0.050_000_000_000_000_01, 0.05) && !is_found(0.050_000_001, 0.05));
    }

    proptest! {
        #[test]
        fn the_strict_ones_are_never_below_the_loose_ones(p in prop::collection::vec(0.0..=1.0_f64, 1..40)) {
            let (strictest, strict, loose) = (bonferroni(&p), holm(&p), benjamini_hochberg(&p));
            for i in 0..p.len() {
                prop_assert!(strictest[i] >= strict[i] && strict[i] >= loose[i] * (1.0 - 1e-15));
                prop_assert!(loose[i] >= p[i] * (1.0 - 1e-15) && strictest[i] <= 1.0);
            }
        }

        #[test]
        fn places_and_order_are_kept(p in prop::collection::vec(prop::sample::select(vec![0.0, 1e-300, 0.01, 0.02, 0.04, 0.5, 1.0]), 1..12)) {
            for adjust in [holm, benjamini_hochberg, bonferroni] {
                let adjusted = adjust(&p);
                for i in 0..p.len() {
                    for j in 0..p.len() {
                        prop_assert!(p[i] > p[j] || adjusted[i] <= adjusted[j], "{:?} {:?}", p, adjusted);
                    }
                }
                let turned: Vec<f64> = p.iter().rev().copied().collect();
                let back: Vec<f64> = adjust(&turned).into_iter().rev().collect();
                prop_assert_eq!(adjusted, back);
            }
        }
    }
}
