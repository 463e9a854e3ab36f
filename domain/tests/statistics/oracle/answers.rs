//! What the domain answers to the inputs of a case, under the reference's names.

use serde_json::{Map, Value, json};
use smarketing_domain::statistics::{
    arcsine,
    bayes_effect::{Belief, Prior, belief},
    beta_binomial::{Posterior, beliefs},
    difference_interval::{agresti_caffo, mee, miettinen_nurminen, newcombe, wald},
    effect_model::{NoEstimate, Scale, effect},
    fisher::{fisher, sample_odds_ratio},
    kaplan_meier::{Curve, Observation, Step},
    log_rank::log_rank,
    multiple::{benjamini_hochberg, bonferroni, holm, is_found},
    power::{Errors, exact_control_size, exact_control_size_pooled, power, sample_sizes, smallest_detectable_rise},
    proportion::{Interval, Sample},
    proportion_interval::{clopper_pearson, jeffreys, wilson},
    sample_ratio::split_test,
    sequence::anytime,
    two_proportions::{pooled, two_proportion_ztest},
    unconditional::{barnard, boschloo},
    uplift::{katz, uplift},
    welch::{Mean, welch},
};

type Answer = Result<Map<String, Value>, String>;

/// All functions that there are cases for.
pub const NAMES: [&str; 15] = [
    "bayes_beta_binomial",
    "diff_ci",
    "fisher_exact",
    "gbstats_bayesian",
    "gbstats_frequentist",
    "kaplan_meier",
    "multiple_testing",
    "proportion_ci",
    "relative_uplift_ci",
    "sample_size_power",
    "sequential_ci",
    "srm_chi_square",
    "two_proportion_ztest",
    "unconditional_exact",
    "welch_t",
];

/// What answers the cases of a function.
pub fn of(name: &str) -> Option<fn(&Input) -> Answer> {
    Some(match name {
        "bayes_beta_binomial" => bayes_beta_binomial,
        "diff_ci" => diff_ci,
        "fisher_exact" => fisher_exact,
        "gbstats_bayesian" => gbstats_bayesian,
        "gbstats_frequentist" => gbstats_frequentist,
        "kaplan_meier" => kaplan_meier,
        "multiple_testing" => multiple_testing,
        "proportion_ci" => proportion_ci,
        "relative_uplift_ci" => relative_uplift_ci,
        "sample_size_power" => sample_size_power,
        "sequential_ci" => sequential_ci,
        "srm_chi_square" => srm_chi_square,
        "two_proportion_ztest" => ztest,
        "unconditional_exact" => unconditional_exact,
        "welch_t" => welch_t,
        _ => return None,
    })
}

/// The inputs of a case.
pub struct Input<'a>(pub &'a Map<String, Value>);

impl Input<'_> {
    fn number(&self, name: &str) -> Result<f64, String> {
        self.0.get(name).and_then(Value::as_f64).ok_or_else(|| format!("\"{name}\" should be a number"))
    }

    fn count(&self, name: &str) -> Result<u64, String> {
        whole(self.0.get(name)).ok_or_else(|| format!("\"{name}\" should be a whole number"))
    }

    fn sample(&self, converted: &str, exposed: &str) -> Result<Sample, String> {
        Sample::new(self.count(exposed)?, self.count(converted)?).map_err(|e| e.to_string())
    }

    fn arms(&self) -> Result<(Sample, Sample), String> {
        Ok((self.sample("x_a", "n_a")?, self.sample("x_b", "n_b")?))
    }

    fn scale(&self) -> Result<Scale, String> {
        match self.0.get("difference_type").and_then(Value::as_str) {
            Some("absolute") => Ok(Scale::Absolute),
            Some("relative") => Ok(Scale::Relative),
            _ => Err("\"difference_type\" should be \"absolute\" or \"relative\"".into()),
        }
    }

    fn list<T>(&self, name: &str, item: impl Fn(&Value) -> Option<T>) -> Result<Vec<T>, String> {
        let all = self.0.get(name).and_then(Value::as_array);
        let all = all.and_then(|all| all.iter().map(item).collect::<Option<Vec<T>>>());
        all.ok_or_else(|| format!("\"{name}\" should be a list of numbers"))
    }

    fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    fn curve(&self, times: &str, events: &str) -> Result<Curve, String> {
        let (times, events) = (self.list(times, Value::as_f64)?, self.list(events, |v| whole(Some(v)))?);
        if times.len() != events.len() {
            return Err("there should be as many events as times".into());
        }
        let unit = |(time, event)| Observation { time, converted: event == 1 };
        Ok(Curve::of(times.into_iter().zip(events).map(unit).collect()))
    }
}

/// A whole number, also one that is written as 12.0.
fn whole(value: Option<&Value>) -> Option<u64> {
    let value = value?;
    value.as_u64().or_else(|| value.as_f64().filter(|n| *n >= 0.0 && n.fract() == 0.0).map(|n| n as u64))
}

fn pair(Interval { low, high }: Interval) -> Value {
    json!([low, high])
}

fn answer(value: Value) -> Answer {
    match value {
        Value::Object(map) => Ok(map),
        _ => Err("an answer has names".into()),
    }
}

fn ztest(input: &Input) -> Answer {
    let (a, b) = input.arms()?;
    let (test, both) = (two_proportion_ztest(a, b), pooled(a, b));
    answer(json!({
        "z": test.map(|t| t.z),
        "p_two_sided": test.map(|t| t.p_two_sided),
        "p_b_greater": test.map(|t| t.p_variant_greater),
        "pooled_rate": both.rate,
        "se_pooled": both.standard_error,
        "degenerate": test.is_none(),
    }))
}

fn diff_ci(input: &Input) -> Answer {
    let ((a, b), level) = (input.arms()?, input.number("conf_level")?);
    answer(json!({
        "diff": b.rate() - a.rate(),
        "newcombe": pair(newcombe(a, b, level)),
        "miettinen_nurminen": pair(miettinen_nurminen(a, b, level)),
        "mee_score": pair(mee(a, b, level)),
        "wald": pair(wald(a, b, level)),
        "agresti_caffo": pair(agresti_caffo(a, b, level)),
    }))
}

fn relative_uplift_ci(input: &Input) -> Answer {
    let ((a, b), level) = (input.arms()?, input.number("conf_level")?);
    answer(json!({ "uplift": uplift(a, b), "katz_log": katz(a, b, level).map(pair) }))
}

fn proportion_ci(input: &Input) -> Answer {
    let (sample, level) = (input.sample("x", "n")?, input.number("conf_level")?);
    answer(json!({
        "rate": sample.rate(),
        "wilson": pair(wilson(sample, level)),
        "clopper_pearson": pair(clopper_pearson(sample, level)),
        "jeffreys": pair(jeffreys(sample, level)),
    }))
}

fn fisher_exact(input: &Input) -> Answer {
    let (a, b) = input.arms()?;
    answer(json!({ "p_two_sided": fisher(a, b).p_two_sided, "sample_odds_ratio_b_vs_a": sample_odds_ratio(a, b) }))
}

fn unconditional_exact(input: &Input) -> Answer {
    let (a, b) = input.arms()?;
    let test = boschloo(a, b);
    answer(json!({
        "boschloo_p_a_less": test.p_control_less,
        "boschloo_p_a_greater": test.p_control_greater,
        "boschloo_p_two_sided": test.p_two_sided(),
        "barnard_p_two_sided": barnard(a, b),
    }))
}

fn welch_t(input: &Input) -> Answer {
    let mean =
        |mean, sd, n| Ok::<_, String>(Mean { mean: input.number(mean)?, sd: input.number(sd)?, n: input.count(n)? });
    let (a, b) = (mean("mean_a", "sd_a", "n_a")?, mean("mean_b", "sd_b", "n_b")?);
    let test = welch(a, b, input.number("conf_level")?);
    answer(json!({
        "t": test.map(|t| t.t),
        "df": test.map(|t| t.df),
        "p_two_sided": test.map(|t| t.p_two_sided),
        "diff": b.mean - a.mean,
        "ci": test.map(|t| pair(t.interval)),
        "degenerate": test.is_none(),
    }))
}

fn bayes_beta_binomial(input: &Input) -> Answer {
    let (a, b) = input.arms()?;
    let ([of_a, of_b], known) = ([a, b].map(Posterior::after), beliefs(a, b));
    answer(json!({
        "p_b_greater_a": known.p_variant_greater,
        "expected_loss_choose_b": known.loss_of_variant,
        "expected_loss_choose_a": known.loss_of_control,
        "posterior_mean_a": of_a.mean(),
        "posterior_mean_b": of_b.mean(),
        "cred95_a": pair(of_a.credible(0.95)),
        "cred95_b": pair(of_b.credible(0.95)),
    }))
}

fn srm_chi_square(input: &Input) -> Answer {
    let counts = input.list("counts", |v| whole(Some(v)))?;
    let weights = if input.has("weights") { input.list("weights", Value::as_f64)? } else { vec![1.0; counts.len()] };
    let test = split_test(&counts, &weights);
    answer(json!({
        "chi2": test.map(|t| t.chi_square),
        "df": test.map(|t| t.degrees),
        "p": test.map(|t| t.p),
        "flag_at_0_001": test.map(|t| t.is_broken()),
    }))
}

fn sample_size_power(input: &Input) -> Answer {
    let (a, b, ratio) = (input.number("p_a")?, input.number("p_b")?, input.number("ratio_nb_over_na")?);
    let errors = Errors { alpha: input.number("alpha")?, power: input.number("power")? };
    let sizes = sample_sizes(a, b, ratio, errors);
    answer(json!({
        "cohen_h": arcsine::cohen_h(a, b),
        "n_a_arcsine_exact_two_sided": arcsine::control_size_two_sided(a, b, ratio, errors),
        "n_a_arcsine_closed": arcsine::control_size(a, b, ratio, errors),
        "n_a_unpooled": exact_control_size(a, b, ratio, errors),
        "n_a_unpooled_ceil": sizes.map(|s| s.control),
        "n_b_unpooled_ceil": sizes.map(|s| s.variant),
        "n_a_pooled_h0": exact_control_size_pooled(a, b, ratio, errors),
        "power_at_ceil_unpooled": sizes.map(|s| power(a, b, s, errors.alpha)),
        "power_at_ceil_arcsine": sizes.map(|s| arcsine::power(a, b, s, errors.alpha)),
        "mde_abs_up_at_ceil_unpooled": sizes.and_then(|s| smallest_detectable_rise(a, s, errors)),
    }))
}

fn sequential_ci(input: &Input) -> Answer {
    let ((a, b), scale) = (input.arms()?, input.scale()?);
    match anytime(a, b, scale, input.number("conf_level")?, input.number("tuning_parameter")?) {
        Ok(now) => answer(json!({
            "estimate": now.estimate,
            "ci": pair(now.interval),
            "always_valid_p": now.p,
            "error": null,
        })),
        Err(why) => without_estimate(a, b, why),
    }
}

fn gbstats_frequentist(input: &Input) -> Answer {
    let ((a, b), scale) = (input.arms()?, input.scale()?);
    match effect(a, b, scale, input.number("conf_level")?) {
        Ok(effect) => answer(json!({
            "estimate": effect.estimate,
            "ci": pair(effect.interval),
            "p_two_sided": effect.p_two_sided,
            "df": effect.df,
            "std_err": effect.standard_error,
            "error": null,
        })),
        Err(why) => without_estimate(a, b, why),
    }
}

fn gbstats_bayesian(input: &Input) -> Answer {
    let ((a, b), scale, level) = (input.arms()?, input.scale()?, input.number("conf_level")?);
    let with = |prior| {
        let known: Belief = belief(a, b, scale, prior)?;
        Ok::<_, NoEstimate>(json!({
            "chance_to_win": known.chance_to_win,
            "estimate": known.estimate,
            "ci": pair(known.credible(level)),
            "risk_choose_a": known.risk_of_control,
            "risk_choose_b": known.risk_of_variant,
            "sd": known.sd,
        }))
    };
    match with(Prior::Flat).and_then(|flat| Ok((flat, with(Prior::CAUTIOUS)?))) {
        Ok((flat, cautious)) => answer(json!({ "flat_prior": flat, "proper_prior_N_0_0_09": cautious, "error": null })),
        Err(why) => without_estimate(a, b, why),
    }
}

/// Where the normal model says that it has no estimate, the exact methods have to have one.
fn without_estimate(a: Sample, b: Sample, why: NoEstimate) -> Answer {
    let (interval, p) = (newcombe(a, b, 0.95), fisher(a, b).p_two_sided);
    let sound =
        -1.0 <= interval.low && interval.low < interval.high && interval.high <= 1.0 && (0.0..=1.0).contains(&p);
    answer(json!({ "error": if sound { Some(why.to_string()) } else { None } }))
}

fn multiple_testing(input: &Input) -> Answer {
    let p = input.list("p_values", Value::as_f64)?;
    let (bh, strict) = (benjamini_hochberg(&p), holm(&p));
    let found = |adjusted: &[f64]| adjusted.iter().map(|p| is_found(*p, 0.05)).collect::<Vec<_>>();
    answer(json!({
        "bh_reject_0_05": found(&bh),
        "holm_reject_0_05": found(&strict),
        "bh_adjusted": bh,
        "holm_adjusted": strict,
        "bonferroni_adjusted": bonferroni(&p),
    }))
}

fn kaplan_meier(input: &Input) -> Answer {
    let curve = input.curve("time", "event")?;
    let steps = |of: fn(&Step) -> Option<f64>| curve.steps().iter().map(of).collect::<Vec<_>>();
    // The other rule of the median differs only where exactly half have converted.
    let strict = curve.steps().iter().find(|s| s.survival < 0.5 - 1e-12).map(|s| s.time);
    let mut all = answer(json!({
        "event_times": steps(|s| Some(s.time)),
        "at_risk": steps(|s| Some(s.at_risk as f64)),
        "events": steps(|s| Some(s.converted as f64)),
        "survival": steps(|s| Some(s.survival)),
        "greenwood_se": steps(|s| s.greenwood_se),
        "median": curve.median(),
        "median_strict_lt": strict,
        "q25_time": curve.quantile(0.25),
        "q75_time": curve.quantile(0.75),
    }))?;
    if input.has("time_2") {
        let test = log_rank(&curve, &input.curve("time_2", "event_2")?);
        all.insert("logrank_chi2".into(), json!(test.map(|t| t.chi_square)));
        all.insert("logrank_p".into(), json!(test.map(|t| t.p)));
    }
    Ok(all)
}
