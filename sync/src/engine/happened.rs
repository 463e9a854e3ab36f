//! What has happened, and what that changes: when to send, pull, load and listen again.

use super::{BATCH, Engine, POLL, Remedy, Seat};
use crate::answer::ApiError;

/// The first wait after a failure.
const RETRY_FIRST: u64 = 500;
/// The longest wait after a failure.
pub(super) const RETRY_LAST: u64 = 30_000;
/// Changes of one gesture go out together.
const GATHER: u64 = 10;

impl Engine {
    /// The server has confirmed who is signed in.
    pub fn seated(&mut self, now: u64) {
        self.seat = Seat::Taken;
        self.retry(now);
    }

    /// Nobody is signed in.
    pub fn nobody(&mut self) {
        *self = Self { seat: Seat::Nobody, visible: self.visible, ..Self::new() };
    }

    /// The session has ended at the server. It is looked at now and then:
    /// somebody may sign in again elsewhere in this browser.
    pub fn ended(&mut self, now: u64) {
        self.seat = Seat::Ended;
        self.pull_from = now + POLL;
    }

    /// Who is signed in may have changed: ask before anything else is sent.
    pub fn look(&mut self, now: u64) {
        self.seat = Seat::Unknown;
        self.retry(now);
    }

    /// Whether the records of a snapshot are there.
    pub fn set_records(&mut self, present: bool) {
        self.records = present;
    }

    /// Whether the device keeps the records that are shown. When it could not
    /// (a full disk), they are asked for again, but not at once: they are many.
    pub fn set_kept(&mut self, kept: bool, now: u64) {
        let missing = self.records && !kept;
        self.load_from = if missing { self.load_from.or(Some(now + POLL)) } else { None };
    }

    /// A change was made.
    pub fn performed(&mut self, now: u64) {
        if self.send_from <= now {
            self.send_from = now + GATHER;
        }
    }

    /// The server's counter is at `cursor`, and we have read up to `read`.
    pub fn nudged(&mut self, now: u64, cursor: u64, read: u64) {
        self.heard = self.heard.max(cursor);
        if cursor > read {
            self.pull(now);
        }
    }

    /// There may be something new.
    pub fn pull(&mut self, now: u64) {
        self.pull_from = now;
    }

    /// Try again now: the person asks, or the network has changed.
    pub fn retry(&mut self, now: u64) {
        (self.not_before, self.stream_from) = (now, now);
        self.pull(now);
    }

    /// The page is looked at, or no longer.
    pub fn set_visible(&mut self, visible: bool, now: u64) {
        if visible && !self.visible {
            self.retry(now);
        }
        self.visible = visible;
    }

    /// The stream of nudges has been asked for.
    pub fn stream_opened(&mut self, now: u64) {
        (self.streaming, self.streaming_since) = (true, now);
    }

    /// The stream of nudges broke off, or we closed it.
    pub fn stream_closed(&mut self, now: u64, chance: f64) {
        let lived = now.saturating_sub(self.streaming_since);
        self.lost_streams = if lived > POLL { 1 } else { self.lost_streams.saturating_add(1) };
        self.streaming = false;
        self.stream_from = now + wait(self.lost_streams, chance);
    }

    /// The session may be somebody else's by now: ask, but not sooner than
    /// after the wait that has been decided.
    pub fn doubt(&mut self) {
        self.seat = Seat::Unknown;
    }

    /// Whether a record could not be read: the server is newer than this page.
    pub fn set_too_old(&mut self, too_old: bool) {
        self.too_old = too_old;
    }

    /// A snapshot was taken. What changed while it came, and what time it is, is asked
    /// for at once.
    pub fn loaded(&mut self, now: u64) {
        (self.records, self.load_from) = (true, None);
        self.answered(now, false);
        self.pull(now);
    }

    /// An exchange went well, and we have `read` so far. `more`: there is more to pull.
    pub fn exchanged(&mut self, now: u64, more: bool, read: u64) {
        self.restarts = 0;
        self.limit = (self.limit * 2).min(BATCH);
        self.answered(now, more);
        // A nudge that came while the answer was on its way is not waited out.
        if std::mem::take(&mut self.heard) > read {
            self.pull(now);
        }
    }

    fn answered(&mut self, now: u64, more: bool) {
        (self.failures, self.faults, self.unreachable) = (0, 0, false);
        self.not_before = now;
        self.pull_from = if more { now } else { now + POLL };
        self.caught_up |= !more;
    }

    /// The records are of no use: a new snapshot is needed. The second time
    /// in a row this waits: something is wrong then.
    pub fn restart(&mut self, now: u64, chance: f64) {
        self.records = false;
        if self.restarts > 0 {
            self.not_before = now + wait(self.restarts, chance);
        }
        self.restarts = self.restarts.saturating_add(1);
    }

    /// Something on the device stood in the way: later again.
    pub fn put_off(&mut self, now: u64, chance: f64) {
        self.failures = self.failures.saturating_add(1);
        self.not_before = now + wait(self.failures, chance);
    }

    /// An errand that carried `sent` operations failed.
    pub fn failed(&mut self, now: u64, error: &ApiError, sent: usize, chance: f64) -> Remedy {
        self.unreachable = matches!(error, ApiError::Unreachable | ApiError::TimedOut);
        self.faults = if matches!(error, ApiError::Fault) { self.faults.saturating_add(1) } else { 0 };
        if matches!(error, ApiError::TimedOut | ApiError::TooLarge) && sent > 0 {
            // Too much for the server, or for the line.
            self.limit = (sent / 2).max(1);
        }
        if matches!(error, ApiError::TooLarge) && sent > 1 {
            return Remedy::Again;
        }
        self.put_off(now, chance);
        match error {
            ApiError::SignedOut => Remedy::SignedOut,
            ApiError::Gap => Remedy::Fill,
            ApiError::ForeignClient => Remedy::Rename,
            ApiError::ForeignAuthor => Remedy::Doubt,
            ApiError::TooLarge if sent == 1 => Remedy::Refuse,
            _ => Remedy::Again,
        }
    }
}

/// Doubles with each failure; `chance` (0 to 1) spreads clients that failed together.
fn wait(failures: u32, chance: f64) -> u64 {
    let longest = RETRY_FIRST.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(RETRY_LAST);
    longest / 2 + (longest as f64 / 2.0 * chance.clamp(0.0, 1.0)) as u64
}
