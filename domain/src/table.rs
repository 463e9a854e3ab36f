//! The records of one kind, by id.
//!
//! Rows are shared between copies of a workspace until one of them is written:
//! a copy costs a pointer for each row, and what a client keeps twice (what the
//! server confirmed, and what is shown) is there once. All kinds have the same
//! tree of ids and pointers, so the browser loads its code once.

use crate::{record::Record, sort};
use std::{collections::BTreeMap, ops::Index, sync::Arc};
use uuid::Uuid;

/// The records of one kind, in the order of their ids: the same state is walked
/// in the same order everywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<R>(BTreeMap<Uuid, Arc<R>>);

impl<R> Default for Table<R> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<R: Record> Table<R> {
    /// The record of this id.
    pub fn get(&self, id: &R::Id) -> Option<&R> {
        self.0.get(&(*id).into()).map(|row| &**row)
    }

    /// The record of this id, to be written.
    pub fn get_mut(&mut self, id: &R::Id) -> Option<&mut R> {
        self.0.get_mut(&(*id).into()).map(Arc::make_mut)
    }

    /// The record of this id, to be written; one of which nothing is known yet
    /// where there is none.
    pub fn or_blank(&mut self, id: R::Id) -> &mut R {
        Arc::make_mut(self.0.entry(id.into()).or_insert_with(|| Arc::new(R::blank(id))))
    }

    /// Whether there is a record of this id.
    pub fn contains_key(&self, id: &R::Id) -> bool {
        self.0.contains_key(&(*id).into())
    }

    /// Puts a record in the place of what was there.
    pub fn insert(&mut self, id: R::Id, record: R) {
        self.0.insert(id.into(), Arc::new(record));
    }

    /// Forgets a record.
    pub fn remove(&mut self, id: &R::Id) {
        self.0.remove(&(*id).into());
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All ids.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = R::Id> {
        self.0.keys().map(|key| (*key).into())
    }

    /// All records.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &R> + Clone {
        self.0.values().map(|row| &**row)
    }
}

impl<R: Record> Index<&R::Id> for Table<R> {
    type Output = R;

    /// # Panics
    /// When there is no record of this id.
    fn index(&self, id: &R::Id) -> &R {
        &self.0[&(*id).into()]
    }
}

impl<R: Record> FromIterator<R> for Table<R> {
    fn from_iter<I: IntoIterator<Item = R>>(records: I) -> Self {
        Self(sort::gather(records.into_iter().map(|record| (record.id().into(), Arc::new(record)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::TaskId, task::Task};

    fn task(n: u128) -> TaskId {
        TaskId(Uuid::from_u128(n))
    }

    #[test]
    fn a_copy_does_not_see_what_is_written_to_the_first() {
        let mut tasks: Table<Task> = Table::default();
        tasks.or_blank(task(1)).title = "Call".to_owned();
        let before = tasks.clone();
        tasks.or_blank(task(1)).title = "Write".to_owned();
        assert_eq!((&*before[&task(1)].title, &*tasks[&task(1)].title), ("Call", "Write"));
    }

    #[test]
    fn rows_are_walked_in_the_order_of_their_ids() {
        let tasks: Table<Task> = [3, 1, 2].map(|n| Task::blank(task(n))).into_iter().collect();
        assert!(tasks.keys().eq([1, 2, 3].map(task)) && tasks.values().map(|t| t.id).eq(tasks.keys()));
    }
}
