//! The hand-off: leads that marketing offers to sales, longest waiting first.
//! Sales accepts, or rejects with a reason.

mod offer;

use crate::prelude::*;
use offer::Offer;
use smarketing_domain::{ids::DealId, stage::StageRole};

/// The inbox.
#[component]
pub fn Inbox() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let stage =
        Memo::new(move |_| state.watch(Topic::Kind("stage"), |w| w.stage_with(StageRole::Offered).map(|s| s.id)));
    let offered = Memo::new(move |_| {
        let mut ids = stage.get().map_or_else(Vec::new, |stage| state.column(stage, |c| c.deals.clone()));
        state.read(|w| sort::sort_by_key(&mut ids, |id| w.deal(*id).and_then(|d| d.in_stage_since())));
        ids
    });
    let promise = move || state.watch(Topic::Kind("settings"), |w| w.own().map_or(0, |s| s.response_hours));
    view! {
        <div class="page inbox">
            <header class="page-head">
                <h1>{t!(i18n, inbox.title)}</h1>
                <span class="chip" data-section="marketing">{move || words.number(offered.get().len() as u64)}</span>
            </header>
            <p class="inbox-lead">
                {t!(i18n, inbox.lead)}
                {move || (promise() > 0).then(|| format!(" {}", t_string!(i18n, inbox.promise, count = u32::from(promise()))))}
            </p>
            <Show
                when=move || !offered.get().is_empty()
                fallback=move || view! {
                    <Empty icon=IconName::Inbox text=Signal::derive(move || t_string!(i18n, inbox.empty).to_owned())>
                        <a class="button" href=format!("{}?lens=marketing", route::BOARD)>{t!(i18n, inbox.to_board)}</a>
                    </Empty>
                }
            >
                <ul class="inbox-offers">
                    <For each=move || offered.get() key=|id: &DealId| *id let:deal>
                        <Offer id=deal/>
                    </For>
                </ul>
            </Show>
        </div>
    }
}
