//! Everything of sync but the first look at what the device has kept. In a release it
//! is a chunk of the program that is fetched when that has been seen: the first screen
//! neither waits for it nor shares the way with it.

use super::driver;
use futures::channel::mpsc::UnboundedReceiver;
use gloo_timers::future::TimeoutFuture;
use leptos::wasm_split::SplitLoaderError;
use std::cell::RefCell;
use wasm_bindgen_futures::spawn_local;

/// The first and the longest pause after the chunk could not be fetched, in milliseconds.
const WAIT: (u32, u32) = (500, 15_000);

thread_local! {
    /// What wakes the driver, until it runs.
    static RUNG: RefCell<Option<UnboundedReceiver<()>>> = const { RefCell::new(None) };
}

/// Keeps what will wake the driver.
pub fn keep(rung: UnboundedReceiver<()>) {
    RUNG.set(Some(rung));
}

/// The driver runs from now on, if it does not already. What a person does before is kept
/// by the state; whoever must not go on without it waits here.
pub async fn begin() {
    let mut wait = WAIT.0;
    // The page without it would keep changes in memory only: it is asked for again and again.
    while run().await.is_err() {
        TimeoutFuture::new(wait).await;
        wait = (wait * 2).min(WAIT.1);
    }
}

fn start() {
    if let (Some(driver), Some(rung)) = (driver(), RUNG.take()) {
        spawn_local(driver.run(rung));
    }
}

#[cfg(feature = "split")]
#[leptos::wasm_split::wasm_split(sync, wasm_split_path = ::leptos::wasm_split, fallible)]
fn run() -> Result<(), SplitLoaderError> {
    start();
    Ok(())
}

#[cfg(not(feature = "split"))]
async fn run() -> Result<(), SplitLoaderError> {
    start();
    Ok(())
}
