//! Whether a change is allowed: asked by the app before it shows a change, and
//! by the server before it accepts one. The answers are the same.

use super::{Action, Body, DealAction};
use crate::{
    deal::{DealChange, Place, Worth},
    hypothesis::{Hypothesis, HypothesisChange, Status},
    ids::*,
    member::{MemberChange, Role},
    record::{Meta, Record},
    stage::{Stage, StageChange, StageRole},
    workspace::Workspace,
};
use std::collections::BTreeMap;

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
/// Most custom fields of a record.
pub const FIELDS_MAX: usize = 200;

macro_rules! refusals {
    ($($variant:ident $code:literal $sentence:literal)*) => {
        /// Why a change is not allowed. Each has a stable code and says what to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
        pub enum Refusal {
            $(#[doc = $sentence] #[error($sentence)] $variant,)*
        }

        impl Refusal {
            /// All of them.
            pub const ALL: &[Refusal] = &[$(Self::$variant,)*];

            /// The stable code, for programs and translations.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The refusal with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

refusals! {
    NotAMember "not_a_member" "You are no longer a member of this workspace. Ask an admin to invite you again."
    RoleTooLow "role_too_low" "Your role does not allow this change. Ask an admin for a higher role."
    UnknownOperation "unknown_operation" "This change is not known here. Reload to get the latest version, then try again."
    UnknownRecord "unknown_record" "What you changed does not exist here. Reload to see what is there."
    AlreadyExists "already_exists" "This was created before. Reload to see it."
    Deleted "deleted" "Somebody deleted this in the meantime. Restore it first, then change it."
    UnknownStage "unknown_stage" "That stage does not exist. Choose another stage."
    StageRetired "stage_retired" "That stage is no longer used. Choose another stage."
    StageHoldsNoDeals "stage_holds_no_deals" "That stage only counts reach; deals cannot stand in it. Choose another stage."
    StageHasDeals "stage_has_deals" "There are deals in this stage. Move them first."
    StageIsNeeded "stage_is_needed" "The hourglass needs one stage for won and one for lost deals. Keep this one."
    LossReasonMissing "loss_reason_missing" "Say why the deal was lost."
    LossReasonOutOfPlace "loss_reason_out_of_place" "Only a lost deal has a loss reason."
    HistoryMissing "history_missing" "A new deal must have entered the stage it stands in."
    UnknownReference "unknown_reference" "This refers to something that does not exist here. Choose again."
    TextMissing "text_missing" "Write something: this must not be empty."
    TextTooLong "text_too_long" "This text is too long. Shorten it."
    WrongCurrency "wrong_currency" "Amounts are in the workspace's currency."
    NegativeValue "negative_value" "The value must not be below zero."
    OutOfRange "out_of_range" "This number is out of range."
    ConvertedExceedsExposed "converted_exceeds_exposed" "More have converted than were in the arm. Correct the counts."
    DecisionMissing "decision_missing" "Say what was decided and why."
    ServerOnly "server_only" "Only an admin can change this, on the members page."
}

/// Whether `body` is allowed on `workspace` as it is now.
///
/// # Errors
/// The first rule that it breaks.
pub fn check(workspace: &Workspace, authority: Authority, body: &Body) -> Result<(), Refusal> {
    let needed = role_needed(body);
    if let Authority::Member(id) = authority {
        let member = workspace.members.get(&id).filter(|m| m.meta.is_alive()).ok_or(Refusal::NotAMember)?;
        if member.role < needed {
            return Err(Refusal::RoleTooLow);
        }
    }
    let w = workspace;
    match body {
        Body::Settings(a) => {
            presence(&w.settings, a)?;
            // A workspace has one record of its own, made by the server.
            allow(!matches!(a, Action::Create { .. } | Action::Delete { .. }) || authority == Authority::Server, Refusal::ServerOnly)
        }
        Body::Stage(a) => presence(&w.stages, a).and_then(|()| check_stage(w, a)),
        Body::Member(a) => presence(&w.members, a).and_then(|()| check_member(authority, a)),
        Body::Company(a) => presence(&w.companies, a).and_then(|()| check_company(a)),
        Body::Contact(a) => presence(&w.contacts, a).and_then(|()| check_contact(w, a)),
        Body::Deal(a) => check_deal(w, a),
        Body::Task(a) => presence(&w.tasks, a).and_then(|()| check_task(w, a)),
        Body::Insight(a) => presence(&w.insights, a).and_then(|()| check_insight(w, a)),
        Body::Hypothesis(a) => presence(&w.hypotheses, a).and_then(|()| check_hypothesis(w, a)),
        Body::Reach(a) => check_reach(a),
        Body::Import(a) => presence(&w.imports, a),
        Body::Unknown(_) => Err(Refusal::UnknownOperation),
    }
}

/// The lowest role that may make this kind of change.
pub fn role_needed(body: &Body) -> Role {
    match body {
        Body::Settings(_) => Role::Admin,
        Body::Stage(_) | Body::Member(_) | Body::Import(_) => Role::Manager,
        _ => Role::Member,
    }
}

fn allow(holds: bool, otherwise: Refusal) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(otherwise) }
}

/// A creation needs a new id; everything else a record that is there; an edit
/// one that is not deleted.
fn presence<R: Record>(records: &BTreeMap<R::Id, R>, action: &Action<R::Id, R::Change>) -> Result<(), Refusal>
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
fn refers<I: Ord, R>(records: &BTreeMap<I, R>, id: Option<&I>) -> Result<(), Refusal> {
    allow(id.is_none_or(|id| records.contains_key(id)), Refusal::UnknownReference)
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

fn check_stage(w: &Workspace, action: &Action<StageId, StageChange>) -> Result<(), Refusal> {
    let creating = matches!(action, Action::Create { .. });
    let retiring = matches!(action, Action::Delete { .. })
        || set_of(action).iter().any(|c| matches!(c, StageChange::Retired(true)));
    if creating {
        let named = |c: &StageChange| matches!(c, StageChange::Name(_));
        allow(set_of(action).iter().any(named), Refusal::TextMissing)?;
    }
    for change in set_of(action) {
        match change {
            StageChange::Name(name) => line(name)?,
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
        let role = w.stages.get(&id).map(|s| s.role);
        allow(!matches!(role, Some(StageRole::Won | StageRole::Lost)), Refusal::StageIsNeeded)?;
        allow(!w.living_deals().any(|d| d.place.stage == id), Refusal::StageHasDeals)?;
    }
    Ok(())
}

fn check_member(authority: Authority, action: &Action<MemberId, MemberChange>) -> Result<(), Refusal> {
    set_of(action).iter().try_for_each(|change| match change {
        MemberChange::Name(name) => line(name),
        MemberChange::Role(_) | MemberChange::SignsIn(_) => {
            allow(authority == Authority::Server, Refusal::ServerOnly)
        }
        MemberChange::Team(_) => Ok(()),
    })
}

fn check_company(action: &Action<CompanyId, crate::company::CompanyChange>) -> Result<(), Refusal> {
    use crate::company::CompanyChange as C;
    set_of(action).iter().try_for_each(|change| match change {
        C::Name(name) => line(name),
        C::Fields(map) => fields(map),
    })
}

fn check_contact(w: &Workspace, action: &Action<ContactId, crate::company::ContactChange>) -> Result<(), Refusal> {
    use crate::company::ContactChange as C;
    set_of(action).iter().try_for_each(|change| match change {
        C::Name(name) => line(name),
        C::Email(text) | C::Phone(text) | C::Position(text) | C::Source(text) => at_most(text, LINE_MAX),
        C::Company(id) => refers(&w.companies, id.as_ref()),
        C::Basis(_) | C::Since(_) => Ok(()),
    })
}

/// A stage in which a deal may stand.
fn stage_for_deals(w: &Workspace, id: StageId) -> Result<&Stage, Refusal> {
    let stage = w.stages.get(&id).filter(|s| s.meta.is_alive()).ok_or(Refusal::UnknownStage)?;
    allow(stage.role.holds_deals(), Refusal::StageHoldsNoDeals)?;
    Ok(stage)
}

fn check_place(w: &Workspace, place: &Place) -> Result<(), Refusal> {
    let stage = stage_for_deals(w, place.stage)?;
    allow(!stage.retired, Refusal::StageRetired)?;
    allow(!place.rank.as_str().is_empty(), Refusal::OutOfRange)?;
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

fn check_deal(w: &Workspace, action: &DealAction) -> Result<(), Refusal> {
    let meta = w.deals.get(&action.id()).map(|d| &d.meta);
    match action {
        DealAction::Create { place, past, set, .. } => {
            fresh(meta)?;
            check_place(w, place)?;
            allow(past.iter().any(|p| p.stage == place.stage), Refusal::HistoryMissing)?;
            past.iter().try_for_each(|p| stage_for_deals(w, p.stage).map(drop))?;
            let titled = set.iter().any(|c| matches!(c, DealChange::Title(_)));
            allow(titled, Refusal::TextMissing)?;
            set.iter().try_for_each(|change| check_deal_change(w, change))
        }
        DealAction::Move { to, .. } => changeable(meta).and_then(|()| check_place(w, to)),
        DealAction::Edit { set, .. } => {
            changeable(meta)?;
            set.iter().try_for_each(|change| check_deal_change(w, change))
        }
        DealAction::Delete { .. } | DealAction::Restore { .. } => known(meta),
    }
}

fn check_deal_change(w: &Workspace, change: &DealChange) -> Result<(), Refusal> {
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
        DealChange::GrewFrom(id) => refers(&w.deals, id.as_ref()),
        DealChange::Fields(map) => fields(map),
        DealChange::Import(id) => refers(&w.imports, id.as_ref()),
        DealChange::Kind(_) | DealChange::ExpectedClose(_) => Ok(()),
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

fn check_task(w: &Workspace, action: &Action<TaskId, crate::task::TaskChange>) -> Result<(), Refusal> {
    use crate::task::TaskChange as C;
    set_of(action).iter().try_for_each(|change| match change {
        C::Title(title) => line(title),
        C::Deal(id) => refers(&w.deals, id.as_ref()),
        C::Assignee(id) => refers(&w.members, id.as_ref()),
        C::Due(_) | C::Done(_) => Ok(()),
    })
}

fn check_insight(w: &Workspace, action: &Action<InsightId, crate::insight::InsightChange>) -> Result<(), Refusal> {
    use crate::insight::InsightChange as C;
    set_of(action).iter().try_for_each(|change| match change {
        C::Text(text) => allow(!text.trim().is_empty(), Refusal::TextMissing).and_then(|()| at_most(text, TEXT_MAX)),
        C::Deal(id) => refers(&w.deals, id.as_ref()),
        C::Company(id) => refers(&w.companies, id.as_ref()),
        C::Votes(members) => members.iter().try_for_each(|id| refers(&w.members, Some(id))),
        C::Kind(_) => Ok(()),
    })
}

fn check_hypothesis(w: &Workspace, action: &Action<HypothesisId, HypothesisChange>) -> Result<(), Refusal> {
    use HypothesisChange as C;
    for change in set_of(action) {
        match change {
            C::Title(title) => line(title)?,
            C::Saw(text) | C::Believe(text) | C::Metric(text) => at_most(text, TEXT_MAX)?,
            C::Plan(plan) => {
                allow(plan.baseline_bp <= 10_000, Refusal::OutOfRange)?;
                allow((1..=10_000).contains(&plan.effect_bp), Refusal::OutOfRange)?;
            }
            C::Arms(arms) => {
                allow(arms.len() <= 4, Refusal::OutOfRange)?;
                for arm in arms {
                    line(&arm.name)?;
                    allow(arm.exposed <= 1_000_000_000, Refusal::OutOfRange)?;
                    allow(arm.converted <= arm.exposed, Refusal::ConvertedExceedsExposed)?;
                }
            }
            C::Decision(Some(decision)) => line(&decision.reason)?,
            C::Segment(_) | C::Team(_) | C::Standing(_) | C::Started(_) | C::Decision(None) => {}
        }
    }
    // Decided, and nothing said: look at the record as it would be afterwards.
    let blank = Hypothesis::blank(action.id());
    let mut after = w.hypotheses.get(&action.id()).cloned().unwrap_or(blank);
    set_of(action).iter().for_each(|change| after.write(change.clone()));
    let decided = after.standing.status == Status::Decided;
    allow(!decided || after.decision.is_some(), Refusal::DecisionMissing)
}

fn check_reach(action: &Action<ReachId, crate::reach::ReachChange>) -> Result<(), Refusal> {
    use crate::reach::ReachChange as C;
    set_of(action).iter().try_for_each(|change| match change {
        C::Channel(name) => line(name),
        C::Impressions(n) | C::Visits(n) => allow(*n <= 1_000_000_000_000, Refusal::OutOfRange),
        C::SpendMinor(minor) => allow((0..=MONEY_MAX).contains(minor), Refusal::OutOfRange),
        C::Day(_) => Ok(()),
    })
}
