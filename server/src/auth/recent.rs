//! Who was recognised a moment ago: a client that sends one change after the
//! other is not looked up for each of them.
//!
//! What ends a session here is known here at once. Another process that ends
//! one is noticed within [`KEPT`].

use crate::store::SessionRow;
use smarketing_domain::{clock::Timestamp, member::Member, visibility::Visibility};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How long somebody is taken for who they were, in milliseconds.
const KEPT: i64 = 1_000;
/// Sessions at once; far more than are in use within a second.
const MOST: usize = 4_096;

/// What is known of a session.
#[derive(Clone)]
pub struct Known {
    /// The session.
    pub session: SessionRow,
    /// Its member.
    pub record: Member,
    /// Who sees which rows in its workspace.
    pub visibility: Visibility,
}

/// Sessions that were looked up lately, by their tokens' digests.
#[derive(Default)]
pub struct Recent {
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// How often all of them were forgotten.
    round: u64,
    sessions: HashMap<String, (Timestamp, Known)>,
}

impl Recent {
    /// The session of a token's digest, and its member, as of a moment ago.
    pub fn find(&self, token_hash: &str, now: Timestamp) -> Option<Known> {
        let seen = self.seen();
        let (at, known) = seen.sessions.get(token_hash)?;
        // A clock that was put back makes nothing younger.
        let is_fresh = (0..KEPT).contains(&now.since(*at)) && known.session.expires > now;
        is_fresh.then(|| known.clone())
    }

    /// To be taken before a session is looked up, for [`Recent::keep`].
    pub fn round(&self) -> u64 {
        self.seen().round
    }

    /// Keeps what was looked up at `now`, unless sessions ended since `round`.
    pub fn keep(&self, round: u64, known: Known, now: Timestamp) {
        let mut seen = self.seen();
        if seen.round != round {
            return;
        }
        if seen.sessions.len() >= MOST {
            seen.sessions.clear();
        }
        seen.sessions.insert(known.session.token_hash.clone(), (now, known));
    }

    /// Forgets everybody: a session has ended, or a member is not what they were.
    pub fn forget(&self) {
        let mut seen = self.seen();
        seen.round += 1;
        seen.sessions.clear();
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::{
        ids::{MemberId, WorkspaceId},
        record::Record,
    };
    use uuid::Uuid;

    fn session() -> SessionRow {
        SessionRow {
            token_hash: "a".to_owned(),
            account: Uuid::nil(),
            workspace: WorkspaceId(Uuid::nil()),
            member: MemberId::default(),
            created: Timestamp(0),
            expires: Timestamp(10_500),
            seen: Timestamp(0),
            browser: String::new(),
        }
    }

    fn known() -> Known {
        let record = Member::blank(MemberId::default());
        Known { session: session(), record, visibility: Visibility::default() }
    }

    fn recent(at: i64) -> Recent {
        let recent = Recent::default();
        recent.keep(recent.round(), known(), Timestamp(at));
        recent
    }

    #[test]
    fn a_session_is_known_for_a_second_and_not_after_its_end() {
        let found = |recent: &Recent, now| recent.find("a", Timestamp(now)).is_some();
        let early = recent(5_000);
        assert!(found(&early, 5_000) && found(&early, 5_999));
        assert!(!found(&early, 6_000) && !found(&early, 4_999) && early.find("b", Timestamp(5_000)).is_none());
        let late = recent(10_000);
        assert!(found(&late, 10_499) && !found(&late, 10_500));
    }

    #[test]
    fn what_was_looked_up_before_a_session_ended_is_not_kept() {
        let recent = recent(0);
        let round = recent.round();
        recent.forget();
        assert!(recent.find("a", Timestamp(0)).is_none());
        recent.keep(round, known(), Timestamp(0));
        assert!(recent.find("a", Timestamp(0)).is_none());
    }
}
