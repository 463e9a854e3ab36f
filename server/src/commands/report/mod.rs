//! `report`: the figures of the hourglass, the same as on screen, or those of a
//! cohort.

mod cohort;

use super::{
    Absent, CommandError, open_workspace,
    plain::{count, money, say, table},
};
use clap::Args;
use serde::Serialize;
use smarketing_domain::{
    filter::Filter,
    report::{Report, StageLine, report},
};
use std::path::Path;

/// Whose figures, and how.
#[derive(Debug, Args)]
pub struct Command {
    /// The workspace's name.
    #[arg(long)]
    workspace: String,
    /// As JSON, for programs.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    cohort: cohort::Choices,
}

/// Prints the figures.
///
/// # Errors
/// When there is no such database or workspace.
pub async fn run(database: &str, command: Command) -> Result<(), CommandError> {
    if !exists(database) {
        return Err(CommandError::Other(format!(
            "there is no database at {database} yet: give another --database, or import a file first"
        )));
    }
    let handle = open_workspace(database, &command.workspace, Absent::Fail).await?;
    if command.cohort.wants_cohort() {
        return cohort::run(handle.workspace(), &command);
    }
    let report = report(handle.workspace(), &Filter::default(), None);
    if command.json { json(&report) } else { say(&readable(&report)) }
}

fn json(figures: &impl Serialize) -> Result<(), CommandError> {
    let json = serde_json::to_string_pretty(figures).map_err(|e| CommandError::Other(e.to_string()))?;
    say(&format!("{json}\n"))
}

/// Whether a database is there already: a command that only looks must not
/// make one.
pub(super) fn exists(database: &str) -> bool {
    match database.strip_prefix("sqlite:") {
        Some(path) => Path::new(path.strip_prefix("//").unwrap_or(path)).exists(),
        None => true,
    }
}

fn readable(report: &Report) -> String {
    let head = ["", "deals", "sum", "weighted", "entered", "passed", "conversion"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(report.stages.iter().map(|stage| row(stage, report)));
    format!("{}: {} deals\n{}", report.workspace, count(report.deals), table(&rows))
}

fn row(stage: &StageLine, report: &Report) -> Vec<String> {
    vec![
        stage.name.clone(),
        count(stage.count),
        money(stage.sum_minor, report.currency),
        money(stage.weighted_minor, report.currency),
        count(stage.entered),
        count(stage.passed),
        stage.conversion.map_or_else(|| "unknown".to_owned(), |share| format!("{:.1} %", share * 100.0)),
    ]
}
