//! What to do next.

use super::{Engine, Errand, POLL, Seat};
use smarketing_domain::{
    fault::{Fault, planted},
    ids::ClientId,
};

impl Engine {
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
}

fn rest(now: u64, until: u64) -> Errand {
    Errand::Rest(until.saturating_sub(now).clamp(1, POLL))
}
