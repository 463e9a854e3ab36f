//! Whether a change is allowed: asked by the app before it shows a change, and
//! by the server before it accepts one. The answers are the same.

mod handoff;
mod ideas;
mod meeting;
mod views;
mod workshop;

use super::{Action, Body, DealAction, Operation, apply};
use crate::{
    clock::{Stamp, Timestamp},
    deal::{Deal, DealChange, Place, Worth},
    fault::{Fault, planted},
    filter::Filter,
    hypothesis::{
        Design, Frozen, Hypothesis, HypothesisChange, Status,
        play::{DAYS_MAX, Play},
        verdict::daily::DAY_UNITS_MAX,
    },
    ids::*,
    member::{MemberChange, Role},
    rank::{RANK_MAX, Rank},
    record::{Meta, Record},
    settings::SettingsChange,
    stage::{Stage, StageChange, StageRole, requirement},
    table::Table,
    visibility::View,
    workspace::Workspace,
    zone,
};
use handoff::{SCORE_MAX, check_question, check_remark, check_rule, check_touchpoint};
use ideas::{check_amended, check_cost, check_evidence, check_votes};
use meeting::check_meeting;
use std::collections::BTreeMap;
use views::{check_views, writes_views_only};
use workshop::{check_sticker, check_workshop};

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
    RemarkOutOfPlace "remark_out_of_place" "Leads are offered to sales in the stage made for it, and rejected to marketing. Reload, then try again."
    RequirementMissing "requirement_missing" "This stage asks for more about the deal. Fill in what is missing, then move it."
    HistoryMissing "history_missing" "A new deal must have entered the stage it stands in."
    UnknownReference "unknown_reference" "This refers to something that does not exist here. Choose again."
    TextMissing "text_missing" "Write something: this must not be empty."
    TextTooLong "text_too_long" "This text is too long. Shorten it."
    WrongCurrency "wrong_currency" "Amounts are in the workspace's currency."
    NegativeValue "negative_value" "The value must not be below zero."
    OutOfRange "out_of_range" "This number is out of range."
    ConvertedExceedsExposed "converted_exceeds_exposed" "More have converted than were in the arm. Correct the counts."
    DecisionMissing "decision_missing" "Say what was decided and why."
    VoteOfAnother "vote_of_another" "Everybody votes for themselves. Give your own vote."
    ServerOnly "server_only" "Only an admin can change this, on the members page."
    NotYours "not_yours" "Somebody else put this there. Ask them, or a manager, to change it."
    LastAdmin "last_admin" "A workspace needs an admin. Make somebody else an admin first."
}

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

fn check_settings(
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

fn check_stage(w: &Workspace, action: &Action<StageId, StageChange>) -> Result<(), Refusal> {
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

fn check_member(w: &Workspace, authority: Authority, action: &Action<MemberId, MemberChange>) -> Result<(), Refusal> {
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

fn check_deal(w: &Workspace, authority: Authority, action: &DealAction) -> Result<(), Refusal> {
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

fn check_hypothesis(
    w: &Workspace,
    authority: Authority,
    action: &Action<HypothesisId, HypothesisChange>,
) -> Result<(), Refusal> {
    use HypothesisChange as C;
    named(action, |c| matches!(c, C::Title(_)))?;
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
            C::Decision(Some(decision)) => {
                line(&decision.reason)?;
                refers(&w.members, Some(&decision.by))?;
            }
            C::Continued(Some(continued)) => {
                line(&continued.reason)?;
                refers(&w.members, Some(&continued.by))?;
            }
            C::Play(Some(play)) => check_play(w, play)?,
            C::Origin(id) => refers(&w.stickers, id.as_ref())?,
            C::Standing(standing) => at_most(standing.rank.as_str(), RANK_MAX)?,
            C::Segment(segment) => check_segment(w, segment)?,
            C::Design(design) => check_design(w, design)?,
            C::Registered(lines) => {
                allow(lines.len() <= 500, Refusal::OutOfRange)?;
                lines.iter().try_for_each(|line| check_frozen(w, line))?;
            }
            C::Days(days) => {
                allow(days.len() <= 1_000, Refusal::OutOfRange)?;
                for [exposed, converted] in days.iter().flat_map(|day| &day.arms) {
                    allow(*exposed <= DAY_UNITS_MAX, Refusal::OutOfRange)?;
                    allow(converted <= exposed, Refusal::ConvertedExceedsExposed)?;
                }
            }
            C::Evidence(links) => check_evidence(w, w.hypotheses.get(&action.id()), links)?,
            C::Cost(cost) => check_cost(cost)?,
            C::Votes(votes) => check_votes(w, authority, votes)?,
            C::Amended(amended) => check_amended(w, authority, w.hypotheses.get(&action.id()), amended)?,
            C::Team(_) | C::Started(_) | C::Decision(None) | C::Continued(None) | C::Play(None) => {}
        }
    }
    // Look at the record as it would be afterwards; of two writes of one
    // register the first counts.
    let present = w.hypotheses.get(&action.id()).cloned();
    let mut after = present.unwrap_or_else(|| Hypothesis::blank(action.id()));
    set_of(action).iter().rev().for_each(|change| after.write(change.clone()));
    explained(&after)
}

fn check_frozen(w: &Workspace, frozen: &Frozen) -> Result<(), Refusal> {
    refers(&w.members, Some(&frozen.by))?;
    check_design(w, &frozen.design)?;
    check_segment(w, &frozen.segment)
}

fn check_segment(w: &Workspace, segment: &Filter) -> Result<(), Refusal> {
    refers(&w.members, segment.owner.as_ref())?;
    refers(&w.imports, segment.import.as_ref())?;
    at_most(segment.channel.as_deref().unwrap_or_default(), LINE_MAX)?;
    at_most(&segment.text, LINE_MAX)
}

fn check_design(w: &Workspace, design: &Design) -> Result<(), Refusal> {
    for measure in design.guardrail.iter().chain([&design.measure]) {
        refers(&w.stages, measure.from.as_ref())?;
        refers(&w.stages, measure.to.as_ref())?;
        allow((1..=3_650).contains(&measure.days), Refusal::OutOfRange)?;
    }
    allow(design.mean.is_none_or(|plan| plan.is_sound()), Refusal::OutOfRange)?;
    allow(design.briefs.len() <= 4, Refusal::OutOfRange)?;
    design.briefs.iter().try_for_each(|brief| at_most(brief, TEXT_MAX))?;
    let errors = (1..=5_000).contains(&design.error_bp) && (5_000..=9_999).contains(&design.power_bp);
    allow(errors, Refusal::OutOfRange)
}

fn check_play(w: &Workspace, play: &Play) -> Result<(), Refusal> {
    line(&play.what)?;
    [play.stage, play.goal].iter().try_for_each(|id| refers(&w.stages, Some(id)))?;
    allow((1..=DAYS_MAX).contains(&play.days), Refusal::OutOfRange)?;
    allow(play.promised.is_none_or(|promised| promised.is_sound()), Refusal::OutOfRange)?;
    play.retired.iter().try_for_each(|retired| line(&retired.reason))
}

/// Decided, and said what.
fn explained(hypothesis: &Hypothesis) -> Result<(), Refusal> {
    let decided = hypothesis.standing.status == Status::Decided;
    allow(!decided || hypothesis.decision.is_some(), Refusal::DecisionMissing)
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
