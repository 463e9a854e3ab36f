//! The board as it lies on screen.

use crate::pages::lab::gesture::ColumnBox;
use smarketing_domain::{hypothesis::Status, ids::HypothesisId};
use wasm_bindgen::JsCast;

/// The columns, and their cards without the carried one.
pub fn measure(board: &web_sys::Element, carried: HypothesisId) -> Vec<ColumnBox> {
    let carried = carried.to_string();
    let columns = elements(board, "[data-lab-column]");
    Status::ALL
        .into_iter()
        .zip(columns)
        .map(|(status, column)| {
            let area = column.get_bounding_client_rect();
            let cards = elements(&column, ".lab-card").into_iter();
            let cards = cards.filter(|card| card.get_attribute("data-hypothesis").as_ref() != Some(&carried));
            let middle = |card: web_sys::Element| {
                let area = card.get_bounding_client_rect();
                (area.top() + area.bottom()) / 2.0
            };
            ColumnBox { status, span: (area.left(), area.right()), middles: cards.map(middle).collect() }
        })
        .collect()
}

fn elements(within: &web_sys::Element, selector: &str) -> Vec<web_sys::Element> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
}
