//! The board in swim lanes: the columns' heads above, their sums below, and between
//! them a band for each owner, channel or segment. A band is few cards high; what is
//! in it scrolls. Bands out of sight are empty boxes, so that ten thousand deals in
//! a hundred lanes cost as much as ten.
//!
//! - [`sheet`]: which lanes there are; [`band`]: one of them; [`ends`]: heads and feet
//! - [`hand`]: in which lane the hand is; [`carry`]: a card carried into another

mod band;
mod carry;
mod ends;
mod hand;
mod sheet;

pub use carry::{arrived, brought};
pub use hand::Hand;

use super::{columns::Columns, desk::use_desk};
use crate::prelude::*;
use band::Band;
use ends::{Foot, Head};
use leptos::ev;
use sheet::Sheet;
pub use sheet::lane_name;
use smarketing_domain::{ids::StageId, view::lanes::Lanes};
use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// A band's head, in rem; `style/pages/board/lanes.css` has the same.
const HEAD_REM: f64 = 3.0;
/// Above and below a band's cards together, in rem.
const PADDING_REM: f64 = 0.5;
/// So far beyond the edges bands are ready, in pixels.
const READY: f64 = 24.0;
/// Scrolling is noted in steps of so many pixels.
const STEP: i32 = 16;

thread_local! {
    /// The lanes that are folded, until the page is loaded anew.
    static FOLDED: RefCell<BTreeSet<String>> = RefCell::default();
}

/// What selects a lane's element.
pub fn selector(lane: &str) -> String {
    format!("[data-lane='{}'] ", lane.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\a "))
}

/// The columns, in lanes or not; and what to do when all of them are hidden.
#[component]
pub fn Strip() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let is_bare = Memo::new(move |_| desk.stages.with(Vec::is_empty) && !desk.look.hidden.with(BTreeSet::is_empty));
    move || {
        if is_bare.get() {
            let show = move |_| desk.address.set(&[(super::views::look::HIDE, String::new())]);
            return view! {
                <div class="board-bare">
                    <Empty icon=IconName::Board text=Signal::derive(move || t_string!(i18n, views.all_hidden).to_owned())>
                        <button type="button" class="button" data-variant="primary" on:click=show>{t!(i18n, views.show_all)}</button>
                    </Empty>
                </div>
            }
            .into_any();
        }
        desk.hand.lane.set(None);
        match desk.look.lanes.get() {
            None => view! { <Columns/> }.into_any(),
            Some(by) => view! { <InLanes by/> }.into_any(),
        }
    }
}

/// What is in sight of a board in lanes.
#[derive(Clone, Copy)]
pub struct Sight {
    /// The first and the last column.
    columns: RwSignal<(usize, usize)>,
    /// From and to which height, in pixels below the heads.
    heights: RwSignal<(f64, f64)>,
    folded: RwSignal<BTreeSet<String>>,
    places: Memo<HashMap<String, (f64, f64)>>,
}

impl Sight {
    fn of(desk: super::desk::Desk, sheet: Memo<Arc<Sheet>>) -> Self {
        let folded = RwSignal::new(FOLDED.with_borrow(Clone::clone));
        let places = Memo::new(move |_| {
            desk.look.is_compact.track();
            let (rem, pitch) = (super::desk::rem(), desk.pitch());
            let mut top = 0.0;
            let place = |line: &sheet::Line| {
                let is_folded = folded.with(|folded| folded.contains(&line.code));
                let body = if is_folded { 0.0 } else { line.rows() * pitch + PADDING_REM * rem };
                let from = top;
                top += HEAD_REM * rem + body;
                (line.code.clone(), (from, top))
            };
            sheet.with(|sheet| sheet.lines.iter().map(place).collect())
        });
        let height = super::desk::screen_height();
        Self { columns: RwSignal::new((0, 4)), heights: RwSignal::new((0.0, height)), folded, places }
    }

    /// Whether a lane is.
    pub fn has_lane(&self, code: &str) -> bool {
        let place = self.places.with(|places| places.get(code).copied());
        let (from, to) = self.heights.get();
        place.is_some_and(|(top, bottom)| top < to + READY && bottom > from - READY)
    }

    /// Whether a column is.
    pub fn has_column(&self, at: usize) -> bool {
        let (from, to) = self.columns.get();
        (from..=to).contains(&at)
    }

    /// Whether a lane is folded.
    pub fn is_folded(&self, code: &str) -> bool {
        self.folded.with(|folded| folded.contains(code))
    }

    /// Folds a lane, or unfolds it.
    pub fn fold(&self, code: &str) {
        self.folded.update(|folded| {
            if !folded.remove(code) {
                folded.insert(code.to_owned());
            }
        });
        FOLDED.with_borrow_mut(|kept| kept.clone_from(&self.folded.get_untracked()));
    }
}

/// The board in lanes.
#[component]
fn InLanes(by: Lanes) -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let sheet = Memo::new(move |_| Arc::new(Sheet::of(desk, by)));
    let sight = Sight::of(desk, sheet);
    desk.hand.sheet.set(Some(sheet));
    on_cleanup(move || {
        // The whole board may be gone by then.
        desk.hand.sheet.try_set(None);
    });
    carry::use_carry(desk, by, sheet, sight);
    let look = move || {
        // The lanes may be gone when a frame comes later.
        let seen = sight.columns.try_get_untracked().zip(sight.heights.try_get_untracked());
        let Some((strip, (columns_seen, heights_seen))) = desk.strip.try_get_untracked().flatten().zip(seen) else {
            return;
        };
        let part = |name: &str| strip.query_selector(name).ok().flatten().map(|part| part.get_bounding_client_rect());
        let width = part(".lanes-head").map_or(0.0, |head| head.width());
        let ends = [".lanes-heads", ".lanes-feet"].into_iter().filter_map(part).map(|end| end.height()).sum::<f64>();
        if width > 0.0 {
            let (left, visible) = (f64::from(strip.scroll_left()), f64::from(strip.client_width()));
            desk.note_edge(left, width);
            let columns = ((left / width) as usize, ((left + visible) / width) as usize);
            if columns_seen != columns {
                sight.columns.set(columns);
            }
        }
        let from = f64::from(strip.scroll_top() / STEP * STEP);
        let heights = (from, from + f64::from(strip.client_height() + STEP) - ends);
        if heights_seen != heights {
            sight.heights.set(heights);
        }
    };
    Effect::new(move || {
        desk.stages.track();
        if desk.strip.get().is_some() {
            // Once the browser has laid it out.
            request_animation_frame(look);
        }
    });
    let resized = window_event_listener(ev::resize, move |_| look());
    on_cleanup(move || resized.remove());
    let is_empty = move || sheet.with(|sheet| sheet.lines.is_empty());
    view! {
        <div
            class="board-strip board-lanes-strip" data-lanes=by.name() role="group" aria-label=move || t_string!(i18n, board.columns)
            node_ref=desk.strip on:scroll=move |_| look()
        >
            <div class="lanes-row lanes-heads">
                <For each=move || desk.stages.get() key=|stage: &StageId| *stage let:stage><Head stage sheet/></For>
            </div>
            <For each=move || sheet.with(|sheet| sheet.lines.clone()) key=|line| line.code.clone() let:line>
                <Band line sheet sight/>
            </For>
            <Show when=is_empty><Nothing/></Show>
            <div class="lanes-row lanes-feet">
                <For each=move || desk.stages.get() key=|stage: &StageId| *stage let:stage><Foot stage sheet/></For>
            </div>
        </div>
    }
}

/// No deal is shown: no lane either.
#[component]
fn Nothing() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let is_filtered = move || !desk.filter.with(|filter| filter.is_empty());
    view! {
        <div class="lanes-none">
            <p>{move || if is_filtered() { t_string!(i18n, board.none_match) } else { t_string!(i18n, board.none_here) }}</p>
            <Show when=is_filtered>
                <button type="button" class="button" on:click=move |_| super::filters::clear(desk)>{t!(i18n, board.clear)}</button>
            </Show>
        </div>
    }
}
