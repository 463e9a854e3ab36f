//! The deal's path in words, newest first; and, for who wants it, every change.

use super::read_deal;
use crate::{prelude::*, zone};
use smarketing_domain::{
    clock::Timestamp,
    deal::{Remark, StageEntry},
    handoff::escalations,
    ids::DealId,
    score::sum,
};

/// When the deal entered which stage, by whom, and how long it stayed.
#[component]
pub fn History(
    /// Which deal.
    id: DealId,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let entries = Memo::new(move |_| read_deal(state, id, |d| d.history().cloned().collect::<Vec<StageEntry>>()));
    let line = move |entry: &StageEntry, next: Option<&StageEntry>| {
        let stage = state
            .watch(Topic::Kind("stage"), |w| w.stages.get(&entry.stage).map(|s| s.name.clone()))
            .unwrap_or_default();
        let who = state.watch(Topic::Record(entry.by.into()), |w| w.members.get(&entry.by).map(|m| m.name.clone()));
        let when = entry.at.map_or_else(|| t_string!(i18n, deal.time_unknown).to_owned(), |at| words.date_time(at));
        let stayed = entry
            .at
            .zip(next.and_then(|n| n.at))
            .map(|(from, to)| t_string!(i18n, deal.stayed, time = words.duration(to.since(from))).to_string());
        let said = entry.remark.as_ref().map(|remark| remark_words(words, remark));
        let meta: Vec<String> = std::iter::once(when).chain(who).chain(stayed).chain(said).collect();
        view! {
            <li class="deal-entry">
                <strong>{stage}</strong>
                <span>{meta.join(" · ")}</span>
            </li>
        }
    };
    // Computed, not noted: they stand behind the entry in whose time they lie.
    let told = Memo::new(move |_| {
        entries.track();
        state.watch(Topic::Kind("settings"), |w| escalations(w, &zone::of_clock(w), id, state.now()))
    });
    let escalated = move |entry: &StageEntry, next: Option<&StageEntry>| {
        let is_within = |at: &Timestamp| {
            entry.at.is_some_and(|from| from <= *at) && next.and_then(|n| n.at).is_none_or(|to| *at < to)
        };
        let line = |at: Timestamp| {
            view! {
                <li class="deal-entry" data-escalated>
                    <strong>{t!(i18n, escalation.history)}</strong>
                    <span>{words.date_time(at)}</span>
                </li>
            }
        };
        told.get().into_iter().rev().filter(is_within).map(line).collect_view()
    };
    let is_open = RwSignal::new(false);
    let began = move || {
        let origin = read_deal(state, id, |d| d.grew_from)?;
        let title = state.watch(Topic::Record(origin.into()), |w| w.deal(origin).map(|d| d.title.clone()))?;
        Some(view! {
            <p class="deal-origin">{t!(i18n, deal.grew_from)}" "<a href=route::deal(origin)>{title}</a></p>
        })
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, deal.history)}</h2>
            {began}
            <ol class="deal-history">
                {move || {
                    let entries = entries.get();
                    let lines = entries.iter().enumerate().rev();
                    lines.map(|(at, entry)| {
                        let next = entries.get(at + 1);
                        (escalated(entry, next), line(entry, next))
                    }).collect_view()
                }}
            </ol>
            <Show
                when=move || is_open.get()
                fallback=move || view! {
                    <button type="button" class="button" on:click=move |_| is_open.set(true)>{t!(i18n, history.show)}</button>
                }
            >
                <h3>{t!(i18n, history.show)}</h3>
                <Changes record=Some(id.into())/>
            </Show>
        </section>
    }
}

/// What is noted with an entry.
fn remark_words(words: words::Words, remark: &Remark) -> String {
    let i18n = words.i18n;
    match remark {
        Remark::Offered(given) => t_string!(i18n, deal.offered_with, points = sum(given)).to_string(),
        Remark::Rejected { reason, .. } => {
            t_string!(i18n, deal.rejected_for, reason = reason_name(words, *reason)).to_string()
        }
    }
}
