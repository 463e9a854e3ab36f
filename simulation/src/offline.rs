//! A month without a network: somebody goes on working, through reloads and a
//! crash, while a colleague changes the same records.

use crate::{
    dice::Dice,
    disk::Kept,
    ledger, mishap,
    schedule::{self, Broken, Schedule, Summary},
    studio,
    world::{Device, Open, World},
};
use smarketing_domain::{
    clock::{DAY, Stamp, Timestamp},
    deal::{DealChange, Place},
    ids::{MemberId, TaskId},
    operation::{Action, Body, DealAction, Operation},
    rank::Rank,
    task::TaskChange,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};
use uuid::Uuid;

/// What is made without a network.
pub const EDITS: usize = 10_000;
/// How long there is none.
const DAYS: i64 = 30;
/// Changes that are made in one sitting.
const SITTING: usize = 100;
/// Before these sittings the page is loaded anew.
const RELOADS: [usize; 3] = [20, 45, 70];
/// In this one the page dies before it has saved.
const CRASH: usize = 50;
/// Events until everything that can happen at once has happened.
const EVENTS_MAX: usize = 10_000;

/// Their devices, and numbers as members.
const AWAY: usize = 0;
const THERE: usize = 1;

/// Runs the month of a seed.
///
/// # Errors
/// What did not hold, and when.
pub fn run(seed: u64) -> Result<Summary, Broken> {
    let devices = (0..2).map(|_| Device { locks: Some(Default::default()), ..Device::default() }).collect();
    schedule::play(seed, Schedule::on(Dice::new(seed), devices, false), month).0
}

fn month(schedule: &mut Schedule) -> Result<(), String> {
    let world = schedule.world.clone();
    // As large as a server takes them, or it takes a thousand requests.
    world.server.body_max.set(1024 * 1024);
    world.server.start(&world);
    world.calm.set(true);
    for device in [AWAY, THERE] {
        schedule::open(&world, device);
        schedule::sign_in(&world, &tab(&world, device)?, device as u128 + 1);
    }
    settle(&world)?;
    world.calm.set(false);
    world.device(AWAY).offline.set(true);
    let pause = (DAYS * DAY) as u64 / (EDITS / SITTING) as u64;
    let (mut made, mut sitting) = (0, 0);
    loop {
        let kept = on_disk(&world).len();
        if kept >= EDITS {
            break;
        }
        schedule.step = sitting;
        if RELOADS.contains(&sitting) {
            reload(&world)?;
        }
        let few = SITTING.min(EDITS - kept);
        (made..made + few).try_for_each(|n| change(&world, AWAY, n))?;
        made += few;
        if sitting == CRASH {
            world.executor.run();
            reload(&world)?;
            made_again(kept, on_disk(&world).len())?;
        }
        // The colleague has other titles for the same.
        (0..3).try_for_each(|n| change(&world, THERE, sitting * 3 + n))?;
        settle(&world)?;
        schedule.check()?;
        world.skip(pause);
        sitting += 1;
    }
    let kept = on_disk(&world);
    world.device(AWAY).offline.set(false);
    schedule.quiet()?;
    each_once(&world, &kept)
}

/// The crash has to cost something, or it is none.
fn made_again(before: usize, after: usize) -> Result<(), String> {
    if after == before { Ok(()) } else { Err(format!("{before} were saved before the crash, {after} after it")) }
}

/// What waits on the device that is away.
fn on_disk(world: &World) -> BTreeMap<Kept, Operation> {
    ledger::outbox(&world.device(AWAY).disk.stores.borrow())
}

fn tab(world: &World, device: usize) -> Result<Open, String> {
    world.open().iter().find(|tab| tab.device == device).cloned().ok_or_else(|| format!("no tab on device {device}"))
}

/// The page ends, whatever it was doing, and is opened again.
fn reload(world: &Rc<World>) -> Result<(), String> {
    world.end(tab(world, AWAY)?.life);
    schedule::open(world, AWAY);
    settle(world)
}

/// Everything happens that does not wait for time.
fn settle(world: &Rc<World>) -> Result<(), String> {
    for _ in 0..EVENTS_MAX {
        world.executor.run().ok_or("somebody runs in a circle")?;
        // What is in the log has to be known when it leaves an outbox; the rest is
        // looked at once in a sitting.
        world.ledger.borrow_mut().server(&world.server.shelf.content(), Timestamp(world.true_now()));
        let waits = world.server.shelf.waiting();
        let all = waits + world.waiting();
        if all == 0 {
            return Ok(());
        }
        let index = world.below(all);
        if index < waits { world.server.shelf.go_on(index, true) } else { world.happen(index - waits) }
    }
    Err("events without end".to_owned())
}

/// The `n`-th change that the member at a device makes.
fn change(world: &Rc<World>, device: usize, n: usize) -> Result<(), String> {
    let tab = tab(world, device)?;
    let me = tab.driver.me().ok_or_else(|| format!("nobody sits at device {device}"))?.member;
    mishap::make(world, &tab, me, vec![body(world, device, n)]);
    Ok(())
}

fn body(world: &World, device: usize, n: usize) -> Body {
    let (word, of) = (format!("{device}: {n}"), (n % 3) as u128);
    match n % 100 {
        97 => {
            Action::Create { id: TaskId(Uuid::from_u128(u128::from(world.bits()))), set: vec![TaskChange::Title(word)] }
                .into()
        }
        98 => {
            let to = Place { stage: studio::id(of), rank: Rank::between(None, None), loss: None };
            DealAction::Move { id: studio::id(of), to, entered: None, retract: None, remark: None }.into()
        }
        60..=96 => DealAction::Edit { id: studio::id(of), set: vec![DealChange::Channel(word)] }.into(),
        _ => Action::Edit { id: studio::id::<TaskId>(of), set: vec![TaskChange::Title(word)] }.into(),
    }
}

/// Everything that was kept is in the log, once, and nothing else of its author.
fn each_once(world: &World, kept: &BTreeMap<Kept, Operation>) -> Result<(), String> {
    let content = world.server.shelf.content();
    let author: MemberId = studio::id(AWAY as u128 + 1);
    let theirs = content.log.iter().filter(|line| line.operation.author == author);
    let sent: Vec<Stamp> = theirs.map(|line| line.sent).collect();
    let (once, made): (BTreeSet<_>, BTreeSet<_>) =
        (sent.iter().copied().collect(), kept.values().map(|operation| operation.stamp).collect());
    if sent.len() == EDITS && once == made {
        Ok(())
    } else {
        Err(format!("of {} changes {} were applied, {} of them once", made.len(), sent.len(), once.len()))
    }
}
