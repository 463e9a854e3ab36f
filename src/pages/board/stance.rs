//! How a card stands while cards are moved: all of it is one effect, for a board has many
//! cards, and whatever is lifted, chosen or put down concerns each of them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// How a card stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stance {
    /// Its row in the column.
    pub row: Option<usize>,
    /// What a card in the hand looks like, where it is in the hand or goes along.
    pub lifted: Option<&'static str>,
    /// Tab comes here.
    pub is_stop: bool,
    /// It is chosen.
    pub is_chosen: bool,
}

/// Keeps a card as `stance` says, for as long as the running view lives. A directive.
pub fn keep(card: Element, stance: impl Fn() -> Stance + 'static) {
    let effect = RenderEffect::new(move |before: Option<Stance>| {
        let now = stance();
        show(&card, before, now);
        now
    });
    StoredValue::new_local(effect);
}

/// Writes what has changed.
fn show(card: &Element, before: Option<Stance>, now: Stance) {
    let has_changed = |part: fn(&Stance) -> bool| before.as_ref().map(part) != Some(part(&now));
    if before.and_then(|before| before.row) != now.row
        && let Some(card) = card.dyn_ref::<HtmlElement>()
    {
        let at = now.row.map(|row| format!("translateY(calc(var(--card-pitch) * {row}))"));
        // Fails only for properties that do not exist; an empty one is none.
        let _ = card.style().set_property("transform", at.as_deref().unwrap_or_default());
    }
    if before.and_then(|before| before.lifted) != now.lifted {
        mark(card, "data-dragging", now.lifted);
    }
    if has_changed(|stance| stance.is_stop) {
        mark(card, "tabindex", Some(if now.is_stop { "0" } else { "-1" }));
    }
    if has_changed(|stance| stance.is_chosen) {
        mark(card, "data-selected", now.is_chosen.then_some(""));
        mark(card, "aria-describedby", Some(if now.is_chosen { "board-chosen board-keys" } else { "board-keys" }));
    }
}

fn mark(card: &Element, name: &str, value: Option<&str>) {
    // Fails only for names that are no attribute names.
    let _ = match value {
        Some(value) => card.set_attribute(name, value),
        None => card.remove_attribute(name),
    };
}
