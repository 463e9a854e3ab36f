//! Dragging by mouse, pen and finger: follows pointer events, and knows only
//! geometry. What a drop means is decided by whoever listens to `on_drop`.
//!
//! The board, not the card, holds the pointer: a card's element can be drawn
//! anew at any time. While a card is in the air, each frame scrolls the lists
//! near the pointer, finds the target, and moves the copy; views hear of it
//! only when the target changes.

mod autoscroll;
mod flight;
mod geometry;
mod preview;
mod slide;
mod touch;

pub use geometry::{Target, Zone};
pub use slide::Swipe;
pub use touch::use_zoom;

use super::{
    card_actions::next_of,
    desk::{Desk, Lifted, Means},
};
use crate::{components::gesture, prelude::*};
use flight::Flight;
use gesture::{Act, Gesture, HOLD_MS, Point, Pointer, Sense};
use slide::Slide;
use smarketing_domain::ids::DealId;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent, PointerEvent, TouchEvent, WheelEvent};

/// The board's hand.
#[derive(Clone, Copy)]
pub struct Drag {
    desk: Desk,
    hand: StoredValue<Hand, LocalStorage>,
    on_drop: Callback<(DealId, Target)>,
    on_swipe: Callback<(DealId, Swipe)>,
}

#[derive(Default)]
struct Hand {
    gesture: Gesture,
    pressed: Option<Pressed>,
    flight: Option<Flight>,
    slide: Option<Slide>,
    /// The click that follows a drop opens nothing.
    swallow_click: bool,
    /// The last press was a finger's: a long one is no wish for a menu.
    is_finger: bool,
}

#[derive(Clone)]
struct Pressed {
    deal: DealId,
    card: HtmlElement,
    pointer: i32,
}

impl Drag {
    /// A hand for the board; `on_drop` is told which card was let go where,
    /// `on_swipe` which one was swiped, and which way.
    pub fn new(desk: Desk, on_drop: Callback<(DealId, Target)>, on_swipe: Callback<(DealId, Swipe)>) -> Self {
        Self { desk, hand: StoredValue::new_local(Hand::default()), on_drop, on_swipe }
    }

    /// A pointer was pressed somewhere on the board.
    pub fn down(self, event: &PointerEvent) {
        let pointer = Pointer::named(&event.pointer_type());
        let id = event.pointer_id();
        let pressed = (event.button() == 0).then(|| pressed_card(event)).flatten();
        self.hand.update_value(|hand| {
            hand.swallow_click = false;
            hand.is_finger = pointer == Pointer::Touch;
        });
        // Cards snap again once the person goes on by themselves.
        self.snap(true);
        let Some(pressed) = pressed.filter(|_| self.desk.lifted.get_untracked().is_none_or(|l| l.by == Means::Hand))
        else {
            return self.feel(Sense::DownElsewhere { id });
        };
        if !self.hand.with_value(|hand| hand.gesture.is_pressed()) {
            self.hand.update_value(|hand| hand.pressed = Some(pressed));
        }
        self.feel(Sense::Down { pointer, id, at: point(event) });
    }

    /// A pointer was pressed anywhere on the page: a second finger beside the
    /// board stops the hand as well.
    pub fn down_anywhere(self, event: &PointerEvent) {
        let is_other =
            self.hand.with_value(|hand| hand.pressed.as_ref().is_some_and(|p| p.pointer != event.pointer_id()));
        if is_other && self.is_pressed() {
            self.feel(Sense::DownElsewhere { id: event.pointer_id() });
        }
    }

    /// A pointer moved.
    pub fn moved(self, event: &PointerEvent) {
        if self.is_pressed() {
            self.feel(Sense::Move { id: event.pointer_id(), at: point(event), pressed: event.buttons() != 0 });
        }
    }

    /// A pointer was released.
    pub fn up(self, event: &PointerEvent) {
        if self.is_pressed() {
            self.feel(Sense::Up { id: event.pointer_id() });
        }
    }

    /// The browser took the pointer away.
    pub fn taken(self) {
        if self.is_pressed() {
            self.feel(Sense::Taken);
        }
    }

    /// Esc was pressed; answers whether it put a card back.
    pub fn escape(self) -> bool {
        let was_lifted = self.is_lifted();
        self.feel(Sense::Escape);
        was_lifted
    }

    /// A finger moves: the page must not scroll while it holds a card.
    pub fn touch_moved(self, event: &TouchEvent) {
        let is_held = self.hand.with_value(|hand| hand.gesture.is_lifted() || hand.gesture.is_sliding());
        if is_held && event.cancelable() {
            event.prevent_default();
        }
    }

    /// The wheel turns below a card in the air: what is under it scrolls all the same.
    pub fn wheel(self, event: &WheelEvent) {
        self.hand.with_value(|hand| {
            if let Some(flight) = &hand.flight {
                flight.turn(event.delta_x() as i32, event.delta_y() as i32);
            }
        });
    }

    /// The click after a drop opens nothing.
    pub fn clicked(self, event: &MouseEvent) {
        // Clicks made by keys have no detail.
        if event.detail() > 0 && self.hand.with_value(|hand| hand.swallow_click) {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    /// A long press is a lift, not a wish for the browser's menu.
    pub fn context_menu(self, event: &MouseEvent) {
        if self.hand.with_value(|hand| hand.is_finger) && card_of(event).is_some() {
            event.prevent_default();
        }
    }

    fn is_pressed(self) -> bool {
        self.hand.with_value(|hand| hand.gesture.is_pressed())
    }

    fn is_lifted(self) -> bool {
        self.hand.with_value(|hand| hand.gesture.is_lifted())
    }

    fn feel(self, sense: Sense) {
        let mut act = Act::Nothing;
        // The hold's timer may ring after the board has gone.
        self.hand.try_update_value(|hand| act = hand.gesture.feel(sense));
        match act {
            Act::Nothing => {}
            Act::StartHold(turn) => {
                set_timeout(move || self.feel(Sense::Held { turn }), Duration::from_millis(HOLD_MS));
            }
            Act::Lift(at) => self.lift(at),
            Act::Follow(at) => self.hand.update_value(|hand| {
                if let Some(flight) = &mut hand.flight {
                    flight.at = at;
                }
            }),
            Act::Drop => self.finish(true),
            Act::PutBack => self.finish(false),
            Act::Slide(by) => self.slide(by),
            Act::Release(by) => self.release(Some(by)),
            Act::SlideBack => self.release(None),
        }
    }

    fn lift(self, at: Point) {
        let Some(pressed) = self.hand.with_value(|hand| hand.pressed.clone()) else { return };
        let stands = self.desk.state.read(|w| w.deal(pressed.deal).map(|d| d.place.stage));
        let flight = stands.and_then(|from| Flight::begin(self.desk, &pressed.card, pressed.deal, from, at));
        let Some((flight, from)) = flight.zip(stands) else { return self.feel(Sense::Taken) };
        if let Some(root) = self.desk.root.get_untracked() {
            // Fails when the pointer has gone in the meantime: then `taken` follows.
            let _ = root.set_pointer_capture(pressed.pointer);
        }
        if self.hand.with_value(|hand| hand.is_finger) {
            touch::buzz();
        }
        self.snap(false);
        self.hand.update_value(|hand| hand.flight = Some(flight));
        self.desk.lifted.set(Some(Lifted { deal: pressed.deal, from, by: Means::Hand }));
        self.next_frame();
    }

    fn next_frame(self) {
        request_animation_frame(move || {
            // The board may have gone, or the card been put down.
            let alive = self.hand.try_update_value(|hand| hand.flight.as_mut().map(|flight| flight.frame(self.desk)));
            match alive.flatten() {
                None => {}
                Some(true) => self.next_frame(),
                Some(false) => self.feel(Sense::Taken),
            }
        });
    }

    fn finish(self, is_drop: bool) {
        let flight = self.hand.try_update_value(|hand| {
            hand.swallow_click = true;
            hand.pressed = None;
            hand.flight.take()
        });
        let Some(mut flight) = flight.flatten() else { return };
        // The latest movement may not have had its frame yet.
        flight.frame(self.desk);
        let target = self.desk.target.get_untracked().filter(|_| is_drop);
        // One step: views see the card in its new place, never on a way back.
        if let Some(target) = target {
            self.on_drop.run((flight.deal, target));
        }
        self.desk.lifted.set(None);
        self.desk.target.set(None);
        flight.end(self.desk, target);
    }

    fn slide(self, by: f64) {
        if self.hand.with_value(|hand| hand.slide.is_none()) && !self.begin_slide() {
            return self.feel(Sense::Taken);
        }
        let is_ripe = self.hand.try_update_value(|hand| hand.slide.as_mut().is_some_and(|slide| slide.follow(by)));
        if is_ripe == Some(true) {
            touch::buzz();
        }
    }

    /// Not while cards are chosen (then a finger chooses), nor on a page that two
    /// fingers have drawn larger (then a finger moves the page).
    fn begin_slide(self) -> bool {
        let desk = self.desk;
        let is_free = untrack(|| desk.selection.is_empty()) && !touch::is_zoomed();
        let Some(pressed) = self.hand.with_value(|hand| hand.pressed.clone()).filter(|_| is_free) else { return false };
        let has_next = untrack(|| next_of(desk, pressed.deal)).is_some();
        let Some(slide) = Slide::begin(desk, &pressed.card, pressed.deal, has_next) else { return false };
        if let Some(root) = desk.root.get_untracked() {
            // Fails when the pointer has gone in the meantime: then `taken` follows.
            let _ = root.set_pointer_capture(pressed.pointer);
        }
        self.hand.update_value(|hand| hand.slide = Some(slide));
        true
    }

    /// The sliding card is let go after so many pixels, or goes home.
    fn release(self, by: Option<f64>) {
        let slide = self.hand.try_update_value(|hand| {
            hand.pressed = None;
            hand.slide.take()
        });
        let Some(slide) = slide.flatten() else { return };
        self.hand.update_value(|hand| hand.swallow_click = true);
        let (deal, swipe) = (slide.deal, by.and_then(|by| slide.meant(by)));
        slide.end(swipe);
        if let Some(swipe) = swipe {
            self.on_swipe.run((deal, swipe));
        }
    }

    fn snap(self, is_on: bool) {
        if let Some(strip) = self.desk.strip.get_untracked() {
            // Fails only for names that are no attribute names.
            let _ = if is_on { strip.remove_attribute("data-loose") } else { strip.set_attribute("data-loose", "") };
        }
    }
}

fn point(event: &PointerEvent) -> Point {
    Point { x: f64::from(event.client_x()), y: f64::from(event.client_y()) }
}

fn card_of(event: &MouseEvent) -> Option<HtmlElement> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[data-deal]").ok()??.dyn_into().ok()
}

/// The card that was pressed, unless it was one of its buttons.
fn pressed_card(event: &PointerEvent) -> Option<Pressed> {
    let target: Element = event.target()?.dyn_into().ok()?;
    if target.closest("button, input").ok()?.is_some() {
        return None;
    }
    let card = card_of(event)?;
    let deal = card.get_attribute("data-deal")?.parse().ok()?;
    Some(Pressed { deal, card, pointer: event.pointer_id() })
}
