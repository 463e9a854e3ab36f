//! What other processes did: instances on the same database, commands from a
//! shell. They may tell; whether they do or not, it is looked up.

use super::Hub;
use crate::store::Hint;
use futures_util::StreamExt;
use smarketing_domain::{clock::Timestamp, ids::WorkspaceId};
use std::{
    sync::{Arc, PoisonError},
    time::Duration,
};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How often writes are looked for while somebody listens.
const LOOK: Duration = Duration::from_secs(1);

impl Hub {
    /// Announces what other processes wrote, until `stop`.
    pub async fn watch_others(self: Arc<Self>, stop: CancellationToken) {
        let mut hints = self.store.hints();
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let hint = tokio::select! {
                () = stop.cancelled() => return,
                Some(hint) = hints.next() => hint,
                _ = look.tick() => Hint::Look,
            };
            match hint {
                Hint::Written(workspace, counter) => self.announce(workspace, counter),
                Hint::Look => self.look_up().await,
            }
        }
    }

    async fn look_up(&self) {
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

    /// Ends the streams whose sessions other processes have ended, or whose
    /// members they have removed.
    pub async fn end_departed(&self, now: Timestamp) {
        let sessions = self.streams.sessions();
        if sessions.is_empty() {
            return;
        }
        match self.store.lasting(&sessions, now).await {
            Ok(lasting) => {
                sessions.iter().filter(|s| !lasting.contains(*s)).for_each(|s| self.end_session(s));
            }
            Err(error) => tracing::warn!(%error, "sessions could not be looked up"),
        }
    }
}
