//! What the board looks up all the time, kept up to date card by card: each
//! column's cards in order, its total, and each deal's open tasks.

use smarketing_domain::{
    board::{self, Total},
    deal::Deal,
    entity::EntityKey,
    ids::{DealId, StageId, TaskId},
    sort,
    workspace::Workspace,
};
use std::collections::{BTreeSet, HashMap, HashSet};

use super::topics::Topic;

/// One column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Its cards in order.
    pub deals: Vec<DealId>,
    /// Over all of them.
    pub total: Total,
}

/// Where a deal stood when it was last looked at.
#[derive(Clone, Debug, PartialEq)]
struct Seat {
    stage: StageId,
    rank: String,
    minor: i64,
}

/// The board's look-up tables.
#[derive(Default)]
pub struct Index {
    columns: HashMap<StageId, Column>,
    seats: HashMap<DealId, Seat>,
    tasks: HashMap<DealId, BTreeSet<TaskId>>,
    task_deal: HashMap<TaskId, DealId>,
}

impl Index {
    /// The tables of a whole workspace.
    pub fn of(workspace: &Workspace) -> Self {
        let mut index = Self::default();
        for deal in workspace.living_deals() {
            index.seats.insert(deal.id, seat(deal));
            let column = index.columns.entry(deal.place.stage).or_default();
            column.deals.push(deal.id);
            column.total.add(deal);
        }
        for column in index.columns.values_mut() {
            sort::sort_by(&mut column.deals, |a, b| order(workspace, *a, *b));
        }
        for task in workspace.open_tasks() {
            if let Some(deal) = task.deal {
                index.tasks.entry(deal).or_default().insert(task.id);
                index.task_deal.insert(task.id, deal);
            }
        }
        index
    }

    /// A column; an empty one when nothing stands there.
    pub fn column(&self, stage: StageId) -> Option<&Column> {
        self.columns.get(&stage)
    }

    /// The deal's open tasks.
    pub fn tasks(&self, deal: DealId) -> impl Iterator<Item = TaskId> + '_ {
        self.tasks.get(&deal).into_iter().flatten().copied()
    }

    /// Takes note that `keys` changed; answers what there is to tell the views.
    pub fn update(&mut self, workspace: &Workspace, keys: &BTreeSet<EntityKey>) -> HashSet<Topic> {
        let mut topics = HashSet::from([Topic::Any]);
        let mut columns = BTreeSet::new();
        for key in keys {
            topics.insert(Topic::Record(*key));
            topics.insert(Topic::Kind(key.kind()));
            match key {
                EntityKey::Deal(id) => self.update_deal(workspace, *id, &mut columns),
                EntityKey::Task(id) => topics.extend(self.update_task(workspace, *id).into_iter().map(Topic::NextTask)),
                _ => {}
            }
        }
        for stage in &columns {
            if let Some(column) = self.columns.get_mut(stage) {
                // Nearly sorted: only what moved is out of place.
                sort::sort_by(&mut column.deals, |a, b| order(workspace, *a, *b));
            }
        }
        topics.extend(columns.into_iter().map(Topic::Column));
        topics
    }

    fn update_deal(&mut self, workspace: &Workspace, id: DealId, columns: &mut BTreeSet<StageId>) {
        let now = workspace.deal(id).map(seat);
        let was = self.seats.get(&id).cloned();
        if now == was {
            // Owner, title and the like can decide whether a filter shows it.
            columns.extend(now.map(|s| s.stage));
            return;
        }
        if let Some(was) = was {
            let column = self.columns.entry(was.stage).or_default();
            if now.as_ref().map(|n| n.stage) != Some(was.stage) {
                column.deals.retain(|deal| *deal != id);
            }
            column.total.count -= 1;
            column.total.sum_minor -= was.minor;
            columns.insert(was.stage);
            if now.as_ref().map(|n| n.stage) == Some(was.stage) {
                column.total.count += 1;
                column.total.sum_minor += now.as_ref().map_or(0, |n| n.minor);
                if let Some(now) = now {
                    self.seats.insert(id, now);
                }
                return;
            }
        }
        match now {
            Some(now) => {
                let column = self.columns.entry(now.stage).or_default();
                column.deals.push(id);
                column.total.count += 1;
                column.total.sum_minor += now.minor;
                columns.insert(now.stage);
                self.seats.insert(id, now);
            }
            None => {
                self.seats.remove(&id);
            }
        }
    }

    fn update_task(&mut self, workspace: &Workspace, id: TaskId) -> Vec<DealId> {
        let was = self.task_deal.remove(&id);
        if let Some(tasks) = was.and_then(|deal| self.tasks.get_mut(&deal)) {
            tasks.remove(&id);
        }
        let open = workspace.tasks.get(&id).filter(|t| t.meta.is_alive() && t.done.is_none());
        let now = open.and_then(|t| t.deal);
        if let Some(deal) = now {
            self.tasks.entry(deal).or_default().insert(id);
            self.task_deal.insert(id, deal);
        }
        was.into_iter().chain(now).collect()
    }
}

fn seat(deal: &Deal) -> Seat {
    Seat { stage: deal.place.stage, rank: deal.place.rank.as_str().to_owned(), minor: deal.value_minor() }
}

fn order(workspace: &Workspace, a: DealId, b: DealId) -> std::cmp::Ordering {
    match (workspace.deals.get(&a), workspace.deals.get(&b)) {
        (Some(a), Some(b)) => board::order(a, b),
        _ => a.cmp(&b),
    }
}
