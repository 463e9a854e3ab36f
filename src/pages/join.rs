//! Coming in by an invitation's link.

use crate::{
    prelude::*,
    sync::accounts::{self, AccountError},
};
use leptos::{ev::SubmitEvent, task::spawn_local};
use leptos_router::hooks::use_params_map;
use smarketing_domain::account::{
    AccountRefusal,
    wire::{Invitation, Join},
};

/// The page of an invitation.
#[component]
pub fn JoinPage() -> impl IntoView {
    let token = StoredValue::new(use_params_map().with_untracked(|params| params.get("token").unwrap_or_default()));
    let invitation = Remote::new(move || accounts::look_at_invitation(token.get_value()));
    view! {
        <main class="login">
            <div class="login-card">
                <div class="login-mark"><Icon name=IconName::Hourglass/></div>
                {invitation.view(move |invitation| view! { <Form invitation token=token.get_value()/> }.into_any())}
                <DeviceChoices/>
            </div>
        </main>
    }
}

#[component]
fn Form(invitation: Invitation, token: String) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let Invitation { workspace, email, known } = invitation;
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let address = RwSignal::new(email);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<AccountError>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let asked = Join { token: token.clone(), name: name.get_untracked(), password: password.get_untracked() };
        spawn_local(async move {
            match accounts::join(&asked).await {
                Ok(_) => accounts::start_at(route::HOURGLASS),
                Err(error) => {
                    failed.try_set(Some(error));
                    busy.try_set(false);
                }
            }
        });
    };
    let is_name =
        |error| matches!(error, AccountError::Refused(AccountRefusal::NameMissing | AccountRefusal::NameTooLong));
    let sentence = move |error| account_error(words, error).to_owned();
    let name_error = Signal::derive(move || failed.get().filter(|e| is_name(*e)).map(sentence));
    let password_error = Signal::derive(move || failed.get().filter(|e| !is_name(*e)).map(sentence));
    let kind = if known { FieldKind::Password } else { FieldKind::NewPassword };
    let hint = move || if known { String::new() } else { t_string!(i18n, account.password_hint).to_owned() };
    view! {
        <form class="access-form" on:submit=submit novalidate>
            <h1>{move || t_string!(i18n, account.join_title, workspace = workspace.clone()).to_string()}</h1>
            <p class="login-tagline">
                {move || if known { t_string!(i18n, account.join_known) } else { t_string!(i18n, account.join_new) }}
            </p>
            <TextField id="email" label=Signal::derive(move || t_string!(i18n, account.email).to_owned()) value=address kind=FieldKind::Email fixed=true/>
            <TextField id="name" label=Signal::derive(move || t_string!(i18n, account.your_name).to_owned()) value=name kind=FieldKind::Name error=name_error/>
            <TextField
                id="password" label=Signal::derive(move || t_string!(i18n, account.password).to_owned())
                value=password kind error=password_error hint=Signal::derive(hint)
            />
            <div class="visually-hidden" role="alert">{move || failed.get().map(sentence)}</div>
            <button class="button" data-variant="primary" type="submit" disabled=move || busy.get()>
                {move || if busy.get() { t_string!(i18n, account.working) } else { t_string!(i18n, account.join) }}
            </button>
        </form>
    }
}
