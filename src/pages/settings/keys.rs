//! Keys by which forms and advertising platforms write from outside, for admins.

use super::{name_of, own_role};
use crate::{
    prelude::*,
    sync::accounts::{self, AccountError},
};
use leptos::{ev::SubmitEvent, task::spawn_local};
use smarketing_domain::{
    account::wire::{KeyLine, NewKey},
    member::Role,
};
use uuid::Uuid;

/// The panel; only admins see it.
#[component]
pub fn IntakeKeys() -> impl IntoView {
    let role = own_role(use_state());
    view! {
        <Show when=move || role.get() == Role::Admin>
            <Panel/>
        </Show>
    }
}

#[component]
fn Panel() -> impl IntoView {
    let i18n = use_i18n();
    let keys = Remote::new(accounts::keys);
    let making = RwSignal::new(false);
    let revoking = RwSignal::new(None::<Uuid>);
    view! {
        <section class="panel" id="keys" aria-labelledby="intake-keys">
            <h2 id="intake-keys">{t!(i18n, account.keys)}</h2>
            <p>{t!(i18n, account.keys_text)}</p>
            <div class="panel-action">
                <button type="button" class="button" on:click=move |_| making.set(true)>
                    <Icon name=IconName::Plus/>{t!(i18n, account.key_new)}
                </button>
            </div>
            {keys.view(move |lines| match lines.is_empty() {
                true => view! { <p>{t!(i18n, account.keys_empty)}</p> }.into_any(),
                false => view! {
                    <ul>{lines.into_iter().map(|line| view! { <Line line revoking keys/> }).collect_view()}</ul>
                }
                .into_any(),
            })}
            <MakeDialog open=making keys/>
        </section>
    }
}

/// A key: what it may bring, who made it, when it was used; and revoking it,
/// asked about first.
#[component]
fn Line(line: KeyLine, revoking: RwSignal<Option<Uuid>>, keys: Remote<Vec<KeyLine>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let notices = use_notices();
    let (id, name) = (line.id, StoredValue::new(line.name.clone()));
    let maker = name_of(use_state(), line.by);
    let revoke = move |_| {
        spawn_local(async move {
            match accounts::revoke_key(id).await {
                Ok(()) => notices.say(t_string!(i18n, account.key_revoked)),
                Err(error) => notices.error(account_error(words, error)),
            }
            revoking.try_set(None);
            keys.ask_again();
        });
    };
    let brings = move || match (line.leads, line.reach) {
        (true, true) => format!("{}, {}", t_string!(i18n, account.key_leads), t_string!(i18n, account.key_reach)),
        (true, false) => t_string!(i18n, account.key_leads).to_owned(),
        _ => t_string!(i18n, account.key_reach).to_owned(),
    };
    let used = move || match line.used {
        Some(at) => t_string!(i18n, account.last_used, at = words.date_time(at)).to_string(),
        None => t_string!(i18n, account.key_unused).to_owned(),
    };
    view! {
        <li class="invited" data-key=line.name.clone()>
            <span class="invited-who">
                <b>{line.name.clone()}</b>
                <small>{brings}" · "{maker}" · "{used}</small>
            </span>
            <Show
                when=move || revoking.get() == Some(id)
                fallback=move || view! {
                    <button
                        type="button" class="button"
                        aria-label=move || format!("{}: {}", t_string!(i18n, account.key_revoke), name.get_value())
                        on:click=move |_| revoking.set(Some(id))
                    >{t!(i18n, account.key_revoke)}</button>
                }
            >
                <span role="alert">{t!(i18n, account.key_revoke_ask)}</span>
                <button type="button" class="button" on:click=move |_| revoking.set(None)>{t!(i18n, common.cancel)}</button>
                <button type="button" class="button" data-variant="danger" on:click=revoke>{t!(i18n, account.key_revoke_yes)}</button>
            </Show>
        </li>
    }
}

/// What it is for and what it may bring; then the key itself, once.
#[component]
fn MakeDialog(open: RwSignal<bool>, keys: Remote<Vec<KeyLine>>) -> impl IntoView {
    let i18n = use_i18n();
    let made = RwSignal::new(None::<String>);
    Effect::new(move || {
        if open.get() {
            made.set(None);
        }
    });
    view! {
        <Dialog open=open title=Signal::derive(move || t_string!(i18n, account.key_new).to_owned())>
            {move || match made.get() {
                None => view! { <MakeForm made keys/> }.into_any(),
                Some(key) => view! {
                    <CopyBox
                        text=key label=Signal::derive(move || t_string!(i18n, account.key).to_owned())
                        hint=Signal::derive(move || t_string!(i18n, account.key_once).to_owned())
                    />
                }
                .into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn MakeForm(made: RwSignal<Option<String>>, keys: Remote<Vec<KeyLine>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let name = RwSignal::new(String::new());
    let (leads, reach) = (RwSignal::new(true), RwSignal::new(false));
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<AccountError>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let asked = NewKey { name: name.get_untracked(), leads: leads.get_untracked(), reach: reach.get_untracked() };
        spawn_local(async move {
            match accounts::make_key(&asked).await {
                Ok(key) => {
                    made.try_set(Some(key.key));
                    keys.ask_again();
                }
                Err(error) => drop(failed.try_set(Some(error))),
            }
            busy.try_set(false);
        });
    };
    let error = Signal::derive(move || failed.get().map(|error| account_error(words, error).to_owned()));
    view! {
        <form on:submit=submit novalidate>
            <TextField id="key-name" label=Signal::derive(move || t_string!(i18n, account.key_name).to_owned()) value=name kind=FieldKind::Name error/>
            <div class="visually-hidden" role="alert">{move || error.get()}</div>
            <fieldset class="field">
                <legend>{t!(i18n, account.key_brings)}</legend>
                <label class="field-check">
                    <input type="checkbox" prop:checked=leads on:change:target=move |ev| leads.set(ev.target().checked())/>
                    {t!(i18n, account.key_leads)}
                </label>
                <label class="field-check">
                    <input type="checkbox" prop:checked=reach on:change:target=move |ev| reach.set(ev.target().checked())/>
                    {t!(i18n, account.key_reach)}
                </label>
            </fieldset>
            <div class="dialog-actions">
                <button class="button" data-variant="primary" type="submit" disabled=move || busy.get()>
                    {move || if busy.get() { t_string!(i18n, account.working) } else { t_string!(i18n, account.key_make) }}
                </button>
            </div>
        </form>
    }
}
