//! The workspace in memory, and the pen that writes on it: whatever a person
//! changes passes through here, whatever the server says ends here. Pure.

use smarketing_domain::{
    clock::{Clock, Stamp, Timestamp},
    entity::{Entity, EntityKey},
    ids::{ClientId, MemberId},
    operation::{Authority, Body, Operation, Refusal, check, invert},
    record::Meta,
    replica::{Replica, Settled},
    wire::Answer,
    workspace::Workspace,
};
use std::collections::BTreeSet;

/// How far the device's clock may be ahead of the server's, in milliseconds.
const AHEAD: i64 = 60_000;
/// Smaller differences are the network's, not the clock's.
const JITTER: i64 = 2_000;

/// A client's copy of the workspace, and what is needed to write operations.
#[derive(Debug)]
pub struct Desk {
    replica: Replica,
    client: ClientId,
    next_number: u64,
    clock: Clock,
    /// Server time minus device time in milliseconds, as far as known.
    offset: i64,
}

/// How a tab begins: what the device has stored of what the server said.
#[derive(Debug)]
pub struct Beginning {
    /// Confirmed records.
    pub records: Workspace,
    /// How far the server had been read.
    pub cursor: u64,
    /// This tab's client id.
    pub client: ClientId,
    /// The number of its next operation.
    pub next_number: u64,
}

/// What became of a step.
#[derive(Debug, Default)]
pub struct Step {
    /// What was performed; nothing when it was refused.
    pub performed: Vec<Operation>,
    /// The changes that take it back, in the order to make them.
    pub reverse: Vec<Body>,
    /// Records that may look different now.
    pub touched: BTreeSet<EntityKey>,
    /// The first rule that a change broke; then nothing is changed.
    pub refusal: Option<Refusal>,
}

impl Default for Desk {
    fn default() -> Self {
        let client = ClientId(0);
        Self { replica: Replica::default(), client, next_number: 1, clock: Clock::new(client), offset: 0 }
    }
}

impl Desk {
    /// Begins with confirmed records; what is not confirmed is adopted after it.
    pub fn begin(&mut self, beginning: Beginning) {
        let Beginning { records, cursor, client, next_number } = beginning;
        let mut clock = Clock::new(client);
        // What a slow device clock writes must still come after all it shows.
        records.metas().filter_map(Meta::last_written).for_each(|stamp| clock.observe(stamp));
        *self = Self { replica: Replica::new(records, cursor), client, next_number, clock, offset: 0 };
    }

    /// What is to be shown.
    pub fn view(&self) -> &Workspace {
        self.replica.view()
    }

    /// Confirmed state with the outbox replayed.
    pub fn replica(&self) -> &Replica {
        &self.replica
    }

    /// Whose pen it is.
    pub fn client(&self) -> ClientId {
        self.client
    }

    /// The server's time, as far as it is known: the device's clock, corrected.
    pub fn now(&self, device_now: Timestamp) -> Timestamp {
        Timestamp(device_now.0.saturating_add(self.offset))
    }

    /// A stamp that orders after everything seen so far.
    pub fn tick(&mut self, device_now: Timestamp) -> Stamp {
        let now = self.now(device_now);
        self.clock.tick(now)
    }

    /// Learns the server's time.
    pub fn set_server_now(&mut self, server_now: Timestamp, device_now: Timestamp) {
        let offset = server_now.0.saturating_sub(device_now.0);
        // A device far in the future must not drag its stamps along.
        if offset < -AHEAD && self.offset == 0 {
            self.clock.correct(server_now);
        }
        self.offset = if offset.abs() > JITTER { offset } else { 0 };
    }

    /// Makes a step in `author`'s name: checks every change and performs it.
    /// All of them, or none.
    pub fn perform(&mut self, author: MemberId, bodies: Vec<Body>, device_now: Timestamp) -> Step {
        let now = self.now(device_now);
        let mut step = Step::default();
        for body in bodies {
            if let Err(broken) = check(self.replica.view(), Authority::Member(author), &body) {
                step.refusal = Some(broken);
                break;
            }
            let stamp = self.clock.tick(now);
            step.reverse.extend(invert(self.replica.view(), &body, stamp));
            let operation = Operation { number: self.next_number, stamp, author, body };
            self.next_number += 1;
            step.touched.extend(self.replica.perform(operation.clone()));
            step.performed.push(operation);
        }
        if step.refusal.is_some() {
            // All or nothing: take back what the step had already shown.
            step.touched.extend(self.replica.withdraw(&step.performed));
            self.next_number -= step.performed.len() as u64;
            step.performed.clear();
            step.reverse.clear();
        }
        step.reverse.reverse();
        step
    }

    /// Shows operations that this tab has not performed itself; answers the records
    /// they touched.
    pub fn adopt(&mut self, operations: Vec<Operation>) -> BTreeSet<EntityKey> {
        operations.iter().for_each(|operation| self.clock.observe(operation.stamp));
        operations.into_iter().filter_map(|operation| self.replica.perform(operation)).collect()
    }

    /// No page is missing up to the cursor.
    pub fn caught_up(&mut self) -> Settled {
        self.replica.caught_up()
    }

    /// Takes in what the server said to `client`.
    pub fn settle(&mut self, client: ClientId, answers: &[Answer], entities: Vec<Entity>, cursor: u64) -> Settled {
        let latest = entities.iter().filter_map(|e| e.meta().last_written()).max();
        if let Some(stamp) = latest {
            self.clock.observe(stamp);
        }
        self.replica.settle(client, answers, entities, cursor)
    }
}
