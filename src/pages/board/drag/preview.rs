//! The card that hangs on the pointer: a copy of the real one, moved by the
//! browser's compositor and not by views.

use super::{geometry::Rect, gesture::Point};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// How long it flies to its place after it was let go.
const SETTLE_MS: u32 = 160;

/// A copy of a card in the air.
pub struct Preview {
    copy: HtmlElement,
    /// From the card's corner to the pointer.
    grip: Point,
}

impl Preview {
    /// Lifts a copy of `card`, held at `at`, into `air`: a stack when `count` go together.
    pub fn lift(card: &HtmlElement, air: &HtmlElement, at: Point, count: usize) -> Option<Self> {
        let rect = card.get_bounding_client_rect();
        let copy: HtmlElement = card.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        // It is a picture: not the deal, not reachable by keys.
        for name in ["data-deal", "data-dragging", "data-selected", "tabindex", "aria-describedby", "style"] {
            copy.remove_attribute(name).ok()?;
        }
        copy.set_attribute("data-air", "").ok()?;
        if count > 1 {
            copy.set_attribute("data-stack", &count.to_string()).ok()?;
        }
        let preview = Self { copy, grip: Point { x: at.x - rect.left(), y: at.y - rect.top() } };
        preview.style("transform-origin", &format!("{}px {}px", preview.grip.x, preview.grip.y));
        preview.style("width", &format!("{}px", rect.width()));
        preview.style("height", &format!("{}px", rect.height()));
        preview.move_to(rect.left(), rect.top(), "");
        air.append_child(&preview.copy).ok()?;
        Some(preview)
    }

    /// Hangs on the pointer; over a zone it shrinks, so that the zone can be read.
    pub fn follow(&self, at: Point, is_over_zone: bool) {
        let pose = if is_over_zone { " rotate(2deg) scale(0.6)" } else { " rotate(2deg) scale(1.02)" };
        self.move_to(at.x - self.grip.x, self.top(at), pose);
    }

    /// Its top edge when the pointer is there.
    pub fn top(&self, at: Point) -> f64 {
        at.y - self.grip.y
    }

    /// Flies to its place and becomes the real card.
    pub fn settle(self, to: Option<Rect>) {
        if let Some(to) = to {
            // Fails only for names that are no attribute names.
            let _ = self.copy.set_attribute("data-air", "settling");
            self.move_to(to.left, to.top, "");
        } else {
            let _ = self.copy.set_attribute("data-air", "gone");
        }
        let copy = self.copy;
        leptos::task::spawn_local(async move {
            TimeoutFuture::new(SETTLE_MS).await;
            copy.remove();
        });
    }

    fn move_to(&self, x: f64, y: f64, pose: &str) {
        self.style("transform", &format!("translate3d({x}px, {y}px, 0){pose}"));
    }

    fn style(&self, name: &str, value: &str) {
        // Fails only for properties that do not exist.
        let _ = self.copy.style().set_property(name, value);
    }
}
