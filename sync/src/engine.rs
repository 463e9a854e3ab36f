//! When to do what: the decisions of sync, without any input or output. Time
//! and chance are passed in, so that tests can play every case.
//!
//! The driver asks [`Engine::next`], runs the errand, tells how it went, and
//! asks again. There is always an answer that ends: as long as somebody is
//! signed in, no rest is longer than [`POLL`].

mod happened;
mod next;

use crate::status::{SyncWord, Trouble};
use smarketing_domain::ids::ClientId;

/// The longest time without asking the server, in milliseconds.
pub const POLL: u64 = 30_000;
/// Operations in a request.
pub const BATCH: usize = 500;
/// Faults in a row after which the person is told.
const FAULTS: u32 = 3;

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Nothing, until something happens: nobody is signed in.
    Idle,
    /// Nothing, for so many milliseconds or until something happens.
    Rest(u64),
    /// Ask who is signed in.
    Look,
    /// Take a snapshot.
    Load,
    /// Pull; and push what this client has to send.
    Exchange(Option<ClientId>),
}

/// What a failed errand asks for besides patience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Try again.
    Again,
    /// The session has ended.
    SignedOut,
    /// Somebody else may sit here: ask before anything else is sent.
    Doubt,
    /// The server misses operations before those that were sent.
    Fill,
    /// Somebody else uses this client's name: go on under another one.
    Rename,
    /// The one operation that was sent can never be sent: refuse it here.
    Refuse,
}

/// Who sits before the screen, as far as the server has confirmed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seat {
    Nobody,
    Unknown,
    Taken,
    Ended,
}

/// The decisions of sync.
#[derive(Debug)]
pub struct Engine {
    seat: Seat,
    records: bool,
    visible: bool,
    streaming: bool,
    unreachable: bool,
    caught_up: bool,
    too_old: bool,
    failures: u32,
    faults: u32,
    restarts: u32,
    /// The farthest that a nudge has told of since the last exchange.
    heard: u64,
    lost_streams: u32,
    streaming_since: u64,
    not_before: u64,
    send_from: u64,
    pull_from: u64,
    stream_from: u64,
    /// When a snapshot is to be taken because the device has not kept the last one.
    load_from: Option<u64>,
    limit: usize,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl Engine {
    /// Nobody is known yet.
    pub fn new() -> Self {
        Self {
            seat: Seat::Unknown,
            records: false,
            visible: true,
            streaming: false,
            unreachable: false,
            caught_up: false,
            too_old: false,
            failures: 0,
            faults: 0,
            restarts: 0,
            heard: 0,
            lost_streams: 0,
            streaming_since: 0,
            not_before: 0,
            send_from: 0,
            pull_from: 0,
            stream_from: 0,
            load_from: None,
            limit: BATCH,
        }
    }

    /// What the person should know or do.
    pub fn trouble(&self) -> Option<Trouble> {
        if self.seat == Seat::Ended {
            Some(Trouble::SignedOut)
        } else if self.too_old {
            Some(Trouble::TooOld)
        } else if self.faults >= FAULTS {
            Some(Trouble::ServerFault)
        } else {
            None
        }
    }

    /// The word for how we stand.
    pub fn word(&self, refused: usize, outbox: usize, trouble: Option<Trouble>) -> SyncWord {
        if refused > 0 {
            SyncWord::Rejected
        } else if trouble.is_some() {
            SyncWord::Error
        } else if self.unreachable {
            SyncWord::Offline
        } else if outbox > 0 || !self.records || !self.caught_up {
            SyncWord::Pending
        } else {
            SyncWord::Synced
        }
    }
}

#[cfg(test)]
mod tests;
