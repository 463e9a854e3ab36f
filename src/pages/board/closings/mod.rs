//! When the board's deals are expected to be decided: week by week, to be moved to
//! another week by hand or by a menu.
//!
//! - [`agenda`]: what the parts share; [`landing`]: a deal is moved to a week
//! - [`months`]: which weeks; [`group`], [`card`]: what is drawn
//! - [`hand`] ([`lifted`]): dragging; [`menu`]: the way without

mod agenda;
mod card;
mod group;
mod hand;
mod landing;
mod lifted;
mod menu;
mod months;

use super::{
    desk::Desk,
    filters::{self, Filters},
    lens::{Lens, LensChoice},
    view_switch::{BoardView, ViewSwitch},
};
use crate::prelude::*;
use agenda::Agenda;
use group::GroupOf;
use hand::Hand;
use leptos::ev;
use smarketing_domain::closings::Slot;

/// The calendar.
#[component]
pub fn Closings() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    let i18n = desk.words.i18n;
    let agenda = Agenda::new(desk);
    let hand = Hand::new(agenda);
    let escape = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && hand.escape() {
            event.prevent_default();
        }
    });
    let blur = window_event_listener(ev::blur, move |_| hand.taken());
    let press = window_event_listener(ev::pointerdown, move |event| hand.down_anywhere(&event));
    on_cleanup(move || {
        escape.remove();
        blur.remove();
        press.remove();
    });
    let on_choose = Callback::new(move |lens: Lens| desk.address.set(&[("lens", lens.name().to_owned())]));
    let is_empty = Memo::new(move |_| {
        agenda.is_running() && agenda.groups.with(|groups| groups.iter().all(|group| group.deals.is_empty()))
    });
    // Aside: what has no week. Overdue deals and those without a date wait there.
    let slots = move |is_aside: bool| {
        agenda.groups.with(|groups| {
            let slots = groups.iter().map(|group| group.slot);
            slots.filter(|slot| matches!(slot, Slot::Overdue | Slot::Undated) == is_aside).collect::<Vec<Slot>>()
        })
    };
    let (aside, weeks) = (Memo::new(move |_| slots(true)), Memo::new(move |_| slots(false)));
    let has_aside = move || aside.with(|slots| !slots.is_empty());
    view! {
        <div class="board board-apart" node_ref=desk.root>
            <header class="board-head">
                <h1>{t!(i18n, closings.title)}</h1>
                <ViewSwitch here=BoardView::Calendar/>
                <LensChoice lens=desk.lens on_choose/>
                <Filters/>
            </header>
            <div
                class="closings" node_ref=agenda.node data-drag=move || agenda.lifted.get().map(|_| "hand")
                on:pointerdown=move |event| hand.down(&event)
                on:pointermove=move |event| hand.moved(&event)
                on:pointerup=move |event| hand.up(&event)
                on:pointercancel=move |_| hand.taken()
                on:touchmove=move |event| hand.touch_moved(&event)
                on:contextmenu=move |event| hand.context_menu(&event)
                on:dragstart=move |event| event.prevent_default()
                on:click:capture=move |event| hand.clicked(&event)
            >
                <months::Months agenda/>
                <Show when=move || is_empty.get()><Nothing desk/></Show>
                <div class="closings-body" data-aside=move || has_aside().then_some("")>
                    <div class="closings-aside">
                        <For each=move || aside.get() key=|slot| *slot let:place><GroupOf agenda place/></For>
                    </div>
                    <div class="closings-weeks">
                        <For each=move || weeks.get() key=|slot| *slot let:place><GroupOf agenda place/></For>
                    </div>
                </div>
            </div>
            <div class="board-air" aria-hidden="true"></div>
            <menu::WeekMenu agenda/>
        </div>
    }
}

/// No open deal: loosen the filter, or add one.
#[component]
fn Nothing(desk: Desk) -> impl IntoView {
    let i18n = desk.words.i18n;
    let is_narrowed = move || desk.filter.with(|filter| !filter.is_empty());
    let text = Signal::derive(move || {
        let text = if is_narrowed() { t_string!(i18n, closings.none_match) } else { t_string!(i18n, closings.none) };
        text.to_owned()
    });
    view! {
        <Empty icon=IconName::Calendar text>
            <Show
                when=is_narrowed
                fallback=move || view! { <a class="button" href=route::BOARD>{t!(i18n, lists.to_board)}</a> }
            >
                <button type="button" class="button" on:click=move |_| filters::clear(desk)>{t!(i18n, board.clear)}</button>
            </Show>
        </Empty>
    }
}
