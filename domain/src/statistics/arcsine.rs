//! Sample size and power by Cohen's h, the difference of two rates on a scale on which
//! their variance does not depend on them: h = 2 asin √p_B − 2 asin √p_A.
//!
//! Source: Cohen, "Statistical Power Analysis for the Behavioral Sciences", 1988, chapter
//! 6.

use super::power::{Errors, Sizes, both_tails};

/// Cohen's h of two rates, 0 to 1 each.
pub fn cohen_h(control: f64, variant: f64) -> f64 {
    2.0 * libm::asin(variant.sqrt()) - 2.0 * libm::asin(control.sqrt())
}

/// The size of the control before rounding up, with `ratio` times as many in the
/// variant; only the tail on the side of the difference is counted. `None` where there
/// is no difference.
pub fn control_size(control: f64, variant: f64, ratio: f64, errors: Errors) -> Option<f64> {
    let h = cohen_h(control, variant);
    (h != 0.0 && ratio > 0.0).then(|| (errors.distance() / h).powi(2) * (1.0 + 1.0 / ratio))
}

/// The same with both tails counted: the size at which the two together reach the power.
/// `None` where there is no difference, or the power is not above α (any size has that).
pub fn control_size_two_sided(control: f64, variant: f64, ratio: f64, errors: Errors) -> Option<f64> {
    let h = cohen_h(control, variant);
    if h == 0.0 || ratio <= 0.0 || errors.power <= errors.alpha {
        return None;
    }
    // The power rises with the distance from α on; the tail on the other side makes the
    // one-sided distance an upper limit.
    let (mut low, mut high) = (0.0, errors.distance().max(0.0) + 1e-9);
    while both_tails(high, errors.alpha) < errors.power {
        high += 1.0;
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if both_tails(middle, errors.alpha) < errors.power {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some((f64::midpoint(low, high) / h).powi(2) * (1.0 + 1.0 / ratio))
}

/// The chance that a two-sided test of these sizes sees the difference.
pub fn power(control: f64, variant: f64, sizes: Sizes, alpha: f64) -> f64 {
    let (n_a, n_b) = (sizes.control as f64, sizes.variant as f64);
    both_tails((cohen_h(control, variant) / (1.0 / n_a + 1.0 / n_b).sqrt()).abs(), alpha)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERRORS: Errors = Errors { alpha: 0.05, power: 0.8 };

    #[test]
    fn cohens_own_example_comes_out() {
        assert!((cohen_h(0.5, 0.75) - std::f64::consts::PI / 6.0).abs() < 1e-15);
        assert_eq!(control_size(0.3, 0.3, 1.0, ERRORS), None);
    }

    #[test]
    fn at_the_two_sided_size_the_power_is_the_planned_one() {
        for power in [0.06, 0.3, 0.5, 0.8, 0.99] {
            let errors = Errors { power, ..ERRORS };
            let n = control_size_two_sided(1e-4, 1.1e-4, 1.0, errors).unwrap();
            let n = n.round() as u64;
            let got = super::power(1e-4, 1.1e-4, Sizes { control: n, variant: n }, 0.05);
            assert!((got - power).abs() < 1e-5, "{power}: {got}");
        }
    }

    #[test]
    fn counting_both_tails_never_needs_more() {
        for power in [0.1, 0.5, 0.8, 0.99] {
            let errors = Errors { power, ..ERRORS };
            let (both, one) = (control_size_two_sided(0.1, 0.2, 2.0, errors), control_size(0.1, 0.2, 2.0, errors));
            assert!(both <= one.map(|n| n + 1e-9), "{power} {both:?} {one:?}");
        }
    }
}
