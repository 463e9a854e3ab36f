//! Short messages at the foot of the screen, and announcements for screen readers.

use crate::{state::use_state, words::use_words};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use smarketing_domain::operation::Refusal;
use smarketing_locales::t;

/// How long a message stays, in milliseconds.
const SHOWN_MS: u32 = 6_000;

#[derive(Clone, PartialEq)]
struct Notice {
    id: u32,
    text: String,
    is_error: bool,
    can_undo: bool,
}

/// The messages on screen. Provided as context by the app.
#[derive(Clone, Copy)]
pub struct Notices {
    shown: RwSignal<Vec<Notice>>,
    spoken: RwSignal<String>,
    next: StoredValue<u32>,
}

impl Notices {
    /// No messages yet.
    pub fn new() -> Self {
        Self { shown: RwSignal::default(), spoken: RwSignal::default(), next: StoredValue::new(0) }
    }

    /// Something was done.
    pub fn say(&self, text: impl Into<String>) {
        self.push(text.into(), false, false);
    }

    /// Something was done and can be taken back.
    pub fn done(&self, text: impl Into<String>) {
        self.push(text.into(), false, true);
    }

    /// Something could not be done; the text says what to do.
    pub fn error(&self, text: impl Into<String>) {
        self.push(text.into(), true, false);
    }

    /// Tells only screen readers (a card moved).
    pub fn announce(&self, text: impl Into<String>) {
        self.spoken.set(text.into());
    }

    fn push(&self, text: String, is_error: bool, can_undo: bool) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.announce(text.clone());
        self.shown.update(|shown| {
            // One at a time is calm; an error stays beside it.
            shown.retain(|n| n.is_error && n.text != text);
            shown.push(Notice { id, text, is_error, can_undo });
        });
        let shown = self.shown;
        leptos::task::spawn_local(async move {
            TimeoutFuture::new(if is_error { SHOWN_MS * 2 } else { SHOWN_MS }).await;
            shown.try_update(|shown| shown.retain(|n| n.id != id));
        });
    }
}

impl Default for Notices {
    fn default() -> Self {
        Self::new()
    }
}

/// The messages, from context.
pub fn use_notices() -> Notices {
    expect_context::<Notices>()
}

/// Where the messages appear.
#[component]
pub fn NoticesView() -> impl IntoView {
    let notices = use_notices();
    let state = use_state();
    let words = use_words();
    let i18n = words.i18n;
    let undo = move |id: u32| {
        notices.shown.update(|shown| shown.retain(|n| n.id != id));
        if let Err(refusal) = state.undo() {
            notices.error(words.refusal(refusal));
        }
    };
    view! {
        <div class="visually-hidden" aria-live="polite" role="status">{move || notices.spoken.get()}</div>
        <div class="toasts">
            <For each=move || notices.shown.get() key=|n| n.id let:notice>
                <div class="toast" data-tone=if notice.is_error { "error" } else { "done" }>
                    <span>{notice.text}</span>
                    <Show when=move || notice.can_undo>
                        <button class="button" on:click=move |_| undo(notice.id)>{t!(i18n, common.undo)}</button>
                    </Show>
                </div>
            </For>
        </div>
    }
}

/// Shows a refused step.
pub fn show_refusal(result: Result<(), Refusal>, notices: Notices, words: crate::words::Words) -> bool {
    match result {
        Ok(()) => true,
        Err(refusal) => {
            notices.error(words.refusal(refusal));
            false
        }
    }
}
