//! What the board asks of the state, from the tables of its [`super::index`].

use super::{State, index::Column, topics::Topic};
use leptos::prelude::*;
use smarketing_domain::{
    ids::{DealId, StageId, TaskId},
    moves::{Drop, drop_among},
    operation::{Body, Refusal},
};

impl State {
    /// Reads a column of the board; listens to it.
    pub fn column<T>(&self, stage: StageId, look: impl FnOnce(&Column) -> T) -> T {
        self.track(Topic::Column(stage));
        let empty = Column::default();
        self.store.with_value(|store| look(store.index.borrow().column(stage).unwrap_or(&empty)))
    }

    /// The deal's next open task; listens to it. Earliest due first, undated last.
    pub fn next_task(&self, deal: DealId) -> Option<TaskId> {
        self.track(Topic::NextTask(deal));
        self.store.with_value(|store| {
            let (desk, index) = (store.desk.borrow(), store.index.borrow());
            let tasks = index.tasks(deal).filter_map(|id| desk.view().tasks.get(&id));
            tasks.min_by_key(|t| (t.due.is_none(), t.due, t.id)).map(|t| t.id)
        })
    }

    /// The changes that put `deals` where they were dropped; see [`drop_among`].
    ///
    /// # Errors
    /// When one of the deals does not exist.
    pub fn dropped(&self, deals: &[DealId], drop: Drop) -> Result<Vec<Body>, Refusal> {
        let now = self.now();
        self.store.with_value(|store| {
            let (desk, index) = (store.desk.borrow(), store.index.borrow());
            let column = index.column(drop.stage).map(|column| column.deals.as_slice()).unwrap_or_default();
            let column: Vec<_> = column.iter().filter_map(|id| desk.view().deal(*id)).collect();
            drop_among(desk.view(), &column, deals, drop, now)
        })
    }
}
