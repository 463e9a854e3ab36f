//! The forecast in words, before any picture.

use super::{View, last_day, too_little};
use crate::prelude::*;
use smarketing_domain::forecast::Group;

/// The sentence, what stands behind it, and what is left out.
#[component]
pub fn Sentence(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let until = move || {
        let ends = seen.forecast.with(|f| f.as_ref().and_then(|f| f.coming.get(seen.last() + 1).copied()));
        ends.and_then(|ends| last_day(state, ends)).map(|day| words.date(day)).unwrap_or_default()
    };
    let said = move || match seen.figures()? {
        Err(why) => Some(view! { <p class="forecast-said" data-refused>{too_little(words, why)}</p> }.into_any()),
        Ok(figures) => {
            let (last, band) = (seen.last(), *figures.value.together.get(seen.last())?);
            let (low, high) = (words.money(band.low), words.money(band.high));
            let (day, middle) = (until(), words.money(band.middle));
            let text = t_string!(i18n, forecast.sentence, day = day, low = low, high = high).to_string();
            let deals = *figures.count.together.get(last)?;
            let (few, many) = (words.number(deals.low.unsigned_abs()), words.number(deals.high.unsigned_abs()));
            let more = t_string!(i18n, forecast.sentence_more, middle = middle, few = few, many = many).to_string();
            let planned = seen.plan.with(|plan| plan.get(last).copied().flatten());
            let (text_of_plan, tone) = match planned {
                None => (String::new(), "none"),
                Some(plan) => {
                    let of = words.money(plan);
                    match () {
                        () if plan > band.high => {
                            (t_string!(i18n, forecast.plan_above, plan = of).to_string(), "above")
                        }
                        () if plan < band.low => (t_string!(i18n, forecast.plan_below, plan = of).to_string(), "below"),
                        () => (t_string!(i18n, forecast.plan_within, plan = of).to_string(), "within"),
                    }
                }
            };
            let figure = [band.low, band.middle, band.high].map(|minor| minor.to_string());
            let [low, middle, high] = figure;
            Some(
                view! {
                    <p class="forecast-said" data-low=low data-middle=middle data-high=high>{text}</p>
                    <p class="forecast-more">{more}" "<b data-plan=tone>{text_of_plan}</b></p>
                }
                .into_any(),
            )
        }
    };
    let parts = move || {
        let is_all = seen.group.get() == Group::All;
        let mean = |group| {
            let last = seen.last();
            seen.forecast.with(|f| {
                let figures = f.as_ref()?.line(group)?.figures.as_ref().ok()?;
                figures.mean.get(last).copied()
            })
        };
        let (open, new) = mean(Group::Open).zip(mean(Group::New)).filter(|_| is_all)?;
        let (open, new) = (words.money_short(open.round() as i64), words.money_short(new.round() as i64));
        Some(t_string!(i18n, forecast.parts, open = open, new = new).to_string())
    };
    let left_out = move || {
        let (unknown, valueless) = seen.forecast.with(|f| f.as_ref().map_or((0, 0), |f| (f.unknown, f.valueless)));
        let unknown = (unknown > 0).then(|| t_string!(i18n, forecast.unknown, n = words.number(unknown)).to_string());
        let valueless =
            (valueless > 0).then(|| t_string!(i18n, forecast.valueless, n = words.number(valueless)).to_string());
        [unknown, valueless].into_iter().flatten().map(|text| view! { <p class="field-hint">{text}</p> }).collect_view()
    };
    view! {
        <section class="panel forecast-sentence" aria-live="polite">
            {said}
            <p class="forecast-parts">{parts}</p>
            {left_out}
        </section>
    }
}
