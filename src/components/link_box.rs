//! A link to send to somebody: shown once, to be copied.

use super::use_notices;
use crate::words::use_words;
use js_sys::{Function, Promise, Reflect};
use leptos::{html, prelude::*, task::spawn_local};
use smarketing_domain::account::wire::Link;
use smarketing_locales::{t, t_string};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A link that works once, with a button to copy it.
#[component]
pub fn LinkBox(
    /// The link, as the server told it.
    link: Link,
    /// Whom it is for.
    email: String,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let origin = window().location().origin().unwrap_or_default();
    let address = format!("{origin}{}", link.path);
    let until = move || words.date_time(link.expires);
    let hint =
        Signal::derive(move || t_string!(i18n, account.link_for, email = email.clone(), until = until()).to_string());
    view! { <CopyBox text=address label=Signal::derive(move || t_string!(i18n, account.link).to_owned()) hint/> }
}

/// A text that is shown once, with a button to copy it.
#[component]
pub fn CopyBox(
    /// The text.
    text: String,
    /// What it is.
    label: Signal<String>,
    /// What to do with it.
    hint: Signal<String>,
) -> impl IntoView {
    let i18n = use_words().i18n;
    let notices = use_notices();
    let field = NodeRef::<html::Input>::new();
    let copied = text.clone();
    let copy = move |_| {
        let text = copied.clone();
        spawn_local(async move {
            if copy_text(&text).await {
                notices.say(t_string!(i18n, account.copied));
            } else {
                if let Some(field) = field.try_get_untracked().flatten() {
                    field.select();
                }
                notices.error(t_string!(i18n, account.not_copied));
            }
        });
    };
    view! {
        <div class="field">
            <label for="made-link">{move || label.get()}</label>
            <input
                node_ref=field class="input" id="made-link" readonly=true value=text aria-describedby="made-link-about"
                on:focus:target=move |ev| ev.target().select()
            />
            <p class="field-hint" id="made-link-about">
                {move || hint.get()}
            </p>
        </div>
        <div class="dialog-actions">
            <button type="button" class="button" data-variant="primary" on:click=copy>{t!(i18n, account.copy)}</button>
        </div>
    }
}

/// Puts text into the clipboard. Browsers have one on secure pages only.
pub async fn copy_text(text: &str) -> bool {
    let written = || -> Option<Promise> {
        let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok()?;
        let write: Function = Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into().ok()?;
        write.call1(&clipboard, &JsValue::from_str(text)).ok()?.dyn_into().ok()
    };
    match written() {
        Some(promise) => JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}
