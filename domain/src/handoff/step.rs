//! The answers of the inbox, as changes.

use crate::{
    clock::Timestamp,
    deal::{Deal, DealChange, Remark, Unfit},
    ids::{DealId, InsightId, MemberId, StageId},
    insight::{InsightChange, InsightKind},
    moves::{Drop, drop_deal},
    operation::{Action, Body, DealAction, Refusal},
    score::{Scorer, given},
    stage::{Section, Stage, StageRole},
    workspace::Workspace,
};

/// The lead is offered to sales by hand; what its score is made of is noted.
///
/// # Errors
/// When it does not exist, or no stage is for offers.
pub fn offer_by_hand(w: &Workspace, id: DealId, now: Timestamp) -> Result<Vec<Body>, Refusal> {
    let deal = w.deal(id).ok_or(Refusal::UnknownRecord)?;
    let stage = w.stage_with(StageRole::Offered).ok_or(Refusal::UnknownStage)?.id;
    let remark = Remark::Offered(given(&Scorer::new(w, now).score(deal)));
    Ok(noted(drop_deal(w, id, Drop { stage, after: None, loss: None }, now)?, id, &remark))
}

/// The lead enters the first stage of sales and belongs to `owner`.
///
/// # Errors
/// When it does not exist, or sales has no stage.
pub fn accept(w: &Workspace, id: DealId, owner: MemberId, now: Timestamp) -> Result<Vec<Body>, Refusal> {
    let is_first = |s: &&&Stage| s.section == Section::Sales && s.role == StageRole::Open;
    let stages = w.stages_in_order();
    let first = stages.iter().find(is_first).ok_or(Refusal::UnknownStage)?;
    let mut step = drop_deal(w, id, Drop { stage: first.id, after: None, loss: None }, now)?;
    step.push(DealAction::Edit { id, set: vec![DealChange::Owner(Some(owner)), DealChange::Snoozed(None)] }.into());
    Ok(step)
}

/// The lead goes back to where marketing last had it. What was said becomes an
/// insight with the id `said`, where marketing reads it.
///
/// # Errors
/// When it does not exist, or marketing has no stage.
pub fn reject(
    w: &Workspace,
    id: DealId,
    reason: Unfit,
    words: &str,
    said: InsightId,
    now: Timestamp,
) -> Result<Vec<Body>, Refusal> {
    let deal = w.deal(id).ok_or(Refusal::UnknownRecord)?;
    let stage = marketing_stage_before(w, deal).ok_or(Refusal::UnknownStage)?;
    let remark = Remark::Rejected { reason, score: Scorer::new(w, now).score(deal).total };
    let mut step = noted(drop_deal(w, id, Drop { stage, after: None, loss: None }, now)?, id, &remark);
    if deal.snoozed.is_some() {
        step.push(DealAction::Edit { id, set: vec![DealChange::Snoozed(None)] }.into());
    }
    if !words.trim().is_empty() {
        let set = vec![
            InsightChange::Text(words.trim().to_owned()),
            InsightChange::Kind(InsightKind::Objection),
            InsightChange::Deal(Some(id)),
            InsightChange::Company(deal.company),
        ];
        step.push(Action::Create { id: said, set }.into());
    }
    Ok(step)
}

/// Notes `remark` with the deal's entry among these changes.
fn noted(mut step: Vec<Body>, deal: DealId, remark: &Remark) -> Vec<Body> {
    for body in &mut step {
        if let Body::Deal(DealAction::Move { id, entered: Some(_), remark: note, .. }) = body
            && *id == deal
        {
            *note = Some(remark.clone());
        }
    }
    step
}

/// The marketing stage the lead came from, or the one before the hand-off.
pub fn marketing_stage_before(w: &Workspace, deal: &Deal) -> Option<StageId> {
    let is_marketing = |s: &Stage| s.section == Section::Marketing && s.role == StageRole::Open;
    let stood = |id: &StageId| w.stages.get(id).is_some_and(|s| is_marketing(s) && s.meta.is_alive() && !s.retired);
    let from = deal.history().rev().map(|e| e.stage).find(stood);
    from.or_else(|| w.stages_in_order().into_iter().rev().find(|s| is_marketing(s)).map(|s| s.id))
}
