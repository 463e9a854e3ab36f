//! The server's database, in memory: what SQLite promises, and how it fails.
//! Nothing is kept before the commit, and a commit may succeed unheard.

use async_trait::async_trait;
use futures::{
    channel::oneshot,
    lock::{Mutex as Lock, OwnedMutexGuard},
};
use smarketing_domain::{
    clock::Stamp,
    entity::{Entity, EntityKey},
    history::Replaced,
    ids::{ClientId, EpochId, MemberId, WorkspaceId},
    operation::Operation,
    overwrite::Overwritten,
    wire::{Answer, Verdict},
    workspace::Workspace,
};
use smarketing_server::store::{
    Changes, Client, Commit, LogRow, NewWorkspace, Records, Result, Row, StoreError, Told, WorkspaceLine, Writing,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// An operation as it was accepted.
#[derive(Clone)]
pub struct Logged {
    /// Its place.
    pub seq: u64,
    /// The stamp that the client sent.
    pub sent: Stamp,
    /// As it was applied.
    pub operation: Operation,
    /// What stood where it wrote.
    pub replaced: Replaced,
    /// Who has to be told of it.
    pub overwritten: Vec<Overwritten>,
}

/// What has been committed.
#[derive(Clone, Default)]
pub struct Content {
    /// The life of the database.
    pub epoch: EpochId,
    /// The workspace's counter.
    pub counter: u64,
    /// Records by key: the place of their last change, and their JSON.
    pub rows: BTreeMap<EntityKey, (u64, String)>,
    /// The same, read.
    pub workspace: Workspace,
    /// What is known of clients.
    pub clients: BTreeMap<ClientId, Client>,
    /// Answers given.
    pub receipts: BTreeMap<(ClientId, u64), Verdict>,
    /// Operations accepted.
    pub log: Vec<Logged>,
}

/// A database.
#[derive(Clone, Default)]
pub struct Shelf {
    content: Arc<Mutex<Content>>,
    waits: Arc<Mutex<Vec<oneshot::Sender<bool>>>>,
    lock: Arc<Lock<()>>,
}

impl Shelf {
    /// What has been committed.
    pub fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many wait for the disk.
    pub fn waiting(&self) -> usize {
        let mut waits = self.waits();
        waits.retain(|wait| !wait.is_canceled());
        waits.len()
    }

    /// Lets one of them go on; or fail.
    pub fn go_on(&self, index: usize, well: bool) {
        let wait = self.waits().remove(index);
        // Whoever waited may have gone away.
        let _ = wait.send(well);
    }

    fn waits(&self) -> MutexGuard<'_, Vec<oneshot::Sender<bool>>> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn disk(&self) -> Result<()> {
        let (done, wait) = oneshot::channel();
        self.waits().push(done);
        if wait.await.unwrap_or(false) { Ok(()) } else { Err(StoreError::Interrupted) }
    }
}

#[async_trait]
impl Records for Shelf {
    async fn ready(&self) -> Result<()> {
        Ok(())
    }

    async fn workspaces(&self) -> Result<Vec<WorkspaceLine>> {
        Ok(Vec::new())
    }

    async fn workspace_named(&self, _: &str) -> Result<Option<WorkspaceLine>> {
        Ok(None)
    }

    async fn create_workspace(&self, _: NewWorkspace) -> Result<()> {
        Err(StoreError::Exists("the workspace"))
    }

    async fn counter(&self, _: WorkspaceId) -> Result<u64> {
        self.disk().await?;
        Ok(self.content().counter)
    }

    async fn changes(&self, _: WorkspaceId, after: u64, bytes: usize) -> Result<Changes> {
        self.disk().await?;
        let content = self.content();
        let mut newer: Vec<_> = content.rows.values().filter(|(seq, _)| *seq > after).collect();
        newer.sort_unstable();
        let told = content.log.iter().rfind(|line| !line.overwritten.is_empty()).map_or(0, |line| line.seq);
        let mut changes = Changes { counter: content.counter, told, ..Changes::default() };
        let mut size = 0;
        for (seq, json) in newer {
            size += json.len();
            if size > bytes && !changes.rows.is_empty() {
                changes.more = true;
                break;
            }
            changes.rows.push(Row { seq: *seq, json: json.clone() });
        }
        let last = changes.rows.last().map_or(after, |row| row.seq);
        changes.cursor = if changes.more { last } else { changes.counter };
        Ok(changes)
    }

    async fn missed(&self, _: WorkspaceId, after: u64) -> Result<(u64, u64)> {
        self.disk().await?;
        let content = self.content();
        let missed = content.rows.values().filter(|(seq, _)| *seq > after).count();
        Ok((missed as u64, content.rows.len() as u64))
    }

    async fn told(&self, _: WorkspaceId, member: MemberId, after: u64, upto: u64) -> Result<Vec<Told>> {
        self.disk().await?;
        let content = self.content();
        let mut told = Vec::new();
        for line in content.log.iter().filter(|line| line.seq > after && line.seq <= upto) {
            for one in line.overwritten.iter().filter(|one| one.member == member) {
                told.push(Told { registers: one.registers.clone(), row: row(line)? });
            }
        }
        Ok(told)
    }

    async fn begin(&self, _: WorkspaceId) -> Result<Box<dyn Writing>> {
        let lock = self.lock.clone().lock_owned().await;
        self.disk().await?;
        let counter = self.content().counter;
        Ok(Box::new(Locked { shelf: self.clone(), counter, _lock: lock }))
    }

    fn commits_at_once(&self) -> bool {
        // Some do and some do not: both ways are simulated.
        self.content().counter.is_multiple_of(2)
    }
}

struct Locked {
    shelf: Shelf,
    counter: u64,
    _lock: OwnedMutexGuard<()>,
}

#[async_trait]
impl Writing for Locked {
    fn counter(&self) -> u64 {
        self.counter
    }

    async fn newer(&mut self, after: u64) -> Result<Vec<Row>> {
        self.shelf.disk().await?;
        let content = self.shelf.content();
        let newer = content.rows.values().filter(|(seq, _)| *seq > after);
        Ok(newer.map(|(seq, json)| Row { seq: *seq, json: json.clone() }).collect())
    }

    async fn client(&mut self, client: ClientId) -> Result<Option<Client>> {
        self.shelf.disk().await?;
        Ok(self.shelf.content().clients.get(&client).copied())
    }

    async fn receipts(&mut self, client: ClientId, from: u64, to: u64) -> Result<Vec<Answer>> {
        self.shelf.disk().await?;
        let content = self.shelf.content();
        let found = content.receipts.range((client, from)..=(client, to));
        Ok(found.map(|((_, number), verdict)| Answer { number: *number, verdict: verdict.clone() }).collect())
    }

    async fn sent_as(&mut self, client: ClientId, stamp: Stamp) -> Result<Option<Operation>> {
        self.shelf.disk().await?;
        let content = self.shelf.content();
        let found = content.log.iter().find(|line| line.sent == stamp && line.operation.stamp.client == client);
        Ok(found.map(|line| line.operation.clone()))
    }

    async fn logged(&mut self, record: Uuid, after: u64) -> Result<Vec<LogRow>> {
        self.shelf.disk().await?;
        let content = self.shelf.content();
        let is_it = |operation: &Operation| operation.body.key().is_some_and(|key| key.id() == record);
        let about = |line: &&Logged| line.seq > after && is_it(&line.operation);
        content.log.iter().filter(about).map(row).collect()
    }

    async fn commit(self: Box<Self>, batches: Vec<Commit>) -> Result<()> {
        self.shelf.disk().await?;
        for batch in batches {
            self.shelf.content().take_in(batch)?;
        }
        // The commit may succeed without anybody hearing of it.
        self.shelf.disk().await
    }
}

fn row(line: &Logged) -> Result<LogRow> {
    let unreadable = |_| StoreError::Unreadable("operation.json");
    let operation = serde_json::to_string(&line.operation).map_err(unreadable)?;
    let replaced = serde_json::to_string(&line.replaced).map_err(unreadable)?;
    Ok(LogRow { seq: line.seq, operation, replaced: Some(replaced) })
}

impl Content {
    fn take_in(&mut self, batch: Commit) -> Result<()> {
        let Commit { client, state, operations, answers, entities, counter, rewritten, .. } = batch;
        for row in rewritten {
            let operation =
                serde_json::from_str(&row.operation).map_err(|_| StoreError::Unreadable("operation.json"))?;
            self.log
                .iter_mut()
                .filter(|line| line.seq == row.seq)
                .for_each(|line| line.operation = Operation::clone(&operation));
        }
        self.log.extend(operations.into_iter().map(|line| Logged {
            seq: line.seq,
            sent: line.sent,
            operation: line.operation,
            replaced: line.replaced,
            overwritten: line.overwritten,
        }));
        for answer in answers {
            if self.receipts.insert((client, answer.number), answer.verdict).is_some() {
                return Err(StoreError::Exists("the receipt"));
            }
        }
        for (seq, key, json) in entities {
            let entity: Entity = serde_json::from_str(&json).map_err(|_| StoreError::Unreadable("entity.json"))?;
            self.workspace.put(entity);
            self.rows.insert(key, (seq, json));
        }
        self.clients.insert(client, state);
        self.counter = counter;
        Ok(())
    }
}
