//! Two periods side by side, and what can be said of their costs.

use super::{View, figure};
use crate::{
    components::beside::{self, Periods, period_words},
    prelude::*,
    words::Words,
};
use smarketing_domain::economics::{
    Line, Part,
    compare::{Relation, relation},
};

/// The button that shows a second period; that period, and the costs of both.
#[component]
pub fn Compared(seen: View, other: Memo<Option<PeriodChoice>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let is_on = move || other.with(Option::is_some);
    let turn = move |_| match other.get_untracked() {
        Some(_) => seen.address.set(&[(beside::NAME, String::new())]),
        None => beside::open(seen.address, seen.scope.with_untracked(|scope| scope.choice), 0, words),
    };
    let lines = move || {
        let (period, figures) = seen.beside.get()?;
        let own = seen.scope.with(|scope| scope.choice);
        let (first, second) = (seen.total(), figures.total.clone());
        let row = |name: &'static str, part: Part| {
            let cell = |line: &Line, choice: PeriodChoice| {
                let view = view! { <td class="number">{figure::cost_of(words, line, part, seen.deals_in(line, part, choice), name)}</td> };
                view.into_any()
            };
            let said = says(words, relation(&second, &first, part));
            view! {
                <tr data-cost=name><th scope="row">{part_name(words, part)}</th>{cell(&first, own)}{cell(&second, period)}<td>{said}</td></tr>
            }
        };
        Some(view! {
            <div class="table-scroll" tabindex="0" role="region" aria-label=t_string!(i18n, cohort.two_periods)>
                <table class="table money-table money-beside">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, cohort.two_periods)}</th>
                            <th scope="col" class="number">{period_words(words, own)}</th>
                            <th scope="col" class="number">{period_words(words, period)}</th>
                            <th scope="col">{t!(i18n, money.changed)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {row("per-lead", Part::Leads)}
                        {row("per-accepted", Part::Accepted)}
                        {row("per-customer", Part::Customers)}
                    </tbody>
                </table>
            </div>
        })
    };
    view! {
        <section class="panel money-compare">
            <button type="button" class="button" aria-pressed=move || is_on().to_string() on:click=turn>{t!(i18n, cohort.two_periods)}</button>
            <Show when=is_on>
                <div class="conversion-choices"><Periods address=seen.address scope=seen.scope beside=other/></div>
            </Show>
            {lines}
        </section>
    }
}

fn part_name(words: Words, part: Part) -> &'static str {
    let i18n = words.i18n;
    match part {
        Part::Leads | Part::Open => t_string!(i18n, money.per_lead),
        Part::Accepted => t_string!(i18n, money.per_accepted),
        Part::Customers => t_string!(i18n, money.per_customer),
    }
}

/// How the first period's cost relates to the second one's, and whether that may be chance.
fn says(words: Words, found: Option<Relation>) -> String {
    let i18n = words.i18n;
    let Some(found) = found else { return t_string!(i18n, money.not_compared).to_owned() };
    let times = |n: f64| if n.is_finite() { words.exact((n * 100.0).round() / 100.0) } else { "∞".to_owned() };
    let (value, low, high) = (times(found.value), times(found.interval.low), times(found.interval.high));
    if found.is_sure() {
        t_string!(i18n, money.changed_surely, value = value, low = low, high = high).to_string()
    } else {
        t_string!(i18n, money.changed_maybe, value = value, low = low, high = high).to_string()
    }
}
