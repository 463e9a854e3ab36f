//! Writing down what a customer said: one tap for what was said before, or words.

use super::{notices::show_refusal, use_notices};
use crate::{
    state::{Topic, new_id, use_state},
    words::{Words, use_words},
};
use leptos::prelude::*;
use smarketing_domain::{
    exchange::said_before,
    ids::{DealId, InsightId},
    insight::{InsightChange, InsightKind},
    operation::Action,
};
use smarketing_locales::{t, t_string};

/// The kinds, in the order they are offered.
const KINDS: [InsightKind; 5] =
    [InsightKind::Need, InsightKind::Preference, InsightKind::Motivation, InsightKind::Objection, InsightKind::Doubt];

/// So many sayings of each kind are offered to be said again.
const OFFERED: usize = 3;

/// A kind of insight in words.
pub fn insight_kind_name(words: Words, kind: InsightKind) -> &'static str {
    let i18n = words.i18n;
    match kind {
        InsightKind::Need => t_string!(i18n, deal.need),
        InsightKind::Preference => t_string!(i18n, deal.preference),
        InsightKind::Objection => t_string!(i18n, deal.objection),
        InsightKind::Motivation => t_string!(i18n, deal.motivation),
        InsightKind::Doubt => t_string!(i18n, deal.doubt),
    }
}

/// Words and a kind to write down; about a deal, or where `again` is set, also what others
/// have said before.
#[component]
pub fn Capture(
    /// The deal it was heard in; none for what was heard elsewhere.
    #[prop(optional)]
    deal: Option<DealId>,
    /// Offers what others have said also about no deal.
    #[prop(optional)]
    again: bool,
    /// When something was written down.
    #[prop(optional)]
    on_kept: Option<Callback<()>>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let text = RwSignal::new(String::new());
    let kind = RwSignal::new(0_usize);
    let keep = move |said: String, kind: InsightKind| {
        let company = state.read(|w| deal.and_then(|id| w.deal(id)).and_then(|deal| deal.company));
        let set = vec![
            InsightChange::Text(said),
            InsightChange::Kind(kind),
            InsightChange::Deal(deal),
            InsightChange::Company(company),
        ];
        let created = state.perform(vec![Action::Create { id: new_id::<InsightId>(), set }.into()]);
        let is_kept = show_refusal(created, notices, words);
        if is_kept {
            notices.done(t_string!(i18n, exchange.kept));
            if let Some(on_kept) = on_kept {
                on_kept.run(());
            }
        }
        is_kept
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = text.get_untracked().trim().to_owned();
        if !said.is_empty() && keep(said, KINDS[kind.get_untracked().min(KINDS.len() - 1)]) {
            text.set(String::new());
        }
    };
    // What is known of this deal already is not offered again.
    let before = Memo::new(move |_| {
        state.watch(Topic::Kind("insight"), |w| {
            let known = |said: &String| {
                deal.is_some()
                    && w.insights.values().any(|i| i.meta.is_alive() && i.deal == deal && i.text.trim() == said)
            };
            let offered = |kind: InsightKind| {
                let fresh = said_before(w, kind, 2 * OFFERED).into_iter().filter(|said| !known(said));
                fresh.take(OFFERED).map(|said| (kind, said)).collect::<Vec<_>>()
            };
            if deal.is_some() || again { KINDS.into_iter().flat_map(offered).collect() } else { Vec::new() }
        })
    });
    let all = RwSignal::new(false);
    // The most frequent of each kind; the others take the space of what was said here.
    let shown = move || {
        let (all, mut last) = (all.get(), None);
        let mut is_shown = |kind| last.replace(kind) != Some(kind) || all;
        before.get().into_iter().filter(|(kind, _)| is_shown(*kind)).collect::<Vec<_>>()
    };
    let has_more = move || !all.get() && shown().len() < before.with(Vec::len);
    let chip = move |(kind, said): (InsightKind, String)| {
        let again = said.clone();
        view! {
            <button type="button" class="capture-chip" on:click=move |_| { keep(again.clone(), kind); }>
                <small>{insight_kind_name(words, kind)}</small>
                <span class="two-lines">{said}</span>
            </button>
        }
    };
    view! {
        <div class="capture">
            <Show when=move || !before.with(Vec::is_empty)>
                <p class="field-hint">{t!(i18n, exchange.again)}</p>
                <div class="capture-chips">
                    {move || shown().into_iter().map(chip).collect_view()}
                    <Show when=has_more>
                        <button type="button" class="button" data-variant="quiet" on:click=move |_| all.set(true)>{t!(i18n, common.more)}</button>
                    </Show>
                </div>
            </Show>
            <form class="capture-form" on:submit=add>
                <input
                    class="input" aria-label=move || t_string!(i18n, deal.what_said) placeholder=move || t_string!(i18n, deal.what_said)
                    prop:value=text on:input:target=move |ev| text.set(ev.target().value())
                />
                <select class="input capture-kind" aria-label=move || t_string!(i18n, deal.insight_kind) on:change:target=move |ev| kind.set(ev.target().value().parse().unwrap_or(0))>
                    {KINDS.into_iter().enumerate().map(|(at, one)| view! { <option value=at.to_string()>{move || insight_kind_name(words, one)}</option> }).collect_view()}
                </select>
                <button class="button" type="submit">{t!(i18n, common.add)}</button>
            </form>
        </div>
    }
}
