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
mod tests {
    use super::*;
    use smarketing_domain::{
        ids::{MemberId, TaskId, successor},
        operation::Action,
        task::TaskChange,
    };

    const HERE: ClientId = ClientId(7);
    const THERE: ClientId = ClientId(8);

    fn stamp(client: ClientId, millis: u64) -> Stamp {
        Stamp { millis, counter: 0, client }
    }

    fn operation(client: ClientId, number: u64) -> Operation {
        let body = Body::Unknown(serde_json::json!({ "n": number }));
        Operation { number, stamp: stamp(client, 100 + number), author: MemberId::default(), body }
    }

    fn outbox(client: ClientId, numbers: std::ops::RangeInclusive<u64>) -> Outbox {
        let mut outbox = Outbox::default();
        outbox.add(numbers.map(|n| operation(client, n)).collect(), 0);
        outbox.send_for(client);
        outbox
    }

    fn numbers(operations: &[Operation]) -> Vec<u64> {
        operations.iter().map(|o| o.number).collect()
    }

    #[test]
    fn what_is_there_is_not_doubled() {
        let mut outbox = outbox(HERE, 1..=2);
        assert_eq!(numbers(&outbox.add(vec![operation(HERE, 2), operation(HERE, 3)], 0)), [3]);
        assert_eq!(numbers(&outbox.of(HERE)), [1, 2, 3]);
    }

    #[test]
    fn operations_go_out_in_order_and_other_tabs_are_left_to_send_their_own() {
        let mut outbox = outbox(HERE, 1..=3);
        outbox.add(vec![operation(THERE, 1)], 0);
        assert_eq!(outbox.next_sender(), Some(HERE));
        assert_eq!(numbers(&outbox.batch(HERE, 2, usize::MAX)), [1, 2]);
        outbox.remove(&[(HERE, 1), (HERE, 2), (HERE, 3)]);
        assert_eq!(outbox.next_sender(), None);
        outbox.send_for(THERE);
        assert_eq!(outbox.next_sender(), Some(THERE));
    }

    #[test]
    fn a_batch_keeps_to_its_bytes_but_is_never_empty() {
        let outbox = outbox(HERE, 1..=3);
        assert_eq!(numbers(&outbox.batch(HERE, 500, 1)), [1]);
        assert_eq!(outbox.batch(HERE, 500, 1_000).len(), 3);
    }

    #[test]
    fn what_was_made_with_more_having_been_read_is_sent_by_itself() {
        let mut outbox = outbox(HERE, 1..=2);
        outbox.add(vec![operation(HERE, 3)], 7);
        assert_eq!((outbox.seen(HERE), numbers(&outbox.batch(HERE, 500, usize::MAX))), (Some(0), vec![1, 2]));
        outbox.remove(&[(HERE, 1), (HERE, 2)]);
        assert_eq!((outbox.seen(HERE), numbers(&outbox.batch(HERE, 500, usize::MAX))), (Some(7), vec![3]));
    }

    #[test]
    fn what_is_about_a_record_that_is_not_there_waits_for_it_but_not_for_ever() {
        let task = TaskId::default();
        let edit = Operation {
            body: Action::Edit { id: task, set: vec![TaskChange::Done(None)] }.into(),
            ..operation(HERE, 1)
        };
        let mut outbox = Outbox::default();
        outbox.add(vec![edit, operation(HERE, 2)], 0);
        outbox.send_for(HERE);
        assert!(outbox.hold(5, |_| false));
        assert_eq!(numbers(&outbox.batch(HERE, 500, usize::MAX)), [2], "what waits keeps nothing else back");
        outbox.remove(&[(HERE, 2)]);
        assert_eq!(outbox.next_sender(), None);
        assert!(outbox.hold(4 + WAIT, |_| false) && outbox.next_sender().is_none());
        assert!(
            outbox.hold(5 + WAIT, |_| false) && outbox.next_sender() == Some(HERE),
            "the server may say what it thinks"
        );
        assert!(!outbox.hold(6, |key| key == task.into()) && outbox.next_sender() == Some(HERE));
    }

    #[test]
    fn what_comes_after_a_gap_is_sent_by_itself_until_the_gap_is_known() {
        let mut outbox = outbox(HERE, 3..=4);
        outbox.add(vec![operation(HERE, 7)], 0);
        assert_eq!(numbers(&outbox.batch(HERE, 500, usize::MAX)), [3, 4]);
        outbox.allow_gaps(HERE);
        assert_eq!(numbers(&outbox.batch(HERE, 500, usize::MAX)), [3, 4, 7]);
        outbox.gaps_closed(HERE);
        outbox.remove(&[(HERE, 3), (HERE, 4)]);
        assert_eq!(numbers(&outbox.batch(HERE, 500, usize::MAX)), [7]);
    }

    /// Two tabs that each give the same operations another name must not have
    /// them applied twice.
    #[test]
    fn all_tabs_find_the_same_successor_and_each_member_another() {
        let other = MemberId(uuid::Uuid::from_u128(7));
        assert_eq!(successor(HERE, other), successor(HERE, other));
        assert_ne!(successor(HERE, other), successor(HERE, MemberId::default()));
        assert_ne!(successor(HERE, other), successor(THERE, other));
        assert_ne!(successor(HERE, other), HERE);
    }

    #[test]
    fn what_was_accepted_is_not_sent_again_until_another_life_begins() {
        let mut outbox = outbox(HERE, 1..=2);
        outbox.note(HERE, &[Answer { number: 1, verdict: Verdict::accepted(9) }]);
        assert_eq!(numbers(&outbox.batch(HERE, 500, usize::MAX)), [2]);
        assert_eq!(outbox.confirmed(8), []);
        outbox.offer_again();
        assert_eq!(numbers(&outbox.batch(HERE, 500, usize::MAX)), [1, 2]);
    }

    #[test]
    fn a_snapshot_confirms_what_it_contains() {
        let mut outbox = outbox(HERE, 1..=2);
        outbox.note(HERE, &[Answer { number: 1, verdict: Verdict::accepted(9) }]);
        assert_eq!(outbox.confirmed(9), [(HERE, 1)]);
    }

    #[test]
    fn of_what_leaves_it_is_known_whether_it_was_accepted() {
        let mut outbox = outbox(HERE, 1..=3);
        outbox.note(HERE, &[Answer { number: 1, verdict: Verdict::accepted(9) }]);
        assert_eq!(numbers(&outbox.remove(&[(HERE, 1), (HERE, 2), (HERE, 7)])), [1]);
        assert_eq!(numbers(&outbox.of(HERE)), [3]);
    }

    #[test]
    fn another_name_keeps_the_numbers_and_undo_still_finds_its_move() {
        let mut outbox = outbox(HERE, 4..=5);
        let moved = stamp(HERE, 104);
        let body = DealAction::Move {
            id: Default::default(),
            to: Default::default(),
            entered: None,
            retract: Some(moved),
            remark: None,
        };
        let body = Body::from(body);
        outbox.add(vec![Operation { number: 6, stamp: stamp(HERE, 106), author: MemberId::default(), body }], 0);
        let renamed = outbox.rename(HERE, THERE);
        assert_eq!(renamed.gone, [(HERE, 4), (HERE, 5), (HERE, 6)]);
        assert_eq!(numbers(&renamed.operations), [4, 5, 6]);
        assert!(renamed.operations.iter().all(|o| o.stamp.client == THERE));
        assert!(outbox.sends_for(THERE) && !outbox.sends_for(HERE) && !outbox.has(HERE));
        let Body::Deal(DealAction::Move { retract, .. }) = &renamed.operations[2].body else { panic!("not a move") };
        assert_eq!(*retract, Some(stamp(THERE, 104)));
    }

    /// Another life of the server's database, where the former name is free, would take
    /// it once more.
    #[test]
    fn what_has_another_name_does_not_come_back_under_its_former_one() {
        let mut outbox = outbox(HERE, 1..=2);
        let renamed = outbox.rename(HERE, THERE);
        let read = |outbox: &mut Outbox| numbers(&outbox.add((1..=3).map(|n| operation(HERE, n)).collect(), 0));
        assert_eq!(read(&mut outbox), [3], "what nobody has renamed is still to be sent");
        let mut other = Outbox::default();
        other.note_renamed(&renamed.gone);
        assert_eq!(read(&mut other), [3], "nor in a tab that was told");
    }

    #[test]
    fn a_tab_stops_sending_for_others_that_have_nothing_left() {
        let mut outbox = outbox(THERE, 1..=1);
        outbox.send_for(HERE);
        assert_eq!(outbox.release(HERE), []);
        outbox.remove(&[(THERE, 1)]);
        assert_eq!(outbox.release(HERE), [THERE]);
        assert!(outbox.sends_for(HERE));
    }
}
