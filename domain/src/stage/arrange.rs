//! Stages are added, ordered, merged and brought back: each step as the changes it makes.
//!
//! A **merge** puts the deals of one stage into another, behind those that stand
//! there, and retires the first. It is no step of the customer: the entry into the
//! target is dated when the deal came to stand in the retired stage, so that
//! nothing moves in any window of time and no deal seems fresh again. The former
//! entry stays, too: from then on it counts as the stage before on the path (see
//! `path.rs`). A merge neither wins a deal nor loses one, and offers none to sales.
//!
//! A retired stage that is **brought back** stands where it stood, or at the end of its
//! section where the path has changed meanwhile. Deals that went stay where they are.

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
use std::collections::BTreeMap;

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
    let (mut step, rank) = behind(w, &path, at);
    let set = vec![
        StageChange::Name(name.to_owned()),
        StageChange::Section(section),
        StageChange::Team(before.team),
        StageChange::Rank(rank),
        StageChange::Probability(before.probability),
    ];
    step.push(Action::Create { id, set }.into());
    Ok(step)
}

/// An order key right behind a place of the path; where there is no room, the changes
/// that make some come first.
fn behind(w: &Workspace, path: &[&Stage], at: usize) -> (Vec<Body>, Rank) {
    let (left, right) = (&path[at].rank, path.get(at + 1).map(|s| &s.rank));
    let is_open = right.is_none_or(|right| left < right);
    let rank = is_open.then(|| Rank::between(Some(left), right)).filter(|rank| !rank.is_crowded());
    if let Some(rank) = rank {
        return (Vec::new(), rank);
    }
    let ranks = respaced(with_retired(w));
    let place = ranks.iter().position(|(id, _)| *id == path[at].id).unwrap_or(0);
    let rank = Rank::between(Some(&ranks[place].1), ranks.get(place + 1).map(|(_, rank)| rank));
    (ranks.into_iter().map(ranked).collect(), rank)
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

/// Stages that are no longer used, in the order of their places.
pub fn retired(w: &Workspace) -> Vec<&Stage> {
    let mut retired: Vec<_> = w.stages.values().filter(|s| s.meta.is_alive() && s.retired).collect();
    sort::sort_by(&mut retired, |a, b| (&a.rank, a.id).cmp(&(&b.rank, b.id)));
    retired
}

/// A retired stage is used again.
///
/// # Errors
/// When it is not there, or in use.
pub fn bring_back(w: &Workspace, id: StageId) -> Result<Vec<Body>, Refusal> {
    let stage = retired(w).into_iter().find(|s| s.id == id).ok_or(Refusal::UnknownStage)?;
    let path = path(w);
    let at = path.iter().filter(|s| (&s.rank, s.id) < (&stage.rank, stage.id)).count();
    let before = at.checked_sub(1).and_then(|at| path.get(at));
    // Customers begin with the won deal.
    let fits = before.map_or(stage.section < Section::Customer, |s| {
        s.section <= stage.section && (s.section == stage.section || stage.section < Section::Customer)
    }) && path.get(at).is_none_or(|s| s.section >= stage.section);
    let last = path.iter().rposition(|s| s.section <= stage.section);
    let used = StageChange::Retired(false);
    Ok(match last.filter(|_| !fits) {
        None => vec![Action::Edit { id, set: vec![used] }.into()],
        Some(last) => {
            let (mut step, rank) = behind(w, &path, last);
            step.push(Action::Edit { id, set: vec![StageChange::Rank(rank), used] }.into());
            step
        }
    })
}

/// Where deals of a stage that is no longer used belong: where most of its deals
/// went when it was merged; else to the nearest stage before it that may take them,
/// or behind it. `None` where there is none.
pub fn home(w: &Workspace, from: StageId) -> Option<StageId> {
    let stage = w.stages.get(&from)?;
    let all = path(w);
    let won = all.iter().find(|s| s.role == StageRole::Won).map(|s| s.rank.clone());
    let is_before_won = |rank: &Rank| won.as_ref().is_none_or(|won| rank < won);
    let may = |s: &&&Stage| {
        s.role.holds_deals() && s.role != StageRole::Offered && is_before_won(&s.rank) == is_before_won(&stage.rank)
    };
    let fitting: Vec<&Stage> = all.iter().filter(may).copied().collect();
    let mut went: BTreeMap<StageId, usize> = BTreeMap::new();
    for deal in w.living_deals() {
        let entries: Vec<_> = deal.history().collect();
        // A merge dates its entry as the one before it.
        for pair in entries.windows(2).filter(|pair| pair[0].stage == from && pair[0].at == pair[1].at) {
            *went.entry(pair[1].stage).or_default() += 1;
        }
    }
    let most = fitting.iter().filter(|s| went.contains_key(&s.id)).max_by_key(|s| went.get(&s.id));
    let before = fitting.iter().rev().find(|s| s.rank <= stage.rank);
    most.or(before).or(fitting.first()).map(|s| s.id)
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
