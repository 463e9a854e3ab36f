//! What can be done with a card besides moving it somewhere: the entries at the
//! end of its menu, and their keys. Swipes do the first two of them.

use super::{
    desk::{Desk, Means, use_desk},
    drag::Target,
    landing::land,
    selection,
};
use crate::prelude::*;
use smarketing_domain::{
    ids::{DealId, StageId},
    moves::next_stage,
};
use web_sys::KeyboardEvent;

/// The stage after the one in which a deal stands; listens.
pub fn next_of(desk: Desk, deal: DealId) -> Option<StageId> {
    desk.state.track(Topic::Kind("stage"));
    desk.state.watch(Topic::Record(deal.into()), |w| next_stage(w, w.deal(deal)?.place.stage))
}

/// Puts a card into the next stage.
pub fn advance(desk: Desk, deal: DealId, by: Means) {
    match untrack(|| next_of(desk, deal)) {
        Some(stage) => land(desk, deal, Target::Slot { stage, index: 0 }, by),
        None => desk.notices.say(t_string!(desk.words.i18n, touch.no_next)),
    }
}

/// N, L and X on the card that has the focus.
pub fn by_key(desk: Desk, deal: DealId, event: &KeyboardEvent) -> bool {
    // The keys, whatever letters the person's keyboard has there.
    match event.code().as_str() {
        "KeyN" => advance(desk, deal, Means::Keys),
        "KeyL" => desk.waiting.set(Some(deal)),
        _ => return selection::by_key(desk, deal, event),
    }
    true
}

/// The entries in the menu of a card.
#[component]
pub fn CardActions(
    /// Closes the menu; answers whose it was.
    #[prop(into)]
    close: Callback<(), Option<DealId>>,
) -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let has_next = move || desk.menu.get().is_some_and(|deal| next_of(desk, deal).is_some());
    let is_chosen = move || desk.menu.get().is_some_and(|deal| desk.selection.has(deal));
    let with = move |act: fn(Desk, DealId)| {
        move |_| {
            if let Some(deal) = close.run(()) {
                act(desk, deal);
            }
        }
    };
    view! {
        <Show when=has_next>
            <button type="button" class="menu-item" role="menuitem" tabindex="-1" data-next aria-keyshortcuts="N" on:click=with(|desk, deal| advance(desk, deal, Means::Menu))>
                {t!(i18n, touch.to_next)}
            </button>
        </Show>
        <button type="button" class="menu-item" role="menuitem" tabindex="-1" data-put-off aria-keyshortcuts="L" on:click=with(|desk, deal| desk.waiting.set(Some(deal)))>
            {t!(i18n, touch.later_entry)}
        </button>
        <button type="button" class="menu-item" role="menuitem" tabindex="-1" data-select aria-keyshortcuts="X" on:click=with(selection::toggle)>
            {move || if is_chosen() { t_string!(i18n, touch.unselect) } else { t_string!(i18n, touch.select) }}
        </button>
    }
}
