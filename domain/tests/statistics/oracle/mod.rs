//! Reads reference cases, asks the domain the same, and says where they differ. For the
//! test here, and for `make oracle` (`domain/examples/oracle.rs`), which takes any file of
//! the same form.

mod answers;
mod compare;

use compare::{Outcome, compare};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A file of cases.
#[derive(Deserialize)]
struct Cases {
    functions: BTreeMap<String, Function>,
}

#[derive(Deserialize)]
struct Function {
    tolerance: Tolerance,
    cases: Vec<Case>,
}

/// |got − want| may be the larger of `abs` and `rel` · |want|.
#[derive(Clone, Copy, Deserialize)]
struct Tolerance {
    rel: f64,
    abs: f64,
    large_n: Option<LargeN>,
}

/// What holds instead with more units than that in both arms together.
#[derive(Clone, Copy, Deserialize)]
struct LargeN {
    n_total_over: f64,
    rel: Option<f64>,
    abs: Option<f64>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    input: Map<String, Value>,
    output: Map<String, Value>,
}

/// How one function did.
pub struct Report {
    /// Its name.
    pub function: String,
    /// How many cases there were.
    pub total: usize,
    /// Of the values that may differ, the largest difference as a share of what is allowed.
    pub nearest_to_limit: f64,
    /// What was wrong, one line for each case.
    pub failures: Vec<String>,
}

impl Report {
    /// How many cases were right.
    pub fn passed(&self) -> usize {
        if self.is_known() { self.total - self.failures.len() } else { 0 }
    }

    fn is_known(&self) -> bool {
        answers::of(&self.function).is_some()
    }
}

/// Asks all cases in `text`. A case that cannot be asked has failed, and all of an unknown
/// function: the others are still of interest.
///
/// # Errors
/// When `text` is not a file of cases; why, in words.
pub fn ask(text: &str) -> Result<Vec<Report>, String> {
    let cases: Cases = serde_json::from_str(text)
        .map_err(|e| format!("not a file of cases ({{\"functions\": {{name: {{tolerance, cases}}}}}}): {e}"))?;
    Ok(cases.functions.into_iter().map(|(name, function)| ask_function(name, &function)).collect())
}

fn ask_function(name: String, function: &Function) -> Report {
    let mut report =
        Report { total: function.cases.len(), nearest_to_limit: 0.0, failures: Vec::new(), function: name };
    let Some(answer) = answers::of(&report.function) else {
        report.failures.push(format!("unknown function; known are: {}", answers::NAMES.join(", ")));
        return report;
    };
    for case in &function.cases {
        let differences = match answer(&answers::Input(&case.input)) {
            Ok(got) => {
                let Outcome { differences, nearest } = compare(&report.function, function.tolerance, case, &got);
                report.nearest_to_limit = report.nearest_to_limit.max(nearest);
                differences
            }
            Err(why) => vec![format!("cannot be asked: {why}")],
        };
        if !differences.is_empty() {
            report.failures.push(format!("{}: {}", case.id, differences.join("; ")));
        }
    }
    report
}
