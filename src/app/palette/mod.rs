//! Finding and doing by a few letters: pages, actions, deals, people and hypotheses, in
//! one list; and keys that work on every page.
//!
//! [`entries`] is what can be chosen, [`list`] the field with its list, [`help`] all keys.
//! It comes when the first screen has been left alone for a while.

mod entries;
mod help;
mod list;

use super::keys::is_typing;
use crate::prelude::*;
use entries::{Act, NEW_DEAL};
use help::Help;
use leptos::ev;
use leptos_router::hooks::use_navigate;
use list::List;
use wasm_bindgen::JsCast;

/// The button in the top bar, what it opens, and the keys.
#[component]
pub fn Palette() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let navigate = use_navigate();
    let open = RwSignal::new(false);
    let helping = RwSignal::new(false);
    let single = RwSignal::new(single_keys());
    Effect::new(move || set_single_keys(single.get()));
    let act = Callback::new(move |act: Act| {
        open.set(false);
        let done = match act {
            Act::Go(to) => {
                navigate(&to, Default::default());
                return;
            }
            Act::Help => {
                helping.set(true);
                return;
            }
            Act::Undo => state.undo().map(|done| done.then_some(t_string!(i18n, common.undone))),
            Act::Redo => state.redo().map(|done| done.then_some(t_string!(i18n, common.redone))),
        };
        match done {
            Ok(said) => notices.say(said.unwrap_or(t_string!(i18n, common.nothing_to_undo))),
            Err(refusal) => notices.error(words.refusal(refusal)),
        }
    });
    let keys = window_event_listener(ev::keydown, move |event| {
        let wanted = match Key::of(&event) {
            Some(Key::Palette) => true,
            Some(_) => single.get_untracked() && !is_typing(&event) && !is_asked(),
            None => false,
        };
        if !wanted {
            return;
        }
        event.prevent_default();
        match Key::of(&event) {
            Some(Key::Search) if focus_search() => {}
            Some(Key::Palette | Key::Search) => open.set(true),
            Some(Key::Help) => helping.set(true),
            Some(Key::New) => act.run(Act::Go(NEW_DEAL.to_owned())),
            None => {}
        }
    });
    on_cleanup(move || keys.remove());
    let title = Signal::derive(move || t_string!(i18n, palette.title).to_owned());
    view! {
        <button
            type="button" class="button" data-variant="quiet" data-icon-only data-palette aria-haspopup="dialog"
            aria-label=move || title.get() aria-keyshortcuts="Control+K Meta+K" title=move || format!("{} (Ctrl K)", title.get())
            on:click=move |_| open.set(true)
        >
            <Icon name=IconName::Search/>
        </button>
        <Dialog open title><List act/></Dialog>
        <Dialog open=helping title=Signal::derive(move || t_string!(i18n, palette.help).to_owned())><Help single/></Dialog>
    }
}

/// A key that works everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// Opens the palette.
    Palette,
    /// To the page's own search, where there is one.
    Search,
    /// Shows all keys.
    Help,
    /// A new deal.
    New,
}

impl Key {
    /// By its place on the keyboard, whatever alphabet is chosen; by its sign, too, where
    /// a layout has that elsewhere.
    fn of(event: &web_sys::KeyboardEvent) -> Option<Self> {
        let with = event.ctrl_key() || event.meta_key();
        if event.alt_key() || event.repeat() {
            return None;
        }
        match (with, event.shift_key(), event.code().as_str(), event.key().as_str()) {
            (true, false, "KeyK", _) | (true, false, _, "k") => Some(Self::Palette),
            (true, ..) => None,
            (_, _, _, "?") | (_, true, "Slash", _) => Some(Self::Help),
            (_, false, _, "/") | (_, false, "Slash", _) => Some(Self::Search),
            (_, false, "KeyC", _) => Some(Self::New),
            _ => None,
        }
    }
}

/// Whether something is asked that has to be answered first.
fn is_asked() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// Into the field that the page itself searches with.
fn focus_search() -> bool {
    let field = document().query_selector("main input[type=search]").ok().flatten();
    let field = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok());
    field.is_some_and(|field| field.focus().is_ok())
}
