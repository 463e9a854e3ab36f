//! The operations about a record are a chain: each names the one before it
//! (`operation.previous`), the record the latest (`entity.latest`).

use super::column;
use crate::store::Stored;
use smarketing_domain::entity::EntityKey;
use std::collections::HashMap;

/// The latest operation of a batch about each record, as far as it is written.
#[derive(Default)]
pub struct Chain(HashMap<EntityKey, i64>);

impl Chain {
    /// Adds an operation; answers the one of this batch before it.
    pub fn link(&mut self, stored: &Stored) -> Option<i64> {
        self.0.insert(stored.operation.body.key()?, column(stored.seq))
    }

    /// The latest operation of this batch about a record.
    pub fn latest(&self, key: EntityKey) -> Option<i64> {
        self.0.get(&key).copied()
    }
}
