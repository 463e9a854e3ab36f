//! What the board looks up all the time, kept up to date card by card: each
//! column's cards in order, its total, and each deal's open tasks.

use smarketing_domain::{
    board::{self, Total},
    deal::Deal,
    entity::EntityKey,
    ids::{DealId, StageId, TaskId},
    workspace::Workspace,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::topics::Topic;

/// One column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Its cards in order.
    pub deals: Vec<DealId>,
    /// Over all of them.
    pub total: Total,
}

/// Columns that have to be told of, each with the deals that need a place in it.
type Changed = BTreeMap<StageId, Vec<DealId>>;

/// So many deals are put in their places one by one; for more the column is sorted.
const FEW: usize = 32;

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
        let mut columns: HashMap<StageId, Vec<&Deal>> = HashMap::new();
        for deal in workspace.living_deals() {
            index.seats.insert(deal.id, seat(deal));
            columns.entry(deal.place.stage).or_default().push(deal);
        }
        for (stage, mut deals) in columns {
            board::arrange(&mut deals);
            let total = Total::of(deals.iter().copied());
            index.columns.insert(stage, Column { deals: ids(&deals), total });
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
        let mut changed = Changed::new();
        for key in keys {
            topics.insert(Topic::Record(*key));
            topics.insert(Topic::Kind(key.kind()));
            match key {
                EntityKey::Deal(id) => self.update_deal(workspace, *id, &mut changed),
                EntityKey::Task(id) => topics.extend(self.update_task(workspace, *id).into_iter().map(Topic::NextTask)),
                _ => {}
            }
        }
        for (stage, moved) in &changed {
            if let Some(column) = self.columns.get_mut(stage) {
                arrange(&mut column.deals, moved, workspace);
            }
        }
        topics.extend(changed.into_keys().map(Topic::Column));
        topics
    }

    fn update_deal(&mut self, workspace: &Workspace, id: DealId, changed: &mut Changed) {
        let now = workspace.deal(id).map(seat);
        let was = self.seats.get(&id).cloned();
        if now == was {
            // Owner, title and the like can decide whether a filter shows it.
            if let Some(now) = now {
                changed.entry(now.stage).or_default();
            }
            return;
        }
        if let Some(was) = was {
            let column = self.columns.entry(was.stage).or_default();
            if now.as_ref().map(|n| n.stage) != Some(was.stage) {
                column.deals.retain(|deal| *deal != id);
            }
            column.total.count -= 1;
            column.total.sum_minor -= was.minor;
            let moved = changed.entry(was.stage).or_default();
            if now.as_ref().map(|n| n.stage) == Some(was.stage) {
                column.total.count += 1;
                column.total.sum_minor += now.as_ref().map_or(0, |n| n.minor);
                if let Some(now) = now {
                    if now.rank != was.rank {
                        moved.push(id);
                    }
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
                changed.entry(now.stage).or_default().push(id);
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

/// Puts the deals that `moved` in their places among the others, which are in order.
fn arrange(deals: &mut Vec<DealId>, moved: &[DealId], workspace: &Workspace) {
    if moved.len() > FEW {
        // Looked up once each, and not with each comparison.
        let mut there: Vec<&Deal> = deals.iter().filter_map(|id| workspace.deals.get(id)).collect();
        board::arrange(&mut there);
        *deals = ids(&there);
    } else if !moved.is_empty() {
        deals.retain(|deal| !moved.contains(deal));
        for id in moved {
            let at = deals.partition_point(|other| order(workspace, *other, *id).is_lt());
            deals.insert(at, *id);
        }
    }
}

fn ids(deals: &[&Deal]) -> Vec<DealId> {
    deals.iter().map(|deal| deal.id).collect()
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use smarketing_domain::{
        clock::Stamp,
        deal::Place,
        ids::{ClientId, MemberId},
        record::{Birth, Record},
    };

    fn id(n: u8) -> uuid::Uuid {
        uuid::Uuid::from_u128(n.into())
    }

    /// The deal stands at this stage, in this order; in stage 0 it is not there any more.
    fn put(workspace: &mut Workspace, (deal, stage, rank): (u8, u8, u8)) -> EntityKey {
        let (deal, stamp) = (DealId(id(deal)), Stamp { millis: 1, counter: 0, client: ClientId(1) });
        let mut record = Deal::blank(deal);
        if stage > 0 {
            record.meta.bear(Birth { stamp, by: MemberId(id(1)) });
        }
        let rank = format!("8{rank:x}80").parse().expect("an order");
        record.place = Place { stage: StageId(id(stage)), rank, loss: None };
        workspace.deals.insert(deal, record);
        EntityKey::Deal(deal)
    }

    fn columns(index: &Index) -> Vec<(StageId, Column)> {
        let filled = index.columns.iter().filter(|(_, column)| !column.deals.is_empty());
        let mut columns: Vec<_> = filled.map(|(stage, column)| (*stage, column.clone())).collect();
        columns.sort_by_key(|(stage, _)| *stage);
        columns
    }

    proptest! {
        #[test]
        fn after_any_changes_columns_are_as_if_made_anew(
            steps in prop::collection::vec(prop::collection::vec((0_u8..80, 0_u8..4, 0_u8..16), 1..60), 1..12),
        ) {
            let mut workspace = Workspace::default();
            let mut index = Index::of(&workspace);
            for step in steps {
                let keys: BTreeSet<EntityKey> = step.into_iter().map(|deal| put(&mut workspace, deal)).collect();
                index.update(&workspace, &keys);
                prop_assert_eq!(columns(&index), columns(&Index::of(&workspace)));
            }
        }
    }
}
