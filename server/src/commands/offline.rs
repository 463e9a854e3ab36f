//! A workspace of a database, for commands: the same rules, the same
//! transactions and the same order as for a running server, which may be
//! running at the same time on the same database.

use crate::{
    hub::{Batch, PushError, Room},
    store::{self, NewWorkspace, Store, StoreError},
    time::now,
};
use smarketing_domain::{
    clock::{Clock, Stamp, Timestamp},
    entity::Entity,
    ids::{ClientId, MemberId, StageId, WorkspaceId},
    operation::{Action, Authority, Body, Operation, apply},
    settings::SettingsChange,
    template,
    wire::{OPERATIONS_MAX, Verdict},
    workspace::Workspace,
};
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

/// Why a command could not do its work; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// There is no workspace of this name.
    #[error("there is no workspace “{name}” in this database; it has: {present}")]
    NoWorkspace {
        /// The name that was asked for.
        name: String,
        /// The names that are there.
        present: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The batch was refused or interrupted.
    #[error(transparent)]
    Push(#[from] PushError),
    /// Something else, in a sentence.
    #[error("{0}")]
    Other(String),
}

/// What to do when a workspace is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// Fail, and say which ones are there.
    Fail,
    /// Make one without stages.
    Empty,
    /// Make one with the stages of a furniture studio.
    Furnished,
}

/// A workspace of a database, to read and to change.
pub struct WorkspaceHandle {
    room: Room,
    client: ClientId,
    clock: Clock,
    number: u64,
    id: WorkspaceId,
}

impl WorkspaceHandle {
    /// Its id.
    pub fn id(&self) -> WorkspaceId {
        self.id
    }

    /// Its records, with everything that was committed through this handle.
    pub fn workspace(&self) -> &Workspace {
        self.room.workspace()
    }

    /// Makes changes with the server's own authority; answers each of them in
    /// order. Each thousand is one transaction.
    ///
    /// # Errors
    /// When the database failed; changes of earlier thousands stay.
    pub async fn commit(&mut self, bodies: Vec<Body>) -> Result<Vec<Verdict>, CommandError> {
        let mut verdicts = Vec::with_capacity(bodies.len());
        let mut bodies = bodies.into_iter().peekable();
        while bodies.peek().is_some() {
            let operations = bodies.by_ref().take(OPERATIONS_MAX).map(|body| self.operation(body)).collect();
            let batch = Batch {
                client: self.client,
                authority: Authority::Server,
                operations,
                gaps: false,
                seen: u64::MAX,
                now: now(),
            };
            verdicts.extend(self.room.execute(batch).await?.into_iter().map(|answer| answer.verdict));
        }
        Ok(verdicts)
    }

    fn operation(&mut self, body: Body) -> Operation {
        self.number += 1;
        Operation { number: self.number, stamp: self.clock.tick(now()), author: MemberId::default(), body }
    }
}

/// Opens the workspace `name` of `database` (as given to `--database`).
///
/// # Errors
/// When the database cannot be opened, or has no such workspace and none is
/// to be made.
pub async fn open_workspace(database: &str, name: &str, absent: Absent) -> Result<WorkspaceHandle, CommandError> {
    let store = store::open(database).await?;
    open_in(store, name, absent).await
}

/// The same in an open store.
pub(crate) async fn open_in(
    store: Arc<dyn Store>,
    name: &str,
    absent: Absent,
) -> Result<WorkspaceHandle, CommandError> {
    let id = match (store.workspace_named(name).await?, absent) {
        (Some(line), _) => line.id,
        (None, Absent::Fail) => {
            let names: Vec<_> = store.workspaces().await?.into_iter().map(|w| w.name).collect();
            let present = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            return Err(CommandError::NoWorkspace { name: name.to_owned(), present });
        }
        (None, absent) => create_workspace(&*store, name, absent == Absent::Furnished).await?,
    };
    let mut room = Room::new(store, id);
    room.refresh().await?;
    let client = ClientId(Uuid::new_v4().as_u64_pair().1);
    Ok(WorkspaceHandle { room, client, clock: Clock::new(client), number: 0, id })
}

/// Makes a workspace with its own record and, when `furnished`, stages to begin with.
///
/// # Errors
/// When there is one of that name.
pub async fn create_workspace(store: &dyn Store, name: &str, furnished: bool) -> Result<WorkspaceId, CommandError> {
    let name = name.trim();
    if name.is_empty() {
        return Err(CommandError::Other("a workspace needs a name".to_owned()));
    }
    let id = WorkspaceId(Uuid::now_v7());
    let mut bodies: Vec<Body> = vec![founding(id, name)];
    if furnished {
        let ids: Vec<_> = template::FURNITURE_STUDIO.iter().map(|_| StageId(Uuid::now_v7())).collect();
        bodies.extend(template::stages(template::FURNITURE_STUDIO, &ids, "en"));
    }
    let at = now();
    let entities = settle(bodies.into_iter().map(|body| (body, at, MemberId::default())));
    store
        .create_workspace(NewWorkspace { id, name: name.to_owned(), created: at, entities, accounts: Vec::new() })
        .await?;
    Ok(id)
}

/// The creation of a workspace's own record.
pub(crate) fn founding(id: WorkspaceId, name: &str) -> Body {
    Action::Create {
        id,
        set: vec![
            SettingsChange::Name(name.to_owned()),
            SettingsChange::Language("en".to_owned()),
            SettingsChange::ResponseHours(24),
        ],
    }
    .into()
}

/// The records that changes of a new workspace leave behind, in the order in
/// which they first appeared. Nobody has seen these changes, so none is kept.
pub(crate) fn settle(changes: impl IntoIterator<Item = (Body, Timestamp, MemberId)>) -> Vec<Entity> {
    let client = ClientId(Uuid::new_v4().as_u64_pair().1);
    let mut workspace = Workspace::default();
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, (body, at, author)) in changes.into_iter().enumerate() {
        // The index keeps stamps of one moment apart, and in order.
        let counter = u32::try_from(index).unwrap_or(u32::MAX);
        let stamp = Stamp { millis: at.0.max(0) as u64, counter, client };
        let operation = Operation { number: index as u64 + 1, stamp, author, body };
        if let Some(key) = apply(&mut workspace, &operation).filter(|key| seen.insert(*key)) {
            order.push(key);
        }
    }
    order.into_iter().filter_map(|key| workspace.entity(key)).collect()
}
