//! A verdict is never early, and is the same whoever looks how often.

use crate::support::cases;
use proptest::{collection::vec, prelude::*};
use smarketing_domain::hypothesis::{
    Arm, Plan,
    verdict::{Fault, Verdict, judge, planned_per_arm},
};

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
                (difference, !small && difference.contains(0.0) && more_per_arm > 0)
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
