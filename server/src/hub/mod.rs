//! Who may write: one task per workspace that owns its state in memory.
//!
//! - [`room`]: a workspace in memory and how a batch of operations changes it
//! - [`erase`]: how a person is forgotten, in the records and in the history
//! - [`exchange`]: what a request for an exchange comes to
//! - [`batch`]: what is put right about operations before they are applied
//! - [`streams`]: who listens to nudges

mod batch;
mod erase;
mod exchange;
mod room;
mod streams;

pub use batch::Batch;
pub use exchange::{Asking, Exchanged, exchange, snapshot};
pub use room::{PushError, Room};
pub use streams::{Listener, Streams};

use crate::store::{Result, Store};
use smarketing_domain::{
    clock::Timestamp,
    ids::{ContactId, WorkspaceId},
    operation::{Action, Body},
    wire::{Answer, Verdict},
    workspace::Workspace,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Batches that wait for one workspace; more of them wait in their requests.
const QUEUE: usize = 64;
/// How often other processes' writes are looked for while somebody listens.
const LOOK: Duration = Duration::from_secs(1);

/// All workspaces in use.
pub struct Hub {
    store: Arc<dyn Store>,
    streams: Arc<Streams>,
    rooms: Mutex<HashMap<WorkspaceId, mpsc::Sender<Job>>>,
    counters: Mutex<HashMap<WorkspaceId, watch::Sender<u64>>>,
    tasks: TaskTracker,
}

/// What a room is asked to do.
enum Work {
    /// Execute a batch.
    Push(Batch),
    /// Execute a batch that is made from the workspace as it is then.
    Make(Box<dyn FnOnce(&Workspace) -> Batch + Send>),
    /// Erase a person.
    Erase(ContactId, Timestamp),
}

struct Job {
    work: Work,
    reply: oneshot::Sender<Result<Vec<Answer>, PushError>>,
}

impl Hub {
    /// A hub over `store`.
    pub fn new(store: Arc<dyn Store>) -> Arc<Self> {
        Arc::new(Self {
            store,
            streams: Arc::default(),
            rooms: Mutex::default(),
            counters: Mutex::default(),
            tasks: TaskTracker::new(),
        })
    }

    /// Who listens.
    pub fn streams(&self) -> &Arc<Streams> {
        &self.streams
    }

    /// Runs a batch to its end, also when the one who asks goes away.
    ///
    /// # Errors
    /// When the whole batch is refused. Refused operations are answers.
    pub async fn push(self: &Arc<Self>, workspace: WorkspaceId, batch: Batch) -> Result<Vec<Answer>, PushError> {
        self.submit(workspace, Work::Push(batch)).await
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
        let answers = self.submit(workspace, Work::Make(Box::new(make))).await?;
        Ok((answers, heard.await.map_err(|_| PushError::Interrupted)?))
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
        Ok(!self.submit(workspace, Work::Erase(person, now)).await?.is_empty())
    }

    async fn submit(self: &Arc<Self>, workspace: WorkspaceId, work: Work) -> Result<Vec<Answer>, PushError> {
        let (reply, answer) = oneshot::channel();
        let mut job = Job { work, reply };
        loop {
            // A room whose task has ended (it panicked) is opened anew.
            match self.room(workspace).send(job).await {
                Ok(()) => break,
                Err(mpsc::error::SendError(back)) if !self.tasks.is_closed() => job = back,
                Err(_) => return Err(PushError::Interrupted),
            }
        }
        answer.await.map_err(|_| PushError::Interrupted)?
    }

    fn room(self: &Arc<Self>, workspace: WorkspaceId) -> mpsc::Sender<Job> {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = rooms.get(&workspace).filter(|jobs| !jobs.is_closed()) {
            return open.clone();
        }
        let (jobs, queue) = mpsc::channel(QUEUE);
        if !self.tasks.is_closed() {
            self.tasks.spawn(self.clone().work(workspace, queue));
            rooms.insert(workspace, jobs.clone());
        }
        jobs
    }

    /// The only writer of a workspace in this process.
    async fn work(self: Arc<Self>, workspace: WorkspaceId, mut queue: mpsc::Receiver<Job>) {
        let mut room = Room::new(self.store.clone(), workspace);
        while let Some(Job { work, reply }) = queue.recv().await {
            let gone = departures(&work);
            let result = match work {
                Work::Push(batch) => room.execute(batch).await,
                Work::Make(make) => room.execute_with(make).await,
                Work::Erase(person, now) => room.erase(person, now).await,
            };
            if let Ok(answers) = &result {
                let accepted = answers.iter().any(|a| matches!(a.verdict, Verdict::Accepted { .. }));
                if accepted {
                    self.announce(workspace, room.counter());
                    gone.into_iter().for_each(|member| self.streams.end_member(workspace, member));
                }
            }
            // Whoever asked may have gone away; the batch stands all the same.
            let _ = reply.send(result);
        }
    }

    fn announce(&self, workspace: WorkspaceId, counter: u64) {
        let counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = counters.get(&workspace) {
            sender.send_if_modified(|last| {
                let newer = counter > *last;
                *last = counter.max(*last);
                newer
            });
        }
    }

    /// The workspace's counter, now and after each commit.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn listen(&self, workspace: WorkspaceId) -> Result<watch::Receiver<u64>> {
        let now = self.store.counter(workspace).await?;
        let receiver = {
            let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
            counters.entry(workspace).or_insert_with(|| watch::Sender::new(now)).subscribe()
        };
        self.announce(workspace, now);
        Ok(receiver)
    }

    /// Announces what other processes wrote (an import from a shell), until `stop`.
    pub async fn watch_others(self: Arc<Self>, stop: CancellationToken) {
        while stop.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_some() {
            let listened: Vec<WorkspaceId> = {
                let counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
                counters.iter().filter(|(_, sender)| sender.receiver_count() > 0).map(|(id, _)| *id).collect()
            };
            for workspace in listened {
                if let Ok(counter) = self.store.counter(workspace).await {
                    self.announce(workspace, counter);
                }
            }
        }
    }

    /// Takes no more batches and waits for those that have begun.
    pub async fn close(&self) {
        self.tasks.close();
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.tasks.wait().await;
    }
}

/// Members whom a batch would remove.
fn departures(work: &Work) -> Vec<smarketing_domain::ids::MemberId> {
    let Work::Push(batch) = work else { return Vec::new() };
    let removed = |body: &Body| match body {
        Body::Member(Action::Delete { id }) => Some(*id),
        _ => None,
    };
    batch.operations.iter().filter_map(|operation| removed(&operation.body)).collect()
}
