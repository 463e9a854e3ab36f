//! "Move to…": the menu way to move a card, and to write down what its customer
//! said. One menu for the whole board; it
//! opens beside the button that was pressed.

use super::{
    card_actions::CardActions,
    desk::{Desk, Means, use_desk},
    drag::Target,
    landing::land,
};
use crate::prelude::*;
use leptos::html;
use smarketing_domain::{
    ids::{DealId, StageId},
    stage::Section,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

/// Between the menu and the edges of the screen, in pixels.
const MARGIN: f64 = 8.0;
/// The menu lies over the card's lower edge: they belong together.
const OVERLAP: f64 = 6.0;

/// Opens the menu when `event` pressed a card's menu button.
pub fn open_by(desk: Desk, event: &MouseEvent) {
    let deal = event.target().and_then(|target| {
        let button = target.dyn_into::<Element>().ok()?.closest("[data-move]").ok()??;
        button.closest("[data-deal]").ok()??.get_attribute("data-deal")?.parse::<DealId>().ok()
    });
    if deal.is_some() {
        desk.focused.set(deal);
        desk.menu.set(deal);
    }
}

/// The menu.
#[component]
pub fn MoveMenu() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let node = NodeRef::<html::Div>::new();
    Effect::new(move || {
        let (Some(menu), Some(deal)) = (node.get(), desk.menu.get()) else { return };
        let menu: HtmlElement = menu.into();
        // Once its items are there. Fails when it is open already.
        request_animation_frame(move || {
            let _ = menu.show_popover();
            place(desk, &menu, deal);
            focus_item(&menu, |items| items.iter().position(|item| !is_disabled(item)).unwrap_or(0));
        });
    });
    let on_toggle = move |_| {
        let Some(menu) = node.get_untracked() else { return };
        if !menu.matches(":popover-open").unwrap_or(false) {
            desk.menu.set(None);
            desk.selection.at_bar.set(false);
        }
    };
    let on_keys = move |event: leptos::ev::KeyboardEvent| {
        let Some(menu) = node.get_untracked() else { return };
        let menu: HtmlElement = menu.into();
        let at = active_item(&menu).unwrap_or(0);
        match event.key().as_str() {
            "ArrowDown" => focus_item(&menu, |items| (at + 1) % items.len()),
            "ArrowUp" => focus_item(&menu, |items| (at + items.len() - 1) % items.len()),
            "Home" => focus_item(&menu, |_| 0),
            "End" => focus_item(&menu, |items| items.len() - 1),
            "Tab" => close(&menu),
            _ => return,
        }
        event.prevent_default();
    };
    let choose = move |target: Target| {
        let deal = desk.menu.get_untracked();
        if let Some(menu) = node.get_untracked() {
            close(&menu.into());
        }
        if let Some(deal) = deal {
            land(desk, deal, target, Means::Menu);
        }
    };
    let hear = move |_| {
        let deal = desk.menu.get_untracked();
        if let Some(menu) = node.get_untracked() {
            close(&menu.into());
        }
        desk.hearing.set(deal);
    };
    let close_for = move |()| {
        let deal = desk.menu.get_untracked();
        if let Some(menu) = node.get_untracked() {
            close(&menu.into());
        }
        deal
    };
    let title = move || {
        let deal = desk.menu.get()?;
        Some(match desk.selection.carried(desk.state, deal).len() {
            0 | 1 => t_string!(i18n, board.move_title, title = desk.title(deal)).to_string(),
            count => {
                let deals = t_string!(i18n, common.deals, count = count as u32).to_string();
                t_string!(i18n, touch.move_title, deals = deals).to_string()
            }
        })
    };
    view! {
        <div class="menu move-menu" popover="auto" role="menu" aria-label=title node_ref=node on:toggle=on_toggle on:keydown=on_keys>
            <p class="move-menu-title one-line" role="presentation">{title}</p>
            {move || desk.menu.get().map(|deal| items(desk, deal, choose))}
            <Show when=move || !desk.selection.at_bar.get()>
                <hr class="move-menu-line"/>
                <CardActions close=close_for/>
                <button type="button" class="menu-item" role="menuitem" tabindex="-1" data-hear aria-keyshortcuts="I" on:click=hear>
                    {t!(i18n, board.hear)}
                </button>
            </Show>
        </div>
    }
}

/// Every stage in which deals stand, whatever the lens; for its own stage, the ends of it.
fn items(desk: Desk, deal: DealId, choose: impl Fn(Target) + Copy + 'static) -> impl IntoView {
    let i18n = desk.words.i18n;
    let stands = common_stage(desk, deal);
    let stages: Vec<(StageId, String, &'static str)> = desk.state.watch(Topic::Kind("stage"), |w| {
        let stages = w.stages_in_order().into_iter().filter(|s| s.role.holds_deals());
        stages.map(|s| (s.id, s.name.clone(), hue(s.section))).collect()
    });
    let stages = stages.into_iter().map(move |(stage, name, hue)| {
        let is_here = stands == Some(stage);
        view! {
            <button
                type="button"
                class="menu-item"
                role="menuitem"
                tabindex="-1"
                data-to=stage.to_string()
                data-section=hue
                disabled=is_here
                on:click=move |_| choose(Target::Slot { stage, index: 0 })
            >
                <span class="move-menu-hue" aria-hidden="true"></span>
                <span class="two-lines">{name}</span>
                {is_here.then(|| view! { <span class="move-menu-here">{t!(i18n, board.here)}</span> })}
            </button>
        }
    });
    let ends = stands.filter(|stage| desk.cards(*stage).is_some()).map(|stage| {
        let last = desk.cards(stage).map_or(0, |cards| cards.count_without(deal));
        view! {
            <button type="button" class="menu-item" role="menuitem" tabindex="-1" data-to="top" on:click=move |_| choose(Target::Slot { stage, index: 0 })>
                {t!(i18n, board.to_top)}
            </button>
            <button type="button" class="menu-item" role="menuitem" tabindex="-1" data-to="bottom" on:click=move |_| choose(Target::Slot { stage, index: last })>
                {t!(i18n, board.to_bottom)}
            </button>
        }
    });
    view! {
        {stages.collect_view()}
        <hr class="move-menu-line"/>
        {ends}
    }
}

/// The stage in which a deal stands, and all that go along with it.
fn common_stage(desk: Desk, deal: DealId) -> Option<StageId> {
    let carried = desk.selection.carried(desk.state, deal);
    desk.state.read(|w| {
        let mut stages = carried.iter().filter_map(|id| w.deal(*id).map(|d| d.place.stage));
        let first = stages.next()?;
        stages.all(|stage| stage == first).then_some(first)
    })
}

fn hue(section: Section) -> &'static str {
    match section {
        Section::Reach => "reach",
        Section::Marketing => "marketing",
        Section::Sales => "sales",
        Section::Customer => "customer",
    }
}

/// Below the card (or the bar of those that are chosen), within the screen. On a phone the style sheet
/// makes a sheet of it and leaves these unused.
fn place(desk: Desk, menu: &HtmlElement, deal: DealId) {
    let is_at_bar = desk.selection.at_bar.get_untracked();
    let below = if is_at_bar { desk.find("[data-move-all]") } else { desk.card_element(deal) };
    let Some(card) = below.map(|card| card.get_bounding_client_rect()) else { return };
    let size = menu.get_bounding_client_rect();
    let inner = |side: Result<wasm_bindgen::JsValue, _>| side.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    let Some(window) = web_sys::window() else { return };
    let (width, height) = (inner(window.inner_width()), inner(window.inner_height()));
    let left = card.left().min(width - size.width() - MARGIN).max(MARGIN);
    let below = card.bottom() - OVERLAP;
    let top = if below + size.height() + MARGIN <= height { below } else { height - size.height() - MARGIN };
    for (name, at) in [("left", left), ("top", top.max(MARGIN))] {
        // Fails only for properties that do not exist.
        let _ = menu.style().set_property(name, &format!("{at}px"));
    }
}

fn close(menu: &HtmlElement) {
    // Fails when it is closed already. The browser gives the focus back.
    let _ = menu.hide_popover();
}

fn item_elements(menu: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(list) = menu.query_selector_all("[role=menuitem]") else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.get(i)?.dyn_into().ok()).filter(|item| !is_disabled(item)).collect()
}

fn is_disabled(item: &HtmlElement) -> bool {
    item.has_attribute("disabled")
}

fn active_item(menu: &HtmlElement) -> Option<usize> {
    let active: HtmlElement = web_sys::window()?.document()?.active_element()?.dyn_into().ok()?;
    item_elements(menu).iter().position(|item| *item == active)
}

fn focus_item(menu: &HtmlElement, which: impl FnOnce(&[HtmlElement]) -> usize) {
    let items = item_elements(menu);
    if let Some(item) = (!items.is_empty()).then(|| which(&items)).and_then(|at| items.get(at)) {
        // Fails for no element.
        let _ = item.focus();
    }
}
