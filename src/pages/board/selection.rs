//! Cards chosen to go together: by Ctrl- or Cmd-click, by Shift-click down a
//! column, by X, or by “Select” in the card's menu. While any is chosen, a
//! click or a tap on a card chooses it, too, instead of opening it.

use super::desk::Desk;
use crate::prelude::*;
use smarketing_domain::{ids::DealId, moves::as_they_stand};
use std::collections::HashSet;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

/// The chosen cards.
#[derive(Clone, Copy)]
pub struct Selection {
    chosen: RwSignal<HashSet<DealId>>,
    /// The card that was chosen last: from here Shift reaches.
    anchor: StoredValue<Option<DealId>>,
    /// The menu was opened by the bar, for all of them.
    pub at_bar: RwSignal<bool>,
}

impl Selection {
    /// None chosen.
    pub fn new() -> Self {
        Self { chosen: RwSignal::default(), anchor: StoredValue::default(), at_bar: RwSignal::new(false) }
    }

    /// Whether this card is chosen; listens.
    pub fn has(&self, deal: DealId) -> bool {
        self.chosen.with(|chosen| chosen.contains(&deal))
    }

    /// Whether `deal` goes along when `lifted` is lifted; listens.
    pub fn goes_along(&self, lifted: DealId, deal: DealId) -> bool {
        self.chosen.with(|chosen| chosen.contains(&lifted) && chosen.contains(&deal))
    }

    /// All of them; listens.
    pub fn all(&self) -> HashSet<DealId> {
        self.chosen.get()
    }

    /// Whether none is chosen; listens.
    pub fn is_empty(&self) -> bool {
        self.chosen.with(HashSet::is_empty)
    }

    /// What moves when `deal` is moved: it alone, or all that are chosen with
    /// it, in the order of the board.
    pub fn carried(&self, state: State, deal: DealId) -> Vec<DealId> {
        let all = self.chosen.with_untracked(|chosen| chosen.contains(&deal).then(|| chosen.clone()));
        match all {
            Some(all) => state.read(|w| as_they_stand(w, all)),
            None => vec![deal],
        }
    }

    /// No longer chosen.
    pub fn release(&self, deals: &[DealId]) {
        if self.chosen.with_untracked(|chosen| deals.iter().any(|deal| chosen.contains(deal))) {
            self.chosen.update(|chosen| chosen.retain(|deal| !deals.contains(deal)));
        }
    }

    /// None chosen any more; answers the card that was chosen last.
    pub fn clear(&self) -> Option<DealId> {
        self.chosen.set(HashSet::new());
        self.anchor.try_update_value(Option::take).flatten()
    }

    fn choose(&self, deals: impl IntoIterator<Item = DealId>, last: DealId) {
        self.anchor.set_value(Some(last));
        self.chosen.update(|chosen| chosen.extend(deals));
    }
}

impl Default for Selection {
    fn default() -> Self {
        Self::new()
    }
}

/// Chooses a card, or no longer, and says so.
pub fn toggle(desk: Desk, deal: DealId) {
    if desk.selection.chosen.with_untracked(|chosen| chosen.contains(&deal)) {
        desk.selection.release(&[deal]);
    } else {
        desk.selection.choose([deal], deal);
    }
    tell(desk, deal);
}

/// Chooses what the keyboard's focus left and where it went.
pub fn stretch(desk: Desk, from: DealId) {
    let to = desk.focused.get_untracked().unwrap_or(from);
    desk.selection.choose([from, to], to);
    tell(desk, to);
}

/// None is chosen any more; answers whether any was.
pub fn clear(desk: Desk) -> bool {
    let any = !untrack(|| desk.selection.is_empty());
    if any {
        desk.selection.clear();
        desk.notices.announce(t_string!(desk.words.i18n, touch.cleared));
    }
    any
}

/// A click on a card that chooses it; false when it means something else.
pub fn clicked(desk: Desk, event: &MouseEvent) -> bool {
    let Some(deal) = card_under(event) else { return false };
    let adds = event.ctrl_key() || event.meta_key();
    if event.shift_key() {
        reach(desk, deal);
    } else if adds || !untrack(|| desk.selection.is_empty()) {
        toggle(desk, deal);
    } else {
        return false;
    }
    // The card is a link: it would open, here or in another tab.
    event.prevent_default();
    true
}

/// X chooses the card that has the focus.
pub fn by_key(desk: Desk, deal: DealId, event: &KeyboardEvent) -> bool {
    let is_mine = event.code() == "KeyX";
    if is_mine {
        toggle(desk, deal);
    }
    is_mine
}

/// What is gone, or no longer shown, is no longer chosen: nobody moves what
/// they do not see.
pub fn keep_to_what_is_shown(desk: Desk) {
    let state = desk.state;
    Effect::new(move || {
        let all = desk.selection.all();
        if all.is_empty() {
            return;
        }
        let (filter, stages) = (desk.filter.get(), desk.stages.get());
        all.iter().for_each(|deal| state.track(Topic::Record((*deal).into())));
        let gone: Vec<_> = state.read(|w| {
            let passes = filter.compile(w);
            let is_shown =
                |id: &DealId| w.deal(*id).is_some_and(|deal| stages.contains(&deal.place.stage) && passes(deal));
            all.iter().copied().filter(|id| !is_shown(id)).collect()
        });
        desk.selection.release(&gone);
    });
}

/// From the card that was chosen last to this one, in a column; a card of
/// another column is chosen alone.
fn reach(desk: Desk, deal: DealId) {
    let from = desk.selection.anchor.get_value().and_then(|anchor| desk.place(anchor));
    let to = desk.place(deal);
    let between = from.zip(to).filter(|((a, _), (b, _))| a == b).and_then(|((stage, a), (_, b))| {
        let cards = desk.cards(stage)?;
        cards.now(|column| column.deals.get(a.min(b)..=a.max(b)).map(<[DealId]>::to_vec))
    });
    desk.selection.choose(between.unwrap_or_else(|| vec![deal]), deal);
    tell(desk, deal);
}

fn tell(desk: Desk, deal: DealId) {
    let i18n = desk.words.i18n;
    let (is_in, count) = desk.selection.chosen.with_untracked(|chosen| (chosen.contains(&deal), chosen.len()));
    let (title, deals) = (desk.title(deal), t_string!(i18n, common.deals, count = count as u32).to_string());
    let text = if is_in {
        t_string!(i18n, touch.chosen, title = title, deals = deals).to_string()
    } else {
        t_string!(i18n, touch.unchosen, title = title, deals = deals).to_string()
    };
    desk.notices.announce(text);
}

/// The card under a click, unless it was one of its buttons.
fn card_under(event: &MouseEvent) -> Option<DealId> {
    let target: Element = event.target()?.dyn_into().ok()?;
    if target.closest("button, input").ok()?.is_some() {
        return None;
    }
    target.closest("[data-deal]").ok()??.get_attribute("data-deal")?.parse().ok()
}
