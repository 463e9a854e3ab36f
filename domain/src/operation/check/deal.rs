//! Deals: where they may stand, what a move needs, what they say of themselves.

use super::{
    Authority, FIELDS_MAX, LINE_MAX, Refusal, TEXT_MAX, allow, at_most, changeable, check_rank, fields, fresh,
    handoff::check_remark, known, line, refers,
};
use crate::{
    clock::{Stamp, Timestamp},
    deal::{Deal, DealChange, Place, Worth},
    ids::{DealId, StageId},
    operation::DealAction,
    stage::{Stage, StageRole, requirement},
    workspace::Workspace,
};

/// A stage in which a deal may stand.
fn stage_for_deals(w: &Workspace, id: StageId) -> Result<&Stage, Refusal> {
    let stage = w.stages.get(&id).filter(|s| s.meta.is_alive()).ok_or(Refusal::UnknownStage)?;
    allow(stage.role.holds_deals(), Refusal::StageHoldsNoDeals)?;
    Ok(stage)
}

fn check_place(w: &Workspace, place: &Place) -> Result<(), Refusal> {
    let stage = stage_for_deals(w, place.stage)?;
    allow(!stage.retired, Refusal::StageRetired)?;
    check_rank(&place.rank)?;
    match (&place.loss, stage.role) {
        (Some(loss), StageRole::Lost) => {
            allow(!loss.reason.trim().is_empty(), Refusal::LossReasonMissing)?;
            at_most(&loss.reason, LINE_MAX).and_then(|()| at_most(&loss.note, TEXT_MAX))
        }
        (None, StageRole::Lost) => Err(Refusal::LossReasonMissing),
        (Some(_), _) => Err(Refusal::LossReasonOutOfPlace),
        (None, _) => Ok(()),
    }
}

pub(super) fn check_deal(w: &Workspace, authority: Authority, action: &DealAction) -> Result<(), Refusal> {
    let deal = w.deals.get(&action.id());
    let meta = deal.map(|d| &d.meta);
    let check_set = |set: &[DealChange]| set.iter().try_for_each(|change| check_deal_change(w, action.id(), change));
    match action {
        DealAction::Create { place, past, set, .. } => {
            fresh(meta)?;
            check_place(w, place)?;
            allow(past.len() <= FIELDS_MAX, Refusal::OutOfRange)?;
            allow(past.iter().any(|p| p.stage == place.stage), Refusal::HistoryMissing)?;
            past.iter().try_for_each(|p| {
                stage_for_deals(w, p.stage)?;
                check_remark(w, p.stage, true, p.remark.as_ref())
            })?;
            allow(set.iter().any(|c| matches!(c, DealChange::Title(_))), Refusal::TextMissing)?;
            check_set(set)
        }
        DealAction::Move { to, entered, retract, remark, .. } => {
            // What is deleted stays where it is, but for stages that are no longer used:
            // out of them it is moved to be restored, and back when that is undone.
            let is_out = |stage: StageId| w.stages.get(&stage).is_none_or(|s| s.retired);
            let is_between = |d: &Deal| d.meta.is_deleted() && (is_out(d.place.stage) || is_out(to.stage));
            match deal.is_some_and(is_between) {
                true => match check_place(w, to) {
                    Err(Refusal::StageRetired) => {
                        check_rank(&to.rank)?;
                        allow(to.loss.is_none(), Refusal::LossReasonOutOfPlace)?;
                    }
                    other => other?,
                },
                false => changeable(meta).and_then(|()| check_place(w, to))?,
            }
            check_remark(w, to.stage, entered.is_some(), remark.as_ref())?;
            let Some(deal) = deal else { return Ok(()) };
            check_history(deal, to, entered.is_some(), *retract)?;
            if authority == Authority::Server { Ok(()) } else { check_required(w, deal, to.stage, *entered) }
        }
        DealAction::Edit { set, .. } => changeable(meta).and_then(|()| check_set(set)),
        DealAction::Delete { .. } => known(meta),
        // It comes back to where it stood: that stage may have gone meanwhile.
        DealAction::Restore { .. } => known(meta).and_then(|()| deal.map_or(Ok(()), |d| check_place(w, &d.place))),
    }
}

/// A move enters a stage, or leads to one that the history shows already; it
/// never takes back what the deal was born with.
fn check_history(deal: &Deal, to: &Place, enters: bool, retract: Option<Stamp>) -> Result<(), Refusal> {
    let birth = deal.meta.born.map(|b| b.stamp);
    allow(retract.is_none() || retract != birth, Refusal::HistoryMissing)?;
    let mut left = deal.history().filter(|e| Some(e.stamp) != retract);
    allow(enters || left.any(|e| e.stage == to.stage), Refusal::HistoryMissing)
}

/// Whoever moves a deal into a stage has filled in what the stage asks for.
fn check_required(w: &Workspace, deal: &Deal, to: StageId, entered: Option<Timestamp>) -> Result<(), Refusal> {
    let asked = entered.is_some_and(|at| requirement::is_asked(deal, to, at));
    let lacks = asked && w.stages.get(&to).is_some_and(|stage| !requirement::missing(stage, deal).is_empty());
    allow(!lacks, Refusal::RequirementMissing)
}

fn check_deal_change(w: &Workspace, deal: DealId, change: &DealChange) -> Result<(), Refusal> {
    match change {
        DealChange::Title(title) => line(title),
        DealChange::Company(id) => refers(&w.companies, id.as_ref()),
        DealChange::Contacts(ids) => {
            allow(ids.len() <= FIELDS_MAX, Refusal::OutOfRange)?;
            ids.iter().try_for_each(|id| refers(&w.contacts, Some(id)))
        }
        DealChange::Channel(name) => at_most(name, LINE_MAX),
        DealChange::Worth(worth) => check_worth(w, worth),
        DealChange::Owner(id) => refers(&w.members, id.as_ref()),
        DealChange::GrewFrom(id) => {
            allow(*id != Some(deal), Refusal::UnknownReference)?;
            refers(&w.deals, id.as_ref())
        }
        DealChange::Fields(map) => fields(map),
        DealChange::Import(id) => refers(&w.imports, id.as_ref()),
        DealChange::Rating(stars) => allow(stars.is_none_or(|n| (1..=5).contains(&n)), Refusal::OutOfRange),
        DealChange::Kind(_) | DealChange::ExpectedClose(_) | DealChange::Snoozed(_) => Ok(()),
    }
}

fn check_worth(w: &Workspace, worth: &Worth) -> Result<(), Refusal> {
    [worth.once, worth.monthly].into_iter().flatten().try_for_each(|money| {
        allow(money.currency == w.currency(), Refusal::WrongCurrency)?;
        allow(money.minor >= 0, Refusal::NegativeValue)?;
        allow(money.minor <= MONEY_MAX, Refusal::OutOfRange)
    })
}

/// Largest amount of one deal in minor units: sums over a million deals fit.
pub const MONEY_MAX: i64 = 1_000_000_000_000;
