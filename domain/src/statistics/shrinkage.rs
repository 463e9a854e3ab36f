//! Effects of several tests, drawn together: the largest of many is large by chance as well.
//!
//! **Normal-normal empirical Bayes.** Each effect is seen with a known standard error,
//! y ~ N(θ, s²), and the true ones are spread around a common mean, θ ~ N(μ, τ²). The spread
//! τ² is DerSimonian and Laird's moment estimate (0 where the effects differ no more than
//! chance makes them), μ the mean by the weights 1/(s² + τ²). Then
//!
//! ```text
//! B = s² / (s² + τ²)                    how much of the distance to μ is taken away
//! θ̂ = μ + (1 − B) (y − μ)
//! var = s² (1 − B) + B² · var(μ)         with the uncertainty of μ, without that of τ²
//! ```
//!
//! The intervals leave out that τ² is estimated, and are somewhat too narrow with few tests.
//!
//! Sources: Efron and Morris, JASA 70 (1975), 311-319; Morris, "Parametric Empirical Bayes
//! Inference", JASA 78 (1983), 47-55; DerSimonian and Laird, Controlled Clinical Trials 7
//! (1986), 177-188.

use super::{proportion::Interval, special::normal};

/// An effect as it was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The estimate.
    pub value: f64,
    /// Its standard error, above zero.
    pub se: f64,
}

/// An effect, drawn to the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrunk {
    /// The mean of what is believed of it.
    pub value: f64,
    /// Where it may well lie.
    pub interval: Interval,
}

/// What the effects have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Common {
    /// μ: the mean of the true effects.
    pub mean: f64,
    /// The standard error of that mean.
    pub se: f64,
    /// τ: the standard deviation of the true effects.
    pub spread: f64,
}

/// What the effects have in common; `None` without any.
pub fn common(effects: &[Effect]) -> Option<Common> {
    let variances: Vec<f64> = effects.iter().map(|e| e.se * e.se).collect();
    let weighted = |spread: f64| {
        let weights = variances.iter().map(|variance| 1.0 / (variance + spread));
        let (sum, total) = weights.zip(effects).fold((0.0, 0.0), |(s, t), (w, e)| (s + w * e.value, t + w));
        (sum / total, total)
    };
    if effects.is_empty() {
        return None;
    }
    let (fixed, total) = weighted(0.0);
    let heterogeneity: f64 = effects.iter().zip(&variances).map(|(e, v)| (e.value - fixed).powi(2) / v).sum();
    let squares: f64 = variances.iter().map(|variance| variance.powi(-2)).sum();
    let scale = total - squares / total;
    let excess = heterogeneity - (effects.len() - 1) as f64;
    let spread = if effects.len() > 1 && scale > 0.0 { (excess / scale).max(0.0) } else { 0.0 };
    let (mean, total) = weighted(spread);
    Some(Common { mean, se: total.recip().sqrt(), spread: spread.sqrt() })
}

/// Each effect in its place, drawn to what they have in common. A single one stays as it
/// is: there is nothing to draw it to.
pub fn shrink(effects: &[Effect], conf_level: f64) -> Vec<Shrunk> {
    let Some(common) = common(effects) else { return Vec::new() };
    let z = normal::two_sided(conf_level);
    let drawn = |effect: &Effect| {
        let (variance, spread) = (effect.se * effect.se, common.spread * common.spread);
        let taken = if effects.len() > 1 { variance / (variance + spread) } else { 0.0 };
        let value = common.mean + (1.0 - taken) * (effect.value - common.mean);
        let half = z * (variance * (1.0 - taken) + (taken * common.se).powi(2)).sqrt();
        Shrunk { value, interval: Interval { low: value - half, high: value + half } }
    };
    effects.iter().map(drawn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    fn effects(most: usize) -> impl Strategy<Value = Vec<Effect>> {
        vec((-0.5..0.5_f64, 0.001..0.2_f64).prop_map(|(value, se)| Effect { value, se }), 2..most)
    }

    /// The eight schools of Rubin (1981): the spread is estimated as 0 there, and the common
    /// mean as 7.69 ± 4.07 (Gelman et al., "Bayesian Data Analysis", section 5.5).
    #[test]
    fn effects_that_differ_no_more_than_by_chance_become_one() {
        let seen = [
            (28.0, 15.0),
            (8.0, 10.0),
            (-3.0, 16.0),
            (7.0, 11.0),
            (-1.0, 9.0),
            (1.0, 11.0),
            (18.0, 10.0),
            (12.0, 18.0),
        ];
        let schools = seen.map(|(value, se)| Effect { value, se });
        let found = common(&schools).unwrap();
        assert_eq!(found.spread, 0.0);
        assert!((found.mean - 7.69).abs() < 0.01 && (found.se - 4.07).abs() < 0.01, "{found:?}");
        assert!(shrink(&schools, 0.95).iter().all(|s| (s.value - found.mean).abs() < 1e-9));
    }

    #[test]
    fn one_effect_stays_as_it_is() {
        assert_eq!(common(&[]), None);
        let shrunk = shrink(&[Effect { value: 0.1, se: 0.02 }], 0.95);
        assert_eq!(shrunk[0].value, 0.1);
        assert!((shrunk[0].interval.width() - 2.0 * 1.959_964 * 0.02).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn every_effect_is_drawn_towards_the_mean_and_not_past_it(seen in effects(30)) {
            let mean = common(&seen).unwrap().mean;
            for (raw, shrunk) in seen.iter().zip(shrink(&seen, 0.95)) {
                let (before, after) = (raw.value - mean, shrunk.value - mean);
                prop_assert!(after.abs() <= before.abs() + 1e-12 && before * after >= -1e-12);
                prop_assert!(shrunk.interval.contains(shrunk.value));
            }
        }

        #[test]
        fn what_is_known_worse_is_drawn_more(seen in effects(30)) {
            let mean = common(&seen).unwrap().mean;
            let left = |i: usize, shrunk: &[Shrunk]| (shrunk[i].value - mean) / (seen[i].value - mean);
            let shrunk = shrink(&seen, 0.95);
            for i in 1..seen.len() {
                if (seen[i].value - mean).abs().min((seen[i - 1].value - mean).abs()) > 1e-6 {
                    let (a, b) = (left(i - 1, &shrunk), left(i, &shrunk));
                    let is_drawn_more = if seen[i].se > seen[i - 1].se { b <= a + 1e-6 } else { a <= b + 1e-6 };
                    prop_assert!(is_drawn_more);
                }
            }
        }

        #[test]
        fn moving_and_stretching_all_effects_moves_and_stretches_the_answer(
            seen in effects(20), shift in -1.0..1.0_f64, factor in 0.1..10.0_f64,
        ) {
            let other: Vec<_> =
                seen.iter().map(|e| Effect { value: shift + factor * e.value, se: factor * e.se }).collect();
            for (a, b) in shrink(&seen, 0.95).iter().zip(shrink(&other, 0.95)) {
                prop_assert!((shift + factor * a.value - b.value).abs() < 1e-7);
                prop_assert!((factor * a.interval.width() - b.interval.width()).abs() < 1e-7);
            }
        }
    }
}
