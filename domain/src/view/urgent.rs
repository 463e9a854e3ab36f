//! The order by urgency: what is overdue, the longest waiting first; what is for
//! today; what has no next step, first what rots, then what stands longest; what is
//! planned for later, the nearest first. Equals stand as people put them.
//!
//! It is another look at the same columns: nothing is written, and a card that is
//! put into a column stands where its urgency puts it.

use crate::{
    clock::{DAY, Timestamp},
    deal::Deal,
    ids::{DealId, StageId},
    sort,
    stage::Stage,
    task::{Urgency, urgency},
    workspace::Workspace,
};
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;

/// How urgent all deals with a next step are, on one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs(HashMap<DealId, Step>);

/// When a deal's next step is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    level: Urgency,
    /// Those without a day behind those with one.
    undated: bool,
    day: i32,
}

/// What a deal is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pressure {
    step: Step,
    /// Without a next step: what rots first, then what stands longest.
    is_fresh: bool,
    since: i64,
}

impl Needs {
    /// Of all deals, in one go over the open tasks.
    pub fn of(workspace: &Workspace, today: NaiveDate) -> Self {
        let mut steps: HashMap<DealId, Step> = HashMap::new();
        for task in workspace.open_tasks() {
            let Some(deal) = task.deal else { continue };
            let day = task.due.map_or(0, |due| due.num_days_from_ce());
            let step = Step { level: urgency(Some(task), today), undated: task.due.is_none(), day };
            steps.entry(deal).and_modify(|first| *first = step.min(*first)).or_insert(step);
        }
        Self(steps)
    }

    /// How urgent a deal's next step is.
    pub fn level(&self, deal: DealId) -> Urgency {
        self.0.get(&deal).map_or(Urgency::NoNextStep, |step| step.level)
    }

    /// Puts the deals of one column in order; they come as people put them.
    pub fn sort(&self, workspace: &Workspace, deals: &mut Vec<DealId>, now: Timestamp) {
        let keyed = deals.iter().map(|id| (self.pressure(workspace, *id, now), *id));
        let mut keyed: Vec<(Pressure, DealId)> = keyed.collect();
        sort::sort_by(&mut keyed, |a, b| a.0.cmp(&b.0));
        deals.clear();
        deals.extend(keyed.into_iter().map(|(_, id)| id));
    }

    /// The place at which `deal` stands once it is put into the column `stage` at
    /// `now`, itself not counted: above its equals, as one puts it on top. `column`
    /// is in this order.
    pub fn place(
        &self,
        workspace: &Workspace,
        column: &[DealId],
        deal: DealId,
        stage: StageId,
        now: Timestamp,
    ) -> usize {
        let stays = workspace.deal(deal).is_some_and(|d| d.place.stage == stage);
        if let Some(at) = column.iter().position(|id| *id == deal).filter(|_| stays) {
            return at;
        }
        let step = self.step(deal);
        let entered = Pressure { step, is_fresh: true, since: if is_planned(step) { 0 } else { now.0 } };
        column.partition_point(|id| self.pressure(workspace, *id, now) < entered)
    }

    fn step(&self, deal: DealId) -> Step {
        self.0.get(&deal).copied().unwrap_or(Step { level: Urgency::NoNextStep, undated: true, day: 0 })
    }

    fn pressure(&self, workspace: &Workspace, id: DealId, now: Timestamp) -> Pressure {
        let step = self.step(id);
        if is_planned(step) {
            return Pressure { step, is_fresh: true, since: 0 };
        }
        let deal = workspace.deal(id);
        let stage = deal.and_then(|d| workspace.stages.get(&d.place.stage));
        let is_fresh = !deal.zip(stage).is_some_and(|(deal, stage)| rots(stage, deal, now));
        let since = deal.and_then(Deal::in_stage_since).map_or(i64::MAX, |since| since.0);
        Pressure { step, is_fresh, since }
    }
}

fn is_planned(step: Step) -> bool {
    step.level != Urgency::NoNextStep
}

/// Whether a deal stands in its stage longer than it should.
fn rots(stage: &Stage, deal: &Deal, now: Timestamp) -> bool {
    let stood = deal.in_stage_since().map(|since| now.since(since));
    stage.rot_days.zip(stood).is_some_and(|(days, ms)| ms > i64::from(days) * DAY)
}
