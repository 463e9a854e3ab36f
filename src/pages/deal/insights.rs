//! What this customer said or did that the other team should know.

use crate::prelude::*;
use smarketing_domain::{
    ids::{DealId, InsightId},
    insight::{Insight, InsightChange},
    operation::Action,
};

/// The deal's insights, with votes.
#[component]
pub fn Insights(
    /// Which deal.
    id: DealId,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let insights = Memo::new(move |_| {
        let mut insights = state.watch(Topic::Kind("insight"), |w| {
            w.insights.values().filter(|i| i.meta.is_alive() && i.deal == Some(id)).cloned().collect::<Vec<Insight>>()
        });
        sort::sort_by_key(&mut insights, |i| (std::cmp::Reverse(i.votes.len()), i.id));
        insights.into_iter().map(|i| i.id).collect::<Vec<InsightId>>()
    });
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
            <Capture deal=id/>
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
            <span class="chip">{move || insight_kind_name(words, insight().kind)}</span>
            <blockquote>{move || insight().text}</blockquote>
            <button class="button" data-variant="quiet" aria-pressed=move || mine().to_string() on:click=vote>
                {move || t_string!(i18n, deal.votes, count = insight().votes.len() as u32).to_string()}
            </button>
        </li>
    }
}
