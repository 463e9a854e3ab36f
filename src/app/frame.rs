//! The frame: rail with six places, top bar, banner, page.

use super::{keys::use_keys, later, sync_pill::SyncPill};
use crate::prelude::*;
use leptos_router::hooks::use_location;
use smarketing_domain::stage::StageRole;

/// The frame around a member's page.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    use_keys();
    let workspace =
        move || state.watch(Topic::Kind("settings"), |w| w.own().map(|s| s.name.clone()).unwrap_or_default());
    let main = NodeRef::<leptos::html::Main>::new();
    let path = use_location().pathname;
    // Each page begins at its top; the first one is there, and to say so has it laid out
    // before it is whole.
    Effect::new(move |was_drawn: Option<bool>| {
        path.track();
        let main = main.get();
        if let Some(main) = main.as_ref().filter(|_| was_drawn == Some(true)) {
            main.set_scroll_top(0);
        }
        main.is_some()
    });
    view! {
        <a class="skip-link" href="#main">{t!(i18n, shell.skip)}</a>
        <div class="frame">
            <Rail/>
            <header class="top">
                <span class="top-workspace one-line">{workspace}</span>
                <span class="top-find">{later::PALETTE.in_calm()}</span>
                <SyncPill/>
                <span class="top-person">{later::PERSON_MENU.part()}</span>
            </header>
            <main node_ref=main class="main" id="main" tabindex="-1">
                {later::BANNER.part()}
                {children()}
            </main>
        </div>
    }
}

#[component]
fn Rail() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let offered = Memo::new(move |_| {
        state.track(Topic::Kind("stage"));
        let stage = state.read(|w| w.stage_with(StageRole::Offered).map(|s| s.id));
        stage.map_or(0, |stage| state.column(stage, |column| column.total.count))
    });
    view! {
        <nav class="rail" aria-label=move || t_string!(i18n, shell.places)>
            <span class="rail-mark"><Icon name=IconName::Hourglass/></span>
            <RailLink to=route::HOURGLASS icon=IconName::Hourglass label=Signal::derive(move || t_string!(i18n, shell.hourglass).to_owned())/>
            <RailLink to=route::BOARD icon=IconName::Board label=Signal::derive(move || t_string!(i18n, shell.board).to_owned())/>
            <RailLink to=route::INBOX icon=IconName::Inbox label=Signal::derive(move || t_string!(i18n, shell.inbox).to_owned()) badge=offered/>
            <RailLink to=route::HYPOTHESES icon=IconName::Lab label=Signal::derive(move || t_string!(i18n, shell.lab).to_owned())/>
            <RailLink to=route::DEALS icon=IconName::Customers label=Signal::derive(move || t_string!(i18n, shell.customers).to_owned())/>
            <RailLink to=route::SETTINGS icon=IconName::Settings label=Signal::derive(move || t_string!(i18n, shell.settings).to_owned())/>
        </nav>
    }
}

#[component]
fn RailLink(
    to: &'static str,
    icon: IconName,
    label: Signal<String>,
    #[prop(optional, into)] badge: Option<Signal<u64>>,
) -> impl IntoView {
    let path = use_location().pathname;
    let here = move || path.with(|path| route::place(path) == to);
    let href = if to == route::DEALS { format!("{to}?section=customer") } else { to.to_owned() };
    view! {
        <a class="rail-link" href=href aria-current=move || here().then_some("page")>
            <Icon name=icon/>
            <span class="two-lines">{move || label.get()}</span>
            {badge.map(|badge| view! {
                <Show when=move || { badge.get() > 0 }>
                    <span class="rail-badge">{move || badge.get()}</span>
                </Show>
            })}
            {(to == route::INBOX).then(|| later::ESCALATED.in_calm())}
        </a>
    }
}
