//! Whether a change is allowed: asked by the app before it shows a change, and
//! by the server before it accepts one. The answers are the same.

mod deal;
mod handoff;
mod hypothesis;
mod ideas;
mod meeting;
mod refusal;
mod setup;
mod views;
mod workshop;

use super::{Action, Body, Operation, apply};
use crate::{
    fault::{Fault, planted},
    ids::*,
    member::Role,
    rank::{RANK_MAX, Rank},
    record::{Meta, Record},
    table::Table,
    visibility::View,
    workspace::Workspace,
};
use deal::check_deal;
use handoff::{check_question, check_rule, check_touchpoint};
use hypothesis::{check_hypothesis, explained};
use meeting::check_meeting;
use setup::{check_member, check_settings, check_stage};
use std::collections::BTreeMap;
use views::writes_views_only;
use workshop::{check_sticker, check_workshop};

pub use deal::MONEY_MAX;
pub use refusal::Refusal;

/// On whose authority a change is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// A signed-in member with the role they have in the workspace.
    Member(MemberId),
    /// The server itself: set-up, demo, import from a shell.
    Server,
}

/// Longest title, name or reason, in characters.
pub const LINE_MAX: usize = 500;
/// Longest note or insight, in characters.
pub const TEXT_MAX: usize = 20_000;
/// Most custom fields, contacts or past stages of a record.
pub const FIELDS_MAX: usize = 200;
/// The languages there are.
pub const LANGUAGES: [&str; 3] = ["en", "ru", "uk"];

/// Whether `body` is allowed on `workspace` as it is now.
///
/// # Errors
/// The first rule that it breaks.
pub fn check(workspace: &Workspace, authority: Authority, body: &Body) -> Result<(), Refusal> {
    let needed = role_needed(body);
    if let Authority::Member(id) = authority {
        let member = workspace.members.get(&id).filter(|m| m.meta.is_alive()).ok_or(Refusal::NotAMember)?;
        if member.role < needed && !planted(Fault::RoleNotAsked) {
            return Err(Refusal::RoleTooLow);
        }
        // What they do not see is not there for them.
        let view = View::of(workspace, member);
        if !view.is_whole() && body.key().is_some_and(|key| !view.sees(key) && workspace.entity(key).is_some()) {
            return Err(Refusal::UnknownRecord);
        }
    }
    let w = workspace;
    match body {
        Body::Settings(a) => presence(&w.settings, a).and_then(|()| check_settings(w, authority, a)),
        Body::Stage(a) => presence(&w.stages, a).and_then(|()| check_stage(w, a)),
        Body::Member(a) => presence(&w.members, a).and_then(|()| check_member(w, authority, a)),
        Body::Company(a) => presence(&w.companies, a).and_then(|()| check_company(a)),
        Body::Contact(a) => presence(&w.contacts, a).and_then(|()| check_contact(w, a)),
        Body::Deal(a) => check_deal(w, authority, a),
        Body::Task(a) => presence(&w.tasks, a).and_then(|()| check_task(w, a)),
        Body::Insight(a) => presence(&w.insights, a).and_then(|()| check_insight(w, a)),
        Body::Rule(a) => presence(&w.rules, a).and_then(|()| check_rule(a)),
        Body::Question(a) => presence(&w.questions, a).and_then(|()| check_question(a)),
        Body::Touchpoint(a) => presence(&w.touchpoints, a).and_then(|()| check_touchpoint(w, a)),
        Body::Hypothesis(a) => presence(&w.hypotheses, a).and_then(|()| check_hypothesis(w, authority, a)),
        Body::Reach(a) => check_reach(w, a),
        Body::Import(a) => presence(&w.imports, a).and_then(|()| check_import(a)),
        Body::Workshop(a) => presence(&w.workshops, a).and_then(|()| check_workshop(w, authority, a)),
        Body::Sticker(a) => presence(&w.stickers, a).and_then(|()| check_sticker(w, authority, a)),
        Body::Meeting(a) => presence(&w.meetings, a).and_then(|()| check_meeting(w, authority, a)),
        Body::Unknown(_) => Err(Refusal::UnknownOperation),
    }
}

/// Whether the server accepts `operation`: [`check`], and that the record is
/// in order with the writes that **win** (of a change that arrives late, some
/// registers may have been written later already).
///
/// # Errors
/// The first rule that it breaks.
pub fn admit(workspace: &Workspace, authority: Authority, operation: &Operation) -> Result<(), Refusal> {
    check(workspace, authority, &operation.body)?;
    if let Body::Hypothesis(action) = &operation.body {
        let id = action.id();
        let hypotheses = workspace.hypotheses.get(&id).cloned().into_iter().collect();
        let mut alone = Workspace { hypotheses, ..Workspace::default() };
        apply(&mut alone, operation);
        return alone.hypotheses.get(&id).map_or(Ok(()), explained);
    }
    Ok(())
}

/// The lowest role that may make this kind of change.
pub fn role_needed(body: &Body) -> Role {
    match body {
        // A view of the board is as good as anybody's work.
        Body::Settings(a) if writes_views_only(a) => Role::Member,
        Body::Settings(_) => Role::Admin,
        Body::Stage(_) | Body::Member(_) | Body::Import(_) | Body::Rule(_) | Body::Question(_) => Role::Manager,
        _ => Role::Member,
    }
}

fn allow(holds: bool, otherwise: Refusal) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(otherwise) }
}

/// A creation needs a new id; everything else a record that is there; an edit
/// one that is not deleted.
fn presence<R: Record>(records: &Table<R>, action: &Action<R::Id, R::Change>) -> Result<(), Refusal>
where
    R::Id: Ord,
{
    let meta = records.get(&action.id()).map(Record::meta);
    match action {
        Action::Create { .. } => fresh(meta),
        Action::Edit { .. } => changeable(meta),
        Action::Delete { .. } | Action::Restore { .. } => known(meta),
    }
}

fn fresh(meta: Option<&Meta>) -> Result<(), Refusal> {
    allow(meta.is_none_or(|m| m.born.is_none()), Refusal::AlreadyExists)
}

fn known(meta: Option<&Meta>) -> Result<(), Refusal> {
    allow(meta.is_some_and(|m| m.born.is_some()), Refusal::UnknownRecord)
}

fn changeable(meta: Option<&Meta>) -> Result<(), Refusal> {
    known(meta)?;
    allow(meta.is_some_and(Meta::is_alive), Refusal::Deleted)
}

/// A reference to nothing, or to a record that exists (deleted ones too: a
/// company may go while its deals stay).
fn refers<R: Record>(records: &Table<R>, id: Option<&R::Id>) -> Result<(), Refusal> {
    let born = |id| records.get(id).is_some_and(|r| r.meta().born.is_some());
    allow(id.is_none_or(born), Refusal::UnknownReference)
}

fn line(text: &str) -> Result<(), Refusal> {
    allow(!text.trim().is_empty(), Refusal::TextMissing)?;
    at_most(text, LINE_MAX)
}

fn at_most(text: &str, max: usize) -> Result<(), Refusal> {
    allow(text.len() <= max || text.chars().count() <= max, Refusal::TextTooLong)
}

fn fields(fields: &BTreeMap<String, String>) -> Result<(), Refusal> {
    allow(fields.len() <= FIELDS_MAX, Refusal::OutOfRange)?;
    fields.iter().try_for_each(|(name, value)| line(name).and_then(|()| at_most(value, TEXT_MAX)))
}

fn set_of<I, C>(action: &Action<I, C>) -> &[C] {
    match action {
        Action::Create { set, .. } | Action::Edit { set, .. } => set,
        Action::Delete { .. } | Action::Restore { .. } => &[],
    }
}

/// A record is made with at least the register that people call it by.
fn named<I, C>(action: &Action<I, C>, is_name: impl Fn(&C) -> bool) -> Result<(), Refusal> {
    let creating = matches!(action, Action::Create { .. });
    allow(!creating || set_of(action).iter().any(is_name), Refusal::TextMissing)
}

/// An order key that is there, and not grown without end.
fn check_rank(rank: &Rank) -> Result<(), Refusal> {
    allow((1..=RANK_MAX).contains(&rank.as_str().len()), Refusal::OutOfRange)
}

fn check_company(action: &Action<CompanyId, crate::company::CompanyChange>) -> Result<(), Refusal> {
    use crate::company::CompanyChange as C;
    named(action, |c| matches!(c, C::Name(_)))?;
    set_of(action).iter().try_for_each(|change| match change {
        C::Name(name) => line(name),
        C::Fields(map) => fields(map),
    })
}

fn check_contact(w: &Workspace, action: &Action<ContactId, crate::company::ContactChange>) -> Result<(), Refusal> {
    use crate::company::ContactChange as C;
    named(action, |c| matches!(c, C::Name(_) | C::Email(_) | C::Phone(_)))?;
    set_of(action).iter().try_for_each(|change| match change {
        C::Name(name) => line(name),
        C::Email(text) | C::Phone(text) | C::Position(text) | C::Source(text) => at_most(text, LINE_MAX),
        C::Company(id) => refers(&w.companies, id.as_ref()),
        C::Basis(_) | C::Since(_) => Ok(()),
    })
}

fn check_task(w: &Workspace, action: &Action<TaskId, crate::task::TaskChange>) -> Result<(), Refusal> {
    use crate::task::TaskChange as C;
    named(action, |c| matches!(c, C::Title(_)))?;
    set_of(action).iter().try_for_each(|change| match change {
        C::Title(title) => line(title),
        C::Deal(id) => refers(&w.deals, id.as_ref()),
        C::Assignee(id) => refers(&w.members, id.as_ref()),
        C::Due(_) | C::Done(_) => Ok(()),
    })
}

fn check_insight(w: &Workspace, action: &Action<InsightId, crate::insight::InsightChange>) -> Result<(), Refusal> {
    use crate::insight::InsightChange as C;
    named(action, |c| matches!(c, C::Text(_)))?;
    set_of(action).iter().try_for_each(|change| match change {
        C::Text(text) => allow(!text.trim().is_empty(), Refusal::TextMissing).and_then(|()| at_most(text, TEXT_MAX)),
        C::Deal(id) => refers(&w.deals, id.as_ref()),
        C::Company(id) => refers(&w.companies, id.as_ref()),
        C::Votes(members) => members.iter().try_for_each(|id| refers(&w.members, Some(id))),
        C::Kind(_) => Ok(()),
    })
}

/// Rows of one channel and day may be created again: the later one counts.
fn check_reach(w: &Workspace, action: &Action<ReachId, crate::reach::ReachChange>) -> Result<(), Refusal> {
    use crate::reach::ReachChange as C;
    match action {
        Action::Create { id, .. } => allow(!w.reach.get(id).is_some_and(|r| r.meta.is_deleted()), Refusal::Deleted)?,
        other => presence(&w.reach, other)?,
    }
    named(action, |c| matches!(c, C::Channel(_)))?;
    set_of(action).iter().try_for_each(|change| match change {
        C::Channel(name) => line(name),
        C::Impressions(n) | C::Visits(n) => allow(*n <= 1_000_000_000_000, Refusal::OutOfRange),
        C::SpendMinor(minor) => allow((0..=MONEY_MAX).contains(minor), Refusal::OutOfRange),
        C::Day(_) => Ok(()),
    })
}

fn check_import(action: &Action<ImportId, crate::import::ImportChange>) -> Result<(), Refusal> {
    use crate::import::ImportChange as C;
    set_of(action).iter().try_for_each(|change| match change {
        C::File(name) => at_most(name, LINE_MAX),
        _ => Ok(()),
    })
}
