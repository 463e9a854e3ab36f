//! The history of all deals in order of time, and the state at one place of it.

use super::{NOWHERE, Spot, StayChange, growth::Spans, stays::Stays};
use crate::{
    board::Total,
    clock::Timestamp,
    hourglass::{Hourglass, ReachCounts, Tally, bands},
    ids::{DealId, StageId},
    lens::walk::Place,
    stage::Stage,
};

/// No event.
pub(super) const NONE: u32 = u32::MAX;

/// A deal on the tape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traveller {
    pub(super) id: DealId,
    /// Its present value, in minor units.
    pub(super) value: i64,
}

/// A step of a deal, with what there was before it: it can be made and taken back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) at: Timestamp,
    pub(super) is_dated: bool,
    /// Which deal.
    pub(super) deal: u32,
    /// Its event before this one.
    pub(super) before: u32,
    pub(super) from: Spot,
    pub(super) to: Spot,
    pub(super) was_furthest: Spot,
    pub(super) furthest: Spot,
    pub(super) stay: StayChange,
}

/// Deals, and the sum of their values: wide enough that nothing is lost by taking away.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    count: u64,
    minor: i128,
}

impl Sum {
    fn total(self) -> Total {
        Total { count: self.count, sum_minor: clamped(self.minor) }
    }

    fn change(&mut self, value: i64, comes: bool) {
        if comes {
            self.count += 1;
            self.minor += i128::from(value);
        } else {
            self.count -= 1;
            self.minor -= i128::from(value);
        }
    }
}

fn clamped(minor: i128) -> i64 {
    minor.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}

/// The history as a tape: wound to a moment, it tells the state as of then. Winding
/// costs as much as happened in between.
#[derive(Clone, Debug)]
pub struct Tape {
    pub(super) stages: Vec<Stage>,
    pub(super) deals: Vec<Traveller>,
    /// In order of time.
    pub(super) events: Vec<Event>,
    pub(super) stays: Stays,
    pub(super) reach: Vec<(Timestamp, ReachCounts)>,
    pub(super) further: Spans,
    pub(super) referred: Spans,
    /// How many events have been made.
    pub(super) made: usize,
    /// The moment it is wound to; `None` is now.
    until: Option<Timestamp>,
    /// The last event made of each deal.
    pub(super) last: Vec<u32>,
    standing: Vec<Sum>,
    reached: Vec<Sum>,
    lost_at: Vec<u64>,
}

impl Tape {
    pub(super) fn blank(stages: Vec<Stage>, stays: Stays) -> Self {
        let count = stages.len();
        Self {
            stages,
            deals: Vec::new(),
            events: Vec::new(),
            stays,
            reach: Vec::new(),
            further: Spans::default(),
            referred: Spans::default(),
            made: 0,
            until: Some(Timestamp(i64::MIN)),
            last: Vec::new(),
            standing: vec![Sum::default(); count + 3],
            reached: vec![Sum::default(); count + 1],
            lost_at: vec![0; count + 1],
        }
    }

    /// Writes into each event what there was before it.
    pub(super) fn link(&mut self) {
        self.last = vec![NONE; self.deals.len()];
        for at in 0..self.events.len() {
            let Some(last) = self.last.get_mut(self.events[at].deal as usize) else { continue };
            if let Some(&before) = self.events.get(*last as usize) {
                self.events[at].before = *last;
                self.events[at].from = before.to;
                self.events[at].was_furthest = before.furthest;
            }
            *last = at as u32;
        }
        self.last.fill(NONE);
    }

    /// When the first deal came; `None` when there never was any.
    pub fn began(&self) -> Option<Timestamp> {
        self.events.first().map(|event| event.at)
    }

    /// The moment it is wound to: it shows what had happened before. `None` is now.
    pub fn until(&self) -> Option<Timestamp> {
        self.until
    }

    /// Winds to a moment, or to now.
    pub fn wind(&mut self, until: Option<Timestamp>) {
        let goal = self.place_of(until);
        while self.made < goal {
            self.turn(self.made, true);
            self.made += 1;
        }
        while self.made > goal {
            self.made -= 1;
            self.turn(self.made, false);
        }
        self.until = until;
    }

    /// The place of a moment among the events.
    pub(super) fn place_of(&self, until: Option<Timestamp>) -> usize {
        match until {
            Some(until) => self.events.partition_point(|event| event.at < until),
            None => self.events.len(),
        }
    }

    /// Makes an event, or takes it back.
    fn turn(&mut self, number: usize, is_made: bool) {
        let event = self.events[number];
        let deal = event.deal as usize;
        let value = self.deals[deal].value;
        let (left, came) = ((event.from, event.was_furthest), (event.to, event.furthest));
        let (left, came) = if is_made { (left, came) } else { (came, left) };
        self.stand(left, value, false);
        self.stand(came, value, true);
        match event.stay {
            StayChange::None => {}
            StayChange::Ended(stay) => self.stays.count(stay, is_made),
            StayChange::Forgotten(stay) => self.stays.count(stay, !is_made),
        }
        self.last[deal] = if is_made { number as u32 } else { event.before };
    }

    fn stand(&mut self, (spot, furthest): (Spot, Spot), value: i64, comes: bool) {
        if spot == NOWHERE {
            return;
        }
        self.standing[usize::from(spot)].change(value, comes);
        if furthest != NOWHERE {
            let furthest = usize::from(furthest);
            self.reached[furthest].change(value, comes);
            if spot == self.lost() {
                let lost = self.lost_at[furthest];
                self.lost_at[furthest] = if comes { lost + 1 } else { lost - 1 };
            }
        }
    }

    /// The hourglass of the moment it is wound to.
    pub fn hourglass(&self) -> Hourglass {
        let path = 1..=self.stages.len();
        let reach = self.reach.partition_point(|(at, _)| self.until.is_none_or(|until| *at < until));
        let tally = Tally {
            standing: path.clone().map(|at| self.standing[at].total()).collect(),
            reached: path.clone().map(|at| self.reached[at].count).collect(),
            reached_minor: path.clone().map(|at| clamped(self.reached[at].minor)).collect(),
            lost_at: path.map(|at| self.lost_at[at]).collect(),
            medians: self.stays.medians(),
            further: self.further.count(self.until),
            referred: self.referred.count(self.until),
            reach: reach.checked_sub(1).map_or_else(ReachCounts::default, |last| self.reach[last].1),
        };
        Hourglass {
            bands: bands(&self.stages.iter().collect::<Vec<_>>(), &tally),
            lost: self.standing[usize::from(self.lost())].total(),
            cohort: self.standing[1..].iter().map(|sum| sum.count).sum(),
        }
    }

    /// Deals that were still to be decided, and the sum of their present values.
    pub fn open(&self) -> Total {
        let undecided = self.stages.iter().zip(&self.standing[1..]).filter(|(stage, _)| stage.role.is_undecided());
        undecided
            .fold(Sum::default(), |all, (_, sum)| Sum { count: all.count + sum.count, minor: all.minor + sum.minor })
            .total()
    }

    pub(super) fn count_at(&self, spot: Spot) -> u64 {
        self.standing.get(usize::from(spot)).map_or(0, |sum| sum.count)
    }

    pub(super) fn lost(&self) -> Spot {
        self.stages.len() as Spot + 1
    }

    /// What a number means. A stage that is not on the path any more is outside.
    pub(super) fn place(&self, spot: Spot) -> Place {
        match usize::from(spot).checked_sub(1).and_then(|at| self.stages.get(at)) {
            Some(stage) => Place::Stage(stage.id),
            None if spot == self.lost() => Place::Lost,
            None => Place::Outside,
        }
    }

    /// The number of a stage of the path.
    pub(super) fn spot(&self, stage: StageId) -> Option<Spot> {
        self.stages.iter().position(|own| own.id == stage).map(|at| at as Spot + 1)
    }
}
