//! The trash: deleted deals, and the way back.

use crate::prelude::*;
use smarketing_domain::{
    ids::{DealId, MemberId},
    trash::{self, trash},
};

/// So many rows are drawn; the newest are what somebody looks for.
const SHOWN: usize = 200;

/// A deleted deal.
#[derive(Clone, PartialEq)]
struct Deleted {
    id: DealId,
    title: String,
    minor: Option<i64>,
    at: smarketing_domain::clock::Timestamp,
    by: MemberId,
}

/// The trash.
#[component]
pub fn Trash() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let deals = Memo::new(move |_| {
        let now = state.now();
        state.watch(Topic::Kind("deal"), |w| {
            let row = |deal: &smarketing_domain::deal::Deal| {
                let gone = deal.meta.presence?;
                let minor = deal.worth.once.map(|m| m.minor);
                Some(Deleted { id: deal.id, title: deal.title.clone(), minor, at: gone.stamp.at(), by: gone.by })
            };
            trash(w, now).into_iter().filter_map(row).collect::<Vec<_>>()
        })
    });
    let more = move || deals.with(Vec::len).saturating_sub(SHOWN);
    view! {
        <div class="page trash">
            <header class="page-head">
                <a class="button" data-variant="quiet" data-icon-only href=route::DEALS aria-label=move || t_string!(i18n, lists.deals)>
                    <Icon name=IconName::Left/>
                </a>
                <h1>{t!(i18n, lists.trash)}</h1>
            </header>
            <p class="trash-lead">{t!(i18n, lists.trash_lead, count = || trash::DAYS as u32)}</p>
            <Show
                when=move || deals.with(|deals| !deals.is_empty())
                fallback=move || view! {
                    <Empty icon=IconName::Trash text=Signal::derive(move || t_string!(i18n, lists.trash_empty).to_owned())>
                        <a class="button" href=route::DEALS>{t!(i18n, lists.deals)}</a>
                    </Empty>
                }
            >
                <ul class="panel trash-list">
                    <For each=move || deals.get().into_iter().take(SHOWN) key=|deal| deal.id let:deal>
                        <Row deal/>
                    </For>
                </ul>
                <Show when=move || { more() > 0 }>
                    <p class="trash-lead">{move || t_string!(i18n, lists.trash_more, count = more() as u32)}</p>
                </Show>
            </Show>
        </div>
    }
}

#[component]
fn Row(deal: Deleted) -> impl IntoView {
    let state = use_state();
    let words = use_words();
    let i18n = words.i18n;
    let notices = use_notices();
    let (id, by, at) = (deal.id, deal.by, deal.at);
    let who = move || state.watch(Topic::Record(by.into()), |w| w.members.get(&by).map(|m| m.name.clone()));
    let when = move || match who() {
        Some(name) => t_string!(i18n, lists.deleted_by, time = words.date_time(at), name = name).to_string(),
        None => t_string!(i18n, lists.deleted_at, time = words.date_time(at)).to_string(),
    };
    let name = if deal.title.is_empty() { t_string!(i18n, lists.untitled).to_owned() } else { deal.title };
    let label = name.clone();
    let restore = move |_| {
        let stage = state.read(|w| {
            let stage = trash::moved_to(w, w.deals.get(&id)?).ok()??;
            w.stages.get(&stage).map(|s| s.name.clone())
        });
        if show_refusal(state.read(|w| trash::restore(w, id)).and_then(|step| state.perform(step)), notices, words) {
            notices.done(match stage {
                Some(stage) => t_string!(i18n, lists.restored_to, stage = stage).to_string(),
                None => t_string!(i18n, lists.restored).to_owned(),
            });
        }
    };
    view! {
        <li class="trash-row">
            <div class="trash-text">
                <strong>{name}</strong>
                <span class="trash-when">{when}</span>
            </div>
            <span class="trash-value">{move || deal.minor.map(|minor| words.money(minor))}</span>
            <button class="button" aria-label=move || format!("{}: {label}", t_string!(i18n, lists.restore)) on:click=restore>
                <Icon name=IconName::Undo/>{t!(i18n, lists.restore)}
            </button>
        </li>
    }
}
