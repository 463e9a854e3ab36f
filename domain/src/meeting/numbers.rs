//! The numbers since last time, beside as much time before.
//!
//! - **Last time** is the end of the last meeting that ended at least half a day before
//!   this one began (one that was begun again after lunch is the same meeting); without
//!   one, [`USUAL`] before its beginning. Up to now.
//! - A deal **has come** to a stage in a time when its history enters that stage then;
//!   a deal that comes twice counts once, and a move that was taken back not at all.
//!   Other than in the hourglass a stage that was skipped is not counted: these are the
//!   steps that people saw. Lost stands last.

use super::Meeting;
use crate::{
    board::Total,
    clock::{DAY, Timestamp},
    hourglass::Period,
    ids::StageId,
    workspace::Workspace,
};
use std::collections::HashMap;

/// What is looked back on without a meeting before.
pub const USUAL: i64 = 7 * DAY;

/// The time since the last meeting, and as much before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spans {
    /// Since last time.
    pub since: Period,
    /// As much before.
    pub before: Period,
    /// Whether there was a meeting at the beginning of it.
    pub met: bool,
}

/// What came to a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    /// The stage.
    pub stage: StageId,
    /// Since last time: deals, and their values as they are now.
    pub since: Total,
    /// In as much time before.
    pub before: Total,
}

impl Spans {
    /// Of a meeting that began at `began`, up to `now`.
    pub fn of(workspace: &Workspace, began: Timestamp, now: Timestamp) -> Self {
        let end = |meeting: &Meeting| meeting.ended.as_ref().filter(|_| meeting.meta.is_alive()).map(|end| end.at);
        let ends = workspace.meetings.values().filter_map(end);
        let last = ends.filter(|end| began.since(*end) >= DAY / 2).max();
        let from = last.unwrap_or(Timestamp(began.0.saturating_sub(USUAL)));
        let to = Timestamp(now.0.max(from.0).saturating_add(1));
        let earlier = Timestamp(from.0.saturating_sub(to.since(from)));
        Self { since: Period { from, to }, before: Period { from: earlier, to: from }, met: last.is_some() }
    }
}

/// What came to each stage in which deals stand, in their order.
pub fn came(workspace: &Workspace, spans: Spans) -> Vec<Came> {
    let stages = workspace.stages_in_order().into_iter().filter(|stage| stage.role.holds_deals());
    let mut all: Vec<Came> =
        stages.map(|s| Came { stage: s.id, since: Total::default(), before: Total::default() }).collect();
    let places: HashMap<StageId, usize> = all.iter().enumerate().map(|(at, came)| (came.stage, at)).collect();
    let mut counted = Vec::new();
    for deal in workspace.living_deals() {
        counted.clear();
        for entry in deal.history() {
            let Some(at) = entry.at else { continue };
            let (since, before) = (spans.since.contains(at), spans.before.contains(at));
            let Some(place) = places.get(&entry.stage).filter(|_| since || before) else { continue };
            if counted.contains(&(*place, since)) {
                continue;
            }
            counted.push((*place, since));
            let came = &mut all[*place];
            (if since { &mut came.since } else { &mut came.before }).add(deal);
        }
    }
    all
}
