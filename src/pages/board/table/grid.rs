//! The grid: a box of which only the rows in sight are drawn, one stop for Tab,
//! and arrows from cell to cell.

use super::{
    foot::Foot,
    head::Head,
    row::Line,
    sheet::{ROW, Sheet, Spot},
};
use crate::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use smarketing_domain::{ids::DealId, score::Scorer, sheet::Column};
use std::{collections::HashMap, ops::Range};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Points are counted for so many rows at once: encounters are gone over once for all of them.
const SCORED: usize = 256;

/// The grid.
#[component]
pub fn Grid(sheet: Sheet) -> impl IntoView {
    let i18n = sheet.desk.words.i18n;
    let state = sheet.desk.state;
    let node = sheet.node;
    let (sight, see) = signal((0.0, 900.0));
    let look = move || {
        if let Some(Some(node)) = node.try_get_untracked() {
            see.set((f64::from(node.scroll_top()), f64::from(node.client_height())));
        }
    };
    watch_size(node, look);
    // Another order, or other deals: from the top.
    Effect::new(move |before: Option<()>| {
        sheet.order.track();
        sheet.desk.filter.track();
        sheet.desk.lens.track();
        if before.is_some()
            && let Some(node) = node.get_untracked()
        {
            node.set_scroll_top(0);
        }
    });
    let count = Memo::new(move |_| sheet.rows.with(|rows| rows.len()));
    let drawn: Memo<Range<usize>> = Memo::new(move |_| {
        let (top, height) = sight.get();
        rows_in_sight(count.get(), ROW, top, height)
    });
    let block = Memo::new(move |_| drawn.with(|drawn| drawn.start / SCORED));
    let scores = Memo::new(move |_| {
        sheet.ticks.track();
        let (from, now) = (block.get() * SCORED, state.now());
        let deals: Vec<DealId> = sheet.rows.with(|rows| rows.iter().skip(from).take(2 * SCORED).copied().collect());
        state.read(|w| {
            let scorer = Scorer::new(w, now);
            let scored = deals.into_iter().filter_map(|id| Some((id, scorer.score(w.deal(id)?).total)));
            sort::gather::<HashMap<DealId, i32>, _>(scored)
        })
    });
    let shown = move || {
        let drawn = drawn.get();
        sheet.rows.with(|rows| rows.get(drawn).unwrap_or_default().to_vec())
    };
    let above = move || format!("{}px", drawn.with(|d| d.start) as f64 * ROW);
    let below = move || format!("{}px", count.get().saturating_sub(drawn.with(|d| d.end)) as f64 * ROW);
    // Tab comes to the active cell; to its head while it is out of sight.
    let stop = Memo::new(move |_| {
        let spot = sheet.active.get();
        let is_drawn = |deal: &DealId| sheet.rows.with(|rows| rows.get(drawn.get()).is_some_and(|r| r.contains(deal)));
        Spot { deal: spot.deal.filter(is_drawn), ..spot }
    });
    keep_focus(sheet);
    let on_keys = keys(sheet);
    view! {
        <div
            class="sheet" node_ref=node
            on:scroll=move |_| look()
            on:keydown=on_keys
            on:click=move |event| pressed(sheet, &event)
            on:focusin=move |event| {
                if let Some(spot) = spot_of(&event).filter(|spot| *spot != sheet.active.get_untracked()) {
                    sheet.active.set(spot);
                }
            }
        >
            <table class="table sheet-table" role="grid" aria-label=move || t_string!(i18n, table.title) aria-describedby="sheet-keys" aria-rowcount=move || count.get() + 2>
                <thead>
                    <tr aria-rowindex="1">{Column::ALL.map(|column| view! { <Head sheet column stop/> }).collect_view()}</tr>
                </thead>
                <tbody>
                    <tr class="sheet-spacer" aria-hidden="true"><td colspan="10" style:height=above></td></tr>
                    <ForEnumerate each=shown key=|deal| *deal let(index, deal)>
                        <Line sheet deal at=Signal::derive(move || drawn.with(|d| d.start) + index.get()) stop scores/>
                    </ForEnumerate>
                    <tr class="sheet-spacer" aria-hidden="true"><td colspan="10" style:height=below></td></tr>
                </tbody>
                <Foot sheet/>
            </table>
        </div>
    }
}

/// The focus stays with the grid when rows are drawn anew, and goes to a neighbour
/// when its row has gone.
fn keep_focus(sheet: Sheet) {
    let row = StoredValue::new(0_usize);
    Effect::new(move |before: Option<()>| {
        sheet.rows.track();
        let spot = sheet.active.get_untracked();
        let Some(deal) = spot.deal else { return };
        match sheet.index(deal) {
            Some(index) => row.set_value(index),
            None => sheet.active.set(Spot { deal: sheet.at(row.get_value()), ..spot }),
        }
        if before.is_some() {
            request_animation_frame(move || {
                if is_focus_lost() {
                    sheet.focus(true);
                }
            });
        }
    });
    Effect::new(move || {
        if let Some(index) = sheet.active.get().deal.and_then(|deal| sheet.index(deal)) {
            row.set_value(index);
        }
    });
}

/// Whether nothing has the focus: what had it was taken away.
fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// The cell in which something happened.
fn spot_of(event: &web_sys::Event) -> Option<Spot> {
    let target: Element = event.target()?.dyn_into().ok()?;
    if let Some(name) = target.closest("[data-head]").ok()?.and_then(|head| head.get_attribute("data-head")) {
        return Some(Spot { deal: None, column: Column::named(&name)? });
    }
    let cell = target.closest("[data-column]").ok()??;
    let deal = cell.closest("[data-deal]").ok()??.get_attribute("data-deal")?.parse().ok()?;
    Some(Spot { deal: Some(deal), column: Column::named(&cell.get_attribute("data-column")?)? })
}

/// A press on a cell that can be edited edits it.
fn pressed(sheet: Sheet, event: &web_sys::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_other = target.is_none_or(|target| target.closest("a, button, input, select").ok().flatten().is_some());
    if let Some(Spot { deal: Some(deal), column }) = spot_of(event).filter(|_| !is_other) {
        sheet.edit(deal, column);
    }
}

/// The grid's keys. Those of a field in it are heard by the field.
fn keys(sheet: Sheet) -> impl Fn(KeyboardEvent) + Clone {
    let navigate = use_navigate();
    move |event: KeyboardEvent| {
        let is_far = event.ctrl_key() || event.meta_key();
        if event.alt_key() || sheet.editing.get_untracked().is_some() {
            return;
        }
        let Some(spot) = spot_of(&event) else { return };
        let key = event.key();
        if let Some(deal) = spot.deal.filter(|_| matches!(key.as_str(), "Enter" | "F2")) {
            let on_link = event
                .target()
                .is_some_and(|target| target.dyn_ref::<Element>().is_some_and(|element| element.tag_name() == "A"));
            if on_link {
                return;
            }
            event.prevent_default();
            if spot.column.is_editable() && !is_far {
                sheet.edit(deal, spot.column);
            } else if key == "Enter" {
                navigate(&route::deal(deal), NavigateOptions::default());
            }
            return;
        }
        if let Some(to) = steer(sheet, spot, &key, is_far) {
            event.prevent_default();
            sheet.go(to);
        }
    }
}

/// Where a key leads.
fn steer(sheet: Sheet, spot: Spot, key: &str, is_far: bool) -> Option<Spot> {
    let columns = Column::ALL;
    let column = columns.iter().position(|column| *column == spot.column)?;
    // The head is row 0.
    let row = spot.deal.and_then(|deal| sheet.index(deal)).map_or(0, |index| index + 1);
    let last = sheet.rows.with_untracked(|rows| rows.len());
    let page =
        sheet.node.get_untracked().map_or(10, |node| (f64::from(node.client_height()) / ROW) as usize).max(4) - 3;
    let (row, column) = match key {
        "ArrowUp" if is_far => (0, column),
        "ArrowDown" if is_far => (last, column),
        "ArrowUp" => (row.saturating_sub(1), column),
        "ArrowDown" => (row + 1, column),
        "ArrowLeft" => (row, column.saturating_sub(1)),
        "ArrowRight" => (row, column + 1),
        "PageUp" => (row.saturating_sub(page).max(row.min(1)), column),
        "PageDown" => (row + page, column),
        "Home" if is_far => (1, 0),
        "End" if is_far => (last, columns.len()),
        "Home" => (row, 0),
        "End" => (row, columns.len()),
        _ => return None,
    };
    let deal = row.min(last).checked_sub(1).and_then(|index| sheet.at(index));
    Some(Spot { deal, column: *columns.get(column).or(columns.last())? })
}
