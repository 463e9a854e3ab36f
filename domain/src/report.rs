//! The hourglass as a table for other programs: the same figures as on screen.

use crate::{
    board::Total,
    filter::Filter,
    hourglass::{Period, hourglass},
    ids::StageId,
    money::Currency,
    stage::{Section, StageRole},
    workspace::Workspace,
};
use serde::Serialize;

/// All figures of a workspace.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The workspace's name.
    pub workspace: String,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Every deal that is not deleted.
    pub deals: u64,
    /// Every stage in use, in order, Lost last.
    pub stages: Vec<StageLine>,
}

/// The figures of one stage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StageLine {
    /// Its id.
    pub id: StageId,
    /// Its name.
    pub name: String,
    /// Its section.
    pub section: Section,
    /// What it means to the rules.
    pub role: StageRole,
    /// Deals that stand in it.
    pub count: u64,
    /// Sum of their values, minor units.
    pub sum_minor: i64,
    /// The sum weighted by the stage's chance of winning, minor units.
    pub weighted_minor: i64,
    /// Deals that entered it; see [`crate::hourglass`].
    pub entered: u64,
    /// Deals that entered a later one.
    pub passed: u64,
    /// passed / entered with 6 decimals; null when nothing entered, and for Lost.
    pub conversion: Option<f64>,
}

/// The report on the deals that `filter` lets through.
pub fn report(workspace: &Workspace, filter: &Filter, period: Option<Period>) -> Report {
    let glass = hourglass(workspace, filter, period);
    let stages = workspace
        .stages_in_order()
        .into_iter()
        .map(|stage| {
            let band = glass.band(stage.id);
            let total: Total = band.map_or(glass.lost, |b| b.standing);
            StageLine {
                id: stage.id,
                name: stage.name.clone(),
                section: stage.section,
                role: stage.role,
                count: total.count,
                sum_minor: total.sum_minor,
                weighted_minor: total.weighted_minor(stage),
                entered: band.map_or(total.count, |b| b.entered),
                passed: band.map_or(0, |b| b.passed),
                conversion: band.and_then(|b| b.conversion()).map(six_decimals),
            }
        })
        .collect();
    Report {
        workspace: workspace.own().map_or_else(String::new, |s| s.name.clone()),
        currency: workspace.currency(),
        deals: glass.cohort,
        stages,
    }
}

fn six_decimals(share: f64) -> f64 {
    (share * 1e6).round() / 1e6
}
