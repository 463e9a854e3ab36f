//! Student's t distribution, for any degrees of freedom above 0.
//!
//! Its tails are the incomplete beta function's (Abramowitz and Stegun, 26.7.1). With
//! many degrees of freedom that takes ever more steps and loses digits; from
//! [`NEARLY_NORMAL`] on, Hill's expansion turns t into the normal value of the same tail.
//! What it leaves out is of the order u⁹/ν⁶.
//!
//! Source: Hill, "Algorithm 395: Student's t-Distribution", Communications of the ACM 13
//! (1970), 617-619. Measured against 60-digit arithmetic for 1 to 10⁹ degrees: tails to a
//! relative 10⁻¹¹.

use super::{
    beta::{Share, quantile, tails},
    normal,
};

/// From so many degrees of freedom on, Hill's expansion is used.
pub const NEARLY_NORMAL: f64 = 1e4;

/// The chance that |T| is at least `t` in absolute value.
pub fn two_sided_tail(t: f64, df: f64) -> f64 {
    let square = t * t;
    if square.is_infinite() {
        return 0.0;
    }
    if df >= NEARLY_NORMAL {
        let u = ((df - 0.5) * libm::log1p(square / df)).sqrt();
        return 2.0 * normal::upper_tail(u + correction(u, df));
    }
    let sum = df + square;
    tails(Share { of: df / sum, rest: square / sum }, df / 2.0, 0.5).lower
}

/// The t that |T| reaches with chance `p`, 0 to 1: 2.228 for 0.05 and 10.
pub fn two_sided_quantile(p: f64, df: f64) -> f64 {
    if df >= NEARLY_NORMAL {
        let z = normal::upper_quantile(p / 2.0);
        // The correction hardly changes with u: it is found by putting it in again.
        let u = (0..4).fold(z, |u, _| z - correction(u, df));
        return (df * libm::expm1(u * u / (df - 0.5))).sqrt();
    }
    let x = quantile(p, df / 2.0, 0.5);
    (df * x.rest / x.of).sqrt()
}

/// What Hill adds to √((ν − ½) ln(1 + t²/ν)).
fn correction(u: f64, df: f64) -> f64 {
    let a = df - 0.5;
    let b = 48.0 * a * a;
    let square = u * u;
    let second = u * (((4.0 * square + 33.0) * square + 240.0) * square + 855.0);
    (square + 3.0) * u / b - second / (10.0 * b * (b + 0.8 * square * square + 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_one_and_two_degrees_it_is_the_closed_form() {
        for t in [0.01, 0.5, 1.0, 2.0, 12.7, 1e4, 1e8] {
            let cauchy = 2.0 * (1.0_f64 / t).atan() / std::f64::consts::PI;
            assert!((two_sided_tail(t, 1.0) / cauchy - 1.0).abs() < 1e-13, "{t}");
            let root = (2.0 + t * t).sqrt();
            let two = 2.0 / (root * (root + t));
            assert!((two_sided_tail(t, 2.0) / two - 1.0).abs() < 1e-13, "{t}");
        }
    }

    #[test]
    fn the_usual_quantiles_are_the_ones_in_the_books() {
        for (df, t) in [(1.0, 12.706_204_736_174_7), (10.0, 2.228_138_851_986_27), (120.0, 1.979_930_405_082_44)] {
            assert!((two_sided_quantile(0.05, df) - t).abs() < 1e-11, "{df}");
        }
    }

    #[test]
    fn the_quantile_takes_the_tail_back_at_both_sides_of_the_border() {
        for df in [2.5, 3.7, 11.02, 500.0, 9_999.0, 10_000.0, 1e8, 1e12] {
            for p in [1e-200, 1e-10, 0.001, 0.05, 0.2, 0.9] {
                let back = two_sided_tail(two_sided_quantile(p, df), df);
                assert!((back / p - 1.0).abs() < 1e-9, "{df} {p}: {back}");
            }
        }
    }

    #[test]
    fn at_the_border_both_ways_agree() {
        for t in [0.1, 1.96, 8.0, 30.0] {
            let sum = NEARLY_NORMAL + t * t;
            let x = Share { of: NEARLY_NORMAL / sum, rest: t * t / sum };
            let (by_beta, by_hill) = (tails(x, NEARLY_NORMAL / 2.0, 0.5).lower, two_sided_tail(t, NEARLY_NORMAL));
            assert!((by_beta / by_hill - 1.0).abs() < 1e-11, "{t}: {by_beta} {by_hill}");
        }
    }
}
