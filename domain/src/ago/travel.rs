//! A deal's way as dated steps.

use super::{NOWHERE, Spot};
use crate::{
    clock::{Stamp, Timestamp},
    deal::{Deal, PLACE},
    ids::StageId,
    path::Path,
    workspace::Workspace,
};

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// When, as far as anybody knows.
    pub(super) at: Timestamp,
    /// Whether somebody noted that moment.
    pub(super) is_dated: bool,
    /// Where it leads.
    pub(super) to: Spot,
    /// The furthest stage of the path until then; [`NOWHERE`] for none.
    pub(super) furthest: Spot,
    /// The stage that it left after so many milliseconds.
    pub(super) stay: Option<(Spot, i64)>,
}

/// The places of a workspace as numbers.
pub(super) struct Places<'a> {
    pub(super) path: Path<'a>,
}

impl<'a> Places<'a> {
    pub(super) fn of(workspace: &'a Workspace) -> Self {
        Self { path: Path::of(workspace) }
    }

    fn on_path(&self, stage: StageId) -> Option<Spot> {
        Some(self.path.position(stage)? as Spot + 1)
    }

    fn spot(&self, stage: StageId) -> Spot {
        let lost = self.path.stages.len() as Spot + 1;
        self.on_path(stage).unwrap_or(if self.path.is_lost_stage(stage) { lost } else { lost + 1 })
    }

    /// The steps of a deal in their order, in place of what was in `steps`; none for a
    /// deal that never was.
    pub(super) fn travel(&self, workspace: &Workspace, deal: &Deal, steps: &mut Vec<Step>) {
        steps.clear();
        let Some(born) = deal.meta.born.filter(|_| !is_undone(workspace, deal)) else { return };
        let first = deal.history().find_map(|entry| entry.at);
        let known = first.map_or(born.stamp.at(), |first| first.min(born.stamp.at()));
        let mut furthest = NOWHERE;
        let mut before: Option<(StageId, Option<Timestamp>)> = None;
        for entry in deal.history() {
            furthest = furthest.max(self.on_path(entry.stage).unwrap_or(NOWHERE));
            let stay = before.and_then(|(stage, since)| Some((self.on_path(stage)?, entry.at?.since(since?))));
            let is_dated = entry.at.is_some();
            let step = Step { at: entry.at.unwrap_or(known), is_dated, to: self.spot(entry.stage), furthest, stay };
            // Undated entries stand first, and together they are one step.
            match steps.last_mut() {
                Some(last) if !is_dated => *last = step,
                _ => steps.push(step),
            }
            before = Some((entry.stage, entry.at));
        }
        if before.is_none_or(|(stage, _)| stage != deal.place.stage) {
            let written = deal.meta.written(PLACE).map_or(known, Stamp::at);
            let at = steps.last().map_or(born.stamp.at(), |last| written.max(last.at));
            let to = self.spot(deal.place.stage);
            furthest = furthest.max(self.on_path(deal.place.stage).unwrap_or(NOWHERE));
            steps.push(Step { at, is_dated: false, to, furthest, stay: None });
        }
        if let Some(presence) = deal.meta.presence.filter(|presence| presence.gone) {
            let at = presence.stamp.at();
            steps.retain(|step| step.at < at);
            if !steps.is_empty() {
                steps.push(Step { at, is_dated: true, to: NOWHERE, furthest: NOWHERE, stay: None });
            }
        }
    }
}

/// Whether an import brought it that was undone: it never was there.
fn is_undone(workspace: &Workspace, deal: &Deal) -> bool {
    let import = deal.import.and_then(|id| workspace.imports.get(&id));
    deal.meta.is_deleted() && import.is_some_and(|import| import.undone)
}
