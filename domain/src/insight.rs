//! Something a customer said or did that the other team should know.

use crate::{
    ids::{CompanyId, DealId, InsightId, MemberId},
    record::record,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What kind of thing was heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InsightKind {
    /// What they need.
    #[default]
    Need,
    /// What they prefer.
    Preference,
    /// What they hold against it.
    Objection,
    /// What moves them.
    Motivation,
    /// What they are not sure of.
    Doubt,
}

record! {
    /// Where hypotheses come from.
    pub struct Insight(InsightId), changed by InsightChange {
        /// In the customer's words where possible.
        text / Text: String,
        /// What kind.
        kind / Kind: InsightKind,
        /// The deal it was heard in.
        deal / Deal: Option<DealId>,
        /// The company it is about.
        company / Company: Option<CompanyId>,
        /// Members who found it important.
        votes / Votes: BTreeSet<MemberId>,
    }
}
