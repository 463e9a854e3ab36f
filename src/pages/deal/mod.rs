//! One deal: facts, people, history in words, next steps, insights.

mod facts;
mod history;
mod insights;
mod mentions;
mod people;
mod place;
mod plays;
mod privacy;
mod qualify;
mod tasks;
mod trials;

use crate::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use smarketing_domain::{
    deal::{Deal, DealChange},
    ids::DealId,
    operation::{Body, DealAction},
    trash::restore,
};

/// The page of the deal in the address.
#[component]
pub fn DealPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let state = use_state();
    let id = Memo::new(move |_| params.with(|p| p.get("id")).and_then(|id| id.parse::<DealId>().ok()));
    let is_there =
        Memo::new(move |_| id.get().filter(|id| state.watch(Topic::Record((*id).into()), |w| w.deal(*id).is_some())));
    move || {
        match is_there.get() {
        Some(id) => view! { <Sheet id=id/> }.into_any(),
        None => view! {
            <div class="page">
                <Empty icon=IconName::Search text=Signal::derive(move || t_string!(i18n, deal.missing).to_owned())>
                    {move || id.get().filter(|id| state.read(|w| w.deals.contains_key(id))).map(|id| view! { <RestoreButton id=id/> })}
                    <a class="button" href=route::BOARD>{t!(i18n, deal.to_board)}</a>
                </Empty>
            </div>
        }
        .into_any(),
    }
    }
}

#[component]
fn Sheet(id: DealId) -> impl IntoView {
    view! {
        <article class="page deal-page">
            <Head id=id/>
            <place::PlaceBar id=id/>
            <trials::Trials id=id/>
            <div class="deal-columns">
                <div class="deal-column">
                    <plays::Plays id=id/>
                    <tasks::Tasks id=id/>
                    <facts::Facts id=id/>
                    <qualify::Qualify id=id/>
                    <people::People id=id/>
                </div>
                <div class="deal-column">
                    <insights::Insights id=id/>
                    <history::History id=id/>
                </div>
            </div>
        </article>
    }
}

#[component]
fn Head(id: DealId) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let notices = use_notices();
    let state = use_state();
    let navigate = use_navigate();
    let title = Signal::derive(move || read_deal(state, id, |d| d.title.clone()));
    let rename = Callback::new(move |text: String| change(state, id, DealChange::Title(text)));
    let back = move |_| {
        let history = web_sys::window().and_then(|w| w.history().ok());
        match history.filter(|h| h.length().is_ok_and(|length| length > 1)) {
            // Fails only when the page is being left anyway.
            Some(history) => drop(history.back()),
            None => navigate(route::BOARD, Default::default()),
        }
    };
    let delete = move |_| {
        if show_refusal(state.perform(vec![DealAction::Delete { id }.into()]), notices, words) {
            notices.done(t_string!(i18n, deal.deleted));
        }
    };
    view! {
        <header class="deal-head">
            <button class="button" data-variant="quiet" data-icon-only aria-label=move || t_string!(i18n, common.back) on:click=back>
                <Icon name=IconName::Left/>
            </button>
            <h1 class="deal-title"><EditText value=title label=Signal::derive(move || t_string!(i18n, deal.title).to_owned()) save=rename/></h1>
            <button class="button" data-variant="quiet" data-icon-only aria-label=move || t_string!(i18n, common.delete) on:click=delete>
                <Icon name=IconName::Trash/>
            </button>
        </header>
    }
}

#[component]
fn RestoreButton(id: DealId) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let notices = use_notices();
    let state = use_state();
    let bring_back = move |_| {
        show_refusal(state.read(|w| restore(w, id)).and_then(|step| state.perform(step)), notices, words);
    };
    view! { <button class="button" data-variant="primary" on:click=bring_back>{t!(i18n, common.restore)}</button> }
}

/// Reads the deal and listens to it; the default while it is not there.
fn read_deal<T: Default>(state: State, id: DealId, look: impl FnOnce(&Deal) -> T) -> T {
    state.watch(Topic::Record(id.into()), |w| w.deal(id).map(look)).unwrap_or_default()
}

/// Writes one register of the deal.
fn change(state: State, id: DealId, change: DealChange) -> Result<(), smarketing_domain::operation::Refusal> {
    state.perform(vec![Body::Deal(DealAction::Edit { id, set: vec![change] })])
}
