//! The one exit of all ways to move a card: hand, keys and menu.

use super::{
    desk::{Desk, Means},
    drag::{Target, Zone},
    loss::Parting,
    many,
};
use crate::prelude::*;
use smarketing_domain::{
    ids::{DealId, StageId},
    moves::Drop,
    operation::Body,
    stage::StageRole,
};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Puts a card where it was let go. A deal that is lost on the way is asked
/// its reason first, and what its new stage asks for; until then it stays where it
/// was.
pub fn land(desk: Desk, deal: DealId, target: Target, by: Means) {
    let carried = desk.selection.carried(desk.state, deal);
    if carried.len() > 1 {
        return many::land(desk, deal, carried, target, by);
    }
    let (stage, after) = match target {
        Target::Zone(Zone::Later) => return desk.waiting.set(Some(deal)),
        Target::Slot { stage, index } => (stage, desk.cards(stage).and_then(|cards| cards.above(index, deal))),
        Target::Zone(zone) => {
            // On its way there it came over other lanes.
            desk.hand.bind(None);
            match desk.zone_stage(zone) {
                Some(stage) => (stage, None),
                None => return,
            }
        }
    };
    let Some(stands) = desk.state.read(|w| w.deal(deal).map(|d| d.place.stage)) else { return };
    if stands == stage && matches!(target, Target::Zone(_)) {
        return; // decided already
    }
    // In a sorted column nobody chooses a card's place: in its order by hand it comes on top.
    let (is_sorted, stays) = (untrack(|| desk.look.is_urgent()), stands == stage);
    let after = if is_sorted { stays.then_some(deal) } else { after };
    if is_sorted && stays && !desk.hand.is_bound(deal) {
        let i18n = desk.words.i18n;
        desk.notices.say(t_string!(i18n, views.sorted_stays, stage = desk.stage_name(stage)).to_string());
        if by != Means::Hand {
            desk.focus(deal);
        }
        return;
    }
    let is_lost = desk.state.read(|w| w.stages.get(&stage).is_some_and(|s| s.role == StageRole::Lost));
    let entering = Entering { deal, stage };
    if is_lost && stands != stage {
        desk.ask(Parting { deal, stage, after, by });
    } else if !entering.missing(desk.state).is_empty() {
        desk.crossing.set(Some(Parting { deal, stage, after, by }));
        desk.entering.set(Some(entering));
    } else {
        put(desk, deal, Drop { stage, after, loss: None }, by, Vec::new());
    }
}

/// Makes the move together with what was filled in for it.
pub fn put_filled(desk: Desk, filled: Vec<Body>) {
    if let Some(Parting { deal, stage, after, by }) = desk.crossing.get_untracked() {
        // The question had the focus: it goes back to the card.
        let by = if by == Means::Hand { Means::Menu } else { by };
        put(desk, deal, Drop { stage, after, loss: None }, by, filled);
    }
}

/// Makes the move after `first`, as one step, and says what came of it.
pub fn put(desk: Desk, deal: DealId, drop: Drop, by: Means, first: Vec<Body>) {
    let Desk { state, words, notices, .. } = desk;
    let i18n = words.i18n;
    let to = drop.stage;
    let Some((title, from)) = state.read(|w| w.deal(deal).map(|d| (d.title.clone(), d.place.stage))) else { return };
    let lane = super::lanes::arrived(desk, &[deal]);
    let given = lane.as_ref().map_or_else(Vec::new, |lane| super::lanes::brought(desk, &[deal], lane));
    let lane = lane.filter(|_| !given.is_empty());
    let first = [given, first].concat();
    if by == Means::Hand {
        leave_focus();
    }
    let moved = state.dropped(&[deal], drop).and_then(|changes| {
        let is_move = !changes.is_empty();
        state.perform([first, changes].concat()).map(|()| is_move)
    });
    if let Some(lane) = lane.filter(|_| moved.is_ok()) {
        let lane = untrack(|| super::lanes::lane_name(desk, &lane));
        return notices.done(t_string!(i18n, views.given, title = title, lane = lane).to_string());
    }
    match moved {
        Err(refusal) => notices.error(words.refusal(refusal)),
        Ok(false) => {
            notices.announce(t_string!(i18n, board.stays, title = title, stage = desk.stage_name(to)).to_string())
        }
        Ok(true) if from == to => announce_place(desk, deal, &title, to),
        Ok(true) => {
            desk.selection.release(&[deal]);
            let say = move || {
                let (from, to) = (desk.stage_name(from), desk.stage_name(to));
                notices.done(t_string!(i18n, board.moved, title = title, from = from, to = to).to_string());
            };
            match by {
                // The card and both sums come first, what is said of them a frame later.
                Means::Hand => request_animation_frame(move || set_timeout(say, Duration::ZERO)),
                Means::Keys | Means::Menu => say(),
            }
        }
    }
    if by != Means::Hand {
        desk.focus(deal);
    }
}

/// The card that was pressed has the focus, and is about to be taken out and drawn in its
/// new place: a browser that has to take the focus away by itself lays the whole page out
/// first, in the midst of the drop. Once it is drawn, the column gives it back.
fn leave_focus() {
    let active = web_sys::window().and_then(|w| w.document()).and_then(|d| d.active_element());
    if let Some(card) = active.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Never fails for an element of the page.
        let _ = card.blur();
    }
}

fn announce_place(desk: Desk, deal: DealId, title: &str, stage: StageId) {
    let i18n = desk.words.i18n;
    let Some((_, index)) = desk.place(deal) else { return };
    let count = desk.cards(stage).map_or(0, |cards| cards.now(|column| column.deals.len()));
    let (title, stage) = (title.to_owned(), desk.stage_name(stage));
    let place = (index + 1).to_string();
    let text = t_string!(i18n, board.ordered, title = title, place = place, of = count.to_string(), stage = stage);
    desk.notices.announce(text.to_string());
}
