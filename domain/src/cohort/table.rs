//! A cohort and its groups as a table for other programs.

use super::{
    Cohort, Journey,
    conversion::{CONFIDENCE, Conversion, Look, conversion},
    group::{Dimension, Key, groups},
    journeys,
    window::in_days,
};
use crate::{clock::Timestamp, filter::Filter, ids::StageId, workspace::Workspace};
use serde::Serialize;

/// The figures of a cohort, whole and by group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CohortTable {
    /// The workspace's name.
    pub workspace: String,
    /// The stage that was entered.
    pub from: StageName,
    /// The stage that counts as passing.
    pub to: StageName,
    /// When its deals entered: from a moment (included) to one (not included), in
    /// UTC; null is open.
    pub entered: [Option<String>; 2],
    /// What happened later is left out, in UTC.
    pub as_of: String,
    /// The window in days.
    pub window_days: f64,
    /// The confidence of intervals.
    pub confidence: f64,
    /// By what it is grouped.
    pub by: Option<String>,
    /// The groups; each deal is in exactly one.
    pub groups: Vec<Line>,
    /// All of them.
    pub total: Line,
}

/// A stage by id and name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageName {
    /// Its id.
    pub id: StageId,
    /// Its name.
    pub name: String,
}

/// The figures of a group. See [`Conversion`] for what they count.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// What its deals have in common; null where nothing is noted, and for the total.
    pub group: Option<String>,
    /// Deals that entered.
    pub entered: u64,
    /// Those that passed by now, however long it took.
    pub passed: u64,
    /// passed / entered; null of nobody.
    pub ratio: Option<f64>,
    /// What is known in the window.
    pub window: WindowLine,
    /// The share that passes within the window; null while not yet known.
    pub kaplan_meier: Option<EstimateLine>,
    /// By when half of all have passed; null when it has not come to half.
    pub median_days: Option<f64>,
    /// The median of those that have passed.
    pub median_days_of_passed: Option<f64>,
    /// Deals that entered or passed at an unknown moment: they are in the plain
    /// counts only.
    pub undated: u64,
}

/// The plain figures in the window.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WindowLine {
    /// Its length in days.
    pub days: f64,
    /// Deals that passed within it, those whose window is not over included.
    pub passed_so_far: u64,
    /// Deals whose window is over.
    pub known: u64,
    /// Those of them that passed within it.
    pub passed: u64,
    /// Deals whose window is not over and that have not passed.
    pub not_yet_known: u64,
    /// passed / known; null while none is known.
    pub ratio: Option<f64>,
}

/// The Kaplan-Meier estimate at the window's end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EstimateLine {
    /// The share, 0 to 1.
    pub estimate: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Greenwood's standard error; null where everybody passed.
    pub greenwood_se: Option<f64>,
    /// Deals watched to the window's end that had not passed before.
    pub at_risk: u64,
}

/// The table of a cohort.
pub fn table(
    workspace: &Workspace,
    filter: &Filter,
    cohort: &Cohort,
    by: Option<(&str, &Dimension)>,
    look: Look,
) -> CohortTable {
    let all = journeys(workspace, filter, cohort, look.as_of);
    let groups = by.map_or_else(Vec::new, |(_, by)| groups(workspace, &all, by));
    let stage =
        |id: StageId| StageName { id, name: workspace.stages.get(&id).map_or_else(String::new, |s| s.name.clone()) };
    let utc = |at: Timestamp| at.to_utc().map(|t| t.to_rfc3339());
    CohortTable {
        workspace: workspace.own().map_or_else(String::new, |s| s.name.clone()),
        from: stage(cohort.from()),
        to: stage(cohort.to()),
        entered: cohort.period().map_or([None, None], |p| [utc(p.from), utc(p.to)]),
        as_of: utc(look.as_of).unwrap_or_default(),
        window_days: look.window.in_days(),
        confidence: CONFIDENCE,
        by: by.map(|(name, _)| name.to_owned()),
        groups: groups.iter().map(|(key, journeys)| line(key.name(workspace), journeys, look)).collect(),
        total: line(None, &all, look),
    }
}

fn line(group: Option<String>, journeys: &[Journey], look: Look) -> Line {
    let figures: Conversion = conversion(journeys, look);
    Line {
        group,
        entered: figures.entered,
        passed: figures.passed,
        ratio: figures.ratio(),
        window: WindowLine {
            days: look.window.in_days(),
            passed_so_far: figures.passed_within,
            known: figures.known,
            passed: figures.known_passed,
            not_yet_known: figures.open,
            ratio: figures.known_ratio(),
        },
        kaplan_meier: figures.estimate.map(|e| EstimateLine {
            estimate: e.rate,
            low: e.interval.low,
            high: e.interval.high,
            greenwood_se: e.greenwood_se,
            at_risk: e.at_risk,
        }),
        median_days: figures.median_ms.map(in_days),
        median_days_of_passed: figures.median_passed_ms.map(in_days),
        undated: figures.undated,
    }
}

impl Key {
    /// What people call it; `None` where nothing is noted. A kind has its name in
    /// the API.
    pub fn name(&self, workspace: &Workspace) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Owner(id) => Some(workspace.members.get(id).map_or_else(|| id.to_string(), |m| m.name.clone())),
            Self::Kind(kind) => serde_json::to_value(kind).ok()?.as_str().map(str::to_owned),
            Self::Month { year, month } => Some(format!("{year:04}-{month:02}")),
            Self::NotSet => None,
        }
    }
}
