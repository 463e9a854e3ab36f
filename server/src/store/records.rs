//! Workspaces, their records and operations.

use super::{LogRow, NewAccount, Result};
use async_trait::async_trait;
use smarketing_domain::{
    clock::{Stamp, Timestamp},
    entity::{Entity, EntityKey},
    history::Replaced,
    ids::{ClientId, MemberId, WorkspaceId},
    operation::Operation,
    overwrite::Overwritten,
    wire::Answer,
};
use uuid::Uuid;

/// A record as it is stored.
#[derive(Clone, Debug)]
pub struct Row {
    /// The workspace's counter when it was last changed.
    pub seq: u64,
    /// The domain's JSON.
    pub json: String,
}

/// Records after a cursor.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// In the order of `seq`.
    pub rows: Vec<Row>,
    /// How far one has read with them.
    pub cursor: u64,
    /// There are more behind the cursor.
    pub more: bool,
    /// The workspace's counter at that moment.
    pub counter: u64,
    /// The place of the last operation of the workspace of which somebody has to be
    /// told, as far as it can be after the cursor that was asked for.
    pub told: u64,
}

/// An operation of which a member has to be told.
#[derive(Clone, Debug)]
pub struct Told {
    /// What of theirs it wrote over: names of registers.
    pub registers: Vec<String>,
    /// The operation.
    pub row: LogRow,
}

/// What is known of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// Whose it is.
    pub member: MemberId,
    /// The last operation it was answered.
    pub last: u64,
}

/// A workspace in a list.
#[derive(Clone, Debug)]
pub struct WorkspaceLine {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// Its counter.
    pub counter: u64,
}

/// A workspace to be made, with the records it begins with.
pub struct NewWorkspace {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name; no two workspaces share one.
    pub name: String,
    /// When.
    pub created: Timestamp,
    /// Its records; each gets a place in the order.
    pub entities: Vec<Entity>,
    /// Who can sign in there from the beginning.
    pub accounts: Vec<NewAccount>,
}

/// An accepted operation to be kept.
pub struct Stored {
    /// Its place in the workspace's order.
    pub seq: u64,
    /// The stamp as the client sent it.
    pub sent: Stamp,
    /// As it was applied.
    pub operation: Operation,
    /// What stood where it wrote.
    pub replaced: Replaced,
    /// Who has to be told of it.
    pub overwritten: Vec<Overwritten>,
}

/// What a batch of one client's operations changed.
pub struct Commit {
    /// The client.
    pub client: ClientId,
    /// What was known of it before.
    pub before: Option<Client>,
    /// Whose it is, and its last number.
    pub state: Client,
    /// Accepted operations.
    pub operations: Vec<Stored>,
    /// Answers to all new operations.
    pub answers: Vec<Answer>,
    /// Changed records, each with the place of its last change.
    pub entities: Vec<(u64, EntityKey, String)>,
    /// The workspace's counter after it.
    pub counter: u64,
    /// Earlier operations that shall stand in the log in another form: what they
    /// say about a person who was erased is gone. Nothing else is rewritten.
    pub rewritten: Vec<LogRow>,
}

impl Commit {
    /// The place of the last operation of which somebody has to be told; 0: of none.
    pub fn told(&self) -> u64 {
        self.operations.iter().rfind(|stored| !stored.overwritten.is_empty()).map_or(0, |stored| stored.seq)
    }
}

/// Reading records, and the way to write them.
#[async_trait]
pub trait Records: Send + Sync {
    /// Whether the database answers.
    async fn ready(&self) -> Result<()>;
    /// All workspaces, by name.
    async fn workspaces(&self) -> Result<Vec<WorkspaceLine>>;
    /// The workspace of this name.
    async fn workspace_named(&self, name: &str) -> Result<Option<WorkspaceLine>>;
    /// Makes a workspace.
    async fn create_workspace(&self, new: NewWorkspace) -> Result<()>;
    /// The workspace's counter; 0 when there is no such workspace.
    async fn counter(&self, workspace: WorkspaceId) -> Result<u64>;
    /// Records changed after `after`: whole records, at least one, and no more
    /// than about `bytes` of them.
    async fn changes(&self, workspace: WorkspaceId, after: u64, bytes: usize) -> Result<Changes>;
    /// All records, in any order.
    async fn whole(&self, workspace: WorkspaceId) -> Result<Changes> {
        self.changes(workspace, 0, usize::MAX).await
    }
    /// How many records changed after `after`, and how many there are.
    async fn missed(&self, workspace: WorkspaceId, after: u64) -> Result<(u64, u64)>;
    /// What a member has to be told of the operations after `after`, up to `upto`.
    async fn told(&self, workspace: WorkspaceId, member: MemberId, after: u64, upto: u64) -> Result<Vec<Told>>;
    /// Takes the workspace's lock.
    async fn begin(&self, workspace: WorkspaceId) -> Result<Box<dyn Writing>>;
    /// Whether [`Records::commit_at`] takes less time here than the lock does.
    fn commits_at_once(&self) -> bool {
        false
    }
    /// Writes batches that were made without the lock, provided that nobody
    /// wrote meanwhile: the counter still is `counter`, and of each client is
    /// known what was known `before`. Otherwise writes nothing and answers no.
    async fn commit_at(&self, workspace: WorkspaceId, counter: u64, batches: Vec<Commit>) -> Result<bool> {
        let mut tx = self.begin(workspace).await?;
        if tx.counter() != counter {
            return Ok(false);
        }
        for batch in &batches {
            if tx.client(batch.client).await? != batch.before {
                return Ok(false);
            }
        }
        tx.commit(batches).await?;
        Ok(true)
    }
}

/// A transaction that holds a workspace's lock. Dropping it takes it back.
#[async_trait]
pub trait Writing: Send {
    /// The counter, read under the lock.
    fn counter(&self) -> u64;
    /// Records changed after `after`: what another process wrote.
    async fn newer(&mut self, after: u64) -> Result<Vec<Row>>;
    /// What is known of a client.
    async fn client(&mut self, client: ClientId) -> Result<Option<Client>>;
    /// Answers given to a client's operations from number `from` to `to`.
    async fn receipts(&mut self, client: ClientId, from: u64, to: u64) -> Result<Vec<Answer>>;
    /// The accepted operation that `client` sent with this stamp.
    async fn sent_as(&mut self, client: ClientId, stamp: Stamp) -> Result<Option<Operation>>;
    /// The accepted operations about one record after `after`, oldest first.
    async fn logged(&mut self, record: Uuid, after: u64) -> Result<Vec<LogRow>>;
    /// Writes batches, in order, and commits: all of them or none.
    async fn commit(self: Box<Self>, batches: Vec<Commit>) -> Result<()>;
}
