//! Which deals the hourglass is about: comes right after the first screen.

use crate::prelude::*;

/// The selects of the page's head, and the way to what reach cost.
#[component]
pub fn Choose() -> impl IntoView {
    let address = use_address();
    let i18n = use_i18n();
    let scope = address.scope();
    let ticks = calm_ticks(use_state());
    let lenses = move || {
        let query = scope.with(Scope::query);
        if query.is_empty() { route::LENSES.to_owned() } else { format!("{}?{query}", route::LENSES) }
    };
    view! {
        <a class="glass-over-time" href=move || money_address(scope.with(|scope| scope.choice))>{t!(i18n, money.link)}</a>
        <a class="glass-over-time" href=move || past(&scope.with(|scope| route::filter_query(&scope.filter)))>{t!(i18n, time.link)}</a>
        <a class="glass-over-time" href=lenses>{t!(i18n, lens.title)}</a>
        <a class="glass-over-time" href=route::FORECAST>{t!(i18n, forecast.title)}</a>
        <ScopeBar address scope ticks/>
    }
}

/// The hourglass of any day, of the same deals.
fn past(query: &str) -> String {
    if query.is_empty() { route::TIME.to_owned() } else { format!("{}?{query}", route::TIME) }
}
