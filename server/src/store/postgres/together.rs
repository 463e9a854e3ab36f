//! Reads that wait together are answered by one statement: after each change
//! all clients of a workspace ask for the same few records.
//!
//! Nobody is answered by a statement that began before they asked.

use super::{Postgres, records};
use crate::store::{Changes, Result, Row, StoreError};
use smarketing_domain::ids::WorkspaceId;
use sqlx::PgPool;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::oneshot;

/// How far behind the counter a reader may be; whoever is farther reads alone.
const NEAR: u64 = 500;

/// Who waits, by workspace.
#[derive(Clone, Default)]
pub struct Together {
    groups: Arc<Mutex<HashMap<WorkspaceId, Group>>>,
}

#[derive(Default)]
struct Group {
    waiting: Vec<Reader>,
    /// A task reads for those who came before.
    reading: bool,
    /// The counter as it was last read.
    counter: u64,
}

struct Reader {
    after: u64,
    bytes: usize,
    reply: oneshot::Sender<Result<Changes>>,
}

impl Postgres {
    /// Records changed after `after`, together with others who ask for them.
    pub(super) async fn changes_together(&self, workspace: WorkspaceId, after: u64, bytes: usize) -> Result<Changes> {
        let (reply, answer) = oneshot::channel();
        let begin = {
            let mut groups = self.together.groups.lock().unwrap_or_else(PoisonError::into_inner);
            let group = groups.entry(workspace).or_default();
            if after.saturating_add(NEAR) < group.counter || group.counter == 0 {
                None
            } else {
                group.waiting.push(Reader { after, bytes, reply });
                Some(!std::mem::replace(&mut group.reading, true))
            }
        };
        match begin {
            None => {
                let changes = records::changes(&self.readers, workspace, after, bytes).await?;
                self.together.note(workspace, changes.counter);
                Ok(changes)
            }
            Some(begin) => {
                if begin {
                    tokio::spawn(self.together.clone().read(self.readers.clone(), workspace));
                }
                answer.await.map_err(|_| StoreError::Interrupted)?
            }
        }
    }
}

impl Together {
    /// Reads until nobody waits.
    async fn read(self, pool: PgPool, workspace: WorkspaceId) {
        while let Some(readers) = self.take(workspace) {
            let after = readers.iter().map(|reader| reader.after).min().unwrap_or_default();
            match records::changes(&pool, workspace, after, usize::MAX).await {
                Ok(changes) => {
                    self.note(workspace, changes.counter);
                    for Reader { after, bytes, reply } in readers {
                        // Whoever asked may have gone away.
                        let _ = reply.send(Ok(share(&changes, after, bytes)));
                    }
                }
                Err(error) => {
                    tracing::error!(%error, readers = readers.len(), "a common read failed");
                    // Without an answer each of them fails.
                    drop(readers);
                }
            }
        }
    }

    fn take(&self, workspace: WorkspaceId) -> Option<Vec<Reader>> {
        let mut groups = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        let group = groups.get_mut(&workspace)?;
        let waiting = std::mem::take(&mut group.waiting);
        group.reading = !waiting.is_empty();
        group.reading.then_some(waiting)
    }

    fn note(&self, workspace: WorkspaceId, counter: u64) {
        let mut groups = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        groups.entry(workspace).or_default().counter = counter;
    }
}

/// What one reader asked for, of what was read for all.
fn share(all: &Changes, after: u64, bytes: usize) -> Changes {
    let first = all.rows.partition_point(|row| row.seq <= after);
    let (mut rows, mut size, mut more) = (Vec::<Row>::new(), 0, false);
    for row in &all.rows[first..] {
        size += row.json.len();
        if size > bytes && !rows.is_empty() {
            more = true;
            break;
        }
        rows.push(row.clone());
    }
    let last = rows.last().map_or(after, |row| row.seq);
    Changes { cursor: if more { last } else { all.counter }, rows, more, counter: all.counter, told: all.told }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_gets_what_they_have_not_read() {
        let rows = [3, 5, 8].map(|seq| Row { seq, json: "x".repeat(10) }).to_vec();
        let all = Changes { rows, cursor: 9, more: false, counter: 9, told: 0 };
        let seen = |after, bytes| {
            let changes = share(&all, after, bytes);
            (changes.rows.iter().map(|row| row.seq).collect::<Vec<_>>(), changes.cursor, changes.more)
        };
        assert_eq!(seen(2, 100), (vec![3, 5, 8], 9, false));
        assert_eq!(seen(3, 100), (vec![5, 8], 9, false));
        assert_eq!(seen(9, 100), (vec![], 9, false));
        assert_eq!(seen(2, 25), (vec![3, 5], 5, true));
        assert_eq!(seen(2, 1), (vec![3], 3, true));
    }
}
