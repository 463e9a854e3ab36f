//! The stages of the hourglass as positions, to look up how far a deal came.

use crate::{deal::Deal, ids::StageId, stage::Stage, workspace::Workspace};

/// Every stage in use but Lost, in order.
pub(crate) struct Path<'a> {
    pub(crate) stages: Vec<&'a Stage>,
    /// Sorted by id: a few dozen at most, found faster than in a hash table.
    position: Vec<(StageId, usize)>,
    lost: Vec<StageId>,
}

impl<'a> Path<'a> {
    pub(crate) fn of(workspace: &'a Workspace) -> Self {
        let stages: Vec<_> = workspace.stages_in_order().into_iter().filter(|s| s.is_on_path()).collect();
        let place = |stage: &Stage| {
            // A retired or deleted stage counts as the one before it: whoever came
            // that far had entered the one before, and perhaps not the one behind.
            let itself = stages.iter().position(|s| s.id == stage.id);
            itself.or_else(|| stages.iter().filter(|s| s.rank <= stage.rank).count().checked_sub(1))
        };
        // The workspace's map is in the order of the ids.
        let on_path = workspace.stages.values().filter(|s| s.is_on_path());
        let position = on_path.filter_map(|s| Some((s.id, place(s)?))).collect();
        let lost = workspace.stages.values().filter(|s| !s.is_on_path()).map(|s| s.id).collect();
        Self { stages, position, lost }
    }

    /// Where on the path a stage stands; `None` for Lost.
    pub(crate) fn position(&self, stage: StageId) -> Option<usize> {
        let found = self.position.binary_search_by_key(&stage, |(id, _)| *id).ok()?;
        Some(self.position[found].1)
    }

    /// The furthest stage of the path that the deal's history shows. Where it
    /// stands it has come to, even if the entry was taken back at the same
    /// time as somebody else ordered it there.
    pub(crate) fn furthest(&self, deal: &Deal) -> Option<usize> {
        let stages = deal.history().map(|e| e.stage).chain([deal.place.stage]);
        stages.filter_map(|stage| self.position(stage)).max()
    }

    pub(crate) fn is_lost(&self, deal: &Deal) -> bool {
        self.is_lost_stage(deal.place.stage)
    }

    /// Whether a stage is not on the path: every stage can lead there.
    pub(crate) fn is_lost_stage(&self, stage: StageId) -> bool {
        self.lost.contains(&stage)
    }
}
