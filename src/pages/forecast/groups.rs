//! The forecast of teams and owners, and of what is open and what is still to come.

use super::{View, group_name_in_address, group_words, too_little};
use crate::prelude::*;
use smarketing_domain::forecast::{Group, Line};

/// The table; each row shows its group in the picture.
#[component]
pub fn Groups(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let row = move |line: Line, most: f64| {
        let group = line.group;
        let name = group_words(words, state, group);
        let mark = match group {
            Group::All => "all".to_owned(),
            group => group_name_in_address(group),
        };
        let href = move || seen.href("group", &group_name_in_address(group));
        let current = move || (seen.group.get() == group).then_some("true");
        let last = seen.last();
        let bands = match &line.figures {
            Err(why) => view! { <td colspan="4" class="forecast-why">{too_little(words, *why)}</td> }.into_any(),
            Ok(figures) => {
                let band = figures.value.together.get(last).copied().unwrap_or_default();
                let at = |minor: i64| format!("{:.1}%", 100.0 * minor as f64 / most);
                let money = |minor: i64| view! { <td class="number">{words.money_short(minor)}</td> };
                view! {
                    <td class="forecast-range-cell" aria-hidden="true">
                        <span class="share-track">
                            <span class="share-range" style:left=at(band.low) style:width=at(band.high - band.low)></span>
                            <span class="share-tick" style:left=at(band.middle)></span>
                        </span>
                    </td>
                    {[band.low, band.middle, band.high].map(money)}
                }
                .into_any()
            }
        };
        let open = (group != Group::New).then(|| (words.number(line.open), words.money_short(line.open_minor)));
        let (open, minor) = open.unwrap_or_else(|| ("–".to_owned(), "–".to_owned()));
        view! {
            <tr data-group=mark>
                <th scope="row"><a href=href aria-current=current>{name}</a></th>
                <td class="number">{open}</td>
                <td class="number">{minor}</td>
                {bands}
            </tr>
        }
    };
    let rows = move || {
        let lines = seen.forecast.with(|f| f.as_ref().map(|f| f.lines.clone())).unwrap_or_default();
        let last = seen.last();
        let high = |line: &Line| line.figures.as_ref().ok().and_then(|f| f.value.together.get(last)).map(|b| b.high);
        let most = lines.iter().filter_map(high).max().unwrap_or(0).max(1) as f64;
        lines.into_iter().map(|line| row(line, most)).collect_view()
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, forecast.groups)}</h2>
            <p class="field-hint">{t!(i18n, forecast.groups_hint)}</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, forecast.groups)>
                <table class="table forecast-groups">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, forecast.whose)}</th>
                            <th scope="col" class="number">{t!(i18n, forecast.open_deals)}</th>
                            <th scope="col" class="number">{t!(i18n, forecast.open_value)}</th>
                            <th aria-hidden="true"></th>
                            <th scope="col" class="number">{t!(i18n, forecast.low)}</th>
                            <th scope="col" class="number">{t!(i18n, forecast.middle)}</th>
                            <th scope="col" class="number">{t!(i18n, forecast.high)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
