//! Whether an answer is the reference's, within what the cases allow.

use super::{Case, Tolerance};
use serde_json::{Map, Value};

/// What the comparison found.
pub struct Outcome {
    /// What differs by more than is allowed.
    pub differences: Vec<String>,
    /// The largest difference, as a share of what is allowed.
    pub nearest: f64,
}

/// Compares every value of the reference.
pub fn compare(function: &str, tolerance: Tolerance, case: &Case, got: &Map<String, Value>) -> Outcome {
    let mut outcome = Outcome { differences: Vec::new(), nearest: 0.0 };
    let units = ["n_a", "n_b"].iter().filter_map(|n| case.input.get(*n)?.as_f64()).sum();
    for (name, want) in &case.output {
        let allowed = Allowed { function, name, tolerance, units };
        let got = got.get(name).unwrap_or(&Value::Null);
        value(&mut outcome, &allowed, name, got, want);
    }
    outcome
}

fn value(outcome: &mut Outcome, allowed: &Allowed, path: &str, got: &Value, want: &Value) {
    match (got, want) {
        // A library's reason for having no answer is not copied; that there is one, is.
        (Value::String(_), Value::String(_)) => {}
        (Value::Array(got), Value::Array(want)) if got.len() == want.len() => {
            for (place, (got, want)) in got.iter().zip(want).enumerate() {
                value(outcome, allowed, &format!("{path}[{place}]"), got, want);
            }
        }
        (Value::Object(got), Value::Object(want)) => {
            for (name, want) in want {
                value(outcome, allowed, &format!("{path}.{name}"), got.get(name).unwrap_or(&Value::Null), want);
            }
        }
        (Value::Number(_), Value::Number(_)) => {
            let (got, want) = (got.as_f64().unwrap_or(f64::NAN), want.as_f64().unwrap_or(f64::NAN));
            let (away, limit) = ((got - want).abs(), allowed.around(want));
            if away > 0.0 {
                outcome.nearest = outcome.nearest.max(away / limit);
            }
            // What is no number is not within any limit.
            if away.is_nan() || away > limit {
                outcome.differences.push(format!("{path}: got {got:?}, want {want:?}"));
            }
        }
        (got, want) if got == want => {}
        (got, want) => outcome.differences.push(format!("{path}: got {got}, want {want}")),
    }
}

struct Allowed<'a> {
    function: &'a str,
    name: &'a str,
    tolerance: Tolerance,
    units: f64,
}

impl Allowed<'_> {
    /// How far from `want` an answer may be. The exceptions are those that the definitions
    /// name beside the numbers.
    fn around(&self, want: f64) -> f64 {
        let Tolerance { rel, abs, large_n } = self.tolerance;
        let size = want.abs();
        let large = large_n.filter(|l| self.units > l.n_total_over);
        let (rel, abs) = large.map_or((rel, abs), |l| (l.rel.unwrap_or(rel), l.abs.unwrap_or(abs)));
        match (self.function, self.name) {
            (_, name) if name.ends_with("_ceil") => 0.0,
            ("diff_ci", "miettinen_nurminen" | "mee_score") => abs.max(1e-7),
            ("proportion_ci", "clopper_pearson" | "jeffreys") if size > 0.0 && size < 1e-4 => 1e-8 * size,
            ("bayes_beta_binomial", name) if name.starts_with("expected_loss") => (1e-6 * size).max(1e-12),
            _ => abs.max(rel * size),
        }
    }
}
