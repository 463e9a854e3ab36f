//! The figures of a cohort, whole and by group.

use super::{Command, CommandError, json};
use crate::{
    commands::plain::{count, say, table as rows_of},
    time::now,
};
use chrono::NaiveDate;
use clap::Args;
use smarketing_domain::{
    clock::Timestamp,
    cohort::{
        Cohort, Window,
        conversion::Look,
        group::Dimension,
        table::{CohortTable, Line, table},
    },
    filter::Filter,
    hourglass::Period,
    ids::StageId,
    workspace::Workspace,
    zone::midnight,
};

/// The window when none is given.
const WINDOW_DAYS: u16 = 30;

/// Which cohort, and by what.
#[derive(Debug, Args)]
pub struct Choices {
    /// Group a cohort by channel, owner, kind, month, or a further fact of the
    /// deals, such as segment or product.
    #[arg(long, value_name = "WHAT")]
    by: Option<String>,
    /// How long each deal is given to pass: 36h, 30d, 2w.
    #[arg(long)]
    window: Option<Window>,
    /// The stage that was entered; the first one when not given.
    #[arg(long, value_name = "STAGE")]
    from: Option<String>,
    /// The stage that counts as passing; the won one when not given.
    #[arg(long, value_name = "STAGE")]
    to: Option<String>,
    /// Only deals that entered on this day, by the workspace's time zone (UTC while
    /// it has chosen none), or later.
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<NaiveDate>,
    /// Only deals that entered on this day or earlier.
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<NaiveDate>,
    /// Look back: leave out what happened after this day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<NaiveDate>,
}

impl Choices {
    /// Whether a cohort is wanted, and not the hourglass.
    pub fn wants_cohort(&self) -> bool {
        let Self { by, window, from, to, since, until, as_of } = self;
        let days = [since, until, as_of];
        window.is_some() || [by, from, to].iter().any(|o| o.is_some()) || days.iter().any(|o| o.is_some())
    }
}

/// Prints the figures of the cohort.
///
/// # Errors
/// When a stage or group is not there.
pub fn run(workspace: &Workspace, command: &Command) -> Result<(), CommandError> {
    let choices = &command.cohort;
    let cohort = cohort(workspace, choices)?;
    let by = choices.by.as_deref().map(|name| dimension(workspace, name).map(|by| (name, by))).transpose()?;
    let window = choices.window.unwrap_or(Window::days(WINDOW_DAYS));
    let as_of = choices.as_of.map_or_else(now, |day| Timestamp(end(workspace, day).0 - 1));
    let by = by.as_ref().map(|(name, by)| (*name, by));
    let table = table(workspace, &Filter::default(), &cohort, by, Look { as_of, window });
    if command.json { json(&table) } else { say(&readable(&table)) }
}

fn cohort(workspace: &Workspace, choices: &Choices) -> Result<Cohort, CommandError> {
    let sentence = |error: smarketing_domain::cohort::NoCohort| CommandError::Other(error.to_string());
    let period = (choices.since.is_some() || choices.until.is_some()).then(|| Period {
        from: choices.since.map_or(Timestamp(i64::MIN), |day| midnight(workspace, day)),
        to: choices.until.map_or(Timestamp(i64::MAX), |day| end(workspace, day)),
    });
    let usual = Cohort::to_won(workspace, period).map_err(sentence)?;
    let stage = |name: &Option<String>, usual: StageId| name.as_ref().map_or(Ok(usual), |n| stage_named(workspace, n));
    let (from, to) = (stage(&choices.from, usual.from())?, stage(&choices.to, usual.to())?);
    Cohort::new(workspace, from, to, period).map_err(sentence)
}

/// The first moment after a day of the workspace's calendar.
fn end(workspace: &Workspace, day: NaiveDate) -> Timestamp {
    day.succ_opt().map_or(Timestamp(i64::MAX), |next| midnight(workspace, next))
}

fn stage_named(workspace: &Workspace, name: &str) -> Result<StageId, CommandError> {
    let stages = workspace.stages_in_order();
    let wanted = name.trim().to_lowercase();
    let named = stages.iter().find(|s| s.name.trim().to_lowercase() == wanted || s.id.to_string() == wanted);
    named.map(|s| s.id).ok_or_else(|| {
        let names: Vec<&str> = stages.iter().map(|s| s.name.as_str()).collect();
        CommandError::Other(format!("there is no stage “{name}”; there are: {}", names.join(", ")))
    })
}

fn dimension(workspace: &Workspace, name: &str) -> Result<Dimension, CommandError> {
    Dimension::named(workspace, name).map_err(|facts| {
        let known = ["channel", "owner", "kind", "month"].map(str::to_owned);
        let all: Vec<String> = known.into_iter().chain(facts).collect();
        CommandError::Other(format!("deals cannot be grouped by “{name}”; they can by: {}", all.join(", ")))
    })
}

fn readable(table: &CohortTable) -> String {
    let within = format!("within {} days", table.window_days);
    let head = ["", "entered", "passed", "ratio", "known", &within, "estimate", "95 %", "median days", "of passed"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(table.groups.iter().map(|line| row(line, line.group.as_deref().unwrap_or("(not set)"))));
    rows.push(row(&table.total, "all"));
    format!("{}: from “{}” to “{}”\n{}", table.workspace, table.from.name, table.to.name, rows_of(&rows))
}

fn row(line: &Line, name: &str) -> Vec<String> {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let unknown = || "not yet known".to_owned();
    let days = |days: f64| format!("{days:.1}");
    let km = line.kaplan_meier.as_ref();
    vec![
        name.to_owned(),
        count(line.entered),
        count(line.passed),
        line.ratio.map_or_else(unknown, percent),
        count(line.window.known),
        line.window.ratio.map_or_else(unknown, percent),
        km.map_or_else(unknown, |e| percent(e.estimate)),
        km.map_or_else(String::new, |e| format!("{} to {}", percent(e.low), percent(e.high))),
        line.median_days.map_or_else(|| "not reached".to_owned(), days),
        line.median_days_of_passed.map_or_else(String::new, days),
    ]
}
