//! A deal is lost: the reason is asked for, so that it can be counted.

use super::{
    desk::{Means, use_desk},
    landing::put,
    many,
};
use crate::prelude::*;
use smarketing_domain::{
    deal::Loss,
    ids::{DealId, StageId},
    moves::Drop,
    workspace::Workspace,
};
use std::collections::BTreeMap;

/// A deal about to be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parting {
    /// Which.
    pub deal: DealId,
    /// The column of the lost.
    pub stage: StageId,
    /// The card it was dropped after.
    pub after: Option<DealId>,
    /// By what it was moved.
    pub by: Means,
}

/// How many reasons are offered.
const OFFERED: usize = 8;

/// The reasons people gave most often, then the `usual` ones, each once.
fn reasons(workspace: &Workspace, usual: &[&str]) -> Vec<String> {
    let mut given: BTreeMap<&str, usize> = BTreeMap::new();
    for loss in workspace.living_deals().filter_map(|deal| deal.place.loss.as_ref()) {
        *given.entry(loss.reason.as_str()).or_default() += 1;
    }
    let mut given: Vec<_> = given.into_iter().collect();
    sort::sort_by_key(&mut given, |(reason, count)| (std::cmp::Reverse(*count), *reason));
    let mut offered: Vec<String> = given.into_iter().map(|(reason, _)| reason.to_owned()).take(OFFERED).collect();
    for reason in usual {
        if offered.len() < OFFERED && !offered.iter().any(|o| o.to_lowercase() == reason.to_lowercase()) {
            offered.push((*reason).to_owned());
        }
    }
    offered
}

/// The question why a deal was lost.
#[component]
pub fn LossQuestion() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let title = Signal::derive(move || {
        let deal = desk.parting.get().map(|p| p.deal);
        let count = deal.map_or(0, |deal| desk.selection.carried(desk.state, deal).len());
        if count > 1 {
            let deals = t_string!(i18n, common.deals, count = count as u32).to_string();
            return t_string!(i18n, touch.lost_title, deals = deals).to_string();
        }
        let deal = deal.map(|deal| desk.title(deal)).unwrap_or_default();
        t_string!(i18n, board.lost_title, title = deal).to_string()
    });
    view! {
        <Dialog open=desk.is_asking title>
            <Question/>
        </Dialog>
    }
}

#[component]
fn Question() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    // The language does not change while the question is open.
    let usual = untrack(|| {
        [
            t_string!(i18n, board.loss_price),
            t_string!(i18n, board.loss_other_supplier),
            t_string!(i18n, board.loss_later),
            t_string!(i18n, board.loss_no_need),
            t_string!(i18n, board.loss_no_answer),
            t_string!(i18n, board.loss_no_fit),
        ]
    });
    let offered = desk.state.read(|w| reasons(w, &usual));
    let chosen = RwSignal::new(String::new());
    let own = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let is_missing = RwSignal::new(false);
    let is_own = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reason = if is_own.get_untracked() { own.get_untracked() } else { chosen.get_untracked() };
        let reason = reason.trim().to_owned();
        if reason.is_empty() {
            return is_missing.set(true);
        }
        desk.is_asking.set(false);
        if let Some(Parting { deal, stage, after, by }) = desk.parting.get_untracked() {
            let loss = Loss { reason, note: note.get_untracked().trim().to_owned() };
            // The question had the focus: it goes back to the card.
            let by = if by == Means::Hand { Means::Menu } else { by };
            let drop = Drop { stage, after, loss: Some(loss) };
            match desk.selection.carried(desk.state, deal) {
                carried if carried.len() > 1 => many::put(desk, carried, drop, by),
                _ => put(desk, deal, drop, by, Vec::new()),
            }
        }
    };
    let pick = move |reason: String, own_words: bool| {
        chosen.set(reason);
        is_own.set(own_words);
        is_missing.set(false);
    };
    view! {
        <form class="loss" on:submit=save novalidate>
            <fieldset class="field">
                <legend class="label">{t!(i18n, board.loss_reason)}</legend>
                <div class="loss-reasons" role="radiogroup" aria-label=move || t_string!(i18n, board.loss_reason)>
                    {offered.into_iter().map(|reason| view! {
                        <label class="loss-reason">
                            <input
                                type="radio"
                                name="loss-reason"
                                value=reason.clone()
                                on:change={ let reason = reason.clone(); move |_| pick(reason.clone(), false) }
                            />
                            <span>{reason}</span>
                        </label>
                    }).collect_view()}
                    <label class="loss-reason">
                        <input type="radio" name="loss-reason" value="" on:change=move |_| pick(String::new(), true)/>
                        <span>{t!(i18n, board.loss_own)}</span>
                    </label>
                </div>
            </fieldset>
            <Show when=move || is_own.get()>
                <div class="field">
                    <label for="loss-own">{t!(i18n, board.loss_own_label)}</label>
                    <input
                        id="loss-own"
                        class="input"
                        maxlength="500"
                        prop:value=move || own.get()
                        on:input=move |event| { own.set(event_target_value(&event)); is_missing.set(false); }
                    />
                </div>
            </Show>
            <p class="field-error" role="alert">{move || is_missing.get().then(|| t_string!(i18n, board.loss_missing))}</p>
            <div class="field">
                <label for="loss-note">{t!(i18n, board.loss_note)}</label>
                <textarea id="loss-note" class="input" prop:value=move || note.get() on:input=move |event| note.set(event_target_value(&event))></textarea>
            </div>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| desk.is_asking.set(false)>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, board.loss_save)}</button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::{
        deal::Deal,
        record::{Birth, Record},
    };

    fn lost(n: u128, reason: &str) -> Deal {
        let mut deal = Deal::blank(DealId(uuid::Uuid::from_u128(n)));
        deal.meta.bear(Birth { stamp: Default::default(), by: Default::default() });
        deal.place.loss = Some(Loss { reason: reason.to_owned(), note: String::new() });
        deal
    }

    #[test]
    fn the_reasons_given_most_often_come_first_and_the_usual_ones_fill_up() {
        let mut workspace = Workspace::default();
        for (n, reason) in ["Far away", "Too expensive", "Too expensive"].into_iter().enumerate() {
            let deal = lost(n as u128, reason);
            workspace.deals.insert(deal.id, deal);
        }
        assert_eq!(reasons(&workspace, &["too expensive", "Not now"]), ["Too expensive", "Far away", "Not now"]);
    }
}
