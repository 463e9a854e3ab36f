//! Organisations and people on the customer's side.

use crate::{
    ids::{CompanyId, ContactId},
    record::record,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

record! {
    /// An organisation on the customer's side.
    pub struct Company(CompanyId), changed by CompanyChange {
        /// Its name.
        name / Name: String,
        /// Further facts, by name (sector, size, place).
        fields / Fields: BTreeMap<String, String>,
    }
}

/// Why we may write to a person (GDPR, article 6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LawfulBasis {
    /// Not recorded: ask before writing.
    #[default]
    Unknown,
    /// They agreed.
    Consent,
    /// They are, or are becoming, a customer.
    Contract,
    /// Our interest, weighed against theirs.
    LegitimateInterest,
}

record! {
    /// A person on the customer's side.
    pub struct Contact(ContactId), changed by ContactChange {
        /// Full name.
        name / Name: String,
        /// E-mail address.
        email / Email: String,
        /// Telephone number.
        phone / Phone: String,
        /// What they do there; decides or advises.
        position / Position: String,
        /// Where they work.
        company / Company: Option<CompanyId>,
        /// Why we may contact them.
        basis / Basis: LawfulBasis,
        /// Where we have them from.
        source / Source: String,
        /// Since when.
        since / Since: Option<NaiveDate>,
    }
}
