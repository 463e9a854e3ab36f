//! What is believed of an effect, if it is approximately normal: with nothing known
//! before (a flat prior), or with a normal prior.
//!
//! The prior is on the relative effect; for the absolute effect it is scaled by the
//! control's rate. Chance to win = P(effect > 0). The risks are what is lost on average:
//! by keeping the control E[max(effect, 0)] = μ Φ(μ/s) + s φ(μ/s), by taking the variant
//! E[max(−effect, 0)] = s φ(μ/s) − μ Φ(−μ/s).
//!
//! Source: the definitions of gbstats 0.8.0 (GrowthBook's library).

use super::{
    effect_model::{Estimate, NoEstimate, Scale, estimate},
    proportion::{Interval, Sample},
    special::normal::{cdf, density, two_sided, upper_tail},
};

/// What was believed of the relative effect before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Prior {
    /// Nothing: every effect was as likely.
    Flat,
    /// Normal around `mean`, with this `variance`; both of the relative effect.
    Normal {
        /// The expected relative effect.
        mean: f64,
        /// Its variance: 0.09 for a standard deviation of 30 %.
        variance: f64,
    },
}

impl Prior {
    /// No effect expected, and one of more than 60 % either way thought unlikely.
    pub const CAUTIOUS: Self = Self::Normal { mean: 0.0, variance: 0.09 };
}

/// What is believed of the effect after the counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// The expected effect.
    pub estimate: f64,
    /// The standard deviation of what is believed.
    pub sd: f64,
    /// The chance that the effect is above 0.
    pub chance_to_win: f64,
    /// What keeping the control loses on average.
    pub risk_of_control: f64,
    /// What taking the variant loses on average.
    pub risk_of_variant: f64,
}

impl Belief {
    /// The equal-tailed credible interval.
    pub fn credible(&self, conf_level: f64) -> Interval {
        let half = two_sided(conf_level) * self.sd;
        Interval { low: self.estimate - half, high: self.estimate + half }
    }
}

/// What is believed of the effect.
///
/// # Errors
/// Where there is no normal estimate of the effect.
pub fn belief(control: Sample, variant: Sample, scale: Scale, prior: Prior) -> Result<Belief, NoEstimate> {
    let Estimate { value, variance } = estimate(control, variant, scale)?;
    let (mean, sd) = match prior {
        Prior::Flat => (value, variance.sqrt()),
        Prior::Normal { mean, variance: before } => {
            let unit = if scale == Scale::Absolute { control.rate() } else { 1.0 };
            let (mean, before) = (mean * unit, before * unit * unit);
            // Weights, not precisions: a variance of 0 would be no number.
            let weight = before / (before + variance);
            (mean * (1.0 - weight) + value * weight, (variance * weight).sqrt())
        }
    };
    let z = mean / sd;
    Ok(Belief {
        estimate: mean,
        sd,
        chance_to_win: cdf(z),
        risk_of_control: excess(mean, sd),
        risk_of_variant: excess(-mean, sd),
    })
}

/// E[max(X, 0)] of a normal X. Far below 0 the two parts cancel: there by Mills'
/// continued fraction, φ(z)/Q(z) = z + 1/(z + 2/(z + …)).
fn excess(mean: f64, sd: f64) -> f64 {
    let z = mean / sd;
    if z > -5.0 {
        return mean * cdf(z) + sd * density(z);
    }
    // φ + zΦ = Q(|z|) · (φ/Q − |z|), and the bracket is the fraction without its first part.
    let below = (2..200).rev().fold(-z, |rest, k| -z + f64::from(k) / rest);
    sd * upper_tail(-z) / below
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    #[test]
    fn both_ways_to_the_excess_agree_where_they_meet() {
        for z in [-5.0_f64, -5.5, -6.0, -7.0] {
            let direct = z * cdf(z) + density(z);
            assert!((excess(z, 1.0) / direct - 1.0).abs() < 1e-11, "{z}: {} {direct}", excess(z, 1.0));
        }
    }

    #[test]
    fn what_the_risks_differ_by_is_the_effect() {
        for (x_a, n_a, x_b, n_b) in [(12, 80, 31, 140), (5, 9_000, 60, 9_000), (4_000, 9_000, 3_000, 9_000)] {
            for (scale, prior) in [(Scale::Absolute, Prior::Flat), (Scale::Relative, Prior::CAUTIOUS)] {
                let got = belief(sample(x_a, n_a), sample(x_b, n_b), scale, prior).unwrap();
                assert!((got.risk_of_control - got.risk_of_variant - got.estimate).abs() < 1e-14, "{got:?}");
            }
        }
    }

    #[test]
    fn a_wide_prior_says_nothing_and_a_narrow_one_all() {
        let (a, b) = (sample(12, 80), sample(31, 140));
        let with = |variance| belief(a, b, Scale::Relative, Prior::Normal { mean: 0.2, variance }).unwrap();
        let flat = belief(a, b, Scale::Relative, Prior::Flat).unwrap();
        assert!((with(1e12).estimate - flat.estimate).abs() < 1e-9 && (with(1e12).sd - flat.sd).abs() < 1e-9);
        assert!((with(1e-12).estimate - 0.2).abs() < 1e-9 && with(1e-12).sd < 1e-5);
    }

    #[test]
    fn what_was_believed_draws_the_estimate_towards_itself() {
        let (a, b) = (sample(12, 80), sample(31, 140));
        let (flat, cautious) = (
            belief(a, b, Scale::Absolute, Prior::Flat).unwrap(),
            belief(a, b, Scale::Absolute, Prior::CAUTIOUS).unwrap(),
        );
        assert!(0.0 < cautious.estimate && cautious.estimate < flat.estimate && cautious.sd < flat.sd);
    }
}
