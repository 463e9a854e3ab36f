//! A column's head: the stage, its team, how many deals, and a way to add one.

use super::{cards::Cards, desk::use_desk};
use crate::prelude::*;
use smarketing_domain::{
    member::Team,
    stage::{Section, Stage, StageRole},
};

/// A column's head.
#[component]
pub fn Head(
    /// Its stage.
    record: Memo<Option<Stage>>,
    /// Its cards.
    cards: Cards,
    /// Whether a deal is being added.
    adding: RwSignal<bool>,
) -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let name = move || record.with(|s| s.as_ref().map(|s| s.name.clone()).unwrap_or_default());
    let count = Memo::new(move |_| cards.with(|column| column.total.count));
    let team = move || match record.with(|s| s.as_ref().map(|s| s.team)) {
        Some(Team::Marketing) => t_string!(i18n, common.marketing),
        Some(Team::Sales) => t_string!(i18n, common.sales),
        Some(Team::Management) => t_string!(i18n, common.management),
        None => "",
    };
    let hue = move || match record.with(|s| s.as_ref().map(|s| s.section)) {
        Some(Section::Marketing) => "marketing",
        Some(Section::Sales) => "sales",
        Some(Section::Customer) => "customer",
        Some(Section::Reach) | None => "reach",
    };
    // A lost deal needs a reason; nobody starts with one.
    let can_add = move || record.with(|s| s.as_ref().is_some_and(|s| s.role != StageRole::Lost));
    let meta = move || {
        let count = count.get();
        let mut html = Markup::default();
        html.tag(r#"<span class="chip" data-section=""#).words(hue()).tag(r#"">"#).words(team());
        html.tag(r#"</span><span class="column-count number" data-stage-count=""#).words(&count.to_string());
        html.tag(r#"" title=""#).words(&t_string!(i18n, common.deals, count = count as u32).to_string());
        html.tag(r#"">"#).words(&desk.words.number(count)).tag("</span>");
        html.into_html()
    };
    let add_label = move || t_string!(i18n, board.add_to, stage = name()).to_string();
    view! {
        <header class="column-head">
            <h2 class="column-name two-lines" title=name prop:textContent=name></h2>
            <p class="column-meta" inner_html=meta></p>
            <Show when=can_add>
                <button
                    type="button"
                    class="button column-add"
                    data-variant="quiet"
                    data-icon-only
                    data-add
                    aria-label=add_label
                    aria-expanded=move || adding.get().to_string()
                    on:click=move |_| adding.update(|open| *open = !*open)
                >
                    <Icon name=IconName::Plus/>
                </button>
            </Show>
        </header>
    }
}
