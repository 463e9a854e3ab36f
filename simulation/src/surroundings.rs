//! What a simulated browser offers to the client, and what it shows.

use crate::{
    disk::Opened,
    executor::Life,
    network::{self, Call, Said, Stream},
    world::World,
};
use futures::lock::OwnedMutexGuard;
use smarketing_domain::{
    clock::Timestamp,
    entity::{Entity, EntityKey},
    ids::{ClientId, MemberId},
    operation::{Body, Operation},
    replica::Settled,
    wire::{Answer, Session, SignIn, SyncRequest},
};
use smarketing_sync::{
    answer::{ApiError, Reply},
    cache::{CacheError, Closed},
    desk::{Beginning, Desk},
    message::Message,
    outbox::Place,
    platform::{Outgoing, Platform, Screen},
    seat::Seated,
    snapshot::Snapshot,
    status::{SyncStatus, TrayItem},
    subject::subject,
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// The browser around one tab.
pub struct Surroundings {
    /// The world.
    pub world: Rc<World>,
    /// Where the tab is open.
    pub device: usize,
    /// Its life.
    pub life: Life,
}

impl Surroundings {
    async fn ask(&self, call: Call) -> Result<Said, ApiError> {
        network::ask(&self.world, self.device, self.life, call).await
    }
}

impl Platform for Surroundings {
    type Screen = Wall;
    type Database = Opened;
    type Lock = OwnedMutexGuard<()>;
    type Stream = Stream;

    fn now(&self) -> u64 {
        self.world.time()
    }

    fn chance(&self) -> f64 {
        self.world.fraction()
    }

    fn fresh_client(&self) -> ClientId {
        ClientId(self.world.bits())
    }

    async fn sleep(&self, millis: u64) {
        self.world.sleep(self.life, millis).await;
    }

    /// Nobody looks.
    async fn painted(&self) {}

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.world.executor.spawn(self.life, task);
    }

    async fn session(&self) -> Result<Session, ApiError> {
        self.ask(Call::Who).await?.session()
    }

    async fn sign_in(&self, sign_in: &SignIn) -> Result<Session, ApiError> {
        self.ask(Call::SignIn(sign_in.email.clone())).await?.session()
    }

    async fn sign_out(&self) -> Result<(), ApiError> {
        self.ask(Call::SignOut).await.map(drop)
    }

    async fn snapshot(&self) -> Result<Snapshot, ApiError> {
        Snapshot::read(self.ask(Call::Snapshot).await?.body())
    }

    async fn sync(&self, request: &SyncRequest) -> Result<Reply, ApiError> {
        let body = serde_json::to_string(request).map_err(|_| ApiError::Fault)?;
        Reply::read(self.ask(Call::Sync(body)).await?.body(), request)
    }

    fn stream(&self, nudged: Rc<dyn Fn(u64)>, lost: Rc<dyn Fn()>) -> Option<Stream> {
        Some(self.world.server.listen(&self.world, self.device, self.life, nudged, lost))
    }

    async fn open(&self, _: Rc<dyn Fn(Closed)>) -> Result<Opened, CacheError> {
        self.world.pause(self.life).await;
        Ok(Opened::new(self.world.clone(), self.device, self.life))
    }

    fn note_farewell(&self, member: MemberId) {
        self.world.device(self.device).farewell.set(Some(member));
    }

    fn noted_farewell(&self) -> Option<MemberId> {
        self.world.device(self.device).farewell.get()
    }

    fn note_removal(&self, member: MemberId) {
        self.world.device(self.device).removed.borrow_mut().insert(member);
    }

    fn removed(&self) -> Vec<MemberId> {
        self.world.device(self.device).removed.borrow().iter().copied().collect()
    }

    fn forget_removal(&self, member: MemberId) {
        self.world.device(self.device).removed.borrow_mut().remove(&member);
    }

    fn forget_farewell(&self) {
        self.world.device(self.device).farewell.set(None);
    }

    fn overhear(&self) {
        self.world.overhear(self.device, self.life);
    }

    fn listen(&self, hears: impl Fn(Message) + 'static) {
        self.world.listen(self.device, self.life, Rc::new(hears));
    }

    fn say(&self, message: &Message) {
        self.world.say(self.device, self.life, message);
    }

    async fn lock(&self, client: ClientId) -> Option<OwnedMutexGuard<()>> {
        let locks = self.world.device(self.device).locks.as_ref()?;
        let lock = locks.borrow_mut().entry(client).or_default().clone();
        Some(lock.lock_owned().await)
    }

    fn begun(&self) {}

    fn ask_to_keep_storage(&self) {}

    fn reload(&self) {}
}

/// What a person sees.
pub struct Wall {
    /// The workspace in memory.
    pub desk: RefCell<Desk>,
    /// Who sits there.
    pub seated: RefCell<Seated>,
    /// Refused changes.
    pub tray: RefCell<Vec<TrayItem>>,
    /// How we stand with the server.
    pub status: Cell<SyncStatus>,
    /// Whether there is something to see.
    pub loaded: Cell<bool>,
    /// Counts the changes of what is seen.
    pub changes: Cell<u64>,
    /// Where performed operations go.
    pub outgoing: RefCell<Option<Outgoing>>,
    /// Operations that were performed before it was known where they go.
    pub waiting: RefCell<Vec<Operation>>,
    world: Rc<World>,
    device: usize,
}

impl Wall {
    /// Nothing to see yet.
    pub fn new(world: Rc<World>, device: usize) -> Self {
        Self {
            desk: RefCell::default(),
            seated: RefCell::default(),
            tray: RefCell::default(),
            status: Cell::default(),
            loaded: Cell::default(),
            changes: Cell::default(),
            outgoing: RefCell::default(),
            waiting: RefCell::default(),
            world,
            device,
        }
    }

    /// Hands operations over that were performed.
    pub fn hand_over(&self, performed: Vec<Operation>) {
        let outgoing = self.outgoing.borrow().clone();
        match outgoing {
            Some(outgoing) if !performed.is_empty() => outgoing(performed),
            Some(_) => {}
            None => self.waiting.borrow_mut().extend(performed),
        }
    }

    /// Notes that something else is to be seen.
    pub fn changed(&self) {
        self.changes.set(self.changes.get() + 1);
    }

    /// The device's clock.
    pub fn device_now(&self) -> Timestamp {
        Timestamp(self.world.true_now() + self.world.device(self.device).skew.get())
    }
}

impl Screen for Wall {
    fn set_outgoing(&self, outgoing: Outgoing) {
        *self.outgoing.borrow_mut() = Some(outgoing);
        self.hand_over(self.waiting.take());
    }

    fn waiting(&self) -> usize {
        self.waiting.borrow().len()
    }

    fn begin(&self, beginning: Beginning) {
        self.changed();
        self.desk.borrow_mut().begin(beginning);
        self.loaded.set(true);
    }

    fn adopt(&self, operations: Vec<Operation>) {
        self.changed();
        self.desk.borrow_mut().adopt(operations);
    }

    fn settle(&self, client: ClientId, answers: &[Answer], entities: Vec<Entity>, cursor: u64) -> Settled {
        self.changed();
        self.desk.borrow_mut().settle(client, answers, entities, cursor)
    }

    fn caught_up(&self) -> Settled {
        self.changed();
        self.desk.borrow_mut().caught_up()
    }

    fn ways_back(&self, places: &BTreeSet<Place>) -> BTreeMap<Place, Body> {
        let is_one = |operation: &Operation| places.contains(&(operation.stamp.client, operation.number));
        self.desk.borrow().replica().ways_back(is_one)
    }

    fn set_server_now(&self, server_now: Timestamp) {
        let device_now = self.device_now();
        self.desk.borrow_mut().set_server_now(server_now, device_now);
    }

    fn cursor(&self) -> u64 {
        self.desk.borrow().replica().cursor()
    }

    fn pending(&self) -> usize {
        self.desk.borrow().replica().pending()
    }

    fn has(&self, key: EntityKey) -> bool {
        self.desk.borrow().view().has(key)
    }

    fn subject(&self, key: Option<EntityKey>) -> String {
        subject(self.desk.borrow().view(), key)
    }

    fn seated(&self) -> Seated {
        self.seated.borrow().clone()
    }

    fn set_seated(&self, seated: Seated) {
        *self.seated.borrow_mut() = seated;
    }

    fn set_loaded(&self, loaded: bool) {
        self.loaded.set(loaded);
    }

    fn show(&self, status: SyncStatus) {
        self.status.set(status);
    }

    fn tray<T>(&self, look: impl FnOnce(&[TrayItem]) -> T) -> T {
        look(&self.tray.borrow())
    }

    fn change_tray(&self, change: impl FnOnce(&mut Vec<TrayItem>)) {
        change(&mut self.tray.borrow_mut());
    }
}
