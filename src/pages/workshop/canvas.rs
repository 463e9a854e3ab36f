//! One workshop: its head, its steps, its canvas.

use super::{
    grid::Grid,
    ranking::Ranking,
    steps::{Now, Steps, phase_code},
    table::Table,
};
use crate::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use smarketing_domain::{ids::WorkshopId, operation::Action, workshop::WorkshopChange};

/// The workshop in the address.
#[component]
pub fn Workshop() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let state = use_state();
    let id = Memo::new(move |_| params.with(|p| p.get("id")).and_then(|id| id.parse::<WorkshopId>().ok()));
    let is_there = Memo::new(move |_| {
        let lives = |id: &WorkshopId| {
            state.watch(Topic::Record((*id).into()), |w| w.workshops.get(id).is_some_and(|one| one.meta.is_alive()))
        };
        id.get().filter(lives)
    });
    let is_deleted =
        move |id: &WorkshopId| state.read(|w| w.workshops.get(id).is_some_and(|one| one.meta.is_deleted()));
    move || match is_there.get() {
        Some(id) => view! { <Page id/> }.into_any(),
        None => view! {
            <div class="page">
                <Empty icon=IconName::Lab text=Signal::derive(move || t_string!(i18n, workshop.missing).to_owned())>
                    {move || id.get().filter(is_deleted).map(|id| view! { <RestoreButton id/> })}
                    <a class="button" href=route::WORKSHOPS>{t!(i18n, workshop.to_all)}</a>
                </Empty>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn Page(id: WorkshopId) -> impl IntoView {
    let table = Table::at(id);
    let phase = table.phase();
    view! {
        <article class="page workshop" data-workshop=id.to_string() data-phase=move || phase_code(phase.get())>
            <Head id table/>
            <Steps table/>
            <Now table/>
            <Ranking table/>
            <Grid table/>
        </article>
    }
}

#[component]
fn Head(id: WorkshopId, table: Table) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let navigate = use_navigate();
    let title = Signal::derive(move || {
        state.watch(Topic::Record(id.into()), |w| w.workshops.get(&id).map(|one| one.title.clone())).unwrap_or_default()
    });
    let rename = Callback::new(move |text: String| {
        let set = vec![WorkshopChange::Title(text.trim().to_owned())];
        state.perform(vec![Action::Edit { id, set }.into()])
    });
    let delete = move |_| {
        let gone = Action::<WorkshopId, WorkshopChange>::Delete { id };
        if show_refusal(state.perform(vec![gone.into()]), notices, words) {
            notices.done(t_string!(i18n, workshop.deleted));
            navigate(route::WORKSHOPS, Default::default());
        }
    };
    // Others are refused it: what everybody has written goes with it.
    let author = state.read(|w| w.workshops.get(&id).and_then(|one| Some(one.meta.born?.by)));
    let can_delete = Memo::new(move |_| author.is_some_and(|author| table.may_change(author)));
    let hearing = RwSignal::new(false);
    let heard = Signal::derive(move || t_string!(i18n, exchange.heard).to_owned());
    let on_kept = Callback::new(move |()| hearing.set(false));
    view! {
        <header class="workshop-head">
            <a class="button" data-variant="quiet" data-icon-only href=route::WORKSHOPS aria-label=move || t_string!(i18n, workshop.to_all)>
                <Icon name=IconName::Left/>
            </a>
            <h1><EditText value=title label=Signal::derive(move || t_string!(i18n, workshop.name).to_owned()) save=rename/></h1>
            // What customers said comes up while people talk: it is kept at once, for the exchange.
            <button class="button" data-hear on:click=move |_| hearing.set(true)>
                <Icon name=IconName::Insight/>
                {heard}
            </button>
            <Dialog open=hearing title=heard>
                <Capture on_kept/>
            </Dialog>
            <Show when=move || can_delete.get()>
                <button class="button" data-variant="quiet" data-icon-only aria-label=move || t_string!(i18n, common.delete) on:click=delete.clone()>
                    <Icon name=IconName::Trash/>
                </button>
            </Show>
        </header>
    }
}

#[component]
fn RestoreButton(id: WorkshopId) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let restore = move |_| {
        let back = Action::<WorkshopId, WorkshopChange>::Restore { id };
        show_refusal(state.perform(vec![back.into()]), notices, words);
    };
    view! { <button class="button" data-variant="primary" on:click=restore>{t!(i18n, common.restore)}</button> }
}
