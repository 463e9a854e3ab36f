//! Where the mean of a count lies, when what is counted comes independently of one
//! another (Poisson).
//!
//! Source: Garwood, "Fiducial Limits for the Poisson Distribution", 1936: the exact
//! interval, from the quantiles of the Gamma distribution of shape `n` and `n + 1`. The
//! count need not be whole: customers that several channels won together come in parts.
//! The tail of the Gamma distribution is its series below the shape and Lentz' continued
//! fraction above (Numerical Recipes, 6.2); its quantile is found by halving.

use super::proportion::Interval;

/// Terms of a series or fraction; it needs a few times the square root of the shape.
const TERMS: u32 = 100_000;
/// Halvings: more digits than a number has.
const HALVINGS: u32 = 100;

/// The interval of the mean of which `count` were seen.
pub fn interval(count: f64, conf_level: f64) -> Interval {
    let tail = (1.0 - conf_level) / 2.0;
    Interval {
        low: if count > 0.0 { quantile(count, tail) } else { 0.0 },
        high: quantile(count.max(0.0) + 1.0, 1.0 - tail),
    }
}

/// The value below which a share `p` of the Gamma distribution of this shape lies.
fn quantile(shape: f64, p: f64) -> f64 {
    let (mut low, mut high) = (0.0, shape + 1.0);
    while below(shape, high) < p {
        high *= 2.0;
    }
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if below(shape, middle) < p { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// The share of the Gamma distribution of this shape that lies below `x`.
fn below(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum, mut at) = (1.0 / shape, 1.0 / shape, shape);
        for _ in 0..TERMS {
            at += 1.0;
            term *= x / at;
            sum += term;
            if term < sum * f64::EPSILON {
                break;
            }
        }
        return (front * sum).min(1.0);
    }
    let tiny = f64::MIN_POSITIVE / f64::EPSILON;
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1.0 / tiny, 1.0 / b);
    let mut h = d;
    for i in 1..TERMS {
        let i = f64::from(i);
        let a = -i * (i - shape);
        b += 2.0;
        let away = |value: f64| if value.abs() < tiny { tiny } else { value };
        d = 1.0 / away(a * d + b);
        c = away(b + a / c);
        h *= d * c;
        if (d * c - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    (1.0 - front * h).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::special::chi_square;

    #[test]
    fn the_ends_are_those_of_the_tables() {
        // Garwood's table, 95 %.
        for (count, low, high) in [
            (0.0, 0.0, 3.689),
            (1.0, 0.0253, 5.572),
            (5.0, 1.623, 11.668),
            (10.0, 4.795, 18.390),
            (50.0, 37.111, 65.919),
        ] {
            let found = interval(count, 0.95);
            assert!((found.low - low).abs() < 6e-4 && (found.high - high).abs() < 6e-4, "{count}: {found:?}");
        }
    }

    #[test]
    fn each_end_leaves_its_share_outside() {
        for count in [1.0, 2.0, 7.0, 30.0, 200.0] {
            let found = interval(count, 0.9);
            // P(at least count | low) = P(chi-square of 2 count below 2 low).
            let low = 1.0 - chi_square::upper_tail(2.0 * found.low, 2 * count as u32);
            let high = chi_square::upper_tail(2.0 * found.high, 2 * count as u32 + 2);
            assert!((low - 0.05).abs() < 1e-9 && (high - 0.05).abs() < 1e-9, "{count}: {low} {high}");
        }
    }

    #[test]
    fn parts_lie_between_their_neighbours_and_many_are_no_trouble() {
        let (less, half, more) = (interval(3.0, 0.95), interval(3.5, 0.95), interval(4.0, 0.95));
        assert!(less.low < half.low && half.low < more.low && less.high < half.high && half.high < more.high);
        let many = interval(1e6, 0.95);
        assert!((many.low - 998_041.0).abs() < 5.0 && (many.high - 1_001_962.0).abs() < 5.0, "{many:?}");
    }
}
