//! What channels cost and brought, as bars on one scale.

use super::{View, figure};
use crate::prelude::*;

/// The picture. The table below says the same in figures.
#[component]
pub fn Picture(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let rows = move || {
        let margin = seen.choice.get().margin;
        seen.figures.with(|figures| {
            let sizes = figures.lines.iter().flat_map(|line| [line.spend_minor.unwrap_or(0), line.brought(margin)]);
            let most = sizes.max().unwrap_or(0).max(1) as f64;
            let width = |minor: i64| format!("{:.2}%", 100.0 * minor.max(0) as f64 / most);
            let bar = |of: &'static str, minor: Option<i64>| {
                let text =
                    minor.map_or_else(|| t_string!(i18n, money.unknown).to_owned(), |minor| words.money_short(minor));
                let is_known = minor.is_some();
                view! {
                    <span class="money-bar" data-of=of data-known=is_known.to_string()>
                        <i style:width=width(minor.unwrap_or(0))></i><span class="number">{text}</span>
                    </span>
                }
            };
            let row = |line: &smarketing_domain::economics::Line| {
                view! {
                    <li>
                        <span class="money-bar-name two-lines">{figure::name(words, line)}</span>
                        {bar("spent", line.spend_minor)}
                        {bar("brought", Some(line.brought(margin)))}
                    </li>
                }
            };
            figures.lines.iter().map(row).collect_view()
        })
    };
    view! {
        <figure class="panel money-picture">
            <figcaption>
                {t!(i18n, money.picture)}
                <span class="money-key" aria-hidden="true">
                    <span data-of="spent">{t!(i18n, money.spent)}</span>
                    <span data-of="brought">{t!(i18n, money.brought)}</span>
                </span>
            </figcaption>
            <p class="visually-hidden">{t!(i18n, money.picture_text)}</p>
            <ul aria-hidden="true">{rows}</ul>
        </figure>
    }
}
