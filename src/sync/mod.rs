//! Network and IndexedDB, and nowhere else.
//!
//! Each tab is a client of its own: it shows confirmed records with its outbox
//! replayed on them, keeps both on the device, sends its operations in order
//! and pulls what others changed. Other tabs of the browser hear of it.
//!
//! - [`engine`]: when to do what; [`outbox`]: what is not confirmed;
//!   [`change`]: what is kept, and in which order. Pure, tested natively
//! - [`api`]: the server's addresses; [`stream`]: its nudges
//! - [`accounts`]: who can sign in: asked and told directly, never kept here
//! - [`cache`]: IndexedDB; [`transaction`]: one of its transactions;
//!   [`writer`]: saves one change after another, again and again
//! - [`tabs`], [`locks`]: other tabs of this browser
//! - [`driver`]: the loop; [`exchange`]: its errands; [`hear`]: what other
//!   tabs tell; [`session`]: signing in and out; [`listen`]: the browser's events
//! - [`body`]: attributes of the page; [`update`]: the service worker
//!
//! Rules that hold everywhere here:
//!
//! - Every operation ends accepted, refused and visible in the tray, or it is
//!   tried again; a timer is always armed.
//! - What is received is kept together with its cursor in one transaction, and
//!   only where it follows on what is kept.
//! - Sending twice is harmless (the server answers each number once), so when
//!   in doubt it is sent again.

pub mod accounts;
mod api;
mod body;
mod cache;
mod change;
mod driver;
mod engine;
mod exchange;
mod hear;
mod listen;
mod locks;
mod outbox;
mod session;
mod stream;
mod subject;
mod tabs;
#[cfg(all(test, target_arch = "wasm32"))]
mod tests;
mod transaction;
mod tray;
mod update;
mod writer;

pub use body::set_ready;
pub use session::{SignInError, SignOutError, was_removed};

use crate::state::State;
use driver::Driver;
use leptos::prelude::*;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use writer::Writer;

/// The database on the device.
const DATABASE: &str = "smarketing";

thread_local! {
    static DRIVER: RefCell<Option<Rc<Driver>>> = const { RefCell::new(None) };
}

fn driver() -> Option<Rc<Driver>> {
    DRIVER.with(|driver| driver.borrow().clone())
}

/// Shows what the device has kept and stays in touch with the server from now
/// on. Called once, by the app.
pub fn start(state: State) {
    body::write(state);
    update::register();
    let (driver, rung) = Driver::new(state, Writer::new(DATABASE));
    DRIVER.with(|place| *place.borrow_mut() = Some(driver.clone()));
    spawn_local(driver.run(rung));
}

/// Signs in.
///
/// # Errors
/// When the server refuses or cannot be reached, or the device cannot save.
pub async fn sign_in(_: State, email: String, password: String) -> Result<(), SignInError> {
    driver().ok_or(SignInError::Fault)?.sign_in(email, password).await
}

/// Signs out and wipes what the device keeps of this member, unsent changes
/// included: warn before when [`State::pending`] is above zero.
///
/// # Errors
/// When the server cannot be reached (nothing is changed then), or the device
/// could not be wiped.
pub async fn sign_out(_: State) -> Result<(), SignOutError> {
    driver().ok_or(SignOutError::Fault)?.sign_out().await
}

/// Tries again at once.
pub fn retry_now(_: State) {
    if let Some(driver) = driver() {
        driver.tell(engine::Engine::retry);
    }
}

/// Takes a refused change out of the tray, here and in other tabs.
pub async fn dismiss(_: State, index: usize) {
    if let Some(driver) = driver() {
        driver.dismiss(index);
        driver.writer.flush().await;
    }
}

/// Puts the waiting version of the app to work; loads the page again.
pub fn apply_update() {
    update::apply();
}

/// Whether a new version of the app is there and waits.
pub fn update_waiting() -> ReadSignal<bool> {
    update::waiting()
}
