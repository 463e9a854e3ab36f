//! Whoever is overwritten by somebody who had not seen it: found under the lock,
//! where what is unseen can be asked for, and noted in the same transaction.

use super::{Batch, Room};
use crate::store::{Commit, LogRow, StoreError, Writing};
use smarketing_domain::{
    entity::EntityKey,
    history::{Logged, Replaced},
    operation::Operation,
    overwrite::{Overwritten, covered, overwritten},
};
use std::collections::HashMap;

/// Records whose latest change is remembered; far more than change in a day.
const ROOM: usize = 100_000;

/// When records were changed last, since some moment. Most devices have read all
/// but the last few changes: of them it is known here that they have seen a record.
#[derive(Debug, Default)]
pub struct Places {
    /// Nothing is missing after this.
    from: u64,
    /// The last change of all.
    last: u64,
    latest: HashMap<EntityKey, u64>,
}

impl Places {
    /// Begins anew after `counter`.
    pub fn restart(&mut self, counter: u64) {
        *self = Self { from: counter, last: counter, latest: HashMap::new() };
    }

    /// A record was changed.
    pub fn note(&mut self, key: EntityKey, seq: u64) {
        self.last = self.last.max(seq);
        if self.latest.len() >= ROOM {
            self.restart(self.last);
        }
        self.latest.insert(key, seq);
    }

    /// Whether a record may have changed after `seen`.
    fn changed_after(&self, key: EntityKey, seen: u64) -> bool {
        seen < self.from || self.latest.get(&key).is_some_and(|seq| *seq > seen)
    }
}

impl Room {
    /// Whether an operation may write over what its author's device had not read.
    pub(super) fn may_overwrite(&self, batch: &Batch, operation: &Operation) -> bool {
        let Some(key) = operation.body.key() else { return false };
        self.places.changed_after(key, batch.seen)
            && covered(&self.workspace, operation).iter().any(|(_, written)| written.client != batch.client)
    }

    /// Whom an accepted operation writes over, asked before it is applied. `earlier`
    /// is what was accepted in this transaction before its batch.
    pub(super) async fn overwritten(
        &self,
        tx: &mut dyn Writing,
        line: &Logged,
        seen: u64,
        earlier: &[Commit],
    ) -> Result<Vec<Overwritten>, StoreError> {
        let Some(key) = line.operation.body.key() else { return Ok(Vec::new()) };
        let written = tx.logged(key.id(), seen).await?;
        let mut unseen = written.into_iter().map(LogRow::read).collect::<Result<Vec<_>, _>>()?;
        let stored = earlier.iter().flat_map(|commit| &commit.operations);
        let about = stored.filter(|stored| stored.operation.body.key() == Some(key) && stored.seq > seen);
        unseen.extend(about.map(|stored| Logged {
            seq: stored.seq,
            operation: stored.operation.clone(),
            replaced: stored.replaced.clone(),
        }));
        Ok(overwritten(&self.workspace, line, &unseen))
    }
}

impl LogRow {
    /// The operation, and what it replaced as far as that is known.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(self) -> Result<Logged, StoreError> {
        let operation = serde_json::from_str(&self.operation).map_err(|_| StoreError::Unreadable("operation.json"))?;
        let replaced = self.replaced.as_deref().map(serde_json::from_str::<Replaced>).transpose();
        let replaced = replaced.map_err(|_| StoreError::Unreadable("operation.replaced"))?.unwrap_or_default();
        Ok(Logged { seq: self.seq, operation, replaced })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::ids::DealId;
    use uuid::Uuid;

    #[test]
    fn a_record_counts_as_seen_by_whoever_has_read_its_latest_change() {
        let [one, other] = [1, 2].map(|n| EntityKey::Deal(DealId(Uuid::from_u128(n))));
        let mut places = Places::default();
        places.restart(4);
        places.note(one, 6);
        assert!(places.changed_after(one, 5) && !places.changed_after(one, 6));
        assert!(!places.changed_after(other, 4), "nothing has changed it since");
        assert!(places.changed_after(other, 3), "nothing is known of that time");
    }
}
