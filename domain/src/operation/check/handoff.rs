//! The rules of what goes between marketing and sales: scoring rules, questions,
//! encounters, and what is noted with an offer.

use super::{FIELDS_MAX, LINE_MAX, Refusal, allow, at_most, check_rank, line, named, refers, set_of};
use crate::{
    deal::Remark,
    ids::{QuestionId, RuleId, StageId, TouchpointId},
    operation::Action,
    question::QuestionChange,
    score::{Condition, POINTS_MAX, RuleChange},
    stage::StageRole,
    touchpoint::TouchpointChange,
    workspace::Workspace,
};

/// Most points of a lead, and of a threshold: so much all rules give together.
pub(super) const SCORE_MAX: i32 = 1_000_000;
/// Most options of a question.
const OPTIONS_MAX: usize = 100;

/// An offer is noted where leads are offered, and a rejection where they are
/// not; both only with an entry.
pub(super) fn check_remark(w: &Workspace, to: StageId, enters: bool, remark: Option<&Remark>) -> Result<(), Refusal> {
    let Some(remark) = remark else { return Ok(()) };
    allow(enters, Refusal::RemarkOutOfPlace)?;
    let role = w.stages.get(&to).map(|stage| stage.role);
    match remark {
        Remark::Offered(given) => {
            allow(role == Some(StageRole::Offered), Refusal::RemarkOutOfPlace)?;
            allow(given.len() <= FIELDS_MAX, Refusal::OutOfRange)?;
            given.iter().try_for_each(|given| {
                allow(given.points.abs() <= POINTS_MAX, Refusal::OutOfRange)?;
                refers(&w.rules, Some(&given.rule))
            })
        }
        Remark::Rejected { score, .. } => {
            allow(role == Some(StageRole::Open), Refusal::RemarkOutOfPlace)?;
            allow(score.abs() <= SCORE_MAX, Refusal::OutOfRange)
        }
    }
}

pub(super) fn check_rule(action: &Action<RuleId, RuleChange>) -> Result<(), Refusal> {
    named(action, |c| matches!(c, RuleChange::Name(_)))?;
    set_of(action).iter().try_for_each(|change| match change {
        RuleChange::Name(name) => line(name),
        RuleChange::When(condition) => check_condition(condition),
        RuleChange::Points(points) => allow(points.abs() <= POINTS_MAX, Refusal::OutOfRange),
        RuleChange::HalfLifeDays(days) => allow(*days != Some(0), Refusal::OutOfRange),
        RuleChange::Paused(_) => Ok(()),
    })
}

fn check_condition(condition: &Condition) -> Result<(), Refusal> {
    match condition {
        Condition::Channel(name) => line(name),
        Condition::Answer { field, any_of } => {
            line(field)?;
            allow(any_of.len() <= FIELDS_MAX, Refusal::OutOfRange)?;
            any_of.iter().try_for_each(|answer| line(answer))
        }
        Condition::Number { field, from, below } => {
            line(field)?;
            let bounded = from.is_some() || below.is_some();
            let ordered = from.zip(*below).is_none_or(|(from, below)| from < below);
            let finite = [from, below].into_iter().flatten().all(|n| n.is_finite());
            allow(bounded && ordered && finite, Refusal::OutOfRange)
        }
        Condition::Touched { channel, campaign, times, within_days, .. } => {
            allow(*times > 0 && *within_days != Some(0), Refusal::OutOfRange)?;
            at_most(channel, LINE_MAX).and_then(|()| at_most(campaign, LINE_MAX))
        }
        Condition::People(least) => allow((1..=FIELDS_MAX).contains(&usize::from(*least)), Refusal::OutOfRange),
        Condition::Rating(stars) => allow((1..=5).contains(stars), Refusal::OutOfRange),
    }
}

pub(super) fn check_question(action: &Action<QuestionId, QuestionChange>) -> Result<(), Refusal> {
    named(action, |c| matches!(c, QuestionChange::Text(_)))?;
    named(action, |c| matches!(c, QuestionChange::Field(_)))?;
    let creating = matches!(action, Action::Create { .. });
    set_of(action).iter().try_for_each(|change| match change {
        QuestionChange::Field(name) => allow(creating, Refusal::OutOfRange).and_then(|()| line(name)),
        QuestionChange::Text(text) => line(text),
        QuestionChange::Options(options) => {
            allow(options.len() <= OPTIONS_MAX, Refusal::OutOfRange)?;
            options.iter().try_for_each(|option| line(option))
        }
        QuestionChange::Rank(rank) => check_rank(rank),
        QuestionChange::Kind(_) | QuestionChange::Retired(_) => Ok(()),
    })
}

pub(super) fn check_touchpoint(w: &Workspace, action: &Action<TouchpointId, TouchpointChange>) -> Result<(), Refusal> {
    named(action, |c| matches!(c, TouchpointChange::At(Some(_))))?;
    set_of(action).iter().try_for_each(|change| match change {
        TouchpointChange::Deal(id) => refers(&w.deals, id.as_ref()),
        TouchpointChange::Contact(id) => refers(&w.contacts, id.as_ref()),
        TouchpointChange::Channel(text) | TouchpointChange::Campaign(text) => at_most(text, LINE_MAX),
        TouchpointChange::At(_) | TouchpointChange::Moment(_) => Ok(()),
    })
}
