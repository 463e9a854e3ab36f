//! A labelled field of a form, with its hint and its error under it.

use crate::words::use_words;
use leptos::prelude::*;
use smarketing_locales::t;

/// What a [`TextField`] is for: decides the keyboard and what browsers fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Words.
    Text,
    /// A person's name.
    Name,
    /// An address to sign in with.
    Email,
    /// A password that exists.
    Password,
    /// A password to be made.
    NewPassword,
    /// A whole number.
    Number,
    /// A time of the day.
    Time,
}

impl FieldKind {
    /// The field's type, and what a browser may fill in.
    fn attributes(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("text", "off"),
            Self::Name => ("text", "name"),
            Self::Email => ("email", "username"),
            Self::Password => ("password", "current-password"),
            Self::NewPassword => ("password", "new-password"),
            Self::Number => ("number", "off"),
            Self::Time => ("time", "off"),
        }
    }
}

/// A field of a form. A password can be shown.
#[component]
pub fn TextField(
    /// Its id in the page.
    id: &'static str,
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it.
    value: RwSignal<String>,
    /// What it is for.
    kind: FieldKind,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Option<Signal<Option<String>>>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// It cannot be changed.
    #[prop(optional)]
    fixed: bool,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let shown = RwSignal::new(false);
    let (type_, autocomplete) = kind.attributes();
    let is_secret = matches!(kind, FieldKind::Password | FieldKind::NewPassword);
    let error = move || error.and_then(|error| error.get());
    let about = format!("{id}-about");
    view! {
        <div class="field">
            <label for=id>{move || label.get()}</label>
            <input
                class="input" id=id name=id autocomplete=autocomplete readonly=fixed
                type=move || if shown.get() { "text" } else { type_ }
                spellcheck="false" autocapitalize=if kind == FieldKind::Name { "words" } else { "none" }
                aria-invalid=move || error().is_some().to_string() aria-describedby=about.clone()
                prop:value=value on:input:target=move |ev| value.set(ev.target().value())
            />
            <p id=about>
                {move || match (error(), hint) {
                    (Some(error), _) => view! { <span class="field-error">{error}</span> }.into_any(),
                    (None, Some(hint)) => view! { <span class="field-hint">{move || hint.get()}</span> }.into_any(),
                    (None, None) => ().into_any(),
                }}
            </p>
            {is_secret.then(|| view! {
                <label class="field-check">
                    <input type="checkbox" prop:checked=shown on:change:target=move |ev| shown.set(ev.target().checked())/>
                    <span>{t!(i18n, account.show_password)}</span>
                </label>
            })}
        </div>
    }
}
