//! The flow between places: how many deals went from where to where.
//!
//! Definitions (places and moves are those of [`super::walk`]):
//!
//! - A **flow** is all moves from one place to another, of the deals that the
//!   filter lets through; with a period, the moves made in it, whenever the deal's
//!   path began. Its deals are those that made such a move, each counted once; its
//!   value is the sum of theirs.
//! - A move is **forward** when it leads to the next stage that holds deals,
//!   **skipping** when it leads further, a **return** when it leads back, a **loss**
//!   when it leads to Lost, a **revival** when it leads from there to a stage, and
//!   an **entry** when it leads from outside into a stage.
//! - A move at a moment that nobody noted is in no flow: it is counted apart.
//! - A deal **stands** where it is now, whatever the period.
//!
//! Over all of time, while all moments are known, what came into a place is
//! what left it and what stands there.

use super::walk::{Move, OUTSIDE, Place, Places, Spot};
use crate::{
    board::Total, clock::Timestamp, deal::Deal, filter::Filter, hourglass::Period, ids::DealId, workspace::Workspace,
};

/// What a move means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// From outside into a stage.
    Entry,
    /// To the next stage.
    Forward,
    /// Past the next stage.
    Skipping,
    /// To an earlier stage.
    Return,
    /// To Lost.
    Loss,
    /// From Lost back into a stage.
    Revival,
}

/// All moves from one place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Where they began.
    pub from: Place,
    /// Where they ended.
    pub to: Place,
    /// What they mean.
    pub kind: Kind,
    /// How many there were.
    pub moves: u64,
    /// The deals that made them, and the sum of their values.
    pub deals: Total,
}

/// A place with what came and left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Station {
    /// The place.
    pub place: Place,
    /// Moves into it.
    pub came: u64,
    /// Moves out of it.
    pub left: u64,
    /// Deals that are there now.
    pub standing: Total,
}

/// The whole picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flows {
    /// Every stage of the path in order, then Lost.
    pub stations: Vec<Station>,
    /// Where anybody moved, by place of beginning, then of end.
    pub flows: Vec<Flow>,
    /// Moves at a moment that nobody noted; with a period they may lie in it or not.
    pub undated_moves: u64,
    /// The deals that made those.
    pub undated: Total,
}

/// Which deals a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Moved from one place to another.
    Between(Place, Place),
    /// Came into a place.
    Into(Place),
    /// Left a place.
    OutOf(Place),
    /// Are there now.
    Standing(Place),
    /// Made a move at a moment that nobody noted.
    Undated,
}

/// What is known of the moves between two places.
#[derive(Clone, Copy, Default)]
struct Cell {
    moves: u64,
    deals: Total,
    /// The deal that was counted last, by its place in the walk: it may come again.
    last: Option<usize>,
}

impl Cell {
    fn add(&mut self, at: usize, deal: &Deal) {
        self.moves += 1;
        if self.last != Some(at) {
            self.last = Some(at);
            self.deals.add(deal);
        }
    }
}

/// The flows of the deals that `filter` lets through, in `period` or all of time.
pub fn flows(workspace: &Workspace, filter: &Filter, period: Option<Period>) -> Flows {
    let places = Places::of(workspace);
    let count = places.count();
    let mut cells = vec![Cell::default(); count * count];
    let mut standing = vec![Total::default(); count];
    let mut undated = Cell::default();
    let mut moves = Vec::new();
    let wanted = filter.compile(workspace);
    for (at, deal) in workspace.living_deals().filter(|deal| wanted(deal)).enumerate() {
        places.walk(deal, &mut moves);
        for step in &moves {
            match step.at {
                None => undated.add(at, deal),
                Some(moment) if is_in(period, moment) => cells[step.from * count + step.to].add(at, deal),
                Some(_) => {}
            }
        }
        standing[places.spot_of(deal.place.stage)].add(deal);
    }
    let of = |from: Spot, to: Spot| cells[from * count + to].moves;
    let station = |spot: Spot| Station {
        place: places.place(spot),
        came: (0..count).map(|from| of(from, spot)).sum(),
        left: (0..count).map(|to| of(spot, to)).sum(),
        standing: standing[spot],
    };
    let flow = |(at, cell): (usize, &Cell)| Flow {
        from: places.place(at / count),
        to: places.place(at % count),
        kind: kind(&places, at / count, at % count),
        moves: cell.moves,
        deals: cell.deals,
    };
    Flows {
        stations: (1..count).map(station).collect(),
        flows: cells.iter().enumerate().filter(|(_, cell)| cell.moves > 0).map(flow).collect(),
        undated_moves: undated.moves,
        undated: undated.deals,
    }
}

/// The deals behind a number.
pub fn deals(workspace: &Workspace, filter: &Filter, period: Option<Period>, part: Part) -> Vec<DealId> {
    let places = Places::of(workspace);
    let spot = |place| places.spot(place);
    let mut moves = Vec::new();
    let wanted = filter.compile(workspace);
    let mut is_meant = |deal: &Deal| {
        places.walk(deal, &mut moves);
        let any = |holds: &dyn Fn(&Move) -> bool| {
            moves.iter().any(|step| step.at.is_some_and(|at| is_in(period, at)) && holds(step))
        };
        match part {
            Part::Between(from, to) => any(&|step| Some(step.from) == spot(from) && Some(step.to) == spot(to)),
            Part::Into(place) => any(&|step| Some(step.to) == spot(place)),
            Part::OutOf(place) => any(&|step| Some(step.from) == spot(place)),
            Part::Standing(place) => Some(places.spot_of(deal.place.stage)) == spot(place),
            Part::Undated => moves.iter().any(|step| step.at.is_none()),
        }
    };
    workspace.living_deals().filter(|deal| wanted(deal) && is_meant(deal)).map(|deal| deal.id).collect()
}

fn is_in(period: Option<Period>, at: Timestamp) -> bool {
    period.is_none_or(|p| p.contains(at))
}

fn kind(places: &Places<'_>, from: Spot, to: Spot) -> Kind {
    let lost = places.lost();
    match (from, to) {
        (_, to) if to == lost => Kind::Loss,
        (OUTSIDE, _) => Kind::Entry,
        (from, _) if from == lost => Kind::Revival,
        _ if to < from => Kind::Return,
        _ if places.are_next(from, to) => Kind::Forward,
        _ => Kind::Skipping,
    }
}
