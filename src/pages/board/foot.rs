//! A column's foot: what its deals are worth, and how much of that to expect.

use super::{cards::Cards, desk::use_desk, sums::counting};
use crate::prelude::*;
use smarketing_domain::stage::Stage;

/// A column's foot.
#[component]
pub fn Foot(
    /// Its stage.
    record: Memo<Option<Stage>>,
    /// Its cards.
    cards: Cards,
) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let i18n = words.i18n;
    let total = Memo::new(move |_| cards.with(|column| column.total));
    let sum = Memo::new(move |_| total.get().sum_minor);
    let weighted = Memo::new(move |_| record.with(|s| s.as_ref().map_or(0, |s| total.get().weighted_minor(s))));
    let chance = move || record.with(|s| s.as_ref().map_or(0.0, |s| f64::from(s.probability) / 100.0));
    let on_its_way = counting(sum);
    // A forecast to the cent would claim too much; the attribute is exact.
    let rough = move || {
        let scale = words.currency().scale();
        (weighted.get() + scale / 2).div_euclid(scale) * scale
    };
    let label = move || t_string!(i18n, board.weighted, chance = words.percent(chance())).to_string();
    let expected = move || {
        let mut html = Markup::default();
        html.tag(r#"<span class="one-line">"#).words(&label()).tag(r#"</span><span class="number">"#);
        html.words(&words.money(rough())).tag("</span>");
        html.into_html()
    };
    view! {
        <footer class="column-foot">
            <strong
                class="column-sum number"
                data-stage-total
                data-count=move || total.get().count
                data-minor=move || sum.get()
                data-weighted-minor=move || weighted.get()
                data-counting=move || on_its_way.get().map(|minor| words.money(minor))
                prop:textContent=move || words.money(sum.get())
            ></strong>
            <span class="column-weighted" title=move || t_string!(i18n, board.weighted_title) inner_html=expected></span>
        </footer>
    }
}
