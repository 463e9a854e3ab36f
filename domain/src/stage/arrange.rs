//! Stages are added, ordered and merged: each step as the changes it makes.
//!
//! A **merge** puts the deals of one stage into another, behind those that stand
//! there, and retires the first. It is no step of the customer: the entry into the
//! target is dated when the deal came to stand in the retired stage, so that
//! nothing moves in any window of time and no deal seems fresh again. The former
//! entry stays, too: from then on it counts as the stage before on the path (see
//! `path.rs`). A merge neither wins a deal nor loses one, and offers none to sales.

use super::{Section, Stage, StageChange, StageRole};
use crate::{
    board,
    deal::Place,
    ids::{DealId, StageId},
    operation::{Action, Body, DealAction, Refusal},
    rank::Rank,
    sort,
    workspace::Workspace,
};

/// One way or the other along the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// To the customer's first step.
    Begin,
    /// To the recommendation.
    End,
}

/// A new stage called `name`, right behind `after`, of the same section and team.
/// It begins with the chance of the stage that it follows.
///
/// # Errors
/// When there is no such stage on the path.
pub fn add(w: &Workspace, id: StageId, name: &str, after: StageId) -> Result<Vec<Body>, Refusal> {
    let path = path(w);
    let at = path.iter().position(|s| s.id == after).ok_or(Refusal::UnknownStage)?;
    let before = path[at];
    // Behind what is only counted stand leads.
    let section = if before.section == Section::Reach { Section::Marketing } else { before.section };
    if path.get(at + 1).is_some_and(|next| next.section == Section::Reach) {
        return Err(Refusal::StageHoldsNoDeals);
    }
    let (mut left, mut right) = (before.rank.clone(), path.get(at + 1).map(|s| s.rank.clone()));
    let mut step = Vec::new();
    let is_open = right.as_ref().is_none_or(|right| left < *right);
    if !is_open || Rank::between(Some(&left), right.as_ref()).is_crowded() {
        let ranks = respaced(with_retired(w));
        let place = ranks.iter().position(|(id, _)| *id == after).unwrap_or(0);
        (left, right) = (ranks[place].1.clone(), ranks.get(place + 1).map(|(_, rank)| rank.clone()));
        step = ranks.into_iter().map(ranked).collect();
    }
    let set = vec![
        StageChange::Name(name.to_owned()),
        StageChange::Section(section),
        StageChange::Team(before.team),
        StageChange::Rank(Rank::between(Some(&left), right.as_ref())),
        StageChange::Probability(before.probability),
    ];
    step.push(Action::Create { id, set }.into());
    Ok(step)
}

/// One place along the path; `None` where it cannot go.
///
/// Sections stay together: at the border of the next one, a stage first joins it,
/// and passes its stages after that. What counts reach stays on top, and only a
/// stage without a role of its own changes its section. Beyond Won is the customer.
pub fn shift(w: &Workspace, id: StageId, towards: Towards) -> Option<Vec<Body>> {
    let path = path(w);
    let at = path.iter().position(|s| s.id == id)?;
    let next = match towards {
        Towards::Begin => at.checked_sub(1)?,
        Towards::End => at + 1,
    };
    let (stage, other) = (path[at], *path.get(next)?);
    let is_neck = |s: &Stage| s.role == StageRole::Won;
    if stage.section == other.section && !is_neck(stage) && !is_neck(other) {
        return stage_may_pass(stage, other).then(|| swap(w, stage, other));
    }
    let is_free = stage.role == StageRole::Open && other.section != Section::Reach;
    if !is_free {
        return None;
    }
    let section = match (is_neck(other), towards) {
        (true, Towards::Begin) => Section::Sales,
        (true, Towards::End) | (false, _) => other.section,
    };
    let mut step = if is_neck(other) { swap(w, stage, other) } else { Vec::new() };
    step.push(Action::Edit { id, set: vec![StageChange::Section(section)] }.into());
    Some(step)
}

/// Reach narrows: who visited was counted among those who saw.
fn stage_may_pass(stage: &Stage, other: &Stage) -> bool {
    stage.role.holds_deals() && other.role.holds_deals()
}

/// Where the deals of a stage may go when it is retired.
pub fn targets(w: &Workspace, from: StageId) -> Vec<&Stage> {
    let path = path(w);
    let won = path.iter().position(|s| s.role == StageRole::Won).unwrap_or(path.len());
    let Some(at) = path.iter().position(|s| s.id == from) else { return Vec::new() };
    let same_side = |place: usize| if at < won { place < won } else { place >= won };
    let fits = |(place, stage): &(usize, &Stage)| {
        stage.id != from && same_side(*place) && stage.role.holds_deals() && stage.role != StageRole::Offered
    };
    path.into_iter().enumerate().filter(fits).map(|(_, stage)| stage).collect()
}

/// Moves the first `most` deals of a stage that is going to be retired; empty when
/// none is left there. A large stage is moved slice by slice.
///
/// # Errors
/// When `into` is none of [`targets`].
pub fn merge(w: &Workspace, from: StageId, into: StageId, most: usize) -> Result<Vec<Body>, Refusal> {
    if !targets(w, from).iter().any(|stage| stage.id == into) {
        return Err(Refusal::UnknownStage);
    }
    let leaving: Vec<DealId> = board::column(w, from).into_iter().take(most).map(|d| d.id).collect();
    let last = board::column(w, into).last().map(|d| d.place.rank.clone());
    let ranks = Rank::spread_after(last.as_ref(), leaving.len());
    let moved = |(id, rank): (DealId, Rank)| {
        let to = Place { stage: into, rank, loss: None };
        let entered = w.deal(id).and_then(|deal| deal.standing_since());
        DealAction::Move { id, to, entered, retract: None, remark: None }.into()
    };
    Ok(leaving.into_iter().zip(ranks).map(moved).collect())
}

/// The stage is no longer used. Refused by the rules while deals stand in it.
pub fn retire(id: StageId) -> Body {
    Action::Edit { id, set: vec![StageChange::Retired(true)] }.into()
}

/// The stages of the path in use, in order.
fn path(w: &Workspace) -> Vec<&Stage> {
    w.stages_in_order().into_iter().filter(|s| s.is_on_path()).collect()
}

/// The path with the stages that are retired: they keep their places in the history.
fn with_retired(w: &Workspace) -> Vec<StageId> {
    let mut stages: Vec<_> = w.stages.values().filter(|s| s.meta.is_alive() && s.is_on_path()).collect();
    sort::sort_by(&mut stages, |a, b| (&a.rank, a.id).cmp(&(&b.rank, b.id)));
    stages.into_iter().map(|s| s.id).collect()
}

/// New order keys for all stages: where two people made the same key, or keys have
/// grown long. There are a few dozen at most.
fn respaced(order: Vec<StageId>) -> Vec<(StageId, Rank)> {
    let ranks = Rank::spread_after(None, order.len());
    order.into_iter().zip(ranks).collect()
}

fn ranked((id, rank): (StageId, Rank)) -> Body {
    Action::Edit { id, set: vec![StageChange::Rank(rank)] }.into()
}

/// Two neighbours change places.
fn swap(w: &Workspace, one: &Stage, two: &Stage) -> Vec<Body> {
    if one.rank != two.rank {
        return vec![ranked((one.id, two.rank.clone())), ranked((two.id, one.rank.clone()))];
    }
    let mut order = with_retired(w);
    let place = |id| order.iter().position(|s| *s == id);
    if let Some((one, two)) = place(one.id).zip(place(two.id)) {
        order.swap(one, two);
    }
    respaced(order).into_iter().map(ranked).collect()
}
