//! "Move to week…": the way to move a deal without dragging.

use super::{agenda::Agenda, landing::land};
use crate::prelude::*;
use smarketing_domain::{
    closings::{Slot, monday, weeks_after},
    ids::DealId,
    sort,
};
use std::collections::BTreeSet;

/// Weeks that are offered, this one included; those looked at besides.
const OFFERED: i32 = 9;

/// The menu.
#[component]
pub fn WeekMenu(agenda: Agenda) -> impl IntoView {
    let desk = agenda.desk;
    let i18n = desk.words.i18n;
    let open = RwSignal::new(false);
    Effect::new(move || open.set(agenda.menu.get().is_some()));
    Effect::new(move || {
        if !open.get() && agenda.menu.get_untracked().is_some() {
            agenda.menu.set(None);
        }
    });
    let title = Signal::derive(move || {
        let deal = agenda.menu.get().map(|deal| desk.title(deal)).unwrap_or_default();
        t_string!(i18n, closings.move_title, title = deal).to_string()
    });
    view! {
        <Dialog open title>
            {move || agenda.menu.get().map(|deal| view! { <Weeks agenda deal open/> })}
        </Dialog>
    }
}

#[component]
fn Weeks(agenda: Agenda, deal: DealId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = agenda.desk.words.i18n;
    let stands = agenda.slot_of(deal);
    let slots = move || {
        let this = monday(agenda.today.get());
        let near = (0..OFFERED).map(|n| weeks_after(this, n));
        let in_sight = agenda.weeks.get().into_iter().filter(|week| *week >= this);
        let weeks: BTreeSet<Slot> = sort::gather(near.chain(in_sight).map(Slot::Week));
        weeks.into_iter().chain([Slot::Undated]).collect::<Vec<Slot>>()
    };
    let choose = move |slot: Slot| {
        open.set(false);
        land(agenda, deal, slot);
        agenda.focus(deal, stands);
    };
    let item = move |slot: Slot| {
        let is_here = stands == Some(slot);
        view! {
            <li>
                <button type="button" class="menu-item closing-week" data-to=slot.to_string() disabled=is_here on:click=move |_| choose(slot)>
                    <span>{agenda.name(slot)}</span>
                    <span class="closing-near">
                        {if is_here { Some(t_string!(i18n, board.here)) } else { agenda.nearness(slot) }}
                    </span>
                </button>
            </li>
        }
    };
    view! {
        <p class="field-hint">{t!(i18n, closings.move_hint)}</p>
        <ul class="closing-choice">{move || slots().into_iter().map(item).collect_view()}</ul>
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
        </div>
    }
}
