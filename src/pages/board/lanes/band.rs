//! A lane: its name, how many deals it has and what they are worth; and its cards,
//! while it is in sight.

use super::{
    super::{
        cards::Cards,
        column::{self, List},
        desk::use_desk,
    },
    PADDING_REM, Sight,
    sheet::{Line, Sheet, lane_name},
};
use crate::prelude::*;
use smarketing_domain::{board::Total, ids::StageId};
use std::sync::Arc;

/// A lane.
#[component]
pub fn Band(
    /// Which, as it was when it came.
    line: Line,
    /// The lanes.
    sheet: Memo<Arc<Sheet>>,
    /// What is in sight.
    sight: Sight,
) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let i18n = words.i18n;
    let (code, key) = (StoredValue::new(line.code), StoredValue::new(line.key));
    let now = Memo::new(move |_| {
        let is_this = |line: &&Line| code.with_value(|code| line.code == *code);
        sheet.with(|sheet| sheet.lines.iter().find(is_this).map(|line| (line.total, line.rows())))
    });
    let total = move || now.get().map_or(Total::default(), |(total, _)| total);
    let name = Memo::new(move |_| key.with_value(|key| lane_name(desk, key)));
    let is_folded = Memo::new(move |_| code.with_value(|code| sight.is_folded(code)));
    let is_hand = Memo::new(move |_| code.with_value(|code| desk.hand.lane.with(|lane| lane.as_ref() == Some(code))));
    // The card that has the focus stays there.
    let is_drawn =
        Memo::new(move |_| !is_folded.get() && (is_hand.get() || code.with_value(|code| sight.has_lane(code))));
    let height = move || {
        let rows = now.get().map_or(1.0, |(_, rows)| rows);
        (!is_folded.get()).then(|| format!("calc(var(--card-pitch) * {rows} + {PADDING_REM}rem)"))
    };
    let count =
        move || t_string!(i18n, common.deals, count = u32::try_from(total().count).unwrap_or(u32::MAX)).to_string();
    view! {
        <section
            class="lane" data-lane=code.get_value() data-hand=move || is_hand.get().then_some("") aria-label=move || name.get()
        >
            <header class="lane-head">
                <h2>
                    <button
                        type="button" class="lane-fold" aria-expanded=move || (!is_folded.get()).to_string()
                        on:click=move |_| code.with_value(|code| sight.fold(code))
                    >
                        <Icon name=IconName::Down/>
                        <span class="one-line">{move || name.get()}</span>
                    </button>
                </h2>
                <span class="lane-count number" data-lane-count=move || total().count>{count}</span>
                <span class="lane-sum number" data-lane-minor=move || total().sum_minor>{move || words.money(total().sum_minor)}</span>
            </header>
            <div class="lanes-row lane-body" data-folded=move || is_folded.get().then_some("") style:height=height>
                <Show when=move || is_drawn.get()>
                    <For each=move || desk.stages.get() key=|stage: &StageId| *stage let:stage>
                        <CellView stage lane=code.get_value() name sheet sight/>
                    </For>
                </Show>
            </div>
        </section>
    }
}

/// A lane's part of a column.
#[component]
fn CellView(stage: StageId, lane: String, name: Memo<String>, sheet: Memo<Arc<Sheet>>, sight: Sight) -> impl IntoView {
    let desk = use_desk();
    let record = column::record(desk, stage);
    let column = {
        let lane = lane.clone();
        Memo::new(move |_| Some(sheet.with(|sheet| sheet.cell(&lane, stage))))
    };
    let cards = Cards::of(desk.state, stage, column);
    desk.put_up((Some(lane.clone()), stage), cards);
    let in_sight = {
        let lane = lane.clone();
        Memo::new(move |_| {
            let at = desk.stages.with(|stages| stages.iter().position(|id| *id == stage));
            at.is_some_and(|at| sight.has_column(at)) && sight.has_lane(&lane)
        })
    };
    let is_over = {
        let lane = lane.clone();
        move || desk.is_over(stage) && desk.hand.lane.with(|hand| hand.as_ref() == Some(&lane))
    };
    let label =
        move || format!("{} · {}", record.with(|s| s.as_ref().map(|s| s.name.clone()).unwrap_or_default()), name.get());
    view! {
        <div
            class="lane-cell" data-stage=stage.to_string() data-section=move || column::hue(record)
            data-over=move || is_over().then_some("") role="group" aria-label=label
        >
            <List stage cards in_sight adding=RwSignal::new(false) lane=Some(lane)/>
        </div>
    }
}
