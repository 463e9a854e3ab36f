//! Exact tests that take only the arms' sizes as given, and not, as Fisher's does, how
//! many converted altogether: for small tables, where they see more.
//!
//! Tables are ordered by a statistic. Those at least as extreme as the one seen are the
//! *region*, and p is the largest chance of the region over all rates that both arms
//! could have in common.
//!
//! - **Boschloo** orders by Fisher's one-sided p, for each direction; two-sided p is
//!   min(1, 2 · the smaller).
//! - **Barnard** orders by |z| of the pooled z test, compared in whole numbers:
//!   (i n_B − j n_A)² / (k (N − k)), so that ties stay ties.
//!
//! Both take time that grows with the square of the units: about a millisecond for
//! hundreds, seconds for many thousands (`cargo run --release -p smarketing-domain --example
//! exact_tests` times them where the lab takes them). So that no frame waits, a [`Test`] can
//! be done in steps: [`Test::step`] does about as much as it is told, and [`Test::finish`] all.
//!
//! Sources: Boschloo, Statistica Neerlandica 24 (1970), 1-35; Barnard, Biometrika 34
//! (1947), 123-138.

mod bracket;
mod ordering;
mod supremum;
mod two_sided;

pub use two_sided::TwoSided;

use super::proportion::Sample;
use ordering::Ordering;
use supremum::Supremum;

/// How tables are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// Boschloo's, against the control's rate being the lower one.
    BoschlooControlLess,
    /// Boschloo's, against the control's rate being the higher one.
    BoschlooControlGreater,
    /// Barnard's, against the rates being different.
    Barnard,
}

/// An exact test under way.
#[derive(Clone, Debug)]
pub struct Test {
    stage: Stage,
}

#[derive(Clone, Debug)]
enum Stage {
    Ordering(Ordering),
    Searching(Box<Supremum>),
    Done(f64),
}

impl Test {
    /// A test of two arms. Its memory and steps grow with the arms: for those of
    /// thousands at most.
    pub fn new(control: Sample, variant: Sample, statistic: Statistic) -> Self {
        Self { stage: Stage::Ordering(Ordering::new(control, variant, statistic)) }
    }

    /// Works on, for about `tables` tables (each some nanoseconds; at least one line of
    /// them). The p value, once it is known.
    pub fn step(&mut self, tables: usize) -> Option<f64> {
        let mut left = tables;
        loop {
            let spent = match &mut self.stage {
                Stage::Done(p) => return Some(*p),
                Stage::Ordering(ordering) => {
                    if let Some(region) = ordering.region() {
                        self.stage = Stage::Searching(Box::new(Supremum::new(region)));
                        continue;
                    }
                    ordering.line()
                }
                Stage::Searching(supremum) => {
                    if let Some(p) = supremum.found() {
                        self.stage = Stage::Done(p.min(1.0));
                        continue;
                    }
                    supremum.evaluate()
                }
            };
            if spent >= left {
                return None;
            }
            left -= spent;
        }
    }

    /// What p is at least, as far as it was worked on.
    fn at_least(&self) -> f64 {
        match &self.stage {
            Stage::Ordering(_) => 0.0,
            Stage::Searching(supremum) => supremum.seen(),
            Stage::Done(p) => *p,
        }
    }

    /// Works until it is done: the p value.
    pub fn finish(mut self) -> f64 {
        loop {
            if let Some(p) = self.step(usize::MAX) {
                return p;
            }
        }
    }
}

/// Boschloo's test in both directions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Boschloo {
    /// Against the control's rate being the lower one.
    pub p_control_less: f64,
    /// Against the control's rate being the higher one.
    pub p_control_greater: f64,
}

impl Boschloo {
    /// Against the rates being different.
    pub fn p_two_sided(&self) -> f64 {
        (2.0 * self.p_control_less.min(self.p_control_greater)).min(1.0)
    }
}

/// Boschloo's test, all at once.
pub fn boschloo(control: Sample, variant: Sample) -> Boschloo {
    let p = |statistic| Test::new(control, variant, statistic).finish();
    Boschloo {
        p_control_less: p(Statistic::BoschlooControlLess),
        p_control_greater: p(Statistic::BoschlooControlGreater),
    }
}

/// Barnard's two-sided test, all at once.
pub fn barnard(control: Sample, variant: Sample) -> f64 {
    Test::new(control, variant, Statistic::Barnard).finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::fisher::fisher;

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    #[test]
    fn in_steps_it_is_the_same_to_the_last_digit() {
        for statistic in [Statistic::BoschlooControlLess, Statistic::BoschlooControlGreater, Statistic::Barnard] {
            let new = || Test::new(sample(3, 17), sample(9, 21), statistic);
            let whole = new().finish();
            for tables in [0, 1, 100, 5_000] {
                let (mut test, mut steps) = (new(), 0);
                let p = loop {
                    steps += 1;
                    if let Some(p) = test.step(tables) {
                        break p;
                    }
                };
                assert_eq!(p, whole);
                assert!(steps > 1);
            }
        }
    }

    #[test]
    fn boschloo_never_says_less_than_fisher() {
        for n_a in 1..9 {
            for n_b in 1..9 {
                for x_a in 0..=n_a {
                    for x_b in 0..=n_b {
                        let (a, b) = (sample(x_a, n_a), sample(x_b, n_b));
                        let (exact, conditional) = (boschloo(a, b), fisher(a, b));
                        assert!(exact.p_control_less <= conditional.p_variant_greater + 1e-12, "{a:?} {b:?}");
                        assert!(exact.p_control_greater <= conditional.p_variant_less + 1e-12, "{a:?} {b:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn swapping_arms_or_outcomes_swaps_the_directions() {
        for (x_a, n_a, x_b, n_b) in [(3, 10, 9, 10), (0, 4, 11, 11), (1, 2, 12, 21), (7, 30, 2, 25)] {
            let (a, b) = (sample(x_a, n_a), sample(x_b, n_b));
            let here = boschloo(a, b);
            for there in [boschloo(b, a), boschloo(a.mirrored(), b.mirrored())] {
                assert!((here.p_control_less - there.p_control_greater).abs() < 1e-9, "{here:?} {there:?}");
            }
            for there in [barnard(b, a), barnard(a.mirrored(), b.mirrored())] {
                assert!((barnard(a, b) - there).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn the_chance_of_rejecting_without_a_difference_is_never_above_the_limit() {
        // What p promises, for each rate by itself, over all tables of two sizes.
        let (n_a, n_b) = (9, 12);
        let tables: Vec<(u64, u64)> = (0..=n_a).flat_map(|i| (0..=n_b).map(move |j| (i, j))).collect();
        let p: Vec<[f64; 2]> = tables
            .iter()
            .map(|(i, j)| {
                let (a, b) = (sample(*i, n_a), sample(*j, n_b));
                [boschloo(a, b).p_two_sided(), barnard(a, b)]
            })
            .collect();
        for step in 0..=200 {
            let rate = f64::from(step) / 200.0;
            let (mut of_a, mut of_b) = (vec![0.0; n_a as usize + 1], vec![0.0; n_b as usize + 1]);
            crate::statistics::special::binomial::fill(&mut of_a, rate);
            crate::statistics::special::binomial::fill(&mut of_b, rate);
            for test in 0..2 {
                let rejected = tables.iter().zip(&p).filter(|(_, p)| p[test] <= 0.05);
                let chance: f64 = rejected.map(|((i, j), _)| of_a[*i as usize] * of_b[*j as usize]).sum();
                assert!(chance <= 0.05 + 1e-9, "{rate}: {chance}");
            }
        }
    }

    #[test]
    fn where_all_are_alike_nothing_is_seen() {
        for (x, n) in [(0, 1), (5, 5), (0, 300)] {
            assert!((barnard(sample(x, n), sample(x, n)) - 1.0).abs() < 1e-12);
            assert_eq!(boschloo(sample(x, n), sample(x, n)).p_two_sided(), 1.0);
        }
    }
}
