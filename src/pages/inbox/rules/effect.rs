//! What a change of the rules would do: whom it would offer, whom withdraw.

use crate::prelude::*;
use smarketing_domain::{
    ids::DealId,
    score::{Preview, Rule, preview},
};

/// How many are named before somebody asks for all.
const NAMED: usize = 5;

/// The workspace's rules, changed by `change`, and what they would do.
pub fn effect(state: State, threshold: Option<i32>, change: impl FnOnce(&mut Vec<Rule>)) -> Option<Preview> {
    let now = state.now();
    state.read(|w| {
        let threshold = threshold.or_else(|| w.own()?.offer_from)?;
        let mut rules: Vec<Rule> = w.rules.values().filter(|rule| rule.meta.is_alive()).cloned().collect();
        change(&mut rules);
        Some(preview(w, &rules, threshold, now))
    })
}

/// The effect in words: how many, and who, each leading to its page.
#[component]
pub fn EffectView(#[prop(into)] effect: Signal<Option<Preview>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let count = |deals: &[DealId]| u32::try_from(deals.len()).unwrap_or(u32::MAX);
    view! {
        <div class="effect" aria-live="polite">
            <b>{t!(i18n, rules.effect)}</b>
            {move || match effect.get() {
                None => view! { <p>{t!(i18n, rules.no_threshold)}</p> }.into_any(),
                Some(Preview { offered, withdrawn }) if offered.is_empty() && withdrawn.is_empty() => {
                    view! { <p>{t!(i18n, rules.no_effect)}</p> }.into_any()
                }
                Some(Preview { offered, withdrawn }) => view! {
                    {(!offered.is_empty()).then(|| view! {
                        <p>{t_string!(i18n, rules.would_offer, count = count(&offered)).to_string()}</p>
                        <Who deals=offered of="offered"/>
                    })}
                    {(!withdrawn.is_empty()).then(|| view! {
                        <p>{t_string!(i18n, rules.would_withdraw, count = count(&withdrawn)).to_string()}</p>
                        <Who deals=withdrawn of="withdrawn"/>
                    })}
                }.into_any(),
            }}
        </div>
    }
}

/// Who that is: the first of them, and the rest when asked.
#[component]
fn Who(deals: Vec<DealId>, of: &'static str) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let named = move |id: DealId| Some((id, state.read(|w| w.deal(id).map(|deal| deal.title.clone()))?));
    let more = deals.len().saturating_sub(NAMED);
    // In a tab of their own: what is being written here stays.
    let line = move |(id, title): (DealId, String)| {
        view! {
            <li>
                <a href=route::deal(id) target="_blank" rel="noopener" title=t_string!(i18n, rules.open_deal)>{title}</a>
            </li>
        }
    };
    let lines = move |ids: &[DealId]| ids.iter().copied().filter_map(named).map(line).collect_view();
    let rest = (more > 0).then(|| view! {
        <details class="effect-more">
            <summary>{t_string!(i18n, rules.more_names, count = u32::try_from(more).unwrap_or(u32::MAX)).to_string()}</summary>
            <ul class="effect-who">{lines(&deals[deals.len() - more..])}</ul>
        </details>
    });
    view! {
        <ul class="effect-who" data-effect=of>{lines(&deals[..deals.len() - more])}</ul>
        {rest}
    }
}
