//! Offers that nobody answers, shown to the managers of sales.
//!
//! An offer **escalates** when it has waited for twice the promised time, in
//! working hours: when it has been red for as long as was promised. Computed from
//! the history and the promise of today, so it works offline and needs no record;
//! putting an offer off does not stop its clock.

use super::{
    case::{Answer, Case, Sides, cases_of, of_deal},
    clock::deadline,
};
use crate::{
    clock::Timestamp,
    ids::{DealId, MemberId, StageId},
    member::{Member, Role, Team},
    stage::StageRole,
    workspace::Workspace,
    zone::Zone,
};

/// So many times the promised time.
const TIMES: u16 = 2;

/// An offer that has escalated and still waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Escalated {
    /// The lead.
    pub deal: DealId,
    /// Who has it, if anybody.
    pub owner: Option<MemberId>,
    /// Since when it is offered.
    pub offered: Timestamp,
    /// Since when it is the managers' matter.
    pub since: Timestamp,
}

/// Whether escalated offers are this member's matter: managers of sales, and of all.
pub fn is_told(member: &Member) -> bool {
    member.role >= Role::Manager && member.team != Team::Marketing
}

/// All offers that have escalated and still wait, the longest first.
pub fn escalated(workspace: &Workspace, zone: &dyn Zone, now: Timestamp) -> Vec<Escalated> {
    // Whoever waits stands where leads are offered: no need to look at all the others.
    let offers: Vec<StageId> =
        workspace.stages.values().filter(|s| s.role == StageRole::Offered).map(|s| s.id).collect();
    let standing = workspace.living_deals().filter(|deal| offers.contains(&deal.place.stage));
    let sides = Sides::of(workspace);
    let waiting = standing.flat_map(|deal| of_deal(&sides, deal)).filter(|case| case.answer == Answer::Waiting);
    let found = waiting.filter_map(|case| {
        let offered = case.offered?;
        let since = escalates(workspace, zone, offered).filter(|at| *at <= now)?;
        Some(Escalated { deal: case.deal, owner: workspace.deal(case.deal)?.owner, offered, since })
    });
    let mut found: Vec<Escalated> = found.collect();
    crate::sort::sort_by_key(&mut found, |one| (one.since, one.deal));
    found
}

/// When offers of a deal escalated, whether they were answered since or not; in
/// order.
pub fn escalations(workspace: &Workspace, zone: &dyn Zone, deal: DealId, now: Timestamp) -> Vec<Timestamp> {
    let moment = |case: &Case| {
        let ended = case.answered.unwrap_or(now);
        let may_have = case.answer == Answer::Waiting || case.answered.is_some();
        escalates(workspace, zone, case.offered?).filter(|at| may_have && *at <= ended)
    };
    workspace.deal(deal).map_or_else(Vec::new, |deal| cases_of(workspace, deal).iter().filter_map(moment).collect())
}

/// When an offer of a moment escalates; `None` while nothing is promised.
fn escalates(workspace: &Workspace, zone: &dyn Zone, offered: Timestamp) -> Option<Timestamp> {
    let own = workspace.own()?;
    deadline(&own.calendar, zone, offered, own.response_hours.saturating_mul(TIMES))
}
