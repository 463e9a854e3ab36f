//! Saves changes one after another, in the order in which they were made, and
//! again and again until they are saved. Nothing that is not saved is forgotten.
//! Changes that are handed in without a pause between them are one transaction.

use crate::{
    accepted::Accepted,
    cache::{Cache, CacheError, Closed},
    change::{Change, Read, TrayRow},
    platform::Platform,
    seat::Me,
};
use futures::channel::oneshot;
use smarketing_domain::fault::{Fault, planted};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

/// The first and the longest wait after a failure, in milliseconds.
const WAIT: (u64, u64) = (1_000, 30_000);

/// What the writer has to tell.
pub enum Report {
    /// Changes are saved; kept records have been read so far.
    Saved(Option<Read>),
    /// The browser refuses to save.
    Failed(CacheError),
    /// The database was gone and has been made anew: what is in memory has to
    /// be saved again.
    Vanished,
    /// A newer page wants to change the database, and everything is saved.
    Outdated,
}

/// Hears what became of changes.
pub type Hears = Rc<dyn Fn(Report)>;

/// Begins to save.
type Start<P> = fn(Rc<Writer<P>>);

/// Saves changes.
pub struct Writer<P: Platform> {
    platform: Rc<P>,
    cache: RefCell<Option<Rc<Cache<P::Database>>>>,
    queue: RefCell<VecDeque<Change>>,
    /// Operations of the transaction that is running.
    writing: Cell<usize>,
    /// What the server accepted, of the same transaction.
    keeping: RefCell<Vec<Accepted>>,
    /// What it refused, of the same transaction.
    refusing: RefCell<Vec<TrayRow>>,
    running: Cell<bool>,
    /// Begins to save; before there is one, changes wait.
    start: Cell<Option<Start<P>>>,
    failing: Cell<bool>,
    outdated: Cell<bool>,
    waiting: RefCell<Vec<oneshot::Sender<()>>>,
    /// Who the database should know to be signed in.
    member: RefCell<Option<Me>>,
    /// Counts how often what waits was forgotten.
    cleared: Cell<u64>,
    report: RefCell<Option<Hears>>,
}

impl<P: Platform> Writer<P> {
    /// A writer for the database of this platform.
    pub fn new(platform: Rc<P>) -> Rc<Self> {
        Rc::new(Self {
            platform,
            cache: RefCell::default(),
            queue: RefCell::default(),
            writing: Cell::default(),
            keeping: RefCell::default(),
            refusing: RefCell::default(),
            running: Cell::default(),
            start: Cell::default(),
            failing: Cell::default(),
            outdated: Cell::default(),
            waiting: RefCell::default(),
            member: RefCell::default(),
            cleared: Cell::default(),
            report: RefCell::default(),
        })
    }

    /// Who hears what became of changes.
    pub fn set_report(&self, report: Hears) {
        *self.report.borrow_mut() = Some(report);
    }

    /// Begins to save what waits. Whatever does the saving is reached from here only: an
    /// app can load it later.
    pub fn begin(self: &Rc<Self>) {
        self.start.set(Some(|writer| writer.platform.clone().spawn(writer.work())));
        if !self.queue.borrow().is_empty() {
            self.run();
        }
    }

    /// Who the database should know: one that does not has vanished meanwhile.
    pub fn set_member(&self, me: Option<Me>) {
        *self.member.borrow_mut() = me;
    }

    /// The database, opened when it is not.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn cache(self: &Rc<Self>) -> Result<Rc<Cache<P::Database>>, CacheError> {
        if let Some(cache) = self.cache.borrow().clone() {
            return Ok(cache);
        }
        let weak = Rc::downgrade(self);
        let closed = move |why| {
            if let Some(writer) = weak.upgrade() {
                writer.closed(why);
            }
        };
        let cache = Rc::new(Cache::new(self.platform.open(Rc::new(closed)).await?));
        let known = self.member.borrow().clone();
        if known.is_some() && cache.read_session().await?.map(|me| me.member) != known.map(|me| me.member) {
            self.tell(Report::Vanished);
        }
        *self.cache.borrow_mut() = Some(cache.clone());
        Ok(cache)
    }

    fn closed(self: &Rc<Self>, why: Closed) {
        match why {
            Closed::Gone => {
                *self.cache.borrow_mut() = None;
                self.push(Change::default());
            }
            Closed::Outdated => {
                self.outdated.set(true);
                self.push(Change::default());
            }
        }
    }

    /// Operations that are not saved yet.
    pub fn unsaved(&self) -> usize {
        if planted(Fault::SavedBeforeComplete) {
            return 0;
        }
        self.writing.get() + self.queue.borrow().iter().map(|change| change.put.len()).sum::<usize>()
    }

    /// What the server accepted, and is not saved yet.
    pub fn unsaved_accepted(&self) -> Vec<Accepted> {
        let (keeping, queue) = (self.keeping.borrow(), self.queue.borrow());
        keeping.iter().chain(accepted_in(&*queue)).cloned().collect()
    }

    /// What the server refused, and is not saved yet: each once, as it was last.
    pub fn unsaved_refused(&self) -> Vec<TrayRow> {
        let (refusing, queue) = (self.refusing.borrow(), self.queue.borrow());
        let all = refusing.iter().chain(queue.iter().flat_map(|change| &change.refused));
        let last: BTreeMap<_, _> = all.map(|row| (row.place(), row)).collect();
        last.into_values().cloned().collect()
    }

    /// Saves a change as soon as possible.
    pub fn push(self: &Rc<Self>, change: Change) {
        self.queue.borrow_mut().push_back(change);
        self.run();
    }

    /// Saves a change before those that wait.
    pub fn push_first(self: &Rc<Self>, change: Change) {
        self.queue.borrow_mut().push_front(change);
        self.run();
    }

    /// Forgets what waits (the device is being wiped).
    pub fn clear(&self) {
        self.cleared.set(self.cleared.get() + 1);
        self.queue.borrow_mut().clear();
    }

    /// Whether everything is saved.
    pub fn is_idle(&self) -> bool {
        !self.running.get() && self.queue.borrow().is_empty()
    }

    /// Waits until nothing waits, or saving has failed.
    pub async fn flush(&self) {
        if self.running.get() && !self.failing.get() {
            let (done, saved) = oneshot::channel();
            self.waiting.borrow_mut().push(done);
            // Dropped with the writer: then there is nothing to wait for either.
            let _ = saved.await;
        }
    }

    fn run(self: &Rc<Self>) {
        let Some(start) = self.start.get() else { return };
        if !self.running.replace(true) {
            start(self.clone());
        }
    }

    async fn work(self: Rc<Self>) {
        let (mut wait, mut reopened) = (WAIT.0, false);
        loop {
            let batch: Vec<Change> = self.queue.borrow_mut().drain(..).collect();
            if batch.is_empty() {
                break;
            }
            self.writing.set(batch.iter().map(|change| change.put.len()).sum());
            *self.keeping.borrow_mut() = accepted_in(&batch).cloned().collect();
            *self.refusing.borrow_mut() = batch.iter().flat_map(|change| &change.refused).cloned().collect();
            let cleared = self.cleared.get();
            let result = self.save(&batch).await;
            self.writing.set(0);
            self.keeping.borrow_mut().clear();
            self.refusing.borrow_mut().clear();
            match result {
                // Nobody wants to know: whoever made it has left.
                _ if self.cleared.get() != cleared => {
                    *self.cache.borrow_mut() = None;
                    self.failing.set(false);
                }
                Ok(read) => {
                    (wait, reopened) = (WAIT.0, false);
                    self.failing.set(false);
                    self.tell(Report::Saved(read));
                }
                Err(CacheError::Gone) if !reopened => {
                    // Most likely only the connection was closed: no wait, no fuss.
                    *self.cache.borrow_mut() = None;
                    self.put_back(batch);
                    reopened = true;
                }
                Err(error) => {
                    *self.cache.borrow_mut() = None;
                    if !planted(Fault::FailedSaveForgotten) {
                        self.put_back(batch);
                    }
                    self.failing.set(true);
                    self.tell(Report::Failed(error));
                    self.waiting.borrow_mut().clear();
                    self.platform.sleep(wait).await;
                    wait = (wait * 2).min(WAIT.1);
                }
            }
        }
        self.running.set(false);
        self.failing.set(false);
        self.waiting.borrow_mut().clear();
        if self.outdated.get() {
            if let Some(cache) = self.cache.borrow_mut().take() {
                cache.close();
            }
            self.tell(Report::Outdated);
        }
    }

    async fn save(self: &Rc<Self>, batch: &[Change]) -> Result<Option<Read>, CacheError> {
        self.cache().await?.write(batch).await
    }

    /// Received records can be asked for again, operations cannot: they go
    /// first when there is little room.
    fn put_back(&self, batch: Vec<Change>) {
        let mut queue = self.queue.borrow_mut();
        for mut change in batch.into_iter().rev() {
            change.received = None;
            queue.push_front(change);
        }
    }

    fn tell(&self, report: Report) {
        let hears = self.report.borrow().clone();
        if let Some(hears) = hears {
            hears(report);
        }
    }
}

fn accepted_in<'a>(changes: impl IntoIterator<Item = &'a Change>) -> impl Iterator<Item = &'a Accepted> {
    changes.into_iter().flat_map(|change| &change.accepted)
}
