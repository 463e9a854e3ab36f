//! The verdict's rules, by example.

use super::*;
use crate::statistics::{choice::Reason, evalue::Counts};

/// 20 % to 25 %: 1,091 an arm.
const PLAN: Plan = Plan { baseline_bp: 2_000, effect_bp: 500 };

fn arms(counts: &[(u64, u64)]) -> Vec<Arm> {
    counts.iter().map(|&(exposed, converted)| Arm { name: "arm".into(), exposed, converted }).collect()
}

fn code(counts: &[(u64, u64)]) -> &'static str {
    judge(&PLAN, &arms(counts)).verdict.code()
}

#[test]
fn nothing_counted_is_not_started() {
    assert_eq!(code(&[]), "not_started");
    assert_eq!(code(&[(10, 1)]), "not_started");
    assert_eq!(code(&[(0, 0), (0, 0)]), "not_started");
}

#[test]
fn before_the_planned_size_even_a_huge_difference_is_not_enough() {
    let judgement = judge(&PLAN, &arms(&[(1_090, 0), (1_095, 1_095)]));
    assert_eq!(judgement.planned_per_arm, Some(1_091));
    assert_eq!(judgement.verdict, Verdict::NotEnoughYet { more_per_arm: 1, planned_per_arm: 1_091 });
    assert_eq!((judgement.arms[0].missing, judgement.arms[1].missing), (1, 0));
}

#[test]
fn one_arm_without_anybody_is_not_enough() {
    assert_eq!(code(&[(0, 0), (9, 3)]), "not_enough_yet");
}

#[test]
fn at_the_planned_size_the_interval_decides() {
    assert_eq!(code(&[(1_200, 240), (1_200, 320)]), "better");
    assert_eq!(code(&[(1_200, 320), (1_200, 240)]), "worse");
    assert_eq!(code(&[(1_200, 240), (1_200, 262)]), "unclear");
    assert_eq!(code(&[(1_200, 240), (1_200, 240)]), "no_difference_worth_having");
}

#[test]
fn a_difference_that_is_real_and_too_small_is_not_worth_having() {
    assert_eq!(code(&[(100_000, 20_000), (100_000, 21_000)]), "no_difference_worth_having");
}

#[test]
fn unclear_says_how_many_more_would_settle_it() {
    let (exposed, rates) = (1_200_u64, (0.2, 0.22));
    let counts = |n: u64| {
        let of = |rate: f64| (n as f64 * rate).round() as u64;
        arms(&[(n, of(rates.0)), (n, of(rates.1))])
    };
    let Verdict::Unclear { more_per_arm, .. } = judge(&PLAN, &counts(exposed)).verdict else { panic!() };
    let settled = judge(&PLAN, &counts(exposed + more_per_arm + 100)).verdict;
    let before = judge(&PLAN, &counts(exposed + more_per_arm - 100)).verdict;
    assert_eq!((before.code(), settled.code()), ("unclear", "no_difference_worth_having"));
}

#[test]
fn an_uneven_split_is_broken_however_many_there_are() {
    for counts in [[(70, 20), (30, 10)], [(3_332, 932), (2_996, 928)]] {
        assert_eq!(code(&counts), "broken", "{counts:?}");
    }
    assert_eq!(code(&[(8, 2), (1, 0)]), "not_enough_yet"); // too few to tell
}

#[test]
fn impossible_counts_and_plans_are_broken_and_say_why() {
    let why = |plan: Plan, counts: &[(u64, u64)]| match judge(&plan, &arms(counts)).verdict {
        Verdict::Broken { why } => why.code(),
        other => other.code(),
    };
    assert_eq!(why(PLAN, &[(5, 1), (5, 6)]), "more_converted_than_exposed");
    assert_eq!(why(PLAN, &[(u64::MAX, 1), (5, 6)]), "counts_too_large");
    assert_eq!(why(Plan { baseline_bp: 5_000, effect_bp: 6_000 }, &[(5, 1), (5, 2)]), "plan_impossible");
    assert_eq!(why(Plan { baseline_bp: 5_000, effect_bp: 0 }, &[(5, 1), (5, 2)]), "plan_impossible");
    assert_eq!(why(Plan { baseline_bp: u32::MAX, effect_bp: u32::MAX }, &[(5, 1), (5, 2)]), "plan_impossible");
}

#[test]
fn a_high_baseline_plans_a_fall() {
    let high = planned_per_arm(&Plan { baseline_bp: 9_800, effect_bp: 500 }, 2);
    let low = planned_per_arm(&Plan { baseline_bp: 200, effect_bp: 500 }, 2);
    assert_eq!(high, low);
}

#[test]
fn several_variants_share_the_error_and_the_best_one_is_named() {
    let judgement = judge(&PLAN, &arms(&[(2_000, 400), (2_000, 300), (2_000, 500), (2_000, 480)]));
    assert_eq!((judgement.verdict.code(), judgement.about), ("better", Some(2)));
    assert!(judgement.planned_per_arm > Some(1_091));
    assert!((judgement.difference_confidence - (1.0 - 0.05 / 3.0)).abs() < 1e-12);
    assert_eq!(judgement.arms[1].verdict.map(|v| v.code()), Some("worse"));
    assert_eq!(judgement.arms[0].verdict, None);
}

fn basis(plan: &Plan, counts: &[(u64, u64)]) -> (&'static str, &'static str, Vec<&'static str>) {
    let judgement = judge(plan, &arms(counts));
    let basis = judgement.basis.expect("something was computed");
    (judgement.verdict.code(), basis.method.code(), basis.reasons.iter().map(Reason::code).collect())
}

#[test]
fn the_counts_choose_the_method_and_it_says_why() {
    let plan = |baseline_bp, effect_bp| Plan { baseline_bp, effect_bp };
    let large = basis(&PLAN, &[(1_200, 240), (1_200, 320)]);
    assert_eq!(large, ("better", "z_test", vec!["enough_expected", "size_planned"]));
    let small = basis(&plan(200, 2_500), &[(60, 0), (60, 9)]);
    assert_eq!(small, ("better", "boschloo", vec!["few_expected", "size_planned", "counted_on"]));
    let rare = basis(&plan(10, 1_000), &[(400, 0), (400, 8)]);
    assert_eq!(
        rare,
        (
            "no_difference_worth_having",
            "fisher",
            vec!["few_expected", "too_many_for_boschloo", "size_planned", "counted_on"]
        )
    );
    let waiting = basis(&PLAN, &[(10, 1), (12, 3)]);
    assert_eq!(waiting, ("not_enough_yet", "planned_size", vec!["size_planned"]));
    let broken = basis(&PLAN, &[(3_332, 932), (2_996, 928)]);
    assert_eq!(broken, ("broken", "sample_ratio", vec!["split_uneven"]));
    let three = basis(&PLAN, &[(2_000, 400), (2_000, 400), (2_000, 500)]);
    assert_eq!(three.2, ["enough_expected", "size_planned", "counted_on", "several_decisions"]);
    assert_eq!(judge(&PLAN, &arms(&[(5, 1), (5, 6)])).basis, None);
}

#[test]
fn a_winner_needs_the_test_as_well_as_the_interval() {
    let seen = |converted| {
        let judgement = judge(&Plan { baseline_bp: 10, effect_bp: 500 }, &arms(&[(200, 0), (200, converted)]));
        let low = judgement.arms[1].difference.map_or(0.0, |d| d.interval.low);
        (judgement.verdict.code(), low > 0.0, judgement.basis.and_then(|b| b.p).is_some_and(|p| p <= 0.05))
    };
    assert_eq!(seen(5), ("unclear", true, false), "Newcombe's interval lies above 0; Boschloo's p is 0.051");
    assert_eq!(seen(8), ("better", true, true));
    let vetoed = judge(&Plan { baseline_bp: 10, effect_bp: 500 }, &arms(&[(200, 0), (200, 5)]));
    assert!(vetoed.verdict.more_per_arm() > 1, "as many as the z test needs: {:?}", vetoed.verdict);
}

fn day(a: (u64, u64), b: (u64, u64)) -> Vec<Counts> {
    [a, b].map(|(exposed, converted)| Counts { exposed, converted }).to_vec()
}

#[test]
fn by_day_a_clear_winner_is_called_before_the_planned_size() {
    let few = judge_daily(&Plan { baseline_bp: 1_000, effect_bp: 2_000 }, &vec![day((5, 0), (5, 4)); 6]);
    assert_eq!((few.verdict.code(), few.basis.map(|b| b.method.code())), ("better", Some("e_value")));
    assert!(few.arms[0].missing > 0);
    let many = judge_daily(&PLAN, &vec![day((40, 4), (40, 20)); 15]);
    let basis = many.basis.unwrap();
    assert_eq!((many.verdict.code(), basis.method.code()), ("better", "confidence_sequence"));
    assert_eq!(basis.reasons.iter().map(Reason::code).collect::<Vec<_>>(), ["looks_often", "plan_expects_enough"]);
    let none = judge_daily(&PLAN, &vec![day((40, 8), (40, 8)); 15]);
    assert_eq!(none.verdict, Verdict::NotEnoughYet { more_per_arm: 491, planned_per_arm: 1_091 });
}

#[test]
fn by_day_a_day_that_cannot_be_is_broken_though_the_totals_can() {
    let days = [day((10, 1), (10, 12)), day((10, 1), (10, 0))];
    let why = Fault::MoreConvertedThanExposed { arm: 1 };
    assert_eq!(judge_daily(&PLAN, &days).verdict, Verdict::Broken { why });
    assert_eq!(judge_daily(&PLAN, &[]).verdict, Verdict::NotStarted);
    assert_eq!(judge_daily(&PLAN, &[day((0, 0), (9, 3))]).verdict.code(), "not_enough_yet");
}
