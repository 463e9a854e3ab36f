//! What the workspace stands on: its settings, its stages and its members.

use super::{
    Authority, FIELDS_MAX, LANGUAGES, Refusal, allow, check_rank, handoff::SCORE_MAX, line, named, set_of,
    views::check_views,
};
use crate::{
    deal::Deal,
    ids::{MemberId, StageId, WorkspaceId},
    member::{MemberChange, Role},
    operation::Action,
    settings::SettingsChange,
    stage::{StageChange, StageRole},
    workspace::Workspace,
    zone,
};

pub(super) fn check_settings(
    w: &Workspace,
    authority: Authority,
    action: &Action<WorkspaceId, SettingsChange>,
) -> Result<(), Refusal> {
    // A workspace has one record of its own, made by the server.
    let edits = matches!(action, Action::Edit { .. });
    allow(edits || authority == Authority::Server, Refusal::ServerOnly)?;
    set_of(action).iter().try_for_each(|change| match change {
        SettingsChange::Name(name) => line(name),
        SettingsChange::Currency(currency) => {
            let other =
                |d: &Deal| [d.worth.once, d.worth.monthly].into_iter().flatten().any(|m| m.currency != *currency);
            allow(!w.deals.values().any(other), Refusal::WrongCurrency)
        }
        SettingsChange::Language(language) => allow(LANGUAGES.contains(&language.as_str()), Refusal::OutOfRange),
        SettingsChange::OfferFrom(points) => allow(points.is_none_or(|n| n.abs() <= SCORE_MAX), Refusal::OutOfRange),
        SettingsChange::Promise(promise) => {
            allow(promise.least_score.is_none_or(|n| n.abs() <= SCORE_MAX), Refusal::OutOfRange)
        }
        SettingsChange::WonPlan(plan) => allow(plan.is_sound(), Refusal::OutOfRange),
        SettingsChange::Zone(name) => allow(zone::is_name(name), Refusal::OutOfRange),
        SettingsChange::Views(views) => check_views(w, authority, views),
        SettingsChange::ResponseHours(_) | SettingsChange::Calendar(_) | SettingsChange::Visibility(_) => Ok(()),
    })
}

pub(super) fn check_stage(w: &Workspace, action: &Action<StageId, StageChange>) -> Result<(), Refusal> {
    let creating = matches!(action, Action::Create { .. });
    let retiring = matches!(action, Action::Delete { .. })
        || set_of(action).iter().any(|c| matches!(c, StageChange::Retired(true)));
    named(action, |c| matches!(c, StageChange::Name(_)))?;
    for change in set_of(action) {
        match change {
            StageChange::Name(name) => line(name)?,
            StageChange::Rank(rank) => check_rank(rank)?,
            StageChange::Required(names) => {
                allow(names.len() <= FIELDS_MAX, Refusal::OutOfRange)?;
                names.iter().try_for_each(|name| line(name))?;
            }
            StageChange::Target(percent) => allow(percent.is_none_or(|p| (1..=100).contains(&p)), Refusal::OutOfRange)?,
            StageChange::Probability(percent) => allow(*percent <= 100, Refusal::OutOfRange)?,
            // The role decides what the numbers mean; it is written once.
            StageChange::Role(role) => {
                allow(creating, Refusal::OutOfRange)?;
                let single = matches!(role, StageRole::Won | StageRole::Lost);
                allow(!single || w.stage_with(*role).is_none(), Refusal::AlreadyExists)?;
            }
            _ => {}
        }
    }
    if retiring {
        let id = action.id();
        let present = w.stages.get(&id).map(|s| s.role);
        let given =
            set_of(action).iter().find_map(|c| if let StageChange::Role(role) = c { Some(*role) } else { None });
        allow(!matches!(given.or(present), Some(StageRole::Won | StageRole::Lost)), Refusal::StageIsNeeded)?;
        allow(!w.living_deals().any(|d| d.place.stage == id), Refusal::StageHasDeals)?;
    }
    Ok(())
}

pub(super) fn check_member(
    w: &Workspace,
    authority: Authority,
    action: &Action<MemberId, MemberChange>,
) -> Result<(), Refusal> {
    named(action, |c| matches!(c, MemberChange::Name(_)))?;
    // Who can sign in comes and goes on the members page only.
    let signs_in = w.members.get(&action.id()).is_some_and(|m| m.signs_in);
    let edits = matches!(action, Action::Create { .. } | Action::Edit { .. });
    allow(edits || !signs_in || authority == Authority::Server, Refusal::ServerOnly)?;
    let leaves = matches!(action, Action::Delete { .. })
        || set_of(action).iter().any(|c| match c {
            MemberChange::Role(role) => *role < Role::Admin,
            MemberChange::SignsIn(signs_in) => !signs_in,
            MemberChange::Name(_) | MemberChange::Team(_) => false,
        });
    // Of two admins who remove each other at once, one stays.
    let last = authority == Authority::Server && leaves && w.is_last_admin(action.id());
    allow(!last, Refusal::LastAdmin)?;
    set_of(action).iter().try_for_each(|change| match change {
        MemberChange::Name(name) => line(name),
        MemberChange::Role(_) | MemberChange::SignsIn(_) => allow(authority == Authority::Server, Refusal::ServerOnly),
        MemberChange::Team(_) => Ok(()),
    })
}
