//! What stands above every page when the person has to know it.

use crate::{
    prelude::*,
    state::{SyncWord, Trouble},
    sync,
};
use leptos_router::hooks::use_location;
use smarketing_domain::meeting::running;

/// Trouble that the person must act on, a new version that waits, and the way to the
/// meeting that goes on.
#[component]
pub fn Banner() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let trouble = Memo::new(move |_| {
        state.status.with(|s| s.trouble.filter(|_| s.word == SyncWord::Error || s.trouble.is_some()))
    });
    let update = sync::update_waiting();
    let path = use_location().pathname;
    let held = Memo::new(move |_| {
        let me = state.me().map(|me| me.member);
        state.watch(Topic::Kind("meeting"), |w| running(w).map(|meeting| meeting.by() == me))
    });
    view! {
        {move || trouble.get().map(|trouble| view! {
            <div class="banner" role="alert">
                <span>{move || match trouble {
                    Trouble::SignedOut => t_string!(i18n, shell.trouble_signed_out),
                    Trouble::NotSaved => t_string!(i18n, shell.trouble_not_saved),
                    Trouble::ServerFault => t_string!(i18n, shell.trouble_server_fault),
                    Trouble::TooOld => t_string!(i18n, shell.trouble_too_old),
                }}</span>
                {match trouble {
                    Trouble::SignedOut => view! { <a class="button" href=route::LOGIN>{t!(i18n, shell.sign_in_again)}</a> }.into_any(),
                    Trouble::TooOld => view! { <button class="button" on:click=|_| sync::reload()>{t!(i18n, shell.update_now)}</button> }.into_any(),
                    Trouble::NotSaved | Trouble::ServerFault => view! {
                        <button class="button" on:click=move |_| sync::retry_now(state)>{t!(i18n, common.try_again)}</button>
                    }.into_any(),
                }}
            </div>
        })}
        {move || held.get().filter(|_| path.get() != route::MEETING).map(|mine| {
            let (text, way) = match mine {
                true => (t_string!(i18n, meeting.goes_on), t_string!(i18n, meeting.back)),
                false => (t_string!(i18n, meeting.others_hold), t_string!(i18n, meeting.follow_along)),
            };
            view! {
                <div class="banner" role="status">
                    <span>{text}</span>
                    <a class="button" href=route::MEETING>{way}</a>
                </div>
            }
        })}
        <Show when=move || update.get()>
            <div class="banner" role="status">
                <span>{t!(i18n, shell.update_ready)}</span>
                <button class="button" on:click=move |_| sync::apply_update()>{t!(i18n, shell.update_now)}</button>
            </div>
        </Show>
    }
}
