//! The one record that travels: a lead in a marketing stage, a deal once sales
//! has accepted it, a customer after it is won. One id, one history.

use crate::{
    clock::{Stamp, Timestamp},
    ids::{CompanyId, ContactId, DealId, ImportId, MemberId, RuleId, StageId},
    money::Money,
    rank::Rank,
    record::{Birth, Record, record},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a deal came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DealKind {
    /// The first purchase of a customer.
    #[default]
    New,
    /// The same again.
    Repeat,
    /// More of it.
    Upsell,
    /// Something else.
    CrossSell,
    /// Less of it, instead of nothing.
    DownSell,
    /// A customer who had gone.
    WinBack,
    /// Brought by a customer.
    Referral,
}

impl DealKind {
    /// All kinds, in the order they are offered.
    pub const ALL: [DealKind; 7] =
        [Self::New, Self::Repeat, Self::Upsell, Self::CrossSell, Self::DownSell, Self::WinBack, Self::Referral];

    /// Whether it is a further purchase of somebody who had bought before.
    pub fn is_further_purchase(self) -> bool {
        !matches!(self, Self::New | Self::Referral)
    }
}

/// Why a deal was lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// A short reason that can be counted.
    pub reason: String,
    /// The story behind it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Where a deal stands. One register: stage, order and loss reason are written together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The stage.
    pub stage: StageId,
    /// The order within it.
    pub rank: Rank,
    /// Why it was lost; there exactly when the stage's role is Lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loss: Option<Loss>,
}

/// What a deal is worth. One register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worth {
    /// Paid once; `None` is unknown, which is not zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once: Option<Money>,
    /// Paid every month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly: Option<Money>,
}

/// So many monthly payments are in what a deal brings in its first year.
const MONTHS: i64 = 12;

impl Worth {
    /// What it brings in its first year, in minor units: what is paid once, and
    /// twelve monthly payments. `None` where neither is known. Whatever adds up both
    /// kinds of money does it by this.
    pub fn first_year_minor(&self) -> Option<i64> {
        let once = self.once.map(|money| money.minor);
        let months = self.monthly.map(|money| money.minor.saturating_mul(MONTHS));
        Some(once.or(months)?.saturating_add(once.and(months).unwrap_or(0)))
    }
}

/// A line of the history, as given at a deal's birth (imports bring a past).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// The stage that was entered.
    pub stage: StageId,
    /// When; `None` is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// What is noted with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Remark>,
}

impl Past {
    /// An entry with nothing noted.
    pub fn of(stage: StageId, at: Option<Timestamp>) -> Self {
        Self { stage, at, remark: None }
    }
}

/// The points that a rule gave when a lead was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The rule.
    pub rule: RuleId,
    /// What it gave at that moment.
    pub points: i32,
}

/// Why sales did not accept a lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// They cannot pay for it.
    Budget,
    /// Not now; later perhaps.
    NotNow,
    /// They want what we do not offer.
    WrongProduct,
    /// Whom we talk to does not decide.
    WrongPerson,
    /// Nobody answers.
    Unreachable,
    /// We do not work where they are.
    TooFar,
    /// We know them already.
    Duplicate,
    /// Something else, see the insight.
    #[default]
    Other,
}

impl Unfit {
    /// All reasons, in the order they are offered.
    pub const ALL: [Unfit; 8] = [
        Self::Budget,
        Self::NotNow,
        Self::WrongProduct,
        Self::WrongPerson,
        Self::Unreachable,
        Self::TooFar,
        Self::Duplicate,
        Self::Other,
    ];
}

/// What is noted with a stage entry, where the stage alone does not say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// Offered to sales because its score reached the threshold: by these rules.
    Offered(Vec<Given>),
    /// Sales did not accept it.
    Rejected {
        /// Why. In their own words it is an insight of the deal: what is written
        /// here is never changed, so it must not hold what may have to be forgotten.
        reason: Unfit,
        /// Its score at that moment.
        score: i32,
    },
}

/// A deal entered a stage. Entries are never changed, only taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageEntry {
    /// The stage that was entered.
    pub stage: StageId,
    /// When; `None` is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// By whom.
    pub by: MemberId,
    /// The operation that wrote the entry.
    pub stamp: Stamp,
    /// What is noted with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Remark>,
}

record! {
    /// The one record that travels.
    pub struct Deal(DealId), changed by DealChange {
        /// What it is about.
        title / Title: String,
        /// The buying organisation.
        company / Company: Option<CompanyId>,
        /// The people there.
        contacts / Contacts: Vec<ContactId>,
        /// What brought it, by name; empty is unknown.
        channel / Channel: String,
        /// What it is worth.
        worth / Worth: Worth,
        /// Who looks after it.
        owner / Owner: Option<MemberId>,
        /// How it came about.
        kind / Kind: DealKind,
        /// When it is expected to be decided.
        expected_close / ExpectedClose: Option<NaiveDate>,
        /// The deal it grew out of: the first purchase of a repeat, the
        /// recommending customer of a referral.
        grew_from / GrewFrom: Option<DealId>,
        /// Stars that staff gave it, 1 to 5; `None`: nobody has.
        rating / Rating: Option<u8>,
        /// Put off in the inbox until this calendar day.
        snoozed / Snoozed: Option<NaiveDate>,
        /// Further facts, by name.
        fields / Fields: BTreeMap<String, String>,
        /// The import that brought it.
        import / Import: Option<ImportId>,
    }
    and {
        /// Where it stands.
        place: Place,
        /// Every stage it entered, taken-back entries included, ordered by
        /// (time, stamp), unknown times first.
        entries: Vec<StageEntry>,
        /// Stamps of entries that were taken back (an undone move).
        retracted: Vec<Stamp>,
    }
}

/// The name of the place register.
pub const PLACE: &str = "place";

impl Deal {
    /// The stages it entered and when, without those taken back.
    pub fn history(&self) -> impl DoubleEndedIterator<Item = &StageEntry> {
        self.entries.iter().filter(|e| !self.retracted.contains(&e.stamp))
    }

    /// Money paid once, in minor units; an unknown value counts as nothing.
    pub fn value_minor(&self) -> i64 {
        self.worth.once.map_or(0, |m| m.minor)
    }

    /// When it entered the stage it stands in; `None` is unknown.
    pub fn in_stage_since(&self) -> Option<Timestamp> {
        self.history().rev().find(|e| e.stage == self.place.stage)?.at
    }

    /// When it came to stand where it stands, as far as anybody knows: where the
    /// history says nothing, when it was last put there.
    pub fn standing_since(&self) -> Option<Timestamp> {
        self.in_stage_since().or_else(|| self.meta.written(PLACE).map(Stamp::at))
    }

    /// The first dated entry: when the customer's path began.
    pub fn began(&self) -> Option<Timestamp> {
        self.history().filter_map(|e| e.at).min()
    }

    pub(crate) fn birth(&mut self, place: &Place, past: &[Past], set: &[DealChange], birth: Birth) {
        if self.create(set, birth) && !self.meta.is_edited(PLACE) {
            self.place = place.clone();
        }
        for past in past {
            let (by, stamp, remark) = (birth.by, birth.stamp, past.remark.clone());
            self.enter(StageEntry { stage: past.stage, at: past.at, by, stamp, remark });
        }
    }

    pub(crate) fn settle(&mut self, to: &Place, stamp: Stamp) {
        if self.meta.claim(PLACE, stamp) {
            self.place = to.clone();
        }
    }

    pub(crate) fn enter(&mut self, entry: StageEntry) {
        let key = |e: &StageEntry| (e.at, e.stamp);
        let twice = |e: &StageEntry| key(e) == key(&entry) && e.stage == entry.stage;
        if !self.entries.iter().any(twice) {
            let at = self.entries.partition_point(|e| key(e) <= key(&entry));
            self.entries.insert(at, entry);
        }
    }

    pub(crate) fn retract(&mut self, stamp: Stamp) {
        if let Err(at) = self.retracted.binary_search(&stamp) {
            self.retracted.insert(at, stamp);
        }
    }
}
