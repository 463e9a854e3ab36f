//! The statistics give the figures of the reference cases: 299 of them, made
//! with SciPy, statsmodels and 60-digit arithmetic.

use serde::Deserialize;
use serde_json::Value;
use smarketing_domain::statistics::{
    kaplan_meier::{Curve, Observation, Step, difference},
    log_rank::log_rank,
    power::{Errors, Sizes, exact_control_size, power, sample_sizes, smallest_detectable_rise},
    proportion::{Interval, Sample, newcombe, split_test, two_proportion_ztest, wilson},
};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Function {
    tolerance: Tolerance,
    cases: Vec<Case>,
}

#[derive(Clone, Copy, Deserialize)]
struct Tolerance {
    rel: f64,
    abs: f64,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    input: BTreeMap<String, Value>,
    output: BTreeMap<String, Value>,
}

impl Case {
    fn number(&self, name: &str) -> f64 {
        self.input[name].as_f64().unwrap_or_else(|| panic!("{}: {name}", self.id))
    }

    fn sample(&self, converted: &str, exposed: &str) -> Sample {
        let count = |name: &str| self.input[name].as_u64().unwrap();
        Sample::new(count(exposed), count(converted)).unwrap()
    }

    fn expect(&self, tolerance: Tolerance, name: &str, got: Option<f64>) {
        let want = self.output[name].as_f64();
        let close = match (got, want) {
            (Some(got), Some(want)) => (got - want).abs() <= tolerance.abs.max(tolerance.rel * want.abs()),
            (None, None) => true,
            _ => false,
        };
        assert!(close, "{} {name}: got {got:?}, want {want:?}", self.id);
    }

    fn expect_interval(&self, tolerance: Tolerance, name: &str, got: Interval) {
        for (end, want) in [got.low, got.high].into_iter().zip(self.output[name].as_array().unwrap()) {
            let want = want.as_f64().unwrap();
            assert!((end - want).abs() <= tolerance.abs, "{} {name}: got {end}, want {want}", self.id);
        }
    }
}

fn each(function: &str, test: impl Fn(&Case, Tolerance)) {
    let (text, least) = match function {
        "kaplan_meier" => (include_str!("fixtures/kaplan_meier.json"), 19),
        _ => (include_str!("fixtures/statistics.json"), 30),
    };
    let mut functions: BTreeMap<String, Function> = serde_json::from_str(text).unwrap();
    let Function { tolerance, cases } = functions.remove(function).unwrap();
    assert!(cases.len() >= least, "{function}: {}", cases.len());
    cases.iter().for_each(|case| test(case, tolerance));
}

#[test]
fn wilson_intervals_are_the_reference() {
    each("proportion_ci", |case, tolerance| {
        let sample = case.sample("x", "n");
        case.expect(tolerance, "rate", Some(sample.rate()));
        case.expect_interval(tolerance, "wilson", wilson(sample, case.number("conf_level")));
    });
}

#[test]
fn newcombe_intervals_are_the_reference() {
    each("diff_ci", |case, tolerance| {
        let (a, b) = (case.sample("x_a", "n_a"), case.sample("x_b", "n_b"));
        case.expect(tolerance, "diff", Some(b.rate() - a.rate()));
        case.expect_interval(tolerance, "newcombe", newcombe(a, b, case.number("conf_level")));
    });
}

#[test]
fn the_z_test_is_the_reference() {
    each("two_proportion_ztest", |case, tolerance| {
        let test = two_proportion_ztest(case.sample("x_a", "n_a"), case.sample("x_b", "n_b"));
        case.expect(tolerance, "z", test.map(|t| t.z));
        case.expect(tolerance, "p_two_sided", test.map(|t| t.p_two_sided));
        case.expect(tolerance, "p_b_greater", test.map(|t| t.p_variant_greater));
    });
}

#[test]
fn the_split_check_is_the_reference() {
    each("srm_chi_square", |case, tolerance| {
        let counts: Vec<u64> = case.input["counts"].as_array().unwrap().iter().filter_map(Value::as_u64).collect();
        let weights = match case.input["weights"].as_array() {
            Some(weights) => weights.iter().filter_map(Value::as_f64).collect(),
            None => vec![1.0; counts.len()],
        };
        let test = split_test(&counts, &weights).unwrap();
        case.expect(tolerance, "chi2", Some(test.chi_square));
        case.expect(tolerance, "p", Some(test.p));
        assert_eq!(Some(test.p < 0.001), case.output["flag_at_0_001"].as_bool(), "{}", case.id);
    });
}

#[test]
fn sample_sizes_powers_and_detectable_rises_are_the_reference() {
    each("sample_size_power", |case, tolerance| {
        let (a, b, ratio) = (case.number("p_a"), case.number("p_b"), case.number("ratio_nb_over_na"));
        let errors = Errors { alpha: case.number("alpha"), power: case.number("power") };
        case.expect(tolerance, "n_a_unpooled", exact_control_size(a, b, ratio, errors));
        let sizes = sample_sizes(a, b, ratio, errors).unwrap();
        let count = |name: &str| case.output[name].as_u64().unwrap();
        let want = Sizes { control: count("n_a_unpooled_ceil"), variant: count("n_b_unpooled_ceil") };
        assert_eq!(sizes, want, "{}", case.id);
        case.expect(tolerance, "power_at_ceil_unpooled", Some(power(a, b, sizes, errors.alpha)));
        case.expect(tolerance, "mde_abs_up_at_ceil_unpooled", smallest_detectable_rise(a, sizes, errors));
    });
}

fn curve(case: &Case, times: &str, events: &str) -> Option<Curve> {
    let (times, events) = (case.input.get(times)?.as_array()?, case.input.get(events)?.as_array()?);
    let units = times.iter().zip(events);
    let unit = |(time, event): (&Value, &Value)| Observation {
        time: time.as_f64().unwrap(),
        converted: event.as_u64().unwrap() == 1,
    };
    Some(Curve::of(units.map(unit).collect()))
}

#[test]
fn kaplan_meier_curves_are_the_reference() {
    each("kaplan_meier", |case, tolerance| {
        let curve = curve(case, "time", "event").unwrap();
        let all = |name: &str, of: fn(&Step) -> Option<f64>| {
            let want = case.output[name].as_array().unwrap();
            assert_eq!(curve.steps().len(), want.len(), "{} {name}", case.id);
            for (step, want) in curve.steps().iter().zip(want) {
                let one = Case {
                    id: case.id.clone(),
                    input: BTreeMap::new(),
                    output: [(name.to_owned(), want.clone())].into(),
                };
                one.expect(tolerance, name, of(step));
            }
        };
        all("event_times", |s| Some(s.time));
        all("at_risk", |s| Some(s.at_risk as f64));
        all("events", |s| Some(s.converted as f64));
        all("survival", |s| Some(s.survival));
        all("greenwood_se", |s| s.greenwood_se);
        case.expect(tolerance, "median", curve.median());
        // The other rule of the median differs only where exactly half have converted.
        let strict = curve.steps().iter().find(|s| s.survival < 0.5 - 1e-12).map(|s| s.time);
        case.expect(tolerance, "median_strict_lt", strict);
        case.expect(tolerance, "q25_time", curve.quantile(0.25));
        case.expect(tolerance, "q75_time", curve.quantile(0.75));
    });
}

#[test]
fn log_rank_tests_are_the_reference() {
    each("kaplan_meier", |case, tolerance| {
        let Some(other) = curve(case, "time_2", "event_2") else { return };
        let test = log_rank(&curve(case, "time", "event").unwrap(), &other);
        case.expect(tolerance, "logrank_chi2", test.map(|t| t.chi_square));
        case.expect(tolerance, "logrank_p", test.map(|t| t.p));
    });
}

/// `converted` of `all` at different times, the others watched to `end`.
fn uncensored(converted: u64, all: u64, end: f64) -> Curve {
    let unit = |n| Observation { time: if n < converted { n as f64 } else { end }, converted: n < converted };
    Curve::of((0..all).map(unit).collect())
}

#[test]
fn where_nothing_is_censored_the_estimate_is_the_plain_ratio_with_its_wilson_interval() {
    for (converted, all) in [(0, 1), (1, 1), (0, 7), (7, 7), (3, 7), (1, 3), (842, 8_000), (999, 1_000)] {
        let estimate = uncensored(converted, all, 5_000.0).at(5_000.0, 0.95).unwrap();
        let sample = Sample::new(all, converted).unwrap();
        assert_eq!(estimate.rate, sample.rate(), "to the last digit");
        let want = wilson(sample, 0.95);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(near(estimate.interval.low, want.low) && near(estimate.interval.high, want.high), "{converted}/{all}");
    }
    let (a, b) =
        (uncensored(48, 80, 100.0).at(100.0, 0.95).unwrap(), uncensored(56, 70, 100.0).at(100.0, 0.95).unwrap());
    let want = newcombe(Sample::new(80, 48).unwrap(), Sample::new(70, 56).unwrap(), 0.95);
    let (value, interval) = difference(&a, &b, 0.95);
    assert!((value - 0.2).abs() < 1e-12);
    assert!((interval.low - want.low).abs() < 1e-12 && (interval.high - want.high).abs() < 1e-12);
}

#[test]
fn one_who_was_watched_to_the_end_does_not_speak_for_a_hundred_who_were_not() {
    let mut units = vec![Observation { time: 1.0, converted: true }; 10];
    units.extend(vec![Observation { time: 2.0, converted: false }; 90]);
    units.push(Observation { time: 30.0, converted: false });
    let curve = Curve::of(units.clone());
    let (early, late) = (curve.at(1.0, 0.95).unwrap(), curve.at(30.0, 0.95).unwrap());
    assert_eq!((early.rate, late.rate, late.at_risk), (10.0 / 101.0, 10.0 / 101.0, 1));
    assert!(early.interval.high < 0.2 && late.interval.high > 0.5, "{early:?} {late:?}");
    assert_eq!(curve.at(31.0, 0.95), None, "nobody was watched that long");
    units.push(Observation { time: 25.0, converted: true });
    let all = Curve::of(units.into_iter().filter(|u| u.time != 30.0).collect()).at(30.0, 0.95).unwrap();
    assert_eq!((all.rate, all.greenwood_se), (1.0, None));
    assert!(all.interval.low < 0.5, "{all:?}");
}
