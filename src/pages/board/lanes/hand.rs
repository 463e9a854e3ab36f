//! In which lane the hand is. On a board without lanes it is in none.

use super::sheet::Sheet;
use leptos::prelude::*;
use smarketing_domain::{
    cohort::group::Key,
    ids::{DealId, StageId},
};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// Where the hand is.
#[derive(Clone, Copy)]
pub struct Hand {
    /// The lane, by its name in the page.
    pub lane: RwSignal<Option<String>>,
    /// Changes when what is drawn under the hand is not where it was.
    pub scene: RwSignal<u32>,
    /// The lanes, while there are any.
    pub sheet: RwSignal<Option<Memo<Arc<Sheet>>>>,
    /// The deal that is on its way into another lane.
    bound: StoredValue<Option<(DealId, Key)>>,
}

impl Hand {
    /// In no lane.
    pub fn new() -> Self {
        Self {
            lane: RwSignal::new(None),
            scene: RwSignal::new(0),
            sheet: RwSignal::new(None),
            bound: StoredValue::new(None),
        }
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

    /// The next card of a column above or below the hand's lane; the hand comes there.
    pub fn step(&self, stage: StageId, is_up: bool) -> Option<DealId> {
        let here = self.lane.get_untracked()?;
        let sheet = self.sheet.get_untracked()?.try_get_untracked()?;
        let at = sheet.lines.iter().position(|line| line.code == here)?;
        let card = |code: &str| {
            let cell = sheet.cell(code, stage);
            let next = if is_up { cell.deals.last() } else { cell.deals.first() };
            next.map(|deal| (code.to_owned(), *deal))
        };
        let (above, below) = (&sheet.lines[..at], &sheet.lines[at + 1..]);
        let found = match is_up {
            true => above.iter().rev().find_map(|line| card(&line.code)),
            false => below.iter().find_map(|line| card(&line.code)),
        };
        let (code, deal) = found?;
        self.go(code);
        Some(deal)
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
