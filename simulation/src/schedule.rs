//! One schedule: a world that begins, so many steps, and then quiet.

use crate::{
    dice::Dice,
    disk::{Kept, Stores},
    ledger::{self, Mark},
    mishap,
    server::Server,
    shelf::{Content, Shelf},
    studio,
    surroundings::{Surroundings, Wall},
    world::{BEGIN, Device, Open, World},
};
use smarketing_domain::{
    clock::Timestamp,
    ids::{EpochId, MemberId},
    wire::SignIn,
};
use smarketing_server::hub::Page;
use smarketing_sync::{
    accepted::Accepted,
    change::{Read, TrayRow},
    driver::Driver,
    outbox::Place,
    platform::Screen,
    seat::Seated,
    status::{SyncWord, TrayItem},
};
use std::{
    collections::BTreeSet,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
};
use uuid::Uuid;

/// The fewest steps of a schedule.
pub const STEPS: usize = 400;
/// Events until it has to be quiet.
const QUIET_MAX: usize = 20_000;

/// A schedule in which something did not hold.
#[derive(Debug)]
pub struct Broken {
    /// Its seed.
    pub seed: u64,
    /// At which step.
    pub step: usize,
    /// What did not hold.
    pub rule: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, step, rule } = self;
        write!(f, "seed {seed}, step {step}: {rule}\n  replay it with: make replay SEED={seed}")
    }
}

/// What a schedule that held was like.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// Its steps.
    pub steps: usize,
    /// Operations that were accepted.
    pub accepted: usize,
    /// Operations that were refused or thrown away.
    pub ended: usize,
}

/// Runs the schedule of a seed.
///
/// # Errors
/// What did not hold, and when.
pub fn run(seed: u64) -> Result<Summary, Broken> {
    play(seed, Schedule::new(seed, false), Schedule::all).0
}

/// Runs the schedule of a seed and tells every step of it.
pub fn replay(seed: u64) -> (Vec<String>, Result<Summary, Broken>) {
    let (result, story) = play(seed, Schedule::new(seed, true), Schedule::all);
    (story, result)
}

/// Plays a schedule to its end: what came of it, and its story.
pub(crate) fn play(
    seed: u64,
    mut schedule: Schedule,
    all: impl FnOnce(&mut Schedule) -> Result<(), String>,
) -> (Result<Summary, Broken>, Vec<String>) {
    let played = catch_unwind(AssertUnwindSafe(|| all(&mut schedule)));
    let result = match played {
        Ok(Ok(())) => {
            let ledger = schedule.world.ledger.borrow();
            Ok(Summary { steps: schedule.step, accepted: ledger.accepted(), ended: ledger.ended() })
        }
        Ok(Err(rule)) => Err(Broken { seed, step: schedule.step, rule }),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Err(Broken { seed, step: schedule.step, rule: format!("panicked: {}", said.unwrap_or_default()) })
        }
    };
    let story = schedule.world.story.take().unwrap_or_default();
    schedule.close();
    (result, story)
}

/// A world, and how many steps it has gone.
pub(crate) struct Schedule {
    /// The world.
    pub(crate) world: Rc<World>,
    /// Its steps.
    pub(crate) step: usize,
}

impl Schedule {
    fn new(seed: u64, told: bool) -> Self {
        let mut dice = Dice::new(seed);
        let devices = (0..1 + dice.below(4)).map(|_| device(&mut dice)).collect::<Vec<_>>();
        Self::on(dice, devices, told)
    }

    /// A workspace that nobody has opened, and these devices.
    pub(crate) fn on(mut dice: Dice, devices: Vec<Device>, told: bool) -> Self {
        let workspace = studio::workspace(Timestamp(BEGIN));
        let shelf = Shelf::default();
        let epoch = EpochId(Uuid::from_u128(u128::from(dice.bits())));
        *shelf.content() = content(workspace, epoch);
        let bytes = 300 + dice.below(6_000);
        // Some servers let whoever is far behind begin anew; others never do.
        let page = Page { bytes, one_in: if bytes.is_multiple_of(2) { 4 } else { 1 } };
        let world = World::new(dice, devices, Server::new(shelf, studio::id(0), page));
        if told {
            *world.story.borrow_mut() = Some(Vec::new());
        }
        world.ledger.borrow_mut().begin(&world.server.shelf.content());
        Self { world, step: 0 }
    }

    fn all(&mut self) -> Result<(), String> {
        let world = self.world.clone();
        world.server.start(&world);
        // Between 3 and 8 tabs, each device with at least one.
        let clients = (3 + world.below(6)).max(world.devices());
        for n in 0..clients {
            open(&world, n % world.devices());
        }
        // Mishaps may come before anybody has signed in.
        for tab in world.tabs.borrow().clone() {
            sign_in(&world, &tab, tab.device as u128 + 1);
        }
        let steps = STEPS + world.below(STEPS);
        for _ in 0..steps {
            self.step += 1;
            mishap::step(&world);
            self.check()?;
        }
        self.quiet()
    }

    /// Lets everybody work until they wait, and looks at everything that changed.
    pub(crate) fn check(&mut self) -> Result<(), String> {
        let world = &self.world;
        let Some(touched) = world.executor.run() else { return Err("somebody runs in a circle".to_owned()) };
        let mut ledger = world.ledger.borrow_mut();
        let content = world.server.shelf.content();
        ledger.server(&content, Timestamp(world.true_now()));
        for open in world.open().iter() {
            ledger.seen(&open.driver.screen.tray.borrow());
            if touched.contains(&open.life) {
                ledger.tab(open, &content);
                ledger.disk(&world.device(open.device).disk.stores.borrow(), &content);
            }
        }
        ledger.broken.take().map_or(Ok(()), Err)
    }

    /// Nothing goes wrong any more: everybody comes to rest, and sees the same.
    pub(crate) fn quiet(&mut self) -> Result<(), String> {
        let world = self.world.clone();
        world.tell(|| "quiet".to_owned());
        world.calm.set(true);
        if !world.server.is_up() {
            world.server.start(&world);
        }
        for n in 0..world.devices() {
            let device = world.device(n);
            device.disk.full.set(false);
            device.offline.set(false);
            if !world.open().iter().any(|tab| tab.device == n) {
                open(&world, n);
            }
        }
        let begun = world.time();
        let mut opened = BTreeSet::new();
        for _ in 0..QUIET_MAX {
            self.step += 1;
            let waits = world.server.shelf.waiting();
            let all = waits + world.waiting();
            if all > 0 {
                let index = world.below(all);
                if index < waits { world.server.shelf.go_on(index, true) } else { world.happen(index - waits) }
            } else if world.time() > begun + 120_000 && self.unrest().is_none() {
                // A tab that died may have written again, late, what its neighbour had
                // an answer for: the next tab that opens finds it there.
                let behind =
                    (0..world.devices()).filter(|n| !opened.contains(n) && self.left_behind(*n)).collect::<Vec<_>>();
                if behind.is_empty() {
                    return self.compare();
                }
                behind.iter().for_each(|n| open(&world, *n));
                opened.extend(behind);
            } else {
                sign_in_again(&world);
                world.pass(31_000);
            }
            self.check()?;
        }
        Err(format!("no quiet: {}", self.unrest().unwrap_or_else(|| "events without end".to_owned())))
    }

    /// Whether a disk has operations in its outbox that the server has answered.
    fn left_behind(&self, device: usize) -> bool {
        let content = self.world.server.shelf.content();
        let stores = self.world.device(device).disk.stores.borrow();
        ledger::outbox(&stores).values().any(|o| content.receipts.contains_key(&(o.stamp.client, o.number)))
    }

    /// Why it is not quiet yet.
    fn unrest(&self) -> Option<String> {
        let world = &self.world;
        let content = world.server.shelf.content();
        for open in world.open().iter() {
            let (screen, device) = (&open.driver.screen, open.device);
            let status = screen.status.get();
            let Some(me) = screen.me() else { continue };
            if content.workspace.members.get(&me.member).is_none_or(|m| !m.meta.is_alive()) {
                // Without a session the server does not know whose device it is,
                // and with another one's it learns it when something is sent.
                let cookie = world.device(device).cookie.get();
                let theirs = cookie.and_then(|cookie| world.server.sessions.borrow().get(&cookie).copied());
                if matches!(screen.seated(), Seated::SignedIn(_)) && theirs == Some(me.member) {
                    let status = screen.status.get();
                    return Some(format!("{} was removed and still sits at tab {}: {status:?}", me.name, open.life));
                }
                continue;
            }
            let rests = matches!(status.word, SyncWord::Synced | SyncWord::Rejected)
                && status.outbox == 0
                && status.cursor == content.counter
                && open.driver.writer.is_idle();
            if !rests {
                let desk = screen.desk.borrow();
                let left: Vec<_> =
                    desk.replica().unconfirmed().map(|o| format!("{}/{}", o.stamp.client, o.number)).collect();
                let outbox = open.driver.outbox.borrow();
                return Some(format!(
                    "tab {} of {} on device {device} is at {status:?} with {left:?}, {outbox:?}",
                    open.life, me.name
                ));
            }
            let stores = world.device(device).disk.stores.borrow();
            if ledger::session(&stores) == Some(me.member)
                && let Err(unrest) = compare_disk(device, &stores, &content)
            {
                return Some(unrest);
            }
        }
        None
    }

    fn compare(&self) -> Result<(), String> {
        let world = &self.world;
        let content = world.server.shelf.content();
        let alive = |member| content.workspace.members.get(&member).is_some_and(|m| m.meta.is_alive());
        for open in world.open().iter() {
            let screen = &open.driver.screen;
            let Some(me) = screen.me().filter(|me| alive(me.member)) else { continue };
            if *screen.desk.borrow().view() != content.workspace {
                return Err("after quiet a client differs from the server".to_owned());
            }
            let stores = world.device(open.device).disk.stores.borrow();
            let left: Vec<_> =
                ledger::outbox(&stores).into_values().filter(|operation| operation.author == me.member).collect();
            if !left.is_empty() {
                return Err(format!("after quiet the outbox of {} on device {} has {left:?}", me.name, open.device));
            }
            let elsewhere = |row: &&Accepted| row.operation.author == me.member && row.epoch != content.epoch;
            if let Some(row) = ledger::accepted(&stores).values().find(elsewhere) {
                return Err(format!("after quiet device {} has not offered again {row:?}", open.device));
            }
            let shown = self.refusals_shown(open.device, me.member);
            let kept = ledger::tray(&stores);
            let kept = kept.into_iter().filter(|row| row.operation.author == me.member);
            let kept: BTreeSet<_> = kept.map(|row| row.place()).collect();
            let may_forget = world.ledger.borrow().may_forget(open.device, me.member);
            if !kept.is_subset(&shown) || (!may_forget && !shown.is_subset(&kept)) {
                let device = open.device;
                return Err(format!("after quiet device {device} shows refusals {shown:?} and has kept {kept:?}"));
            }
            world.ledger.borrow_mut().tray(&content, &screen.tray.borrow());
        }
        let mut waiting: BTreeSet<Mark> = BTreeSet::new();
        let mut ledger = world.ledger.borrow_mut();
        for n in 0..world.devices() {
            let stores = world.device(n).disk.stores.borrow();
            waiting.extend(ledger::marks(&stores, content.epoch));
            // A tab that heard of its session late is still theirs, and waits for them.
            let sits = |member| {
                world.open().iter().any(|tab| tab.device == n && tab.driver.me().is_some_and(|me| me.member == member))
            };
            ledger.wiped(n, &stores, |member| alive(member) || sits(member));
        }
        ledger.quiet(&waiting);
        ledger.broken.take().map_or(Ok(()), Err)
    }

    /// The refused changes that a member sees in the tabs of a device.
    fn refusals_shown(&self, device: usize, member: MemberId) -> BTreeSet<Place> {
        let tabs = self.world.open();
        let theirs = tabs.iter().filter(|tab| tab.device == device);
        let theirs = theirs.filter(|tab| tab.driver.me().is_some_and(|me| me.member == member));
        let place = |item: &TrayItem| TrayRow::from(item).place();
        theirs.flat_map(|tab| tab.driver.screen.tray.borrow().iter().map(place).collect::<Vec<_>>()).collect()
    }

    /// Tasks hold the world, and the world them.
    fn close(self) {
        let lives: Vec<_> = self.world.open().iter().map(|tab| tab.life).collect();
        for life in lives.into_iter().chain([crate::network::UNDER_WAY]) {
            self.world.end(life);
        }
        self.world.server.die(&self.world);
        let lives: Vec<_> = (0..=self.world.born()).collect();
        lives.into_iter().chain([u64::MAX]).for_each(|life| self.world.end(life));
    }
}

/// A disk has what the server has, and knows it.
fn compare_disk(device: usize, stores: &Stores, content: &Content) -> Result<(), String> {
    let read = stores.get("meta").and_then(|rows| rows.get(&Kept::Name("read".to_owned())));
    let read = read.and_then(|text| serde_json::from_str::<Read>(text).ok());
    if read != Some(Read { epoch: content.epoch, cursor: content.counter }) {
        return Err(format!("device {device} has read to {read:?} of {}", content.counter));
    }
    let rows = content.rows.iter().map(|(key, (_, json))| (key.to_string(), json.clone()));
    if ledger::records(stores) != rows.collect() {
        return Err(format!("device {device} has not the records of the server"));
    }
    Ok(())
}

fn device(dice: &mut Dice) -> Device {
    let device = Device { locks: dice.percent(85).then(Default::default), ..Device::default() };
    device.skew.set(mishap::skew(dice));
    device
}

fn content(workspace: smarketing_domain::workspace::Workspace, epoch: EpochId) -> Content {
    let mut content = Content { epoch, ..Content::default() };
    for entity in workspace.entities() {
        content.counter += 1;
        let json = serde_json::to_string(&entity).unwrap_or_default();
        content.rows.insert(entity.key(), (content.counter, json));
    }
    Content { workspace, ..content }
}

/// Opens a tab.
pub fn open(world: &Rc<World>, device: usize) {
    let life = world.born();
    world.tell(|| format!("device {device}: tab {life} opens"));
    let around = Rc::new(Surroundings { world: world.clone(), device, life });
    let (driver, rung) = Driver::new(around, Wall::new(world.clone(), device));
    world.tabs.borrow_mut().push(Open { life, device, driver: driver.clone(), undo: Rc::default() });
    let opening = world.clone();
    world.executor.spawn(life, async move {
        driver.open().await;
        // Whatever does the rest is being loaded.
        opening.pause(life).await;
        driver.run(rung).await;
    });
}

/// Signs in at a tab.
pub fn sign_in(world: &Rc<World>, tab: &Open, member: u128) {
    let email = studio::id::<smarketing_domain::ids::MemberId>(member).to_string();
    world.tell(|| format!("device {}: member {member} signs in at tab {}", tab.device, tab.life));
    let driver = tab.driver.clone();
    world.executor.spawn(tab.life, async move {
        let SignIn { email, password } = SignIn { email, password: String::new() };
        // Should it fail, they try again.
        let _ = driver.sign_in(email, password).await;
    });
}

fn sign_in_again(world: &Rc<World>) {
    let tabs = world.tabs.borrow().clone();
    for tab in tabs {
        let seated = tab.driver.screen.seated();
        match seated {
            Seated::SignedIn(_) | Seated::Unknown => {}
            // Who sat there comes back.
            Seated::Expired(me) => sign_in(world, &tab, me.member.0.as_u128() - 1),
            Seated::SignedOut => sign_in(world, &tab, tab.device as u128 + 1),
        }
    }
}
