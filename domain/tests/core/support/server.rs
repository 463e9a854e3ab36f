//! Clients and a server, without a network: what is sent arrives in any order,
//! late, in pages, or not at all.

use super::{Choice, at, body, choice, id, studio};
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    clock::{Clock, Stamp},
    entity::{Entity, EntityKey},
    ids::{ClientId, MemberId},
    operation::{Authority, Operation, admit, apply, check},
    replica::Replica,
    wire::{Answer, Verdict},
    workspace::Workspace,
};
use std::collections::{BTreeMap, BTreeSet};

/// What happens next.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A client makes a change, if its own view allows it.
    Make { client: usize, choice: Choice },
    /// A client sends so many changes, and reads at most so many records. The
    /// answer may be lost on the way.
    Sync { client: usize, operations: usize, page: usize, lost: bool },
    /// A client takes back its last change, if it was not sent.
    Withdraw { client: usize },
    /// A client's program is started again: outbox and records come from its disk.
    Restart { client: usize },
}

/// Any of them, for three clients.
pub fn steps(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    let client = 0..3_usize;
    let step = prop_oneof![
        6 => (client.clone(), choice()).prop_map(|(client, choice)| Step::Make { client, choice }),
        3 => (client.clone(), 0..4_usize, 1..5_usize, prop::bool::weighted(0.2))
            .prop_map(|(client, operations, page, lost)| Step::Sync { client, operations, page, lost }),
        1 => client.clone().prop_map(|client| Step::Withdraw { client }),
        1 => client.prop_map(|client| Step::Restart { client }),
    ];
    vec(step, count)
}

impl Step {
    /// Lets it happen, as step number `now`.
    pub fn happen(self, now: usize, server: &mut Server, clients: &mut [Client]) {
        match self {
            Self::Make { client, choice } => clients[client].make(now as i64, choice),
            Self::Sync { client, operations, page, lost } => clients[client].sync(server, operations, page, lost),
            Self::Withdraw { client } => clients[client].withdraw(),
            Self::Restart { client } => clients[client].restart(server),
        }
    }
}

/// A workspace, and who was told what.
pub struct Server {
    pub workspace: Workspace,
    counter: u64,
    changed: BTreeMap<EntityKey, u64>,
    receipts: BTreeMap<(ClientId, u64), Answer>,
}

impl Server {
    /// With the studio in it.
    pub fn new() -> Self {
        let workspace = studio();
        let changed = workspace.entities().map(|e| (e.key(), 1)).collect();
        Self { workspace, counter: 1, changed, receipts: BTreeMap::new() }
    }

    /// Answers an operation; the second answer equals the first.
    pub fn take(&mut self, operation: &Operation) -> Answer {
        let receipt = (operation.stamp.client, operation.number);
        if let Some(answer) = self.receipts.get(&receipt) {
            return answer.clone();
        }
        let verdict = match admit(&self.workspace, Authority::Member(operation.author), operation) {
            Err(refusal) => Verdict::refused(refusal),
            Ok(()) => {
                self.counter += 1;
                if let Some(key) = apply(&mut self.workspace, operation) {
                    self.changed.insert(key, self.counter);
                }
                Verdict::accepted(self.counter)
            }
        };
        let answer = Answer { number: operation.number, verdict };
        self.receipts.insert(receipt, answer.clone());
        answer
    }

    /// At most `page` records that changed after `cursor`, and how far that is.
    pub fn changes(&self, cursor: u64, page: usize) -> (Vec<Entity>, u64) {
        let mut newer: Vec<_> = self.changed.iter().filter(|(_, seq)| **seq > cursor).collect();
        newer.sort_by_key(|(_, seq)| **seq);
        let reached = if newer.len() > page { *newer[page - 1].1 } else { self.counter };
        let entities = newer.into_iter().take(page).filter_map(|(key, _)| self.workspace.entity(*key)).collect();
        (entities, reached)
    }
}

/// A client: what it shows, and what it must be showing.
pub struct Client {
    pub replica: Replica,
    member: MemberId,
    id: ClientId,
    clock: Clock,
    next: u64,
    /// Everything that was received.
    confirmed: Workspace,
    /// Every operation that it made and that was not refused, long confirmed ones too.
    made: Vec<Operation>,
    /// Of these, those that were not answered yet.
    unanswered: BTreeSet<u64>,
    /// Operations on its disk.
    disk: Vec<Operation>,
    sent: u64,
}

impl Client {
    /// The `n`-th client; the members take turns.
    pub fn new(n: usize, server: &Server) -> Self {
        let id_of_client = ClientId(1 + n as u64);
        Self {
            replica: Replica::new(server.workspace.clone(), server.counter),
            member: id([0, 2, 1][n % 3]),
            id: id_of_client,
            clock: Clock::new(id_of_client),
            next: 1,
            confirmed: server.workspace.clone(),
            made: Vec::new(),
            unanswered: BTreeSet::new(),
            disk: Vec::new(),
            sent: 0,
        }
    }

    /// Makes a change, if its own view allows it.
    pub fn make(&mut self, now: i64, choice: Choice) {
        let now = at(now + i64::from(choice.skew));
        let body = body(self.replica.view(), choice, now);
        if check(self.replica.view(), Authority::Member(self.member), &body).is_ok() {
            let operation = Operation { number: self.next, stamp: self.clock.tick(now), author: self.member, body };
            self.next += 1;
            self.unanswered.insert(operation.number);
            self.made.push(operation.clone());
            self.disk.push(operation.clone());
            self.replica.perform(operation);
        }
    }

    /// Sends, and reads.
    pub fn sync(&mut self, server: &mut Server, operations: usize, page: usize, lost: bool) {
        let sent: Vec<_> = self.replica.to_send(self.id).take(operations).cloned().collect();
        self.sent = sent.iter().map(|o| o.number).fold(self.sent, u64::max);
        let answers: Vec<_> = sent.iter().map(|operation| server.take(operation)).collect();
        let (entities, cursor) = server.changes(self.replica.cursor(), page);
        if lost {
            return;
        }
        for entity in &entities {
            self.clock.observe(entity.meta().last_written().unwrap_or_else(Stamp::default));
            self.confirmed.put(entity.clone());
        }
        for answer in &answers {
            self.unanswered.remove(&answer.number);
            if matches!(answer.verdict, Verdict::Rejected { .. }) {
                self.made.retain(|o| o.number != answer.number);
            }
        }
        let settled = self.replica.settle(self.id, &answers, entities, cursor);
        self.disk.retain(|o| !settled.done.contains(&(self.id, o.number)));
    }

    /// Takes back its last change, if it was not sent.
    pub fn withdraw(&mut self) {
        let unsent = self.made.pop_if(|o| o.number > self.sent && o.number + 1 == self.next);
        if let Some(operation) = unsent {
            self.next -= 1;
            self.unanswered.remove(&operation.number);
            self.disk.retain(|o| o.number != operation.number);
            self.replica.withdraw(&[operation]);
        }
    }

    /// Reads all there is, and starts again from what is on its disk.
    pub fn restart(&mut self, server: &mut Server) {
        self.sync(server, 0, usize::MAX, false);
        self.replica = Replica::new(self.confirmed.clone(), self.replica.cursor());
        for operation in self.disk.clone() {
            self.replica.perform(operation);
        }
    }

    /// Confirmed state with everything replayed that it made: an operation that
    /// the confirmed state contains changes nothing.
    pub fn expected(&self) -> Workspace {
        let mut expected = self.confirmed.clone();
        self.made.iter().for_each(|operation| {
            apply(&mut expected, operation);
        });
        expected
    }

    /// Numbers that were not answered.
    pub fn unanswered(&self) -> Vec<u64> {
        self.unanswered.iter().copied().collect()
    }

    /// Numbers that wait to be sent.
    pub fn waiting(&self) -> Vec<u64> {
        self.replica.to_send(self.id).map(|o| o.number).collect()
    }
}
