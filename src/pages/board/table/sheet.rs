//! What the parts of the table share: which rows there are, what is edited, and
//! where the focus is.

use super::super::desk::Desk;
use crate::{prelude::*, words::Words};
use leptos::html;
use smarketing_domain::{
    ids::DealId,
    sheet::{Column, Order, Sums, arranged, shown},
};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The height of a row, of the head and of the foot, in pixels. The styles have the same.
pub const ROW: f64 = 44.0;

/// A cell: of a deal, or of the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The row; `None` is the head.
    pub deal: Option<DealId>,
    /// The column.
    pub column: Column,
}

/// What the table has, computed together.
#[derive(Clone, PartialEq)]
struct Found {
    rows: Arc<Vec<DealId>>,
    sums: Sums,
}

/// What the parts of the table share.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// What it shares with the board.
    pub desk: Desk,
    /// By what it is sorted.
    pub order: Memo<Order>,
    /// The rows in order. While a cell is edited they stay where they are.
    pub rows: Memo<Arc<Vec<DealId>>>,
    /// Over all rows, drawn or not.
    pub sums: Memo<Sums>,
    /// Ticks when the workspace has changed.
    pub ticks: ReadSignal<u32>,
    /// The cell that is edited.
    pub editing: RwSignal<Option<(DealId, Column)>>,
    /// The cell that has, or had last, the focus.
    pub active: RwSignal<Spot>,
    /// The scrolling box.
    pub node: NodeRef<html::Div>,
}

impl Sheet {
    /// The table of the board's deals.
    pub fn new(desk: Desk) -> Self {
        let order = Memo::new(move |_| Order::read(|name| desk.address.get(name)));
        let editing = RwSignal::new(None::<(DealId, Column)>);
        let ticks = calm_ticks(desk.state);
        let found = Memo::new(move |_| {
            ticks.track();
            let (now, order) = (desk.state.now(), order.get());
            desk.stages.with(|stages| {
                desk.filter.with(|filter| {
                    desk.state.read(|w| {
                        let deals = shown(w, stages, filter);
                        let sums = Sums::of(w, deals.iter().copied());
                        Found { rows: Arc::new(arranged(w, &deals, order, now)), sums }
                    })
                })
            })
        });
        let rows = Memo::new(move |before: Option<&Arc<Vec<DealId>>>| {
            let now = found.with(|found| Arc::clone(&found.rows));
            match before {
                // A row must not run away from whoever types in it.
                Some(before) if editing.with(Option::is_some) => Arc::clone(before),
                _ => now,
            }
        });
        Self {
            desk,
            order,
            rows,
            sums: Memo::new(move |_| found.with(|found| found.sums)),
            ticks,
            editing,
            active: RwSignal::new(Spot { deal: None, column: Column::Title }),
            node: NodeRef::new(),
        }
    }

    /// The row of a deal, as they stand now.
    pub fn index(&self, deal: DealId) -> Option<usize> {
        self.rows.with_untracked(|rows| rows.iter().position(|id| *id == deal))
    }

    /// The deal that stands in a row now; the last one where there are fewer.
    pub fn at(&self, index: usize) -> Option<DealId> {
        self.rows.with_untracked(|rows| rows.get(index).or(rows.last()).copied())
    }

    /// Scrolls so far that a row is between head and foot.
    pub fn reveal(&self, deal: DealId) {
        let (Some(node), Some(index)) = (self.node.get_untracked(), self.index(deal)) else { return };
        let (top, height) = (f64::from(node.scroll_top()), f64::from(node.client_height()));
        let row = index as f64 * ROW;
        // Head and foot lie over the rows.
        let lowest = row + 3.0 * ROW - height;
        if row < top {
            node.set_scroll_top(row as i32);
        } else if lowest > top {
            node.set_scroll_top(lowest.ceil() as i32);
        }
    }

    /// Gives a cell the focus, and scrolls to it.
    pub fn go(&self, spot: Spot) {
        let sheet = *self;
        sheet.active.set(spot);
        if let Some(deal) = spot.deal {
            sheet.reveal(deal);
        }
        // Scrolled rows are drawn first.
        request_animation_frame(move || request_animation_frame(move || sheet.focus(false)));
    }

    /// Gives the active cell the focus, if it is drawn; quietly: without scrolling to it.
    pub fn focus(&self, is_quiet: bool) {
        let Some(spot) = self.active.try_get_untracked() else { return };
        // Nothing is taken from whoever edits.
        if self.editing.get_untracked().is_some() {
            return;
        }
        let (Some(cell), Some(node)) = (self.cell(spot), self.node.get_untracked()) else { return };
        let (left, top) = (node.scroll_left(), node.scroll_top());
        // Fails for no element.
        let _ = cell.focus();
        if is_quiet {
            node.set_scroll_left(left);
            node.set_scroll_top(top);
        }
    }

    /// The drawn element of a cell.
    pub fn cell(&self, spot: Spot) -> Option<HtmlElement> {
        let name = spot.column.name();
        let selector = match spot.deal {
            Some(deal) => format!("[data-deal='{deal}'] > [data-column='{name}']"),
            None => format!("[data-head='{name}']"),
        };
        // The table may be gone when a frame comes later.
        self.node.try_get_untracked()??.query_selector(&selector).ok()??.dyn_into().ok()
    }

    /// Begins to edit a cell that can be.
    pub fn edit(&self, deal: DealId, column: Column) {
        self.active.set(Spot { deal: Some(deal), column });
        if column.is_editable() {
            self.reveal(deal);
            self.editing.set(Some((deal, column)));
        }
    }
}

/// The column's name in words.
pub fn column_name(words: Words, column: Column) -> &'static str {
    let i18n = words.i18n;
    match column {
        Column::Title => t_string!(i18n, lists.title),
        Column::Customer => t_string!(i18n, lists.customer),
        Column::Stage => t_string!(i18n, lists.stage),
        Column::Value => t_string!(i18n, lists.value),
        Column::Owner => t_string!(i18n, lists.owner),
        Column::Channel => t_string!(i18n, lists.channel),
        Column::Close => t_string!(i18n, lists.close),
        Column::NextStep => t_string!(i18n, table.next_step),
        Column::Days => t_string!(i18n, table.days),
        Column::Score => t_string!(i18n, table.score),
    }
}
