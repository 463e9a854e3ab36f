//! The board by keys: arrows go from card to card; Space lifts a card, arrows
//! move it, Space drops it, Esc puts it back; Enter opens it; I writes down what was
//! said; X chooses it, N moves it on, L lets it wait; arrows with Shift choose.

use super::{
    card_actions,
    desk::{Desk, Lifted, Means},
    drag::Target,
    landing::land,
    selection,
};
use crate::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use smarketing_domain::ids::{DealId, StageId};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// A column and a place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Spot {
    column: usize,
    row: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrow {
    Up,
    Down,
    Left,
    Right,
    First,
    Last,
}

impl Arrow {
    fn of(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "ArrowLeft" => Self::Left,
            "ArrowRight" => Self::Right,
            "Home" => Self::First,
            "End" => Self::Last,
            _ => return None,
        })
    }
}

/// Where an arrow leads from `spot`; `last_row` tells the last place in a
/// column, or that there is none.
fn steer(spot: Spot, arrow: Arrow, columns: usize, last_row: impl Fn(usize) -> Option<usize>) -> Spot {
    let Spot { column, row } = spot;
    let within = |row: usize| Spot { column, row: row.min(last_row(column).unwrap_or(row)) };
    // Sideways, columns without a place are stepped over.
    let beside = |mut others: Box<dyn Iterator<Item = usize>>| {
        let found = others.find_map(|column| last_row(column).map(|last| Spot { column, row: row.min(last) }));
        found.unwrap_or(spot)
    };
    match arrow {
        Arrow::Up => within(row.saturating_sub(1)),
        Arrow::Down => within(row + 1),
        Arrow::First => within(0),
        Arrow::Last => within(usize::MAX),
        Arrow::Left => beside(Box::new((0..column).rev())),
        Arrow::Right => beside(Box::new(column + 1..columns)),
    }
}

/// The board's keys.
pub fn use_keyboard(desk: Desk) -> impl Fn(KeyboardEvent) + Clone {
    let navigate = use_navigate();
    move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key();
        let handled = match desk.lifted.get_untracked() {
            Some(lifted) if lifted.by == Means::Keys => {
                carry(desk, lifted.deal, &key);
                true // nothing else happens while a card is in the hand
            }
            Some(_) => false,
            None => match card_at(&event) {
                None => false,
                Some(deal) if key == "Enter" => {
                    navigate(&route::deal(deal), NavigateOptions::default());
                    true
                }
                Some(deal) if key == " " => lift(desk, deal),
                // The key, whatever letter the person's keyboard has there.
                Some(deal) if event.code() == "KeyI" => {
                    desk.hearing.set(Some(deal));
                    true
                }
                Some(deal) if card_actions::by_key(desk, deal, &event) => true,
                Some(deal) => Arrow::of(&key).is_some_and(|arrow| {
                    let is_way = walk(desk, deal, arrow);
                    if is_way && event.shift_key() {
                        selection::stretch(desk, deal);
                    }
                    is_way
                }),
            },
        };
        if handled {
            event.prevent_default();
        }
    }
}

/// The card whose own key this is: not one that goes to a button in it.
fn card_at(event: &KeyboardEvent) -> Option<DealId> {
    let target: Element = event.target()?.dyn_into().ok()?;
    if target.closest("button, input, select, textarea, dialog").ok()?.is_some() {
        return None;
    }
    target.closest("[data-deal]").ok()??.get_attribute("data-deal")?.parse().ok()
}

fn spot(desk: Desk, stage: StageId, row: usize) -> Option<Spot> {
    let column = desk.stages.with_untracked(|stages| stages.iter().position(|id| *id == stage))?;
    Some(Spot { column, row })
}

fn stage_at(desk: Desk, column: usize) -> Option<StageId> {
    desk.stages.with_untracked(|stages| stages.get(column).copied())
}

/// The focus goes to the next card.
fn walk(desk: Desk, deal: DealId, arrow: Arrow) -> bool {
    let Some(here) = desk.place(deal).and_then(|(stage, row)| spot(desk, stage, row)) else { return false };
    let count = |column| {
        let cards = stage_at(desk, column).and_then(|stage| desk.cards(stage));
        cards.map_or(0, |cards| cards.now(|column| column.deals.len()))
    };
    let columns = desk.stages.with_untracked(Vec::len);
    let there = steer(here, arrow, columns, |column| count(column).checked_sub(1));
    let next = stage_at(desk, there.column)
        .and_then(|stage| desk.cards(stage))
        .and_then(|cards| cards.now(|column| column.deals.get(there.row).copied()));
    // On a board in lanes the way goes on above and below the lane.
    let beyond = || {
        let is_vertical = matches!(arrow, Arrow::Up | Arrow::Down);
        is_vertical.then(|| desk.hand.step(stage_at(desk, here.column)?, arrow == Arrow::Up)).flatten()
    };
    if let Some(next) = next.filter(|next| *next != deal).or_else(beyond) {
        desk.focus(next);
    }
    true
}

fn lift(desk: Desk, deal: DealId) -> bool {
    let Some((stage, index)) = desk.place(deal) else { return false };
    desk.focused.set(Some(deal));
    desk.lifted.set(Some(Lifted { deal, from: stage, by: Means::Keys }));
    desk.target.set(Some(Target::Slot { stage, index }));
    let i18n = desk.words.i18n;
    let (title, place) = (desk.title(deal), spoken_place(desk, deal, stage, index));
    let count = desk.selection.carried(desk.state, deal).len();
    desk.notices.announce(match count {
        0 | 1 => t_string!(i18n, board.lifted, title = title, place = place).to_string(),
        count => {
            let deals = t_string!(i18n, common.deals, count = count as u32).to_string();
            t_string!(i18n, touch.lifted, deals = deals, place = place).to_string()
        }
    });
    true
}

/// Keys while a card is in the hand.
fn carry(desk: Desk, deal: DealId, key: &str) {
    let Some(Target::Slot { stage, index }) = desk.target.get_untracked() else { return put_back(desk, deal) };
    match key {
        " " | "Enter" => {
            let target = Target::Slot { stage, index };
            land(desk, deal, target, Means::Keys);
            desk.lifted.set(None);
            desk.target.set(None);
        }
        "Escape" | "Tab" => put_back(desk, deal),
        key => {
            let Some((arrow, here)) = Arrow::of(key).zip(spot(desk, stage, index)) else { return };
            let rows = |column: usize| {
                stage_at(desk, column).and_then(|stage| desk.cards(stage)).map(|cards| cards.count_without(deal))
            };
            let columns = desk.stages.with_untracked(Vec::len);
            let there = steer(here, arrow, columns, rows);
            let Some(stage) = stage_at(desk, there.column) else { return };
            // In a sorted column it stands where its urgency puts it.
            let settled = desk.settle(Target::Slot { stage, index: there.row }, deal);
            let row = settled.index_in(stage).unwrap_or(there.row);
            desk.target.set(Some(settled));
            reveal(desk, stage, row);
            desk.notices.announce(spoken_place(desk, deal, stage, row));
        }
    }
}

/// Puts a card that keys have lifted back where it was.
pub fn put_back(desk: Desk, deal: DealId) {
    desk.lifted.set(None);
    desk.target.set(None);
    let stage = desk.state.read(|w| w.deal(deal).map(|d| d.place.stage));
    let i18n = desk.words.i18n;
    if let Some(stage) = stage {
        let (title, stage) = (desk.title(deal), desk.stage_name(stage));
        desk.notices.announce(t_string!(i18n, board.put_back, title = title, stage = stage).to_string());
    }
    desk.focus(deal);
}

fn spoken_place(desk: Desk, deal: DealId, stage: StageId, index: usize) -> String {
    let i18n = desk.words.i18n;
    let of = desk.cards(stage).map_or(0, |cards| cards.count_without(deal)) + 1;
    let (stage, place) = (desk.stage_name(stage), (index + 1).to_string());
    t_string!(i18n, board.place, stage = stage, place = place, of = of.to_string()).to_string()
}

/// Scrolls a place of a column into sight.
fn reveal(desk: Desk, stage: StageId, row: usize) {
    let Some(list) = desk.list_element(stage) else { return };
    if let Some((column, strip)) = list.closest("[data-stage]").ok().flatten().zip(desk.strip.get_untracked()) {
        let (column, seen) = (column.get_bounding_client_rect(), strip.get_bounding_client_rect());
        let too_far = (column.right() - seen.right()).max(0.0) - (seen.left() - column.left()).max(0.0);
        strip.set_scroll_left(strip.scroll_left() + too_far.round() as i32);
    }
    let pitch = desk.pitch();
    let (top, height) = (row as f64 * pitch, f64::from(list.client_height()));
    let scrolled = f64::from(list.scroll_top());
    if top < scrolled {
        list.set_scroll_top(top as i32);
    } else if top + pitch > scrolled + height {
        list.set_scroll_top((top + pitch - height) as i32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns with three, no and one card.
    fn go(column: usize, row: usize, arrow: Arrow) -> (usize, usize) {
        let there = steer(Spot { column, row }, arrow, 3, |column| [Some(2), None, Some(0)][column]);
        (there.column, there.row)
    }

    #[test]
    fn arrows_stay_within_a_column_and_stop_at_its_ends() {
        assert_eq!(go(0, 1, Arrow::Up), (0, 0));
        assert_eq!(go(0, 0, Arrow::Up), (0, 0));
        assert_eq!(go(0, 1, Arrow::Down), (0, 2));
        assert_eq!(go(0, 2, Arrow::Down), (0, 2));
        assert_eq!(go(0, 1, Arrow::First), (0, 0));
        assert_eq!(go(0, 1, Arrow::Last), (0, 2));
    }

    #[test]
    fn sideways_steps_over_columns_without_a_place() {
        assert_eq!(go(0, 2, Arrow::Right), (2, 0));
        assert_eq!(go(2, 0, Arrow::Left), (0, 0));
        assert_eq!(go(2, 0, Arrow::Right), (2, 0));
        assert_eq!(go(0, 1, Arrow::Left), (0, 1));
    }
}
