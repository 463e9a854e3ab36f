//! What a hypothesis stands on, what it costs, and what members think of it.

use super::{
    Authority, MONEY_MAX, Refusal, allow,
    hypothesis::{check_frozen, check_segment},
    refers,
};
use crate::{
    hypothesis::{Amendment, Cost, Evidence, HALF_DAYS_MAX, Hypothesis, Ice, evidence::EVIDENCE_MAX},
    ids::{AmendmentId, MemberId},
    member::Role,
    record::Each,
    workspace::Workspace,
};

pub(super) fn check_cost(cost: &Cost) -> Result<(), Refusal> {
    allow(cost.spend_minor >= 0, Refusal::NegativeValue)?;
    allow(cost.spend_minor <= MONEY_MAX && cost.half_days <= HALF_DAYS_MAX, Refusal::OutOfRange)
}

/// What is linked already may stay: not everybody sees the insight that it leads to.
pub(super) fn check_evidence(w: &Workspace, present: Option<&Hypothesis>, links: &[Evidence]) -> Result<(), Refusal> {
    allow(links.len() <= EVIDENCE_MAX, Refusal::OutOfRange)?;
    let is_new = |link: &&Evidence| present.is_none_or(|h| !h.evidence.contains(link));
    links.iter().filter(is_new).try_for_each(|link| match link {
        Evidence::Insight(id) => refers(&w.insights, Some(id)),
        Evidence::Number(number) => {
            [number.from, number.to].iter().try_for_each(|id| refers(&w.stages, Some(id)))?;
            check_segment(w, &number.segment)?;
            allow(number.is_sound(), Refusal::OutOfRange)
        }
    })
}

/// Most changes of a running test: what changes more often is another test.
const AMENDMENTS_MAX: usize = 500;

/// Everybody signs for themselves, one change at a time; and takes back their own alone, but
/// for managers.
pub(super) fn check_amended(
    w: &Workspace,
    authority: Authority,
    present: Option<&Hypothesis>,
    amended: &Each<AmendmentId, Amendment>,
) -> Result<(), Refusal> {
    allow(amended.keys().count() == 1, Refusal::OutOfRange)?;
    let is_manager = |me: &MemberId| w.members.get(me).is_some_and(|member| member.role >= Role::Manager);
    let may = |by: MemberId, helps: bool| match authority {
        Authority::Server => true,
        Authority::Member(me) => me == by || helps && is_manager(&me),
    };
    for id in amended.keys() {
        let (stands, line) = (present.and_then(|h| h.amended.get(id)), amended.get(id));
        line.map_or(Ok(()), |line| check_frozen(w, &line.to))?;
        allow(stands.is_none_or(|stands| may(stands.to.by, line.is_none())), Refusal::NotYours)?;
        allow(line.is_none_or(|line| may(line.to.by, false)), Refusal::NotYours)?;
        let count = present.map_or(0, |h| h.amended.keys().count());
        allow(stands.is_some() || line.is_none() || count < AMENDMENTS_MAX, Refusal::OutOfRange)?;
    }
    Ok(())
}

/// Everybody votes for themselves, one vote at a time.
pub(super) fn check_votes(w: &Workspace, authority: Authority, votes: &Each<MemberId, Ice>) -> Result<(), Refusal> {
    allow(votes.keys().count() == 1, Refusal::OutOfRange)?;
    for member in votes.keys() {
        refers(&w.members, Some(&member))?;
        let own = authority == Authority::Server || authority == Authority::Member(member);
        allow(own, Refusal::VoteOfAnother)?;
        allow(votes.get(member).is_none_or(Ice::is_sound), Refusal::OutOfRange)?;
    }
    Ok(())
}
