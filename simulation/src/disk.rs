//! The database on a device: what IndexedDB promises, and how it fails.
//! Transactions run one after another; a page may end before or after any
//! commit, and a full disk aborts.

use crate::{executor::Life, world::World};
use futures::lock::{Mutex, OwnedMutexGuard};
use smarketing_sync::{
    cache::CacheError,
    outbox::Place,
    platform::{Database, Key, Transaction},
};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    sync::Arc,
};

/// A key that is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// A name.
    Name(String),
    /// A client and a number.
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

/// What is in the stores.
pub type Stores = BTreeMap<String, BTreeMap<Kept, String>>;

/// A device's disk.
#[derive(Default)]
pub struct Disk {
    /// What has been committed.
    pub stores: RefCell<Stores>,
    /// There is no room for anything more.
    pub full: Cell<bool>,
    turn: Arc<Mutex<()>>,
}

/// An open database.
pub struct Opened {
    world: Rc<World>,
    device: usize,
    life: Life,
    closed: Cell<bool>,
}

impl Opened {
    /// Opens the database of a device for a tab.
    pub fn new(world: Rc<World>, device: usize, life: Life) -> Self {
        Self { world, device, life, closed: Cell::new(false) }
    }

    fn begin(&self, stores: &[&str], writes: bool) -> Result<Running, CacheError> {
        if self.closed.get() {
            return Err(CacheError::Gone);
        }
        Ok(Running {
            world: self.world.clone(),
            device: self.device,
            life: self.life,
            names: stores.iter().map(|name| (*name).to_owned()).collect(),
            writes,
            turn: Mutex::default(),
            changes: RefCell::default(),
        })
    }
}

impl Database for Opened {
    type Transaction = Running;

    fn read(&self, stores: &[&str]) -> Result<Running, CacheError> {
        self.begin(stores, false)
    }

    fn write(&self, stores: &[&str]) -> Result<Running, CacheError> {
        self.begin(stores, true)
    }

    fn close(&self) {
        self.closed.set(true);
    }
}

#[derive(Clone)]
enum Change {
    Put(String, Kept, String),
    Delete(String, Kept),
    Clear(String),
}

impl Change {
    fn store(&self) -> &str {
        match self {
            Self::Put(store, ..) | Self::Delete(store, _) | Self::Clear(store) => store,
        }
    }

    fn make(self, stores: &mut Stores) {
        match self {
            Self::Put(store, key, value) => drop(stores.entry(store).or_default().insert(key, value)),
            Self::Delete(store, key) => drop(stores.entry(store).or_default().remove(&key)),
            Self::Clear(store) => drop(stores.remove(&store)),
        }
    }
}

/// A transaction that runs.
pub struct Running {
    world: Rc<World>,
    device: usize,
    life: Life,
    names: Vec<String>,
    writes: bool,
    turn: Mutex<Option<OwnedMutexGuard<()>>>,
    changes: RefCell<Vec<Change>>,
}

impl Running {
    /// Waits until the transactions before it have ended; all requests that were made by
    /// then are answered after that.
    async fn turn(&self) {
        let mut turn = self.turn.lock().await;
        if turn.is_none() {
            *turn = Some(self.world.device(self.device).disk.turn.clone().lock_owned().await);
            self.world.pause(self.life).await;
        }
    }

    /// A store as the transaction sees it, its own changes included.
    fn rows(&self, store: &str) -> BTreeMap<Kept, String> {
        let committed = self.world.device(self.device).disk.stores.borrow().get(store).cloned();
        let mut stores: Stores = committed.map(|rows| (store.to_owned(), rows)).into_iter().collect();
        let changes = self.changes.borrow();
        changes.iter().filter(|change| change.store() == store).for_each(|change| change.clone().make(&mut stores));
        stores.remove(store).unwrap_or_default()
    }

    fn owns(&self, store: &str) -> Result<(), CacheError> {
        if self.names.iter().any(|name| name == store) { Ok(()) } else { Err(CacheError::Gone) }
    }

    fn note(&self, store: &str, change: Change) -> Result<(), CacheError> {
        self.owns(store)?;
        if self.writes {
            self.changes.borrow_mut().push(change);
            Ok(())
        } else {
            Err(CacheError::Refused("a reading transaction".to_owned()))
        }
    }
}

impl Transaction for Running {
    // Small, so that blocks are taken apart and written again all the time.
    const BLOCK: usize = 1_500;
    const LOOSE: usize = 5;

    async fn get(&self, store: &str, key: Key<'_>) -> Result<Option<String>, CacheError> {
        self.owns(store)?;
        self.turn().await;
        Ok(self.rows(store).remove(&key.into()))
    }

    async fn all(&self, store: &str) -> Result<Vec<String>, CacheError> {
        self.owns(store)?;
        self.turn().await;
        Ok(self.rows(store).into_values().collect())
    }

    async fn each(&self, store: &str, take: impl FnMut(String)) -> Result<(), CacheError> {
        self.all(store).await?.into_iter().for_each(take);
        Ok(())
    }

    fn put(&self, store: &str, key: Key<'_>, value: &str) -> Result<(), CacheError> {
        self.note(store, Change::Put(store.to_owned(), key.into(), value.to_owned()))
    }

    fn delete(&self, store: &str, key: Key<'_>) -> Result<(), CacheError> {
        self.note(store, Change::Delete(store.to_owned(), key.into()))
    }

    fn clear(&self, store: &str) -> Result<(), CacheError> {
        self.note(store, Change::Clear(store.to_owned()))
    }

    async fn complete(self) -> Result<(), CacheError> {
        self.turn().await;
        if !self.writes {
            return Ok(());
        }
        let device = self.world.device(self.device);
        let changes = self.changes.take();
        let grows = changes.iter().any(|change| matches!(change, Change::Put(..)));
        if grows && device.disk.full.get() {
            return Err(CacheError::Refused("QuotaExceededError".to_owned()));
        }
        let before = device.disk.stores.borrow().clone();
        for change in changes {
            change.make(&mut device.disk.stores.borrow_mut());
        }
        self.world.saved(self.device, &before);
        // The page may end before it hears of the commit.
        self.world.pause(self.life).await;
        Ok(())
    }
}
