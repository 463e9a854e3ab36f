//! When to do what: the decisions of sync, without any input or output. Time
//! and chance are passed in, so that tests can play every case.
//!
//! The driver asks [`Engine::next`], runs the errand, tells how it went, and
//! asks again. There is always an answer that ends: as long as somebody is
//! signed in, no rest is longer than [`POLL`].

use crate::{
    answer::ApiError,
    status::{SyncWord, Trouble},
};
use smarketing_domain::{
    fault::{Fault, planted},
    ids::ClientId,
};

/// The longest time without asking the server, in milliseconds.
pub const POLL: u64 = 30_000;
/// The first wait after a failure.
const RETRY_FIRST: u64 = 500;
/// The longest wait after a failure.
const RETRY_LAST: u64 = 30_000;
/// Changes of one gesture go out together.
const GATHER: u64 = 10;
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

    // --- what happened -------------------------------------------------------

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

    // --- what to do ----------------------------------------------------------

    /// What to do next. `sender`: a client with something to send.
    pub fn next(&self, now: u64, sender: Option<ClientId>) -> Errand {
        if self.seat == Seat::Nobody {
            return Errand::Idle;
        }
        if now < self.not_before {
            return rest(now, self.not_before);
        }
        match self.seat {
            Seat::Unknown => Errand::Look,
            Seat::Ended if self.pull_from <= now => Errand::Look,
            Seat::Taken if planted(Fault::RetryNotArmed) && self.failures > 0 => Errand::Idle,
            Seat::Taken if !self.records || self.load_from.is_some_and(|at| at <= now) => Errand::Load,
            Seat::Taken if self.pull_from <= now => Errand::Exchange(sender),
            Seat::Taken if sender.is_some() && self.send_from <= now => Errand::Exchange(sender),
            _ => rest(now, self.wake(sender)),
        }
    }

    fn wake(&self, sender: Option<ClientId>) -> u64 {
        let mut at = self.pull_from;
        if sender.is_some() && self.seat == Seat::Taken {
            at = at.min(self.send_from);
        }
        if self.could_stream() && !self.streaming {
            at = at.min(self.stream_from);
        }
        if let Some(load) = self.load_from.filter(|_| self.seat == Seat::Taken) {
            at = at.min(load);
        }
        at
    }

    /// Whether the stream of nudges should be open.
    pub fn wants_stream(&self, now: u64) -> bool {
        self.could_stream() && (self.streaming || self.stream_from <= now)
    }

    /// Whether it is.
    pub fn is_streaming(&self) -> bool {
        self.streaming
    }

    fn could_stream(&self) -> bool {
        self.seat == Seat::Taken && self.records && self.visible && !self.unreachable
    }

    /// How many operations a request may carry.
    pub fn limit(&self) -> usize {
        self.limit
    }

    // --- what to tell --------------------------------------------------------

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

fn rest(now: u64, until: u64) -> Errand {
    Errand::Rest(until.saturating_sub(now).clamp(1, POLL))
}

/// Doubles with each failure; `chance` (0 to 1) spreads clients that failed together.
fn wait(failures: u32, chance: f64) -> u64 {
    let longest = RETRY_FIRST.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(RETRY_LAST);
    longest / 2 + (longest as f64 / 2.0 * chance.clamp(0.0, 1.0)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Option<ClientId> = Some(ClientId(7));

    fn running() -> Engine {
        let mut engine = Engine::new();
        engine.seated(0);
        engine.loaded(0);
        engine.exchanged(0, false, 0);
        engine.stream_opened(0);
        engine
    }

    #[test]
    fn records_that_the_device_has_not_kept_are_asked_for_again_but_not_at_once() {
        let mut engine = running();
        engine.set_kept(false, 10);
        engine.set_kept(false, 20);
        assert_eq!(engine.next(20, HERE), Errand::Exchange(HERE));
        assert_eq!(engine.next(10 + POLL, None), Errand::Load);
        engine.loaded(10 + POLL);
        engine.set_kept(true, 10 + POLL);
        assert_ne!(engine.next(10 + 2 * POLL, None), Errand::Load);
    }

    #[test]
    fn first_who_then_a_snapshot_then_an_exchange() {
        let mut engine = Engine::new();
        assert_eq!(engine.next(0, HERE), Errand::Look);
        engine.seated(0);
        assert_eq!(engine.next(0, HERE), Errand::Load);
        engine.set_records(true);
        assert_eq!(engine.next(0, HERE), Errand::Exchange(HERE));
    }

    #[test]
    fn a_change_goes_out_after_a_moment_of_gathering() {
        let mut engine = running();
        engine.performed(100);
        engine.performed(105);
        assert_eq!(engine.next(100, HERE), Errand::Rest(10));
        assert_eq!(engine.next(110, HERE), Errand::Exchange(HERE));
    }

    #[test]
    fn a_nudge_about_something_new_pulls_at_once() {
        let mut engine = running();
        engine.nudged(50, 7, 7);
        assert!(matches!(engine.next(50, None), Errand::Rest(_)));
        engine.nudged(50, 8, 7);
        assert_eq!(engine.next(50, None), Errand::Exchange(None));
    }

    #[test]
    fn without_any_event_there_is_a_pull_every_thirty_seconds() {
        let engine = running();
        assert_eq!(engine.next(1, None), Errand::Rest(POLL - 1));
        assert_eq!(engine.next(POLL, None), Errand::Exchange(None));
    }

    #[test]
    fn more_is_asked_for_at_once() {
        let mut engine = running();
        engine.exchanged(5, true, 0);
        assert_eq!(engine.next(5, None), Errand::Exchange(None));
    }

    #[test]
    fn failures_wait_longer_and_longer_up_to_thirty_seconds() {
        let mut engine = running();
        let mut waits = Vec::new();
        for _ in 0..9 {
            engine.failed(0, &ApiError::Unreachable, 1, 1.0);
            let Errand::Rest(wait) = engine.next(0, HERE) else { panic!("no rest") };
            waits.push(wait);
        }
        assert_eq!(waits[..3], [500, 1_000, 2_000]);
        assert_eq!(waits[8], RETRY_LAST);
        engine.retry(3);
        assert_eq!(engine.next(3, HERE), Errand::Exchange(HERE));
    }

    #[test]
    fn a_timer_is_always_armed_while_somebody_is_signed_in() {
        let errors = [
            ApiError::Unreachable,
            ApiError::TimedOut,
            ApiError::SignedOut,
            ApiError::Gap,
            ApiError::ForeignClient,
            ApiError::ForeignAuthor,
            ApiError::TooLarge,
            ApiError::TooMany,
            ApiError::Fault,
        ];
        // Every short sequence of events, from a small generator that needs no seed.
        for case in 0_u64..4_000 {
            let (mut engine, mut now, mut left) = (Engine::new(), 0, case);
            for _ in 0..4 {
                let step = left % 12;
                left /= 7;
                match step {
                    0 => engine.seated(now),
                    1 => engine.set_records(true),
                    2 => engine.set_records(false),
                    3 => engine.performed(now),
                    4 => engine.set_visible(case % 2 == 0, now),
                    5 => engine.stream_opened(now),
                    6 => engine.stream_closed(now, 0.5),
                    7 => engine.ended(now),
                    8 => engine.exchanged(now, case % 3 == 0, 0),
                    9 => engine.look(now),
                    n => {
                        engine.failed(now, &errors[(case as usize + n as usize) % errors.len()], 3, 0.5);
                    }
                }
                now += 7 * step;
                match engine.next(now, HERE) {
                    Errand::Idle => panic!("case {case} sleeps for ever"),
                    Errand::Rest(millis) => assert!((1..=POLL).contains(&millis), "case {case}"),
                    _ => {}
                }
                // Whatever happened, an errand follows within the longest wait.
                assert!(!matches!(engine.next(now + 2 * POLL, HERE), Errand::Rest(_)), "case {case}");
            }
        }
    }

    #[test]
    fn a_nudge_during_an_exchange_is_followed_by_another() {
        let mut engine = running();
        engine.pull(0);
        assert_eq!(engine.next(0, None), Errand::Exchange(None));
        engine.nudged(0, 9, 7);
        engine.exchanged(0, false, 8);
        assert_eq!(engine.next(0, None), Errand::Exchange(None));
        // Once: a nudge of another life of the server's database is not followed for ever.
        engine.exchanged(0, false, 8);
        assert!(matches!(engine.next(0, None), Errand::Rest(_)));
    }

    #[test]
    fn a_batch_that_is_too_large_is_halved_and_grows_again() {
        let mut engine = running();
        engine.pull(0);
        assert_eq!(engine.failed(0, &ApiError::TooLarge, 500, 0.0), Remedy::Again);
        assert_eq!((engine.limit(), engine.next(0, HERE)), (250, Errand::Exchange(HERE)));
        assert_eq!(engine.failed(0, &ApiError::TimedOut, 250, 0.0), Remedy::Again);
        assert_eq!(engine.limit(), 125);
        engine.exchanged(0, false, 0);
        assert_eq!(engine.limit(), 250);
    }

    #[test]
    fn one_operation_that_is_too_large_is_refused_visibly() {
        assert_eq!(running().failed(0, &ApiError::TooLarge, 1, 0.0), Remedy::Refuse);
    }

    #[test]
    fn a_client_the_server_lost_track_of_gets_a_new_name() {
        assert_eq!(running().failed(0, &ApiError::Gap, 3, 0.0), Remedy::Fill);
        assert_eq!(running().failed(0, &ApiError::ForeignClient, 3, 0.0), Remedy::Rename);
        // Their numbers may be known already under the client that they have.
        assert_eq!(running().failed(0, &ApiError::ForeignAuthor, 3, 0.0), Remedy::Doubt);
    }

    #[test]
    fn a_server_that_asks_for_snapshots_again_and_again_is_asked_less_often() {
        let mut engine = running();
        engine.restart(0, 1.0);
        assert_eq!(engine.next(0, HERE), Errand::Load);
        engine.loaded(0);
        engine.restart(0, 1.0);
        assert_eq!(engine.next(0, HERE), Errand::Rest(500));
        engine.loaded(0);
        engine.restart(0, 1.0);
        assert_eq!(engine.next(0, HERE), Errand::Rest(1_000));
        engine.loaded(0);
        engine.exchanged(0, false, 0);
        engine.restart(0, 1.0);
        assert_eq!(engine.next(0, HERE), Errand::Load);
    }

    #[test]
    fn an_ended_session_is_looked_at_now_and_then() {
        let mut engine = running();
        assert_eq!(engine.failed(0, &ApiError::SignedOut, 0, 0.0), Remedy::SignedOut);
        engine.ended(0);
        assert!(matches!(engine.next(POLL - 1, HERE), Errand::Rest(_)));
        assert_eq!(engine.next(POLL, HERE), Errand::Look);
        assert_eq!(engine.trouble(), Some(Trouble::SignedOut));
    }

    #[test]
    fn the_stream_is_open_only_while_somebody_looks_and_the_server_answers() {
        let mut engine = running();
        assert!(engine.wants_stream(0) && engine.is_streaming());
        engine.set_visible(false, 0);
        assert!(!engine.wants_stream(0));
        engine.set_visible(true, 5);
        assert_eq!(engine.next(5, None), Errand::Exchange(None));
        engine.failed(5, &ApiError::Unreachable, 0, 0.0);
        assert!(!engine.wants_stream(5));
    }

    #[test]
    fn a_stream_that_keeps_breaking_off_is_opened_less_and_less_often() {
        let mut engine = running();
        let mut last = 0;
        for _ in 0..5 {
            engine.stream_opened(0);
            engine.stream_closed(0, 0.0);
            assert!(engine.stream_from > last && !engine.wants_stream(0));
            last = engine.stream_from;
        }
        engine.stream_opened(0);
        engine.stream_closed(2 * POLL, 0.0);
        assert_eq!(engine.stream_from, 2 * POLL + 250);
    }

    #[test]
    fn the_word_says_the_worst() {
        let mut engine = running();
        assert_eq!(engine.word(0, 0, None), SyncWord::Synced);
        assert_eq!(engine.word(0, 2, None), SyncWord::Pending);
        assert_eq!(engine.word(1, 2, Some(Trouble::NotSaved)), SyncWord::Rejected);
        engine.failed(0, &ApiError::Unreachable, 0, 0.0);
        assert_eq!(engine.word(0, 2, None), SyncWord::Offline);
        assert_eq!(engine.word(0, 2, Some(Trouble::NotSaved)), SyncWord::Error);
        assert_eq!(Engine::new().word(0, 0, None), SyncWord::Pending);
    }

    #[test]
    fn one_fault_is_patience_and_three_are_told() {
        let mut engine = running();
        engine.failed(0, &ApiError::Fault, 0, 0.0);
        assert_eq!(engine.trouble(), None);
        engine.failed(0, &ApiError::Fault, 0, 0.0);
        engine.failed(0, &ApiError::Fault, 0, 0.0);
        assert_eq!(engine.trouble(), Some(Trouble::ServerFault));
        engine.exchanged(0, false, 0);
        assert_eq!(engine.trouble(), None);
    }
}
