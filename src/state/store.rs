//! The workspace in memory: the one place that changes it.

use super::{
    Me, Session, SyncStatus, TrayItem,
    index::Index,
    topics::{Topic, Topics},
    undo::{Origin, Undo},
};
use leptos::prelude::*;
use smarketing_domain::{
    clock::Timestamp,
    entity::EntityKey,
    ids::MemberId,
    operation::{Body, Operation, Refusal},
    workspace::Workspace,
    zone::Zones,
};
use smarketing_sync::{
    desk::{Beginning, Desk, Step},
    platform::Outgoing,
};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

pub(super) struct Store {
    pub(super) desk: RefCell<Desk>,
    pub(super) index: RefCell<Index>,
    topics: Topics,
    undo: RefCell<Undo>,
    outgoing: RefCell<Option<Outgoing>>,
    /// Operations that were performed before it was known where they go.
    waiting: RefCell<Vec<Operation>>,
    /// Makes steps again; there once sync is. Reached from there only: the first screen
    /// can be had without the rules of every change.
    replay: Cell<Option<Replay>>,
}

/// Takes a step back, or makes it again.
type Replay = fn(&State, Origin) -> Result<bool, Refusal>;

/// The app's state: a handle to pass around freely.
#[derive(Clone, Copy)]
pub struct State {
    pub(super) store: StoredValue<Rc<Store>, LocalStorage>,
    /// Who sits before the screen.
    pub session: RwSignal<Session>,
    /// How we stand with the server. Written by `sync` only.
    pub status: RwSignal<SyncStatus>,
    /// Refused changes. Written by `sync` and the tray.
    pub tray: RwSignal<Vec<TrayItem>>,
    /// The workspace has been loaded and can be shown.
    pub loaded: RwSignal<bool>,
}

impl State {
    /// Nothing loaded yet. Provided as context by the app.
    pub fn new() -> Self {
        let store = Store {
            desk: RefCell::default(),
            index: RefCell::default(),
            topics: Topics::default(),
            undo: RefCell::default(),
            outgoing: RefCell::default(),
            waiting: RefCell::default(),
            replay: Cell::default(),
        };
        Self {
            store: StoredValue::new_local(Rc::new(store)),
            session: RwSignal::default(),
            status: RwSignal::default(),
            tray: RwSignal::default(),
            loaded: RwSignal::new(false),
        }
    }

    // --- reading -----------------------------------------------------------

    /// Reads the workspace without listening to changes.
    pub fn read<T>(&self, look: impl FnOnce(&Workspace) -> T) -> T {
        self.store.with_value(|store| look(store.desk.borrow().view()))
    }

    /// Reads the workspace; the running view is run again when `topic` changes.
    pub fn watch<T>(&self, topic: Topic, look: impl FnOnce(&Workspace) -> T) -> T {
        self.track(topic);
        self.read(look)
    }

    /// Makes the running view listen to `topic`.
    pub fn track(&self, topic: Topic) {
        self.store.with_value(|store| store.topics.track(topic));
    }

    /// The signed-in member, if any; listens to the session.
    pub fn me(&self) -> Option<Me> {
        self.session.with(|session| session.me().cloned())
    }

    /// The signed-in member without listening.
    pub fn me_untracked(&self) -> Option<Me> {
        self.session.with_untracked(|session| session.me().cloned())
    }

    /// The server's time, as far as it is known: the device's clock, corrected.
    pub fn now(&self) -> Timestamp {
        self.store.with_value(|store| store.desk.borrow().now(device_now()))
    }

    // --- changing ----------------------------------------------------------

    /// Makes a step: checks every change, shows them, and hands them to sync.
    /// Can be undone as one.
    ///
    /// # Errors
    /// The first rule that a change breaks; then nothing is changed.
    pub fn perform(&self, bodies: Vec<Body>) -> Result<(), Refusal> {
        self.step(bodies, Origin::Person)
    }

    /// Makes more of the person's last step: it can be undone as one with it.
    ///
    /// # Errors
    /// The first rule that a change breaks; then nothing more is changed.
    pub fn perform_further(&self, bodies: Vec<Body>) -> Result<(), Refusal> {
        self.step(bodies, Origin::Further)
    }

    /// Makes a step of long work (an import), which has an undo of its own.
    ///
    /// # Errors
    /// The first rule that a change breaks; then nothing is changed.
    pub fn perform_bulk(&self, bodies: Vec<Body>) -> Result<(), Refusal> {
        self.step(bodies, Origin::Bulk)
    }

    /// Takes the person's last step back. `Ok(false)`: there is none.
    ///
    /// # Errors
    /// When somebody else's change stands in the way.
    pub fn undo(&self) -> Result<bool, Refusal> {
        self.replay_if_there(Origin::Undo)
    }

    /// Makes the last undone step again. `Ok(false)`: there is none.
    ///
    /// # Errors
    /// When somebody else's change stands in the way.
    pub fn redo(&self) -> Result<bool, Refusal> {
        self.replay_if_there(Origin::Redo)
    }

    fn replay_if_there(&self, origin: Origin) -> Result<bool, Refusal> {
        let replay = self.store.with_value(|store| store.replay.get());
        replay.map_or(Ok(false), |replay| replay(self, origin))
    }

    fn replay(&self, origin: Origin) -> Result<bool, Refusal> {
        let step = self.store.with_value(|store| store.undo.borrow_mut().take(origin));
        step.map_or(Ok(false), |step| self.step(step, origin).map(|()| true))
    }

    fn step(&self, bodies: Vec<Body>, origin: Origin) -> Result<(), Refusal> {
        if bodies.is_empty() {
            return Ok(());
        }
        let me = self.me_untracked().ok_or(Refusal::NotAMember)?;
        let Step { performed, touched, refusal, .. } = self.store.with_value(|store| {
            let mut step = store.desk.borrow_mut().perform(me.member, bodies, device_now());
            if step.refusal.is_none() {
                store.undo.borrow_mut().remember(std::mem::take(&mut step.reverse), origin);
            }
            step
        });
        self.tell(&touched);
        self.hand_over(performed);
        refusal.map_or(Ok(()), Err)
    }

    fn hand_over(&self, performed: Vec<Operation>) {
        if performed.is_empty() {
            return;
        }
        let store = self.store.with_value(Rc::clone);
        let outgoing = store.outgoing.borrow().clone();
        match outgoing {
            Some(outgoing) => outgoing(performed),
            None => {
                let count = performed.len();
                store.waiting.borrow_mut().extend(performed);
                self.status
                    .update(|status| (status.outbox, status.unsaved) = (status.outbox + count, status.unsaved + count));
            }
        }
    }

    // --- for sync only -----------------------------------------------------

    /// Changes the workspace by what the server or another tab said, and tells
    /// the views.
    pub(super) fn take_in<T>(
        &self,
        change: impl FnOnce(&mut Desk) -> T,
        touched: impl FnOnce(&T) -> &BTreeSet<EntityKey>,
    ) -> T {
        let outcome = self.store.with_value(|store| change(&mut store.desk.borrow_mut()));
        self.tell(touched(&outcome));
        outcome
    }

    /// Begins with what the device has stored.
    pub(super) fn begin_with(&self, mut beginning: Beginning) {
        beginning.records.zones = Zones(crate::zone::minutes_ahead);
        self.store.with_value(|store| {
            let mut desk = store.desk.borrow_mut();
            desk.begin(beginning);
            *store.index.borrow_mut() = Index::of(desk.view());
            store.undo.borrow_mut().clear();
        });
        self.loaded.set(true);
        self.store.with_value(Rc::clone).topics.notify_all();
    }

    /// Where performed operations go: those that were performed before, first.
    pub(super) fn set_outgoing_to(&self, outgoing: Outgoing) {
        let waiting = self.store.with_value(|store| {
            *store.outgoing.borrow_mut() = Some(outgoing);
            store.replay.set(Some(Self::replay));
            store.waiting.take()
        });
        self.hand_over(waiting);
    }

    /// Operations that wait for that.
    pub(super) fn waiting(&self) -> usize {
        self.store.with_value(|store| store.waiting.borrow().len())
    }

    /// Looks at the workspace in memory and its book-keeping.
    pub(super) fn with_desk<T>(&self, look: impl FnOnce(&mut Desk) -> T) -> T {
        self.store.with_value(|store| look(&mut store.desk.borrow_mut()))
    }

    /// How far the server has been read.
    pub fn cursor(&self) -> u64 {
        self.with_desk(|desk| desk.replica().cursor())
    }

    /// Operations not confirmed, of all tabs.
    pub fn pending(&self) -> usize {
        self.with_desk(|desk| desk.replica().pending())
    }

    /// A member's operations that are not confirmed, each with what takes it back.
    pub fn unconfirmed_of(&self, member: MemberId) -> Vec<(Operation, Option<Body>)> {
        self.with_desk(|desk| {
            let mut ways = desk.replica().ways_back(|operation| operation.author == member);
            let mine = desk.replica().unconfirmed().filter(|operation| operation.author == member);
            mine.map(|o| (o.clone(), ways.remove(&(o.stamp.client, o.number)))).collect()
        })
    }

    fn tell(&self, touched: &BTreeSet<EntityKey>) {
        if touched.is_empty() {
            return;
        }
        let rc = self.store.with_value(Rc::clone);
        let topics = rc.index.borrow_mut().update(rc.desk.borrow().view(), touched);
        rc.topics.notify(topics);
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// The app's state, from context.
pub fn use_state() -> State {
    expect_context::<State>()
}

/// The device's clock.
pub(crate) fn device_now() -> Timestamp {
    Timestamp(chrono::Utc::now().timestamp_millis())
}
