//! Reading the history, in slices.

use super::{
    NOWHERE, Spot, StayChange,
    growth::{Families, Span},
    stays::Stays,
    tape::{Event, NONE, Tape, Traveller},
    travel::{Places, Step},
};
use crate::{
    clock::Timestamp,
    filter::Filter,
    hourglass::ReachCounts,
    ids::DealId,
    stage::{Stage, StageRole},
    workspace::Workspace,
    zone::midnight,
};

/// A tape that is being made.
#[derive(Clone, Debug)]
pub struct Recording {
    filter: Filter,
    deals: Vec<DealId>,
    /// Of them, those that were read.
    read: usize,
    tape: Tape,
    families: Families,
    /// Moments and numbers of events: in order within each slice.
    order: Vec<(i64, u32)>,
    work: Work,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Reading,
    Reach,
    Ordering,
    Linking,
    Stays(usize),
    Done,
}

impl Recording {
    /// Begins to read the history of the deals that `filter` lets through.
    pub fn new(workspace: &Workspace, filter: Filter) -> Self {
        let places = Places::of(workspace);
        let stages: Vec<Stage> = places.path.stages.into_iter().cloned().collect();
        let stays = Stays::new(stages.len());
        Self {
            filter,
            deals: workspace.deals.keys().collect(),
            read: 0,
            tape: Tape::blank(stages, stays),
            families: Families::default(),
            order: Vec::new(),
            work: Work::Reading,
        }
    }

    /// Reads on, some `budget` deals; true when all is read. A change of the stages
    /// meanwhile makes it begin again; other changes may be on the tape or not.
    pub fn step(&mut self, workspace: &Workspace, budget: usize) -> bool {
        match self.work {
            Work::Reading => self.read_deals(workspace, budget.max(1)),
            Work::Reach => {
                self.tape.reach = reach(workspace, &self.filter);
                (self.tape.further, self.tape.referred) = self.families.growth();
                self.work = Work::Ordering;
            }
            Work::Ordering => {
                // Made of ordered runs, which this sort finds and merges.
                self.order.sort();
                self.work = Work::Linking;
            }
            Work::Linking => {
                let events = std::mem::take(&mut self.tape.events);
                let in_order = self.order.iter().filter_map(|(_, number)| events.get(*number as usize));
                self.tape.events = in_order.copied().collect();
                self.order = Vec::new();
                self.tape.link();
                self.work = Work::Stays(0);
            }
            Work::Stays(band) if band < self.tape.stages.len() => {
                self.tape.stays.order(band);
                self.work = Work::Stays(band + 1);
            }
            Work::Stays(_) | Work::Done => self.work = Work::Done,
        }
        self.work == Work::Done
    }

    /// How far it has come, 0 to 1.
    pub fn progress(&self) -> f64 {
        match self.work {
            Work::Reading => 0.8 * self.read as f64 / self.deals.len().max(1) as f64,
            Work::Done => 1.0,
            _ => 0.8,
        }
    }

    /// The tape, at its beginning; `None` while not all is read.
    pub fn finish(self) -> Option<Tape> {
        (self.work == Work::Done).then_some(self.tape)
    }

    /// All at once.
    pub fn whole(workspace: &Workspace, filter: Filter) -> Tape {
        let mut recording = Self::new(workspace, filter);
        while !recording.step(workspace, usize::MAX) {}
        recording.tape
    }

    fn read_deals(&mut self, workspace: &Workspace, budget: usize) {
        let places = Places::of(workspace);
        if !places.path.stages.iter().map(|stage| stage.id).eq(self.tape.stages.iter().map(|stage| stage.id)) {
            *self = Self::new(workspace, std::mem::take(&mut self.filter));
            return;
        }
        let won = self.tape.stages.iter().position(|stage| stage.role == StageRole::Won);
        let won = won.map(|at| at as Spot + 1);
        let begun = self.order.len();
        let until = self.read.saturating_add(budget).min(self.deals.len());
        let filter = std::mem::take(&mut self.filter);
        let wanted = filter.compile(workspace);
        let mut steps = Vec::new();
        for at in self.read..until {
            let Some(deal) = workspace.deals.get(&self.deals[at]) else { continue };
            places.travel(workspace, deal, &mut steps);
            let Some(first) = steps.first() else { continue };
            let until = steps.last().filter(|last| last.to == NOWHERE).map(|last| last.at);
            self.families.note_grown(deal, Span { from: first.at, until });
            if wanted(deal) {
                let is_won = |step: &&Step| won.is_some_and(|won| step.furthest >= won);
                if let Some(step) = steps.iter().find(is_won) {
                    self.families.note_won(deal.id, Span { from: step.at, until });
                }
                self.note(Traveller { id: deal.id, value: deal.value_minor() }, &steps);
            }
        }
        drop(wanted);
        self.filter = filter;
        self.order[begun..].sort_unstable();
        self.read = until;
        if until == self.deals.len() {
            self.work = Work::Reach;
        }
    }

    fn note(&mut self, traveller: Traveller, steps: &[Step]) {
        let deal = self.tape.deals.len() as u32;
        self.tape.deals.push(traveller);
        let first_stay = self.tape.stays.len();
        for step in steps {
            let stay =
                step.stay.map_or(StayChange::None, |(spot, ms)| StayChange::Ended(self.tape.stays.note(spot, ms)));
            self.push(deal, step, stay);
            if step.to == NOWHERE {
                // Its stays are forgotten with it.
                for number in first_stay..self.tape.stays.len() {
                    self.push(deal, step, StayChange::Forgotten(number));
                }
            }
        }
    }

    fn push(&mut self, deal: u32, step: &Step, stay: StayChange) {
        self.order.push((step.at.0, self.tape.events.len() as u32));
        self.tape.events.push(Event {
            at: step.at,
            is_dated: step.is_dated,
            deal,
            before: NONE,
            from: NOWHERE,
            to: step.to,
            was_furthest: NOWHERE,
            furthest: step.furthest,
            stay,
        });
    }
}

/// What reach had counted until each of its days: moments in order, with sums.
fn reach(workspace: &Workspace, filter: &Filter) -> Vec<(Timestamp, ReachCounts)> {
    let rows = workspace
        .reach
        .values()
        .filter(|row| row.meta.is_alive() && filter.channel.as_ref().is_none_or(|channel| row.channel == *channel));
    let mut days: Vec<_> = rows.map(|row| (row.day, row.impressions, row.visits)).collect();
    days.sort_unstable();
    let mut sums: Vec<(Timestamp, ReachCounts)> = Vec::new();
    let (mut of, mut total) = (None, ReachCounts::default());
    for (day, impressions, visits) in days {
        total.impressions = total.impressions.saturating_add(impressions);
        total.visits = total.visits.saturating_add(visits);
        match sums.last_mut() {
            Some(last) if of == Some(day) => last.1 = total,
            // Of a day that nobody noted: it was counted from the beginning.
            _ => sums.push((day.map_or(Timestamp(i64::MIN), |day| midnight(workspace, day)), total)),
        }
        of = Some(day);
    }
    sums
}
