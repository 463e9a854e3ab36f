//! The fan: the band of the runs, their middle, and the plan. The table says the same
//! in figures.

use super::{
    View, geometry,
    geometry::{LEVELS, Picture},
    last_day,
};
use crate::prelude::*;

/// The picture.
#[component]
pub fn Fan(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let picture = Memo::new(move |_| {
        let Some(Ok(figures)) = seen.figures() else { return Picture::default() };
        let weeks = seen.last() + 1;
        let plan = seen.plan.get();
        if seen.is_weekly.get() {
            let own: Vec<Option<i64>> = super::plan::of_each(&plan).into_iter().take(weeks).collect();
            geometry::boxes(figures.value.weekly.get(..weeks).unwrap_or_default(), &own)
        } else {
            let plan = plan.get(..weeks).unwrap_or_default();
            geometry::fan(figures.value.together.get(..weeks).unwrap_or_default(), plan)
        }
    });
    let levels = move || {
        let top = picture.with(|p| p.top);
        let level = |i: usize| {
            let share = i as f64 / LEVELS as f64;
            let place = format!("{:.1}%", 100.0 - 100.0 * share);
            view! { <span class="number" style:top=place>{words.money_short((share * top).round() as i64)}</span> }
        };
        (0..=LEVELS).map(level).collect_view()
    };
    let ends = move || {
        let weeks = seen.last() + 1;
        let coming = seen.forecast.with(|f| f.as_ref().map(|f| f.coming.clone())).unwrap_or_default();
        let every = weeks.div_ceil(4);
        let label = |week: usize| {
            let day = last_day(state, *coming.get(week + 1)?)?;
            let centre = if seen.is_weekly.get() { 0.5 } else { 1.0 };
            let place = format!("{:.1}%", 100.0 * (week as f64 + centre) / weeks as f64);
            Some(view! { <span class="number" style:left=place>{words.day_month(day)}</span> })
        };
        // The last one is labelled, and of the others as many as there is room for.
        (0..weeks).filter(|week| (weeks - 1 - week).is_multiple_of(every)).filter_map(label).collect_view()
    };
    let grid = move || {
        let line = |i: usize| {
            let y = format!("{:.1}", 100.0 * i as f64 / LEVELS as f64);
            view! { <line class="curve-grid" x1="0" x2="100" y1=y.clone() y2=y></line> }
        };
        (0..=LEVELS).map(line).collect_view()
    };
    let title = move || match seen.is_weekly.get() {
        true => t_string!(i18n, forecast.fan_weekly),
        false => t_string!(i18n, forecast.fan_together),
    };
    let has_plan = Memo::new(move |_| picture.with(|p| !p.plan.is_empty()));
    let current = move |weekly: bool| (seen.is_weekly.get() == weekly).then_some("true");
    let is_refused = Memo::new(move |_| !matches!(seen.figures(), Some(Ok(_))));
    view! {
        <Show when=move || !is_refused.get()>
            <figure class="panel fan">
                <figcaption>
                    <span>{title}</span>
                    <span class="fan-form" role="group" aria-label=move || t_string!(i18n, forecast.form)>
                        <a class="button" href=move || seen.href("by", "") aria-current=move || current(false)>{t!(i18n, forecast.together)}</a>
                        <a class="button" href=move || seen.href("by", "week") aria-current=move || current(true)>{t!(i18n, forecast.weekly)}</a>
                    </span>
                </figcaption>
                <p class="fan-key">
                    <span data-key="band">{t!(i18n, forecast.key_band)}</span>
                    <span data-key="middle">{t!(i18n, forecast.key_middle)}</span>
                    <Show when=move || has_plan.get()><span data-key="plan">{t!(i18n, forecast.key_plan)}</span></Show>
                </p>
                <div class="curve-frame">
                    <div class="curve-levels" aria-hidden="true">{levels}</div>
                    <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-labelledby="fan-title fan-text">
                        <title id="fan-title">{title}</title>
                        <desc id="fan-text">{t!(i18n, forecast.fan_text)}</desc>
                        {grid()}
                        <path class="fan-band" d=move || picture.with(|p| p.band.clone())></path>
                        <path class="fan-middle" d=move || picture.with(|p| p.middle.clone())></path>
                        <path class="fan-plan" d=move || picture.with(|p| p.plan.clone())></path>
                    </svg>
                    <div class="curve-ticks" aria-hidden="true">{ends}</div>
                </div>
            </figure>
        </Show>
    }
}
