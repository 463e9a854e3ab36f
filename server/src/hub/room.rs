//! A workspace in memory, and how a batch of operations changes it and its
//! database together.

use super::batch::{Batch, Clamp, retracted, split};
use crate::store::{Client, Commit, Records, Row, StoreError, Stored, Writing};
use smarketing_domain::{
    clock::Stamp,
    entity::{Entity, EntityKey},
    fault::{Fault, planted},
    history::replaced,
    ids::WorkspaceId,
    operation::{Body, DealAction, Operation, admit, apply},
    wire::{Answer, Verdict},
    workspace::Workspace,
};
use std::{collections::BTreeMap, sync::Arc};

/// Records that are read without leaving the thread.
const MANY: usize = 200;

/// Why a whole batch was refused.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// Numbers of a client go up by one.
    #[error("operation {expected} is missing")]
    Gap {
        /// The number that should have come.
        expected: u64,
    },
    /// The client belongs to another member.
    #[error("the client belongs to another member")]
    ForeignClient,
    /// Another member made the changes.
    #[error("another member made the changes")]
    ForeignAuthor,
    /// The server stopped, or failed, in the middle.
    #[error("the batch was interrupted")]
    Interrupted,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A workspace in memory. Its only writer in this process.
pub struct Room {
    store: Arc<dyn Records>,
    id: WorkspaceId,
    pub(super) workspace: Workspace,
    pub(super) counter: u64,
    clamp: Clamp,
    /// Memory may differ from the database.
    pub(super) stale: bool,
}

/// What a batch has changed so far.
#[derive(Default)]
struct Changed {
    operations: Vec<Stored>,
    answers: Vec<Answer>,
    entities: BTreeMap<EntityKey, u64>,
}

impl Room {
    /// A room that has read nothing yet.
    pub fn new(store: Arc<dyn Records>, id: WorkspaceId) -> Self {
        Self { store, id, workspace: Workspace::default(), counter: 0, clamp: Clamp::default(), stale: false }
    }

    /// The workspace as of the last batch or [`Room::refresh`].
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// How far the workspace has been read.
    pub fn counter(&self) -> u64 {
        self.counter
    }

    /// Reads what is new in the database.
    ///
    /// # Errors
    /// When the database does not answer, or holds something unreadable.
    pub async fn refresh(&mut self) -> Result<(), StoreError> {
        self.forget_if_stale();
        let changes = self.store.changes(self.id, self.counter, usize::MAX).await?;
        self.take_in(changes.rows, changes.cursor).await
    }

    /// Executes a batch: all of it is committed, or nothing.
    ///
    /// # Errors
    /// When the batch as a whole is refused or the database failed.
    pub async fn execute(&mut self, batch: Batch) -> Result<Vec<Answer>, PushError> {
        self.execute_with(|_| batch).await
    }

    /// The same with a batch that is made from the records under the lock.
    ///
    /// # Errors
    /// When the batch as a whole is refused or the database failed.
    pub async fn execute_with(
        &mut self,
        make: impl FnOnce(&Workspace) -> Batch + Send,
    ) -> Result<Vec<Answer>, PushError> {
        let mut tx = self.begin().await?;
        let batch = make(&self.workspace);
        let author = batch.author();
        let client = tx.client(batch.client).await?;
        if client.is_some_and(|known| known.member != author) {
            return Err(PushError::ForeignClient);
        }
        let last = client.map_or(0, |known| known.last);
        let known = match split(&batch.operations, last) {
            Err(_) if planted(Fault::GapTaken) => 0,
            split => split.map_err(|expected| PushError::Gap { expected })?,
        };
        let mut answers = repeat(&mut *tx, &batch, known, last).await?;
        if known == batch.operations.len() {
            return Ok(answers);
        }
        // From here on memory is ahead of the database until the commit.
        self.stale = true;
        let (id, state) =
            (batch.client, Client { member: author, last: last + (batch.operations.len() - known) as u64 });
        let changed = self.run(&mut *tx, batch, known).await?;
        answers.extend(changed.answers.iter().cloned());
        let mut commit = Commit {
            client: id,
            state,
            operations: changed.operations,
            answers: changed.answers,
            entities: self.render(changed.entities)?,
            counter: self.counter,
            rewritten: Vec::new(),
        };
        if planted(Fault::ReceiptNotStored) {
            commit.answers.clear();
        }
        if planted(Fault::LastNumberNotStored) {
            commit.state.last = last;
        }
        if planted(Fault::CommitWithoutRecords) {
            commit.entities.pop();
        }
        if planted(Fault::MemoryAfterFailedCommit) {
            self.stale = false;
        }
        tx.commit(commit).await?;
        self.stale = false;
        Ok(answers)
    }

    /// Takes the lock, with everything read that was written before.
    pub(super) async fn begin(&mut self) -> Result<Box<dyn Writing>, PushError> {
        if self.counter == 0 || self.stale {
            // Outside of the lock: it can be long.
            self.refresh().await?;
        }
        let mut tx = self.store.begin(self.id).await?;
        if tx.counter() > self.counter && !planted(Fault::OthersNotRead) {
            let (rows, counter) = (tx.newer(self.counter).await?, tx.counter());
            self.take_in(rows, counter).await?;
        }
        Ok(tx)
    }

    async fn run(&mut self, tx: &mut dyn Writing, batch: Batch, known: usize) -> Result<Changed, PushError> {
        let (author, now) = (batch.author(), batch.now);
        let mut changed = Changed::default();
        self.clamp.begin();
        for mut operation in batch.operations.into_iter().skip(known) {
            let sent = operation.stamp;
            if !planted(Fault::StampNotClamped) {
                operation.stamp = self.clamp.stamp(sent, batch.client, now);
            }
            if !planted(Fault::AuthorFromClient) {
                operation.author = author;
            }
            self.mend_retract(tx, &mut operation).await?;
            let number = operation.number;
            let verdict = match admit(&self.workspace, batch.authority, &operation) {
                Err(refusal) if !planted(Fault::RefusedIsApplied) => Verdict::refused(refusal),
                _ => {
                    self.counter += 1;
                    let seq = self.counter;
                    let replaced = replaced(&self.workspace, &operation);
                    let lost = replaced.lost.clone();
                    if let Some(key) = apply(&mut self.workspace, &operation) {
                        changed.entities.insert(key, seq);
                    }
                    changed.operations.push(Stored { seq, sent, operation, replaced });
                    Verdict::Accepted { seq, lost }
                }
            };
            changed.answers.push(Answer { number, verdict });
        }
        Ok(changed)
    }

    /// An undo names the stamp of the move that it takes back, as the client
    /// made it; the entry carries the stamp as the server applied it.
    async fn mend_retract(&mut self, tx: &mut dyn Writing, operation: &mut Operation) -> Result<(), PushError> {
        let deal = match &operation.body {
            Body::Deal(DealAction::Move { id, retract: Some(_), .. }) => self.workspace.deals.get(id),
            _ => return Ok(()),
        };
        let known = |stamp: Stamp| deal.is_some_and(|d| d.entries.iter().any(|e| e.stamp == stamp));
        let Some(stamp) = retracted(&mut operation.body).filter(|stamp| !known(**stamp)) else { return Ok(()) };
        if let Some(renamed) = self.clamp.renamed(*stamp) {
            *stamp = renamed;
        } else if let Some(earlier) = tx.sent_as(stamp.client, *stamp).await? {
            *stamp = earlier.stamp;
        }
        Ok(())
    }

    pub(super) fn render(&self, keys: BTreeMap<EntityKey, u64>) -> Result<Vec<(u64, EntityKey, String)>, StoreError> {
        let mut rows = Vec::with_capacity(keys.len());
        for (key, seq) in keys {
            let Some(entity) = self.workspace.entity(key) else { continue };
            let json = serde_json::to_string(&entity).map_err(|_| StoreError::Unreadable("a changed record"))?;
            rows.push((seq, key, json));
        }
        Ok(rows)
    }

    async fn take_in(&mut self, rows: Vec<Row>, counter: u64) -> Result<(), StoreError> {
        let entities = if rows.len() > MANY {
            // Reading a whole workspace takes a while: not on a thread that answers requests.
            tokio::task::spawn_blocking(move || read(&rows)).await.map_err(|_| StoreError::Interrupted)??
        } else {
            read(&rows)?
        };
        entities.into_iter().for_each(|entity| self.workspace.put(entity));
        self.counter = counter;
        Ok(())
    }

    fn forget_if_stale(&mut self) {
        if std::mem::take(&mut self.stale) {
            (self.workspace, self.counter) = (Workspace::default(), 0);
        }
    }
}

fn read(rows: &[Row]) -> Result<Vec<Entity>, StoreError> {
    let entities = rows.iter().map(|row| serde_json::from_str::<Entity>(&row.json));
    entities.collect::<Result<_, _>>().map_err(|_| StoreError::Unreadable("entity.json"))
}

/// The answers that the first `known` operations got before.
async fn repeat(tx: &mut dyn Writing, batch: &Batch, known: usize, last: u64) -> Result<Vec<Answer>, PushError> {
    let numbers = batch.operations[..known].iter().map(|o| o.number);
    let (Some(from), Some(to)) = (numbers.clone().min(), numbers.clone().max()) else { return Ok(Vec::new()) };
    let stored: BTreeMap<u64, Verdict> =
        tx.receipts(batch.client, from, to).await?.into_iter().map(|a| (a.number, a.verdict)).collect();
    numbers
        .map(|number| {
            let verdict = stored.get(&number).cloned().ok_or(PushError::Gap { expected: last + 1 })?;
            Ok(Answer { number, verdict })
        })
        .collect()
}
