//! Several cards put down at once: one step, one reason when they are lost, and
//! a word about those that have to stay.

use super::{
    desk::{Desk, Means},
    drag::{Target, Zone},
    lanes,
    loss::Parting,
};
use crate::prelude::*;
use smarketing_domain::{
    ids::{DealId, StageId},
    moves::Drop,
    stage::{StageRole, requirement::Requirement},
};

/// So many of those that stay are named.
const NAMED: usize = 3;

/// Puts `deals` where `deal`, one of them, was let go.
pub fn land(desk: Desk, deal: DealId, mut deals: Vec<DealId>, target: Target, by: Means) {
    let (stage, after) = match target {
        Target::Zone(Zone::Later) => return desk.waiting.set(Some(deal)),
        Target::Slot { stage, index } => (stage, desk.cards(stage).and_then(|cards| cards.above(index, deal))),
        Target::Zone(zone) => {
            // On their way there they came over other lanes.
            desk.hand.bind(None);
            match desk.zone_stage(zone) {
                Some(stage) => {
                    deals.retain(|deal| !stands(desk, *deal, stage)); // those are decided already
                    (stage, None)
                }
                None => return,
            }
        }
    };
    // In a sorted column nobody chooses a card's place.
    let after = after.filter(|_| untrack(|| !desk.look.is_urgent()));
    let is_lost = desk.state.read(|w| w.stages.get(&stage).is_some_and(|s| s.role == StageRole::Lost));
    if is_lost && deals.iter().any(|deal| !stands(desk, *deal, stage)) {
        desk.ask(Parting { deal, stage, after, by });
    } else {
        put(desk, deals, Drop { stage, after, loss: None }, by);
    }
}

/// Moves those that may go, as one step, and says which ones stay and why. In the lane
/// of an owner all that go become theirs.
pub fn put(desk: Desk, mut deals: Vec<DealId>, drop: Drop, by: Means) {
    let Desk { state, words, notices, .. } = desk;
    let (i18n, stage) = (words.i18n, drop.stage);
    let lane = lanes::arrived(desk, &deals);
    if drop.loss.is_some() {
        // Whoever is lost already keeps their own reason.
        deals.retain(|deal| !stands(desk, *deal, stage));
    }
    let (go, stay): (Vec<_>, Vec<_>) =
        deals.into_iter().partition(|deal| Entering { deal: *deal, stage }.missing(state).is_empty());
    let staying = (!stay.is_empty()).then(|| why_they_stay(desk, &stay, stage));
    if let Some(staying) = staying.as_ref().filter(|_| go.is_empty()) {
        return notices.error(staying.clone());
    }
    let given = lane.as_ref().map_or_else(Vec::new, |lane| lanes::brought(desk, &go, lane));
    let lane = lane.filter(|_| !given.is_empty());
    let moved = state.dropped(&go, drop).and_then(|changes| {
        let all = [given, changes].concat();
        let is_move = !all.is_empty();
        state.perform(all).map(|()| is_move)
    });
    let deals = t_string!(i18n, common.deals, count = go.len() as u32).to_string();
    let stage = desk.stage_name(stage);
    match moved {
        Err(refusal) => return notices.error(words.refusal(refusal)),
        Ok(false) => notices.announce(t_string!(i18n, touch.stay, deals = deals, stage = stage).to_string()),
        Ok(true) => {
            desk.selection.release(&go);
            let done = match lane {
                Some(lane) => {
                    let lane = untrack(|| lanes::lane_name(desk, &lane));
                    t_string!(i18n, views.given_many, deals = deals, lane = lane).to_string()
                }
                None => t_string!(i18n, touch.moved, deals = deals, stage = stage).to_string(),
            };
            notices.done([Some(done), staying].into_iter().flatten().collect::<Vec<_>>().join(" "));
        }
    }
    if let Some(first) = go.first().filter(|_| by != Means::Hand) {
        desk.focus(*first);
    }
}

fn stands(desk: Desk, deal: DealId, stage: StageId) -> bool {
    desk.state.read(|w| w.deal(deal).is_some_and(|d| d.place.stage == stage))
}

/// “A”, “B” stay where they are: the stage asks for this and that.
fn why_they_stay(desk: Desk, deals: &[DealId], stage: StageId) -> String {
    let i18n = desk.words.i18n;
    let quoted = |deal: &DealId| t_string!(i18n, touch.quoted, title = desk.title(*deal)).to_string();
    let mut titles: Vec<_> = deals.iter().take(NAMED).map(quoted).collect();
    if deals.len() > NAMED {
        titles.push(format!("+{}", deals.len() - NAMED));
    }
    let mut lacking: Vec<Requirement> = Vec::new();
    for requirement in deals.iter().flat_map(|deal| Entering { deal: *deal, stage }.missing(desk.state)) {
        if !lacking.contains(&requirement) {
            lacking.push(requirement);
        }
    }
    let what = lacking.iter().map(|requirement| requirement_name(desk.words, desk.state, requirement));
    let what = what.collect::<Vec<_>>().join(", ");
    let (titles, stage) = (titles.join(", "), desk.stage_name(stage));
    t_string!(i18n, touch.lacking, titles = titles, stage = stage, what = what).to_string()
}
