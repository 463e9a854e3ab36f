//! Choosing a new password by a link.

use crate::{
    prelude::*,
    sync::accounts::{self, AccountError},
};
use leptos::{ev::SubmitEvent, task::spawn_local};
use leptos_router::hooks::use_params_map;
use smarketing_domain::account::wire::NewPassword;

/// The page of a link to a new password.
#[component]
pub fn ResetPage() -> impl IntoView {
    let token = StoredValue::new(use_params_map().with_untracked(|params| params.get("token").unwrap_or_default()));
    let look = Remote::new(move || accounts::look_at_reset(token.get_value()));
    view! {
        <main class="login">
            <div class="login-card">
                <div class="login-mark"><Icon name=IconName::Hourglass/></div>
                {look.view(move |look| view! { <Form email=look.email token=token.get_value()/> }.into_any())}
                <DeviceChoices/>
            </div>
        </main>
    }
}

#[component]
fn Form(email: String, token: String) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<AccountError>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let asked = NewPassword { token: token.clone(), password: password.get_untracked() };
        spawn_local(async move {
            match accounts::reset(&asked).await {
                Ok(_) => accounts::start_at(route::HOURGLASS),
                Err(error) => {
                    failed.try_set(Some(error));
                    busy.try_set(false);
                }
            }
        });
    };
    let error = Signal::derive(move || failed.get().map(|error| account_error(words, error).to_owned()));
    view! {
        <form class="access-form" on:submit=submit novalidate>
            <h1>{t!(i18n, account.reset_title)}</h1>
            <p class="login-tagline">{move || t_string!(i18n, account.reset_text, email = email.clone()).to_string()}</p>
            <TextField
                id="password" label=Signal::derive(move || t_string!(i18n, account.new_password).to_owned())
                value=password kind=FieldKind::NewPassword error
                hint=Signal::derive(move || t_string!(i18n, account.password_hint).to_owned())
            />
            <div class="visually-hidden" role="alert">{move || error.get()}</div>
            <button class="button" data-variant="primary" type="submit" disabled=move || busy.get()>
                {move || if busy.get() { t_string!(i18n, account.working) } else { t_string!(i18n, account.reset) }}
            </button>
        </form>
    }
}
