//! The leads that wait for an answer, longest waiting first; those that were put
//! off stand below.

use super::{escalated::EscalatedOffers, offer::Offer, timer::ticks};
use crate::prelude::*;
use smarketing_domain::{ids::DealId, stage::StageRole};

/// The list.
#[component]
pub fn Offers() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let tick = ticks();
    let stage =
        Memo::new(move |_| state.watch(Topic::Kind("stage"), |w| w.stage_with(StageRole::Offered).map(|s| s.id)));
    let lists = Memo::new(move |_| {
        let mut ids = stage.get().map_or_else(Vec::new, |stage| state.column(stage, |c| c.deals.clone()));
        ids.iter().for_each(|id| state.track(Topic::Record((*id).into())));
        state.read(|w| sort::sort_by_key(&mut ids, |id| w.deal(*id).and_then(|d| d.in_stage_since())));
        let today = words.today();
        let is_put_off = |id: &DealId| state.read(|w| w.deal(*id)?.snoozed.map(|day| day > today)).unwrap_or(false);
        ids.into_iter().partition::<Vec<_>, _>(|id| !is_put_off(id))
    });
    let waiting = move || lists.with(|(waiting, _)| waiting.clone());
    let put_off = move || lists.with(|(_, put_off)| put_off.clone());
    let promise = move || state.watch(Topic::Kind("settings"), |w| w.own().map_or(0, |s| s.response_hours));
    view! {
        <p class="inbox-lead">
            {t!(i18n, inbox.lead)}
            {move || (promise() > 0).then(|| format!(" {}", t_string!(i18n, inbox.promise, count = u32::from(promise()))))}
        </p>
        <EscalatedOffers/>
        <Show
            when=move || !waiting().is_empty()
            fallback=move || view! {
                <Empty icon=IconName::Inbox text=Signal::derive(move || t_string!(i18n, inbox.empty).to_owned())>
                    <a class="button" href=format!("{}?lens=marketing", route::BOARD)>{t!(i18n, inbox.to_board)}</a>
                </Empty>
            }
        >
            <ul class="inbox-offers">
                <For each=waiting key=|id: &DealId| *id let:deal><Offer id=deal tick/></For>
            </ul>
        </Show>
        <Show when=move || !put_off().is_empty()>
            <section class="inbox-later">
                <h2>{t!(i18n, inbox.snoozed)}<span class="chip">{move || words.number(put_off().len() as u64)}</span></h2>
                <ul class="inbox-offers">
                    <For each=put_off key=|id: &DealId| *id let:deal><Offer id=deal tick/></For>
                </ul>
            </section>
        </Show>
    }
}
