//! What a change of the rules would do: whom it would offer, whom withdraw.

use crate::prelude::*;
use smarketing_domain::{
    ids::DealId,
    score::{Preview, Rule, preview},
};

/// How many names are written out.
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

/// The effect in words: numbers and the first names.
#[component]
pub fn EffectView(#[prop(into)] effect: Signal<Option<Preview>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let names = move |deals: &[DealId]| {
        let first = deals.iter().take(NAMED);
        let names: Vec<String> =
            state.read(|w| first.filter_map(|id| w.deal(*id).map(|deal| deal.title.clone())).collect());
        let more = if deals.len() > NAMED { " …" } else { "" };
        format!("{}{more}", names.join(", "))
    };
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
                        <p>{t_string!(i18n, rules.would_offer, count = count(&offered)).to_string()}<small>{names(&offered)}</small></p>
                    })}
                    {(!withdrawn.is_empty()).then(|| view! {
                        <p>{t_string!(i18n, rules.would_withdraw, count = count(&withdrawn)).to_string()}<small>{names(&withdrawn)}</small></p>
                    })}
                }.into_any(),
            }}
        </div>
    }
}
