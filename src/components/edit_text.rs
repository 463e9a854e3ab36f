//! Edit in place: a text that becomes a field when tapped. Enter saves, Esc
//! takes back, leaving the field saves.

use super::{show_refusal, use_notices};
use crate::words::use_words;
use leptos::{html, prelude::*};
use smarketing_domain::operation::Refusal;
use smarketing_locales::use_i18n;

/// A text to be edited in place.
#[component]
pub fn EditText(
    /// What it says.
    #[prop(into)]
    value: Signal<String>,
    /// What it is, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Saves a new text; a refusal is shown and the text stays in the field.
    save: Callback<String, Result<(), Refusal>>,
    /// Text to begin editing with, where it differs from what is shown.
    #[prop(optional, into)]
    raw: Option<Signal<String>>,
    /// An example of what can be typed.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let notices = use_notices();
    let editing = RwSignal::new(false);
    let draft = RwSignal::new(String::new());
    let field = NodeRef::<html::Input>::new();
    let button = NodeRef::<html::Button>::new();
    let begin = move |_| {
        draft.set(raw.map_or_else(|| value.get_untracked(), |raw| raw.get_untracked()));
        editing.set(true);
    };
    Effect::new(move || {
        if let Some(input) = field.get() {
            // Refused only when the field has gone again.
            let _ = input.focus();
            input.select();
        }
    });
    let finish = move || {
        if !editing.get_untracked() {
            return;
        }
        let before = raw.map_or_else(|| value.get_untracked(), |raw| raw.get_untracked());
        let text = draft.get_untracked();
        if text == before || show_refusal(save.run(text), notices, words) {
            editing.set(false);
        }
    };
    let leave = move || {
        finish();
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            leave();
        }
        "Escape" => {
            event.stop_propagation();
            editing.set(false);
        }
        _ => {}
    };
    let shown = move || {
        let text = value.get();
        if text.is_empty() { smarketing_locales::t_string!(i18n, common.unknown).to_owned() } else { text }
    };
    view! {
        <Show
            when=move || editing.get()
            fallback=move || view! {
                <button
                    type="button" class="edit-text" node_ref=button data-empty=move || value.get().is_empty().to_string()
                    aria-label=move || format!("{}: {}", label.get(), shown())
                    on:click=begin
                >
                    <span class="two-lines">{shown}</span>
                </button>
            }
        >
            <input
                class="input edit-input" node_ref=field aria-label=move || label.get()
                placeholder=move || hint.map(|h| h.get()).unwrap_or_default()
                prop:value=draft on:input:target=move |ev| draft.set(ev.target().value())
                on:keydown=on_key on:blur=move |_| finish()
            />
        </Show>
    }
}
