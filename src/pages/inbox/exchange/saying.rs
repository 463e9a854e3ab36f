//! One saying: how often, in which deals, who finds it important; and on to a
//! hypothesis.

use super::{about, tone};
use crate::prelude::*;
use smarketing_domain::{
    exchange::{Said, Saying},
    ids::{DealId, InsightId, MemberId},
    insight::InsightChange,
    operation::{Action, Body},
};
use std::collections::BTreeSet;

/// Deals of a saying that are named.
const DEALS: usize = 30;

/// A saying.
#[component]
pub fn SayingRow(
    /// What was said.
    saying: Saying,
    /// Whether to say what it is about.
    named: bool,
    /// The channel of all its deals, where they are grouped by it.
    channel: Option<String>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let said = match &saying.said {
        Said::Words(text) => text.clone(),
        Said::Unfit(reason) => reason_name(words, *reason).to_owned(),
    };
    let topic = saying.topic;
    let because = match saying.deals.len() {
        0 => said.clone(),
        count => t_string!(i18n, exchange.because, count = count as u32, said = said.clone()).to_string(),
    };
    let test = {
        let channel = channel.map(|channel| format!("&channel={}", route::encode(&channel))).unwrap_or_default();
        format!("{}?because={}{channel}", route::HYPOTHESES, route::encode(&because))
    };
    let worth = (saying.minor != 0).then(|| words.money_short(saying.minor));
    view! {
        <li class="saying">
            <blockquote>{said}</blockquote>
            <div class="saying-facts">
                {named.then(|| view! { <span class="chip" data-tone=tone(topic)>{about(words, topic)}</span> })}
                <Deals deals=saying.deals.into_iter().collect() voices=saying.voices/>
                {worth.map(|worth| view! { <span class="saying-worth">{worth}</span> })}
            </div>
            <div class="saying-do">
                <Vote insights=saying.insights votes=saying.votes/>
                <a class="button" data-variant="quiet" href=test><Icon name=IconName::Lab/>{t!(i18n, exchange.test)}</a>
            </div>
        </li>
    }
}

/// How many deals, and which.
#[component]
fn Deals(deals: Vec<DealId>, voices: u64) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    if deals.is_empty() {
        return t_string!(i18n, exchange.voices, count = voices as u32).to_string().into_any();
    }
    let open = RwSignal::new(false);
    let count = t_string!(i18n, exchange.in_deals, count = deals.len() as u32).to_string();
    let more = deals.len().saturating_sub(DEALS);
    let line = move |id: &DealId| {
        let title = state.read(|w| w.deal(*id).map(|deal| deal.title.clone())).unwrap_or_default();
        view! { <li><a href=route::deal(*id)>{title}</a></li> }
    };
    let list = move || {
        open.get().then(|| {
            view! {
                <ul class="saying-deals">
                    {deals.iter().take(DEALS).map(line).collect_view()}
                    {(more > 0).then(|| view! { <li class="field-hint">{t_string!(i18n, exchange.more, count = more as u32).to_string()}</li> })}
                </ul>
            }
        })
    };
    view! {
        <details on:toggle:target=move |event| open.set(event.target().open())>
            <summary>{count}</summary>
            {list}
        </details>
    }
    .into_any()
}

/// Who finds it important; reasons that deals ended with are not voted on.
#[component]
fn Vote(insights: Vec<InsightId>, votes: BTreeSet<MemberId>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let first = *insights.first()?;
    let me = state.me().map(|me| me.member);
    let is_mine = me.is_some_and(|me| votes.contains(&me));
    let count = votes.len() as u32;
    let vote = move |_| {
        let Some(me) = me else { return };
        let bodies = state.read(|w| {
            let voted = |id: &InsightId| w.insights.get(id).map(|i| i.votes.clone()).unwrap_or_default();
            let edit = |id: InsightId, votes| Body::from(Action::Edit { id, set: vec![InsightChange::Votes(votes)] });
            if is_mine {
                // Taken back wherever it was given: a saying is one thing to vote on.
                let mine = insights.iter().map(|id| (*id, voted(id))).filter(|(_, votes)| votes.contains(&me));
                mine.map(|(id, mut votes)| {
                    votes.remove(&me);
                    edit(id, votes)
                })
                .collect()
            } else {
                let mut votes = voted(&first);
                votes.insert(me);
                vec![edit(first, votes)]
            }
        });
        show_refusal(state.perform(bodies), notices, words);
    };
    Some(view! {
        <button type="button" class="button" data-variant="quiet" aria-pressed=is_mine.to_string() on:click=vote>
            {t_string!(i18n, deal.votes, count = count).to_string()}
        </button>
    })
}
