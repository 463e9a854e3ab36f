//! The statistics give the figures of the reference cases: 280 of them, made
//! with SciPy, statsmodels and 60-digit arithmetic.

use serde::Deserialize;
use serde_json::Value;
use smarketing_domain::hypothesis::{
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
    let text = include_str!("fixtures/statistics.json");
    let mut functions: BTreeMap<String, Function> = serde_json::from_str(text).unwrap();
    let Function { tolerance, cases } = functions.remove(function).unwrap();
    assert!(cases.len() >= 30, "{function}: {}", cases.len());
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
