//! A deal's way from place to place, as its history tells it.
//!
//! Definitions:
//!
//! - A **place** is a stage of the path, Lost, or outside: where a deal is before
//!   its first entry. All stages with the role Lost are one place, and a stage that
//!   was retired or deleted is the place of the one before it, as on the hourglass.
//! - A **move** is an entry of the history into another place than the one before.
//!   Entries that were taken back are no moves, and neither are two entries
//!   of one place in a row.
//! - The moment of a move is that of its entry. Entries without a moment stand
//!   first, as in the history.
//! - Where a deal stands it has come to: where its history ends elsewhere, a last
//!   move leads there, at a moment that nobody noted.

use crate::{clock::Timestamp, deal::Deal, ids::StageId, path::Path, workspace::Workspace};

/// Where a deal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Not yet with us.
    Outside,
    /// In a stage of the path.
    Stage(StageId),
    /// Left without buying.
    Lost,
}

/// The places of a workspace as numbers: outside, the stages in order, Lost.
pub(super) struct Places<'a> {
    pub(super) path: Path<'a>,
    /// How many stages that hold deals stand before each stage of the path.
    steps: Vec<usize>,
}

/// The number of a place.
pub(super) type Spot = usize;

/// Where everybody comes from.
pub(super) const OUTSIDE: Spot = 0;

/// From one place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) from: Spot,
    pub(super) to: Spot,
    /// `None` is unknown.
    pub(super) at: Option<Timestamp>,
}

impl<'a> Places<'a> {
    pub(super) fn of(workspace: &'a Workspace) -> Self {
        let path = Path::of(workspace);
        let mut before = 0;
        let step = |holds_deals: bool| {
            before += usize::from(holds_deals);
            before - usize::from(holds_deals)
        };
        let steps = path.stages.iter().map(|s| s.role.holds_deals()).map(step).collect();
        Self { path, steps }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.path.stages.len() + 2
    }

    /// The last one.
    pub(super) fn lost(&self) -> Spot {
        self.path.stages.len() + 1
    }

    /// What a number means.
    pub(super) fn place(&self, spot: Spot) -> Place {
        match spot.checked_sub(1) {
            None => Place::Outside,
            Some(at) => self.path.stages.get(at).map_or(Place::Lost, |stage| Place::Stage(stage.id)),
        }
    }

    /// The number of a place; `None` for a stage of another workspace.
    pub(super) fn spot(&self, place: Place) -> Option<Spot> {
        match place {
            Place::Outside => Some(OUTSIDE),
            Place::Lost => Some(self.lost()),
            Place::Stage(id) => Some(self.path.position(id)? + 1),
        }
    }

    /// The place of a stage. One that was retired from before all others is outside.
    pub(super) fn spot_of(&self, stage: StageId) -> Spot {
        match self.path.position(stage) {
            Some(at) => at + 1,
            None if self.path.is_lost_stage(stage) => self.lost(),
            None => OUTSIDE,
        }
    }

    /// Whether nothing that holds deals lies between two stages.
    pub(super) fn are_next(&self, from: Spot, to: Spot) -> bool {
        let step = |spot: Spot| self.steps.get(spot.wrapping_sub(1)).copied();
        step(from).zip(step(to)).is_some_and(|(from, to)| to == from + 1)
    }

    /// The moves of a deal in their order, in place of what was in `moves`.
    pub(super) fn walk(&self, deal: &Deal, moves: &mut Vec<Move>) {
        moves.clear();
        let mut from = OUTSIDE;
        let stands = (deal.place.stage, None);
        for (stage, at) in deal.history().map(|e| (e.stage, e.at)).chain([stands]) {
            let to = self.spot_of(stage);
            if to != from {
                moves.push(Move { from, to, at });
                from = to;
            }
        }
    }
}
