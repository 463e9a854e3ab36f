//! The bottleneck in a sentence: where closing the gap to before, to the team's own
//! targets, or to the best group of any attribute would bring the most, and how sure
//! that is.

use super::neck::{Against, Found, Quest, Told, WINDOW_DAYS};
use crate::{prelude::*, words::Words};
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use smarketing_domain::{
    cohort::{
        Window,
        bottleneck::{Gap, Held, targets},
        group::Dimension,
    },
    hourglass::WEAK_FROM,
    ids::StageId,
};

/// What the steps are held against, in the address.
const AGAINST: &str = "against";

/// How long one slice takes, in milliseconds: less than a frame.
const SLICE_MS: i64 = 6;

/// The sentence, with what it is held against; what is missing for one otherwise.
#[component]
pub fn Bottleneck() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let address = use_address();
    let scope = address.scope();
    let against = Memo::new(move |_| Against::named(address.get(AGAINST)));
    let state = use_state();
    let told = quest(words, state, scope, against);
    let title = move || view! { <h3>{t!(i18n, cohort.neck_title)}</h3> };
    let sentence = move || match told.get()? {
        // Its place is kept free on narrow screens, and is not needed any more.
        Told::Nothing => Some(view! { <span class="glass-neck-none" hidden></span> }.into_any()),
        Told::NotEnough(known) => {
            let (n, m, days) =
                (words.number(known), words.number(WEAK_FROM), words.duration(Window::days(WINDOW_DAYS).ms()));
            let text = t_string!(i18n, cohort.neck_not_enough, n = n, m = m, days = days).to_string();
            Some(view! { {title()}<p class="glass-neck-text" data-neck-known=known.to_string()>{text}</p> }.into_any())
        }
        Told::NoGap => {
            Some(view! { {title()}<p class="glass-neck-text"><NoGap against=against.get()/></p> }.into_any())
        }
        Told::Found(found) => {
            let href = closer(&found, &scope.get());
            let is_sure = found.gap.is_sure();
            Some(view! {
                {title()}
                <p class="glass-neck-text" data-bottleneck=found.gap.stage.to_string() data-held=held_mark(&found.gap.held) data-sure=is_sure.to_string()>
                    {loses(words, state, &found)}" "{brings(words, &found)}" "<a href=href>{t!(i18n, cohort.neck_look)}</a>
                </p>
            }
            .into_any())
        }
    };
    let has_choice =
        move || told.with(|told| !matches!(told, None | Some(Told::Nothing))) || against.get() != Against::Auto;
    view! {
        {sentence}
        <Show when=has_choice><Choice address against/></Show>
    }
}

/// Looks for it in slices, so that the page goes on drawing; begins anew with each
/// change. What was found before stays until there is something newer.
fn quest(words: Words, state: State, scope: Memo<Scope>, against: Memo<Against>) -> RwSignal<Option<Told>> {
    let told = RwSignal::new(None);
    let ticks = calm_ticks(state);
    // Each look has a number; one that is not the last any more ends.
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        ticks.track();
        let (against, scope) = (against.get(), scope.get());
        let (today, now) = (words.today(), state.now());
        let Some(own) = turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        }) else {
            return;
        };
        spawn_local(async move {
            // The first screen is drawn before.
            TimeoutFuture::new(0).await;
            let is_on = || turn.try_get_value() == Some(own);
            if !is_on() {
                return;
            }
            let begun = state.read(|w| Quest::begin(w, against, &scope.filter, scope.period(today, w), now));
            let Some(mut quest) = begun else {
                told.try_set(Some(Told::Nothing));
                return;
            };
            loop {
                TimeoutFuture::new(0).await;
                if !is_on() {
                    return;
                }
                let began = state.now();
                let goes_on = state.read(|w| {
                    let mut goes_on = true;
                    while goes_on && state.now().since(began) < SLICE_MS {
                        goes_on = quest.advance(w);
                    }
                    goes_on
                });
                if !goes_on {
                    told.try_set(Some(quest.told()));
                    return;
                }
            }
        });
    });
    told
}

/// What the reference is called in the markup.
fn held_mark(held: &Held) -> String {
    match held {
        Held::Before => "before".to_owned(),
        Held::Target => "target".to_owned(),
        Held::Best(by, _) => dimension_name(by),
    }
}

/// No step falls short.
#[component]
fn NoGap(against: Against) -> impl IntoView {
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
fn loses(words: Words, state: State, found: &Found) -> String {
    let i18n = words.i18n;
    let name = |id: StageId| state.read(|w| w.stages.get(&id).map(|s| s.name.clone()).unwrap_or_default());
    let own = found.gap.own.estimate.map(|e| words.percent(e.rate)).unwrap_or_default();
    let reference = words.percent(found.gap.reference);
    let days = words.duration(Window::days(WINDOW_DAYS).ms());
    let (from, to, span) = (name(found.gap.stage), name(found.gap.next), words.duration(found.span));
    macro_rules! sentence {
        ($key:ident $(, $more:ident)*) => {
            t_string!(
                i18n, cohort.$key, span = span, from = from, to = to, own = own, days = days,
                $($more = $more,)* reference = reference
            )
            .to_string()
        };
    }
    match &found.gap.held {
        Held::Best(by, key) => {
            let (what, best) = (dimension_label(words, by), state.read(|w| group_name(words, w, key)));
            sentence!(neck_best, what, best)
        }
        Held::Target => sentence!(neck_target),
        Held::Before => sentence!(neck_text),
    }
}

/// What closing the gap would bring, with its uncertainty.
fn brings(words: Words, found: &Found) -> String {
    let i18n = words.i18n;
    let gap: &Gap = &found.gap;
    let money = |minor: f64| words.money_short(rounded(minor, words.currency().scale()));
    let deals = |n: f64| words.exact((n * 10.0).round() / 10.0);
    let extra = gap.extra_won_interval;
    let brought = match (gap.value_minor, gap.is_sure()) {
        (Some((value, ends)), true) => {
            let (value, low, high) = (money(value), money(ends.low), money(ends.high));
            if found.has_monthly {
                t_string!(i18n, cohort.neck_value_year, money = value, low = low, high = high).to_string()
            } else {
                t_string!(i18n, cohort.neck_value, money = value, low = low, high = high).to_string()
            }
        }
        (None, true) => {
            let (n, low, high) = (deals(gap.extra_won), deals(extra.low), deals(extra.high));
            t_string!(i18n, cohort.neck_won, n = n, low = low, high = high).to_string()
        }
        (Some((_, ends)), false) => t_string!(i18n, cohort.neck_unsure, high = money(ends.high)).to_string(),
        (None, false) => t_string!(i18n, cohort.neck_unsure_won, high = deals(extra.high)).to_string(),
    };
    match gap.held {
        Held::Best(..) => {
            let n = words.number(found.comparisons);
            format!("{brought} {}", t_string!(i18n, cohort.neck_many, n = n))
        }
        Held::Before | Held::Target => brought,
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
        by: Some(match &found.gap.held {
            Held::Best(by, _) => by.clone(),
            Held::Before | Held::Target => Dimension::Month,
        }),
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
