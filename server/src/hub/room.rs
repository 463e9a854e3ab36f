//! A workspace in memory, and how a batch of operations changes it and its
//! database together.

use super::{
    PushError,
    around::{Kept, look_up, spoiled},
    batch::{Batch, Clamp, retracted, split, takes_back},
    overwriting::Places,
    tail::Tail,
    view::{audience, come_along},
};
use crate::{
    store::{Client, Commit, Records, StoreError, Stored, Writing},
    time::empty_workspace,
};
use smarketing_domain::{
    clock::Stamp,
    entity::EntityKey,
    fault::{Fault, planted},
    history::{Logged, replaced},
    ids::{ClientId, WorkspaceId},
    operation::{Body, DealAction, Operation, admit, apply},
    wire::{Answer, Verdict},
    workspace::Workspace,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// A workspace in memory. Its only writer in this process.
pub struct Room {
    pub(super) store: Arc<dyn Records>,
    pub(super) id: WorkspaceId,
    pub(super) workspace: Workspace,
    pub(super) counter: u64,
    clamp: Clamp,
    /// Memory may differ from the database.
    pub(super) stale: bool,
    /// Who spoke since the workspace was read.
    pub(super) clients: HashMap<ClientId, Client>,
    /// What changed since then.
    pub(super) tail: Tail,
    /// When records were changed last.
    pub(super) places: Places,
    /// The last operation from here of which somebody has to be told.
    pub(super) told: u64,
    /// What changed since somebody looked whom to offer to sales.
    pub(super) touched: BTreeSet<EntityKey>,
}

/// What became of each batch. An error is about all of them.
type Results = Result<Vec<Result<Vec<Answer>, PushError>>, StoreError>;

impl Room {
    /// A room that has read nothing yet.
    pub fn new(store: Arc<dyn Records>, id: WorkspaceId) -> Self {
        Self {
            store,
            id,
            workspace: empty_workspace(),
            counter: 0,
            clamp: Clamp::default(),
            stale: false,
            clients: HashMap::new(),
            tail: Tail::default(),
            places: Places::default(),
            told: 0,
            touched: BTreeSet::new(),
        }
    }

    /// The workspace as of the last batch or [`Room::refresh`].
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// How far the workspace has been read.
    pub fn counter(&self) -> u64 {
        self.counter
    }

    /// Executes a batch: all of it is committed, or nothing.
    ///
    /// # Errors
    /// When the batch as a whole is refused or the database failed.
    pub async fn execute(&mut self, batch: Batch) -> Result<Vec<Answer>, PushError> {
        self.execute_all(&[batch]).await.pop().unwrap_or(Err(PushError::Interrupted))
    }

    /// Executes batches of different clients, in order, with one commit: one
    /// that is refused touches no other, and when the database fails none of
    /// them has happened. Answers for each of them.
    pub async fn execute_all(&mut self, batches: &[Batch]) -> Vec<Result<Vec<Answer>, PushError>> {
        self.try_all(batches).await.unwrap_or_else(|error| {
            let others = batches.iter().skip(1).map(|_| Err(PushError::Interrupted));
            std::iter::once(Err(error.into())).chain(others).collect()
        })
    }

    async fn try_all(&mut self, batches: &[Batch]) -> Results {
        if self.counter == 0 || self.stale {
            // Outside of the lock: it can be long.
            self.refresh().await?;
        }
        let alone =
            || batches.iter().all(|batch| self.needs_no_lock(batch)) && (batches.len() < 2 || !share_a_record(batches));
        if self.store.commits_at_once() && alone() {
            if let Some(answers) = self.at_once(batches).await? {
                return Ok(answers.into_iter().map(Ok).collect());
            }
            self.refresh().await?;
        }
        let tx = self.begin().await?;
        self.under_lock(tx, batches).await
    }

    /// Executes a batch that is made from the records under the lock.
    ///
    /// # Errors
    /// When the batch as a whole is refused or the database failed.
    pub async fn execute_with(
        &mut self,
        make: impl FnOnce(&Workspace) -> Batch + Send,
    ) -> Result<Vec<Answer>, PushError> {
        let tx = self.begin().await?;
        let batch = make(&self.workspace);
        self.under_lock(tx, &[batch]).await?.pop().unwrap_or(Err(PushError::Interrupted))
    }

    /// Takes the lock, with everything read that was written before.
    pub(super) async fn begin(&mut self) -> Result<Box<dyn Writing>, StoreError> {
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

    /// Whether everything that decides about a batch is in memory, provided
    /// that nobody else wrote.
    fn needs_no_lock(&self, batch: &Batch) -> bool {
        let goes_on =
            |client: &Client| client.member == batch.author() && split(&batch.operations, client.last) == Ok(0);
        !batch.gaps
            && self.clients.get(&batch.client).is_some_and(goes_on)
            && !batch.operations.is_empty()
            && !batch.operations.iter().any(|o| takes_back(&o.body) || self.may_overwrite(batch, o))
    }

    /// Without the lock: `None` when somebody else wrote meanwhile. Nothing has
    /// happened then, but in memory.
    async fn at_once(&mut self, batches: &[Batch]) -> Result<Option<Vec<Vec<Answer>>>, StoreError> {
        self.stale = true;
        let (from, mut answers, mut commits) = (self.counter, Vec::new(), Vec::new());
        for batch in batches {
            let before = self.clients.get(&batch.client).copied();
            let commit = self.run(None, &commits, batch, &batch.operations, before).await?;
            answers.push(commit.answers.clone());
            commits.push(spoiled(commit));
        }
        let kept = Kept::of(&commits);
        self.stale = !planted(Fault::MemoryAfterFailedCommit);
        let stands = self.store.commit_at(self.id, from, commits).await?;
        self.stale = !stands;
        if stands {
            self.keep(kept);
        }
        Ok(stands.then_some(answers))
    }

    async fn under_lock(&mut self, mut tx: Box<dyn Writing>, batches: &[Batch]) -> Results {
        let (mut results, mut commits) = (Vec::new(), Vec::new());
        for batch in batches {
            let (before, fresh, mut answers) = match look_up(&mut *tx, batch).await {
                Ok(found) => found,
                Err(PushError::Store(error)) => return Err(error),
                Err(refused) => {
                    results.push(Err(refused));
                    continue;
                }
            };
            if !fresh.is_empty() {
                // From here on memory is ahead of the database until the commit.
                self.stale = true;
                let commit = self.run(Some(&mut *tx), &commits, batch, &fresh, before).await?;
                answers.extend(commit.answers.iter().cloned());
                answers.sort_by_key(|answer| answer.number);
                commits.push(spoiled(commit));
            }
            results.push(Ok(answers));
        }
        if !commits.is_empty() {
            let kept = Kept::of(&commits);
            if planted(Fault::MemoryAfterFailedCommit) {
                self.stale = false;
            }
            tx.commit(commits).await?;
            self.stale = false;
            self.keep(kept);
        }
        Ok(results)
    }

    /// Executes those operations of `batch` that were not answered before, in memory;
    /// `earlier` is what is written with them, before them.
    async fn run(
        &mut self,
        mut tx: Option<&mut dyn Writing>,
        earlier: &[Commit],
        batch: &Batch,
        fresh: &[Operation],
        before: Option<Client>,
    ) -> Result<Commit, StoreError> {
        let (author, now) = (batch.author(), batch.now);
        let (mut operations, mut answers) = (Vec::with_capacity(fresh.len()), Vec::with_capacity(fresh.len()));
        let mut entities = BTreeMap::new();
        self.clamp.begin();
        for operation in fresh {
            let (mut operation, sent) = (operation.clone(), operation.stamp);
            if !planted(Fault::StampNotClamped) {
                operation.stamp = self.clamp.stamp(sent, batch.client, now);
            }
            if !planted(Fault::AuthorFromClient) {
                operation.author = author;
            }
            if let Some(tx) = tx.as_deref_mut() {
                self.mend_retract(tx, &mut operation).await?;
            }
            let number = operation.number;
            let verdict = match admit(&self.workspace, batch.authority, &operation) {
                Err(refusal) if !planted(Fault::RefusedIsApplied) => Verdict::refused(refusal),
                _ => {
                    self.counter += 1;
                    let seq = self.counter;
                    let replaced = replaced(&self.workspace, &operation);
                    let lost = replaced.lost.clone();
                    let line = Logged { seq, operation, replaced };
                    let overwritten = match tx.as_deref_mut() {
                        Some(tx) if self.may_overwrite(batch, &line.operation) => {
                            self.overwritten(tx, &line, batch.seen, earlier).await?
                        }
                        _ => Vec::new(),
                    };
                    let Logged { operation, replaced, .. } = line;
                    let audience = audience(&self.workspace, &operation.body);
                    if let Some(key) = apply(&mut self.workspace, &operation) {
                        entities.insert(key, seq);
                        self.touched.insert(key);
                        self.places.note(key, seq);
                    }
                    for key in come_along(&self.workspace, &operation.body, audience) {
                        self.counter += 1;
                        entities.insert(key, self.counter);
                    }
                    operations.push(Stored { seq, sent, operation, replaced, overwritten });
                    Verdict::Accepted { seq, lost }
                }
            };
            answers.push(Answer { number, verdict });
        }
        let highest = fresh.last().map_or(0, |operation| operation.number);
        let last = before.map_or(highest, |client| client.last.max(highest));
        Ok(Commit {
            client: batch.client,
            before,
            state: Client { member: author, last },
            operations,
            answers,
            entities: self.render(entities)?,
            counter: self.counter,
            rewritten: Vec::new(),
        })
    }

    /// An undo names the stamp of the move that it takes back, as the client
    /// made it; the entry carries the stamp as the server applied it.
    async fn mend_retract(&mut self, tx: &mut dyn Writing, operation: &mut Operation) -> Result<(), StoreError> {
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
}

/// Whether one of these batches may write over what another has just written.
fn share_a_record(batches: &[Batch]) -> bool {
    let mut seen = BTreeMap::new();
    let keys = batches.iter().flat_map(|batch| batch.operations.iter().map(|o| (o.body.key(), batch.client)));
    keys.into_iter().any(|(key, client)| key.is_some() && *seen.entry(key).or_insert(client) != client)
}
