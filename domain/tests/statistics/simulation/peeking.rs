//! How many tests without a difference are ever declared winners, if somebody looks every
//! day and stops at the first: at most 5 % may be.

use super::dice::Dice;
use smarketing_domain::statistics::{
    choice::{Planned, Test, rates_often, sequence_may_speak},
    effect_model::Scale,
    evalue::{Counts, Evidence},
    proportion::Sample,
    sequence::anytime,
    two_proportions::two_proportion_ztest,
};

/// How many days a test runs.
pub const DAYS: u64 = 30;
/// Units an arm at the end.
pub const SIZES: [u64; 7] = [20, 50, 100, 200, 500, 1_000, 2_000];
/// The rate of both arms.
pub const RATES: [f64; 5] = [0.01, 0.05, 0.2, 0.5, 0.9];

/// What share of tests was ever declared a winner, by method.
pub struct Winners {
    /// By the method that the chooser takes for this plan.
    pub chosen: f64,
    /// Which that is.
    pub method: Test,
    /// By e-values.
    pub e_values: f64,
    /// By the confidence sequence from the first day on, however few there are, tuned for
    /// the first quarter: why the chooser waits.
    pub sequence_at_once: f64,
    /// By the z test, looked at every day: why that is not done.
    pub z_test: f64,
}

/// Simulates `runs` tests of `size` units an arm, both with `rate`.
pub fn simulate(size: u64, rate: f64, runs: u64) -> Winners {
    let method = rates_often(Some(Planned { baseline: rate, per_arm: size })).test;
    let mut dice = Dice::new(size.wrapping_mul(1_000_003) ^ rate.to_bits());
    let (mut chosen, mut e_values, mut at_once, mut z_test) = (0, 0, 0, 0);
    for _ in 0..runs {
        let seen = one(&mut dice, size, rate);
        e_values += u64::from(seen.e_value);
        at_once += u64::from(seen.sequence_at_once);
        z_test += u64::from(seen.z_test);
        chosen += u64::from(if method == Test::EValue { seen.e_value } else { seen.sequence });
    }
    let share = |count: u64| count as f64 / runs as f64;
    Winners {
        chosen: share(chosen),
        method,
        e_values: share(e_values),
        sequence_at_once: share(at_once),
        z_test: share(z_test),
    }
}

/// Who has declared a winner on any day of one test.
#[derive(Default)]
struct Seen {
    e_value: bool,
    sequence: bool,
    sequence_at_once: bool,
    z_test: bool,
}

fn one(dice: &mut Dice, size: u64, rate: f64) -> Seen {
    let mut seen = Seen::default();
    let mut evidence = Evidence::new(None);
    let mut totals = [Counts::default(); 2];
    for day in 1..=DAYS {
        let exposed = size * day / DAYS - totals[0].exposed;
        let today = [(); 2].map(|()| Counts { exposed, converted: dice.count(exposed, rate) });
        evidence.add(today[0], today[1]);
        for (all, new) in totals.iter_mut().zip(today) {
            *all = Counts { exposed: all.exposed + new.exposed, converted: all.converted + new.converted };
        }
        let arm = |all: Counts| Sample::new(all.exposed, all.converted);
        let (Ok(a), Ok(b)) = (arm(totals[0]), arm(totals[1])) else { continue };
        let differs = |tuned_for: f64| {
            anytime(a, b, Scale::Absolute, 0.95, tuned_for).is_ok_and(|now| !now.interval.contains(0.0))
        };
        let all = 2.0 * size as f64;
        seen.sequence_at_once |= differs(all / 4.0);
        seen.sequence |= sequence_may_speak(a, b) && differs(all);
        seen.z_test |= two_proportion_ztest(a, b).is_some_and(|test| test.p_two_sided < 0.05);
    }
    seen.e_value = evidence.p() <= 0.05;
    seen
}
