//! Network and IndexedDB, and nowhere else: the browser's side of sync. What
//! is done when, and in which order, is in the crate `sync`.
//!
//! - [`browser`]: what that crate asks for, by way of
//! - [`api`]: the server's addresses; [`stream`]: its nudges
//! - [`accounts`]: who can sign in: asked and told directly, never kept here;
//!   [`history`]: what was changed: asked, too, and without a connection what the device
//!   has of one's own
//! - [`errands`]: what comes after the first screen
//! - [`indexed`]: IndexedDB, [`ahead`] opened by the page's script;
//!   [`transaction`]: one of its transactions; [`farewell`]: the note that the device is to be wiped
//! - [`tabs`], [`locks`]: other tabs of this browser; [`listen`]: its events
//! - [`body`]: attributes of the page; [`update`]: the service worker

pub mod accounts;
mod ahead;
mod api;
mod body;
mod browser;
mod errands;
mod farewell;
pub mod history;
mod indexed;
mod listen;
mod locks;
mod stream;
mod tabs;
#[cfg(all(test, target_arch = "wasm32"))]
mod tests;
mod transaction;
mod update;

pub use body::set_ready;
pub use farewell::take_removal as was_removed;
pub use smarketing_sync::{SignInError, SignOutError};

use crate::state::State;
use browser::Browser;
use leptos::prelude::*;
use smarketing_sync::{driver, engine::Engine};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen_futures::spawn_local;

type Driver = driver::Driver<Browser>;

/// The database on the device.
const DATABASE: &str = "smarketing";

thread_local! {
    static DRIVER: RefCell<Option<Rc<Driver>>> = const { RefCell::new(None) };
}

fn driver() -> Option<Rc<Driver>> {
    DRIVER.with(|driver| driver.borrow().clone())
}

/// Tells the engine something, and wakes the loop.
fn tell(event: impl FnOnce(&mut Engine, u64)) {
    if let Some(driver) = driver() {
        driver.tell(event);
    }
}

/// Shows what the device has kept and stays in touch with the server from now
/// on. Called once, by the app.
pub fn start(state: State) {
    body::write(state);
    update::register();
    let (driver, rung) = Driver::new(Rc::new(Browser::new(DATABASE)), state);
    DRIVER.with(|place| *place.borrow_mut() = Some(driver.clone()));
    errands::keep(rung);
    spawn_local(async move {
        // What the device has is seen first; where it has nothing, nobody waits for a frame.
        if driver.open().await {
            browser::shown().await;
        }
        errands::begin().await;
    });
}

/// Signs in.
///
/// # Errors
/// When the server refuses or cannot be reached, or the device cannot save.
pub async fn sign_in(_: State, email: String, password: String) -> Result<(), SignInError> {
    errands::begin().await;
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
    tell(Engine::retry);
}

/// Takes a refused change out of the tray, here and in other tabs.
pub async fn dismiss(_: State, index: usize) {
    if let Some(driver) = driver() {
        driver.dismiss(index);
        driver.writer.flush().await;
    }
}

/// Loads the page again: whatever is newer comes with it.
pub fn reload() {
    listen::reload();
}

/// Puts the waiting version of the app to work; loads the page again.
pub fn apply_update() {
    update::apply();
}

/// Whether a new version of the app is there and waits.
pub fn update_waiting() -> ReadSignal<bool> {
    update::waiting()
}
