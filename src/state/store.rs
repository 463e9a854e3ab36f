//! The workspace in memory: the one place that changes it.

use super::{
    index::{Column, Index},
    session::{Me, Session},
    status::{SyncStatus, TrayItem},
    topics::{Topic, Topics},
    undo::{Origin, Undo},
};
use leptos::prelude::*;
use smarketing_domain::{
    clock::{Clock, Stamp, Timestamp},
    entity::{Entity, EntityKey},
    ids::{ClientId, DealId, StageId, TaskId},
    operation::{Authority, Body, Operation, Refusal, check, invert},
    replica::{Replica, Settled},
    sort,
    wire::Answer,
    workspace::Workspace,
};
use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

/// Called with operations that were just performed, to save and send them.
pub type Outgoing = Rc<dyn Fn(Vec<Operation>)>;

struct Store {
    replica: RefCell<Replica>,
    index: RefCell<Index>,
    topics: Topics,
    undo: RefCell<Undo>,
    pen: RefCell<Pen>,
    outgoing: RefCell<Option<Outgoing>>,
}

/// What is needed to write operations.
struct Pen {
    client: ClientId,
    next_number: u64,
    clock: Clock,
    /// Server time minus device time in milliseconds, as far as known.
    offset: i64,
}

/// How a tab begins: what the device has stored.
pub struct Beginning {
    /// Confirmed records.
    pub entities: Vec<Entity>,
    /// How far the server had been read.
    pub cursor: u64,
    /// Operations not confirmed, of this client and of other tabs.
    pub outbox: Vec<Operation>,
    /// This tab's client id.
    pub client: ClientId,
    /// The number of its next operation.
    pub next_number: u64,
}

/// The app's state: a handle to pass around freely.
#[derive(Clone, Copy)]
pub struct State {
    store: StoredValue<Rc<Store>, LocalStorage>,
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
            replica: RefCell::default(),
            index: RefCell::default(),
            topics: Topics::default(),
            undo: RefCell::default(),
            pen: RefCell::new(Pen { client: ClientId(0), next_number: 1, clock: Clock::new(ClientId(0)), offset: 0 }),
            outgoing: RefCell::new(None),
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
        self.store.with_value(|store| look(store.replica.borrow().view()))
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

    /// Reads a column of the board; listens to it.
    pub fn column<T>(&self, stage: StageId, look: impl FnOnce(&Column) -> T) -> T {
        self.track(Topic::Column(stage));
        let empty = Column::default();
        self.store.with_value(|store| look(store.index.borrow().column(stage).unwrap_or(&empty)))
    }

    /// The deal's next open task; listens to it. Earliest due first, undated last.
    pub fn next_task(&self, deal: DealId) -> Option<TaskId> {
        self.track(Topic::NextTask(deal));
        self.store.with_value(|store| {
            let (replica, index) = (store.replica.borrow(), store.index.borrow());
            let tasks = index.tasks(deal).filter_map(|id| replica.view().tasks.get(&id));
            tasks.min_by_key(|t| (t.due.is_none(), t.due, t.id)).map(|t| t.id)
        })
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
        let offset = self.store.with_value(|store| store.pen.borrow().offset);
        Timestamp(device_now().0 + offset)
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
        self.replay(Origin::Undo)
    }

    /// Makes the last undone step again. `Ok(false)`: there is none.
    ///
    /// # Errors
    /// When somebody else's change stands in the way.
    pub fn redo(&self) -> Result<bool, Refusal> {
        self.replay(Origin::Redo)
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
        let now = self.now();
        let (performed, touched, refusal) = self.store.with_value(|store| {
            let mut replica = store.replica.borrow_mut();
            let mut pen = store.pen.borrow_mut();
            let mut performed = Vec::with_capacity(bodies.len());
            let mut reverse = Vec::with_capacity(bodies.len());
            let mut touched = BTreeSet::new();
            let mut refusal = None;
            for body in bodies {
                if let Err(broken) = check(replica.view(), Authority::Member(me.member), &body) {
                    refusal = Some(broken);
                    break;
                }
                let stamp = pen.clock.tick(now);
                reverse.extend(invert(replica.view(), &body, stamp));
                let operation = Operation { number: pen.next_number, stamp, author: me.member, body };
                pen.next_number += 1;
                touched.extend(replica.perform(operation.clone()));
                performed.push(operation);
            }
            if refusal.is_some() {
                // All or nothing: take back what the step had already shown.
                touched.extend(replica.withdraw(&performed));
                pen.next_number -= performed.len() as u64;
                performed.clear();
            } else {
                reverse.reverse();
                store.undo.borrow_mut().remember(reverse, origin);
            }
            (performed, touched, refusal)
        });
        self.tell(&touched);
        if !performed.is_empty() {
            let outgoing = self.store.with_value(|store| store.outgoing.borrow().clone());
            if let Some(outgoing) = outgoing {
                outgoing(performed);
            }
        }
        refusal.map_or(Ok(()), Err)
    }

    // --- for sync only -----------------------------------------------------

    /// Begins with what the device has stored.
    pub fn begin(&self, beginning: Beginning) {
        self.store.with_value(|store| {
            let mut clock = Clock::new(beginning.client);
            // What a slow device clock writes must still come after all it shows.
            beginning.outbox.iter().for_each(|operation| clock.observe(operation.stamp));
            beginning.entities.iter().filter_map(|e| e.meta().last_written()).for_each(|stamp| clock.observe(stamp));
            *store.pen.borrow_mut() =
                Pen { client: beginning.client, next_number: beginning.next_number, clock, offset: 0 };
            let replica = Replica::new(beginning.entities, beginning.cursor, beginning.outbox);
            *store.index.borrow_mut() = Index::of(replica.view());
            *store.replica.borrow_mut() = replica;
            store.undo.borrow_mut().clear();
        });
        let everything = self.read(|w| sort::gather::<BTreeSet<_>, _>(w.entities().map(|e| e.key())));
        self.loaded.set(true);
        self.tell(&everything);
    }

    /// Where performed operations go.
    pub fn set_outgoing(&self, outgoing: Outgoing) {
        self.store.with_value(|store| *store.outgoing.borrow_mut() = Some(outgoing));
    }

    /// Shows operations that another tab has performed.
    pub fn adopt(&self, operations: Vec<Operation>) {
        let touched = self.store.with_value(|store| {
            let (mut replica, mut pen) = (store.replica.borrow_mut(), store.pen.borrow_mut());
            operations.iter().for_each(|operation| pen.clock.observe(operation.stamp));
            operations.into_iter().filter_map(|operation| replica.perform(operation)).collect()
        });
        self.tell(&touched);
    }

    /// Takes in what the server said to `client`.
    pub fn settle(&self, client: ClientId, answers: &[Answer], entities: Vec<Entity>, cursor: u64) -> Settled {
        let settled = self.store.with_value(|store| {
            let mut pen = store.pen.borrow_mut();
            let latest = entities.iter().filter_map(|e| e.meta().last_written()).max();
            if let Some(stamp) = latest {
                pen.clock.observe(stamp);
            }
            store.replica.borrow_mut().settle(client, answers, entities, cursor)
        });
        self.tell(&settled.touched);
        settled
    }

    /// Learns the server's time.
    pub fn set_server_now(&self, server_now: Timestamp) {
        self.store.with_value(|store| {
            let mut pen = store.pen.borrow_mut();
            let offset = server_now.0 - device_now().0;
            // A device far in the future must not drag its stamps along.
            if offset < -60_000 && pen.offset == 0 {
                pen.clock.correct(server_now);
            }
            // Small differences are the network's, not the clock's.
            pen.offset = if offset.abs() > 2_000 { offset } else { 0 };
        });
    }

    /// A client's operations that the server has not answered, oldest first, at most `max`.
    pub fn to_send(&self, client: ClientId, max: usize) -> Vec<Operation> {
        self.store.with_value(|store| store.replica.borrow().to_send(client).take(max).cloned().collect())
    }

    /// Operations not confirmed, of all tabs.
    pub fn pending(&self) -> usize {
        self.store.with_value(|store| store.replica.borrow().pending())
    }

    /// How far the server has been read.
    pub fn cursor(&self) -> u64 {
        self.store.with_value(|store| store.replica.borrow().cursor())
    }

    /// This tab's client id.
    pub fn client(&self) -> ClientId {
        self.store.with_value(|store| store.pen.borrow().client)
    }

    /// A stamp that orders after everything seen so far.
    pub fn latest_stamp(&self) -> Stamp {
        let now = self.now();
        self.store.with_value(|store| store.pen.borrow_mut().clock.tick(now))
    }

    fn tell(&self, touched: &BTreeSet<EntityKey>) {
        if touched.is_empty() {
            return;
        }
        let rc = self.store.with_value(Rc::clone);
        let topics = rc.index.borrow_mut().update(rc.replica.borrow().view(), touched);
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
fn device_now() -> Timestamp {
    Timestamp(chrono::Utc::now().timestamp_millis())
}
