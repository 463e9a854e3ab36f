//! By what share the variant's rate is above the control's, with Katz's interval: the
//! logarithm of the quotient ± z standard errors.
//!
//! Source: Katz, Baptista, Azen and Pike, Biometrics 34 (1978), 469-474.

use super::{
    proportion::{Interval, Sample},
    special::normal::two_sided,
};

/// rate_B / rate_A − 1: 0.1 is ten percent more. `None` where nobody of the control
/// converted.
pub fn uplift(control: Sample, variant: Sample) -> Option<f64> {
    (control.converted() > 0).then(|| variant.rate() / control.rate() - 1.0)
}

/// Katz's interval of the [`uplift`]. `None` where nobody converted in one of the arms.
pub fn katz(control: Sample, variant: Sample, conf_level: f64) -> Option<Interval> {
    if control.converted() == 0 || variant.converted() == 0 {
        return None;
    }
    // 1/x − 1/n, exact also where almost everybody converted.
    let share = |s: Sample| s.not_converted() as f64 / s.converted() as f64 / s.exposed() as f64;
    let half = two_sided(conf_level) * (share(control) + share(variant)).sqrt();
    let ln = libm::log(variant.rate() / control.rate());
    Some(Interval { low: libm::expm1(ln - half), high: libm::expm1(ln + half) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    #[test]
    fn against_nothing_nothing_can_be_compared() {
        assert_eq!(uplift(sample(0, 5), sample(3, 5)), None);
        assert_eq!(uplift(sample(3, 5), sample(0, 5)), Some(-1.0));
        assert_eq!(katz(sample(3, 5), sample(0, 5), 0.95), None);
    }

    #[test]
    fn swapping_the_arms_inverts_the_quotient() {
        let (a, b) = (sample(13, 80), sample(21, 77));
        let (there, back) = (katz(a, b, 0.95).unwrap(), katz(b, a, 0.95).unwrap());
        assert!(((1.0 + there.low) * (1.0 + back.high) - 1.0).abs() < 1e-14);
        assert!(there.contains(uplift(a, b).unwrap()));
    }
}
