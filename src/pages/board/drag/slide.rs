//! A card under a finger that swipes: a copy slides to the side, and shows what
//! lies under it. To the right it goes to the next stage, to the left it waits.

use super::super::desk::Desk;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use smarketing_domain::ids::DealId;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// How long it slides home, or away.
const SETTLE_MS: u32 = 160;
/// Letting go before this share of the card's width does nothing.
const FAR: f64 = 1.0 / 3.0;
/// Where nothing is, the card gives way by this share only.
const STIFF: f64 = 0.25;

/// What a swipe comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swipe {
    /// To the right: the next stage.
    Next,
    /// To the left: not now.
    Later,
}

impl Swipe {
    /// The way of a card that has slid by so many pixels.
    fn towards(by: f64) -> Self {
        if by < 0.0 { Self::Later } else { Self::Next }
    }

    /// What letting go there comes to, for a card of this width; nothing near home.
    fn of(by: f64, width: f64) -> Option<Self> {
        (width > 0.0 && by.abs() >= width * FAR).then(|| Self::towards(by))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Later => "later",
        }
    }
}

/// A card that slides.
pub struct Slide {
    /// Which.
    pub deal: DealId,
    card: HtmlElement,
    copy: HtmlElement,
    under: HtmlElement,
    width: f64,
    has_next: bool,
    ripe: Option<Swipe>,
}

impl Slide {
    /// Begins to slide `card`; `has_next`: there is something to the right.
    pub fn begin(desk: Desk, card: &HtmlElement, deal: DealId, has_next: bool) -> Option<Self> {
        let under = desk.find("[data-swipe-hint]")?;
        desk.sliding.set(Some(deal));
        let rect = card.get_bounding_client_rect();
        let copy: HtmlElement = card.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        // It is a picture: not the deal, not reachable by keys.
        for name in ["data-deal", "tabindex", "aria-describedby", "style"] {
            copy.remove_attribute(name).ok()?;
        }
        let at = [("left", rect.left()), ("top", rect.top()), ("width", rect.width()), ("height", rect.height())];
        for (name, pixels) in at {
            style(&under, name, &format!("{pixels}px"));
        }
        under.append_child(&copy).ok()?;
        card.set_attribute("data-sliding", "").ok()?;
        Some(Self { deal, card: card.clone(), copy, under, width: rect.width(), has_next, ripe: None })
    }

    /// Follows the finger; answers whether letting go has just come to mean something.
    pub fn follow(&mut self, by: f64) -> bool {
        mark(&self.under, "data-side", Some(Swipe::towards(by).name()));
        let ripe = self.meant(by);
        mark(&self.under, "data-ripe", ripe.map(|_| ""));
        let by = if by > 0.0 && !self.has_next { by * STIFF } else { by };
        style(&self.copy, "transform", &format!("translate3d({by}px, 0, 0)"));
        let is_new = ripe.is_some() && ripe != self.ripe;
        self.ripe = ripe;
        is_new
    }

    /// What letting go after so many pixels means.
    pub fn meant(&self, by: f64) -> Option<Swipe> {
        Swipe::of(by, self.width).filter(|swipe| *swipe == Swipe::Later || self.has_next)
    }

    /// Slides home, or on to the right when it goes to the next stage.
    pub fn end(self, swipe: Option<Swipe>) {
        let Self { card, copy, under, width, .. } = self;
        let to = if swipe == Some(Swipe::Next) { width } else { 0.0 };
        mark(&copy, "data-settling", Some(""));
        style(&copy, "transform", &format!("translate3d({to}px, 0, 0)"));
        leptos::task::spawn_local(async move {
            TimeoutFuture::new(SETTLE_MS).await;
            copy.remove();
            mark(&card, "data-sliding", None);
            // Another card may slide already.
            if under.query_selector(".card").ok().flatten().is_none() {
                mark(&under, "data-side", None);
                mark(&under, "data-ripe", None);
            }
        });
    }
}

fn mark(element: &HtmlElement, name: &str, value: Option<&str>) {
    // Fails only for names that are no attribute names.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

fn style(element: &HtmlElement, name: &str, value: &str) {
    // Fails only for properties that do not exist.
    let _ = element.style().set_property(name, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_a_third_of_the_card_nothing_is_meant() {
        assert_eq!(Swipe::of(99.0, 300.0), None);
        assert_eq!(Swipe::of(-99.0, 300.0), None);
        assert_eq!(Swipe::of(100.0, 300.0), Some(Swipe::Next));
        assert_eq!(Swipe::of(-100.0, 300.0), Some(Swipe::Later));
    }

    #[test]
    fn a_card_without_width_means_nothing() {
        assert_eq!(Swipe::of(50.0, 0.0), None);
    }
}
