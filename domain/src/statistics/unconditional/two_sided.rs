//! Boschloo's two-sided p, where the two directions are not asked for: twice the smaller.

use super::{super::proportion::Sample, Statistic, Test};

/// How much is worked in one direction before it is asked whether that is enough, in tables.
const SMALL: usize = 5_000;

/// Boschloo's test against the rates being different, under way. The direction that was
/// seen is worked out, the other one only until it is known to be no smaller: most often
/// after its first looks. Twice a half is 1 already.
#[derive(Clone, Debug)]
pub struct TwoSided {
    seen: Direction,
    other: Direction,
}

#[derive(Clone, Debug)]
struct Direction {
    test: Test,
    is_done: bool,
}

impl Direction {
    /// Works on until p is known, or known not to be below `limit`; what is left of `tables`.
    fn work(&mut self, limit: f64, mut tables: usize) -> usize {
        while !self.is_done && tables > 0 {
            let part = tables.min(SMALL);
            self.is_done = self.test.step(part).is_some() || self.test.at_least() >= limit;
            tables -= part;
        }
        tables
    }
}

impl TwoSided {
    /// A test of two arms.
    pub fn new(control: Sample, variant: Sample) -> Self {
        let direction = |statistic| Direction { test: Test::new(control, variant, statistic), is_done: false };
        let less = direction(Statistic::BoschlooControlLess);
        let greater = direction(Statistic::BoschlooControlGreater);
        let (seen, other) = if control.rate() <= variant.rate() { (less, greater) } else { (greater, less) };
        Self { seen, other }
    }

    /// Works on, for about `tables` tables, at least some thousands; the p value, once it is
    /// known.
    pub fn step(&mut self, tables: usize) -> Option<f64> {
        let left = self.seen.work(0.5, tables.max(1));
        let p = self.seen.is_done.then(|| self.seen.test.at_least())?;
        self.other.work(p.min(0.5), left.max(1));
        self.other.is_done.then(|| (2.0 * p.min(self.other.test.at_least())).min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::boschloo, *};

    #[test]
    fn it_is_twice_the_smaller_direction_to_the_last_digit() {
        for (n_a, n_b) in [(1, 1), (4, 9), (11, 6), (30, 170), (200, 200)] {
            for x_a in (0..=n_a).step_by(1 + n_a as usize / 5) {
                for x_b in (0..=n_b).step_by(1 + n_b as usize / 5) {
                    let (a, b) = (Sample::new(n_a, x_a).unwrap(), Sample::new(n_b, x_b).unwrap());
                    for tables in [7, 20_000, usize::MAX] {
                        let mut test = TwoSided::new(a, b);
                        let p = loop {
                            if let Some(p) = test.step(tables) {
                                break p;
                            }
                        };
                        assert_eq!(p, boschloo(a, b).p_two_sided(), "{x_a}/{n_a} {x_b}/{n_b}");
                    }
                }
            }
        }
    }
}
