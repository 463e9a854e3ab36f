//! An interval and a p value that hold however often somebody looks: an asymptotic
//! confidence sequence for the effect on a rate.
//!
//! With N = n_A + n_B units, V the variance of the estimate and
//! ρ² = (−2 ln α + ln(1 − 2 ln α)) / N*, the interval is the estimate ±
//! √(V N) · √(2 (Nρ² + 1) ln(√(Nρ² + 1)/α) / (Nρ)²). It is narrowest for its level at
//! about N* units (`tuned_for`), and holds at all sizes **once the estimate is nearly
//! normal**: with few conversions it does not, see [`super::evalue`] and
//! [`super::choice`].
//!
//! Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit
//! theory and asymptotic confidence sequences", arXiv 2103.06476 (equations 9, 155, 161).

use super::{
    effect_model::{Estimate, NoEstimate, Scale, estimate},
    proportion::{Interval, Sample},
};

/// What may be said at any time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anytime {
    /// The effect seen so far.
    pub estimate: f64,
    /// Where the effect may well lie, at all looks together.
    pub interval: Interval,
    /// The always-valid p value: below α at any look at all with chance α, if there is
    /// no effect.
    pub p: f64,
}

/// The asymptotic confidence sequence at these counts. `tuned_for` is the number of units
/// of both arms, above 0, at which it is to be narrowest.
///
/// # Errors
/// Where there is no normal estimate of the effect.
pub fn anytime(
    control: Sample,
    variant: Sample,
    scale: Scale,
    conf_level: f64,
    tuned_for: f64,
) -> Result<Anytime, NoEstimate> {
    let units = control.exposed() + variant.exposed();
    Ok(anytime_of(estimate(control, variant, scale)?, units, conf_level, tuned_for))
}

/// The asymptotic confidence sequence of any estimate that is a mean over units, or nearly
/// one: a difference of means as well. `units` are those of both arms.
pub fn anytime_of(estimate: Estimate, units: u64, conf_level: f64, tuned_for: f64) -> Anytime {
    let Estimate { value, variance } = estimate;
    let n = units as f64;
    let alpha = 1.0 - conf_level;
    let ln_alpha = libm::log(alpha);
    let rho_squared = (libm::log(1.0 - 2.0 * ln_alpha) - 2.0 * ln_alpha) / tuned_for;
    let growth = n * rho_squared;
    let ln_growth = libm::log1p(growth);
    let radius = (2.0 * (growth + 1.0) * (0.5 * ln_growth - ln_alpha) / (n * growth)).sqrt();
    let half = (variance * n).sqrt() * radius;
    let evidence = rho_squared * value * value * n / variance / (2.0 * (growth + 1.0)) - 0.5 * ln_growth;
    Anytime {
        estimate: value,
        interval: Interval { low: value - half, high: value + half },
        p: libm::exp(-evidence).min(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::effect_model::effect;

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    #[test]
    fn looking_often_costs_width() {
        let (a, b) = (sample(120, 1_000), sample(150, 1_000));
        for tuned_for in [100.0, 2_000.0, 1e6] {
            let often = anytime(a, b, Scale::Absolute, 0.95, tuned_for).unwrap();
            let once = effect(a, b, Scale::Absolute, 0.95).unwrap();
            assert!(often.interval.width() > once.interval.width() && often.p > once.p_two_sided);
        }
    }

    #[test]
    fn the_interval_ends_at_0_where_p_is_alpha() {
        // ρ depends on α, so that this holds for the α of the interval alone.
        let (a, mut x) = (sample(100, 1_000), 100);
        while anytime(a, sample(x, 1_000), Scale::Absolute, 0.95, 2_000.0).unwrap().p > 0.05 {
            x += 1;
        }
        let low = |x| anytime(a, sample(x, 1_000), Scale::Absolute, 0.95, 2_000.0).unwrap().interval.low;
        assert!(low(x) > 0.0 && low(x - 1) <= 0.0);
    }

    #[test]
    fn it_is_narrowest_about_where_it_is_tuned_for() {
        let (a, b) = (sample(1_200, 10_000), sample(1_500, 10_000));
        let width = |n| anytime(a, b, Scale::Absolute, 0.95, n).unwrap().interval.width();
        assert!(width(20_000.0) < width(2_000.0) && width(20_000.0) < width(200_000.0));
    }
}
