//! One change that a person made, as data.

mod apply;
mod check;
mod invert;
mod read;

pub use apply::apply;
pub use check::{Authority, FIELDS_MAX, LANGUAGES, LINE_MAX, MONEY_MAX, Refusal, TEXT_MAX, admit, check};
pub use invert::invert;

use crate::{
    clock::{Stamp, Timestamp},
    company::{CompanyChange, ContactChange},
    deal::{DealChange, Past, Place, Remark},
    entity::EntityKey,
    hypothesis::HypothesisChange,
    ids::*,
    import::ImportChange,
    insight::InsightChange,
    meeting::MeetingChange,
    member::MemberChange,
    question::QuestionChange,
    reach::ReachChange,
    score::RuleChange,
    settings::SettingsChange,
    stage::StageChange,
    task::TaskChange,
    touchpoint::TouchpointChange,
    workshop::{StickerChange, WorkshopChange},
};
use serde::{Deserialize, Serialize};

/// One change that a person made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Counts this client's operations without gaps, from 1.
    pub number: u64,
    /// When it was made; names the client.
    pub stamp: Stamp,
    /// Who made it. The server overwrites it with the session's member.
    #[serde(default)]
    pub author: MemberId,
    /// What was changed.
    pub body: Body,
}

/// What can be done to most records.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Action<I, C> {
    /// Makes a record with first values.
    Create {
        /// Its new id.
        id: I,
        /// First values of its registers.
        set: Vec<C>,
    },
    /// Writes registers.
    Edit {
        /// Which record.
        id: I,
        /// The writes.
        set: Vec<C>,
    },
    /// Takes it out of sight; it can be restored.
    Delete {
        /// Which record.
        id: I,
    },
    /// Brings a deleted record back.
    Restore {
        /// Which record.
        id: I,
    },
}

/// What can be done to a deal.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum DealAction {
    /// Makes a deal that stands somewhere and has a past (at least the stage it stands in).
    Create {
        /// Its new id.
        id: DealId,
        /// Where it stands.
        place: Place,
        /// The stages it entered so far.
        past: Vec<Past>,
        /// First values of its registers.
        set: Vec<DealChange>,
    },
    /// Puts it somewhere else.
    Move {
        /// Which deal.
        id: DealId,
        /// Stage, order and loss reason.
        to: Place,
        /// When it entered the stage; `None` when it was only re-ordered within it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entered: Option<Timestamp>,
        /// The entry that this move takes back (an undo).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retract: Option<Stamp>,
        /// What is noted with the entry.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remark: Option<Remark>,
    },
    /// Writes registers.
    Edit {
        /// Which deal.
        id: DealId,
        /// The writes.
        set: Vec<DealChange>,
    },
    /// Takes it out of sight; it can be restored.
    Delete {
        /// Which deal.
        id: DealId,
    },
    /// Brings a deleted deal back.
    Restore {
        /// Which deal.
        id: DealId,
    },
}

/// What was changed: `{"kind": "deal", "do": "move", "id": …, …}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)] // each variant is the record it names
pub enum Body {
    Settings(Action<WorkspaceId, SettingsChange>),
    Stage(Action<StageId, StageChange>),
    Member(Action<MemberId, MemberChange>),
    Company(Action<CompanyId, CompanyChange>),
    Contact(Action<ContactId, ContactChange>),
    Deal(DealAction),
    Task(Action<TaskId, TaskChange>),
    Insight(Action<InsightId, InsightChange>),
    Rule(Action<RuleId, RuleChange>),
    Question(Action<QuestionId, QuestionChange>),
    Touchpoint(Action<TouchpointId, TouchpointChange>),
    Hypothesis(Action<HypothesisId, HypothesisChange>),
    Reach(Action<ReachId, ReachChange>),
    Import(Action<ImportId, ImportChange>),
    Workshop(Action<WorkshopId, WorkshopChange>),
    Sticker(Action<StickerId, StickerChange>),
    Meeting(Action<MeetingId, MeetingChange>),
    /// A change this version does not know. It is kept, never applied.
    #[serde(untagged)]
    Unknown(serde_json::Value),
}

impl<I: Copy, C> Action<I, C> {
    /// The record it is about.
    pub fn id(&self) -> I {
        match self {
            Self::Create { id, .. } | Self::Edit { id, .. } | Self::Delete { id } | Self::Restore { id } => *id,
        }
    }
}

impl DealAction {
    /// The deal it is about.
    pub fn id(&self) -> DealId {
        match self {
            Self::Create { id, .. }
            | Self::Move { id, .. }
            | Self::Edit { id, .. }
            | Self::Delete { id }
            | Self::Restore { id } => *id,
        }
    }
}

impl Body {
    /// The one record that the change touches; `None` for an unknown change.
    pub fn key(&self) -> Option<EntityKey> {
        Some(match self {
            Self::Settings(a) => a.id().into(),
            Self::Stage(a) => a.id().into(),
            Self::Member(a) => a.id().into(),
            Self::Company(a) => a.id().into(),
            Self::Contact(a) => a.id().into(),
            Self::Deal(a) => a.id().into(),
            Self::Task(a) => a.id().into(),
            Self::Insight(a) => a.id().into(),
            Self::Rule(a) => a.id().into(),
            Self::Question(a) => a.id().into(),
            Self::Touchpoint(a) => a.id().into(),
            Self::Hypothesis(a) => a.id().into(),
            Self::Reach(a) => a.id().into(),
            Self::Import(a) => a.id().into(),
            Self::Workshop(a) => a.id().into(),
            Self::Sticker(a) => a.id().into(),
            Self::Meeting(a) => a.id().into(),
            Self::Unknown(_) => return None,
        })
    }
}

macro_rules! body_from_action {
    ($($variant:ident $action:ty,)*) => {
        $(impl From<$action> for Body {
            fn from(action: $action) -> Self {
                Self::$variant(action)
            }
        })*
    };
}
body_from_action! {
    Settings Action<WorkspaceId, SettingsChange>,
    Stage Action<StageId, StageChange>,
    Member Action<MemberId, MemberChange>,
    Company Action<CompanyId, CompanyChange>,
    Contact Action<ContactId, ContactChange>,
    Deal DealAction,
    Task Action<TaskId, TaskChange>,
    Insight Action<InsightId, InsightChange>,
    Rule Action<RuleId, RuleChange>,
    Question Action<QuestionId, QuestionChange>,
    Touchpoint Action<TouchpointId, TouchpointChange>,
    Hypothesis Action<HypothesisId, HypothesisChange>,
    Reach Action<ReachId, ReachChange>,
    Import Action<ImportId, ImportChange>,
    Workshop Action<WorkshopId, WorkshopChange>,
    Sticker Action<StickerId, StickerChange>,
    Meeting Action<MeetingId, MeetingChange>,
}
