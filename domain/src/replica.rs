//! A client's view: **confirmed state with its outbox replayed**.
//!
//! Only the view is kept whole. Of the confirmed state it keeps the records
//! that unconfirmed operations touch; for every other record view and
//! confirmed state are the same.
//!
//! Operations of several clients may wait side by side: each browser tab is a
//! client of its own, and shows what the other tabs have not sent yet.

use crate::{
    entity::{Entity, EntityKey},
    fault::{Fault, planted},
    ids::ClientId,
    operation::{Body, Operation, apply, invert},
    sort::gather,
    wire::{Answer, Verdict},
    workspace::Workspace,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A client's copy of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Replica {
    view: Workspace,
    /// Confirmed records below unconfirmed operations.
    base: BTreeMap<EntityKey, Base>,
    outbox: VecDeque<Unconfirmed>,
    cursor: u64,
}

/// A confirmed record below unconfirmed operations.
#[derive(Clone, Debug)]
struct Base {
    /// `None`: not there yet.
    record: Option<Entity>,
    /// It contains every operation up to this value of the server's counter.
    /// Records arrive in pages, each once, at the place of its latest change:
    /// the cursor may be past an operation whose record is still to come.
    read: u64,
}

/// An operation that the view contains and the confirmed state may not.
#[derive(Clone, Debug, PartialEq)]
struct Unconfirmed {
    operation: Operation,
    /// The server's counter once it was accepted; it leaves the outbox when
    /// its record of that counter has arrived.
    accepted: Option<u64>,
}

/// An operation that the server refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection {
    /// What was asked for.
    pub operation: Operation,
    /// A stable code.
    pub code: String,
    /// Why, and what to do.
    pub message: String,
}

/// What an answer of the server changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settled {
    /// Records that may look different now.
    pub touched: BTreeSet<EntityKey>,
    /// Operations the server refused.
    pub rejected: Vec<Rejection>,
    /// Client and number of operations that left the outbox, refused ones included.
    pub done: Vec<(ClientId, u64)>,
}

impl Replica {
    /// A view of `confirmed` records at `cursor`.
    pub fn new(confirmed: Workspace, cursor: u64) -> Self {
        Self { view: confirmed, cursor, ..Self::default() }
    }

    /// What is to be shown.
    pub fn view(&self) -> &Workspace {
        &self.view
    }

    /// How far the server has been read.
    pub fn cursor(&self) -> u64 {
        self.cursor
    }

    /// How many operations are not confirmed.
    pub fn pending(&self) -> usize {
        self.outbox.len()
    }

    /// A record as the server knows it, as far as it has been read.
    pub fn confirmed(&self, key: EntityKey) -> Option<Entity> {
        self.base.get(&key).map_or_else(|| self.view.entity(key), |base| base.record.clone())
    }

    /// Operations that the view contains and the confirmed state may not,
    /// in the order in which they are replayed.
    pub fn unconfirmed(&self) -> impl Iterator<Item = &Operation> {
        self.outbox.iter().map(|unconfirmed| &unconfirmed.operation)
    }

    /// A client's operations that the server has not answered yet, oldest first.
    pub fn to_send(&self, client: ClientId) -> impl Iterator<Item = &Operation> {
        let waiting = self.outbox.iter().filter(|u| u.accepted.is_none()).map(|u| &u.operation);
        waiting.filter(move |o| o.stamp.client == client)
    }

    /// Makes a change here; answers the record it touched.
    pub fn perform(&mut self, operation: Operation) -> Option<EntityKey> {
        let key = operation.body.key();
        if let Some(key) = key {
            let (view, read) = (&self.view, self.cursor);
            self.base.entry(key).or_insert_with(|| Base { record: view.entity(key), read });
        }
        apply(&mut self.view, &operation);
        self.outbox.push_back(Unconfirmed { operation, accepted: None });
        key
    }

    /// Of unconfirmed operations that are `wanted`: what takes each back, by what stood
    /// there when it is replayed. Left out where nothing can.
    pub fn ways_back(&self, wanted: impl Fn(&Operation) -> bool) -> BTreeMap<(ClientId, u64), Body> {
        let about: BTreeSet<EntityKey> = gather(self.unconfirmed().filter(|o| wanted(o)).filter_map(|o| o.body.key()));
        // An operation looks at its own record only: the others need not be there.
        let mut before = Workspace::default();
        let records = about.iter().filter_map(|key| self.base.get(key)?.record.clone());
        records.for_each(|record| before.put(record));
        let mut ways = BTreeMap::new();
        for operation in self.unconfirmed().filter(|o| o.body.key().is_some_and(|key| about.contains(&key))) {
            // Where the record came before the answer, what stood there is not known any more.
            let contains = |key| before.entity(key).is_some_and(|record| record.meta().has(operation.stamp));
            if wanted(operation)
                && !operation.body.key().is_some_and(contains)
                && let Some(way) = invert(&before, &operation.body, operation.stamp)
            {
                ways.insert((operation.stamp.client, operation.number), way);
            }
            apply(&mut before, operation);
        }
        ways
    }

    /// Takes back operations that were performed last and never sent; answers
    /// the records they touched.
    pub fn withdraw(&mut self, operations: &[Operation]) -> BTreeSet<EntityKey> {
        let is_one = |o: &Operation| operations.iter().any(|w| (w.stamp, w.number) == (o.stamp, o.number));
        self.outbox.retain(|u| !is_one(&u.operation));
        let touched = gather(operations.iter().filter_map(|o| o.body.key()));
        self.replay(&touched);
        touched
    }

    /// Takes in what the server said: answers to operations of `client`, and
    /// every record that changed up to `cursor`.
    pub fn settle(&mut self, client: ClientId, answers: &[Answer], entities: Vec<Entity>, cursor: u64) -> Settled {
        let mut settled = Settled::default();
        self.cursor = self.cursor.max(cursor);
        for entity in entities {
            let key = entity.key();
            settled.touched.insert(key);
            match self.base.get_mut(&key) {
                Some(_) if planted(Fault::BaseNotReplayed) => self.view.put(entity),
                Some(base) => *base = Base { record: Some(entity), read: self.cursor },
                None => self.view.put(entity),
            }
        }
        let answers: BTreeMap<u64, &Verdict> = gather(answers.iter().map(|a| (a.number, &a.verdict)));
        let mut left = VecDeque::with_capacity(self.outbox.len());
        for mut unconfirmed in self.outbox.drain(..) {
            let (author, number) = (unconfirmed.operation.stamp.client, unconfirmed.operation.number);
            let key = unconfirmed.operation.body.key();
            match answers.get(&number).filter(|_| author == client) {
                Some(Verdict::Accepted { seq, .. }) => unconfirmed.accepted = Some(*seq),
                Some(Verdict::Rejected { code, message }) => {
                    if !planted(Fault::RejectionStaysInView) {
                        settled.touched.extend(key);
                    }
                    settled.done.push((author, number));
                    settled.rejected.push(Rejection {
                        operation: unconfirmed.operation,
                        code: code.clone(),
                        message: message.clone(),
                    });
                    continue;
                }
                None => {}
            }
            let read = key.and_then(|key| self.base.get(&key)).map_or(self.cursor, |base| base.read);
            if unconfirmed.accepted.is_some_and(|seq| seq <= read || planted(Fault::ConfirmedTooEarly)) {
                settled.touched.extend(key);
                settled.done.push((author, number));
            } else {
                left.push_back(unconfirmed);
            }
        }
        self.outbox = left;
        self.replay(&settled.touched);
        settled
    }

    /// No page is missing up to the cursor: every record contains what was
    /// accepted before it.
    pub fn caught_up(&mut self) -> Settled {
        self.base.values_mut().for_each(|base| base.read = self.cursor);
        self.settle(ClientId::default(), &[], Vec::new(), self.cursor)
    }

    /// Shows `touched` records as confirmed, with what is left in the outbox.
    fn replay(&mut self, touched: &BTreeSet<EntityKey>) {
        let mut covered = BTreeSet::new();
        for key in touched {
            if let Some(base) = self.base.get(key) {
                match base.record.clone() {
                    Some(entity) => self.view.put(entity),
                    None => self.view.forget(*key),
                }
            }
        }
        for Unconfirmed { operation, .. } in &self.outbox {
            if let Some(key) = operation.body.key().filter(|key| touched.contains(key)) {
                apply(&mut self.view, operation);
                covered.insert(key);
            }
        }
        for key in touched.difference(&covered) {
            self.base.remove(key);
        }
    }
}
