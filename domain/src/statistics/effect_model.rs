//! The variant's effect on a rate as an approximately normal estimate, absolute or
//! relative: what the large experimentation platforms show.
//!
//! The variance of an arm's rate is p(1−p)/n. The relative effect is p_B/p_A − 1, its
//! variance by the delta method: v_B/p_A² + v_A p_B²/p_A⁴. P values and intervals are
//! Welch's, by upper tails, so that they stay above 0 down to 10⁻³⁰⁰.
//!
//! With counts at the end of the range there is no such estimate: an arm whose rate is 0 or 1 would
//! seem to be known exactly. That is the model's limit and said as such
//! ([`NoEstimate`]); [`super::choice`] falls back on what holds there.
//!
//! Source: the definitions of gbstats 0.8.0 (GrowthBook's library), whose figures these
//! are but for its p values below 10⁻¹⁶, which it gives as 0.

use super::{
    proportion::{Interval, Sample},
    special::student::{two_sided_quantile, two_sided_tail},
    welch::{Mean, standard_error},
};

/// In what an effect is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// variant − control, as a share: 0.01 is one percentage point.
    Absolute,
    /// variant / control − 1: 0.1 is ten percent more.
    Relative,
}

/// Why there is no normal estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoEstimate {
    /// Nobody of the control converted: nothing can be told in relation to it.
    #[error("nobody of the control converted; an effect relative to it is not defined")]
    ZeroBaseline,
    /// Nobody or everybody of an arm converted: its variance would be 0.
    #[error("nobody or everybody of an arm converted; use an exact method")]
    ZeroVariance,
}

/// An estimated effect with its variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The effect.
    pub value: f64,
    /// The variance of the estimate.
    pub variance: f64,
}

/// The effect as an estimate.
///
/// # Errors
/// Where the variance cannot be estimated, or the effect is not defined.
pub fn estimate(control: Sample, variant: Sample, scale: Scale) -> Result<Estimate, NoEstimate> {
    if scale == Scale::Relative && control.converted() == 0 {
        return Err(NoEstimate::ZeroBaseline);
    }
    let [v_a, v_b] = [control, variant].map(rate_variance);
    if v_a == 0.0 || v_b == 0.0 {
        return Err(NoEstimate::ZeroVariance);
    }
    let (p_a, p_b) = (control.rate(), variant.rate());
    Ok(match scale {
        Scale::Absolute => Estimate { value: p_b - p_a, variance: v_a + v_b },
        Scale::Relative => {
            let quotient = p_b / p_a;
            Estimate { value: (p_b - p_a) / p_a, variance: (v_b + v_a * quotient * quotient) / (p_a * p_a) }
        }
    })
}

/// p(1−p)/n.
pub(super) fn rate_variance(sample: Sample) -> f64 {
    sample.rate() * (sample.not_converted() as f64 / sample.exposed() as f64) / sample.exposed() as f64
}

/// What the frequentist model says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The effect.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Welch's degrees of freedom, of the rates themselves on either scale.
    pub df: f64,
    /// The chance of an effect at least as large, either way, if there is none.
    pub p_two_sided: f64,
    /// Where the effect may well lie.
    pub interval: Interval,
}

/// Welch's test on rates, with the variances p(1−p).
///
/// # Errors
/// Where the variance cannot be estimated, or the effect is not defined.
pub fn effect(control: Sample, variant: Sample, scale: Scale, conf_level: f64) -> Result<Effect, NoEstimate> {
    let Estimate { value, variance } = estimate(control, variant, scale)?;
    let mean = |sample: Sample| Mean {
        mean: sample.rate(),
        sd: (rate_variance(sample) * sample.exposed() as f64).sqrt(),
        n: sample.exposed(),
    };
    let df = standard_error(mean(control), mean(variant)).ok_or(NoEstimate::ZeroVariance)?.df;
    let standard_error = variance.sqrt();
    let half = two_sided_quantile(1.0 - conf_level, df) * standard_error;
    Ok(Effect {
        estimate: value,
        standard_error,
        df,
        p_two_sided: two_sided_tail(value / standard_error, df),
        interval: Interval { low: value - half, high: value + half },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    #[test]
    fn at_the_ends_of_the_range_it_says_that_it_has_no_estimate() {
        let (none, some, all) = (sample(0, 9), sample(4, 9), sample(9, 9));
        assert_eq!(estimate(none, some, Scale::Relative), Err(NoEstimate::ZeroBaseline));
        assert_eq!(estimate(none, some, Scale::Absolute), Err(NoEstimate::ZeroVariance));
        assert_eq!(estimate(some, all, Scale::Relative), Err(NoEstimate::ZeroVariance));
        assert_eq!(estimate(some, none, Scale::Absolute), Err(NoEstimate::ZeroVariance));
        assert!(estimate(some, some, Scale::Relative).is_ok());
    }

    #[test]
    fn swapping_the_arms_turns_the_absolute_effect() {
        let (a, b) = (sample(12, 80), sample(31, 140));
        let (there, back) =
            (effect(a, b, Scale::Absolute, 0.95).unwrap(), effect(b, a, Scale::Absolute, 0.95).unwrap());
        assert_eq!((there.estimate, there.p_two_sided), (-back.estimate, back.p_two_sided));
        assert_eq!(there.interval.low, -back.interval.high);
    }

    #[test]
    fn a_tiny_p_value_is_not_0() {
        let p = effect(sample(100_000, 1_000_000), sample(110_000, 1_000_000), Scale::Absolute, 0.95);
        assert!((1e-130..1e-110).contains(&p.unwrap().p_two_sided), "{p:?}");
    }
}
