//! The score test of a given difference of two rates, turned round: the differences
//! that it does not reject.
//!
//! Under "the difference is d" one rate is left to choose: the likeliest. Its derivative
//! falls all the way, so that it has one zero, which Newton's steps find within halved
//! brackets; the closed form of the cubic equation loses digits at small rates. The test
//! value falls with d as well, and its two limits are found by halving.
//!
//! Source: Miettinen and Nurminen, Statistics in Medicine 4 (1985), 213-226.

use super::proportion::{Interval, Sample};

/// All differences variant − control whose score value is within ± `z`, with the
/// variance multiplied by `factor`.
pub(super) fn limits(control: Sample, variant: Sample, z: f64, factor: f64) -> Interval {
    let high = |control, variant| upper_limit(control, variant, z, factor);
    Interval { low: -high(variant, control), high: high(control, variant) }
}

/// The largest difference variant − control that is not rejected.
fn upper_limit(control: Sample, variant: Sample, z: f64, factor: f64) -> f64 {
    let difference = variant.rate() - control.rate();
    if difference >= 1.0 {
        return 1.0;
    }
    // (d − seen)² against z² · variance: squares have no infinity at the end of the range.
    let beyond = |d: f64| {
        let away = d - difference;
        away * away - z * z * factor * variance(control, variant, d)
    };
    // What was seen is never rejected, though its variance may be 0.
    let (mut inside, mut outside) = (difference, 1.0);
    loop {
        let middle = f64::midpoint(inside, outside);
        if middle <= inside || middle >= outside {
            return middle;
        }
        if beyond(middle) <= 0.0 {
            inside = middle;
        } else {
            outside = middle;
        }
    }
}

/// The variance of the difference at the likeliest rates that differ by `d`.
fn variance(control: Sample, variant: Sample, d: f64) -> f64 {
    let (least, most) = ((-d).max(0.0), (1.0 - d).min(1.0));
    let rate_a = likeliest(control, variant, d, least, most);
    let rate_b = (rate_a + d).clamp(0.0, 1.0);
    rate_b * (1.0 - rate_b) / variant.exposed() as f64 + rate_a * (1.0 - rate_a) / control.exposed() as f64
}

/// The control's likeliest rate within `low` and `high`, if the variant's is `d` more.
fn likeliest(control: Sample, variant: Sample, d: f64, mut low: f64, mut high: f64) -> f64 {
    let [x_a, y_a, x_b, y_b] =
        [control.converted(), control.not_converted(), variant.converted(), variant.not_converted()].map(|n| n as f64);
    // A count of 0 pulls nowhere, also where its rate is 0. Rounding makes no rate negative.
    let pull = |count: f64, rate: f64| if count == 0.0 { 0.0 } else { count / rate.max(0.0) };
    let derivative = |p: f64| pull(x_a, p) - pull(y_a, 1.0 - p) + pull(x_b, p + d) - pull(y_b, 1.0 - p - d);
    if derivative(low) <= 0.0 {
        return low;
    }
    if derivative(high) >= 0.0 {
        return high;
    }
    let mut p = f64::midpoint(low, high);
    let pooled = (x_a + x_b) / (x_a + y_a + x_b + y_b);
    if low < pooled && pooled < high {
        p = pooled;
    }
    for _ in 0..200 {
        let value = derivative(p);
        if value > 0.0 {
            low = p;
        } else {
            high = p;
        }
        let bend = |count: f64, rate: f64| if count == 0.0 { 0.0 } else { count / (rate * rate) };
        let slope = bend(x_a, p) + bend(y_a, 1.0 - p) + bend(x_b, p + d) + bend(y_b, 1.0 - p - d);
        let newton = p + value / slope;
        let next = if low < newton && newton < high { newton } else { f64::midpoint(low, high) };
        let done = (next - p).abs() <= 1e-15 * p;
        p = next;
        if done {
            break;
        }
    }
    p
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    #[test]
    fn if_they_do_not_differ_the_likeliest_rate_is_the_pooled_one() {
        for (x_a, n_a, x_b, n_b) in [(3, 10, 5, 40), (0, 7, 2, 9), (1, 1_000_000, 4, 2_000_000)] {
            let pooled = (x_a + x_b) as f64 / (n_a + n_b) as f64;
            let got = likeliest(sample(x_a, n_a), sample(x_b, n_b), 0.0, 0.0, 1.0);
            assert!((got / pooled - 1.0).abs() < 1e-12, "{got} {pooled}");
        }
    }

    #[test]
    fn at_the_limits_the_score_is_z() {
        let z = 1.96;
        for (x_a, n_a, x_b, n_b) in [(48, 80, 56, 70), (0, 29, 5, 56), (1, 10, 999_999, 10_000_000)] {
            let (a, b) = (sample(x_a, n_a), sample(x_b, n_b));
            let Interval { low, high } = limits(a, b, z, 1.0);
            for (d, sign) in [(low, 1.0), (high, -1.0)] {
                let score = (b.rate() - a.rate() - d) / variance(a, b, d).sqrt();
                assert!((score - sign * z).abs() < 1e-6, "{a:?} {b:?} {d}: {score}");
            }
        }
    }
}
