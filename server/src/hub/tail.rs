//! The records that changed last, as they were stored: most clients have read
//! all but a few of them, and need not ask the database. Pure.

use crate::store::{Changes, Row};
use smarketing_domain::entity::EntityKey;
use std::collections::{BTreeMap, HashMap};

/// Bytes of records that are kept, about.
const ROOM: usize = 2 * 1024 * 1024;

/// All changes of a workspace after some moment.
#[derive(Debug, Default)]
pub struct Tail {
    /// Nothing is missing after this.
    from: u64,
    rows: BTreeMap<u64, (EntityKey, String)>,
    places: HashMap<EntityKey, u64>,
    bytes: usize,
}

impl Tail {
    /// Begins anew after `counter`.
    pub fn restart(&mut self, counter: u64) {
        *self = Self { from: counter, ..Self::default() };
    }

    /// Adds a record as of its latest change.
    pub fn add(&mut self, seq: u64, key: EntityKey, json: String) {
        self.bytes += json.len();
        if let Some((_, older)) = self.places.insert(key, seq).and_then(|place| self.rows.remove(&place)) {
            self.bytes -= older.len();
        }
        self.rows.insert(seq, (key, json));
        while self.bytes > ROOM {
            let Some((seq, (key, json))) = self.rows.pop_first() else { break };
            self.bytes -= json.len();
            self.places.remove(&key);
            self.from = seq;
        }
    }

    /// What [`crate::store::Records::changes`] would answer, when all of it is here;
    /// `counter` is the workspace's.
    pub fn after(&self, after: u64, bytes: usize, counter: u64) -> Option<Changes> {
        if after < self.from || after > counter {
            return None;
        }
        let mut changes = Changes { counter, cursor: counter, ..Changes::default() };
        let mut size = 0;
        for (seq, (_, json)) in self.rows.range(after + 1..) {
            size += json.len();
            if size > bytes
                && let Some(last) = changes.rows.last()
            {
                (changes.more, changes.cursor) = (true, last.seq);
                break;
            }
            changes.rows.push(Row { seq: *seq, json: json.clone() });
        }
        Some(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::ids::DealId;
    use uuid::Uuid;

    fn key(n: u128) -> EntityKey {
        EntityKey::Deal(DealId(Uuid::from_u128(n)))
    }

    fn seqs(tail: &Tail, after: u64, bytes: usize) -> Option<(Vec<u64>, u64, bool)> {
        let changes = tail.after(after, bytes, 9)?;
        Some((changes.rows.iter().map(|row| row.seq).collect(), changes.cursor, changes.more))
    }

    #[test]
    fn a_record_is_there_once_in_the_place_of_its_latest_change() {
        let mut tail = Tail::default();
        tail.restart(4);
        for (seq, n) in [(5, 1), (6, 2), (7, 1), (9, 3)] {
            tail.add(seq, key(n), "1234".to_owned());
        }
        assert_eq!(seqs(&tail, 3, 100), None, "something may be missing");
        assert_eq!(seqs(&tail, 10, 100), None, "nobody has read further than there is");
        assert_eq!(seqs(&tail, 4, 100), Some((vec![6, 7, 9], 9, false)));
        assert_eq!(seqs(&tail, 7, 100), Some((vec![9], 9, false)));
        assert_eq!(seqs(&tail, 9, 100), Some((vec![], 9, false)));
        assert_eq!(seqs(&tail, 4, 8), Some((vec![6, 7], 7, true)));
        assert_eq!(seqs(&tail, 4, 1), Some((vec![6], 6, true)), "at least one");
    }

    #[test]
    fn what_is_too_much_is_forgotten_and_not_answered() {
        let mut tail = Tail::default();
        for seq in 1..=4 {
            tail.add(seq, key(u128::from(seq)), "x".repeat(ROOM / 3));
        }
        assert_eq!(seqs(&tail, 0, 1), None);
        assert_eq!(seqs(&tail, 1, usize::MAX), Some((vec![2, 3, 4], 9, false)));
    }
}
