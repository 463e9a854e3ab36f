//! How many are needed, and what can be seen with what there is.
//!
//! Normal approximation with the two arms' own variances (unpooled). For tiny
//! arms these are the formula's values, not advice. The same by Cohen's h is in
//! [`super::arcsine`].
//!
//! Source: Fleiss, Levin, Paik, "Statistical Methods for Rates and
//! Proportions", 2003, chapter 4.

use super::special::normal::{upper_quantile, upper_tail};

/// The errors that are accepted when a test is planned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Errors {
    /// The chance of seeing a difference where there is none, both ways together.
    pub alpha: f64,
    /// The chance of seeing the planned difference where it is.
    pub power: f64,
}

impl Default for Errors {
    /// 5 % and 80 %.
    fn default() -> Self {
        Self { alpha: 0.05, power: 0.8 }
    }
}

impl Errors {
    /// How many standard errors the planned difference must measure.
    pub(super) fn distance(self) -> f64 {
        upper_quantile(self.alpha / 2.0) + upper_quantile(1.0 - self.power)
    }
}

/// Sizes of two arms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Units in the control.
    pub control: u64,
    /// Units in the variant.
    pub variant: u64,
}

/// How many each arm needs to see the difference between two rates, with
/// `ratio` times as many in the variant as in the control. `None` where there
/// is no difference to see, or a rate is not between 0 and 1.
pub fn sample_sizes(control: f64, variant: f64, ratio: f64, errors: Errors) -> Option<Sizes> {
    let n = exact_control_size(control, variant, ratio, errors)?;
    // A whole number that came out a hair above itself stays that number.
    let whole = |n: f64| ((n - 1e-9).ceil() as u64).max(1);
    Some(Sizes { control: whole(n), variant: whole(n * ratio) })
}

/// How many each of two equal arms needs; see [`sample_sizes`].
pub fn per_arm(control: f64, variant: f64, errors: Errors) -> Option<u64> {
    sample_sizes(control, variant, 1.0, errors).map(|sizes| sizes.control)
}

/// The fewest units of an arm whose mean is tested: below it skewed values, such as the worth
/// of deals most of which are lost, are too far from normal for Welch's test.
pub const MEANS_MIN: u64 = 50;

/// How many each of two equal arms needs to see a difference of means, in the unit of the
/// standard deviation `sd`; at least [`MEANS_MIN`]. `None` where nothing varies or there is
/// no difference to see.
///
/// Source: Guenther, The American Statistician 35 (1981), 243-244: the normal formula plus
/// z²/4 for the variance being estimated.
pub fn per_arm_mean(effect: f64, sd: f64, errors: Errors) -> Option<u64> {
    let sound = effect.is_finite() && effect != 0.0 && sd.is_finite() && sd > 0.0;
    sound.then(|| {
        let normal = 2.0 * (errors.distance() * sd / effect).powi(2);
        let n = normal + upper_quantile(errors.alpha / 2.0).powi(2) / 4.0;
        ((n - 1e-9).ceil() as u64).max(MEANS_MIN)
    })
}

/// The smallest difference of means that two arms of `n` units each can see, in the unit of
/// the standard deviation `sd`.
pub fn smallest_detectable_mean(sd: f64, n: u64, errors: Errors) -> f64 {
    errors.distance() * sd * (2.0 / n as f64).sqrt()
}

/// The size of the control before rounding up.
pub fn exact_control_size(control: f64, variant: f64, ratio: f64, errors: Errors) -> Option<f64> {
    let sound = [control, variant].iter().all(|p| (0.0..=1.0).contains(p)) && ratio > 0.0;
    let difference = variant - control;
    (sound && difference != 0.0).then(|| {
        let spread = control * (1.0 - control) + variant * (1.0 - variant) / ratio;
        errors.distance().powi(2) * spread / (difference * difference)
    })
}

/// The size of the control before rounding up, for the z test with the pooled variance:
/// what R's `power.prop.test` gives for equal arms.
pub fn exact_control_size_pooled(control: f64, variant: f64, ratio: f64, errors: Errors) -> Option<f64> {
    let sound = [control, variant].iter().all(|p| (0.0..=1.0).contains(p)) && ratio > 0.0;
    let difference = variant - control;
    (sound && difference != 0.0).then(|| {
        let pooled = (control + ratio * variant) / (1.0 + ratio);
        let without = (pooled * (1.0 - pooled) * (1.0 + 1.0 / ratio)).sqrt();
        let with = (control * (1.0 - control) + variant * (1.0 - variant) / ratio).sqrt();
        let distance = upper_quantile(errors.alpha / 2.0) * without + upper_quantile(1.0 - errors.power) * with;
        (distance / difference).powi(2)
    })
}

/// The chance that a two-sided test of these sizes sees the difference
/// between two rates (either way it may point).
pub fn power(control: f64, variant: f64, sizes: Sizes, alpha: f64) -> f64 {
    let (n_a, n_b) = (sizes.control as f64, sizes.variant as f64);
    let error = (control * (1.0 - control) / n_a + variant * (1.0 - variant) / n_b).sqrt();
    both_tails((variant - control).abs() / error, alpha)
}

/// The chance that a value `distance` standard errors from 0 is seen to differ from it,
/// either way.
pub(super) fn both_tails(distance: f64, alpha: f64) -> f64 {
    let limit = upper_quantile(alpha / 2.0);
    upper_tail(limit - distance) + upper_tail(limit + distance)
}

/// The smallest rise above the control's rate that arms of these sizes can
/// see. `None` where not even a rise to 1 can be seen.
///
/// The variant's variance depends on the rise itself; squared, "the rise
/// measures that many standard errors" is a quadratic equation.
pub fn smallest_detectable_rise(control: f64, sizes: Sizes, errors: Errors) -> Option<f64> {
    let (n_a, n_b) = (sizes.control as f64, sizes.variant as f64);
    let k = errors.distance().powi(2);
    let a = 1.0 + k / n_b;
    let b = k * (1.0 - 2.0 * control) / n_b;
    let c = k * control * (1.0 - control) * (1.0 / n_a + 1.0 / n_b);
    let rise = (b + (b * b + 4.0 * a * c).sqrt()) / (2.0 * a);
    (rise > 0.0 && control + rise <= 1.0).then_some(rise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_is_no_difference_no_size_shows_it() {
        assert_eq!(per_arm(0.2, 0.2, Errors::default()), None);
        assert_eq!(per_arm(0.8, 1.2, Errors::default()), None);
        assert_eq!(per_arm(f64::NAN, 0.2, Errors::default()), None);
    }

    #[test]
    fn a_smaller_difference_needs_more() {
        let sizes: Vec<_> = [0.1, 0.05, 0.01].iter().map(|d| per_arm(0.2, 0.2 + d, Errors::default())).collect();
        assert!(sizes.is_sorted_by(|a, b| a < b), "{sizes:?}");
    }

    #[test]
    fn means_need_what_the_t_test_needs() {
        // R: power.t.test(delta = 0.5, sd = 1, power = 0.8) gives 63.77.
        assert_eq!(per_arm_mean(0.5, 1.0, Errors::default()), Some(64));
        assert_eq!(per_arm_mean(-50.0, 100.0, Errors::default()), Some(64));
        assert_eq!(per_arm_mean(5.0, 1.0, Errors::default()), Some(MEANS_MIN));
        assert_eq!(per_arm_mean(0.0, 1.0, Errors::default()), None);
        assert_eq!(per_arm_mean(1.0, 0.0, Errors::default()), None);
    }

    #[test]
    fn more_in_the_arms_show_a_smaller_rise() {
        let rise = |n| smallest_detectable_rise(0.2, Sizes { control: n, variant: n }, Errors::default());
        assert!(rise(100) > rise(1_000) && rise(1_000) > rise(10_000));
        assert_eq!(rise(1), None);
    }
}
