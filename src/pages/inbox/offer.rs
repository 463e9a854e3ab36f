//! One offered lead, with what is needed to judge it.

use crate::prelude::*;
use smarketing_domain::{
    deal::{Deal, DealChange},
    ids::{DealId, InsightId, StageId},
    insight::{InsightChange, InsightKind},
    moves::{Drop, drop_deal},
    operation::{Action, Body, DealAction, Refusal},
    stage::{Section, Stage, StageRole},
    workspace::Workspace,
};

/// An offered lead: accept in one tap, or reject with a reason.
#[component]
pub fn Offer(
    /// Which lead.
    id: DealId,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let rejecting = RwSignal::new(false);
    let reason = RwSignal::new(String::new());

    let deal = move || state.watch(Topic::Record(id.into()), |w| w.deal(id).cloned()).unwrap_or_default();
    let title = move || deal().title;
    let company = move || {
        let company = deal().company?;
        state.watch(Topic::Record(company.into()), |w| w.companies.get(&company).map(|c| c.name.clone()))
    };
    let people = move || {
        let ids = deal().contacts;
        state.watch(Topic::Kind("contact"), |w| {
            let names = ids.iter().filter_map(|id| w.contacts.get(id)).map(|c| c.name.clone());
            names.collect::<Vec<_>>().join(", ")
        })
    };
    let facts = move || {
        let deal = deal();
        let worth = deal.worth.once.map(|m| words.money(m.minor));
        let channel = Some(deal.channel.clone()).filter(|c| !c.is_empty());
        let parts = [company(), worth, channel, Some(people()).filter(|p| !p.is_empty())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let heard = move || {
        state.watch(Topic::Kind("insight"), |w| {
            let own = w.insights.values().filter(|i| i.meta.is_alive() && i.deal == Some(id));
            own.map(|i| i.text.clone()).next()
        })
    };
    // How much of the promised time has passed.
    let clock = move || {
        let since = deal().in_stage_since()?;
        let waited = state.now().since(since);
        let promised = i64::from(state.read(|w| w.own().map_or(0, |s| s.response_hours))) * 3_600_000;
        let level = match promised {
            0 => "later",
            promised if waited > promised => "overdue",
            promised if waited * 2 > promised => "no_next_step",
            _ => "today",
        };
        Some((level, t_string!(i18n, inbox.waits, time = words.duration(waited)).to_string()))
    };
    let accept = move |_| {
        let step = state.read(|w| accept_step(w, id, state));
        if show_refusal(step.and_then(|bodies| state.perform(bodies)), notices, words) {
            notices.done(t_string!(i18n, inbox.accepted));
        }
    };
    let reject = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let why = reason.get_untracked().trim().to_owned();
        if why.is_empty() {
            return;
        }
        rejecting.set(false);
        let step = state.read(|w| reject_step(w, id, &why, state));
        if show_refusal(step.and_then(|bodies| state.perform(bodies)), notices, words) {
            notices.done(t_string!(i18n, inbox.rejected));
        }
    };
    let reasons = move || {
        [
            t_string!(i18n, inbox.reason_budget),
            t_string!(i18n, inbox.reason_not_now),
            t_string!(i18n, inbox.reason_wrong_product),
            t_string!(i18n, inbox.reason_no_contact),
            t_string!(i18n, inbox.reason_too_far),
        ]
    };
    view! {
        <li class="panel offer">
            <div class="offer-text">
                <h2><a href=route::deal(id)>{title}</a></h2>
                <p class="offer-facts">{facts}</p>
                {move || heard().map(|text| view! { <blockquote class="offer-heard">{text}</blockquote> })}
                {move || clock().map(|(level, text)| view! { <span class="urgency" data-urgency=level>{text}</span> })}
            </div>
            <div class="offer-actions">
                <button class="button" on:click=move |_| { reason.set(String::new()); rejecting.set(true) }>{t!(i18n, inbox.reject)}</button>
                <button class="button" data-variant="primary" on:click=accept><Icon name=IconName::Check/>{t!(i18n, inbox.accept)}</button>
            </div>
            <Dialog open=rejecting title=Signal::derive(move || t_string!(i18n, inbox.why).to_owned())>
                <form on:submit=reject>
                    <div class="segments" role="group" aria-label=move || t_string!(i18n, inbox.why)>
                        {move || reasons().into_iter().map(|text| view! {
                            <button type="button" class="segment" aria-pressed=move || (reason.get() == text).to_string() on:click=move |_| reason.set(text.to_owned())>{text}</button>
                        }).collect_view()}
                    </div>
                    <div class="field">
                        <label for="reject-reason">{t!(i18n, inbox.own_words)}</label>
                        <input class="input" id="reject-reason" prop:value=reason on:input:target=move |ev| reason.set(ev.target().value())/>
                    </div>
                    <div class="dialog-actions">
                        <button type="button" class="button" on:click=move |_| rejecting.set(false)>{t!(i18n, common.cancel)}</button>
                        <button type="submit" class="button" data-variant="primary" disabled=move || reason.get().trim().is_empty()>{t!(i18n, inbox.reject)}</button>
                    </div>
                </form>
            </Dialog>
        </li>
    }
}

/// The lead enters the first sales stage and belongs to whoever accepted it.
fn accept_step(w: &Workspace, id: DealId, state: State) -> Result<Vec<Body>, Refusal> {
    let stages = w.stages_in_order();
    let first = stages
        .iter()
        .find(|s| s.section == Section::Sales && s.role == StageRole::Open)
        .ok_or(Refusal::UnknownStage)?;
    let mut step = drop_deal(w, id, Drop { stage: first.id, after: None, loss: None }, state.now())?;
    let me = state.me_untracked().ok_or(Refusal::NotAMember)?;
    step.push(DealAction::Edit { id, set: vec![DealChange::Owner(Some(me.member))] }.into());
    Ok(step)
}

/// The lead goes back to where marketing last had it, and the reason is
/// written down where marketing reads it.
fn reject_step(w: &Workspace, id: DealId, why: &str, state: State) -> Result<Vec<Body>, Refusal> {
    let deal = w.deal(id).ok_or(Refusal::UnknownRecord)?;
    let back = stage_before(w, deal).ok_or(Refusal::UnknownStage)?;
    let mut step = drop_deal(w, id, Drop { stage: back, after: None, loss: None }, state.now())?;
    let set = vec![
        InsightChange::Text(why.to_owned()),
        InsightChange::Kind(InsightKind::Objection),
        InsightChange::Deal(Some(id)),
        InsightChange::Company(deal.company),
    ];
    step.push(Action::Create { id: new_id::<InsightId>(), set }.into());
    Ok(step)
}

/// The marketing stage the lead came from, or the one before the hand-off.
fn stage_before(w: &Workspace, deal: &Deal) -> Option<StageId> {
    let is_marketing = |s: &Stage| s.section == Section::Marketing && s.role == StageRole::Open;
    let from = deal
        .history()
        .rev()
        .map(|e| e.stage)
        .find(|id| w.stages.get(id).is_some_and(|s| is_marketing(s) && !s.retired));
    from.or_else(|| w.stages_in_order().into_iter().rev().find(|s| is_marketing(s)).map(|s| s.id))
}
