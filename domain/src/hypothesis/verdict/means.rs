//! The verdict on means: what a unit is worth, or how long it takes.
//!
//! Nothing is said before every arm has its planned number of known units, and then it is
//! said of the **first** so many of each arm, by Welch's test. Units that come later change
//! nothing: however often somebody looks, there is one look.
//!
//! Differences are variant − control in the unit of the means. Of time less is better, so a
//! winner's difference is below 0 there. What of the figures is about shares stays: the
//! adopted arm's conversion is what a play promises, whatever the test was about.

use super::{
    super::{Arm, Design},
    assemble,
    figures::{Basis, Estimate, Judgement, Method, Scale},
    outcome::Verdict,
    rule::{Compared, Reading, Rule},
    trust,
};
use crate::statistics::{
    choice::{Reason, Test},
    proportion::{Interval, Sample},
    special::student::two_sided_quantile,
    welch::{Mean, WelchTest, welch},
};

/// What is known of an arm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanArm {
    /// How many units are known.
    pub known: u64,
    /// How many of them converted.
    pub converted: u64,
    /// The mean of the first ones, at most the planned number; `None` below two.
    pub mean: Option<Mean>,
}

/// What the means of `arms` (control first) say, measured against the plan in `design`.
pub fn judge_means(design: &Design, arms: &[MeanArm]) -> Judgement {
    let kind = design.measure.kind;
    let effect = design.mean.map_or(0.0, |plan| plan.effect as f64 * kind.plan_unit());
    let comparisons = arms.len().saturating_sub(1);
    let alpha = design.errors().alpha / comparisons.max(1) as f64;
    let (planned, even) = (design.planned_mean(arms.len()), design.way.is_even());
    let rule = Rule { planned, baseline: 0.0, effect, alpha, comparisons, even };
    let known: Vec<u64> = arms.iter().map(|arm| arm.known).collect();
    let counts: Vec<Arm> =
        arms.iter().map(|arm| Arm { exposed: arm.known, converted: arm.converted, ..Arm::default() }).collect();
    let early = |samples: &[_]| trust::fault(&rule, &known, samples).or_else(|| trust::waiting(&rule, &known));
    let sense = if kind.more_is_better() { 1.0 } else { -1.0 };
    let pair = |i: usize| welch(arms.first()?.mean?, arms.get(i)?.mean?, rule.confidence());
    let compare = |i: usize, _: Sample, _: Sample| read(&rule, sense, pair(i), arms[i].mean);
    let mut judgement = assemble(&rule, &counts, early, compare);
    for (i, (figures, arm)) in judgement.arms.iter_mut().zip(arms).enumerate() {
        figures.mean = arm.mean.map(|mean| of_one(mean, rule.confidence()));
        let between = arms.first().and_then(|control| Some(arm.mean?.mean - control.mean?.mean));
        let seen = pair(i).zip(between).filter(|_| i > 0);
        figures.difference = seen.map(|(test, value)| Estimate { value, interval: test.interval });
        figures.verdict = figures.verdict.map(|verdict| turned(verdict, sense));
    }
    judgement.verdict = turned(judgement.verdict, sense);
    judgement.scale = Scale::of(kind);
    judgement
}

/// One variant compared, more being better in the sense of `sense`.
fn read(rule: &Rule, sense: f64, test: Option<WelchTest>, mean: Option<Mean>) -> Compared {
    let n = mean.map_or(0, |mean| mean.n);
    // Nothing varies, such as no deal having won: nothing can be told apart.
    let Some(test) = test else {
        let nothing = Interval { low: 0.0, high: 0.0 };
        let basis = Basis { method: Method::Compared(Test::Welch), reasons: vec![Reason::NothingToTest], p: Some(1.0) };
        let verdict = Verdict::Unclear { more_per_arm: n.max(1), difference: nothing };
        return Compared { difference: Estimate { value: 0.0, interval: nothing }, verdict, basis };
    };
    let interval = flipped(test.interval, sense);
    let value = (interval.low + interval.high) / 2.0;
    let verdict = match rule.reads(interval) {
        Reading::Small => Verdict::NoDifferenceWorthHaving { difference: interval },
        Reading::Above => Verdict::Better { difference: interval },
        Reading::Below => Verdict::Worse { difference: interval },
        Reading::Open => Verdict::Unclear { more_per_arm: more(rule, n, value, interval), difference: interval },
    };
    let planned = rule.planned.map(|per_arm| Reason::SizePlanned { per_arm });
    let reasons = [Reason::MeansCompared].into_iter().chain(planned).chain(rule.shared()).collect();
    let basis = Basis { method: Method::Compared(Test::Welch), reasons, p: Some(test.p_two_sided) };
    Compared { difference: Estimate { value, interval }, verdict, basis }
}

/// About how many more units each arm would have needed: an interval becomes narrower as
/// the root of the size.
fn more(rule: &Rule, n: u64, value: f64, interval: Interval) -> u64 {
    let wanted = value.abs().max(rule.effect - value.abs());
    let factor = (interval.width() / 2.0 / wanted).powi(2);
    ((n as f64 * (factor - 1.0)).ceil() as u64).max(1)
}

fn of_one(mean: Mean, confidence: f64) -> Estimate {
    let half = two_sided_quantile(1.0 - confidence, mean.n as f64 - 1.0) * mean.sd / (mean.n as f64).sqrt();
    Estimate { value: mean.mean, interval: Interval { low: mean.mean - half, high: mean.mean + half } }
}

/// An interval in the other sense, where less is better.
fn flipped(interval: Interval, sense: f64) -> Interval {
    if sense > 0.0 { interval } else { Interval { low: -interval.high, high: -interval.low } }
}

fn turned(verdict: Verdict, sense: f64) -> Verdict {
    let turn = |difference| flipped(difference, sense);
    match verdict {
        Verdict::Better { difference } => Verdict::Better { difference: turn(difference) },
        Verdict::Worse { difference } => Verdict::Worse { difference: turn(difference) },
        Verdict::NoDifferenceWorthHaving { difference } => {
            Verdict::NoDifferenceWorthHaving { difference: turn(difference) }
        }
        Verdict::Unclear { more_per_arm, difference } => {
            Verdict::Unclear { more_per_arm, difference: turn(difference) }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hypothesis::{Kind, MeanPlan, Measure};

    fn design(kind: Kind) -> Design {
        Design {
            measure: Measure { kind, ..Measure::default() },
            mean: Some(MeanPlan { usual: 10_000, spread: 10_000, effect: 4_000 }),
            ..Design::default()
        }
    }

    fn arm(n: u64, mean: f64, sd: f64) -> MeanArm {
        MeanArm { known: n, converted: n / 2, mean: Some(Mean { mean, sd, n }) }
    }

    #[test]
    fn nothing_is_said_before_the_planned_number() {
        let design = design(Kind::Value);
        let planned = design.planned_mean(2).unwrap();
        assert_eq!(planned, 100, "2 · (2.80 · 10,000 / 4,000)² + 0.96");
        let few = judge_means(&design, &[arm(planned, 1e4, 1e3), arm(planned - 1, 9e4, 1e3)]);
        assert_eq!(few.verdict, Verdict::NotEnoughYet { more_per_arm: 1, planned_per_arm: planned });
        let enough = judge_means(&design, &[arm(planned, 1e4, 1e3), arm(planned, 9e4, 1e3)]);
        assert_eq!((enough.verdict.code(), enough.scale), ("better", Scale::Money));
        assert_eq!(enough.arms[1].difference.unwrap().value, 8e4);
    }

    #[test]
    fn of_time_less_is_better() {
        let design = design(Kind::Time);
        let judged = judge_means(&design, &[arm(100, 90.0, 20.0), arm(100, 30.0, 20.0)]);
        let Verdict::Better { difference } = judged.verdict else { panic!("{:?}", judged.verdict) };
        assert!(difference.high < 0.0 && difference.contains(-60.0));
        assert!((judged.arms[1].difference.unwrap().value + 60.0).abs() < 1e-9 && judged.effect == 40.0);
        let slower = judge_means(&design, &[arm(100, 30.0, 20.0), arm(100, 90.0, 20.0)]);
        assert_eq!(slower.verdict.code(), "worse");
    }

    #[test]
    fn the_quickest_of_several_variants_is_the_one_that_the_verdict_is_about() {
        let judged =
            judge_means(&design(Kind::Time), &[arm(200, 90.0, 20.0), arm(200, 70.0, 20.0), arm(200, 40.0, 20.0)]);
        assert_eq!((judged.verdict.code(), judged.about), ("better", Some(2)));
    }

    #[test]
    fn where_nothing_varies_nothing_is_told_apart() {
        let judged = judge_means(&design(Kind::Value), &[arm(100, 0.0, 0.0), arm(100, 0.0, 0.0)]);
        assert_eq!(judged.verdict.code(), "unclear");
    }

    #[test]
    fn without_a_plan_the_plan_is_missing_and_a_broken_split_comes_first() {
        let bare = Design { mean: None, ..design(Kind::Value) };
        let code = |design: &Design, a, b| judge_means(design, &[a, b]).verdict.code();
        assert_eq!(code(&bare, arm(100, 1.0, 1.0), arm(100, 1.0, 1.0)), "broken");
        assert_eq!(code(&design(Kind::Value), arm(100, 1.0, 1.0), arm(300, 1.0, 1.0)), "broken");
        assert_eq!(code(&design(Kind::Value), MeanArm::default(), MeanArm::default()), "not_started");
    }

    #[test]
    fn a_difference_too_small_to_matter_is_said_to_be_one() {
        let judged = judge_means(&design(Kind::Value), &[arm(4_000, 1e4, 1e4), arm(4_000, 1.01e4, 1e4)]);
        assert_eq!(judged.verdict.code(), "no_difference_worth_having");
    }

    /// Four in five bring nothing, the others differ a lot: what deals are like.
    #[test]
    fn skewed_values_without_a_difference_have_few_false_winners() {
        let mut seed = 7_u64;
        let mut unit = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut drawn = |n: u64| {
            let value = |won: f64, size: f64| if won < 0.2 { -20_000.0 * libm::log(1.0 - size) } else { 0.0 };
            let values: Vec<f64> = (0..n).map(|_| value(unit(), unit())).collect();
            let mean = values.iter().sum::<f64>() / n as f64;
            let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
            MeanArm {
                known: n,
                converted: n / 5,
                mean: Some(Mean { mean, sd: (squares / (n as f64 - 1.0)).sqrt(), n }),
            }
        };
        let design = design(Kind::Value);
        let verdicts: Vec<_> =
            (0..2_000).map(|_| judge_means(&design, &[drawn(100), drawn(100)]).verdict.code()).collect();
        let share = |code| verdicts.iter().filter(|verdict| **verdict == code).count() as f64 / 2_000.0;
        assert!(share("better") < 0.035 && share("worse") < 0.035, "{} {}", share("better"), share("worse"));
        assert!(share("better") > 0.005, "the test can see something");
    }
}
