//! How often intervals contain what they are about, at a nominal 95 %. Nothing is drawn:
//! the chances of all outcomes are added up.

use smarketing_domain::statistics::{
    beta_binomial::Posterior,
    difference_interval::{agresti_caffo, mee, miettinen_nurminen, newcombe, wald},
    proportion::{Interval, Sample},
    proportion_interval::{clopper_pearson, jeffreys, wilson},
    special::binomial,
    uplift::katz,
};

/// How confident the intervals are to be.
pub const NOMINAL: f64 = 0.95;

/// Sizes of one arm that the grid has: 1-2-5 steps. With small ones alone the mean of
/// Clopper and Pearson's would be higher: 97.6 % at 20.
pub const SIZES: [u64; 10] = [20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];
/// Sizes of two arms that the grid has.
pub const PAIRS: [(u64, u64); 7] = [(20, 20), (20, 60), (30, 30), (50, 50), (100, 100), (200, 150), (300, 300)];

/// Rates that the grid has: `count` of them, as far from each other as from 0 and 1.
pub fn rates(count: u32) -> Vec<f64> {
    (1..=count).map(|i| f64::from(i) / f64::from(count + 1)).collect()
}

/// Intervals that are no promise: Wald's is there to be compared with.
pub const EXCEPTIONS: [&str; 1] = ["wald"];

/// An interval of one rate.
pub type OfRate = (&'static str, fn(Sample, f64) -> Interval);
/// An interval of a comparison of two rates, where there is one.
pub type OfTwo = (&'static str, fn(Sample, Sample, f64) -> Option<Interval>);

/// The intervals of one rate.
pub const OF_RATES: [OfRate; 4] = [
    ("wilson", wilson),
    ("jeffreys", jeffreys),
    ("credible", |sample, level| Posterior::after(sample).credible(level)),
    ("clopper-pearson", clopper_pearson),
];

/// The intervals of a difference; of Katz's of the quotient − 1.
pub const OF_DIFFERENCES: [OfTwo; 6] = [
    ("newcombe", |a, b, level| Some(newcombe(a, b, level))),
    ("miettinen-nurminen", |a, b, level| Some(miettinen_nurminen(a, b, level))),
    ("mee", |a, b, level| Some(mee(a, b, level))),
    ("agresti-caffo", |a, b, level| Some(agresti_caffo(a, b, level))),
    ("wald", |a, b, level| Some(wald(a, b, level))),
    ("katz", katz),
];

/// Coverage over a grid.
#[derive(Clone, Copy, Debug)]
pub struct Coverage {
    /// The mean.
    pub mean: f64,
    /// The mean at the smallest size, the first of the grid.
    pub mean_at_smallest: f64,
    /// The lowest.
    pub worst: f64,
    /// The rates it was lowest at: of one arm, or of both.
    pub worst_rates: (f64, f64),
    /// And the sizes.
    pub worst_sizes: (u64, u64),
}

struct Sums {
    covered: Vec<f64>,
    coverage: Coverage,
}

impl Sums {
    fn new() -> Self {
        let (worst_rates, worst_sizes) = ((0.0, 0.0), (0, 0));
        let coverage = Coverage { mean: 0.0, mean_at_smallest: 0.0, worst: 2.0, worst_rates, worst_sizes };
        Self { covered: Vec::new(), coverage }
    }

    fn add(&mut self, covered: f64, rates: (f64, f64), sizes: (u64, u64)) {
        self.covered.push(covered);
        if covered < self.coverage.worst {
            (self.coverage.worst, self.coverage.worst_rates, self.coverage.worst_sizes) = (covered, rates, sizes);
        }
    }

    fn coverage(self, sizes: usize) -> Coverage {
        let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
        let smallest = &self.covered[..self.covered.len() / sizes];
        Coverage { mean: mean(&self.covered), mean_at_smallest: mean(smallest), ..self.coverage }
    }
}

fn chances(n: u64, rate: f64) -> Vec<f64> {
    let mut all = vec![0.0; n as usize + 1];
    binomial::fill(&mut all, rate);
    all
}

/// An interval of one rate, over sizes and rates.
pub fn of_rate((_, interval): OfRate, sizes: &[u64], rates: &[f64]) -> Coverage {
    let mut sums = Sums::new();
    for &n in sizes {
        let intervals: Vec<Interval> =
            (0..=n).filter_map(|x| Some(interval(Sample::new(n, x).ok()?, NOMINAL))).collect();
        for &rate in rates {
            let chances = chances(n, rate);
            let covered = chances.iter().zip(&intervals).filter(|(_, i)| i.contains(rate));
            sums.add(covered.map(|(p, _)| p).sum(), (rate, rate), (n, n));
        }
    }
    sums.coverage(sizes.len())
}

/// An interval of a comparison, over sizes and pairs of rates. Outcomes without an interval
/// are left out of the whole.
pub fn of_difference((name, interval): OfTwo, sizes: &[(u64, u64)], rates: &[f64]) -> Coverage {
    let mut sums = Sums::new();
    for &(n_a, n_b) in sizes {
        let table: Vec<Vec<Option<Interval>>> = (0..=n_a)
            .map(|i| {
                let of = |j| interval(Sample::new(n_a, i).ok()?, Sample::new(n_b, j).ok()?, NOMINAL);
                (0..=n_b).map(of).collect()
            })
            .collect();
        for &a in rates {
            for &b in rates {
                let truth = if name == "katz" { b / a - 1.0 } else { b - a };
                let (of_a, of_b) = (chances(n_a, a), chances(n_b, b));
                let (mut covered, mut defined) = (0.0, 0.0);
                for (p, line) in of_a.iter().zip(&table) {
                    for (q, interval) in of_b.iter().zip(line) {
                        let Some(interval) = interval else { continue };
                        defined += p * q;
                        // The ends of the range are ends that rounding may not close.
                        if interval.low - 1e-12 <= truth && truth <= interval.high + 1e-12 {
                            covered += p * q;
                        }
                    }
                }
                sums.add(covered / defined, (a, b), (n_a, n_b));
            }
        }
    }
    sums.coverage(sizes.len())
}
