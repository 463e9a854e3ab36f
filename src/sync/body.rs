//! How we stand with the server, on the page's `<body>`: for styles and for
//! tests from outside.

use crate::state::State;
use leptos::prelude::*;

/// The page can be used.
const READY: &str = "data-ready";

/// Keeps `data-sync`, `data-outbox` and `data-cursor` up to date.
pub fn write(state: State) {
    Effect::new(move || {
        let status = state.status.get();
        set("data-sync", status.word.attribute());
        set("data-outbox", &status.outbox.to_string());
        set("data-cursor", &status.cursor.to_string());
    });
}

/// The first screen can be used.
pub fn set_ready() {
    set(READY, "true");
}

/// Whether it can.
pub fn is_ready() -> bool {
    document().body().is_some_and(|body| body.has_attribute(READY))
}

fn set(name: &str, value: &str) {
    if let Some(body) = document().body() {
        // Only a malformed name is refused.
        let _ = body.set_attribute(name, value);
    }
}
