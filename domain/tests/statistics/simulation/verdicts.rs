//! How many tests without a difference the lab's verdict ever calls better or worse, if
//! somebody reads it every day up to the planned size.

use super::{dice::Dice, peeking::DAYS};
use smarketing_domain::{
    hypothesis::{
        Arm, Plan,
        verdict::{Verdict, judge, judge_daily, planned_per_arm},
    },
    statistics::evalue::Counts,
};

/// What share of tests was ever called better or worse.
#[derive(Clone, Copy, Debug)]
pub struct Called {
    /// Units an arm at the end.
    pub size: u64,
    /// A winner, from totals that are known alone: by the planned size.
    pub better_by_size: f64,
    /// Better or worse, from the same.
    pub either_by_size: f64,
    /// Better or worse, by the counts of every day.
    pub either_daily: f64,
}

/// Simulates `runs` tests of about `size` units an arm, both with `rate`; `None` where no
/// plan from this rate asks for so few.
pub fn simulate(size: u64, rate: f64, runs: u64) -> Option<Called> {
    let baseline_bp = (rate * 10_000.0) as u32;
    let plan = (1..=9_999).map(|effect_bp| Plan { baseline_bp, effect_bp });
    let (plan, size) = plan.filter_map(|plan| Some((plan, planned_per_arm(&plan, 2)?))).find(|(_, n)| *n <= size)?;
    let mut dice = Dice::new(size.wrapping_mul(7_919) ^ rate.to_bits());
    let (mut better, mut either, mut daily) = (0, 0, 0);
    for _ in 0..runs {
        let mut arms = vec![Arm::default(); 2];
        let mut days: Vec<Vec<Counts>> = Vec::new();
        let mut ever = [false; 3];
        for day in 1..=DAYS {
            let exposed = size * day / DAYS - arms[0].exposed;
            days.push([(); 2].iter().map(|()| Counts { exposed, converted: dice.count(exposed, rate) }).collect());
            for (arm, today) in arms.iter_mut().zip(&days[days.len() - 1]) {
                arm.exposed += today.exposed;
                arm.converted += today.converted;
            }
            let (by_size, by_day) = (judge(&plan, &arms).verdict, judge_daily(&plan, &days).verdict);
            let called = |verdict: &Verdict| matches!(verdict, Verdict::Better { .. } | Verdict::Worse { .. });
            ever[0] |= matches!(by_size, Verdict::Better { .. });
            ever[1] |= called(&by_size);
            ever[2] |= called(&by_day);
        }
        better += u64::from(ever[0]);
        either += u64::from(ever[1]);
        daily += u64::from(ever[2]);
    }
    let share = |count: u64| count as f64 / runs as f64;
    Some(Called { size, better_by_size: share(better), either_by_size: share(either), either_daily: share(daily) })
}
