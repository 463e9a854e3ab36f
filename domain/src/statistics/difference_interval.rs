//! Where the difference of two rates may well lie.
//!
//! - **Newcombe** (method 10): the distances to the Wilson limits, squared and added. In
//!   closed form; what the program shows.
//! - **Miettinen-Nurminen**: the differences that a score test would not reject, its
//!   variance at the likeliest rates that have that difference, times N/(N−1).
//! - **Mee**: the same without N/(N−1).
//! - **Wald** and **Agresti-Caffo** to compare with only: Wald's is too short with small
//!   counts, and of no width where nobody converted.
//!
//! Sources: Newcombe, Statistics in Medicine 17 (1998), 873-890 (methods 10, 6 and 5);
//! Miettinen and Nurminen, Statistics in Medicine 4 (1985), 213-226; Mee, Biometrics 40
//! (1984), 1175-1176; Agresti and Caffo, American Statistician 54 (2000), 280-288.

use super::{
    proportion::{Interval, Measured, Sample},
    score::limits,
    special::normal::two_sided,
};

/// The Newcombe interval of the difference variant − control.
pub fn newcombe(control: Sample, variant: Sample, conf_level: f64) -> Interval {
    measured_newcombe(control.measured(), variant.measured(), two_sided(conf_level))
}

/// The Miettinen-Nurminen interval of the difference variant − control.
pub fn miettinen_nurminen(control: Sample, variant: Sample, conf_level: f64) -> Interval {
    let all = (control.exposed() + variant.exposed()) as f64;
    limits(control, variant, two_sided(conf_level), all / (all - 1.0))
}

/// Mee's interval of the difference variant − control.
pub fn mee(control: Sample, variant: Sample, conf_level: f64) -> Interval {
    limits(control, variant, two_sided(conf_level), 1.0)
}

/// The difference ± z standard errors, to compare with. It may reach beyond ±1.
pub fn wald(control: Sample, variant: Sample, conf_level: f64) -> Interval {
    plain(control.measured(), variant.measured(), two_sided(conf_level))
}

/// Wald's interval with one success and one failure added to each arm, to compare with.
pub fn agresti_caffo(control: Sample, variant: Sample, conf_level: f64) -> Interval {
    let more = |sample: Sample| {
        let n = sample.exposed() as f64 + 2.0;
        Measured { rate: (sample.converted() as f64 + 1.0) / n, n }
    };
    let Interval { low, high } = plain(more(control), more(variant), two_sided(conf_level));
    Interval { low: low.max(-1.0), high: high.min(1.0) }
}

fn plain(control: Measured, variant: Measured, z: f64) -> Interval {
    let variance = |Measured { rate, n }: Measured| rate * (1.0 - rate) / n;
    let half = z * (variance(control) + variance(variant)).sqrt();
    let difference = variant.rate - control.rate;
    Interval { low: difference - half, high: difference + half }
}

/// Newcombe's method 10 on rates that need not come from whole counts.
pub(crate) fn measured_newcombe(control: Measured, variant: Measured, z: f64) -> Interval {
    let (a, b) = (control.wilson(z), variant.wilson(z));
    let difference = variant.rate - control.rate;
    Interval {
        low: (difference - (variant.rate - b.low).hypot(a.high - control.rate)).max(-1.0),
        high: (difference + (b.high - variant.rate).hypot(control.rate - a.low)).min(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Method = fn(Sample, Sample, f64) -> Interval;
    const METHODS: [Method; 5] = [newcombe, miettinen_nurminen, mee, wald, agresti_caffo];

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    const PAIRS: [(u64, u64, u64, u64); 8] = [
        (48, 80, 56, 70),
        (0, 5, 5, 5),
        (0, 29, 5, 56),
        (1, 1, 0, 1),
        (3, 7, 50, 100_000),
        (0, 10_000_000, 1, 10_000_000),
        (30, 30, 0, 400),
        (1, 10, 999_999, 10_000_000),
    ];

    #[test]
    fn swapping_the_arms_mirrors_the_difference() {
        for method in METHODS {
            for (x_a, n_a, x_b, n_b) in PAIRS {
                let (a, b) = (sample(x_a, n_a), sample(x_b, n_b));
                let (there, back) = (method(a, b, 0.95), method(b, a, 0.95));
                assert!((there.low + back.high).abs() < 1e-12 && (there.high + back.low).abs() < 1e-12, "{a:?} {b:?}");
                let (a, b) = (a.mirrored(), b.mirrored());
                let others = method(a, b, 0.95);
                assert!((there.low + others.high).abs() < 1e-12 && (there.high + others.low).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn the_papers_example_comes_out() {
        // Newcombe 1998, table II, example (a): 56/70 against 48/80.
        let (a, b) = (sample(48, 80), sample(56, 70));
        for (method, low, high) in
            [(METHODS[0], 0.0524, 0.3339), (METHODS[1], 0.0528, 0.3382), (METHODS[2], 0.0533, 0.3377)]
        {
            let got = method(a, b, 0.95);
            assert!((got.low - low).abs() < 6e-5 && (got.high - high).abs() < 6e-5, "{got:?}");
        }
    }

    #[test]
    fn where_nobody_converted_nothing_is_ruled_out_but_large_differences() {
        let none = sample(0, 10);
        for method in METHODS {
            assert!(method(none, none, 0.95).contains(0.0));
        }
    }
}
