//! Who listens to nudges: at most a few streams per member, and so many in all.

use smarketing_domain::ids::{MemberId, WorkspaceId};
use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio_util::sync::CancellationToken;

/// Streams of one member; the oldest is ended when one more begins.
const PER_MEMBER: usize = 5;
/// Streams in all. Each holds a connection, and systems commonly give a process
/// 1,024 of them: there have to be some left for everything else.
const IN_ALL: usize = 800;

/// Somebody in a workspace. Ids of members are unique within it only: whoever
/// brings a record with a foreign member's id must not reach their streams.
type Whose = (WorkspaceId, MemberId);

/// All open streams.
pub struct Streams {
    open: Mutex<HashMap<Whose, VecDeque<Stream>>>,
    most: AtomicUsize,
}

impl Default for Streams {
    fn default() -> Self {
        Self { open: Mutex::default(), most: AtomicUsize::new(IN_ALL) }
    }
}

struct Stream {
    session: String,
    end: CancellationToken,
}

/// One open stream. It leaves the list when it is dropped.
pub struct Listener {
    streams: Arc<Streams>,
    whose: Whose,
    /// Tells the stream to end.
    pub end: CancellationToken,
}

impl Streams {
    /// Another limit for all streams together.
    pub fn allow_in_all(&self, most: usize) {
        self.most.store(most, Ordering::Relaxed);
    }

    /// Notes a stream of a member's session (the digest of its token); `None`
    /// when there are too many in all. Clients without one ask every half minute.
    pub fn open(self: &Arc<Self>, workspace: WorkspaceId, member: MemberId, session: &str) -> Option<Listener> {
        let (end, whose) = (CancellationToken::new(), (workspace, member));
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let replaces = open.get(&whose).is_some_and(|own| own.len() >= PER_MEMBER);
        let count: usize = open.values().map(VecDeque::len).sum();
        if !replaces && count >= self.most.load(Ordering::Relaxed) {
            return None;
        }
        let own = open.entry(whose).or_default();
        own.push_back(Stream { session: session.to_owned(), end: end.clone() });
        while own.len() > PER_MEMBER {
            if let Some(oldest) = own.pop_front() {
                oldest.end.cancel();
            }
        }
        Some(Listener { streams: self.clone(), whose, end })
    }

    /// The sessions that have streams.
    pub fn sessions(&self) -> Vec<String> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let sessions: BTreeSet<_> = open.values().flatten().map(|stream| stream.session.clone()).collect();
        sessions.into_iter().collect()
    }

    /// Ends the streams of a session.
    pub fn end_session(&self, session: &str) {
        self.end_where(|_, stream| stream.session == session);
    }

    /// Ends the streams of a member.
    pub fn end_member(&self, workspace: WorkspaceId, member: MemberId) {
        self.end_where(|owner, _| owner == (workspace, member));
    }

    /// Ends all.
    pub fn end_all(&self) {
        self.end_where(|_, _| true);
    }

    fn end_where(&self, ends: impl Fn(Whose, &Stream) -> bool) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        for (whose, streams) in open.iter() {
            streams.iter().filter(|stream| ends(*whose, stream)).for_each(|stream| stream.end.cancel());
        }
    }

    fn sweep(&self, whose: Whose) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&whose) {
            own.retain(|stream| !stream.end.is_cancelled());
            if own.is_empty() {
                open.remove(&whose);
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.end.cancel();
        self.streams.sweep(self.whose);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(streams: &Arc<Streams>, member: u128, session: &str) -> Listener {
        streams.open(WorkspaceId::default(), MemberId(uuid::Uuid::from_u128(member)), session).unwrap()
    }

    #[test]
    fn the_oldest_of_too_many_streams_is_ended() {
        let streams = Arc::new(Streams::default());
        let listeners: Vec<_> = (0..6).map(|_| open(&streams, 1, "a")).collect();
        let ended: Vec<_> = listeners.iter().map(|l| l.end.is_cancelled()).collect();
        assert_eq!(ended, [true, false, false, false, false, false]);
    }

    #[test]
    fn when_there_are_too_many_in_all_only_ones_own_are_replaced() {
        let streams = Arc::new(Streams::default());
        streams.allow_in_all(6);
        let held: Vec<_> = [1, 1, 1, 1, 1, 2].into_iter().map(|member| open(&streams, member, "a")).collect();
        let whose = |member| (WorkspaceId::default(), MemberId(uuid::Uuid::from_u128(member)));
        assert!(streams.open(whose(3).0, whose(3).1, "a").is_none());
        assert!(streams.open(whose(1).0, whose(1).1, "a").is_some() && held[0].end.is_cancelled());
    }

    #[test]
    fn a_member_of_the_same_id_elsewhere_is_somebody_else() {
        let streams = Arc::new(Streams::default());
        let listener = open(&streams, 1, "a");
        streams.end_member(WorkspaceId(uuid::Uuid::from_u128(9)), MemberId(uuid::Uuid::from_u128(1)));
        assert!(!listener.end.is_cancelled());
    }

    #[test]
    fn a_session_ends_with_its_streams_only() {
        let streams = Arc::new(Streams::default());
        let (one, two) = (open(&streams, 1, "a"), open(&streams, 1, "b"));
        streams.end_session("a");
        assert!(one.end.is_cancelled() && !two.end.is_cancelled());
    }

    #[test]
    fn a_closed_stream_leaves_the_list() {
        let streams = Arc::new(Streams::default());
        drop(open(&streams, 1, "a"));
        assert!(streams.open.lock().unwrap().is_empty());
    }
}
