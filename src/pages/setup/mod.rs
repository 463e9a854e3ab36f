//! A fresh server: the workspace, its first admin, what to begin with.

mod company;
mod draft;

use crate::{
    prelude::*,
    sync::accounts::{self, AccountError},
};
use company::Company;
use draft::{Draft, Fault, Place};
use leptos::{ev::SubmitEvent, task::spawn_local};
use leptos_router::hooks::use_location;

/// The set-up page.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let waits = Remote::new(accounts::setup_state);
    view! {
        <main class="login">
            <div class="login-card" data-wide>
                <div class="login-mark"><Icon name=IconName::Hourglass/></div>
                {waits.view(|state| if state.needed { view! { <Form/> }.into_any() } else { view! { <Done/> }.into_any() })}
                <DeviceChoices/>
            </div>
        </main>
    }
}

#[component]
fn Done() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Empty icon=IconName::Check text=Signal::derive(move || t_string!(i18n, account.r_setup_done).to_owned())>
            <a class="button" data-variant="primary" href=route::LOGIN>{t!(i18n, account.to_sign_in)}</a>
        </Empty>
    }
}

#[component]
fn Form() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let hash = use_location().hash.get_untracked();
    let draft = Draft::new(hash.trim_start_matches('#'), words.locale());
    draft.zone.set(own_zone());
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<Fault>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let asked = match draft.read() {
            Ok(asked) => asked,
            Err(found) => return show(fault, found),
        };
        if !asked.zone.is_empty() && !is_zone(&asked.zone) {
            return show(fault, Fault::Zone);
        }
        busy.set(true);
        fault.set(None);
        spawn_local(async move {
            match accounts::set_up(&asked).await {
                Ok(_) => accounts::start_at(if asked.template.is_some() { route::HOURGLASS } else { route::IMPORT }),
                Err(error) => {
                    busy.try_set(false);
                    show(fault, error.into());
                }
            }
        });
    };
    let error = move |place: Place| Signal::derive(move || fault.get().and_then(|f| f.at(place, words)));
    let text = move |label: fn(words::Words) -> &'static str| Signal::derive(move || label(words).to_owned());
    view! {
        <form class="access-form" on:submit=submit novalidate>
            <h1>{t!(i18n, account.setup_title)}</h1>
            <p class="login-tagline">{t!(i18n, account.setup_text)}</p>
            {draft.asks_for_code.then(|| view! {
                <TextField
                    id="code" label=text(|w| { let i18n = w.i18n; t_string!(i18n, account.setup_code) }) value=draft.code kind=FieldKind::Text
                    error=error(Place::Code) hint=text(|w| { let i18n = w.i18n; t_string!(i18n, account.setup_code_hint) })
                />
            })}
            <Company draft fault/>
            <fieldset class="access-part">
                <legend>{t!(i18n, account.you)}</legend>
                <p class="field-hint">{t!(i18n, account.you_hint)}</p>
                <TextField id="name" label=text(|w| { let i18n = w.i18n; t_string!(i18n, account.your_name) }) value=draft.name kind=FieldKind::Name error=error(Place::Name)/>
                <TextField id="email" label=text(|w| { let i18n = w.i18n; t_string!(i18n, account.email) }) value=draft.email kind=FieldKind::Email error=error(Place::Email)/>
                <TextField
                    id="password" label=text(|w| { let i18n = w.i18n; t_string!(i18n, account.password) }) value=draft.password kind=FieldKind::NewPassword
                    error=error(Place::Password) hint=text(|w| { let i18n = w.i18n; t_string!(i18n, account.password_hint) })
                />
            </fieldset>
            <p class="field-error" role="alert">{move || fault.get().and_then(|f| f.anywhere(words))}</p>
            <button class="button" data-variant="primary" type="submit" disabled=move || busy.get()>
                {move || if busy.get() { t_string!(i18n, account.working) } else { t_string!(i18n, account.set_up) }}
            </button>
        </form>
    }
}

/// Shows what is wrong, and goes to the field.
fn show(fault: RwSignal<Option<Fault>>, found: Fault) {
    fault.try_set(Some(found));
    let id = found.place().map(Place::id);
    request_animation_frame(move || {
        let field = id.and_then(|id| document().get_element_by_id(id));
        if let Some(field) = field.and_then(|field| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(field).ok())
        {
            // Refused only when the field has gone again.
            let _ = field.focus();
        }
    });
}

impl From<AccountError> for Fault {
    fn from(error: AccountError) -> Self {
        Self::Told(error)
    }
}
