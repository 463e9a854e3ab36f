//! A new password, knowing the old one.

use crate::{
    prelude::*,
    sync::accounts::{self, AccountError},
};
use leptos::{ev::SubmitEvent, task::spawn_local};
use smarketing_domain::account::{AccountRefusal, wire::ChangePassword};

/// The dialog.
#[component]
pub fn PasswordDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// It was changed: other sessions have ended.
    changed: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open=open title=Signal::derive(move || t_string!(i18n, account.change_password).to_owned())>
            <Form open changed/>
        </Dialog>
    }
}

#[component]
fn Form(open: RwSignal<bool>, changed: Callback<()>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let notices = use_notices();
    let (old, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<AccountError>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let asked = ChangePassword { old: old.get_untracked(), new: new.get_untracked() };
        spawn_local(async move {
            match accounts::change_password(&asked).await {
                Ok(()) => {
                    notices.say(t_string!(i18n, account.password_changed));
                    changed.run(());
                    open.try_set(false);
                }
                Err(error) => drop(failed.try_set(Some(error))),
            }
            busy.try_set(false);
        });
    };
    let is_old = |error| !matches!(error, AccountError::Refused(refusal) if refusal != AccountRefusal::PasswordWrong);
    let sentence = move |error| account_error(words, error).to_owned();
    let old_error = Signal::derive(move || failed.get().filter(|e| is_old(*e)).map(sentence));
    let new_error = Signal::derive(move || failed.get().filter(|e| !is_old(*e)).map(sentence));
    view! {
        <form on:submit=submit novalidate>
            <TextField id="old-password" label=Signal::derive(move || t_string!(i18n, account.old_password).to_owned()) value=old kind=FieldKind::Password error=old_error/>
            <TextField
                id="new-password" label=Signal::derive(move || t_string!(i18n, account.new_password).to_owned())
                value=new kind=FieldKind::NewPassword error=new_error
                hint=Signal::derive(move || t_string!(i18n, account.password_hint).to_owned())
            />
            <div class="visually-hidden" role="alert">{move || failed.get().map(sentence)}</div>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                <button class="button" data-variant="primary" type="submit" disabled=move || busy.get()>{t!(i18n, common.save)}</button>
            </div>
        </form>
    }
}
