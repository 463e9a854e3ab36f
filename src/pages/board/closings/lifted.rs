//! The card that hangs on the pointer: a copy of the real one.

use crate::components::gesture::Point;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A copy of a card in the air.
pub struct Lifted {
    element: HtmlElement,
    /// From the card's corner to the pointer.
    grip: Point,
}

impl Lifted {
    /// Lifts a copy of `card`, held at `at`, into `air`.
    pub fn lift(card: &HtmlElement, air: &HtmlElement, at: Point) -> Option<Self> {
        let rect = card.get_bounding_client_rect();
        let element: HtmlElement = card.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        // It is a picture, not the deal.
        for name in ["data-deal", "data-dragging"] {
            element.remove_attribute(name).ok()?;
        }
        element.set_attribute("data-air", "").ok()?;
        let copy = Self { element, grip: Point { x: at.x - rect.left(), y: at.y - rect.top() } };
        copy.style("width", &format!("{}px", rect.width()));
        copy.follow(at);
        air.append_child(&copy.element).ok()?;
        Some(copy)
    }

    /// Hangs on the pointer.
    pub fn follow(&self, at: Point) {
        let (x, y) = (at.x - self.grip.x, at.y - self.grip.y);
        self.style("transform", &format!("translate3d({x}px, {y}px, 0) rotate(2deg)"));
    }

    fn style(&self, name: &str, value: &str) {
        // Fails only for properties that do not exist.
        let _ = self.element.style().set_property(name, value);
    }
}

impl Drop for Lifted {
    fn drop(&mut self) {
        self.element.remove();
    }
}
