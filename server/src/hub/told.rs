//! How far a workspace is known to have come, and who is told.

use super::{Batch, Hub, Room};
use crate::store::Result;
use smarketing_domain::{
    ids::WorkspaceId,
    operation::{Action, Body},
};
use std::sync::{
    PoisonError,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::watch;

impl Hub {
    /// What the workspace's counter is at least, without asking the database: what
    /// was written here, or told by others.
    pub fn known(&self, workspace: WorkspaceId) -> u64 {
        let rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let written = rooms.get(&workspace).map_or(0, |door| door.counter.load(Ordering::Relaxed));
        drop(rooms);
        let counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        counters.get(&workspace).map_or(written, |told| written.max(*told.borrow()))
    }

    /// Tells what a room has written.
    pub(super) fn note(&self, workspace: WorkspaceId, room: &Room, before: u64, counter: &AtomicU64) {
        if room.counter() > before {
            counter.store(room.counter(), Ordering::Relaxed);
            self.announce(workspace, room.counter());
        }
    }

    /// Members may not be what they were: they have another role, or none.
    pub(super) fn note_members(&self, workspace: WorkspaceId, batch: &Batch) {
        for operation in &batch.operations {
            match &operation.body {
                Body::Member(Action::Delete { id }) => self.end_member(workspace, *id),
                Body::Member(_) | Body::Settings(_) => self.recent.forget(),
                _ => {}
            }
        }
    }

    pub(super) fn announce(&self, workspace: WorkspaceId, counter: u64) {
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
}
