//! The stages of the hourglass as positions, to look up how far a deal came.

use crate::{deal::Deal, ids::StageId, stage::Stage, workspace::Workspace};

/// Every stage in use but Lost, in order.
pub(crate) struct Path<'a> {
    pub(crate) stages: Vec<&'a Stage>,
    position: Positions,
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
        let on_path = workspace.stages.values().filter(|s| s.is_on_path());
        let position = Positions::of(on_path.filter_map(|s| Some((s.id, place(s)?))).collect());
        let lost = workspace.stages.values().filter(|s| !s.is_on_path()).map(|s| s.id).collect();
        Self { stages, position, lost }
    }

    /// Where on the path a stage stands; `None` for Lost.
    pub(crate) fn position(&self, stage: StageId) -> Option<usize> {
        self.position.get(stage)
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

/// Where stages stand, by their ids: a table with open addressing. Every entry of
/// every deal is looked up in it; comparing an id with a few others, byte by byte,
/// took most of the time that the hourglass needs.
struct Positions {
    /// A power of two of them, at most half of them taken.
    slots: Vec<Option<(u128, usize)>>,
}

impl Positions {
    fn of(places: Vec<(StageId, usize)>) -> Self {
        let mut slots = vec![None; (places.len() * 2).next_power_of_two()];
        for (stage, place) in places {
            let (key, mut at) = Self::slot(stage, slots.len());
            while slots[at].is_some() {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at] = Some((key, place));
        }
        Self { slots }
    }

    fn get(&self, stage: StageId) -> Option<usize> {
        let (key, mut at) = Self::slot(stage, self.slots.len());
        // Half of the slots are free: it ends.
        while let Some((found, place)) = self.slots[at] {
            if found == key {
                return Some(place);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        None
    }

    /// The id as a number, and the first slot to look at, of so many.
    fn slot(stage: StageId, slots: usize) -> (u128, usize) {
        let key = u128::from_ne_bytes(*stage.0.as_bytes());
        // Fibonacci hashing: Knuth, "The Art of Computer Programming", volume 3, 6.4.
        let mixed = ((key ^ (key >> 64)) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (key, (mixed >> 32) as usize & (slots - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_stage_is_found_where_it_was_put_and_no_other_is(ids in proptest::collection::btree_set(any::<u128>(), 0..80), other: u128) {
            let stage = |id: u128| StageId(uuid::Uuid::from_u128(id));
            let places: Vec<_> = ids.iter().enumerate().map(|(place, id)| (stage(*id), place)).collect();
            let positions = Positions::of(places.clone());
            prop_assert!(places.iter().all(|(stage, place)| positions.get(*stage) == Some(*place)));
            prop_assert_eq!(positions.get(stage(other)).is_some(), ids.contains(&other));
        }
    }
}
