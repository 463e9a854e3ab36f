//! What happens in a step: something that waits goes on, a person does
//! something, time passes, or something goes wrong.

use crate::{
    dice::Dice,
    executor::Life,
    schedule,
    studio::{self, ROLES},
    world::{Open, World},
};
use smarketing_domain::{
    clock::{Stamp, Timestamp},
    ids::{ClientId, MemberId},
    member::{MemberChange, Role},
    operation::{Action, Authority, Body, Operation},
    wire::SyncRequest,
};
use smarketing_server::hub::{Batch, Room};
use smarketing_sync::{engine::Engine, platform::Screen, seat::Seated};
use std::{rc::Rc, sync::Arc};

/// What runs in the server's shell.
const SHELL: Life = Life::MAX;

const YEAR: i64 = 365 * 24 * 60 * 60 * 1000;

/// How far a device's clock may be off.
pub fn skew(dice: &mut Dice) -> i64 {
    let wrong = dice.fraction() * 2.0 - 1.0;
    match dice.below(4) {
        0 => (wrong * 10.0 * YEAR as f64) as i64,
        1 => (wrong * 120_000.0) as i64,
        _ => (wrong * 1_000.0) as i64,
    }
}

/// One step.
pub fn step(world: &Rc<World>) {
    let dice = world.below(100);
    match dice {
        0..62 => go_on(world),
        62..80 => person(world),
        80..93 => {
            let most = if world.percent(70) { 400 } else { 31_000 };
            world.pass(most);
        }
        _ => trouble(world),
    }
}

fn go_on(world: &Rc<World>) {
    let waits = world.server.shelf.waiting();
    let all = waits + world.waiting();
    if all == 0 {
        return world.pass(5_000);
    }
    let index = world.below(all);
    if index < waits {
        let well = !world.mishap(3);
        if !well {
            world.tell(|| "the server's disk fails".to_owned());
        }
        world.server.shelf.go_on(index, well);
    } else {
        world.happen(index - waits);
    }
}

fn some_tab(world: &World) -> Option<Open> {
    let tabs = world.tabs.borrow();
    let index = world.below(tabs.len());
    tabs.get(index).cloned()
}

fn person(world: &Rc<World>) {
    let Some(tab) = some_tab(world) else { return };
    let screen = &tab.driver.screen;
    let me = match screen.seated() {
        Seated::SignedIn(me) => me,
        // Work goes on; sooner or later they sign in again.
        Seated::Expired(me) => {
            if world.percent(40) {
                return schedule::sign_in(world, &tab, me.member.0.as_u128() - 1);
            }
            me
        }
        Seated::SignedOut => return schedule::sign_in(world, &tab, tab.device as u128 + 1),
        Seated::Unknown => return,
    };
    if !screen.loaded.get() {
        return;
    }
    let what = world.below(100);
    if what < 4 && !screen.tray.borrow().is_empty() {
        let index = world.below(screen.tray.borrow().len());
        return tab.driver.dismiss(index);
    }
    let device_now = screen.device_now();
    let undo = (what < 15).then(|| tab.undo.take()).filter(|reverse| !reverse.is_empty());
    let bodies = undo.unwrap_or_else(|| {
        let desk = screen.desk.borrow();
        let mut dice = world.dice();
        let word = format!("w{:x}", dice.bits());
        studio::change(&mut dice, desk.view(), me.member, desk.now(device_now), &word)
    });
    make(world, &tab, me.member, bodies);
}

/// A person makes a step in a tab.
pub fn make(world: &Rc<World>, tab: &Open, me: MemberId, bodies: Vec<Body>) {
    let screen = &tab.driver.screen;
    screen.changed();
    let step = screen.desk.borrow_mut().perform(me, bodies, screen.device_now());
    if let Some(first) = step.performed.first() {
        world.tell(|| format!("tab {}: {} {:?}", tab.life, first.stamp, first.body));
        *tab.undo.borrow_mut() = step.reverse;
        world.ledger.borrow_mut().made(tab.life, me, &step.performed);
        screen.hand_over(step.performed);
    }
}

fn trouble(world: &Rc<World>) {
    let device = world.below(world.devices());
    match world.below(26) {
        0..=3 => {
            if let Some(tab) = some_tab(world) {
                world.tell(|| format!("device {device}: tab {} dies", tab.life));
                world.end(tab.life);
            }
        }
        4..=6 => {
            if world.open().len() < 8 {
                schedule::open(world, device);
            }
        }
        7..=9 if world.server.is_up() => world.server.die(world),
        7..=9 => world.server.start(world),
        10 | 11 => {
            let offline = &world.device(device).offline;
            offline.set(!offline.get());
            world.tell(|| format!("device {device}: offline {}", offline.get()));
        }
        12 | 13 => {
            let full = &world.device(device).disk.full;
            full.set(!full.get());
            world.tell(|| format!("device {device}: full {}", full.get()));
        }
        14 => {
            let skew = skew(&mut world.dice());
            world.device(device).skew.set(skew);
            world.tell(|| format!("device {device}: clock off by {skew}"));
        }
        15 => end_session(world),
        16 | 17 => shell(world),
        18 => change_seat(world),
        19 => sign_out(world),
        20 => *world.server.backup.borrow_mut() = Some(world.server.shelf.content().clone()),
        21 => restore(world),
        22 | 23 => intruder(world),
        _ => {
            if let Some(tab) = some_tab(world) {
                let visible = world.percent(60);
                tab.driver.tell(|engine, now| engine.set_visible(visible, now));
                tab.driver.tell(Engine::retry);
            }
        }
    }
}

fn end_session(world: &World) {
    let cookies: Vec<u64> = world.server.sessions.borrow().keys().copied().collect();
    let gone = world.pick(&cookies);
    if let Some(gone) = gone {
        world.tell(|| "a session ends".to_owned());
        world.server.sessions.borrow_mut().remove(&gone);
    }
}

/// A colleague signs in where somebody else sat.
fn change_seat(world: &Rc<World>) {
    if let Some(tab) = some_tab(world) {
        let member = world.below(ROLES.len()) as u128;
        schedule::sign_in(world, &tab, member);
    }
}

fn sign_out(world: &Rc<World>) {
    let Some(tab) = some_tab(world) else { return };
    let Some(me) = tab.driver.screen.me() else { return };
    if !world.percent(30) {
        return;
    }
    world.tell(|| format!("tab {}: {} signs out", tab.life, me.name));
    world.ledger.borrow_mut().farewell(tab.device, me.member);
    world.executor.spawn(tab.life, async move {
        // Should it fail, they stay.
        let _ = tab.driver.sign_out().await;
    });
}

fn restore(world: &Rc<World>) {
    if world.server.backup.borrow().is_none() || !world.percent(60) {
        return;
    }
    if world.server.is_up() {
        world.server.die(world);
    }
    world.end(SHELL);
    world.server.restore(world);
    world.ledger.borrow_mut().restored(&world.server.shelf.content(), Timestamp(world.true_now()));
    world.server.start(world);
}

/// Somebody at the server's shell gives a member another role, or removes them.
fn shell(world: &Rc<World>) {
    let n = 1 + world.below(ROLES.len() - 1) as u128;
    let id: MemberId = studio::id(n);
    let body: Body = match world.below(6) {
        0 => Action::<MemberId, MemberChange>::Delete { id }.into(),
        1 | 2 => Action::<MemberId, MemberChange>::Restore { id }.into(),
        _ => {
            let role = world.pick(&[Role::Viewer, Role::Member, Role::Manager]).unwrap_or_default();
            Action::Edit { id, set: vec![MemberChange::Role(role)] }.into()
        }
    };
    world.tell(|| format!("shell: {body:?}"));
    let client = ClientId(world.bits());
    let stamp = Stamp { millis: world.true_now() as u64, counter: 0, client };
    let operation = Operation { number: 1, stamp, author: MemberId::default(), body };
    world.ledger.borrow_mut().made(0, MemberId::default(), std::slice::from_ref(&operation));
    let now = Timestamp(world.true_now());
    let batch =
        Batch { client, authority: Authority::Server, operations: vec![operation], gaps: false, seen: u64::MAX, now };
    let mut room = Room::new(Arc::new(world.server.shelf.clone()), world.server.workspace);
    world.executor.spawn(SHELL, async move {
        // A disk that fails is told to whoever sits there.
        let _ = room.execute(batch).await;
    });
}

/// Somebody with a session and a program of their own asks for what is not theirs.
fn intruder(world: &Rc<World>) {
    let sessions: Vec<(u64, MemberId)> = world.server.sessions.borrow().iter().map(|(id, m)| (*id, *m)).collect();
    let Some((cookie, member)) = world.pick(&sessions) else { return };
    // The clients of others can be read in the stamps of what they wrote.
    let others = some_tab(world).filter(|tab| tab.driver.me().is_some_and(|me| me.member != member));
    let stolen = others.map(|tab| tab.driver.own.get()).filter(|_| world.percent(50));
    let client = stolen.unwrap_or(ClientId(world.bits()));
    let author = if world.percent(50) { MemberId::default() } else { studio::id(0) };
    let (gap, word) = (stolen.is_none() && world.percent(40), format!("i{:x}", world.bits()));
    let stamp = Stamp { millis: world.true_now() as u64, counter: 7, client };
    let body = {
        let content = world.server.shelf.content();
        studio::change(&mut world.dice(), &content.workspace, member, Timestamp(world.true_now()), &word).remove(0)
    };
    let operation = Operation { number: if gap { 2 } else { 1 }, stamp, author, body };
    if !gap {
        world.ledger.borrow_mut().made(0, member, std::slice::from_ref(&operation));
    }
    world.tell(|| format!("an intruder with the session of {member} asks for {:?}", operation.body));
    let epoch = world.server.shelf.content().epoch;
    let request =
        SyncRequest { client, epoch, cursor: 0, operations: vec![operation], gaps: false, seen: None, told: None };
    let Ok(body) = serde_json::to_string(&request) else { return };
    let (reply, _) = futures::channel::oneshot::channel();
    world.server.take(world, Some(cookie), crate::network::Call::Sync(body), reply);
}
