//! Whether arms of the planned size see the planned difference as often as planned.

use super::dice::{Binomial, Dice};
use smarketing_domain::statistics::{
    power::{Errors, Sizes, sample_sizes},
    proportion::{Sample, newcombe},
    two_proportions::two_proportion_ztest,
};

/// A plan: the control's rate, the variant's, the variant's size by the control's, the power.
pub type Plan = (f64, f64, f64, f64);

/// What is simulated: rates from 1 to 90 %, differences from small to large.
pub const PLANS: [Plan; 12] = [
    (0.01, 0.015, 1.0, 0.8),
    (0.02, 0.03, 1.0, 0.8),
    (0.05, 0.08, 1.0, 0.9),
    (0.10, 0.12, 1.0, 0.8),
    (0.10, 0.20, 1.0, 0.8),
    (0.20, 0.15, 1.0, 0.8),
    (0.20, 0.30, 1.0, 0.95),
    (0.30, 0.40, 0.5, 0.8),
    (0.30, 0.35, 2.0, 0.9),
    (0.50, 0.60, 1.0, 0.8),
    (0.60, 0.45, 1.0, 0.7),
    (0.90, 0.95, 1.0, 0.8),
];

/// How often the difference was seen.
pub struct Reached {
    /// The planned sizes.
    pub sizes: Sizes,
    /// By the z test.
    pub z_test: f64,
    /// By Newcombe's interval leaving out 0, as the lab's verdict does.
    pub interval: f64,
}

/// Simulates `runs` tests of a plan; `None` for a plan that cannot be met.
pub fn simulate((control, variant, ratio, power): Plan, runs: u64) -> Option<Reached> {
    let sizes = sample_sizes(control, variant, ratio, Errors { alpha: 0.05, power })?;
    let (of_a, of_b) = (Binomial::new(sizes.control, control), Binomial::new(sizes.variant, variant));
    let mut dice = Dice::new(control.to_bits() ^ variant.to_bits().rotate_left(17));
    let (mut z_test, mut interval) = (0, 0);
    for _ in 0..runs {
        let a = Sample::new(sizes.control, of_a.draw(&mut dice)).ok()?;
        let b = Sample::new(sizes.variant, of_b.draw(&mut dice)).ok()?;
        z_test += u64::from(two_proportion_ztest(a, b).is_some_and(|test| test.p_two_sided < 0.05));
        interval += u64::from(!newcombe(a, b, 0.95).contains(0.0));
    }
    let share = |count: u64| count as f64 / runs as f64;
    Some(Reached { sizes, z_test: share(z_test), interval: share(interval) })
}
