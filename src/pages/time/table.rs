//! The day's figures as a table, for screen readers, and for whoever wants to read them
//! off exactly.

use super::{
    View,
    glass::section_name,
    shown::{Row, hue},
    slider::day_words,
};
use crate::prelude::*;

/// The table behind both pictures, folded.
#[component]
pub fn Table(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let is_open = RwSignal::new(false);
    // Drawn only while somebody looks: when it plays, it changes many times a second.
    let rows = move || {
        let draw = is_open.get();
        draw.then(|| seen.shown.with(|shown| shown.rows.iter().map(|row| line(words, row)).collect_view()))
    };
    let lost = move || {
        is_open.get().then(|| {
            let lost = seen.shown.with(|shown| shown.lost);
            view! {
                <tr>
                    <th scope="row">{t!(i18n, time.lost)}</th>
                    <td></td><td></td><td></td><td></td><td></td>
                    <td class="number">{words.number(lost.count)}</td>
                    <td class="number">{words.money(lost.sum_minor)}</td>
                </tr>
            }
        })
    };
    view! {
        <details
            class="panel glass-table time-table"
            on:toggle:target=move |event| is_open.set(event.target().has_attribute("open"))
        >
            <summary>{t!(i18n, hourglass.as_table)}</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, hourglass.as_table)>
                <table class="table">
                    <caption class="visually-hidden">{move || day_words(words, seen.day.get())}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, hourglass.column_stage)}</th>
                            <th scope="col">{t!(i18n, hourglass.column_section)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_entered)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_went_on)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_conversion)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_lost)}</th>
                            <th scope="col" class="number">{t!(i18n, time.standing)}</th>
                            <th scope="col" class="number">{t!(i18n, time.standing_value)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}{lost}</tbody>
                </table>
            </div>
        </details>
    }
}

fn line(words: words::Words, row: &Row) -> impl IntoView + use<> {
    let band = &row.band;
    let none = || "–".to_owned();
    let of_deals = |text: String| if band.role.holds_deals() { text } else { none() };
    let on = |text: Option<String>| text.filter(|_| row.leads_on).unwrap_or_else(none);
    view! {
        <tr>
            <th scope="row">{row.name.clone()}</th>
            <td><span class="chip" data-section=hue(row.section)>{section_name(words, row.section)}</span></td>
            <td class="number">{words.number(band.entered)}</td>
            <td class="number">{on(Some(words.number(band.passed)))}</td>
            <td class="number">{on(band.passed_of_known().map(|share| words.percent(share)))}</td>
            <td class="number">{of_deals(words.number(band.lost))}</td>
            <td class="number">{of_deals(words.number(band.standing.count))}</td>
            <td class="number">{of_deals(words.money(band.standing.sum_minor))}</td>
        </tr>
    }
}
