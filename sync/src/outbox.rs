//! Operations that are not confirmed, as this tab knows them: its own, those
//! of other tabs (to show them), and those of tabs that are gone (to send
//! them in their place). IndexedDB holds the same. Pure.

use smarketing_domain::{
    clock::Stamp,
    entity::EntityKey,
    fault::{Fault, planted},
    ids::ClientId,
    operation::{Body, DealAction, Operation},
    sort,
    wire::{Answer, Verdict},
};
use std::collections::{BTreeMap, BTreeSet, btree_map};

/// How long an operation waits for its record, in milliseconds: longer than a colleague's
/// device needs that has a network, and short enough that a person hears of it today.
pub const WAIT: u64 = 10 * 60 * 1000;

/// An operation's place: who numbered it, and its number.
pub type Place = (ClientId, u64);

/// Operations that are not confirmed.
#[derive(Debug, Default)]
pub struct Outbox {
    entries: BTreeMap<Place, Entry>,
    senders: BTreeSet<ClientId>,
    /// What has another client's name by now: it does not come back under its former one.
    renamed: BTreeSet<Place>,
    /// Clients whose missing numbers are not waited for.
    gaps: BTreeSet<ClientId>,
}

#[derive(Debug)]
struct Entry {
    operation: Operation,
    bytes: usize,
    /// How far this device had read the server when it was made, as far as known.
    seen: u64,
    /// The server's counter once it was accepted; the entry stays until the
    /// records of that counter have arrived.
    accepted: Option<u64>,
    /// Since when its record has been missing here, in milliseconds.
    missing: Option<u64>,
    /// It waits for its record.
    held: bool,
}

/// Operations that got another client's name.
#[derive(Debug, Default, PartialEq)]
pub struct Renamed {
    /// Where they stood.
    pub gone: Vec<Place>,
    /// As they stand now.
    pub operations: Vec<Operation>,
}

impl Outbox {
    /// Takes in operations, made by somebody who had read the server up to `seen`;
    /// answers those that were not there yet.
    pub fn add(&mut self, operations: Vec<Operation>, seen: u64) -> Vec<Operation> {
        let mut new = Vec::with_capacity(operations.len());
        for operation in operations {
            let place = (operation.stamp.client, operation.number);
            if self.renamed.contains(&place) {
                continue;
            }
            if let btree_map::Entry::Vacant(free) = self.entries.entry(place) {
                let bytes = serde_json::to_string(&operation).map_or(0, |json| json.len());
                free.insert(Entry {
                    operation: operation.clone(),
                    bytes,
                    seen,
                    accepted: None,
                    missing: None,
                    held: false,
                });
                new.push(operation);
            }
        }
        new
    }

    /// From now on this tab sends what `client` has here.
    pub fn send_for(&mut self, client: ClientId) {
        self.senders.insert(client);
    }

    /// Whether this tab sends what `client` has here.
    pub fn sends_for(&self, client: ClientId) -> bool {
        self.senders.contains(&client)
    }

    /// The clients this tab sends for.
    pub fn senders(&self) -> impl Iterator<Item = ClientId> + '_ {
        self.senders.iter().copied()
    }

    /// A client that this tab sends for and that has something to send.
    pub fn next_sender(&self) -> Option<ClientId> {
        self.senders.iter().copied().find(|client| self.waiting(*client).next().is_some())
    }

    /// The oldest operations to send, at least one if there is any: at most
    /// `most` of them, and about `bytes` of JSON, all made with the same having been
    /// read. What comes after a gap (a tab died before it had saved) waits: the
    /// server would refuse all of it.
    pub fn batch(&self, client: ClientId, most: usize, bytes: usize) -> Vec<Operation> {
        let mut size = 0;
        let fits = |entry: &&Entry| {
            let first = size == 0;
            size += entry.bytes;
            first || size <= bytes
        };
        let mut last = None;
        let follows = |entry: &&Entry| {
            let number = entry.operation.number;
            last.replace(number).is_none_or(|last| last + 1 == number || self.has_gaps(client))
        };
        let mut seen = None;
        let saw_as_much = |entry: &&Entry| *seen.get_or_insert(entry.seen) == entry.seen;
        let waiting = self.waiting(client).take(most).take_while(fits).take_while(follows).take_while(saw_as_much);
        waiting.map(|entry| entry.operation.clone()).collect()
    }

    /// Holds back what is about records that are not there, until they have come or
    /// [`WAIT`] is over: when a backup was put back, whoever made a record may offer it
    /// again later than others what they did with it. Answers whether something is missing.
    pub fn hold(&mut self, now: u64, has: impl Fn(EntityKey) -> bool) -> bool {
        let mut is_missing = false;
        for entry in self.entries.values_mut() {
            let missing =
                entry.operation.body.key().is_some_and(|key| !has(key)) && !planted(Fault::RecordNotWaitedFor);
            entry.missing = missing.then(|| entry.missing.unwrap_or(now));
            entry.held = entry.missing.is_some_and(|since| now.saturating_sub(since) < WAIT);
            is_missing |= missing;
        }
        is_missing
    }

    /// How far the server had been read when the oldest operation to send was made.
    pub fn seen(&self, client: ClientId) -> Option<u64> {
        self.waiting(client).next().map(|entry| entry.seen)
    }

    /// The numbers that are missing before this client's operations never come.
    pub fn allow_gaps(&mut self, client: ClientId) {
        self.gaps.insert(client);
    }

    /// Whether it is known that this client's numbers have gaps.
    pub fn has_gaps(&self, client: ClientId) -> bool {
        self.gaps.contains(&client)
    }

    /// What was sent after a gap has been answered.
    pub fn gaps_closed(&mut self, client: ClientId) {
        self.gaps.remove(&client);
    }

    /// Everything a client has here, oldest first.
    pub fn of(&self, client: ClientId) -> Vec<Operation> {
        self.range(client).map(|(_, entry)| entry.operation.clone()).collect()
    }

    /// Whether a client has anything here.
    pub fn has(&self, client: ClientId) -> bool {
        self.range(client).next().is_some()
    }

    /// The clients that have something here.
    pub fn clients(&self) -> BTreeSet<ClientId> {
        sort::gather(self.entries.keys().map(|(client, _)| *client))
    }

    /// Whether there is anything that another tab is to send.
    pub fn has_of_others(&self) -> bool {
        self.entries.keys().any(|(client, _)| !self.senders.contains(client))
    }

    /// All operations, in the order in which they were made.
    pub fn operations(&self) -> Vec<Operation> {
        let mut all: Vec<_> = self.entries.values().map(|entry| entry.operation.clone()).collect();
        sort::sort_by_key(&mut all, |operation| (operation.stamp, operation.number));
        all
    }

    /// Takes note of what the server accepted: it is not sent again.
    pub fn note(&mut self, client: ClientId, answers: &[Answer]) {
        for answer in answers {
            if let (Verdict::Accepted { seq, .. }, Some(entry)) =
                (&answer.verdict, self.entries.get_mut(&(client, answer.number)))
            {
                entry.accepted = Some(*seq);
            }
        }
    }

    /// Forgets operations that are confirmed or refused; answers those of them
    /// that were accepted.
    pub fn remove(&mut self, places: &[Place]) -> Vec<Operation> {
        let gone = places.iter().filter_map(|place| self.entries.remove(place));
        gone.filter(|entry| entry.accepted.is_some()).map(|entry| entry.operation).collect()
    }

    /// Where those stand that the server accepted.
    pub fn accepted(&self) -> BTreeSet<Place> {
        sort::gather(self.entries.iter().filter(|(_, entry)| entry.accepted.is_some()).map(|(place, _)| *place))
    }

    /// Where those stand that a snapshot at `cursor` contains.
    pub fn confirmed(&self, cursor: u64) -> Vec<Place> {
        let contained = |entry: &Entry| entry.accepted.is_some_and(|seq| seq <= cursor);
        self.entries.iter().filter(|(_, entry)| contained(entry)).map(|(place, _)| *place).collect()
    }

    /// What was accepted may be unknown to what comes next: everything is sent again.
    pub fn offer_again(&mut self) {
        self.entries.values_mut().for_each(|entry| entry.accepted = None);
    }

    /// Another life of the server's database has begun: everything is sent again. What
    /// had been read of the former one says nothing here, and nobody is told that they
    /// were overwritten by what they knew then.
    pub fn begin_other_life(&mut self) {
        self.offer_again();
        self.entries.values_mut().for_each(|entry| entry.seen = u64::MAX);
    }

    /// Gives the operations of `old` to another client, under their numbers.
    pub fn rename(&mut self, old: ClientId, fresh: ClientId) -> Renamed {
        let gone: Vec<_> = self.range(old).map(|(place, _)| *place).collect();
        let mut stamps = BTreeMap::new();
        let mut operations = Vec::with_capacity(gone.len());
        let mut least = u64::MAX;
        let most = if planted(Fault::RenameLosesRest) { 1 } else { usize::MAX };
        for place in gone.iter().take(most) {
            let Some(Entry { operation, seen, .. }) = self.entries.remove(place) else { continue };
            least = least.min(seen);
            let stamp = Stamp { client: fresh, ..operation.stamp };
            stamps.insert(operation.stamp, stamp);
            operations.push(Operation { stamp, ..operation });
        }
        for operation in &mut operations {
            // An undo names the stamp of the move that it takes back.
            if let Body::Deal(DealAction::Move { retract: Some(stamp), .. }) = &mut operation.body {
                *stamp = stamps.get(stamp).copied().unwrap_or(*stamp);
            }
        }
        if self.senders.remove(&old) {
            self.senders.insert(fresh);
        }
        self.note_renamed(&gone);
        let operations = self.add(operations, least);
        Renamed { gone, operations }
    }

    /// What stood here has another client's name by now. The disk, or another tab, may
    /// still have it under its former one.
    pub fn note_renamed(&mut self, gone: &[Place]) {
        self.renamed.extend(gone);
    }

    /// Stops sending for clients (other than `own`) that have nothing left;
    /// answers them.
    pub fn release(&mut self, own: ClientId) -> Vec<ClientId> {
        let idle: Vec<_> = self.senders.iter().copied().filter(|c| *c != own && !self.has(*c)).collect();
        idle.iter().for_each(|client| {
            self.senders.remove(client);
        });
        idle
    }

    fn range(&self, client: ClientId) -> impl Iterator<Item = (&Place, &Entry)> {
        self.entries.range((client, 0)..=(client, u64::MAX))
    }

    fn waiting(&self, client: ClientId) -> impl Iterator<Item = &Entry> {
        self.range(client).map(|(_, entry)| entry).filter(|entry| entry.accepted.is_none() && !entry.held)
    }
}

#[cfg(test)]
mod tests;
