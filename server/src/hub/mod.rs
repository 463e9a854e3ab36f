//! Who may write: one task per workspace that owns its state in memory.
//!
//! - [`room`]: how batches of operations change a workspace in memory; [`memory`]: how
//!   it came there
//! - [`around`]: what was answered before a commit, and is remembered after it;
//!   [`tail`]: what changed last
//! - [`work`]: what a room is asked to do, and what of it is done together
//! - [`offering`]: leads that are offered to sales by their score
//! - [`view`]: what a member gets to see; [`erase`]: how a person is forgotten, in
//!   the records and in the history
//! - [`overwriting`]: who is told that somebody who had not seen it wrote over theirs
//! - [`exchange`]: what a request for an exchange comes to; [`snapshot`]: what one
//!   begins with
//! - [`batch`]: what is put right about operations before they are applied
//! - [`refused`]: why they are not applied at all
//! - [`told`]: how far a workspace is known to have come; [`streams`]: who listens to
//!   nudges; [`others`]: what other processes did

mod around;
mod batch;
mod erase;
mod exchange;
mod memory;
mod offering;
mod others;
mod overwriting;
mod refused;
mod room;
mod snapshot;
mod streams;
mod tail;
mod told;
pub mod view;
mod work;

pub use batch::Batch;
pub use exchange::{Asking, Exchanged, Page, Pushed, exchange};
pub use refused::PushError;
pub use room::Room;
pub use snapshot::{snapshot, write_snapshot};
pub use streams::{Listener, Streams};

use crate::{
    auth::Recent,
    store::{Result, Store},
};
use smarketing_domain::{
    clock::Timestamp,
    ids::{ContactId, MemberId, WorkspaceId},
    wire::Answer,
    workspace::Workspace,
};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError, atomic::AtomicU64},
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::yield_now,
};
use tokio_util::task::TaskTracker;
use work::{Job, Turn, Work, is_accepted, is_gone, next};

/// Batches that wait for one workspace; more of them wait in their requests.
const QUEUE: usize = 64;

/// All workspaces in use.
pub struct Hub {
    store: Arc<dyn Store>,
    streams: Arc<Streams>,
    recent: Recent,
    rooms: Mutex<HashMap<WorkspaceId, Door>>,
    counters: Mutex<HashMap<WorkspaceId, watch::Sender<u64>>>,
    tasks: TaskTracker,
}

/// The way to a room.
#[derive(Clone)]
struct Door {
    jobs: mpsc::Sender<Job>,
    /// The workspace's counter after its last commit from here.
    counter: Arc<AtomicU64>,
}

impl Hub {
    /// A hub over `store`.
    pub fn new(store: Arc<dyn Store>) -> Arc<Self> {
        Arc::new(Self {
            store,
            streams: Arc::default(),
            recent: Recent::default(),
            rooms: Mutex::default(),
            counters: Mutex::default(),
            tasks: TaskTracker::new(),
        })
    }

    /// Who listens.
    pub fn streams(&self) -> &Arc<Streams> {
        &self.streams
    }

    /// Who was recognised lately.
    pub fn recent(&self) -> &Recent {
        &self.recent
    }

    /// A session has ended (the digest of its token): its streams end, too.
    pub fn end_session(&self, session: &str) {
        self.recent.forget();
        self.streams.end_session(session);
    }

    /// A member was removed.
    pub fn end_member(&self, workspace: WorkspaceId, member: MemberId) {
        self.recent.forget();
        self.streams.end_member(workspace, member);
    }

    /// Runs a batch to its end, also when the one who asks goes away.
    ///
    /// # Errors
    /// When the whole batch is refused. Refused operations are answers.
    pub async fn push(self: &Arc<Self>, workspace: WorkspaceId, batch: Batch) -> Result<Vec<Answer>, PushError> {
        Ok(self.submit(workspace, Work::Push(batch, None)).await?.answers)
    }

    /// The same, and what changed after a cursor, about so many bytes of it.
    ///
    /// # Errors
    /// When the whole batch is refused. Refused operations are answers.
    pub async fn push_and_pull(
        self: &Arc<Self>,
        workspace: WorkspaceId,
        batch: Batch,
        wanted: (u64, usize),
    ) -> Result<Pushed, PushError> {
        self.submit(workspace, Work::Push(batch, Some(wanted))).await
    }

    /// Executes a batch that is made under the workspace's lock, from its
    /// records as they are at that moment. Answers what `make` says besides.
    ///
    /// # Errors
    /// When the whole batch is refused.
    pub async fn make<T: Send + 'static>(
        self: &Arc<Self>,
        workspace: WorkspaceId,
        make: impl FnOnce(&Workspace) -> (Batch, T) + Send + 'static,
    ) -> Result<(Vec<Answer>, T), PushError> {
        let (said, heard) = oneshot::channel();
        let make = move |workspace: &Workspace| {
            let (batch, value) = make(workspace);
            // Whoever asked may have gone away.
            let _ = said.send(value);
            batch
        };
        let answers = self.submit(workspace, Work::Make(Box::new(make))).await?.answers;
        Ok((answers, heard.await.map_err(|_| PushError::Interrupted)?))
    }

    /// Looks at a workspace as it is now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look<T: Send + 'static>(
        self: &Arc<Self>,
        workspace: WorkspaceId,
        look: impl FnOnce(&Workspace) -> T + Send + 'static,
    ) -> Result<T, PushError> {
        let (said, heard) = oneshot::channel();
        let look = move |workspace: &Workspace| {
            // Whoever asked may have gone away.
            let _ = said.send(look(workspace));
        };
        self.submit(workspace, Work::Look(Box::new(look))).await?;
        heard.await.map_err(|_| PushError::Interrupted)
    }

    /// Erases a person, in the records and in the history; false when there is
    /// no such person.
    ///
    /// # Errors
    /// When the database failed.
    pub async fn erase(
        self: &Arc<Self>,
        workspace: WorkspaceId,
        person: ContactId,
        now: Timestamp,
    ) -> Result<bool, PushError> {
        Ok(!self.submit(workspace, Work::Erase(person, now)).await?.answers.is_empty())
    }

    async fn submit(self: &Arc<Self>, workspace: WorkspaceId, work: Work) -> Result<Pushed, PushError> {
        let (reply, answer) = oneshot::channel();
        let mut job = Job { work, reply };
        loop {
            // A room whose task has ended (it panicked) is opened anew.
            match self.door(workspace).jobs.send(job).await {
                Ok(()) => break,
                Err(mpsc::error::SendError(back)) if !self.tasks.is_closed() => job = back,
                Err(_) => return Err(PushError::Interrupted),
            }
        }
        answer.await.map_err(|_| PushError::Interrupted)?
    }

    fn door(self: &Arc<Self>, workspace: WorkspaceId) -> Door {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = rooms.get(&workspace).filter(|door| !door.jobs.is_closed()) {
            return open.clone();
        }
        let (jobs, queue) = mpsc::channel(QUEUE);
        let door = Door { jobs, counter: Arc::default() };
        if !self.tasks.is_closed() {
            self.tasks.spawn(self.clone().work(workspace, queue, door.counter.clone()));
            rooms.insert(workspace, door.clone());
        }
        door
    }

    /// The only writer of a workspace in this process. What waits is committed
    /// together: the disk is waited for once.
    async fn work(self: Arc<Self>, workspace: WorkspaceId, mut queue: mpsc::Receiver<Job>, counter: Arc<AtomicU64>) {
        let mut room = Room::new(self.store.clone(), workspace);
        let mut waiting = VecDeque::new();
        loop {
            if waiting.is_empty() {
                let Some(job) = queue.recv().await else { break };
                waiting.push_back(job);
                // Others that ask at this moment are heard first: theirs is written with it.
                yield_now().await;
            }
            while waiting.len() < QUEUE
                && let Ok(job) = queue.try_recv()
            {
                waiting.push_back(job);
            }
            let before = room.counter();
            match next(&mut waiting) {
                Some(Turn::Batches(batches, asked)) => {
                    let results = room.execute_all(&batches).await;
                    self.note(workspace, &room, before, &counter);
                    for ((batch, result), (wanted, reply)) in batches.iter().zip(results).zip(asked) {
                        if result.as_ref().is_ok_and(|answers| is_accepted(answers)) {
                            self.note_members(workspace, batch);
                        }
                        let removed = is_gone(batch, room.workspace());
                        if removed {
                            // Another process removed them.
                            self.recent.forget();
                        }
                        let changes = || wanted.and_then(|(after, bytes)| room.since(after, bytes));
                        // Whoever asked may have gone away; the batch stands all the same.
                        let _ = reply.send(result.map(|answers| Pushed { answers, changes: changes(), removed }));
                    }
                }
                Some(Turn::Alone(Job { work, reply })) => {
                    let result = room.work(work).await;
                    self.note(workspace, &room, before, &counter);
                    let _ = reply.send(result.map(Pushed::from));
                }
                None => {}
            }
            let before = room.counter();
            if let Err(error) = room.offer(crate::time::now()).await {
                tracing::error!(%error, "leads that are due could not be offered");
            }
            self.note(workspace, &room, before, &counter);
        }
    }

    /// Takes no more batches and waits for those that have begun.
    pub async fn close(&self) {
        self.tasks.close();
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.tasks.wait().await;
    }
}
