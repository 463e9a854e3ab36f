//! Runs the engine: one loop that does one errand at a time,
//! woken by a timer or by something that happened.

use crate::{
    accepted::{Accepted, TRIM_EVERY},
    cache::CacheError,
    change::{Change, Read, TrayRow},
    desk::Beginning,
    engine::{Engine, Errand},
    message::{Message, Said},
    opening::Opened,
    outbox::{Outbox, Place},
    platform::{Platform, Screen},
    seat::Me,
    status::{SyncStatus, TrayItem, Trouble},
    writer::{Report, Writer},
};
use futures::{
    FutureExt, StreamExt,
    channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
    future::select,
    lock::Mutex,
};
use smarketing_domain::{
    clock::Timestamp,
    fault::{Fault, planted},
    ids::{ClientId, EpochId, MemberId},
    operation::{Body, Operation},
    workspace::Workspace,
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    pin::pin,
    rc::{Rc, Weak},
};

/// Everything that sync of this tab knows.
pub struct Driver<P: Platform> {
    /// What is around.
    pub platform: Rc<P>,
    /// What is shown.
    pub screen: P::Screen,
    /// When to do what.
    pub engine: RefCell<Engine>,
    /// What is not confirmed.
    pub outbox: RefCell<Outbox>,
    /// Saves on the device.
    pub writer: Rc<Writer<P>>,
    /// This tab's client.
    pub own: Cell<ClientId>,
    /// The number of its next operation.
    pub next_number: Cell<u64>,
    /// The life of the server's database that the records are of.
    pub epoch: Cell<EpochId>,
    /// How far the kept records have been read, as far as known.
    pub kept: Cell<Option<Read>>,
    /// The server's time when it last spoke.
    pub server_now: Cell<Timestamp>,
    /// How many accepted operations have been kept since the old ones were thrown out.
    kept_since_trim: Cell<usize>,
    /// Tray items that were dismissed while this tab was open: another one may have
    /// read them from the disk before that was saved.
    pub dismissed: RefCell<BTreeSet<Place>>,
    /// How far this device has been told what others wrote over, where it has taken a
    /// snapshot since.
    pub told: Cell<Option<u64>>,
    /// What became of the first look at the device.
    pub(crate) opened: RefCell<Opened>,
    /// What waits in the outbox may be about records that are not there.
    pub may_miss: Cell<bool>,
    /// A client whose name somebody else uses.
    pub lost_client: Cell<Option<ClientId>>,
    /// Counts who sat here: what was asked for somebody else is dropped.
    pub seating: Cell<u32>,
    /// The last seating at which who sits here was confirmed.
    pub seated_at: Cell<u32>,
    /// Held while somebody takes the seat.
    pub taking: Mutex<()>,
    /// The clients whose tabs are waited for, or stood in for, and their locks.
    pub held: RefCell<BTreeMap<ClientId, Option<P::Lock>>>,
    stream: RefCell<Option<P::Stream>>,
    trouble: Cell<Option<Trouble>>,
    bell: UnboundedSender<()>,
}

impl<P: Platform> Driver<P> {
    /// A driver that has not begun, and what wakes it.
    pub fn new(platform: Rc<P>, screen: P::Screen) -> (Rc<Self>, UnboundedReceiver<()>) {
        let (bell, rung) = unbounded();
        let driver = Self {
            writer: Writer::new(platform.clone()),
            platform,
            screen,
            engine: RefCell::new(Engine::new()),
            outbox: RefCell::default(),
            own: Cell::default(),
            next_number: Cell::new(1),
            epoch: Cell::default(),
            kept: Cell::default(),
            server_now: Cell::default(),
            kept_since_trim: Cell::default(),
            dismissed: RefCell::default(),
            told: Cell::default(),
            opened: RefCell::default(),
            may_miss: Cell::default(),
            lost_client: Cell::default(),
            seating: Cell::default(),
            seated_at: Cell::default(),
            taking: Mutex::default(),
            stream: RefCell::default(),
            held: RefCell::default(),
            trouble: Cell::default(),
            bell,
        };
        (Rc::new(driver), rung)
    }

    /// Does one errand after another.
    pub(crate) async fn stay(self: Rc<Self>, mut rung: UnboundedReceiver<()>) {
        loop {
            self.show();
            let now = self.platform.now();
            self.tend_stream(now);
            if self.may_miss.get() {
                let is_missing = self.outbox.borrow_mut().hold(now, |key| self.screen.has(key));
                self.may_miss.set(is_missing);
            }
            let sender = self.outbox.borrow().next_sender();
            let errand = self.engine.borrow().next(now, sender);
            match errand {
                Errand::Idle => {
                    rung.next().await;
                    self.platform.painted().await;
                }
                Errand::Rest(millis) => {
                    select(pin!(self.platform.sleep(millis)), rung.next()).await;
                    self.platform.painted().await;
                }
                Errand::Look => self.look().await,
                Errand::Load => self.load().await,
                Errand::Exchange(sender) => self.exchange(sender).await,
            }
            // Rings of the meantime are one.
            while rung.next().now_or_never().flatten().is_some() {}
        }
    }

    /// Wakes the loop: something happened.
    pub fn ring(&self) {
        // The loop lives as long as the page.
        let _ = self.bell.unbounded_send(());
    }

    /// Tells the engine something, and wakes the loop.
    pub fn tell(&self, event: impl FnOnce(&mut Engine, u64)) {
        event(&mut self.engine.borrow_mut(), self.platform.now());
        self.ring();
    }

    /// Tells the other tabs.
    pub fn say(&self, said: Said) {
        if let Some(me) = self.me() {
            self.platform.say(&Message { member: me.member, said });
        }
    }

    // --- beginning -----------------------------------------------------------

    /// Shows records with the outbox replayed on them.
    pub fn begin(&self, records: Workspace, cursor: u64) {
        self.show_records(records, cursor);
        self.screen.adopt(self.outbox.borrow().operations());
    }

    /// Shows confirmed records.
    pub(crate) fn show_records(&self, records: Workspace, cursor: u64) {
        let (client, next_number) = (self.own.get(), self.next_number.get());
        self.screen.begin(Beginning { records, cursor, client, next_number });
    }

    /// Takes the lock of a client that this tab sends for already.
    pub fn take_lock(self: &Rc<Self>, client: ClientId) {
        self.hold(client, None);
        let driver = self.clone();
        self.platform.spawn(async move {
            let lock = driver.platform.lock(client).await;
            if driver.held.borrow().contains_key(&client) {
                driver.hold(client, lock);
            }
        });
    }

    /// Forgets whoever sat here: memory is as at the start.
    pub fn clear(self: &Rc<Self>) {
        self.seating.set(self.seating.get() + 1);
        self.trouble.set(None);
        self.writer.clear();
        self.writer.set_member(None);
        *self.outbox.borrow_mut() = Outbox::default();
        self.held.borrow_mut().clear();
        self.dismissed.borrow_mut().clear();
        self.lost_client.set(None);
        self.told.set(None);
        self.kept.set(None);
        self.epoch.set(EpochId::default());
        self.become_client();
        self.engine.borrow_mut().nobody();
        self.begin(Workspace::default(), 0);
        self.screen.set_loaded(false);
        self.screen.change_tray(Vec::clear);
    }

    // --- what leaves the outbox, and what comes into it ---------------------------

    /// What takes back those that the server accepted. Asked before they leave the view,
    /// for then nobody knows any more what stood there.
    pub fn ways_back(&self) -> BTreeMap<Place, Body> {
        let accepted = self.outbox.borrow().accepted();
        if accepted.is_empty() { BTreeMap::new() } else { self.screen.ways_back(&accepted) }
    }

    /// What of a member's the server accepted, as far as it is known here; of each the
    /// latest that was written.
    ///
    /// # Errors
    /// When the device's database is closed or refuses.
    pub async fn accepted_of(&self, member: MemberId) -> Result<Vec<Accepted>, CacheError> {
        let saved = self.writer.cache().await?.read_accepted(member).await?;
        let unsaved = self.writer.unsaved_accepted().into_iter().filter(|row| row.operation.author == member);
        let all: BTreeMap<Place, Accepted> = saved.into_iter().chain(unsaved).map(|row| (row.place(), row)).collect();
        Ok(all.into_values().collect())
    }

    /// Operations leave the outbox: what has to be saved of that. Those that the
    /// server accepted are kept, each with the way back.
    pub fn done(&self, done: Vec<Place>, mut ways: BTreeMap<Place, Body>) -> Change {
        let (epoch, at) = (self.epoch.get(), self.server_now.get());
        let mut accepted = self.outbox.borrow_mut().remove(&done);
        if planted(Fault::AcceptedNotKept) {
            accepted.clear();
        }
        let mut row = |operation: Operation| {
            let undo = ways.remove(&(operation.stamp.client, operation.number));
            Accepted { operation, epoch, at, undo }
        };
        let accepted: Vec<_> = accepted.into_iter().map(&mut row).collect();
        let kept = self.kept_since_trim.get();
        let is_due = !accepted.is_empty() && (kept == 0 || kept >= TRIM_EVERY);
        self.kept_since_trim.set(if is_due { accepted.len() } else { kept + accepted.len() });
        Change { remove: done, accepted, trim: is_due.then_some(at), ..Change::default() }
    }

    /// Learns the server's time.
    pub fn set_server_now(&self, server_now: Timestamp) {
        self.server_now.set(server_now);
        self.screen.set_server_now(server_now);
    }

    /// Takes in operations from elsewhere that are not here yet.
    pub fn adopt(&self, operations: Vec<Operation>) {
        let new = self.outbox.borrow_mut().add(operations, self.screen.cursor());
        if !new.is_empty() {
            self.screen.adopt(new);
        }
    }

    // --- what happens --------------------------------------------------------

    pub(crate) fn performed(&self, operations: Vec<Operation>) {
        if let Some(last) = operations.last() {
            self.next_number.set(last.number + 1);
        }
        self.outbox.borrow_mut().add(operations.clone(), self.screen.cursor());
        self.writer.push(Change { put: operations.clone(), ..Change::default() });
        self.say(Said::Performed(operations));
        self.tell(Engine::performed);
        self.show();
    }

    pub(crate) fn reported(&self, report: Report) {
        match report {
            Report::Saved(read) => {
                self.trouble.set(None);
                self.kept.set(read);
                let kept = read.is_some_and(|read| read.epoch == self.epoch.get());
                self.tell(|engine, now| engine.set_kept(kept, now));
            }
            Report::Failed(CacheError::TooOld) => self.trouble.set(Some(Trouble::TooOld)),
            Report::Failed(_) => self.trouble.set(Some(Trouble::NotSaved)),
            Report::Vanished => {
                self.kept.set(None);
                self.writer.push_first(self.all_of_memory());
                // The records come from the server, once it answers.
                self.engine.borrow_mut().set_records(false);
                self.ring();
            }
            Report::Outdated => self.platform.reload(),
        }
        self.show();
    }

    /// What has to be saved when the device has lost it. The client id stays:
    /// memory still knows every number that was given out.
    fn all_of_memory(&self) -> Change {
        let put = self.outbox.borrow().operations();
        let refused = self.screen.tray(|tray| tray.iter().map(TrayRow::from).collect());
        Change { put, refused, session: self.me(), ..Change::default() }
    }

    fn tend_stream(self: &Rc<Self>, now: u64) {
        let (wanted, open) = {
            let engine = self.engine.borrow();
            (engine.wants_stream(now), engine.is_streaming())
        };
        if !open {
            // Not inside its own event: here it can be dropped.
            self.stream.take();
        }
        match (wanted, open) {
            (true, false) => {
                let weak = Rc::downgrade(self);
                let nudged = with(&weak, |driver, cursor: u64| {
                    let read = driver.screen.cursor();
                    driver.tell(|engine, now| engine.nudged(now, cursor, read));
                });
                let lost = with(&weak, |driver, ()| {
                    let chance = driver.platform.chance();
                    driver.tell(|engine, now| {
                        engine.stream_closed(now, chance);
                        // Most likely the server is gone: ask, to know.
                        engine.pull(now);
                    });
                });
                *self.stream.borrow_mut() = self.platform.stream(Rc::new(nudged), Rc::new(move || lost(())));
                self.engine.borrow_mut().stream_opened(now);
            }
            (false, true) => {
                self.stream.take();
                self.engine.borrow_mut().stream_closed(now, 0.0);
            }
            _ => {}
        }
    }

    /// Writes the status, if it has changed.
    pub fn show(&self) {
        let engine = self.engine.borrow();
        let unsaved = self.unsaved();
        let trouble = self.trouble.get().or(engine.trouble());
        let refused = self.screen.tray(<[TrayItem]>::len);
        let outbox = self.screen.pending();
        let word = engine.word(refused, outbox, trouble);
        let status = SyncStatus { word, outbox, unsaved, cursor: self.screen.cursor(), trouble };
        self.screen.show(status);
    }

    /// Operations that are not saved yet.
    pub fn unsaved(&self) -> usize {
        self.screen.waiting() + self.writer.unsaved()
    }

    /// The member on whose behalf things are asked, to compare afterwards.
    pub fn me(&self) -> Option<Me> {
        self.screen.me()
    }
}

/// A callback that reaches the driver while it lives.
pub(crate) fn with<P: Platform, T>(
    weak: &Weak<Driver<P>>,
    act: impl Fn(&Rc<Driver<P>>, T) + 'static,
) -> impl Fn(T) + 'static {
    let weak = weak.clone();
    move |value| {
        if let Some(driver) = weak.upgrade() {
            act(&driver, value);
        }
    }
}
