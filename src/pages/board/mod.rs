//! The board: stages as columns, deals as cards that are dragged between them.
//!
//! - [`desk`]: what the parts share; [`cards`]: which cards a column has
//! - [`columns`], [`column`] ([`head`], [`foot`], [`sums`]), [`card`]: what is
//!   drawn, [`stance`]: how it stands while cards are moved; [`window`]: only what is
//!   in sight
//! - [`drag`], [`keyboard`], [`move_menu`]: three ways to move a card, with one
//!   exit: [`landing`]; [`loss`]: the question on the way to Lost (what a stage
//!   asks for is `components::RequirementQuestion`)
//! - [`selection`], [`selection_bar`], [`many`]: several cards that go together
//! - [`card_actions`]: what else can be done with a card, by menu, key and swipe
//!   ([`swipe_hint`]); [`later`]: until when a deal waits
//! - [`hear`]: what a customer said, written down at the card
//! - [`views`]: order, density and columns, and the views saved of it; [`lanes`]:
//!   the board in swim lanes
//! - [`lens`], [`filters`]: what is shown, kept in the address; [`memory`]: how
//!   far it was scrolled
//! - [`view_switch`]: to the same deals as a [`table`] or by weeks ([`closings`]),
//!   which come in another chunk by [`other_view`]
//!
//! Events of cards are heard by the board: a card has no handlers of its own.

mod card;
mod card_actions;
mod cards;
mod closings;
mod column;
mod columns;
mod desk;
mod drag;
mod filters;
mod foot;
mod head;
mod hear;
mod keyboard;
mod landing;
mod lanes;
mod later;
mod lens;
mod loss;
mod many;
mod memory;
mod move_menu;
mod other_view;
mod quick_add;
mod selection;
mod selection_bar;
mod stage_bar;
mod stance;
mod sums;
mod swipe_hint;
mod table;
mod view_switch;
mod views;
mod window;
mod zones;

pub use other_view::OtherView;

use crate::prelude::*;
use desk::{Desk, Means};
use drag::{Drag, Swipe, Target};
use filters::Filters;
use later::LaterQuestion;
use lens::LensChoice;
use leptos::ev;
use loss::LossQuestion;
use move_menu::MoveMenu;
use selection_bar::SelectionBar;
use smarketing_domain::ids::DealId;
use swipe_hint::SwipeHint;
use view_switch::{BoardView, ViewSwitch};
use wasm_bindgen::JsCast;
use zones::Zones;

/// The board.
#[component]
pub fn Board() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    let i18n = desk.words.i18n;
    let drag = Drag::new(
        desk,
        Callback::new(move |(deal, target): (DealId, Target)| landing::land(desk, deal, target, Means::Hand)),
        Callback::new(move |(deal, swipe): (DealId, Swipe)| match swipe {
            Swipe::Next => card_actions::advance(desk, deal, Means::Hand),
            Swipe::Later => desk.waiting.set(Some(deal)),
        }),
    );
    let on_keys = keyboard::use_keyboard(desk);
    let escape = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && (drag.escape() || is_meant_for_board(&event) && selection::clear(desk)) {
            event.prevent_default();
        }
    });
    let blur = window_event_listener(ev::blur, move |_| drag.taken());
    let press = window_event_listener(ev::pointerdown, move |event| drag.down_anywhere(&event));
    on_cleanup(move || {
        escape.remove();
        blur.remove();
        press.remove();
    });
    let on_choose = Callback::new(move |lens: lens::Lens| desk.address.set(&[("lens", lens.name().to_owned())]));
    // The board of any day, of the same deals.
    let past = move || {
        let query = desk.filter.with(route::filter_query);
        let rest = if query.is_empty() { String::new() } else { format!("&{query}") };
        format!("{}?view=board{rest}", route::TIME)
    };
    let zoomed = drag::use_zoom();
    view! {
        <div
            class="board"
            node_ref=desk.root
            data-drag=move || desk.lifted.get().map(|lifted| lifted.by.look())
            data-density=move || desk.look.is_compact.get().then_some("compact")
            data-sorted=move || desk.look.is_urgent().then_some("urgency")
            data-zoomed=move || zoomed.get().then_some("")
            on:pointerdown=move |event| { note_press(desk, &event); drag.down(&event) }
            on:pointermove=move |event| drag.moved(&event)
            on:pointerup=move |event| drag.up(&event)
            on:pointercancel=move |_| drag.taken()
            on:touchmove=move |event| drag.touch_moved(&event)
            on:wheel=move |event| drag.wheel(&event)
            on:contextmenu=move |event| drag.context_menu(&event)
            on:dragstart=move |event| event.prevent_default()
            on:click:capture=move |event| drag.clicked(&event)
            on:click=move |event| if !selection::clicked(desk, &event) { move_menu::open_by(desk, &event) }
            on:keydown=on_keys
            on:focusin=move |event| note_focus(desk, &event)
        >
            <header class="board-head">
                <h1>{t!(i18n, board.title)}</h1>
                <ViewSwitch here=BoardView::Board/>
                <LensChoice lens=desk.lens on_choose/>
                <views::Views/>
                <a
                    class="button" data-variant="quiet" data-icon-only href=past
                    aria-label=move || t_string!(i18n, time.board_link)
                    title=move || t_string!(i18n, time.board_link)
                ><Icon name=IconName::Clock/></a>
                <Filters/>
            </header>
            <p class="visually-hidden" id="board-keys">{t!(i18n, board.keys)}</p>
            <p class="visually-hidden" id="board-chosen">{t!(i18n, touch.is_chosen)}</p>
            <stage_bar::StageBar/>
            <lanes::Strip/>
            <SelectionBar/>
            <Zones/>
            <SwipeHint/>
            <div class="board-air" aria-hidden="true"></div>
            <MoveMenu/>
            <LossQuestion/>
            <LaterQuestion/>
            <hear::HearQuestion/>
            <RequirementQuestion
                asked=desk.entering
                on_filled=Callback::new(move |filled| landing::put_filled(desk, filled))
            />
        </div>
    }
}

/// Whether Esc means the board: nothing has taken it, and nothing lies over it.
fn is_meant_for_board(event: &web_sys::KeyboardEvent) -> bool {
    let document = web_sys::window().and_then(|w| w.document());
    let over = document.and_then(|d| d.query_selector("dialog[open], :popover-open").ok().flatten());
    !event.default_prevented() && over.is_none()
}

/// A press beside the cards: nobody looks for the focus any more. A card that
/// keys have lifted goes back.
fn note_press(desk: Desk, event: &web_sys::PointerEvent) {
    if desk.lifted.get_untracked().is_none_or(|lifted| lifted.by != Means::Hand) {
        desk.hand.reach(event);
    }
    if let Some(lifted) = desk.lifted.get_untracked().filter(|l| l.by == Means::Keys) {
        keyboard::put_back(desk, lifted.deal);
    }
    if closest_deal(event).is_none() && desk.focused.get_untracked().is_some() {
        desk.focused.set(None);
    }
}

fn note_focus(desk: Desk, event: &web_sys::FocusEvent) {
    let deal = closest_deal(event);
    let is_new = desk.focused.get_untracked() != deal;
    // While keys hold a card, its focus only moves when the card is drawn anew.
    if is_new && desk.lifted.get_untracked().is_none() {
        desk.hand.reach(event);
        desk.focused.set(deal);
    }
}

fn closest_deal(event: &web_sys::Event) -> Option<DealId> {
    let element: web_sys::Element = event.target()?.dyn_into().ok()?;
    element.closest("[data-deal]").ok()??.get_attribute("data-deal")?.parse().ok()
}
