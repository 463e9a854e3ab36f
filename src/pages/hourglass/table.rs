//! The same numbers as a table, for screen readers, print, and whoever
//! wants to read them off exactly.

use super::{View, facts::Row, picture};
use crate::prelude::*;

/// The table behind the picture, folded.
#[component]
pub fn AsTable() -> impl IntoView {
    // The page's own figures: it is a part of the page that comes later.
    let seen = expect_context::<View>();
    let words = use_words();
    let i18n = words.i18n;
    let rows = move || {
        let period = seen.scope.with(|scope| scope.choice);
        seen.glass.with(|g| g.rows.iter().map(|row| line(words, row, period)).collect_view())
    };
    view! {
        <details class="panel glass-table">
            <summary>{t!(i18n, hourglass.as_table)}</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, hourglass.title)>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, hourglass.column_stage)}</th>
                            <th scope="col">{t!(i18n, hourglass.column_section)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_entered)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_entered_value)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_went_on)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_conversion)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_interval)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_lost)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_standing)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_standing_value)}</th>
                            <th scope="col" class="number">{t!(i18n, hourglass.column_median)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
        <Meaning/>
    }
}

/// What each number counts, folded.
#[component]
fn Meaning() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <details class="panel conversion-meaning">
            <summary>{t!(i18n, cohort.what)}</summary>
            <dl>
                <dt>{t!(i18n, hourglass.column_entered)}</dt>
                <dd>{t!(i18n, lens.glass_entered)}</dd>
                <dt>{t!(i18n, hourglass.column_went_on)}</dt>
                <dd>{t!(i18n, lens.glass_went_on)}</dd>
                <dt>{t!(i18n, hourglass.column_conversion)}</dt>
                <dd>{t!(i18n, lens.glass_conversion)}</dd>
                <dt>{t!(i18n, hourglass.column_lost)}</dt>
                <dd>{t!(i18n, lens.glass_lost)}</dd>
                <dt>{t!(i18n, hourglass.column_standing)}</dt>
                <dd>{t!(i18n, lens.glass_standing)}</dd>
                <dt>{t!(i18n, hourglass.column_median)}</dt>
                <dd>{t!(i18n, lens.glass_median)}</dd>
            </dl>
        </details>
    }
}

fn line(words: words::Words, row: &Row, period: PeriodChoice) -> impl IntoView + use<> {
    let band = &row.band;
    let listed = band.role.holds_deals();
    let none = || "–".to_owned();
    let of_deals = |text: String| if listed { text } else { none() };
    let on = |text: Option<String>| text.filter(|_| row.leads_on).unwrap_or_else(none);
    let interval = row.interval.map(|i| format!("{}–{}", words.percent(i.low), words.percent(i.high)));
    // Reach has no deals to open: it opens what it cost.
    let name = match listed {
        true => row.name.clone().into_any(),
        false => view! { <a href=money_address(period)>{row.name.clone()}</a> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td><span class="chip" data-section=picture::attribute(row.section)>{picture::section_name(words, row.section)}</span></td>
            <td class="number">{words.number(band.entered)}</td>
            <td class="number">{of_deals(words.money(band.entered_minor))}</td>
            <td class="number">{on(Some(words.number(band.passed)))}</td>
            <td class="number">{on(band.passed_of_known().map(|share| words.percent(share)))}</td>
            <td class="number">{on(interval)}</td>
            <td class="number">{of_deals(words.number(band.lost))}</td>
            <td class="number">{of_deals(words.number(band.standing.count))}</td>
            <td class="number">{of_deals(words.money(band.standing.sum_minor))}</td>
            <td class="number">{band.median_ms.map_or_else(none, |ms| words.duration(ms))}</td>
        </tr>
    }
}
