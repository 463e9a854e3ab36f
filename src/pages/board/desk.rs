//! What the parts of the board share: which cards there are, which one is in
//! the hand, and where it would be put down.

use super::{
    cards::Cards,
    drag::{Target, Zone},
    lanes::Hand,
    lens::Lens,
    loss::Parting,
    selection::Selection,
    views::look::Look,
    window,
};
use crate::prelude::*;
use leptos::html;
use smarketing_domain::{
    filter::Filter,
    hypothesis::assignment::{Trial, running},
    ids::{DealId, StageId},
    stage::StageRole,
};
use std::collections::HashMap;
use wasm_bindgen::JsCast;

/// By what a card is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// Mouse, pen or finger.
    Hand,
    /// Keys.
    Keys,
    /// The card's menu.
    Menu,
}

impl Means {
    /// Its name for the style sheet: what a card in the hand looks like.
    pub fn look(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Keys | Self::Menu => "keys",
        }
    }
}

/// The card in the hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifted {
    /// Which.
    pub deal: DealId,
    /// Where it stands.
    pub from: StageId,
    /// By what it was lifted.
    pub by: Means,
}

/// What the parts of the board share. Provided as context by the board.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The app's state.
    pub state: State,
    /// The words.
    pub words: words::Words,
    /// The messages.
    pub notices: Notices,
    /// The page's address.
    pub address: Address,
    /// Which part of the hourglass is shown.
    pub lens: Memo<Lens>,
    /// Which deals are shown.
    pub filter: Memo<Filter>,
    /// In which order and shape.
    pub look: Look,
    /// Where the hand is, on a board in lanes.
    pub hand: Hand,
    /// The columns from left to right.
    pub stages: Memo<Vec<StageId>>,
    /// The running hypotheses whose arms the cards show.
    pub trials: Memo<Vec<Trial>>,
    /// The card in the hand.
    pub lifted: RwSignal<Option<Lifted>>,
    /// Where it would be put down.
    pub target: RwSignal<Option<Target>>,
    /// The card that has (or had last) the keyboard's focus.
    pub focused: RwSignal<Option<DealId>>,
    /// The card whose menu is open.
    pub menu: RwSignal<Option<DealId>>,
    /// The cards that are chosen to go together.
    pub selection: Selection,
    /// The card whose next step is put off.
    pub waiting: RwSignal<Option<DealId>>,
    /// The card that a finger slides to the side, or did last.
    pub sliding: RwSignal<Option<DealId>>,
    /// The card whose customer was heard.
    pub hearing: RwSignal<Option<DealId>>,
    /// The lost deal whose reason is asked for, or was last.
    pub parting: RwSignal<Option<Parting>>,
    /// The deal on its way into a stage that asks for more.
    pub entering: RwSignal<Option<Entering>>,
    /// Where that deal was let go.
    pub crossing: RwSignal<Option<Parting>>,
    /// Whether a reason is being asked for.
    pub is_asking: RwSignal<bool>,
    /// The height of the screen, in pixels.
    pub height: RwSignal<f64>,
    /// The board's element.
    pub root: NodeRef<html::Div>,
    /// The strip of columns.
    pub strip: NodeRef<html::Div>,
    /// The column at the strip's left edge, counted from 0.
    pub at_edge: RwSignal<usize>,
    shelf: StoredValue<HashMap<(Option<String>, StageId), Cards>>,
}

impl Desk {
    /// Notes which column is at the strip's left edge; columns are `width` wide.
    pub fn note_edge(self, left: f64, width: f64) {
        let at = (left / width).round() as usize;
        if self.at_edge.get_untracked() != at {
            self.at_edge.set(at);
        }
    }

    /// The board's desk, by the page's address.
    pub fn new() -> Self {
        let (state, address, words) = (use_state(), use_address(), use_words());
        let look = Look::of(state, words, address);
        let lens = Memo::new(move |_| Lens::named(&address.get("lens").unwrap_or_default()));
        let filter = Memo::new(move |_| route::filter(|name| address.get(name)));
        let stages = Memo::new(move |_| {
            let lens = lens.get();
            state.watch(Topic::Kind("stage"), |w| {
                let shown = w.stages_in_order().into_iter().filter(|s| lens.shows(s));
                look.hidden.with(|hidden| shown.map(|s| s.id).filter(|id| !hidden.contains(id)).collect())
            })
        });
        Self {
            state,
            words,
            notices: use_notices(),
            address,
            lens,
            filter,
            look,
            hand: Hand::new(),
            stages,
            trials: Memo::new(move |_| state.watch(Topic::Kind("hypothesis"), running)),
            lifted: RwSignal::new(None),
            target: RwSignal::new(None),
            focused: RwSignal::new(None),
            menu: RwSignal::new(None),
            selection: Selection::new(),
            waiting: RwSignal::new(None),
            sliding: RwSignal::new(None),
            hearing: RwSignal::new(None),
            parting: RwSignal::new(None),
            entering: RwSignal::new(None),
            crossing: RwSignal::new(None),
            is_asking: RwSignal::new(false),
            height: RwSignal::new(screen_height()),
            root: NodeRef::new(),
            strip: NodeRef::new(),
            at_edge: RwSignal::new(0),
            shelf: StoredValue::default(),
        }
    }

    /// Lays out the cards of a column; they stay while the caller's view does.
    pub fn lay_out(&self, stage: StageId) -> Cards {
        let cards = Cards::new(self.state, stage, self.filter, self.look);
        self.put_up((None, stage), cards);
        cards
    }

    /// Keeps the cards of a column, or of its part in a lane, while the caller's view is there.
    pub fn put_up(&self, place: (Option<String>, StageId), cards: Cards) {
        let shelf = self.shelf;
        shelf.update_value(|shelf| {
            shelf.insert(place.clone(), cards);
        });
        // The whole board may be gone by then.
        on_cleanup(move || {
            shelf.try_update_value(|shelf| shelf.remove(&place));
        });
    }

    /// The cards of a column that is shown: on a board in lanes, those in the hand's lane.
    pub fn cards(&self, stage: StageId) -> Option<Cards> {
        let place = (self.hand.lane.get_untracked(), stage);
        self.shelf.with_value(|shelf| shelf.get(&place).copied())
    }

    /// The place of a card in a column that is shown.
    pub fn place(&self, deal: DealId) -> Option<(StageId, usize)> {
        let stage = self.state.read(|w| w.deal(deal).map(|d| d.place.stage))?;
        let index = self.cards(stage)?.now(|column| column.deals.iter().position(|id| *id == deal))?;
        Some((stage, index))
    }

    /// Where a card that is let go will stand: in a column that is sorted, its place is not
    /// where it was let go.
    pub fn settle(&self, target: Target, deal: DealId) -> Target {
        let Target::Slot { stage, .. } = target else { return target };
        let place = |cards: Cards| cards.now(|column| self.look.place(self.state, &column.deals, deal, stage));
        match self.cards(stage).and_then(place) {
            Some(index) => Target::Slot { stage, index },
            None => target,
        }
    }

    /// Whether a card would be put down in this column; listens.
    pub fn is_over(&self, stage: StageId) -> bool {
        self.target.with(|target| target.is_some_and(|target| target.index_in(stage).is_some()))
    }

    /// At most as high is a list; listens.
    pub fn list_height(&self) -> f64 {
        (self.height.get() - window::ENDS_REM * rem()).max(0.0)
    }

    /// From one card's top to the next one's, in pixels.
    pub fn pitch(&self) -> f64 {
        window::pitch(rem(), self.look.is_compact.get_untracked())
    }

    /// The stage that a zone stands for; a deal that waits stays in its own.
    pub fn zone_stage(&self, zone: Zone) -> Option<StageId> {
        let role = match zone {
            Zone::Won => StageRole::Won,
            Zone::Lost => StageRole::Lost,
            Zone::Later => return None,
        };
        self.state.read(|w| w.stage_with(role).map(|s| s.id))
    }

    /// What a stage is called.
    pub fn stage_name(&self, stage: StageId) -> String {
        self.state.read(|w| w.stages.get(&stage).map(|s| s.name.clone()).unwrap_or_default())
    }

    /// What a deal is called.
    pub fn title(&self, deal: DealId) -> String {
        self.state.read(|w| w.deals.get(&deal).map(|d| d.title.clone()).unwrap_or_default())
    }

    /// Asks why a deal was lost.
    pub fn ask(&self, parting: Parting) {
        self.parting.set(Some(parting));
        self.is_asking.set(true);
    }

    /// Gives a card the keyboard's focus, wherever it stands now. A card that
    /// is not drawn is drawn for it.
    pub fn focus(&self, deal: DealId) {
        let desk = *self;
        desk.focused.set(Some(deal));
        request_animation_frame(move || desk.focus_drawn(deal));
    }

    /// Gives a card the focus that is drawn.
    pub fn focus_drawn(&self, deal: DealId) {
        if let Some(card) = self.card_element(deal) {
            // Fails for no element; an element out of sight is scrolled to.
            let _ = card.focus();
        }
    }

    /// The drawn card of a deal.
    pub fn card_element(&self, deal: DealId) -> Option<web_sys::HtmlElement> {
        self.find(&format!("[data-deal='{deal}']"))
    }

    /// The scrolling box of a column.
    pub fn list_element(&self, stage: StageId) -> Option<web_sys::HtmlElement> {
        let lane = self.hand.lane.get_untracked().map(|lane| super::lanes::selector(&lane)).unwrap_or_default();
        self.find(&format!("{lane}[data-stage='{stage}'] [data-stage-scroll]"))
    }

    /// An element of the board.
    pub fn find(&self, selector: &str) -> Option<web_sys::HtmlElement> {
        // The board may be gone when a frame comes later.
        let root = self.root.try_get_untracked()??;
        root.query_selector(selector).ok()??.dyn_into().ok()
    }
}

/// The board's desk, from context.
pub fn use_desk() -> Desk {
    expect_context::<Desk>()
}

/// The height of the window: no list is higher.
pub fn screen_height() -> f64 {
    let height = web_sys::window().and_then(|w| w.inner_height().ok()).and_then(|h| h.as_f64());
    height.unwrap_or(900.0)
}

/// The page's type size in pixels: cards are measured in it.
pub fn rem() -> f64 {
    thread_local! {
        static REM: f64 = measure_rem().unwrap_or(16.0);
    }
    REM.with(|rem| *rem)
}

fn measure_rem() -> Option<f64> {
    let window = web_sys::window()?;
    let root = window.document()?.document_element()?;
    let size = window.get_computed_style(&root).ok()??.get_property_value("font-size").ok()?;
    size.strip_suffix("px")?.parse().ok()
}
