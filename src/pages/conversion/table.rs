//! The numbers, one line for each group and one for all. Every number opens its
//! deals.

use super::{
    View,
    compare::{Compared, toggle},
    figures::Line,
};
use crate::prelude::*;
use smarketing_domain::cohort::conversion::Part;

/// The table.
#[component]
pub fn Table(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let caption = move || {
        let caption = seen.with(|f| {
            let (start, goal, days) = (f.start.name.clone(), f.goal.name.clone(), words.duration(f.window.ms()));
            t_string!(i18n, cohort.caption, start = start, goal = goal, days = days).to_string()
        });
        caption.unwrap_or_default()
    };
    let is_divided = Memo::new(move |_| seen.with(|f| !f.lines.is_empty()).unwrap_or_default());
    let can_compare = Memo::new(move |_| seen.with(|f| f.lines.len() > 1 && f.beside.is_none()).unwrap_or_default());
    let is_compared = move || can_compare.get() || seen.beside.with(Option::is_some);
    let group_head = move || match seen.beside.get() {
        Some(_) => Some(t_string!(i18n, cohort.two_periods).to_owned()),
        None => seen.choice.with(|c| c.by.as_ref().map(|by| dimension_label(words, by))),
    };
    let rows = move || {
        seen.with(|f| {
            f.rows()
                .map(|line| view! { <Row line=line.clone() seen can_compare=can_compare.get() top=f.top/> })
                .collect_view()
        })
    };
    let scale = move || {
        let top = seen.with(|f| words.percent(f.top)).unwrap_or_default();
        t_string!(i18n, cohort.scale, top = top).to_string()
    };
    let undated = move || {
        let lines = seen.with(|f| if f.beside.is_some() { f.lines.clone() } else { vec![f.total.clone()] });
        lines.unwrap_or_default().into_iter().filter(|line| line.figures.undated > 0)
    };
    view! {
        <section class="panel">
            <h2>{caption}</h2>
            <Show when=is_compared><Compared seen/></Show>
            <div class="table-scroll" tabindex="0" role="region" aria-label=caption>
                <table class="table conversion-table">
                    <thead>
                        <tr>
                            <th scope="col">{move || group_head().filter(|_| is_divided.get())}</th>
                            <th scope="col" class="number">{t!(i18n, cohort.col_entered)}</th>
                            <th scope="col">{t!(i18n, cohort.col_share)}<small class="conversion-scale">{scale}</small></th>
                            <th scope="col" class="number">{t!(i18n, cohort.col_known)}</th>
                            <th scope="col" class="number">{t!(i18n, cohort.col_open)}</th>
                            <th scope="col" class="number">{t!(i18n, cohort.col_at_risk)}</th>
                            <th scope="col" class="number">{t!(i18n, cohort.col_median)}</th>
                            <th scope="col" class="number">{t!(i18n, cohort.col_median_passed)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {move || undated().map(|line| {
                let text = t_string!(i18n, cohort.undated, n = words.number(line.figures.undated)).to_string();
                view! { <p class="field-hint"><a href=seen.deals_of(&line, Part::Undated)>{text}</a></p> }
            }).collect_view()}
        </section>
    }
}

#[component]
fn Row(line: Line, seen: View, can_compare: bool, top: f64) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let figures = line.figures;
    let number = |n: u64, part: Part, name: &'static str| {
        let href = seen.deals_of(&line, part);
        view! { <a class="number" data-figure=name href=href>{words.number(n)}</a> }
    };
    let share = figures.estimate.map(|e| (e.rate, e.interval));
    let rate = figures.estimate.map(|e| format!("{:.6}", e.rate));
    let ends = figures.estimate.map(|e| format!("{:.6} {:.6}", e.interval.low, e.interval.high));
    let all_of_them = seen.deals_of(&line, Part::Entered);
    let passed_of_them = seen.deals_of(&line, Part::Passed);
    let passed_too = passed_of_them.clone();
    let name = match line.name.as_str() {
        "" => t_string!(i18n, cohort.all).to_owned(),
        name => name.to_owned(),
    };
    let chosen = line.key.clone().filter(|_| can_compare).map(|key| {
        let label = {
            let name = name.clone();
            move || t_string!(i18n, cohort.compare_this, name = name.clone()).to_string()
        };
        let is_chosen = {
            let key = key.clone();
            move || seen.compared.with(|keys| keys.contains(&key))
        };
        view! { <input type="checkbox" aria-label=label prop:checked=is_chosen on:change=move |_| toggle(seen, &key)/> }
    });
    let code = match (&line.key, line.period) {
        (Some(key), _) => group_code(key),
        (None, Some(_)) => "period".to_owned(),
        (None, None) => "all".to_owned(),
    };
    let median = figures.median_ms.map(|ms| words.duration(ms));
    let of_passed = figures.median_passed_ms.map_or_else(|| "–".to_owned(), |ms| words.duration(ms));
    let no_median = median.is_none().then(|| t_string!(i18n, cohort.not_half));
    let at_risk = match figures.estimate {
        Some(e) => number(e.at_risk, Part::AtRisk, "at-risk").into_any(),
        None => "–".into_any(),
    };
    view! {
        <tr data-group=code data-rate=rate data-interval=ends>
            <th scope="row"><label class="conversion-group">{chosen}<span class="two-lines">{name}</span></label></th>
            <td class="number">{number(figures.entered, Part::Entered, "entered")}</td>
            <td><a class="conversion-share" href=all_of_them><Share share top/></a></td>
            <td class="number">
                {number(figures.known_passed, Part::KnownPassed, "known-passed")}
                <span aria-hidden="true">" / "</span>
                {number(figures.known, Part::Known, "known")}
            </td>
            <td class="number">{number(figures.open, Part::Open, "open")}</td>
            <td class="number">{at_risk}</td>
            <td class="number"><a class="number" href=passed_of_them title=no_median aria-label=no_median>{median.unwrap_or_else(|| "–".to_owned())}</a></td>
            <td class="number"><a class="number" data-figure="median-passed" href=passed_too>{of_passed}</a></td>
        </tr>
    }
}
