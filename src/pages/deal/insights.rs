//! What this customer said or did that the other team should know.

use crate::{prelude::*, words::Words};
use smarketing_domain::{
    ids::{DealId, InsightId},
    insight::{Insight, InsightChange, InsightKind},
    operation::Action,
};

const KINDS: [InsightKind; 5] =
    [InsightKind::Need, InsightKind::Preference, InsightKind::Objection, InsightKind::Motivation, InsightKind::Doubt];

fn kind_name(words: Words, kind: InsightKind) -> &'static str {
    let i18n = words.i18n;
    match kind {
        InsightKind::Need => t_string!(i18n, deal.need),
        InsightKind::Preference => t_string!(i18n, deal.preference),
        InsightKind::Objection => t_string!(i18n, deal.objection),
        InsightKind::Motivation => t_string!(i18n, deal.motivation),
        InsightKind::Doubt => t_string!(i18n, deal.doubt),
    }
}

/// The deal's insights, with votes.
#[component]
pub fn Insights(
    /// Which deal.
    id: DealId,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let insights = Memo::new(move |_| {
        let mut insights = state.watch(Topic::Kind("insight"), |w| {
            w.insights.values().filter(|i| i.meta.is_alive() && i.deal == Some(id)).cloned().collect::<Vec<Insight>>()
        });
        sort::sort_by_key(&mut insights, |i| (std::cmp::Reverse(i.votes.len()), i.id));
        insights.into_iter().map(|i| i.id).collect::<Vec<InsightId>>()
    });
    let text = RwSignal::new(String::new());
    let kind = RwSignal::new(0_usize);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = text.get_untracked().trim().to_owned();
        if said.is_empty() {
            return;
        }
        let company = state.read(|w| w.deal(id).and_then(|d| d.company));
        let set = vec![
            InsightChange::Text(said),
            InsightChange::Kind(KINDS[kind.get_untracked().min(KINDS.len() - 1)]),
            InsightChange::Deal(Some(id)),
            InsightChange::Company(company),
        ];
        if show_refusal(state.perform(vec![Action::Create { id: new_id::<InsightId>(), set }.into()]), notices, words) {
            text.set(String::new());
        }
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, deal.insights)}</h2>
            <ul class="deal-insights">
                <For each=move || insights.get() key=|id| *id let:insight>
                    <Heard id=insight/>
                </For>
            </ul>
            <Show when=move || insights.get().is_empty()>
                <p class="deal-hint">{t!(i18n, deal.no_insights)}</p>
            </Show>
            <form class="deal-add" on:submit=add>
                <input
                    class="input" aria-label=move || t_string!(i18n, deal.what_said) placeholder=move || t_string!(i18n, deal.what_said)
                    prop:value=text on:input:target=move |ev| text.set(ev.target().value())
                />
                <select class="input deal-kind" aria-label=move || t_string!(i18n, deal.insight_kind) on:change:target=move |ev| kind.set(ev.target().value().parse().unwrap_or(0))>
                    {KINDS.into_iter().enumerate().map(|(at, one)| view! { <option value=at.to_string()>{move || kind_name(words, one)}</option> }).collect_view()}
                </select>
                <button class="button" type="submit">{t!(i18n, common.add)}</button>
            </form>
        </section>
    }
}

#[component]
fn Heard(id: InsightId) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let insight = move || state.watch(Topic::Record(id.into()), |w| w.insights.get(&id).cloned()).unwrap_or_default();
    let mine = move || state.me().is_some_and(|me| insight().votes.contains(&me.member));
    let vote = move |_| {
        let Some(me) = state.me_untracked() else { return };
        let mut votes = state.read(|w| w.insights.get(&id).map(|i| i.votes.clone()).unwrap_or_default());
        if !votes.remove(&me.member) {
            votes.insert(me.member);
        }
        show_refusal(
            state.perform(vec![Action::Edit { id, set: vec![InsightChange::Votes(votes)] }.into()]),
            notices,
            words,
        );
    };
    view! {
        <li class="deal-insight">
            <span class="chip">{move || kind_name(words, insight().kind)}</span>
            <blockquote>{move || insight().text}</blockquote>
            <button class="button" data-variant="quiet" aria-pressed=move || mine().to_string() on:click=vote>
                {move || t_string!(i18n, deal.votes, count = insight().votes.len() as u32).to_string()}
            </button>
        </li>
    }
}
