//! What a room has in memory: how it is read, and how it is kept beside the database.

use super::{Room, around::Kept};
use crate::{
    store::{Changes, Row, StoreError},
    time::empty_workspace,
};
use smarketing_domain::entity::{Entity, EntityKey};
use std::collections::BTreeMap;

/// Records that are read without leaving the thread.
const MANY: usize = 200;

/// Clients that are remembered; far more than speak in a day.
const CLIENTS: usize = 10_000;

impl Room {
    /// Records that changed after `after`, about `bytes` of them, as of the
    /// last batch; `None` when the database has to be asked.
    pub fn since(&self, after: u64, bytes: usize) -> Option<Changes> {
        // What is in the tail was committed from here, and so is what is told of it.
        let changes = if self.stale { None } else { self.tail.after(after, bytes, self.counter) };
        changes.map(|changes| Changes { told: self.told, ..changes })
    }

    /// Reads what is new in the database.
    ///
    /// # Errors
    /// When the database does not answer, or holds something unreadable.
    pub async fn refresh(&mut self) -> Result<(), StoreError> {
        self.forget_if_stale();
        let changes = match self.counter {
            0 => self.store.whole(self.id).await?,
            counter => self.store.changes(self.id, counter, usize::MAX).await?,
        };
        self.take_in(changes.rows, changes.cursor).await
    }

    /// Remembers commits that stand.
    pub(super) fn keep(&mut self, kept: Kept) {
        if self.clients.len() > CLIENTS {
            self.clients.clear();
        }
        self.clients.extend(kept.clients);
        self.told = self.told.max(kept.told);
        for (seq, key, json) in kept.rows {
            self.places.note(key, seq);
            self.tail.add(seq, key, json);
        }
    }

    pub(super) fn render(&self, keys: BTreeMap<EntityKey, u64>) -> Result<Vec<(u64, EntityKey, String)>, StoreError> {
        let mut rows = Vec::with_capacity(keys.len());
        for (key, seq) in keys {
            let Some(json) = self.workspace.json(key) else { continue };
            let json = json.map_err(|_| StoreError::Unreadable("a changed record"))?;
            rows.push((seq, key, json));
        }
        Ok(rows)
    }

    pub(super) async fn take_in(&mut self, rows: Vec<Row>, counter: u64) -> Result<(), StoreError> {
        let seqs: Vec<u64> = rows.iter().map(|row| row.seq).collect();
        let entities = if rows.len() > MANY {
            // Reading a whole workspace takes a while: not on a thread that answers requests.
            tokio::task::spawn_blocking(move || read(&rows)).await.map_err(|_| StoreError::Interrupted)??
        } else {
            read(&rows)?
        };
        if self.counter == 0 {
            self.places.restart(counter);
        } else {
            entities.iter().zip(seqs).for_each(|(entity, seq)| self.places.note(entity.key(), seq));
        }
        entities.into_iter().for_each(|entity| self.workspace.put(entity));
        if counter != self.counter {
            // What is not from here is not in the tail.
            self.tail.restart(counter);
            self.clients.clear();
        }
        self.counter = counter;
        Ok(())
    }

    pub(super) fn forget_if_stale(&mut self) {
        if std::mem::take(&mut self.stale) {
            (self.workspace, self.counter) = (empty_workspace(), 0);
            self.tail.restart(0);
            self.clients.clear();
        }
    }
}

fn read(rows: &[Row]) -> Result<Vec<Entity>, StoreError> {
    let entities = rows.iter().map(|row| Entity::read(&row.json).ok().flatten());
    entities.collect::<Option<_>>().ok_or(StoreError::Unreadable("entity.json"))
}
