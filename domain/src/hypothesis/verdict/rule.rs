//! What each comparison of a variant with the control goes by: the rule that was written
//! down before the start, and how an interval is read by it.

use super::{
    super::{Design, Plan},
    figures::{Basis, Estimate, Method},
    outcome::Verdict,
};
use crate::statistics::{
    choice::{EXPECTED_MIN, Reason, correction},
    compare::compare_once,
    difference_interval::measured_newcombe,
    power::{Errors, per_arm},
    proportion::{Interval, Measured, Sample, newcombe},
    special::normal::two_sided,
};

/// From how many times the planned size on it is said that more was counted than planned:
/// below it, a last day's overshoot.
const COUNTED_ON_FROM: f64 = 1.25;

/// The rule of a plan.
pub struct Rule {
    /// The size that it asks of each arm; `None` when it cannot be met.
    pub planned: Option<u64>,
    /// The control's rate that it expects, as a share.
    pub baseline: f64,
    /// The smallest difference that matters, as a share.
    pub effect: f64,
    /// The error that each comparison may make.
    pub alpha: f64,
    /// How many comparisons share the error.
    pub comparisons: usize,
    /// Whether the arms have to be about equally large ([`Way::is_even`]).
    ///
    /// [`Way::is_even`]: super::super::Way::is_even
    pub even: bool,
}

/// One variant, compared with the control.
pub struct Compared {
    /// The difference, with the interval that the verdict goes by.
    pub difference: Estimate,
    /// The verdict.
    pub verdict: Verdict,
    /// What it was decided by.
    pub basis: Basis,
}

impl Rule {
    /// The rule of `plan` and `design` with so many arms, the control included.
    pub fn of(plan: &Plan, design: &Design, arms: usize) -> Self {
        let errors = design.errors();
        Self {
            planned: planned_with(plan, errors, arms),
            baseline: share(plan.baseline_bp),
            effect: share(plan.effect_bp),
            alpha: shared_alpha(errors, arms),
            comparisons: arms.saturating_sub(1),
            even: design.way.is_even(),
        }
    }

    /// How sure the intervals of differences are.
    pub fn confidence(&self) -> f64 {
        1.0 - self.alpha
    }

    /// The difference with Newcombe's interval.
    pub fn difference(&self, control: Sample, variant: Sample) -> Estimate {
        let interval = newcombe(control, variant, self.confidence());
        Estimate { value: variant.rate() - control.rate(), interval }
    }

    /// The verdict on arms that have the planned size. A winner needs both: the interval
    /// beyond 0 and the test that fits the counts.
    pub fn compare(&self, control: Sample, variant: Sample) -> Compared {
        let seen = compare_once(control, variant, self.confidence());
        let difference = seen.difference;
        let verdict = match self.reads(difference) {
            Reading::Small => Verdict::NoDifferenceWorthHaving { difference },
            Reading::Above if seen.p_two_sided <= self.alpha => Verdict::Better { difference },
            Reading::Below if seen.p_two_sided <= self.alpha => Verdict::Worse { difference },
            _ => Verdict::Unclear { more_per_arm: self.more_to_separate(control, variant), difference },
        };
        let mut reasons = seen.choice.reasons;
        reasons.extend(self.planned.map(|per_arm| Reason::SizePlanned { per_arm }));
        let times = |planned| control.exposed().min(variant.exposed()) as f64 / planned as f64;
        let counted_on = self.planned.map(times).filter(|times| *times > COUNTED_ON_FROM);
        reasons.extend(counted_on.map(|times| Reason::CountedOn { times }));
        reasons.extend(self.shared());
        let estimate = Estimate { value: variant.rate() - control.rate(), interval: difference };
        let basis = Basis { method: Method::Compared(seen.choice.test), reasons, p: Some(seen.p_two_sided) };
        Compared { difference: estimate, verdict, basis }
    }

    /// That several comparisons share the error, where they do.
    pub fn shared(&self) -> Option<Reason> {
        correction(self.comparisons, false).1
    }

    /// How an interval of the difference lies to 0 and to the effect.
    pub fn reads(&self, interval: Interval) -> Reading {
        if -self.effect < interval.low && interval.high < self.effect {
            Reading::Small
        } else if interval.low > 0.0 {
            Reading::Above
        } else if interval.high < 0.0 {
            Reading::Below
        } else {
            Reading::Open
        }
    }

    /// How many more units each arm needs until it is no longer open, if both rates stay as
    /// they are: found by doubling, then halving.
    fn more_to_separate(&self, control: Sample, variant: Sample) -> u64 {
        let z = two_sided(self.confidence());
        let (n_a, n_b) = (control.exposed(), variant.exposed());
        let smaller = n_a.min(n_b);
        let open_at = |size: u64| {
            let grown = |rate, n: u64| Measured { rate, n: n.max(size) as f64 };
            let (a, b) = (grown(control.rate(), n_a), grown(variant.rate(), n_b));
            match self.reads(measured_newcombe(a, b, z)) {
                Reading::Open => true,
                Reading::Small => false,
                Reading::Above | Reading::Below => !z_test_sees(a, b, z),
            }
        };
        let (mut open, mut clear) = (smaller, smaller.saturating_mul(2));
        while open_at(clear) && clear < SIZE_MAX {
            (open, clear) = (clear, clear.saturating_mul(2));
        }
        while clear - open > 1 {
            let middle = open + (clear - open) / 2;
            if open_at(middle) {
                open = middle;
            } else {
                clear = middle;
            }
        }
        clear - smaller
    }
}

/// Where doubling stops: more than any test will ever have.
const SIZE_MAX: u64 = 1 << 50;

/// How an interval of differences lies to 0 and to the effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Within ± the effect.
    Small,
    /// Above 0.
    Above,
    /// Below 0.
    Below,
    /// Anything else.
    Open,
}

/// Whether the pooled z test may be asked, and tells the rates apart. Where it may not, the
/// exact tests see less: such sizes count as open.
fn z_test_sees(a: Measured, b: Measured, z: f64) -> bool {
    let pooled = (a.rate * a.n + b.rate * b.n) / (a.n + b.n);
    let variance = pooled * (1.0 - pooled) * (1.0 / a.n + 1.0 / b.n);
    a.n.min(b.n) * pooled.min(1.0 - pooled) >= EXPECTED_MIN && (a.rate - b.rate).abs() >= z * variance.sqrt()
}

/// The size that `plan` asks of each of `arms` arms (control included), at 5 % error and
/// 80 % power. `None` where no difference of that size is possible.
///
/// Planned is a rise by the effect; where a rise would pass 100 %, a fall.
pub fn planned_per_arm(plan: &Plan, arms: usize) -> Option<u64> {
    planned_with(plan, Errors::default(), arms)
}

/// The same, with these errors.
pub fn planned_with(plan: &Plan, errors: Errors, arms: usize) -> Option<u64> {
    let baseline = share(plan.baseline_bp);
    let risen = plan.baseline_bp.checked_add(plan.effect_bp).filter(|bp| *bp <= 10_000);
    let variant = risen.or(plan.baseline_bp.checked_sub(plan.effect_bp))?;
    per_arm(baseline, share(variant), Errors { alpha: shared_alpha(errors, arms), ..errors })
}

/// The error each comparison with the control may make.
fn shared_alpha(errors: Errors, arms: usize) -> f64 {
    errors.alpha / arms.saturating_sub(1).max(1) as f64
}

fn share(basis_points: u32) -> f64 {
    f64::from(basis_points) / 10_000.0
}
