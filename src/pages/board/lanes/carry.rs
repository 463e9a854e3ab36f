//! A card carried up or down: lanes scroll when it comes near the edges. Where lanes
//! are owners', the hand comes into the lane under it, and the deal becomes theirs
//! when it is put down. What brought a customer is no choice: there the card stays
//! in its lane, and the other lanes step back.

use super::{
    super::{
        desk::{Desk, Means},
        drag::Target,
    },
    Sight,
    sheet::Sheet,
};
use leptos::{ev, prelude::*};
use smarketing_domain::{cohort::group::Key, ids::DealId, operation::Body, view::lanes::Lanes};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// So near an edge lanes scroll, in pixels.
const NEAR: f64 = 56.0;
/// The fastest scrolling, in pixels of a frame.
const FASTEST: f64 = 14.0;

/// What is carried, and where.
#[derive(Clone, Copy)]
struct Carry {
    desk: Desk,
    by: Lanes,
    sheet: Memo<Arc<Sheet>>,
    sight: Sight,
    at: StoredValue<Option<(f64, f64)>>,
}

/// Follows a card in the hand.
pub fn use_carry(desk: Desk, by: Lanes, sheet: Memo<Arc<Sheet>>, sight: Sight) {
    let carry = Carry { desk, by, sheet, sight, at: StoredValue::new(None) };
    let moved = window_event_listener(ev::pointermove, move |event| {
        carry.at.set_value(Some((f64::from(event.client_x()), f64::from(event.client_y()))));
    });
    on_cleanup(move || moved.remove());
    Effect::new(move |was: Option<bool>| {
        let is_carried = desk.lifted.get().is_some_and(|lifted| lifted.by == Means::Hand);
        if is_carried && was != Some(true) {
            carry.next_frame();
        }
        // Put back, unless somebody is asked about it first.
        let is_asked = desk.is_asking.get_untracked() || desk.entering.with_untracked(Option::is_some);
        if !is_carried && was == Some(true) && !is_asked {
            desk.hand.bind(None);
        }
        is_carried
    });
}

impl Carry {
    fn next_frame(self) {
        request_animation_frame(move || {
            // The board may have gone, or the card been put down.
            let lifted = self.desk.lifted.try_get_untracked().flatten();
            if let Some(lifted) = lifted.filter(|lifted| lifted.by == Means::Hand) {
                self.frame(lifted.deal);
                self.next_frame();
            }
        });
    }

    fn frame(self, deal: DealId) {
        let at = self.at.try_get_value().flatten();
        let strip = self.desk.strip.try_get_untracked().flatten();
        let Some(((x, y), strip)) = at.zip(strip) else { return };
        let strip: HtmlElement = strip.into();
        let edge = |part: &str| strip.query_selector(part).ok().flatten().map(|e| e.get_bounding_client_rect());
        let top = edge(".lanes-heads").map_or(0.0, |heads| heads.bottom());
        let bottom = edge(".lanes-feet").map_or(0.0, |feet| feet.top());
        let by = ((NEAR - (y - top)).clamp(0.0, NEAR) - (NEAR - (bottom - y)).clamp(0.0, NEAR)) / NEAR * -FASTEST;
        let before = strip.scroll_top();
        if by.abs() >= 1.0 {
            strip.set_scroll_top(before + by as i32);
        }
        if strip.scroll_top() != before {
            self.desk.hand.stir();
        }
        let is_over_zone = matches!(self.desk.target.get_untracked(), Some(Target::Zone(_)));
        if self.by == Lanes::Owner && !is_over_zone {
            self.come_into(deal, lane_at(x, y));
        }
    }

    /// The hand comes into the lane under it.
    fn come_into(self, deal: DealId, code: Option<String>) {
        let Some(code) = code.filter(|code| !self.sight.folded.with_untracked(|folded| folded.contains(code))) else {
            return;
        };
        let key = self
            .sheet
            .with_untracked(|sheet| sheet.lines.iter().find(|line| line.code == code).map(|line| line.key.clone()));
        let Some(key) = key else { return };
        // The one under the finger may be theirs already, and another of the chosen not.
        let carried = self.desk.selection.carried(self.desk.state, deal);
        let is_given = !give(self.desk, self.by, &carried, &key).is_empty();
        self.desk.hand.bind(is_given.then_some((deal, key)));
        self.desk.hand.go(code);
    }
}

/// The changes that make deals a lane's.
fn give(desk: Desk, by: Lanes, deals: &[DealId], key: &Key) -> Vec<Body> {
    desk.state.read(|w| by.bring_all(w, deals, key))
}

/// The lane into which `deals` came with the one in the hand: asked once, when they
/// are put down.
pub fn arrived(desk: Desk, deals: &[DealId]) -> Option<Key> {
    let held = deals.iter().find(|deal| desk.hand.is_bound(**deal))?;
    desk.hand.arrive(*held)
}

/// What deals that are put down in a lane change by it.
pub fn brought(desk: Desk, deals: &[DealId], lane: &Key) -> Vec<Body> {
    desk.look.lanes.get_untracked().map_or_else(Vec::new, |by| give(desk, by, deals, lane))
}

fn lane_at(x: f64, y: f64) -> Option<String> {
    let document = web_sys::window()?.document()?;
    // The card in the air is on top of all of them.
    let below = document.elements_from_point(x as f32, y as f32);
    let mut lanes =
        below.iter().filter_map(|element| element.dyn_into::<Element>().ok()?.closest("[data-lane]").ok()?);
    lanes.next()?.get_attribute("data-lane")
}
