//! Welch's t test: whether two means differ, the arms having their own variances.
//!
//! Source: Welch, Biometrika 34 (1947), 28-35, with Satterthwaite's degrees of freedom.

use super::{
    proportion::Interval,
    special::student::{two_sided_quantile, two_sided_tail},
};

/// A mean with what its uncertainty follows from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean, in any unit.
    pub mean: f64,
    /// The standard deviation of single values (with n − 1), in the same unit; not negative.
    pub sd: f64,
    /// How many values.
    pub n: u64,
}

/// What Welch's test says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WelchTest {
    /// The difference variant − control in standard errors.
    pub t: f64,
    /// Degrees of freedom, mostly not a whole number.
    pub df: f64,
    /// The chance of a difference at least as large, either way, if there is none.
    pub p_two_sided: f64,
    /// Where the difference may well lie.
    pub interval: Interval,
}

/// Welch's test of two means. `None` where neither varies, or a varying one is a single
/// value: no difference can be tested.
pub fn welch(control: Mean, variant: Mean, conf_level: f64) -> Option<WelchTest> {
    let error = standard_error(control, variant)?;
    let difference = variant.mean - control.mean;
    let t = difference / error.standard_error;
    let half = two_sided_quantile(1.0 - conf_level, error.df) * error.standard_error;
    Some(WelchTest {
        t,
        df: error.df,
        p_two_sided: two_sided_tail(t, error.df),
        interval: Interval { low: difference - half, high: difference + half },
    })
}

/// The standard error of a difference of means, and its degrees of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Error {
    pub(super) standard_error: f64,
    pub(super) df: f64,
}

pub(super) fn standard_error(control: Mean, variant: Mean) -> Option<Error> {
    let of = |arm: Mean| arm.sd * arm.sd / arm.n as f64;
    let (a, b) = (of(control), of(variant));
    let whole = a + b;
    // Shares of the whole: squares of tiny variances would be 0.
    let part = |own: f64, n: u64| if own == 0.0 { 0.0 } else { (own / whole).powi(2) / (n as f64 - 1.0) };
    let df = 1.0 / (part(a, control.n) + part(b, variant.n));
    (whole > 0.0 && df.is_finite() && df > 0.0).then(|| Error { standard_error: whole.sqrt(), df })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(mean: f64, sd: f64, n: u64) -> Mean {
        Mean { mean, sd, n }
    }

    #[test]
    fn without_variation_no_difference_can_be_tested() {
        assert_eq!(welch(mean(5.0, 0.0, 4), mean(6.0, 0.0, 4), 0.95), None);
        assert_eq!(welch(mean(5.0, 1.0, 1), mean(6.0, 0.0, 4), 0.95), None);
    }

    #[test]
    fn an_arm_that_does_not_vary_leaves_the_others_degrees() {
        let test = welch(mean(5.0, 0.0, 4), mean(6.0, 2.0, 9), 0.95).unwrap();
        assert!((test.df - 8.0).abs() < 1e-12 && (test.t - 1.5).abs() < 1e-12);
    }

    #[test]
    fn two_arms_alike_have_all_degrees_and_swapping_turns_the_sign() {
        let (a, b) = (mean(1.0, 2.0, 10), mean(3.0, 2.0, 10));
        let (there, back) = (welch(a, b, 0.95).unwrap(), welch(b, a, 0.95).unwrap());
        assert!((there.df - 18.0).abs() < 1e-12);
        assert_eq!((there.t, there.interval.low), (-back.t, -back.interval.high));
    }

    #[test]
    fn the_interval_ends_at_0_where_p_is_what_is_left_of_the_confidence() {
        let (a, b) = (mean(10.0, 3.0, 14), mean(12.5, 4.5, 31));
        let p = welch(a, b, 0.95).unwrap().p_two_sided;
        assert!(welch(a, b, 1.0 - p).unwrap().interval.low.abs() < 1e-11);
    }

    #[test]
    fn the_unit_does_not_matter() {
        let (a, b) = (mean(1.0, 2.0, 10), mean(3.0, 5.0, 17));
        let scaled = |m: Mean| mean(m.mean * 1e-170, m.sd * 1e-170, m.n);
        let (there, small) = (welch(a, b, 0.9).unwrap(), welch(scaled(a), scaled(b), 0.9));
        // The squares of such small ones are not kept: then nothing is said, not something wrong.
        assert!(small.is_none_or(|s| (s.t / there.t - 1.0).abs() < 1e-6));
        let large = |m: Mean| mean(m.mean * 1e120, m.sd * 1e120, m.n);
        let large = welch(large(a), large(b), 0.9).unwrap();
        assert!((large.t / there.t - 1.0).abs() < 1e-12 && (large.df / there.df - 1.0).abs() < 1e-12);
    }
}
