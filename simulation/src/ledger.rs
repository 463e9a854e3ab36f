//! What has to hold after every step. It watches from outside: the disks, the
//! server's log and what each tab shows.

use crate::{
    disk::{Kept, Stores},
    shelf::{Content, Logged},
    world::Open,
};
use smarketing_domain::{
    clock::{DAY, Stamp, Timestamp},
    deal::DealChange,
    entity::EntityKey,
    history::{DAYS, OVERWRITTEN},
    ids::{ClientId, EpochId, MemberId},
    member::Role,
    operation::{Action, Authority, Body, DealAction, Operation, Refusal, admit, apply},
    overwrite::WRITTEN_OVER,
    replica::Rejection,
    task::TaskChange,
    workspace::Workspace,
};
use smarketing_sync::{
    accepted::Accepted,
    blocks::{key, lines},
    change::{Read, TrayRow},
    outbox::WAIT,
    platform::Screen,
    seat::Me,
    status::TrayItem,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
};

/// How far ahead of the server an accepted stamp may be, in milliseconds.
const AHEAD: i64 = 60_000;

/// What an operation is known by, whatever number and client it gets.
pub type Mark = u64;

/// The mark of an operation that a member sent with this stamp.
pub fn mark(sent: Stamp, author: MemberId, body: &Body) -> Mark {
    let mut hasher = DefaultHasher::new();
    (sent.millis, sent.counter, author).hash(&mut hasher);
    let text = match body {
        // The stamp that an undo names changes with its move's client.
        Body::Deal(DealAction::Move { id, to, entered, .. }) => serde_json::to_string(&(id, to, entered)),
        other => serde_json::to_string(other),
    };
    text.unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

fn mark_of(operation: &Operation) -> Mark {
    mark(operation.stamp, operation.author, &operation.body)
}

/// Who sits at a tab, under which name, in which life of the database.
type Name = (MemberId, ClientId, EpochId);

#[derive(Debug)]
struct Made {
    author: MemberId,
    times: usize,
    logged: usize,
}

/// Who made what, and what became of it.
#[derive(Default)]
pub struct Ledger {
    made: BTreeMap<Mark, Made>,
    /// On some disk, at some time.
    saved: BTreeSet<Mark>,
    /// In the log, at some time.
    accepted: BTreeSet<Mark>,
    /// Shown as refused, or thrown away by the person.
    ended: BTreeSet<Mark>,
    /// What each device has of its people's own: not confirmed, or kept after that.
    held: BTreeMap<usize, BTreeSet<Mark>>,
    /// Confirmed, forgotten by a server that came back from a backup, and still
    /// held by the device on which it was made.
    promised: BTreeSet<Mark>,
    /// Who made a record, and how that was marked.
    creations: BTreeMap<EntityKey, (ClientId, Mark)>,
    /// What each tab had of its own that was not confirmed. Whoever sits down anew
    /// gets another name; what waits under the former one is no longer the tab's own.
    unconfirmed: BTreeMap<u64, (Name, BTreeSet<Mark>)>,
    /// Who signs out on which device, or was told there that they are removed:
    /// what they made may be wiped there, and nothing else.
    parting: BTreeSet<(usize, MemberId)>,
    /// Those of them who were told that they are removed, while they sat there.
    removed: BTreeSet<(usize, MemberId)>,
    /// Made in a tab and not yet seen on its disk.
    unsaved: BTreeMap<u64, Vec<Mark>>,
    /// How often the server came back from a backup, and when it did last.
    restores: usize,
    restored_at: Option<Timestamp>,
    /// Accepted in some life before the last one.
    before_restore: BTreeSet<Mark>,
    /// The log as far as it was looked at.
    beginning: (Workspace, u64),
    shadow: Workspace,
    looked: usize,
    places: BTreeMap<Mark, usize>,
    latest: BTreeMap<(EntityKey, &'static str), (Stamp, String)>,
    presence: BTreeMap<EntityKey, (Stamp, bool)>,
    touched: BTreeMap<EntityKey, u64>,
    shown: BTreeMap<u64, (u64, u64)>,
    /// Since when a record has looked like this.
    since: BTreeMap<(EntityKey, String), u64>,
    /// The first rule that was broken.
    pub broken: Option<String>,
}

impl Ledger {
    /// Notes what the workspace begins with.
    pub fn begin(&mut self, content: &Content) {
        self.beginning = (content.workspace.clone(), content.counter);
        self.shadow = content.workspace.clone();
    }

    /// So many operations were accepted.
    pub fn accepted(&self) -> usize {
        self.accepted.len()
    }

    /// So many were refused, or thrown away.
    pub fn ended(&self) -> usize {
        self.ended.len()
    }

    /// Whether a device may have forgotten refusals that are still shown: a late
    /// dismissal takes off the disk what another life refused once more, and a
    /// signing out that was cut off is finished while other tabs go on.
    pub fn may_forget(&self, device: usize, member: MemberId) -> bool {
        self.restores > 0 || self.parting.contains(&(device, member))
    }

    /// The server answered: whoever asks of another life of its database is told to
    /// begin anew, before anything else happens.
    pub fn answered(&mut self, knows_life: bool, reset: bool) {
        self.expect(knows_life || reset, || "a cursor of another life of the database was answered".to_owned());
    }

    fn expect(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds && self.broken.is_none() {
            self.broken = Some(otherwise());
        }
    }

    /// Operations were made, by a tab or by somebody outside.
    pub fn made(&mut self, life: u64, author: MemberId, operations: &[Operation]) {
        for operation in operations {
            let mark = mark(operation.stamp, author, &operation.body);
            let made = self.made.entry(mark).or_insert(Made { author, times: 0, logged: 0 });
            made.times += 1;
            if let (true, Some(key)) = (creates(&operation.body), operation.body.key()) {
                self.creations.insert(key, (operation.stamp.client, mark));
            }
            self.unsaved.entry(life).or_default().push(mark);
        }
    }

    /// A person throws away what they made on a device and was not sent; or
    /// their device hears that they were removed.
    pub fn farewell(&mut self, device: usize, member: MemberId) {
        self.parting.insert((device, member));
    }

    /// A device hears that a member was removed.
    pub fn removed(&mut self, device: usize, member: MemberId) {
        self.farewell(device, member);
        self.removed.insert((device, member));
    }

    /// What a person sees in the tray has been answered.
    pub fn seen(&mut self, items: &[TrayItem]) {
        let refused = items.iter().map(|item| &item.rejection).filter(|rejection| is_refusal(&rejection.code));
        self.ended.extend(refused.map(|rejection| mark_of(&rejection.operation)));
    }

    /// A member sits at a device again.
    pub fn back(&mut self, device: usize, member: MemberId) {
        self.removed.remove(&(device, member));
    }

    /// Notes which devices have been wiped of those who were removed.
    fn sweep(&mut self, device: usize, stores: &Stores) {
        let told: Vec<MemberId> = self.removed.iter().filter(|(d, _)| *d == device).map(|(_, m)| *m).collect();
        if told.is_empty() {
            return;
        }
        let left = outbox(stores).into_values().chain(tray(stores).into_iter().map(|row| row.operation));
        let left = left.chain(accepted(stores).into_values().map(|row| row.operation));
        let left: BTreeSet<MemberId> = left.map(|operation| operation.author).chain(session(stores)).collect();
        for member in told.into_iter().filter(|member| !left.contains(member)) {
            self.removed.remove(&(device, member));
        }
    }

    /// After quiet: where somebody was told that they are removed, the device has
    /// been wiped of them. (Another tab that had not heard of it yet may have
    /// saved a change after that.)
    pub fn wiped(&mut self, device: usize, stores: &Stores, excused: impl Fn(MemberId) -> bool) {
        self.sweep(device, stores);
        let left = self.removed.iter().find(|(d, member)| *d == device && !excused(*member)).copied();
        self.expect(left.is_none(), || format!("{left:?} was removed, and the device was not wiped of them"));
    }

    /// A disk has changed. Whatever left its outbox must have been answered, and
    /// what was accepted is kept for a while.
    pub fn saved(&mut self, device: usize, now: Timestamp, before: &Stores, after: &Stores) {
        self.sweep(device, after);
        if ["outbox", "tray", "accepted"].iter().all(|store| before.get(*store) == after.get(*store)) {
            return;
        }
        let (old, new) = (outbox(before), outbox(after));
        let still: BTreeSet<Mark> = new.values().map(mark_of).collect();
        self.saved.extend(&still);
        let (old_kept, kept) = (accepted(before), accepted(after));
        let held: BTreeSet<Mark> = kept.values().map(|row| mark_of(&row.operation)).chain(still.clone()).collect();
        for row in new_in_tray(before, after) {
            self.refused(&row);
            self.waited(&row, &held, now);
        }
        for (key, operation) in old {
            let mark = mark_of(&operation);
            if !new.contains_key(&key) {
                let parting = self.parting.contains(&(device, operation.author));
                if parting {
                    self.ended.insert(mark);
                }
                let answered = self.accepted.contains(&mark) || self.ended.contains(&mark) || still.contains(&mark);
                self.expect(answered, || format!("a saved change left the outbox without an answer: {operation:?}"));
                let safe = held.contains(&mark) || self.ended.contains(&mark);
                self.expect(safe, || format!("what was accepted is not kept: {operation:?}"));
            }
        }
        let undated = kept.values().find(|row| row.at == Timestamp::default());
        self.expect(undated.is_none(), || format!("kept as of no time, thrown out with what is too old: {undated:?}"));
        for row in old_kept.into_values().filter(|row| now.since(row.at) <= DAYS * DAY) {
            let mark = mark_of(&row.operation);
            if self.parting.contains(&(device, row.operation.author)) && !held.contains(&mark) {
                self.ended.insert(mark);
            }
            let safe = held.contains(&mark) || self.ended.contains(&mark);
            self.expect(safe, || format!("what was kept has gone: {:?}", row.operation));
        }
        self.held.insert(device, held);
    }

    /// A refused change is in a tray.
    fn refused(&mut self, row: &TrayRow) {
        if !is_refusal(&row.code) {
            return;
        }
        self.ended.insert(mark_of(&row.operation));
        let creation = row.operation.body.key().and_then(|key| self.creations.get(&key));
        let Some((client, creation)) = creation.filter(|_| row.code == Refusal::UnknownRecord.code()) else { return };
        let came_before =
            *client == row.operation.stamp.client && self.saved.contains(creation) && !self.ended.contains(creation);
        self.expect(!came_before, || {
            format!("refused, for what its client had made before was not there: {:?}", row.operation)
        });
    }

    /// What is offered again after a backup was put back waits for the record that it
    /// is about, unless that waits in another tab of the same device.
    fn waited(&mut self, row: &TrayRow, held: &BTreeSet<Mark>, now: Timestamp) {
        let Some(at) = self.restored_at.filter(|_| row.code == Refusal::UnknownRecord.code()) else { return };
        let creation = row.operation.body.key().and_then(|key| self.creations.get(&key));
        let is_here = creation.is_none_or(|(_, creation)| held.contains(creation));
        let is_again = self.before_restore.contains(&mark_of(&row.operation));
        let waited = !is_again || is_here || now.since(at) >= WAIT as i64;
        self.expect(waited, || format!("refused before its record could come back: {:?}", row.operation));
    }

    /// The server's database was put back: what it forgot must come back from the
    /// devices that hold it.
    pub fn restored(&mut self, content: &Content, now: Timestamp) {
        self.restored_at = Some(now);
        self.before_restore.extend(self.made.iter().filter(|(_, made)| made.logged > 0).map(|(mark, _)| *mark));
        let known = self.made.iter().filter(|(_, made)| made.logged > 0).map(|(mark, _)| *mark);
        let held = |mark: &Mark| self.held.values().any(|held| held.contains(mark));
        let promised: Vec<Mark> = known.filter(held).collect();
        self.promised.extend(promised);
        self.restores += 1;
        self.made.values_mut().for_each(|made| made.logged = 0);
        (self.latest, self.presence, self.touched, self.since, self.places) = Default::default();
        (self.shadow, self.looked) = (self.beginning.0.clone(), 0);
        self.look_at_log(content, Timestamp(i64::MAX / 2), false);
    }

    /// Looks at what the server has committed.
    pub fn server(&mut self, content: &Content, now: Timestamp) {
        if content.log.len() == self.looked {
            return;
        }
        self.look_at_log(content, now, true);
        let valid = content.workspace.validate();
        self.expect(valid.is_ok(), || format!("a row is not valid: {valid:?}"));
        let same = self.shadow == content.workspace;
        self.expect(same, || "the server's records are not what its log makes of them".to_owned());
        let last = self.beginning.1 + content.log.len() as u64;
        self.expect(content.counter == last, || format!("the counter is {} after {last}", content.counter));
    }

    fn look_at_log(&mut self, content: &Content, now: Timestamp, strictly: bool) {
        for (line, seq) in content.log.iter().zip(self.beginning.1 + 1..).skip(self.looked) {
            self.line(line, seq, now, strictly);
        }
        self.looked = content.log.len();
        for (key, seq) in &self.touched {
            let row = content.rows.get(key).map(|(seq, _)| *seq);
            if let Some((seq, json)) = content.rows.get(key) {
                self.since.entry((*key, json.clone())).or_insert(*seq);
            }
            if row != Some(*seq) && self.broken.is_none() {
                self.broken = Some(format!("{key} was changed at {seq}, and its row says {row:?}"));
            }
        }
    }

    fn line(&mut self, line: &Logged, seq: u64, now: Timestamp, strictly: bool) {
        let Logged { operation, sent, .. } = line;
        let mark = mark(*sent, operation.author, &operation.body);
        self.expect(line.seq == seq, || format!("operation {seq} has the place {}", line.seq));
        self.accepted.insert(mark);
        self.promised.remove(&mark);
        self.places.insert(mark, (seq - self.beginning.1 - 1) as usize);
        match self.made.get_mut(&mark) {
            None => self.expect(false, || format!("nobody made what was accepted: {line:?}", line = operation)),
            Some(made) => {
                made.logged += 1;
                let (once, author) = (made.logged <= made.times, made.author);
                self.expect(once, || format!("applied twice: {operation:?}"));
                self.expect(author == operation.author, || format!("in another's name: {operation:?}"));
            }
        }
        let soon = operation.stamp.at().0 <= now.0.saturating_add(AHEAD);
        self.expect(soon, || format!("a stamp of the future: {operation:?}"));
        let author = operation.author;
        let ours = author == MemberId::default();
        if strictly && !ours {
            let role = self.shadow.members.get(&author).filter(|m| m.meta.is_alive()).map(|m| m.role);
            self.expect(role.is_some_and(|r| r > Role::Viewer), || format!("{role:?} made {operation:?}"));
        }
        let authority = if ours { Authority::Server } else { Authority::Member(author) };
        let admitted = admit(&self.shadow, authority, operation);
        self.expect(admitted.is_ok(), || format!("{admitted:?}: {operation:?}"));
        if let Some(key) = apply(&mut self.shadow, operation) {
            self.touched.insert(key, seq);
            self.registers(key, operation);
        }
    }

    /// Two rules told once more, in other words: the latest write of a register
    /// wins, and a delete stays until a restore.
    fn registers(&mut self, key: EntityKey, operation: &Operation) {
        let stamp = operation.stamp;
        let (written, gone) = match &operation.body {
            Body::Task(Action::Create { set, .. } | Action::Edit { set, .. }) => {
                let title = |c: &TaskChange| if let TaskChange::Title(text) = c { Some(text.clone()) } else { None };
                (set.iter().find_map(title).map(|text| ("title", text)), None)
            }
            Body::Deal(DealAction::Create { set, .. } | DealAction::Edit { set, .. }) => {
                let channel =
                    |c: &DealChange| if let DealChange::Channel(text) = c { Some(text.clone()) } else { None };
                // A birth writes every register, also those that it does not name.
                let born = creates(&operation.body).then(String::new);
                (set.iter().find_map(channel).or(born).map(|text| ("channel", text)), None)
            }
            Body::Task(Action::Delete { .. }) | Body::Deal(DealAction::Delete { .. }) => (None, Some(true)),
            Body::Task(Action::Restore { .. }) | Body::Deal(DealAction::Restore { .. }) => (None, Some(false)),
            _ => (None, None),
        };
        if let Some((register, text)) = written {
            let latest = self.latest.entry((key, register)).or_default();
            if stamp > latest.0 {
                *latest = (stamp, text);
            }
        }
        if let Some(gone) = gone {
            let latest = self.presence.entry(key).or_default();
            if stamp > latest.0 {
                *latest = (stamp, gone);
            }
        }
        let shown = match key {
            EntityKey::Task(id) => self.shadow.tasks.get(&id).map(|t| ("title", t.title.clone(), t.meta.clone())),
            EntityKey::Deal(id) => self.shadow.deals.get(&id).map(|d| ("channel", d.channel.clone(), d.meta.clone())),
            _ => None,
        };
        let Some((register, text, meta)) = shown else { return };
        let latest = self.latest.get(&(key, register)).map(|(_, text)| text.clone());
        self.expect(latest.is_none_or(|latest| latest == text), || format!("not the latest {register} of {key} wins"));
        let gone = self.presence.get(&key).is_some_and(|(_, gone)| *gone);
        self.expect(gone == meta.is_deleted(), || format!("{key} is not as the last delete or restore left it"));
    }

    /// Looks at a tab: what it shows, and what it says is saved.
    pub fn tab(&mut self, open: &Open, content: &Content) {
        let (driver, screen) = (&open.driver, &open.driver.screen);
        if driver.unsaved() == 0 {
            for mark in self.unsaved.remove(&open.life).unwrap_or_default() {
                let known = self.saved.contains(&mark) || self.accepted.contains(&mark) || self.ended.contains(&mark);
                let kept = known
                    || self.made.get(&mark).is_some_and(|made| self.parting.contains(&(open.device, made.author)));
                self.expect(kept, || "a change counts as saved, and is on no disk".to_owned());
            }
        }
        let desk = screen.desk.borrow();
        let replica = desk.replica();
        let epoch = driver.epoch.get();
        let version = (screen.changes.get(), content.counter);
        if self.shown.insert(open.life, version) == Some(version) || screen.me().is_none() || !screen.loaded.get() {
            return;
        }
        if epoch == content.epoch {
            let cursor = replica.cursor();
            self.expect(cursor <= content.counter, || format!("a tab has read to {cursor} of {}", content.counter));
            let read = content.rows.iter().filter(|(_, (seq, _))| *seq <= cursor);
            let missing =
                read.map(|(key, _)| *key).find(|key| replica.confirmed(*key) != content.workspace.entity(*key));
            self.expect(missing.is_none(), || format!("a tab has read to {cursor} and has not {missing:?}"));
        }
        self.left(open, content);
        let mut expected = Workspace::default();
        for key in replica.unconfirmed().filter_map(|o| o.body.key()) {
            if let Some(entity) = replica.confirmed(key) {
                expected.put(entity);
            }
        }
        replica.unconfirmed().for_each(|operation| {
            apply(&mut expected, operation);
        });
        let differs = expected.entities().find(|e| replica.view().entity(e.key()).as_ref() != Some(e));
        self.expect(differs.is_none(), || {
            format!("a view is not confirmed state and outbox: {:?}", differs.map(|e| e.key()))
        });
    }

    /// What leaves a tab's outbox is refused, or part of what is confirmed there.
    fn left(&mut self, open: &Open, content: &Content) {
        let (driver, desk) = (&open.driver, open.driver.screen.desk.borrow());
        let Some(me) = driver.me() else { return };
        let (replica, epoch) = (desk.replica(), driver.epoch.get());
        let own = replica.unconfirmed().filter(|operation| operation.stamp.client == driver.own.get());
        let now = ((me.member, driver.own.get(), epoch), own.map(mark_of).collect::<BTreeSet<_>>());
        let before = self.unconfirmed.insert(open.life, now.clone());
        let Some(before) = before.filter(|before| before.0 == now.0 && epoch == content.epoch) else { return };
        if before.1.is_subset(&now.1) {
            return;
        }
        // Another tab that sends for this one may have given it another client's name.
        let stays: BTreeSet<_> = replica.unconfirmed().map(mark_of).collect();
        // Two tabs may have made the same in the same moment: which is which?
        let is_one = |mark: &&Mark| self.made.get(mark).is_none_or(|made| made.times < 2);
        let gone = before.1.difference(&stays).filter(|mark| !self.ended.contains(mark));
        for mark in gone.filter(is_one) {
            let line = self.places.get(mark).and_then(|place| content.log.get(*place));
            let Some((line, key)) = line.and_then(|line| Some((line, line.operation.body.key()?))) else { continue };
            let mut confirmed = Workspace::default();
            replica.confirmed(key).into_iter().for_each(|entity| confirmed.put(entity));
            let mut with = confirmed.clone();
            apply(&mut with, &line.operation);
            if with != confirmed && self.broken.is_none() {
                let operation = &line.operation;
                let tab = open.life;
                self.broken =
                    Some(format!("it left tab {tab}'s outbox, and its record has not arrived: {operation:?}"));
            }
        }
    }

    /// Looks at what a disk says that it has read.
    pub fn disk(&mut self, stores: &Stores, content: &Content) {
        let read = stores.get("meta").and_then(|rows| rows.get(&Kept::Name("read".to_owned())));
        let Some(read) = read.and_then(|text| serde_json::from_str::<Read>(text).ok()) else { return };
        if read.epoch != content.epoch {
            return;
        }
        let records = records(stores);
        let row = |key: &EntityKey| records.get(&key.to_string());
        let missing = content.rows.iter().find(|(key, (seq, json))| *seq <= read.cursor && row(key) != Some(json));
        self.expect(missing.is_none(), || {
            format!("a disk has read to {} and has not {:?}", read.cursor, missing.map(|(key, _)| key))
        });
        let since = |key: &EntityKey, json: &String| self.since.get(&(*key, json.clone())).copied().unwrap_or(0);
        let newer = content
            .rows
            .iter()
            .find(|(key, (seq, json))| *seq > read.cursor && row(key) == Some(json) && since(key, json) > read.cursor);
        let newer = newer.map(|(key, _)| *key);
        self.expect(newer.is_none(), || format!("a disk has read to {} and has {newer:?} of later", read.cursor));
    }

    /// After quiet: whatever was saved has an end.
    pub fn quiet(&mut self, waiting: &BTreeSet<Mark>) {
        let ended = |mark: &Mark| self.accepted.contains(mark) || self.ended.contains(mark) || waiting.contains(mark);
        let lost = self.saved.iter().find(|mark| !ended(mark)).copied();
        self.expect(lost.is_none(), || "a saved change was neither accepted nor refused nor kept".to_owned());
        let lost = self.promised.iter().find(|mark| !self.ended.contains(mark) && !waiting.contains(mark)).copied();
        self.expect(lost.is_none(), || "what was confirmed was lost when a backup was put back".to_owned());
    }

    /// After quiet: a tray has what was refused, once, and nothing else.
    ///
    /// (What one life refused another may have accepted: tabs heard of it apart.)
    pub fn tray(&mut self, content: &Content, shown: &[TrayItem]) {
        let mut places = BTreeSet::new();
        for Rejection { operation, code, .. } in shown.iter().map(|item| &item.rejection) {
            let once = places.insert((operation.stamp.client, operation.number));
            self.expect(once, || format!("twice in a tray: {operation:?}"));
            if code == WRITTEN_OVER {
                // It stands in the place of no operation that was made.
                continue;
            }
            let mark = mark_of(operation);
            if self.made.get(&mark).is_some_and(|made| made.times > 1) {
                // Two tabs made the same in the same moment: which is which?
                continue;
            }
            let taken = self.places.contains_key(&mark);
            let known = content.receipts.contains_key(&(operation.stamp.client, operation.number));
            let right = if code == OVERWRITTEN { taken || !known } else { !taken || self.restores > 0 };
            self.expect(right, || format!("in a tray as {code}, accepted {taken}: {operation:?}"));
        }
    }
}

/// The records on a disk, by key.
pub fn records(stores: &Stores) -> BTreeMap<String, String> {
    let texts = |store: &str| stores.get(store).into_iter().flat_map(BTreeMap::values);
    let rows = texts("blocks").flat_map(|text| lines(text)).chain(texts("entities").map(String::as_str));
    rows.filter_map(|json| Some((key(json)?, json.to_owned()))).collect()
}

/// The operations in a disk's outbox.
pub fn outbox(stores: &Stores) -> BTreeMap<Kept, Operation> {
    let rows = stores.get("outbox").into_iter().flatten();
    rows.filter_map(|(key, text)| Some((key.clone(), serde_json::from_str(text).ok()?))).collect()
}

/// What a disk keeps of what was accepted.
pub fn accepted(stores: &Stores) -> BTreeMap<Kept, Accepted> {
    let rows = stores.get("accepted").into_iter().flatten();
    rows.filter_map(|(key, text)| Some((key.clone(), serde_json::from_str(text).ok()?))).collect()
}

/// Whether a tray has it because the server did not take it.
fn is_refusal(code: &str) -> bool {
    code != OVERWRITTEN && code != WRITTEN_OVER
}

/// Whether it makes a record.
fn creates(body: &Body) -> bool {
    match body {
        Body::Deal(action) => matches!(action, DealAction::Create { .. }),
        Body::Task(action) => matches!(action, Action::Create { .. }),
        Body::Hypothesis(action) => matches!(action, Action::Create { .. }),
        _ => false,
    }
}

/// Who is signed in, according to a disk.
pub fn session(stores: &Stores) -> Option<MemberId> {
    let text = stores.get("meta")?.get(&Kept::Name("session".to_owned()))?;
    Some(serde_json::from_str::<Me>(text).ok()?.member)
}

/// The marks of what waits on a disk: of the outbox, and of what another life of
/// the database than this one accepted.
pub fn marks(stores: &Stores, epoch: EpochId) -> Vec<Mark> {
    let elsewhere = accepted(stores).into_values().filter(|row| row.epoch != epoch).map(|row| row.operation);
    outbox(stores).into_values().chain(elsewhere).map(|operation| mark_of(&operation)).collect()
}

/// What a tray has that was not in it as it is; read is only that, for a month's tray is long.
fn new_in_tray(before: &Stores, after: &Stores) -> Vec<TrayRow> {
    let former = before.get("tray");
    let is_new = |(key, text): &(&Kept, &String)| former.and_then(|rows| rows.get(*key)) != Some(*text);
    let rows = after.get("tray").into_iter().flatten().filter(is_new);
    rows.filter_map(|(_, text)| serde_json::from_str(text).ok()).collect()
}

/// The refused operations in a disk's tray.
pub fn tray(stores: &Stores) -> Vec<TrayRow> {
    let rows = stores.get("tray").into_iter().flatten();
    rows.filter_map(|(_, text)| serde_json::from_str(text).ok()).collect()
}
