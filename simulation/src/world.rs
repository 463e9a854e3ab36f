//! Everything around the clients: time, chance, devices, the network.

use crate::{
    dice::Dice,
    disk::{Disk, Stores},
    executor::{Executor, Life},
    ledger::Ledger,
    server::Server,
    surroundings::Surroundings,
};
use futures::{channel::oneshot, lock::Mutex};
use smarketing_domain::{
    clock::Timestamp,
    ids::{ClientId, MemberId},
};
use smarketing_sync::{driver::Driver, message::Message};
use std::{
    cell::{Cell, Ref, RefCell, RefMut},
    collections::{BTreeMap, BTreeSet, VecDeque},
    rc::Rc,
    sync::Arc,
};

/// The moment at which every schedule begins, in milliseconds since 1970.
pub const BEGIN: i64 = 1_750_000_000_000;

/// Web locks, by the client that they stand for.
pub type Locks = BTreeMap<ClientId, Lock>;

/// Held by one tab at a time.
pub type Lock = Arc<Mutex<()>>;

/// A tab's driver.
pub type Tab = Driver<Surroundings>;

/// What happens.
type Act = Box<dyn FnOnce(&Rc<World>)>;

/// Something that happens when it is its turn.
pub struct Event {
    life: Life,
    act: Act,
}

/// One browser of one person.
#[derive(Default)]
pub struct Device {
    /// Its database.
    pub disk: Disk,
    /// Its clock minus the true time, in milliseconds.
    pub skew: Cell<i64>,
    /// It cannot reach the server.
    pub offline: Cell<bool>,
    /// The server's cookie: the number of a session.
    pub cookie: Cell<Option<u64>>,
    /// Who asked for it to be wiped.
    pub farewell: Cell<Option<MemberId>>,
    /// Who is noted there as removed.
    pub removed: RefCell<BTreeSet<MemberId>>,
    /// Web locks; `None`: it has none.
    pub locks: Option<RefCell<Locks>>,
}

/// A tab that is open.
#[derive(Clone)]
pub struct Open {
    /// Its life.
    pub life: Life,
    /// Where.
    pub device: usize,
    /// What it runs.
    pub driver: Rc<Tab>,
    /// What takes its person's last step back.
    pub undo: Rc<RefCell<Vec<smarketing_domain::operation::Body>>>,
}

type Hears = Rc<dyn Fn(Message)>;

/// Somebody who listens to other tabs.
struct Listener {
    life: Life,
    device: usize,
    /// Nobody yet: what is told waits.
    hears: Option<Hears>,
    inbox: VecDeque<String>,
}

/// Everything.
pub struct World {
    /// Chance.
    pub dice: RefCell<Dice>,
    /// What is being done.
    pub executor: Executor,
    /// What has to hold.
    pub ledger: RefCell<Ledger>,
    /// The server.
    pub server: Server,
    /// Open tabs.
    pub tabs: RefCell<Vec<Open>>,
    /// No more faults: everything works from now on.
    pub calm: Cell<bool>,
    /// What has happened, when somebody wants to read it.
    pub story: RefCell<Option<Vec<String>>>,
    devices: Vec<Device>,
    time: Cell<u64>,
    lives: Cell<Life>,
    events: RefCell<Vec<Event>>,
    timers: RefCell<Vec<(u64, Life, oneshot::Sender<()>)>>,
    listeners: RefCell<Vec<Listener>>,
}

impl World {
    /// A world that has not begun.
    pub fn new(dice: Dice, devices: Vec<Device>, server: Server) -> Rc<Self> {
        Rc::new(Self {
            dice: RefCell::new(dice),
            executor: Executor::default(),
            ledger: RefCell::default(),
            server,
            tabs: RefCell::default(),
            calm: Cell::default(),
            story: RefCell::default(),
            devices,
            time: Cell::new(1),
            lives: Cell::default(),
            events: RefCell::default(),
            timers: RefCell::default(),
            listeners: RefCell::default(),
        })
    }

    /// The dice.
    pub fn dice(&self) -> RefMut<'_, Dice> {
        self.dice.borrow_mut()
    }

    /// 64 random bits.
    pub fn bits(&self) -> u64 {
        self.dice().bits()
    }

    /// A number below `end`.
    pub fn below(&self, end: usize) -> usize {
        self.dice().below(end)
    }

    /// True in so many of a hundred cases.
    pub fn percent(&self, percent: u64) -> bool {
        self.dice().percent(percent)
    }

    /// From 0 to 1.
    pub fn fraction(&self) -> f64 {
        self.dice().fraction()
    }

    /// One of them.
    pub fn pick<T: Copy>(&self, of: &[T]) -> Option<T> {
        self.dice().pick(of)
    }

    /// Whether something goes wrong, in so many of a hundred cases; never when it is calm.
    pub fn mishap(&self, percent: u64) -> bool {
        !self.calm.get() && self.dice().percent(percent)
    }

    /// Writes the story on.
    pub fn tell(&self, line: impl FnOnce() -> String) {
        if let Some(story) = self.story.borrow_mut().as_mut() {
            story.push(format!("{:>9} {}", self.time.get(), line()));
        }
    }

    /// Milliseconds since the beginning.
    pub fn time(&self) -> u64 {
        self.time.get()
    }

    /// The true time, in milliseconds since 1970.
    pub fn true_now(&self) -> i64 {
        BEGIN + self.time.get() as i64
    }

    /// Whether a device cannot reach the server. When all is calm, each can.
    pub fn is_cut_off(&self, device: usize) -> bool {
        self.device(device).offline.get() && !self.calm.get()
    }

    /// A device.
    pub fn device(&self, index: usize) -> &Device {
        &self.devices[index]
    }

    /// How many there are.
    pub fn devices(&self) -> usize {
        self.devices.len()
    }

    /// The tabs that are open.
    pub fn open(&self) -> Ref<'_, Vec<Open>> {
        self.tabs.borrow()
    }

    /// A new life.
    pub fn born(&self) -> Life {
        self.lives.set(self.lives.get() + 1);
        self.lives.get()
    }

    /// Ends a life: nothing of it is ever done again.
    pub fn end(&self, life: Life) {
        let mut gone: Vec<Box<dyn std::any::Any>> = Vec::new();
        self.tabs.borrow_mut().retain(|tab| {
            if tab.life == life {
                gone.push(Box::new(tab.clone()));
            }
            tab.life != life
        });
        self.listeners.borrow_mut().retain(|listener| listener.life != life);
        let (kept, dead): (Vec<_>, Vec<_>) = self.events.take().into_iter().partition(|event| event.life != life);
        *self.events.borrow_mut() = kept;
        self.timers.borrow_mut().retain(|(_, of, _)| *of != life);
        self.executor.kill(life);
        drop((gone, dead));
    }

    /// Lets something happen later, when chance wants it.
    pub fn later(&self, life: Life, act: impl FnOnce(&Rc<World>) + 'static) {
        self.events.borrow_mut().push(Event { life, act: Box::new(act) });
    }

    /// Waits until chance wants it to go on.
    pub async fn pause(&self, life: Life) {
        let (done, wait) = oneshot::channel();
        self.later(life, move |_| {
            let _ = done.send(());
        });
        let _ = wait.await;
    }

    /// Waits so many milliseconds.
    pub async fn sleep(&self, life: Life, millis: u64) {
        let (done, wait) = oneshot::channel();
        self.timers.borrow_mut().push((self.time.get() + millis, life, done));
        let _ = wait.await;
    }

    /// How many things wait for chance.
    pub fn waiting(&self) -> usize {
        self.events.borrow().len()
    }

    /// Lets one of them happen.
    pub fn happen(self: &Rc<Self>, index: usize) {
        let event = self.events.borrow_mut().remove(index);
        (event.act)(self);
    }

    /// Time passes until the next timer, or for `most` milliseconds.
    pub fn pass(&self, most: u64) {
        self.timers.borrow_mut().retain(|(_, _, done)| !done.is_canceled());
        let next = self.timers.borrow().iter().map(|(due, _, _)| *due).min();
        let limit = self.time.get() + most;
        self.skip(next.map_or(limit, |due| due.clamp(self.time.get(), limit)) - self.time.get());
    }

    /// So many milliseconds pass while everything sleeps; timers ring afterwards.
    pub fn skip(&self, millis: u64) {
        self.time.set(self.time.get() + millis);
        let now = self.time.get();
        let mut timers = self.timers.borrow_mut();
        let (ring, rest): (Vec<_>, Vec<_>) = timers.drain(..).partition(|(due, _, _)| *due <= now);
        *timers = rest;
        drop(timers);
        for (_, _, done) in ring {
            let _ = done.send(());
        }
    }

    /// A device's database has changed.
    pub fn saved(&self, device: usize, before: &Stores) {
        let after = self.device(device).disk.stores.borrow();
        self.tell(|| {
            let rows = |store: &str| after.get(store).map_or(0, |rows| rows.len());
            let meta: Vec<_> = after.get("meta").into_iter().flat_map(|rows| rows.values()).collect();
            format!(
                "device {device}: saved outbox {}, accepted {}, tray {}, entities {}, {meta:?}",
                rows("outbox"),
                rows("accepted"),
                rows("tray"),
                rows("entities")
            )
        });
        self.ledger.borrow_mut().saved(device, Timestamp(self.true_now()), before, &after);
    }

    /// Listens to the other tabs of a device.
    pub fn listen(&self, device: usize, life: Life, hears: Hears) {
        self.overhear(device, life);
        let mut listeners = self.listeners.borrow_mut();
        if let Some(listener) = listeners.iter_mut().find(|listener| listener.life == life) {
            listener.hears = Some(hears);
            for _ in &listener.inbox {
                self.later(life, move |world| world.hear(life));
            }
        }
    }

    /// What other tabs of a device tell waits for whoever will listen.
    pub fn overhear(&self, device: usize, life: Life) {
        let mut listeners = self.listeners.borrow_mut();
        if !listeners.iter().any(|listener| listener.life == life) {
            listeners.push(Listener { life, device, hears: None, inbox: VecDeque::new() });
        }
    }

    /// Tells the other tabs of a device.
    pub fn say(&self, device: usize, from: Life, message: &Message) {
        let Ok(text) = serde_json::to_string(message) else { return };
        let mut hear = Vec::new();
        for listener in self.listeners.borrow_mut().iter_mut() {
            if listener.device == device && listener.life != from {
                listener.inbox.push_back(text.clone());
                hear.push(listener.life);
            }
        }
        for life in hear {
            self.later(life, move |world| world.hear(life));
        }
    }

    fn hear(&self, life: Life) {
        let heard =
            self.listeners.borrow_mut().iter_mut().find(|listener| listener.life == life).and_then(|listener| {
                let hears = listener.hears.clone()?;
                Some((serde_json::from_str(&listener.inbox.pop_front()?).ok()?, hears))
            });
        if let Some((message, hears)) = heard {
            self.tell(|| format!("tab {life} hears {message:?}"));
            hears(message);
        }
    }
}
