//! The verdict where the counts of every day are known: it may come before the planned size
//! and holds however often somebody looks.
//!
//! The plan decides between the confidence sequence and e-values
//! ([`crate::statistics::choice::rates_often`]). A winner may be declared on any day; "no
//! difference worth having" waits for the planned size, as do the sentences after it.

use super::{
    super::{Arm, Design, Plan},
    assemble,
    figures::{Basis, Estimate, Judgement, Method},
    outcome::{Fault, Verdict},
    rule::{Compared, Reading, Rule},
    trust,
};
use crate::statistics::{
    choice::{Planned, Test, rates_often, sequence_may_speak},
    effect_model::Scale,
    evalue::{Counts, Evidence},
    proportion::{Interval, Sample},
    sequence::anytime,
};

/// The most units of an arm on one day: e-values go through every outcome of a day.
pub const DAY_UNITS_MAX: u64 = 100_000;

/// What the counts by day say, measured against `plan`. Each day has the arms in their
/// order, control first; its conversions are those of the units that came that day.
pub fn judge_daily(plan: &Plan, days: &[Vec<Counts>]) -> Judgement {
    judge_daily_with(plan, &Design::default(), days)
}

/// The same, with the errors and the way to assign that were chosen.
pub fn judge_daily_with(plan: &Plan, design: &Design, days: &[Vec<Counts>]) -> Judgement {
    let arms = totals(days);
    let rule = Rule::of(plan, design, arms.len());
    let exposed: Vec<_> = arms.iter().map(|arm| arm.exposed).collect();
    let early = |samples: &[_]| {
        let why = impossible_day(days).map(|why| (Verdict::Broken { why }, None));
        let nobody = || trust::waiting(&rule, &exposed).filter(|_| exposed.contains(&0));
        trust::fault(&rule, &exposed, samples).or(why).or_else(nobody)
    };
    assemble(&rule, &arms, early, |i, control, variant| compare(&rule, days, i, control, variant))
}

fn compare(rule: &Rule, days: &[Vec<Counts>], i: usize, control: Sample, variant: Sample) -> Compared {
    let planned = rule.planned.unwrap_or(u64::MAX);
    let choice = rates_often(rule.planned.map(|per_arm| Planned { baseline: rule.baseline, per_arm }));
    let (interval, p) = match choice.test {
        Test::ConfidenceSequence => by_sequence(rule, planned, control, variant),
        _ => by_e_values(rule, days, i, control),
    }
    .unwrap_or((Interval { low: -1.0, high: 1.0 }, 1.0));
    let value = variant.rate() - control.rate();
    let smaller = control.exposed().min(variant.exposed());
    let verdict = match rule.reads(interval) {
        Reading::Above => Verdict::Better { difference: interval },
        Reading::Below => Verdict::Worse { difference: interval },
        _ if smaller < planned => Verdict::NotEnoughYet { more_per_arm: planned - smaller, planned_per_arm: planned },
        Reading::Small => Verdict::NoDifferenceWorthHaving { difference: interval },
        Reading::Open => {
            Verdict::Unclear { more_per_arm: more_to_separate(rule, smaller, value, interval), difference: interval }
        }
    };
    let mut reasons = choice.reasons;
    reasons.extend(rule.shared());
    let basis = Basis { method: Method::Compared(choice.test), reasons, p: Some(p) };
    Compared { difference: Estimate { value, interval }, verdict, basis }
}

/// The confidence sequence of the difference, and its p; `None` while it may not speak.
fn by_sequence(rule: &Rule, planned: u64, control: Sample, variant: Sample) -> Option<(Interval, f64)> {
    let both_arms = 2.0 * planned as f64;
    let now = anytime(control, variant, Scale::Absolute, rule.confidence(), both_arms).ok()?;
    sequence_may_speak(control, variant).then_some((now.interval, now.p))
}

/// The interval of the odds ratio, as a difference from the control's rate (a half is added
/// to its conversions and to the rest: at 0 or 1 no odds would change it), and the p.
fn by_e_values(rule: &Rule, days: &[Vec<Counts>], i: usize, control: Sample) -> Option<(Interval, f64)> {
    let at = |rate: f64| libm::log(rate / (1.0 - rate));
    let sought = at(rule.baseline + rule.effect) - at(rule.baseline);
    let mut evidence = Evidence::new(Some(sought));
    let of = |day: &[Counts], arm: usize| day.get(arm).copied().unwrap_or_default();
    for day in days {
        evidence.add(of(day, 0), of(day, i));
    }
    let odds = evidence.odds_ratio(rule.confidence());
    let rate = (control.converted() as f64 + 0.5) / (control.exposed() as f64 + 1.0);
    // rate · odds / (1 − rate + rate · odds), also where the odds are infinite.
    let moved = |odds: f64| 1.0 / (1.0 + (1.0 - rate) / (rate * odds)) - rate;
    Some((Interval { low: moved(odds.low), high: moved(odds.high) }, evidence.p()))
}

/// About how many more units each arm needs, if the rates stay as they are: an interval
/// becomes narrower as the root of the size.
fn more_to_separate(rule: &Rule, smaller: u64, value: f64, interval: Interval) -> u64 {
    let wanted = value.abs().max(rule.effect - value.abs());
    let factor = (interval.width() / 2.0 / wanted).powi(2);
    ((smaller as f64 * (factor - 1.0)).ceil() as u64).max(1)
}

fn totals(days: &[Vec<Counts>]) -> Vec<Arm> {
    let mut arms = vec![Arm::default(); days.iter().map(Vec::len).max().unwrap_or(0)];
    for (arm, today) in days.iter().flat_map(|day| (0..).zip(day)) {
        let arm: &mut Arm = &mut arms[arm];
        arm.exposed = arm.exposed.saturating_add(today.exposed);
        arm.converted = arm.converted.saturating_add(today.converted);
    }
    arms
}

/// What is wrong with a day, though the totals may hide it.
fn impossible_day(days: &[Vec<Counts>]) -> Option<Fault> {
    let mut all = days.iter().flat_map(|day| day.iter().enumerate());
    all.find_map(|(arm, today)| {
        if today.converted > today.exposed {
            Some(Fault::MoreConvertedThanExposed { arm })
        } else if today.exposed > DAY_UNITS_MAX {
            Some(Fault::CountsTooLarge { arm })
        } else {
            None
        }
    })
}
