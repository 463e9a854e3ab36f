//! A row of a file as a deal to be.

use crate::{clock::Timestamp, deal::Worth};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A row as a deal to be. Stages are places in the layout's list; owner,
/// company and contact are still names.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft<'t> {
    /// The line of the file.
    pub line: u32,
    /// The other system's id; empty where there is none.
    pub external_id: &'t str,
    /// What it is about.
    pub title: String,
    /// Where it stands.
    pub stage: usize,
    /// Why it was lost; there exactly when it is.
    pub loss: Option<String>,
    /// The stages it entered and when, the one it stands in included.
    pub past: Vec<(usize, Option<Timestamp>)>,
    /// Who looks after it; empty is nobody.
    pub owner: &'t str,
    /// The buying organisation; empty is unknown.
    pub company: &'t str,
    /// The person there.
    pub contact: Person<'t>,
    /// What it is worth.
    pub worth: Worth,
    /// What brought it.
    pub channel: &'t str,
    /// When it is expected to be decided.
    pub expected_close: Option<NaiveDate>,
    /// Dated won or lost before another date; `fields` has a note on it.
    pub closed_early: bool,
    /// Further facts, by name.
    pub fields: BTreeMap<String, String>,
}

/// A person on the customer's side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person<'t> {
    /// Name; empty is unknown.
    pub name: String,
    /// E-mail address.
    pub email: &'t str,
    /// Telephone number.
    pub phone: &'t str,
    /// What they do.
    pub position: &'t str,
}

impl Person<'_> {
    /// Whether nothing is known that would tell them from others.
    pub fn is_nobody(&self) -> bool {
        self.name.is_empty() && self.email.is_empty() && self.phone.is_empty()
    }

    /// What they are called: name, else address, else number.
    pub fn called(&self) -> &str {
        [self.name.as_str(), self.email, self.phone].into_iter().find(|s| !s.is_empty()).unwrap_or("")
    }
}
