//! What stands above and below all lanes: a column's head, and its sums over all of
//! its deals that are shown.

use super::{
    super::{
        cards::Cards,
        column,
        desk::{Desk, use_desk},
        foot, head,
        quick_add::QuickAdd,
    },
    sheet::Sheet,
};
use crate::prelude::*;
use smarketing_domain::ids::StageId;
use std::sync::Arc;

/// A column's head.
#[component]
pub fn Head(
    /// Its stage.
    stage: StageId,
    /// The lanes.
    sheet: Memo<Arc<Sheet>>,
) -> impl IntoView {
    let desk = use_desk();
    let record = column::record(desk, stage);
    let cards = whole(desk, stage, sheet);
    desk.put_up((None, stage), cards);
    let adding = RwSignal::new(false);
    column::add_when_asked(desk, stage, adding);
    view! {
        <div class="lanes-head" data-section=move || column::hue(record)>
            <head::Head record cards adding/>
            <Show when=move || adding.get()>
                <QuickAdd stage open=adding/>
            </Show>
        </div>
    }
}

/// A column's sums.
#[component]
pub fn Foot(
    /// Its stage.
    stage: StageId,
    /// The lanes.
    sheet: Memo<Arc<Sheet>>,
) -> impl IntoView {
    let desk = use_desk();
    let record = column::record(desk, stage);
    let cards = whole(desk, stage, sheet);
    view! {
        <div class="lanes-foot" data-foot-of=stage.to_string() data-section=move || column::hue(record)>
            <foot::Foot record cards/>
        </div>
    }
}

/// The cards of a column over all lanes.
fn whole(desk: Desk, stage: StageId, sheet: Memo<Arc<Sheet>>) -> Cards {
    let column = Memo::new(move |_| Some(sheet.with(|sheet| sheet.column(stage))));
    Cards::of(desk.state, stage, column)
}
