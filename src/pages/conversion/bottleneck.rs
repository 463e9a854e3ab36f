//! The bottleneck in a sentence: where closing the gap to before, to the team's own
//! targets, or to the best channel would bring the most, and how sure that is.

use super::neck::{Against, Found, Held, WINDOW_DAYS, find};
use crate::{prelude::*, words::Words};
use smarketing_domain::cohort::{
    Window,
    bottleneck::{Gap, targets},
    group::Dimension,
};

/// What the steps are held against, in the address.
const AGAINST: &str = "against";

/// The sentence, with what it is held against. Nothing while there are too few
/// deals, or nothing falls behind, and no reference was chosen.
#[component]
pub fn Bottleneck() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let address = use_address();
    let scope = address.scope();
    let against = Memo::new(move |_| Against::named(address.get(AGAINST)));
    let ticks = calm_ticks(state);
    let found = Memo::new(move |_| {
        ticks.track();
        let (today, now) = (words.today(), state.now());
        scope.with(|scope| state.read(|w| find(w, words, against.get(), scope, (today, now))))
    });
    let sentence = move || match found.get() {
        // Its place is kept free on narrow screens, and is not needed any more.
        None if against.get() == Against::Auto => view! { <span class="glass-neck-none" hidden></span> }.into_any(),
        None => view! {
            <h3>{t!(i18n, cohort.neck_title)}</h3>
            <p class="glass-neck-text"><Nothing against=against.get()/></p>
        }
        .into_any(),
        Some(found) => {
            let href = closer(&found, &scope.get());
            let is_sure = found.gap.is_sure();
            view! {
                <h3>{t!(i18n, cohort.neck_title)}</h3>
                <p class="glass-neck-text" data-bottleneck=found.gap.stage.to_string() data-sure=is_sure.to_string()>
                    {loses(words, &found)}" "{brings(words, &found.gap)}" "<a href=href>{t!(i18n, cohort.neck_look)}</a>
                </p>
            }
            .into_any()
        }
    };
    view! {
        {sentence}
        <Show when=move || found.with(Option::is_some) || against.get() != Against::Auto>
            <Choice address against/>
        </Show>
    }
}

/// Why there is no sentence.
#[component]
fn Nothing(against: Against) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let is_missing = state.watch(Topic::Kind("stage"), |w| targets(w).is_empty()) && against == Against::Target;
    match is_missing {
        true => view! {
            {t!(i18n, cohort.neck_no_targets)}" "<a href=format!("{}#stages", route::SETTINGS)>{t!(i18n, cohort.neck_set_targets)}</a>
        }
        .into_any(),
        false => t!(i18n, cohort.neck_no_gap).into_any(),
    }
}

/// The choice of what the steps are held against.
#[component]
fn Choice(address: Address, against: Memo<Against>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let option = move |one: Against| {
        view! { <option value=one.name() selected=move || against.get() == one>{move || one.words(words)}</option> }
    };
    view! {
        <label class="neck-against">
            <span>{t!(i18n, cohort.neck_against)}</span>
            <select on:change:target=move |ev| address.set(&[(AGAINST, ev.target().value())])>
                {Against::ALL.map(option)}
            </select>
        </label>
    }
}

/// How much less passes than elsewhere.
fn loses(words: Words, found: &Found) -> String {
    let i18n = words.i18n;
    let own = found.gap.own.estimate.map(|e| words.percent(e.rate)).unwrap_or_default();
    let reference = words.percent(found.gap.reference);
    let days = words.duration(Window::days(WINDOW_DAYS).ms());
    let (from, to, span) = (found.from.clone(), found.to.clone(), words.duration(found.span));
    macro_rules! sentence {
        ($key:ident $(, $more:ident)?) => {
            t_string!(
                i18n, cohort.$key, span = span, from = from, to = to, own = own, days = days,
                $($more = $more,)? reference = reference
            )
            .to_string()
        };
    }
    match found.held.clone() {
        Held::Best(best) => sentence!(neck_best, best),
        Held::Target => sentence!(neck_target),
        Held::Before => sentence!(neck_text),
    }
}

/// What closing the gap would bring, with its uncertainty.
fn brings(words: Words, gap: &Gap) -> String {
    let i18n = words.i18n;
    let money = |minor: f64| words.money_short(rounded(minor, words.currency().scale()));
    let deals = |n: f64| words.exact((n * 10.0).round() / 10.0);
    let extra = gap.extra_won_interval;
    match (gap.value_minor, gap.is_sure()) {
        (Some((value, ends)), true) => {
            let (value, low, high) = (money(value), money(ends.low), money(ends.high));
            t_string!(i18n, cohort.neck_value, money = value, low = low, high = high).to_string()
        }
        (None, true) => {
            let (n, low, high) = (deals(gap.extra_won), deals(extra.low), deals(extra.high));
            t_string!(i18n, cohort.neck_won, n = n, low = low, high = high).to_string()
        }
        (Some((_, ends)), false) => t_string!(i18n, cohort.neck_unsure, high = money(ends.high)).to_string(),
        (None, false) => t_string!(i18n, cohort.neck_unsure_won, high = deals(extra.high)).to_string(),
    }
}

/// Minor units to two digits that count: an estimate to the cent would promise
/// too much.
fn rounded(minor: f64, scale: i64) -> i64 {
    let whole = (minor / scale as f64).round();
    if whole == 0.0 {
        return 0;
    }
    let step = 10_f64.powf((whole.abs().log10().floor() - 1.0).max(0.0));
    ((whole / step).round() * step) as i64 * scale
}

/// The page of conversions, at this step.
fn closer(found: &Found, scope: &Scope) -> String {
    let choice = CohortChoice {
        start: Some(found.gap.stage),
        goal: Some(found.gap.next),
        window: Window::days(WINDOW_DAYS),
        by: Some(if matches!(found.held, Held::Best(_)) { Dimension::Channel } else { Dimension::Month }),
    };
    let parts = [choice.query(), scope.query()];
    let query: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}?{}", route::CONVERSION, query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_keeps_two_digits() {
        assert_eq!(rounded(12_345_678.0, 100), 12_000_000);
        assert_eq!(rounded(-980.0, 100), -1000);
        assert_eq!(rounded(12.0, 100), 0);
    }
}
