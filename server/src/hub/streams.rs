//! Who listens to nudges: at most a few streams per member.

use smarketing_domain::ids::MemberId;
use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};
use tokio_util::sync::CancellationToken;

/// Streams of one member; the oldest is ended when one more begins.
const PER_MEMBER: usize = 5;

/// All open streams.
#[derive(Default)]
pub struct Streams {
    open: Mutex<HashMap<MemberId, VecDeque<Stream>>>,
}

struct Stream {
    session: String,
    end: CancellationToken,
}

/// One open stream. It leaves the list when it is dropped.
pub struct Listener {
    streams: Arc<Streams>,
    member: MemberId,
    /// Tells the stream to end.
    pub end: CancellationToken,
}

impl Streams {
    /// Notes a stream of a member's session (the digest of its token).
    pub fn open(self: &Arc<Self>, member: MemberId, session: &str) -> Listener {
        let end = CancellationToken::new();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let own = open.entry(member).or_default();
        own.push_back(Stream { session: session.to_owned(), end: end.clone() });
        while own.len() > PER_MEMBER {
            if let Some(oldest) = own.pop_front() {
                oldest.end.cancel();
            }
        }
        Listener { streams: self.clone(), member, end }
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
    pub fn end_member(&self, member: MemberId) {
        self.end_where(|owner, _| owner == member);
    }

    /// Ends all.
    pub fn end_all(&self) {
        self.end_where(|_, _| true);
    }

    fn end_where(&self, ends: impl Fn(MemberId, &Stream) -> bool) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        for (member, streams) in open.iter() {
            streams.iter().filter(|stream| ends(*member, stream)).for_each(|stream| stream.end.cancel());
        }
    }

    fn sweep(&self, member: MemberId) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&member) {
            own.retain(|stream| !stream.end.is_cancelled());
            if own.is_empty() {
                open.remove(&member);
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.end.cancel();
        self.streams.sweep(self.member);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_of_too_many_streams_is_ended() {
        let streams = Arc::new(Streams::default());
        let member = MemberId::default();
        let listeners: Vec<_> = (0..6).map(|_| streams.open(member, "a")).collect();
        let ended: Vec<_> = listeners.iter().map(|l| l.end.is_cancelled()).collect();
        assert_eq!(ended, [true, false, false, false, false, false]);
    }

    #[test]
    fn a_session_ends_with_its_streams_only() {
        let streams = Arc::new(Streams::default());
        let (one, two) = (streams.open(MemberId::default(), "a"), streams.open(MemberId::default(), "b"));
        streams.end_session("a");
        assert!(one.end.is_cancelled() && !two.end.is_cancelled());
    }

    #[test]
    fn a_closed_stream_leaves_the_list() {
        let streams = Arc::new(Streams::default());
        drop(streams.open(MemberId::default(), "a"));
        assert!(streams.open.lock().unwrap().is_empty());
    }
}
