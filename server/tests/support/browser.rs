//! The client that ships (`sync`), with a network of real sockets and a disk in memory.

use reqwest::{RequestBuilder, StatusCode};
use smarketing_domain::{
    clock::Timestamp,
    entity::{Entity, EntityKey},
    ids::{ClientId, MemberId},
    operation::{Body, Operation},
    replica::Settled,
    wire::{Answer, Problem, Session, SignIn, SyncRequest},
};
use smarketing_server::time;
use smarketing_sync::{
    answer::{ApiError, Reply},
    cache::{CacheError, Closed},
    desk::{Beginning, Desk},
    driver::Driver,
    message::Message,
    outbox::Place,
    platform::{Database, Key, Outgoing, Platform, Screen, Transaction},
    seat::Seated,
    snapshot::Snapshot,
    status::{SyncStatus, SyncWord, TrayItem},
    subject::subject,
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    time::{Duration, Instant},
};

/// A browser with one tab.
pub struct Browser {
    http: reqwest::Client,
    url: Rc<RefCell<String>>,
    cookie: RefCell<String>,
    disk: Disk,
    begun: Instant,
    /// Bytes of each answer, unpacked.
    pub heard: RefCell<Vec<usize>>,
}

/// A tab's driver.
pub type Tab = Rc<Driver<Browser>>;

impl Browser {
    /// Opens it, and signs in.
    pub async fn open(url: &Rc<RefCell<String>>, email: &str, password: &str) -> Tab {
        let browser = Self {
            http: reqwest::Client::new(),
            url: url.clone(),
            cookie: RefCell::default(),
            disk: Disk::default(),
            begun: Instant::now(),
            heard: RefCell::default(),
        };
        let (driver, rung) = Driver::new(Rc::new(browser), Wall::default());
        tokio::task::spawn_local(driver.clone().run(rung));
        driver.sign_in(email.to_owned(), password.to_owned()).await.unwrap();
        driver
    }

    fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        let address = format!("{}{path}", self.url.borrow());
        self.http.request(method, address).header("cookie", &*self.cookie.borrow())
    }

    async fn ask(&self, request: RequestBuilder) -> Result<Vec<u8>, ApiError> {
        let response = request.send().await.map_err(|_| ApiError::Unreachable)?;
        if let Some(line) = response.headers().get("set-cookie").and_then(|line| line.to_str().ok()) {
            *self.cookie.borrow_mut() = line.split(';').next().unwrap_or_default().to_owned();
        }
        let status = response.status();
        let bytes = response.bytes().await.map_err(|_| ApiError::Unreachable)?.to_vec();
        if status.is_success() {
            self.heard.borrow_mut().push(bytes.len());
            return Ok(bytes);
        }
        let code = serde_json::from_slice::<Problem>(&bytes).map(|problem| problem.code).unwrap_or_default();
        Err(match (status, &*code) {
            (_, "operation_gap") => ApiError::Gap,
            (StatusCode::UNAUTHORIZED, _) => ApiError::SignedOut,
            _ => ApiError::Fault,
        })
    }
}

/// A person makes changes in a tab.
pub fn perform(tab: &Tab, bodies: Vec<Body>) {
    let member = tab.me().unwrap().member;
    let step = tab.screen.desk.borrow_mut().perform(member, bodies, time::now());
    assert!(step.refusal.is_none(), "{:?}", step.refusal);
    let outgoing = tab.screen.outgoing.borrow().clone().unwrap();
    outgoing(step.performed);
}

/// Waits until everybody has come to rest, having read up to one counter.
pub async fn rest(tabs: &[Tab]) -> u64 {
    let begun = Instant::now();
    loop {
        let all: Vec<SyncStatus> = tabs.iter().map(|tab| tab.screen.status.get()).collect();
        let rests = |status: &SyncStatus| {
            matches!(status.word, SyncWord::Synced | SyncWord::Rejected) && status.cursor == all[0].cursor
        };
        if all.iter().all(rests) && tabs.iter().all(|tab| tab.writer.is_idle()) {
            return all[0].cursor;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "no rest: {all:?}");
        tabs.iter().for_each(|tab| tab.tell(smarketing_sync::engine::Engine::pull));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

impl Platform for Browser {
    type Screen = Wall;
    type Database = Disk;
    type Lock = ();
    type Stream = ();

    fn now(&self) -> u64 {
        self.begun.elapsed().as_millis() as u64
    }

    fn chance(&self) -> f64 {
        0.5
    }

    fn fresh_client(&self) -> ClientId {
        ClientId(uuid::Uuid::new_v4().as_u64_pair().0)
    }

    async fn sleep(&self, millis: u64) {
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }

    /// Nobody looks.
    async fn painted(&self) {}

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        tokio::task::spawn_local(task);
    }

    async fn session(&self) -> Result<Session, ApiError> {
        let body = self.ask(self.request(reqwest::Method::GET, "/api/session")).await?;
        serde_json::from_slice(&body).map_err(|_| ApiError::Fault)
    }

    async fn sign_in(&self, sign_in: &SignIn) -> Result<Session, ApiError> {
        let body = self.ask(self.request(reqwest::Method::POST, "/api/session").json(sign_in)).await?;
        serde_json::from_slice(&body).map_err(|_| ApiError::Fault)
    }

    async fn sign_out(&self) -> Result<(), ApiError> {
        self.ask(self.request(reqwest::Method::DELETE, "/api/session")).await.map(drop)
    }

    async fn snapshot(&self) -> Result<Snapshot, ApiError> {
        Snapshot::read(&self.ask(self.request(reqwest::Method::GET, "/api/snapshot")).await?)
    }

    async fn sync(&self, request: &SyncRequest) -> Result<Reply, ApiError> {
        let asked = self.request(reqwest::Method::POST, "/api/sync").json(request);
        Reply::read(&self.ask(asked).await?, request)
    }

    // Nudges only make it faster.
    fn stream(&self, _: Rc<dyn Fn(u64)>, _: Rc<dyn Fn()>) -> Option<()> {
        None
    }

    async fn open(&self, _: Rc<dyn Fn(Closed)>) -> Result<Disk, CacheError> {
        Ok(self.disk.clone())
    }

    fn note_farewell(&self, _: MemberId) {}

    fn noted_farewell(&self) -> Option<MemberId> {
        None
    }

    fn note_removal(&self, _: MemberId) {}

    fn removed(&self) -> Vec<MemberId> {
        Vec::new()
    }

    fn forget_removal(&self, _: MemberId) {}

    fn forget_farewell(&self) {}

    fn overhear(&self) {}
    fn listen(&self, _: impl Fn(Message) + 'static) {}

    fn say(&self, _: &Message) {}

    async fn lock(&self, _: ClientId) -> Option<()> {
        None
    }

    fn begun(&self) {}

    fn ask_to_keep_storage(&self) {}

    fn reload(&self) {}
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Kept {
    Name(String),
    Place(Place),
}

impl From<Key<'_>> for Kept {
    fn from(key: Key<'_>) -> Self {
        match key {
            Key::Name(name) => Self::Name(name.to_owned()),
            Key::Place(place) => Self::Place(place),
        }
    }
}

type Stores = BTreeMap<String, BTreeMap<Kept, String>>;

/// A database that never fails; how it can is simulated elsewhere.
#[derive(Clone, Default)]
pub struct Disk(Rc<RefCell<Stores>>);

impl Database for Disk {
    type Transaction = Self;

    fn read(&self, _: &[&str]) -> Result<Self, CacheError> {
        Ok(self.clone())
    }

    fn write(&self, _: &[&str]) -> Result<Self, CacheError> {
        Ok(self.clone())
    }

    fn close(&self) {}
}

impl Transaction for Disk {
    async fn get(&self, store: &str, key: Key<'_>) -> Result<Option<String>, CacheError> {
        Ok(self.0.borrow().get(store).and_then(|rows| rows.get(&key.into()).cloned()))
    }

    async fn all(&self, store: &str) -> Result<Vec<String>, CacheError> {
        Ok(self.0.borrow().get(store).map(|rows| rows.values().cloned().collect()).unwrap_or_default())
    }

    async fn each(&self, store: &str, take: impl FnMut(String)) -> Result<(), CacheError> {
        self.all(store).await?.into_iter().for_each(take);
        Ok(())
    }

    fn put(&self, store: &str, key: Key<'_>, value: &str) -> Result<(), CacheError> {
        self.0.borrow_mut().entry(store.to_owned()).or_default().insert(key.into(), value.to_owned());
        Ok(())
    }

    fn delete(&self, store: &str, key: Key<'_>) -> Result<(), CacheError> {
        self.0.borrow_mut().entry(store.to_owned()).or_default().remove(&key.into());
        Ok(())
    }

    fn clear(&self, store: &str) -> Result<(), CacheError> {
        self.0.borrow_mut().remove(store);
        Ok(())
    }

    async fn complete(self) -> Result<(), CacheError> {
        Ok(())
    }
}

/// What is to be seen.
#[derive(Default)]
pub struct Wall {
    pub desk: RefCell<Desk>,
    pub tray: RefCell<Vec<TrayItem>>,
    pub status: Cell<SyncStatus>,
    outgoing: RefCell<Option<Outgoing>>,
    seated: RefCell<Seated>,
}

impl Screen for Wall {
    fn set_outgoing(&self, outgoing: Outgoing) {
        *self.outgoing.borrow_mut() = Some(outgoing);
    }

    fn waiting(&self) -> usize {
        0
    }

    fn begin(&self, beginning: Beginning) {
        self.desk.borrow_mut().begin(beginning);
    }

    fn adopt(&self, operations: Vec<Operation>) {
        self.desk.borrow_mut().adopt(operations);
    }

    fn settle(&self, client: ClientId, answers: &[Answer], entities: Vec<Entity>, cursor: u64) -> Settled {
        self.desk.borrow_mut().settle(client, answers, entities, cursor)
    }

    fn caught_up(&self) -> Settled {
        self.desk.borrow_mut().caught_up()
    }

    fn ways_back(&self, places: &BTreeSet<Place>) -> BTreeMap<Place, Body> {
        let is_one = |operation: &Operation| places.contains(&(operation.stamp.client, operation.number));
        self.desk.borrow().replica().ways_back(is_one)
    }

    fn set_server_now(&self, server_now: Timestamp) {
        self.desk.borrow_mut().set_server_now(server_now, time::now());
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

    fn set_loaded(&self, _: bool) {}

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
