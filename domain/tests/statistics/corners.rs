//! What holds for whatever is counted: none, all, one unit, twenty million.

use proptest::prelude::*;
use smarketing_domain::statistics::{
    beta_binomial::{Posterior, beliefs},
    compare::compare_once,
    difference_interval::{agresti_caffo, mee, miettinen_nurminen, newcombe},
    effect_model::{Scale, effect},
    evalue::{Counts, Evidence},
    fisher::fisher,
    proportion::{Interval, Sample},
    proportion_interval::{clopper_pearson, jeffreys, wilson},
    sequence::anytime,
    two_proportions::two_proportion_ztest,
    uplift::{katz, uplift},
    welch::{Mean, welch},
};

/// Sizes alike on a logarithmic scale, and counts near both ends and anywhere.
fn sample() -> impl Strategy<Value = Sample> {
    (0.0..7.31_f64, 0..4, 0_u64..6, 0.0..=1.0_f64).prop_map(|(digits, kind, few, share)| {
        let n = 10_f64.powf(digits) as u64;
        let x = match kind {
            0 => few.min(n),
            1 => n - few.min(n),
            _ => (share * n as f64) as u64,
        };
        Sample::new(n, x.min(n)).unwrap()
    })
}

fn level() -> impl Strategy<Value = f64> {
    prop::sample::select(vec![0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.999_999])
}

fn ordered(interval: Interval, value: f64, low: f64, high: f64) -> bool {
    let slack = 1e-12;
    low <= interval.low && interval.low <= value + slack && value - slack <= interval.high && interval.high <= high
}

proptest! {
    #[test]
    fn an_interval_of_a_rate_has_the_rate_inside(sample in sample(), level in level()) {
        let rate = sample.rate();
        for interval in [wilson, clopper_pearson, jeffreys].map(|method| method(sample, level)) {
            prop_assert!(ordered(interval, rate, 0.0, 1.0), "{interval:?}");
        }
        let known = Posterior::after(sample);
        // Near the end of the range the mean lies outside of short intervals, never of long ones.
        prop_assert!(level < 0.8 || ordered(known.credible(level), known.mean(), 0.0, 1.0));
        let (exact, jeffreys) = (clopper_pearson(sample, level), jeffreys(sample, level));
        prop_assert!(exact.low <= jeffreys.low + 1e-12 && jeffreys.high <= exact.high + 1e-12);
    }

    #[test]
    fn an_interval_of_a_difference_has_the_difference_inside(a in sample(), b in sample(), level in level()) {
        let difference = b.rate() - a.rate();
        for interval in [newcombe, miettinen_nurminen, mee].map(|method| method(a, b, level)) {
            prop_assert!(ordered(interval, difference, -1.0, 1.0), "{interval:?}");
            prop_assert!(interval.width() > 0.0);
        }
        let (wider, narrower) = (miettinen_nurminen(a, b, level), mee(a, b, level));
        prop_assert!(wider.low <= narrower.low + 1e-12 && narrower.high <= wider.high + 1e-12);
        let compared = agresti_caffo(a, b, level);
        prop_assert!(-1.0 <= compared.low && compared.low < compared.high && compared.high <= 1.0);
        if let (Some(uplift), Some(interval)) = (uplift(a, b), katz(a, b, level)) {
            prop_assert!(interval.low <= uplift + 1e-9 * (1.0 + uplift) && uplift <= interval.high + 1e-9 * (1.0 + uplift));
        }
    }

    #[test]
    fn the_score_interval_leaves_out_0_exactly_when_the_z_test_says_so(a in sample(), b in sample()) {
        // Mee's statistic at a difference of 0 is the pooled z.
        if let Some(test) = two_proportion_ztest(a, b) {
            prop_assume!((test.p_two_sided - 0.05).abs() > 1e-6);
            prop_assert_eq!(mee(a, b, 0.95).contains(0.0), test.p_two_sided > 0.05);
        }
    }

    #[test]
    fn a_chance_is_one(a in sample(), b in sample()) {
        let chance = |p: f64| (0.0..=1.0).contains(&p);
        let exact = fisher(a, b);
        prop_assert!(chance(exact.p_two_sided) && chance(exact.p_variant_greater) && chance(exact.p_variant_less));
        // What was seen is counted on both sides.
        prop_assert!(exact.p_variant_greater + exact.p_variant_less > 1.0 - 1e-9);
        prop_assert!(exact.p_two_sided >= exact.p_variant_greater.min(exact.p_variant_less) * (1.0 - 1e-9));
        let known = beliefs(a, b);
        prop_assert!(chance(known.p_variant_greater) && chance(known.p_control_greater));
        prop_assert!((known.p_variant_greater + known.p_control_greater - 1.0).abs() < 1e-12);
        prop_assert!(known.loss_of_variant >= 0.0 && known.loss_of_control >= 0.0);
        prop_assert!(known.loss_of_variant <= 1.0 && known.loss_of_control <= 1.0);
    }

    #[test]
    fn there_is_an_answer_for_all_counts_also_where_the_models_have_none(a in sample(), b in sample(), level in level()) {
        let compared = compare_once(a, b, level);
        prop_assert!((0.0..=1.0).contains(&compared.p_two_sided) && compared.difference.width() > 0.0);
        for scale in [Scale::Absolute, Scale::Relative] {
            match (effect(a, b, scale, level), anytime(a, b, scale, level, 5_000.0)) {
                (Ok(once), Ok(often)) => {
                    prop_assert!(once.interval.contains(once.estimate) && once.df > 0.0);
                    prop_assert!(often.interval.contains(often.estimate) && often.interval.width().is_finite());
                    prop_assert!((0.0..=1.0).contains(&once.p_two_sided) && (0.0..=1.0).contains(&often.p));
                }
                (once, often) => prop_assert_eq!(once.err(), often.err()),
            }
        }
    }

    #[test]
    fn more_of_the_same_is_more_evidence(x_a in 0_u64..30, x_b in 0_u64..30, days in 1_u32..20) {
        let block = |converted| Counts { exposed: 30, converted };
        let mut evidence = Evidence::new(None);
        let mut last = 1.0;
        for _ in 0..days {
            evidence.add(block(x_a), block(x_b));
            prop_assert!(evidence.p() <= last && evidence.e_value() >= 0.0);
            last = evidence.p();
        }
        let odds = evidence.odds_ratio(0.95);
        prop_assert!(odds.low <= odds.high);
        prop_assert!(x_a != x_b || odds.contains(1.0));
    }

    #[test]
    fn welchs_p_falls_with_the_difference(sd_a in 0.0..10.0_f64, sd_b in 0.01..10.0_f64, n_a in 2_u64..100_000, n_b in 2_u64..100_000) {
        let (a, b) = (|mean| Mean { mean, sd: sd_a, n: n_a }, Mean { mean: 0.0, sd: sd_b, n: n_b });
        let p = |mean| welch(a(mean), b, 0.95).unwrap().p_two_sided;
        let unit = (sd_a * sd_a / n_a as f64 + sd_b * sd_b / n_b as f64).sqrt();
        let all: Vec<f64> = [0.0, 0.5, 1.0, 3.0, 8.0].map(|z| p(z * unit)).to_vec();
        prop_assert!(all[0] == 1.0 && all.is_sorted_by(|x, y| x > y), "{all:?}");
    }
}
