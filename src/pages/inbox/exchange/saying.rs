//! One saying: how often, in which deals, who finds it important; and on to a
//! hypothesis.

use super::{Place, tone};
use crate::prelude::*;
use smarketing_domain::{
    exchange::Saying,
    ids::{InsightId, MemberId},
    insight::InsightChange,
    operation::{Action, Body},
};
use std::collections::BTreeSet;

/// So many insights of a saying are linked by the hypothesis that it becomes.
const LINKED: usize = 5;

/// A saying.
#[component]
pub fn SayingRow(
    /// What was said.
    saying: Saying,
    /// Whether to say what it is about.
    named: bool,
    /// Where it stands.
    place: Place,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let said = said_words(words, &saying.said);
    let deals = place.deals(&saying);
    let topic = saying.topic;
    let because = match saying.deals.len() {
        0 => said.clone(),
        count => t_string!(i18n, exchange.because, count = count as u32, said = said.clone()).to_string(),
    };
    let test = {
        let channel = place.channel().map(|channel| format!("&channel={}", route::encode(channel))).unwrap_or_default();
        // The first of them: a link to each of a hundred voices would say no more.
        let linked: Vec<String> = saying.insights.iter().take(LINKED).map(ToString::to_string).collect();
        let linked = if linked.is_empty() { String::new() } else { format!("&insights={}", linked.join(",")) };
        format!("{}?because={}{channel}{linked}", route::HYPOTHESES, route::encode(&because))
    };
    let worth = (saying.minor != 0).then(|| words.money_short(saying.minor));
    view! {
        <li class="saying">
            <blockquote>{said}</blockquote>
            <div class="saying-facts">
                {named.then(|| view! { <span class="chip" data-tone=tone(topic)>{topic_name(words, topic)}</span> })}
                <Deals count=saying.deals.len() voices=saying.voices href=deals/>
                {worth.map(|worth| view! { <span class="saying-worth">{worth}</span> })}
            </div>
            <div class="saying-do">
                <Vote insights=saying.insights votes=saying.votes/>
                <a class="button" data-variant="quiet" href=test><Icon name=IconName::Lab/>{t!(i18n, exchange.test)}</a>
            </div>
        </li>
    }
}

/// In how many deals, which open as a list.
#[component]
fn Deals(count: usize, voices: u64, href: String) -> impl IntoView {
    let i18n = use_i18n();
    match count {
        0 => t_string!(i18n, exchange.voices, count = voices as u32).to_string().into_any(),
        count => {
            view! { <a href=href>{t_string!(i18n, exchange.in_deals, count = count as u32).to_string()}</a> }.into_any()
        }
    }
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
