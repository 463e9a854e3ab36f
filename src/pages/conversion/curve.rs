//! The curve of conversion: a line of steps with its interval, and under it how
//! many are still watched. The table says the same in figures.

use super::{View, geometry::Series};
use crate::prelude::*;
use smarketing_domain::clock::DAY;

/// Lines of the share's scale.
const LEVELS: u8 = 4;

/// The picture.
#[component]
pub fn Curves(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let picture = Memo::new(move |_| seen.with(|f| f.picture.clone()).unwrap_or_default());
    let levels = move || {
        let top = picture.with(|p| p.top);
        let level = |i: u8| {
            let share = f64::from(i) / f64::from(LEVELS);
            let place = format!("{:.1}%", 100.0 - 100.0 * share);
            view! { <span class="number" style:top=place>{words.percent_exact(share * top)}</span> }
        };
        (0..=LEVELS).map(level).collect_view()
    };
    let ticks = move || {
        let ticks = picture.with(|p| p.ticks.clone());
        let last = ticks.last().copied().unwrap_or(1.0);
        let label = |time: f64| {
            let place = format!("{:.1}%", 100.0 * time / last);
            view! { <span class="number" style:left=place>{words.exact(time / DAY as f64)}</span> }
        };
        ticks.into_iter().map(label).collect_view()
    };
    let drawn = move || {
        let series = picture.with(|p| p.series.clone());
        let one = |(at, series): (usize, Series)| {
            view! {
                <g data-series=at.to_string()>
                    <path class="curve-band" d=series.band></path>
                    <path class="curve-line" d=series.line></path>
                </g>
            }
        };
        series.into_iter().enumerate().map(one).collect_view()
    };
    let grid = (0..=LEVELS).map(|i| {
        let y = format!("{:.1}", 100.0 * f64::from(i) / f64::from(LEVELS));
        view! { <line class="curve-grid" x1="0" x2="100" y1=y.clone() y2=y></line> }
    });
    let window = move || format!("{:.2}", picture.with(|p| p.window));
    let title = move || t_string!(i18n, cohort.curve);
    view! {
        <figure class="panel curve">
            <figcaption>
                {title}
                <span class="curve-key">{move || picture.with(|p| p.series.clone()).into_iter().enumerate().map(|(at, series)| {
                    (!series.name.is_empty()).then(|| view! { <span data-series=at.to_string()>{series.name}</span> })
                }).collect_view()}</span>
            </figcaption>
            <div class="curve-frame">
                <div class="curve-levels" aria-hidden="true">{levels}</div>
                <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-labelledby="curve-title curve-text">
                    <title id="curve-title">{title}</title>
                    <desc id="curve-text">{t!(i18n, cohort.curve_text)}</desc>
                    {grid.collect_view()}
                    <line class="curve-window" x1=window x2=window y1="0" y2="100"></line>
                    {drawn}
                </svg>
                <div class="curve-ticks" aria-hidden="true">{ticks}</div>
            </div>
            <p class="curve-days" aria-hidden="true">{t!(i18n, cohort.curve_days)}</p>
            <AtRisk seen/>
            <p class="field-hint">{t!(i18n, cohort.curve_ends)}</p>
        </figure>
    }
}

/// How many are still watched, at each tick and for each curve.
#[component]
fn AtRisk(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let rows = move || {
        let series = seen.with(|f| f.picture.series.clone()).unwrap_or_default();
        let row = |(at, series): (usize, Series)| {
            let last = series.at_risk.len().saturating_sub(1).max(1) as f64;
            let numbers = series.at_risk.into_iter().enumerate().map(|(i, n)| {
                let place = format!("{:.1}%", 100.0 * i as f64 / last);
                view! { <span class="number" style:left=place>{words.number(n)}</span> }
            });
            view! { <div class="curve-ticks" data-series=at.to_string()>{numbers.collect_view()}</div> }
        };
        series.into_iter().enumerate().map(row).collect_view()
    };
    view! { <div class="curve-risk"><p>{t!(i18n, cohort.curve_at_risk)}</p>{rows}</div> }
}
