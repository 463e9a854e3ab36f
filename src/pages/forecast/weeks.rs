//! The table behind the picture: each week, and from now until its end.

use super::{View, last_day, plan};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    clock::Timestamp,
    forecast::{Band, Figures},
    zone,
};

/// A week in words: its first and its last day.
pub fn week_words(words: Words, state: State, from: Timestamp, to: Timestamp) -> String {
    let first = state.read(|w| zone::day(w, from)).map(|day| words.day_month(day)).unwrap_or_default();
    let last = last_day(state, to).map(|day| words.day_month(day)).unwrap_or_default();
    format!("{first} – {last}")
}

/// The table.
#[component]
pub fn Weeks(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let has_plan = Memo::new(move |_| seen.plan.with(|plan| plan.iter().any(Option::is_some)));
    let rows = move || {
        let Some(Ok(Figures { value, count, .. })) = seen.figures() else { return ().into_any() };
        let coming = seen.forecast.with(|f| f.as_ref().map(|f| f.coming.clone())).unwrap_or_default();
        let (planned, own) = seen.plan.with(|all| (all.clone(), plan::of_each(all)));
        let money = |minor: i64| view! { <td class="number">{words.money(minor)}</td> };
        let row = |week: usize| {
            let ends = coming.get(week).zip(coming.get(week + 1))?;
            let name = week_words(words, state, *ends.0, *ends.1);
            let bands = |bands: &[Band]| bands.get(week).copied().unwrap_or_default();
            let (single, together, deals) = (bands(&value.weekly), bands(&value.together), bands(&count.together));
            let deals =
                format!("{}–{}", words.number(deals.low.unsigned_abs()), words.number(deals.high.unsigned_abs()));
            let plan_of = |plan: &[Option<i64>]| {
                let text = plan.get(week).copied().flatten().map(|minor| words.money(minor));
                has_plan.get().then(|| view! { <td class="number">{text.unwrap_or_else(|| "–".to_owned())}</td> })
            };
            Some(view! {
                <tr data-week=week.to_string()>
                    <th scope="row">{name}</th>
                    {[single.low, single.middle, single.high].map(money)}
                    {plan_of(&own)}
                    {[together.low, together.middle, together.high].map(money)}
                    {plan_of(&planned)}
                    <td class="number">{deals}</td>
                </tr>
            })
        };
        (0..=seen.last()).filter_map(row).collect_view().into_any()
    };
    let heads = move || {
        let bands = [t_string!(i18n, forecast.low), t_string!(i18n, forecast.middle), t_string!(i18n, forecast.high)];
        let head = |text: &'static str| view! { <th scope="col" class="number">{text}</th> };
        let plan = move || has_plan.get().then(|| head(t_string!(i18n, forecast.plan)));
        (bands.map(head), plan(), bands.map(head), plan())
    };
    let span = move || if has_plan.get() { "4" } else { "3" };
    view! {
        <Show when=move || matches!(seen.figures(), Some(Ok(_)))>
            <details class="panel forecast-weeks">
                <summary>{t!(i18n, forecast.table)}</summary>
                <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, forecast.table)>
                    <table class="table">
                        <thead>
                            <tr>
                                <th rowspan="2" scope="col">{t!(i18n, forecast.week)}</th>
                                <th colspan=span scope="colgroup">{t!(i18n, forecast.weekly)}</th>
                                <th colspan=span scope="colgroup">{t!(i18n, forecast.together)}</th>
                                <th rowspan="2" scope="col" class="number">{t!(i18n, forecast.deals_won)}</th>
                            </tr>
                            <tr>{heads}</tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </Show>
    }
}
