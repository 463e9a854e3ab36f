//! A card in the air: measures the board once, then each frame scrolls, finds
//! the target and moves the copy.

use super::{
    super::desk::Desk,
    autoscroll::{Pull, speed},
    geometry::{Hover, Lane, Rect, Scene, Target, Zone},
    gesture::Point,
    preview::Preview,
};
use leptos::prelude::*;
use smarketing_domain::ids::{DealId, StageId};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// So far the pointer goes before lists scroll: a card lifted near an edge rests.
const ARMED_AFTER: f64 = 24.0;
/// A frame that came late does not jump, in seconds.
const FRAME_MAX: f64 = 0.05;

/// A card in the air.
pub struct Flight {
    /// Which.
    pub deal: DealId,
    /// Where the pointer is.
    pub at: Point,
    from: StageId,
    began: Point,
    is_armed: bool,
    preview: Preview,
    scene: Scene,
    strip: HtmlElement,
    lists: Vec<(StageId, HtmlElement)>,
    zones: Vec<(Zone, HtmlElement)>,
    /// How often the board had been seen to move.
    seen: u32,
    last: Option<f64>,
    /// What the card pulls on: the strip, and a stage's list.
    strip_pull: Pull,
    list_pull: (Option<StageId>, Pull),
}

impl Flight {
    /// Lifts `card`, held at `at`.
    pub fn begin(desk: Desk, card: &HtmlElement, deal: DealId, from: StageId, at: Point) -> Option<Self> {
        let root: HtmlElement = desk.root.get_untracked()?.into();
        let strip: HtmlElement = desk.strip.get_untracked()?.into();
        let lists = lists(desk);
        let zones = [(Zone::Won, "won"), (Zone::Later, "later"), (Zone::Lost, "lost")].into_iter();
        let zones = zones.filter_map(|(zone, name)| Some((zone, find(&root, &format!("[data-drop-zone={name}]"))?)));
        let scene = Scene {
            lanes: lists.iter().map(|(stage, list)| Lane { stage: *stage, list: rect(list) }).collect(),
            strip: rect(&strip),
            scrolled: f64::from(strip.scroll_left()),
            zones: Vec::new(),
            pitch: desk.pitch(),
        };
        let count = desk.selection.carried(desk.state, deal).len();
        let preview = Preview::lift(card, &find(&root, ".board-air")?, at, count)?;
        let zones = zones.collect();
        Some(Self {
            deal,
            at,
            from,
            began: at,
            is_armed: false,
            preview,
            scene,
            strip,
            lists,
            zones,
            seen: desk.hand.scene.get_untracked(),
            last: None,
            strip_pull: Pull::default(),
            list_pull: Default::default(),
        })
    }

    /// The board is not where it was any more: lanes were scrolled, or the hand has come
    /// into another one.
    fn look_anew(&mut self, desk: Desk) {
        self.seen = desk.hand.scene.get_untracked();
        self.lists = lists(desk);
        self.scene.lanes = self.lists.iter().map(|(stage, list)| Lane { stage: *stage, list: rect(list) }).collect();
        self.scene.scrolled = f64::from(self.strip.scroll_left());
    }

    /// One frame; false when the deal has left its place meanwhile (somebody
    /// else moved or deleted it).
    pub fn frame(&mut self, desk: Desk) -> bool {
        if !desk.state.read(|w| w.deal(self.deal).is_some_and(|d| d.place.stage == self.from)) {
            return false;
        }
        if desk.hand.scene.get_untracked() != self.seen {
            self.look_anew(desk);
        }
        self.scroll();
        // They slide in: where they are changes.
        self.scene.zones = self.zones.iter().map(|(zone, area)| (*zone, rect(area))).collect();
        let hover = Hover { at: self.at, card_top: self.preview.top(self.at) };
        let state_of = |stage| {
            let scrolled = self.list(stage).map_or(0.0, |list| f64::from(list.scroll_top()));
            (scrolled, desk.cards(stage).map_or(0, |cards| cards.count_without(self.deal)))
        };
        let target = self.scene.target(hover, f64::from(self.strip.scroll_left()), state_of);
        let target = target.map(|target| desk.settle(target, self.deal));
        if desk.target.get_untracked() != target {
            desk.target.set(target);
        }
        self.preview.follow(self.at, matches!(target, Some(Target::Zone(_))));
        true
    }

    /// The copy flies to where the card stands now.
    pub fn end(self, desk: Desk, target: Option<Target>) {
        let to = match target {
            Some(Target::Slot { stage, index }) => self.slot(stage, index),
            // Decided, it is gone; put back, or to wait where it stands, it flies home.
            Some(Target::Zone(Zone::Won | Zone::Lost)) => None,
            Some(Target::Zone(Zone::Later)) | None => {
                desk.place(self.deal).and_then(|(stage, index)| self.slot(stage, index))
            }
        };
        self.preview.settle(to);
    }

    /// Where the card at `index` of a column is on the screen.
    fn slot(&self, stage: StageId, index: usize) -> Option<Rect> {
        let list = self.list(stage)?;
        let area = rect(list);
        let top = area.top + index as f64 * self.scene.pitch - f64::from(list.scroll_top());
        let column = find(list, ".cards").map_or(area.left, |cards| rect(&cards).left);
        Some(Rect { left: column, top, ..area })
    }

    fn list(&self, stage: StageId) -> Option<&HtmlElement> {
        self.lists.iter().find(|(id, _)| *id == stage).map(|(_, list)| list)
    }

    /// Scrolls the strip, and the list under the pointer, by so many pixels.
    pub fn turn(&self, x: i32, y: i32) {
        let scroll = self.strip.scroll_left();
        if let Some(list) = self.scene.lane(self.at.x, f64::from(scroll)).and_then(|lane| self.list(lane.stage)) {
            list.set_scroll_top(list.scroll_top() + y);
        }
        self.strip.set_scroll_left(scroll + x);
    }

    fn scroll(&mut self) {
        let now = web_sys::window().and_then(|w| w.performance()).map_or(0.0, |p| p.now());
        let seconds = self.last.map_or(0.0, |last| (now - last) / 1000.0).clamp(0.0, FRAME_MAX);
        self.last = Some(now);
        let Point { x, y } = self.at;
        self.is_armed |= (x - self.began.x).abs().max((y - self.began.y).abs()) > ARMED_AFTER;
        if !self.is_armed {
            return;
        }
        let strip = self.scene.strip;
        let by = self.strip_pull.step(speed(x, strip.left, strip.right), seconds);
        if by != 0 {
            self.strip.set_scroll_left(self.strip.scroll_left() + by);
        }
        let over_zone = self.scene.zones.iter().any(|(_, area)| y >= area.top);
        let scroll = f64::from(self.strip.scroll_left());
        let lane = self.scene.lane(x, scroll).filter(|_| !over_zone).copied();
        if lane.map(|lane| lane.stage) != self.list_pull.0 {
            self.list_pull = (lane.map(|lane| lane.stage), Pull::default());
        }
        if let Some(lane) = lane {
            let by = self.list_pull.1.step(speed(y, lane.list.top, lane.list.bottom), seconds);
            if let Some(list) = self.list(lane.stage).filter(|_| by != 0) {
                list.set_scroll_top(list.scroll_top() + by);
            }
        }
    }
}

fn lists(desk: Desk) -> Vec<(StageId, HtmlElement)> {
    desk.stages
        .with_untracked(|stages| stages.iter().filter_map(|stage| Some((*stage, desk.list_element(*stage)?))).collect())
}

fn find(within: &HtmlElement, selector: &str) -> Option<HtmlElement> {
    within.query_selector(selector).ok()??.dyn_into().ok()
}

fn rect(element: &HtmlElement) -> Rect {
    let element: &Element = element;
    let rect = element.get_bounding_client_rect();
    Rect { left: rect.left(), top: rect.top(), right: rect.right(), bottom: rect.bottom() }
}
