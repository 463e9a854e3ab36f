//! The person: language, theme, sign out.

use super::later;
use crate::{
    prelude::*,
    sync::{self, SignOutError},
};
use leptos::{ev, task::spawn_local};
use leptos_router::hooks::use_navigate;

/// The person's button in the top bar and what it opens.
#[component]
pub fn PersonMenu() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let open = RwSignal::new(false);
    provide_context(IsOpen(open));
    date_paper();
    let me = Memo::new(move |_| state.me());
    view! {
        <button
            class="button"
            data-variant="quiet"
            data-icon-only
            aria-haspopup="dialog"
            aria-label=move || t_string!(i18n, shell.person_menu)
            on:click=move |_| open.set(true)
        >
            {move || match me.get() {
                Some(me) => view! { <Avatar member=me.member/> }.into_any(),
                None => view! { <Icon name=IconName::Person/> }.into_any(),
            }}
        </button>
        <Dialog open=open title=Signal::derive(move || me.get().map(|me| me.name).unwrap_or_default())>
            {move || open.get().then(|| later::PERSON.view())}
        </Dialog>
    }
}

/// A printed page has its day on top (`style/print.css`).
fn date_paper() {
    let words = use_words();
    let note = move || {
        if let Some(body) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.body()) {
            // Fails only for names that are no attribute names.
            let _ = body.set_attribute("data-printed", &words.date(words.today()));
        }
    };
    Effect::new(note);
    // The page may have been open since yesterday.
    let printing = window_event_listener(ev::beforeprint, move |_| untrack(note));
    on_cleanup(move || printing.remove());
}

/// Whether the person's dialog is open.
#[derive(Clone, Copy)]
struct IsOpen(RwSignal<bool>);

/// What the person can do here.
#[component]
pub fn Person() -> impl IntoView {
    let i18n = use_i18n();
    let IsOpen(open) = expect_context();
    view! {
        <DeviceChoices/>
        <a class="button" href=route::CHANGES on:click=move |_| open.set(false)>
            <Icon name=IconName::Undo/>
            {t!(i18n, history.title)}
        </a>
        <SignOut/>
    }
}

/// Signing out wipes the device; what is not synced is asked about first.
#[component]
fn SignOut() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let notices = use_notices();
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let navigate = use_navigate();
    let leave = move || {
        let navigate = navigate.clone();
        busy.set(true);
        spawn_local(async move {
            let result = sync::sign_out(state).await;
            busy.try_set(false);
            match result {
                Ok(()) => navigate(route::LOGIN, Default::default()),
                Err(SignOutError::Offline) => notices.error(t_string!(i18n, shell.sign_out_offline)),
                Err(SignOutError::Fault) => notices.error(t_string!(i18n, login.fault)),
                Err(SignOutError::NotWiped) => notices.error(t_string!(i18n, shell.sign_out_not_wiped)),
            }
        });
    };
    let leave = StoredValue::new_local(leave);
    let ask = move |_| {
        if state.pending() > 0 { asking.set(true) } else { leave.with_value(|leave| leave()) }
    };
    view! {
        <Show
            when=move || asking.get()
            fallback=move || view! {
                <button class="button" disabled=move || busy.get() on:click=ask>
                    <Icon name=IconName::SignOut/>
                    {t!(i18n, shell.sign_out)}
                </button>
            }
        >
            <p>{t!(i18n, shell.sign_out_unsynced, count = move || state.status.get().outbox as u32)}</p>
            <div class="dialog-actions">
                <button class="button" on:click=move |_| asking.set(false)>{t!(i18n, common.cancel)}</button>
                <button class="button" data-variant="danger" on:click=move |_| leave.with_value(|leave| leave())>
                    {t!(i18n, shell.sign_out_anyway)}
                </button>
            </div>
        </Show>
    }
}
