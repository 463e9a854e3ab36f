//! In which lane the hand is. On a board without lanes it is in none.

use leptos::prelude::*;
use smarketing_domain::{cohort::group::Key, ids::DealId};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// Where the hand is.
#[derive(Clone, Copy)]
pub struct Hand {
    /// The lane, by its name in the page.
    pub lane: RwSignal<Option<String>>,
    /// Changes when what is drawn under the hand is not where it was.
    pub scene: RwSignal<u32>,
    /// The deal that is on its way into another lane.
    bound: StoredValue<Option<(DealId, Key)>>,
}

impl Hand {
    /// In no lane.
    pub fn new() -> Self {
        Self { lane: RwSignal::new(None), scene: RwSignal::new(0), bound: StoredValue::new(None) }
    }

    /// Somebody has pressed or focused something: in its lane the hand is now.
    pub fn reach(&self, event: &Event) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let lane = target.and_then(|target| target.closest("[data-lane]").ok().flatten());
        if let Some(lane) = lane.and_then(|lane| lane.get_attribute("data-lane")) {
            self.bind(None);
            self.go(lane);
        }
    }

    /// The hand comes into a lane.
    pub fn go(&self, lane: String) {
        if self.lane.with_untracked(|now| now.as_ref() != Some(&lane)) {
            self.lane.set(Some(lane));
            self.stir();
        }
    }

    /// What is drawn has moved.
    pub fn stir(&self) {
        self.scene.update(|scene| *scene = scene.wrapping_add(1));
    }

    /// Notes which deal is on its way into which lane.
    pub fn bind(&self, bound: Option<(DealId, Key)>) {
        self.bound.set_value(bound);
    }

    /// Whether a deal is on its way into another lane.
    pub fn is_bound(&self, deal: DealId) -> bool {
        self.bound.with_value(|bound| bound.as_ref().is_some_and(|(id, _)| *id == deal))
    }

    /// The lane into which a deal is on its way: asked once, when it arrives.
    pub fn arrive(&self, deal: DealId) -> Option<Key> {
        let lane = self.bound.with_value(|bound| bound.clone().filter(|(id, _)| *id == deal));
        self.bind(None);
        lane.map(|(_, lane)| lane)
    }
}
