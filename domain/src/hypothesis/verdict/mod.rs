//! What the counts of a hypothesis say, measured against its plan.
//!
//! The rule is written down before the start: a size for each arm, from the
//! plan's baseline and smallest difference that matters, at 5 % error and 80 %
//! power. **Until every arm has that size the verdict is "not enough yet"**,
//! whatever the counts look like: looking early, and often, changes nothing.
//! After it, the interval of the difference decides:
//!
//! ```text
//!            −effect        0        +effect
//!               |     ├──┤  |           |       within ± effect: no difference worth having
//!               |           |  ├────────┼───┤   above 0: better
//!   ├───────┤   |           |           |       below 0: worse
//!               |   ├───────┼───────────┼──┤    anything else: unclear
//! ```
//!
//! A winner also needs the test that fits the counts ([`crate::statistics::choice`]): the z
//! test, or an exact one where few are expected to convert, or not to. Where the counts of
//! every day are known, [`judge_daily`] may answer earlier, by a method that holds at every
//! look. Before all that, the sizes of the arms must fit an equal split, where it was by chance.
//! [`Judgement::basis`] says which method decided, and why.
//!
//! Counting on **past** the planned size, and deciding at the first look that pleases, is
//! looking often: what `judge` promises is one look at the planned size. Simulated without
//! a difference and read every day on to double the size, 4 to 8 % were called better at
//! some time and 8 to 16 % better or worse, against 2 to 3 % and 4 to 6 % at the planned
//! size. The totals cannot tell who looked, so the verdict stands and its basis says so.
//!
//! With several variants each is compared with the control, and the 5 % are
//! shared among the comparisons (Bonferroni), in the plan and in the intervals.
//!
//! | question | where |
//! | --- | --- |
//! | what can be said? | [`outcome`] |
//! | which numbers, and by which method? | [`figures`] |
//! | can the counts be trusted? | `trust` |
//! | what was planned, and what does an interval say? | `rule` |
//! | what if the counts of every day are known? | [`daily`] |
//! | what if means are measured, of money or time? | `means` |
//!
//! Sources: Newcombe, Statistics in Medicine 17 (1998), 873-890, for the
//! interval; Miller, "How Not To Run an A/B Test", 2010, on peeking; Fabijan et
//! al., KDD 2019, on broken splits and the limit of 0.001.

pub mod daily;
pub mod figures;
mod means;
pub mod outcome;
mod rule;
#[cfg(test)]
mod tests;
mod trust;

pub use daily::{judge_daily, judge_daily_with};
pub use figures::{ArmFigures, Basis, Estimate, Judgement, Method, Scale};
pub use means::{MeanArm, judge_means};
pub use outcome::{Fault, Verdict};
pub use rule::{planned_per_arm, planned_with};
pub use trust::SPLIT_CHECK_FROM;

use super::{Arm, Day, Design, Hypothesis, Kind, Plan};
use crate::statistics::{
    evalue::Counts,
    proportion::{ImpossibleCounts, Sample, wilson},
};
use rule::{Compared, Rule};
use trust::Early;

/// How sure the intervals of the arms' rates are.
pub const RATE_CONFIDENCE: f64 = 0.95;

impl Hypothesis {
    /// What the counts that were typed say, measured against its plan.
    pub fn judge(&self) -> Judgement {
        match self.design.measure.kind {
            Kind::Days => judge_daily_with(&self.plan, &self.design, &typed_days(&self.days, self.arms.len())),
            _ => judge_with(&self.plan, &self.design, &self.arms),
        }
    }
}

/// The counts that were typed by day, each day with so many arms.
pub(super) fn typed_days(days: &[Day], arms: usize) -> Vec<Vec<Counts>> {
    let of = |day: &Day, arm: usize| {
        let [exposed, converted] = day.arms.get(arm).copied().unwrap_or_default();
        Counts { exposed, converted }
    };
    let none = || vec![vec![Counts::default(); arms]];
    if days.is_empty() { none() } else { days.iter().map(|day| (0..arms).map(|arm| of(day, arm)).collect()).collect() }
}

/// What the counts of `arms` (control first) say, measured against `plan`, at 5 % error and
/// 80 % power.
pub fn judge(plan: &Plan, arms: &[Arm]) -> Judgement {
    judge_with(plan, &Design::default(), arms)
}

/// The same, with the errors and the way to assign that were chosen.
pub fn judge_with(plan: &Plan, design: &Design, arms: &[Arm]) -> Judgement {
    let rule = Rule::of(plan, design, arms.len());
    let exposed: Vec<_> = arms.iter().map(|arm| arm.exposed).collect();
    let early = |samples: &[_]| trust::fault(&rule, &exposed, samples).or_else(|| trust::waiting(&rule, &exposed));
    assemble(&rule, arms, early, |_, control, variant| rule.compare(control, variant))
}

/// The judgement of a rule: `early` where there is one, else each variant (by its place in
/// `arms`) compared with the control, and the leading one's verdict.
fn assemble(
    rule: &Rule,
    arms: &[Arm],
    early: impl Fn(&[Result<Sample, ImpossibleCounts>]) -> Option<Early>,
    compare: impl Fn(usize, Sample, Sample) -> Compared,
) -> Judgement {
    let samples: Vec<_> = arms.iter().map(|arm| Sample::new(arm.exposed, arm.converted)).collect();
    let control = samples.first().copied().and_then(Result::ok);
    let early = early(&samples);
    let mut bases = Vec::new();
    let mut figures = Vec::new();
    for (i, (arm, sample)) in arms.iter().zip(&samples).enumerate() {
        let sample = sample.ok();
        let pair = control.zip(sample).filter(|_| i > 0);
        let compared = pair.filter(|_| early.is_none()).map(|(a, b)| compare(i, a, b));
        let shown = compared.as_ref().map(|c| c.difference);
        let said = early.as_ref().map(|(verdict, _)| *verdict).or(compared.as_ref().map(|c| c.verdict));
        figures.push(ArmFigures {
            exposed: arm.exposed,
            converted: arm.converted,
            missing: rule.planned.map_or(0, |n| n.saturating_sub(arm.exposed)),
            mean: None,
            rate: sample.map(|s| Estimate { value: s.rate(), interval: wilson(s, RATE_CONFIDENCE) }),
            difference: shown.or(pair.map(|(a, b)| rule.difference(a, b))),
            verdict: said.filter(|_| i > 0),
        });
        bases.push(compared.map(|c| c.basis));
    }
    let (about, verdict, basis) = match early {
        Some((verdict, basis)) => (None, verdict, basis),
        None => {
            let (about, verdict) = leading(&figures);
            (about, verdict, about.and_then(|i| bases.swap_remove(i)))
        }
    };
    Judgement {
        verdict,
        about,
        basis,
        arms: figures,
        planned_per_arm: rule.planned,
        scale: Scale::Share,
        effect: rule.effect,
        difference_confidence: rule.confidence(),
    }
}

/// The variant whose verdict is the hypothesis': a better one, else one that
/// is still open, else one that is as good as the control, else a worse one;
/// among several the one with the largest difference.
fn leading(figures: &[ArmFigures]) -> (Option<usize>, Verdict) {
    let weight = |verdict: &Verdict| match verdict {
        Verdict::Better { .. } => 3,
        Verdict::Unclear { .. } | Verdict::NotEnoughYet { .. } => 2,
        Verdict::NoDifferenceWorthHaving { .. } => 1,
        _ => 0,
    };
    figures
        .iter()
        .enumerate()
        .filter_map(|(i, arm)| Some((i, arm.verdict?, arm.difference.map_or(f64::MIN, |d| d.value))))
        .max_by(|(_, a, d), (_, b, e)| weight(a).cmp(&weight(b)).then(d.total_cmp(e)))
        .map_or((None, Verdict::NotStarted), |(i, verdict, _)| (Some(i), verdict))
}
