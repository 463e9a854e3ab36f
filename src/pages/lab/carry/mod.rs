//! Carrying a card: by mouse, pen and finger, and by keys. Both take the same
//! way out: the mover.

mod keys;
mod measure;

use super::{
    gesture::{Meaning, Point, Press, edge_speed, landing},
    moving::Mover,
    order::{Order, shown},
    standing::{Spot, living},
};
use crate::{prelude::*, words::Words};
use leptos::{ev, html};
use measure::measure;
use smarketing_domain::{hypothesis::Status, ids::HypothesisId};
use std::time::Duration;

/// How long a finger holds before the card lifts.
const HOLD: Duration = Duration::from_millis(350);
/// How often the page scrolls under a card at its edge.
const TICK: Duration = Duration::from_millis(16);

/// A card in the air, and where it would land.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which.
    pub id: HypothesisId,
    /// The column under it.
    pub status: Status,
    /// The place in it, counted without the card itself.
    pub index: usize,
    /// Carried by keys, not by a pointer.
    pub by_keys: bool,
}

/// The board's one carried card; a handle to pass around freely.
#[derive(Clone, Copy)]
pub struct Carry {
    state: State,
    words: Words,
    notices: Notices,
    mover: Mover,
    order: Order,
    board: NodeRef<html::Div>,
    held: RwSignal<Option<Held>>,
    point: RwSignal<Point>,
    press: StoredValue<Option<(HypothesisId, Press)>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    ticks: StoredValue<Option<IntervalHandle>>,
    // The click that ends a drag must not open the card.
    dropped: StoredValue<bool>,
}

impl Carry {
    /// Listens to the window's pointers as long as the page is there.
    pub fn new(mover: Mover, board: NodeRef<html::Div>, order: Order) -> Self {
        let carry = Self {
            state: use_state(),
            words: use_words(),
            notices: use_notices(),
            mover,
            order,
            board,
            held: RwSignal::new(None),
            point: RwSignal::new((0.0, 0.0)),
            press: StoredValue::new(None),
            timer: StoredValue::new(None),
            ticks: StoredValue::new(None),
            dropped: StoredValue::new(false),
        };
        let moves = window_event_listener(ev::pointermove, move |event| carry.pointer_moved(place(&event)));
        let ends = window_event_listener(ev::pointerup, move |_| carry.pointer_released());
        let breaks = window_event_listener(ev::pointercancel, move |_| carry.let_go());
        let keys = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" && carry.is_carrying() {
                event.prevent_default();
                carry.cancel();
            }
        });
        on_cleanup(move || {
            carry.let_go();
            for handle in [moves, ends, breaks] {
                handle.remove();
            }
            keys.remove();
        });
        carry
    }

    /// The card in the air; listens.
    pub fn held(&self) -> Option<Held> {
        self.held.get()
    }

    /// Where the pointer is; listens.
    pub fn point(&self) -> Point {
        self.point.get()
    }

    fn is_carrying(&self) -> bool {
        self.held.with_untracked(Option::is_some)
    }

    /// Whether a movement of the finger belongs to a carried card, and the
    /// page must not scroll.
    pub fn owns_touch(&self) -> bool {
        self.held.with_untracked(|held| held.is_some_and(|h| !h.by_keys))
    }

    /// Whether a press is under way (and a long one opens no menu).
    pub fn is_pressed(&self) -> bool {
        self.press.with_value(Option::is_some)
    }

    /// Whether this click is the end of a drag; asked once.
    pub fn ends_drag(&self) -> bool {
        let dropped = self.dropped.get_value();
        self.dropped.set_value(false);
        dropped
    }

    // --- pointers ------------------------------------------------------------

    /// A pointer went down on a card.
    pub fn pressed(self, id: HypothesisId, event: &ev::PointerEvent) {
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        self.let_go();
        self.dropped.set_value(false);
        let press = Press::new(place(event), event.pointer_type() != "mouse");
        self.point.set(place(event));
        if press.waits() {
            self.timer.set_value(set_timeout_with_handle(move || self.held_long(), HOLD).ok());
        }
        self.press.set_value(Some((id, press)));
    }

    fn held_long(self) {
        let pressed = self.press.try_update_value(|press| {
            let (id, press) = press.as_mut()?;
            press.held();
            Some(*id)
        });
        if let Some(id) = pressed.flatten() {
            self.lift(id, false);
        }
    }

    fn pointer_moved(self, to: Point) {
        let meaning = self.press.try_update_value(|press| press.as_mut().map(|(id, press)| (*id, press.moved(to))));
        let Some((id, meaning)) = meaning.flatten() else { return };
        match meaning {
            Meaning::Nothing => {}
            Meaning::Swipe => self.let_go(),
            Meaning::Lift => {
                self.point.set(to);
                self.lift(id, false);
                self.aim();
            }
            Meaning::Follow => {
                self.point.set(to);
                self.aim();
            }
        }
    }

    fn pointer_released(self) {
        let held = self.held.get_untracked().filter(|held| !held.by_keys);
        if held.is_some() || self.is_pressed() {
            self.let_go();
        }
        if let Some(held) = held {
            self.dropped.set_value(true);
            self.put(held);
        }
    }

    /// Looks what is under the pointer.
    fn aim(self) {
        let Some(held) = self.held.get_untracked().filter(|held| !held.by_keys) else { return };
        let Some(board) = self.board.try_get_untracked().flatten() else { return };
        if let Some((status, index)) = landing(&measure(&board, held.id), self.point.get_untracked()) {
            let aimed = Held { status, index, ..held };
            if aimed != held {
                self.held.set(Some(aimed));
            }
        }
    }

    /// Scrolls the board and the page under a card near their edges.
    fn tick(self) {
        let Some(board) = self.board.try_get_untracked().flatten() else { return };
        let (x, y) = self.point.get_untracked();
        let area = board.get_bounding_client_rect();
        board.scroll_by_with_x_and_y(edge_speed(x, area.left(), area.right()), 0.0);
        if let Some(main) = board.closest(".main").ok().flatten() {
            let area = main.get_bounding_client_rect();
            main.scroll_by_with_x_and_y(0.0, edge_speed(y, area.top(), area.bottom()));
        }
        self.aim();
    }

    // --- both --------------------------------------------------------------------

    fn lift(self, id: HypothesisId, by_keys: bool) {
        let Some(status) = self.state.read(|w| living(w, id).map(|h| h.standing.status)) else { return };
        let index = self.cards(status).iter().position(|other| *other == id).unwrap_or(0);
        self.held.set(Some(Held { id, status, index, by_keys }));
        if !by_keys {
            self.ticks.set_value(set_interval_with_handle(move || self.tick(), TICK).ok());
        }
    }

    fn put(self, held: Held) {
        if self.order.decides_untracked(held.status) {
            // Nobody's order is written behind their back: whoever comes in comes to the top of it.
            let was = self.state.read(|w| living(w, held.id).map(|h| h.standing.status));
            match was == Some(held.status) {
                true => self.notices.say(t_string!(self.words.i18n, write.sorted_stays)),
                false => self.mover.to(held.id, Spot { status: held.status, after: None }),
            }
            return;
        }
        let after = held.index.checked_sub(1).and_then(|i| self.others(held.status, held.id).get(i).copied());
        self.mover.to(held.id, Spot { status: held.status, after });
    }

    fn cancel(self) {
        self.dropped.set_value(self.owns_touch());
        self.let_go();
        self.notices.announce(t_string!(self.words.i18n, lab.put_back));
    }

    /// Forgets the press and the card in the air.
    fn let_go(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        if let Some(ticks) = self.ticks.try_update_value(Option::take).flatten() {
            ticks.clear();
        }
        self.press.try_update_value(Option::take);
        if self.held.try_with_untracked(Option::is_some) == Some(true) {
            self.held.set(None);
        }
    }

    fn others(&self, status: Status, id: HypothesisId) -> Vec<HypothesisId> {
        self.cards(status).into_iter().filter(|other| *other != id).collect()
    }

    /// A column's cards as they are shown.
    fn cards(&self, status: Status) -> Vec<HypothesisId> {
        self.state.read(|w| shown(w, status, self.order.decides_untracked(status)))
    }
}

fn place(event: &ev::PointerEvent) -> Point {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}
