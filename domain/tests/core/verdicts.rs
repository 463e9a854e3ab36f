//! A verdict is never early, and is the same whoever looks how often.

use crate::support::cases;
use proptest::{collection::vec, prelude::*};
use smarketing_domain::hypothesis::{
    Arm, Plan,
    verdict::{Fault, Judgement, Method, Verdict, judge, judge_daily, planned_per_arm},
};
use smarketing_domain::statistics::{choice::Test, evalue::Counts};

fn arms(counts: &[(u64, u64)]) -> Vec<Arm> {
    counts.iter().map(|&(exposed, converted)| Arm { name: "arm".into(), exposed, converted }).collect()
}

fn plans() -> impl Strategy<Value = Plan> {
    (0..=10_000_u32, 1..=10_000_u32).prop_map(|(baseline_bp, effect_bp)| Plan { baseline_bp, effect_bp })
}

/// Two arms of one size.
fn pairs() -> impl Strategy<Value = [(u64, u64); 2]> {
    (100..20_000_u64, 0.0..=1.0_f64, 0.0..=1.0_f64)
        .prop_map(|(n, a, b)| [a, b].map(|rate| (n, (n as f64 * rate) as u64)))
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn until_each_arm_has_the_planned_size_nothing_is_said(
        plan in plans(),
        counts in vec((0..5_000_u64, 0.0..=1.0_f64), 0..5),
    ) {
        let counts: Vec<_> = counts.iter().map(|&(n, rate)| (n, (n as f64 * rate) as u64)).collect();
        let judgement = judge(&plan, &arms(&counts));
        let smallest = counts.iter().map(|c| c.0).min().unwrap_or(0);
        match (judgement.verdict, planned_per_arm(&plan, counts.len())) {
            (Verdict::NotStarted, _) => prop_assert!(counts.len() < 2 || counts.iter().all(|c| c.0 == 0)),
            (Verdict::Broken { why: Fault::PlanImpossible }, planned) => prop_assert_eq!(planned, None),
            (Verdict::Broken { .. }, _) => {}
            (Verdict::NotEnoughYet { more_per_arm, planned_per_arm }, planned) => {
                prop_assert_eq!((Some(planned_per_arm), more_per_arm), (planned, planned_per_arm - smallest));
                prop_assert!(more_per_arm > 0);
            }
            (_, planned) => prop_assert!(planned.is_some_and(|n| smallest >= n)),
        }
        prop_assert_eq!(judgement.arms.len(), counts.len());
    }

    /// The method is named exactly where something was computed, and it is the one that the
    /// verdict allows.
    #[test]
    fn a_verdict_says_by_which_method_and_why(
        plan in plans(),
        counts in vec((0..3_000_u64, 0.0..=1.0_f64), 0..5),
    ) {
        let counts: Vec<_> = counts.iter().map(|&(n, rate)| (n, (n as f64 * rate) as u64)).collect();
        let Judgement { verdict, basis, .. } = judge(&plan, &arms(&counts));
        let method = basis.as_ref().map(|basis| basis.method);
        prop_assert!(basis.is_none_or(|basis| !basis.reasons.is_empty()));
        let fits = match (verdict, method) {
            (Verdict::NotStarted, None) => true,
            (Verdict::Broken { why: Fault::SplitUneven { .. } }, Some(Method::SampleRatio)) => true,
            (Verdict::Broken { why: Fault::SplitUneven { .. } }, _) => false,
            (Verdict::Broken { .. }, None) => true,
            (Verdict::NotEnoughYet { .. }, Some(Method::PlannedSize)) => true,
            (_, Some(Method::Compared(test))) => matches!(test, Test::ZTest | Test::Boschloo | Test::Fisher),
            _ => false,
        };
        prop_assert!(fits, "{:?} {:?}", verdict, method);
    }

    /// By day: what was broken stays so, a winner has 0 outside of its interval, and flat
    /// or unclear waits for the planned size.
    #[test]
    fn by_day_only_a_winner_may_come_early(
        plan in plans(),
        days in vec(vec((0..60_u64, 0.0..=1.0_f64), 2..4), 0..12),
    ) {
        let counted = |&(n, rate): &(u64, f64)| Counts { exposed: n, converted: (n as f64 * rate) as u64 };
        let days: Vec<Vec<Counts>> = days.iter().map(|day| day.iter().map(counted).collect()).collect();
        let judgement = judge_daily(&plan, &days);
        let enough = |i: usize| judgement.arms[0].missing == 0 && judgement.arms[i].missing == 0;
        match (judgement.verdict, judgement.about) {
            (Verdict::Better { difference }, Some(_)) => prop_assert!(difference.low > 0.0),
            (Verdict::Worse { difference }, Some(_)) => prop_assert!(difference.high < 0.0),
            (Verdict::NoDifferenceWorthHaving { .. } | Verdict::Unclear { .. }, Some(i)) => prop_assert!(enough(i)),
            (Verdict::NotEnoughYet { more_per_arm, .. }, _) => prop_assert!(more_per_arm > 0),
            (Verdict::Broken { .. } | Verdict::NotStarted, about) => prop_assert_eq!(about, None),
            other => prop_assert!(false, "{:?}", other),
        }
        let totals = judgement.arms.iter().map(|arm| (arm.exposed, arm.converted)).collect::<Vec<_>>();
        let by_size = judge(&plan, &arms(&totals)).verdict;
        let same = matches!(by_size, Verdict::Broken { .. } | Verdict::NotStarted);
        prop_assert!(!same || by_size == judgement.verdict, "{:?} {:?}", by_size, judgement.verdict);
    }

    /// A sound picture: rates lie in their intervals, and the verdict says
    /// what the interval shows.
    #[test]
    fn what_is_said_is_what_the_picture_shows(plan in plans(), counts in pairs()) {
        let judgement = judge(&plan, &arms(&counts));
        for arm in &judgement.arms {
            let rate = arm.rate.unwrap();
            prop_assert!(rate.interval.contains(rate.value) && rate.interval.low >= 0.0 && rate.interval.high <= 1.0);
        }
        let shown = judgement.arms[1].difference.unwrap();
        prop_assert!(shown.interval.contains(shown.value));
        let small = shown.interval.low > -judgement.effect && shown.interval.high < judgement.effect;
        let (said, holds) = match judgement.verdict {
            Verdict::Better { difference } => (difference, !small && difference.low > 0.0),
            Verdict::Worse { difference } => (difference, !small && difference.high < 0.0),
            Verdict::NoDifferenceWorthHaving { difference } => (difference, small),
            Verdict::Unclear { difference, more_per_arm } => {
                // Beyond 0 it may be as well, where the test that fits the counts says no.
                let exact = judgement.basis.as_ref().is_some_and(|basis| basis.p.is_some_and(|p| p > 0.05));
                (difference, !small && (difference.contains(0.0) || exact) && more_per_arm > 0)
            }
            Verdict::NotEnoughYet { .. } | Verdict::Broken { .. } => (shown.interval, true),
            Verdict::NotStarted => (shown.interval, false),
        };
        prop_assert!(holds && said == shown.interval, "{:?}", judgement);
    }

    /// Naming the other arm the control turns better into worse.
    #[test]
    fn the_arms_swapped_are_the_verdict_swapped(plan in plans(), counts in pairs()) {
        let code = |counts: &[(u64, u64)]| judge(&plan, &arms(counts)).verdict.code();
        let swapped = match code(&[counts[1], counts[0]]) {
            "better" => "worse",
            "worse" => "better",
            other => other,
        };
        prop_assert_eq!(code(&counts), swapped);
    }
}
