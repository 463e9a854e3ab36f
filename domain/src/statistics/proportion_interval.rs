//! Where one rate may well lie: Wilson's interval, Clopper and Pearson's, Jeffreys'.
//!
//! - **Wilson**: the rates that a z test would not reject. Its coverage is near the
//!   nominal one on average, from small counts on; what the program shows.
//! - **Clopper-Pearson**: the rates that an exact binomial test would not reject. Its
//!   coverage is never below the nominal one, and mostly above it.
//! - **Jeffreys**: equal tails of the posterior Beta(x + ½, n − x + ½), with the end at 0
//!   (or 1) where nobody (or everybody) converted.
//!
//! Sources: Wilson, JASA 22 (1927), 209-212; Clopper and Pearson, Biometrika 26 (1934),
//! 404-413; Brown, Cai and DasGupta, Statistical Science 16 (2001), 101-133.

use super::{
    proportion::{Interval, Measured, Sample},
    special::{beta, normal::two_sided},
};

/// The Wilson interval of a rate. `conf_level` lies between 0 and 1: 0.95.
pub fn wilson(sample: Sample, conf_level: f64) -> Interval {
    sample.measured().wilson_of_all(two_sided(conf_level))
}

/// The Clopper-Pearson interval of a rate.
pub fn clopper_pearson(sample: Sample, conf_level: f64) -> Interval {
    let (x, rest) = (sample.converted() as f64, sample.not_converted() as f64);
    let tail = (1.0 - conf_level) / 2.0;
    Interval {
        low: if x == 0.0 { 0.0 } else { beta::quantile(tail, x, rest + 1.0).of },
        high: if rest == 0.0 { 1.0 } else { beta::upper_quantile(tail, x + 1.0, rest).of },
    }
}

/// The Jeffreys interval of a rate.
pub fn jeffreys(sample: Sample, conf_level: f64) -> Interval {
    let (x, rest) = (sample.converted() as f64, sample.not_converted() as f64);
    let tail = (1.0 - conf_level) / 2.0;
    Interval {
        low: if x == 0.0 { 0.0 } else { beta::quantile(tail, x + 0.5, rest + 0.5).of },
        high: if rest == 0.0 { 1.0 } else { beta::upper_quantile(tail, x + 0.5, rest + 0.5).of },
    }
}

impl Measured {
    /// Of none and of all, the end is known; rounding must not move it.
    pub(crate) fn wilson_of_all(self, z: f64) -> Interval {
        let interval = self.wilson(z);
        Interval {
            low: if self.rate == 0.0 { 0.0 } else { interval.low },
            high: if self.rate == 1.0 { 1.0 } else { interval.high },
        }
    }

    pub(super) fn wilson(self, z: f64) -> Interval {
        let Self { rate: p, n } = self;
        let z2 = z * z;
        let centre = p + z2 / (2.0 * n);
        let spread = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z2 / n;
        Interval { low: ((centre - spread) / scale).max(0.0), high: ((centre + spread) / scale).min(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Method = fn(Sample, f64) -> Interval;
    const METHODS: [Method; 3] = [wilson, clopper_pearson, jeffreys];

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    #[test]
    fn of_none_and_of_all_one_end_is_known() {
        for method in METHODS {
            for n in [1, 7, 10_000_000] {
                let (none, all) = (method(sample(0, n), 0.95), method(sample(n, n), 0.95));
                assert_eq!((none.low, all.high), (0.0, 1.0));
                assert!((none.high - (1.0 - all.low)).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn of_none_clopper_and_pearsons_end_is_the_closed_form() {
        for n in [1, 5, 100, 1_000_000_u32] {
            let want = 1.0 - 0.025_f64.powf(1.0 / f64::from(n));
            let got = clopper_pearson(sample(0, n.into()), 0.95).high;
            assert!((got - want).abs() < 1e-12, "{n}: {got} {want}");
        }
    }

    #[test]
    fn counting_the_others_mirrors_the_interval() {
        for method in METHODS {
            for (x, n) in [(0, 3), (1, 2), (3, 40), (999, 100_000), (12_345_678, 20_000_000)] {
                let (there, back) = (method(sample(x, n), 0.9), method(sample(n - x, n), 0.9));
                assert!((there.low + back.high - 1.0).abs() < 1e-14, "{x}/{n}");
                assert!((there.high + back.low - 1.0).abs() < 1e-14, "{x}/{n}");
            }
        }
    }

    #[test]
    fn more_confidence_is_wider_and_the_rate_lies_within() {
        for method in METHODS {
            for n in 1..40 {
                for x in 0..=n {
                    let widths = [0.8, 0.9, 0.95, 0.99, 0.999].map(|level| {
                        let interval = method(sample(x, n), level);
                        assert!(interval.contains(sample(x, n).rate()), "{x}/{n} {level} {interval:?}");
                        interval.width()
                    });
                    assert!(widths.is_sorted_by(|a, b| a < b), "{x}/{n}: {widths:?}");
                }
            }
        }
    }
}
