//! The areas at the board's foot that decide a deal or let it wait; there while
//! one is dragged.

use super::{
    desk::use_desk,
    drag::{Target, Zone},
};
use crate::prelude::*;
use smarketing_domain::stage::StageRole;

/// Won, Later and Lost.
#[component]
pub fn Zones() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let name_of = move |role| {
        desk.state.watch(Topic::Kind("stage"), |w| w.stage_with(role).map(|s| s.name.clone()).unwrap_or_default())
    };
    let is_over = move |zone| desk.target.with(|target| *target == Some(Target::Zone(zone))).then_some("");
    view! {
        <div class="board-zones" aria-hidden="true">
            <div class="board-zone" data-drop-zone="won" data-over=move || is_over(Zone::Won)>
                <Icon name=IconName::Trophy/>
                <span class="board-zone-word">{t!(i18n, board.won)}</span>
                <span class="board-zone-stage one-line">{move || name_of(StageRole::Won)}</span>
            </div>
            <div class="board-zone" data-drop-zone="later" data-over=move || is_over(Zone::Later)>
                <Icon name=IconName::Clock/>
                <span class="board-zone-word">{t!(i18n, touch.later)}</span>
            </div>
            <div class="board-zone" data-drop-zone="lost" data-over=move || is_over(Zone::Lost)>
                <Icon name=IconName::Close/>
                <span class="board-zone-word">{t!(i18n, board.lost)}</span>
                <span class="board-zone-stage one-line">{move || name_of(StageRole::Lost)}</span>
            </div>
        </div>
    }
}
