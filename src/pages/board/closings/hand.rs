//! Dragging a deal to another week by mouse, pen and finger. While a card is in the
//! air, each frame scrolls near the edges and finds the place below the pointer.

use super::{agenda::Agenda, landing::land, lifted::Lifted};
use crate::{
    components::gesture::{Act, Gesture, HOLD_MS, Point, Pointer, Sense},
    prelude::*,
};
use smarketing_domain::{closings::Slot, ids::DealId};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent, PointerEvent, TouchEvent};

/// Nearer to an edge than this, the calendar scrolls.
const EDGE: f64 = 72.0;
/// At the edge, in pixels per frame.
const FASTEST: f64 = 16.0;

/// The calendar's hand.
#[derive(Clone, Copy)]
pub struct Hand {
    agenda: Agenda,
    held: StoredValue<Held, LocalStorage>,
}

#[derive(Default)]
struct Held {
    gesture: Gesture,
    pressed: Option<Pressed>,
    copy: Option<Lifted>,
    at: Point,
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

impl Hand {
    /// A hand for the calendar.
    pub fn new(agenda: Agenda) -> Self {
        Self { agenda, held: StoredValue::new_local(Held::default()) }
    }

    /// A pointer was pressed somewhere in the calendar.
    pub fn down(self, event: &PointerEvent) {
        let (pointer, id) = (Pointer::named(&event.pointer_type()), event.pointer_id());
        let pressed = (event.button() == 0).then(|| pressed_card(event)).flatten();
        self.held.update_value(|held| {
            held.swallow_click = false;
            held.is_finger = pointer == Pointer::Touch;
        });
        let Some(pressed) = pressed else { return self.feel(Sense::DownElsewhere { id }) };
        if !self.held.with_value(|held| held.gesture.is_pressed()) {
            self.held.update_value(|held| held.pressed = Some(pressed));
        }
        self.feel(Sense::Down { pointer, id, at: point(event) });
    }

    /// A pointer was pressed anywhere: a second finger stops the hand.
    pub fn down_anywhere(self, event: &PointerEvent) {
        let id = event.pointer_id();
        let is_other = self.held.with_value(|held| held.pressed.as_ref().is_some_and(|p| p.pointer != id));
        if is_other && self.is_pressed() {
            self.feel(Sense::DownElsewhere { id });
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
        if self.is_lifted() && event.cancelable() {
            event.prevent_default();
        }
    }

    /// The click after a drop opens nothing.
    pub fn clicked(self, event: &MouseEvent) {
        // Clicks made by keys have no detail.
        if event.detail() > 0 && self.held.with_value(|held| held.swallow_click) {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    /// A long press is a lift, not a wish for the browser's menu.
    pub fn context_menu(self, event: &MouseEvent) {
        if self.held.with_value(|held| held.is_finger) && card_of(event).is_some() {
            event.prevent_default();
        }
    }

    fn is_pressed(self) -> bool {
        self.held.with_value(|held| held.gesture.is_pressed())
    }

    fn is_lifted(self) -> bool {
        self.held.with_value(|held| held.gesture.is_lifted())
    }

    fn feel(self, sense: Sense) {
        let mut act = Act::Nothing;
        // The hold's timer may ring after the calendar has gone.
        self.held.try_update_value(|held| act = held.gesture.feel(sense));
        match act {
            Act::StartHold(turn) => {
                set_timeout(move || self.feel(Sense::Held { turn }), Duration::from_millis(HOLD_MS));
            }
            Act::Lift(at) => self.lift(at),
            Act::Follow(at) => self.held.update_value(|held| held.at = at),
            Act::Drop => self.finish(true),
            Act::PutBack => self.finish(false),
            // Nothing is behind a swipe here.
            Act::Nothing | Act::Slide(_) | Act::Release(_) | Act::SlideBack => {}
        }
    }

    fn lift(self, at: Point) {
        let Some(pressed) = self.held.with_value(|held| held.pressed.clone()) else { return };
        let air = self.agenda.desk.find(".board-air");
        let Some(copy) = air.and_then(|air| Lifted::lift(&pressed.card, &air, at)) else {
            return self.feel(Sense::Taken);
        };
        if let Some(node) = self.agenda.node.get_untracked() {
            // Fails when the pointer has gone in the meantime: then `taken` follows.
            let _ = node.set_pointer_capture(pressed.pointer);
        }
        self.held.update_value(|held| {
            held.copy = Some(copy);
            held.at = at;
        });
        self.agenda.lifted.set(Some(pressed.deal));
        self.next_frame();
    }

    fn next_frame(self) {
        request_animation_frame(move || {
            // The calendar may have gone, or the card been put down.
            let at = self.held.try_with_value(|held| held.copy.as_ref().map(|copy| (copy.follow(held.at), held.at).1));
            if let Some(at) = at.flatten() {
                self.scroll(at);
                self.look(at);
                self.next_frame();
            }
        });
    }

    /// Finds the place below the pointer.
    fn look(self, at: Point) {
        let below = document().element_from_point(at.x as f32, at.y as f32);
        let group = below.and_then(|element| element.closest("[data-slot]").ok().flatten());
        let slot = group.and_then(|group| group.get_attribute("data-slot")?.parse::<Slot>().ok());
        let slot = slot.filter(|slot| slot.takes());
        if self.agenda.over.get_untracked() != slot {
            self.agenda.over.set(slot);
        }
    }

    fn scroll(self, at: Point) {
        let Some(node) = self.agenda.node.get_untracked() else { return };
        let rect = node.get_bounding_client_rect();
        let depth = |inside: f64| (1.0 - inside / EDGE).clamp(0.0, 1.0);
        let by = FASTEST * (depth(rect.bottom() - at.y) - depth(at.y - rect.top()));
        if by.abs() >= 1.0 {
            node.set_scroll_top(node.scroll_top() + by as i32);
        }
    }

    fn finish(self, is_drop: bool) {
        let done = self.held.try_update_value(|held| {
            held.swallow_click = true;
            (held.pressed.take(), held.copy.take(), held.at)
        });
        let Some((Some(pressed), Some(copy), at)) = done else { return };
        // The latest movement may not have had its frame yet.
        self.look(at);
        drop(copy);
        let slot = self.agenda.over.get_untracked().filter(|_| is_drop);
        self.agenda.lifted.set(None);
        self.agenda.over.set(None);
        if let Some(slot) = slot {
            land(self.agenda, pressed.deal, slot);
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

/// The card that was pressed, unless it was its button.
fn pressed_card(event: &PointerEvent) -> Option<Pressed> {
    let target: Element = event.target()?.dyn_into().ok()?;
    if target.closest("button").ok()?.is_some() {
        return None;
    }
    let card = card_of(event)?;
    let deal = card.get_attribute("data-deal")?.parse().ok()?;
    Some(Pressed { deal, card, pointer: event.pointer_id() })
}
