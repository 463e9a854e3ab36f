//! Who may write: one task per workspace that owns its state in memory.
//!
//! - [`room`]: a workspace in memory and how a batch of operations changes it
//! - [`exchange`]: what a request for an exchange comes to
//! - [`batch`]: what is put right about operations before they are applied
//! - [`streams`]: who listens to nudges

mod batch;
mod exchange;
mod room;
mod streams;

pub use batch::Batch;
pub use exchange::{Asking, Exchanged, exchange, snapshot};
pub use room::{PushError, Room};
pub use streams::{Listener, Streams};

use crate::store::{Result, Store};
use smarketing_domain::{
    ids::WorkspaceId,
    operation::{Action, Body},
    wire::{Answer, Verdict},
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

struct Job {
    batch: Batch,
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
        let (reply, answer) = oneshot::channel();
        let mut job = Job { batch, reply };
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
        while let Some(Job { batch, reply }) = queue.recv().await {
            let gone = departures(&batch);
            let result = room.execute(batch).await;
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
fn departures(batch: &Batch) -> Vec<smarketing_domain::ids::MemberId> {
    let removed = |body: &Body| match body {
        Body::Member(Action::Delete { id }) => Some(*id),
        _ => None,
    };
    batch.operations.iter().filter_map(|operation| removed(&operation.body)).collect()
}
