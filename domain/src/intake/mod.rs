//! What comes in from outside, by keys that can only write: leads of web forms,
//! reach of advertising platforms. What becomes of it is decided here.

use crate::{
    board,
    clock::Timestamp,
    company::{CompanyChange, ContactChange, LawfulBasis},
    deal::{DealChange, Past, Place},
    ids::{CompanyId, ContactId, DealId, InsightId, ReachId},
    insight::InsightChange,
    money::Currency,
    operation::{Action, Body, DealAction, FIELDS_MAX, LINE_MAX, MONEY_MAX, TEXT_MAX},
    rank::Rank,
    reach::ReachChange,
    stage::{Section, Stage},
    workspace::Workspace,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most rows of reach in one request.
pub const ROWS_MAX: usize = 500;
/// Longest name of a request, in characters.
pub const REQUEST_MAX: usize = 200;
/// Largest count of one day.
const COUNT_MAX: u64 = 1_000_000_000_000;

/// `POST /api/intake/leads`: somebody who may become a customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lead {
    /// The request's name, where there is no `Idempotency-Key`.
    pub id: Option<String>,
    /// What it is about; otherwise company, name or address stand for it.
    pub title: String,
    /// The person.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their telephone number.
    pub phone: String,
    /// The organisation.
    pub company: String,
    /// What brought it, as channels are called in the workspace.
    pub channel: String,
    /// The campaign, kept with the deal.
    pub campaign: String,
    /// What they wrote, kept as an insight.
    pub message: String,
    /// Why they may be contacted.
    pub basis: LawfulBasis,
    /// Where the contact is from: the form's address, say.
    pub source: String,
    /// Further facts, kept with the deal.
    pub fields: BTreeMap<String, String>,
}

/// `POST /api/intake/reach`: what channels brought and cost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReachRows {
    /// The request's name, where there is no `Idempotency-Key`.
    pub id: Option<String>,
    /// The currency of the spend; otherwise the workspace's.
    pub currency: Option<Currency>,
    /// One for each channel and day.
    pub rows: Vec<ReachRow>,
}

/// One channel on one day. What is left out stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReachRow {
    /// As channels are called in the workspace.
    pub channel: String,
    /// The calendar day.
    pub day: NaiveDate,
    /// How often we were seen.
    #[serde(default)]
    pub impressions: Option<u64>,
    /// How often somebody came.
    #[serde(default)]
    pub visits: Option<u64>,
    /// Spend in minor units (cents).
    #[serde(default)]
    pub spend_minor: Option<i64>,
}

/// What an intake is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The deal of a lead; the name of a request of reach.
    pub id: String,
}

/// Why something was not taken in. Each has a stable code and says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeFault {
    /// Nothing to call it by.
    #[error("The lead is empty. Give at least one of title, name, email, phone and company.")]
    LeadEmpty,
    /// No address.
    #[error("The email is no e-mail address. Write it like name@example.org, or leave it out.")]
    EmailInvalid,
    /// Too long.
    #[error("The field {0} is too long. Shorten it.")]
    TooLong(&'static str),
    /// Too many further facts.
    #[error("The fields are too many, or one has no name. Give at most 100, each with a name.")]
    Fields,
    /// No rows, or too many.
    #[error("Give between 1 and 500 rows in one request.")]
    Rows,
    /// A channel without a name.
    #[error("A row has no channel. Name it as the channel is called in the workspace.")]
    ChannelMissing,
    /// A number that cannot be.
    #[error("A number is out of range: counts and spend are not negative, and at most 1,000,000,000,000.")]
    OutOfRange,
    /// Another currency.
    #[error("The spend is in another currency than the workspace. Convert it first.")]
    WrongCurrency,
    /// Nowhere to put it.
    #[error("The workspace has no stage in which a lead can stand. Add one on the settings page, then send it again.")]
    NoStage,
}

impl IntakeFault {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::LeadEmpty => "lead_empty",
            Self::EmailInvalid => "email_invalid",
            Self::TooLong(_) => "field_too_long",
            Self::Fields => "fields_invalid",
            Self::Rows => "rows_out_of_range",
            Self::ChannelMissing => "channel_missing",
            Self::OutOfRange => "number_out_of_range",
            Self::WrongCurrency => "wrong_currency",
            Self::NoStage => "no_stage",
        }
    }
}

/// The ids of what a lead becomes.
#[derive(Clone, Copy, Debug)]
pub struct LeadIds {
    /// The deal.
    pub deal: DealId,
    /// The person, when they are new.
    pub contact: ContactId,
    /// The organisation, when it is new.
    pub company: CompanyId,
    /// What they wrote.
    pub insight: InsightId,
}

impl Lead {
    /// Without blanks around its texts, and sound.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn check(mut self) -> Result<Self, IntakeFault> {
        for text in [
            &mut self.title,
            &mut self.name,
            &mut self.email,
            &mut self.phone,
            &mut self.company,
            &mut self.channel,
            &mut self.campaign,
            &mut self.message,
            &mut self.source,
        ] {
            *text = text.trim().to_owned();
        }
        for (name, text, most) in [
            ("title", &self.title, LINE_MAX),
            ("name", &self.name, LINE_MAX),
            ("phone", &self.phone, LINE_MAX),
            ("company", &self.company, LINE_MAX),
            ("channel", &self.channel, LINE_MAX),
            ("campaign", &self.campaign, TEXT_MAX),
            ("message", &self.message, TEXT_MAX),
            ("source", &self.source, LINE_MAX),
        ] {
            within(text, most).then_some(()).ok_or(IntakeFault::TooLong(name))?;
        }
        if !self.email.is_empty() {
            self.email = crate::account::address(&self.email).map_err(|_| IntakeFault::EmailInvalid)?;
        }
        let named = |(name, value): (&String, &String)| {
            !name.trim().is_empty() && within(name, LINE_MAX) && within(value, TEXT_MAX)
        };
        if self.fields.len() > FIELDS_MAX / 2 || !self.fields.iter().all(named) {
            return Err(IntakeFault::Fields);
        }
        let calls = [&self.title, &self.company, &self.name, &self.email, &self.phone];
        if calls.iter().all(|text| text.is_empty()) { Err(IntakeFault::LeadEmpty) } else { Ok(self) }
    }

    /// The changes that bring it into the first stage where leads stand. Empty
    /// when it is there already.
    ///
    /// # Errors
    /// When there is no such stage.
    pub fn bodies(&self, w: &Workspace, ids: LeadIds, now: Timestamp) -> Result<Vec<Body>, IntakeFault> {
        if w.deals.contains_key(&ids.deal) {
            return Ok(Vec::new());
        }
        let stage = first_stage(w).ok_or(IntakeFault::NoStage)?.id;
        let mut bodies = Vec::new();
        let company = self.company(w, ids.company, &mut bodies);
        let contact = self.contact(w, ids.contact, company, now, &mut bodies);
        let column = board::column(w, stage);
        let rank = Rank::between(None, column.first().map(|deal| &deal.place.rank));
        let calls = [&self.title, &self.company, &self.name, &self.email, &self.phone];
        let title = calls.into_iter().find(|text| !text.is_empty()).cloned().unwrap_or_default();
        let mut fields = self.fields.clone();
        if !self.campaign.is_empty() {
            fields.insert("campaign".to_owned(), self.campaign.clone());
        }
        let set = vec![
            DealChange::Title(title),
            DealChange::Company(company),
            DealChange::Contacts(contact.into_iter().collect()),
            DealChange::Channel(self.channel.clone()),
            DealChange::Fields(fields),
        ];
        let past = vec![Past { stage, at: Some(now) }];
        bodies.push(DealAction::Create { id: ids.deal, place: Place { stage, rank, loss: None }, past, set }.into());
        if !self.message.is_empty() {
            let set = vec![
                InsightChange::Text(self.message.clone()),
                InsightChange::Deal(Some(ids.deal)),
                InsightChange::Company(company),
            ];
            bodies.push(Action::Create { id: ids.insight, set }.into());
        }
        Ok(bodies)
    }

    /// The organisation of that name, or a new one.
    fn company(&self, w: &Workspace, id: CompanyId, bodies: &mut Vec<Body>) -> Option<CompanyId> {
        if self.company.is_empty() {
            return None;
        }
        let wanted = self.company.to_lowercase();
        let known = w.companies.values().find(|c| c.meta.is_alive() && c.name.trim().to_lowercase() == wanted);
        if let Some(known) = known {
            return Some(known.id);
        }
        bodies.push(Action::Create { id, set: vec![CompanyChange::Name(self.company.clone())] }.into());
        Some(id)
    }

    /// The person of that address, as they are: a form must not write over what
    /// is known of somebody. Otherwise a new one.
    fn contact(
        &self,
        w: &Workspace,
        id: ContactId,
        company: Option<CompanyId>,
        now: Timestamp,
        bodies: &mut Vec<Body>,
    ) -> Option<ContactId> {
        if [&self.name, &self.email, &self.phone].iter().all(|text| text.is_empty()) {
            return None;
        }
        let same = |known: &str| !self.email.is_empty() && known.trim().to_lowercase() == self.email;
        if let Some(known) = w.contacts.values().find(|c| c.meta.is_alive() && same(&c.email)) {
            return Some(known.id);
        }
        let mut set = vec![
            ContactChange::Email(self.email.clone()),
            ContactChange::Phone(self.phone.clone()),
            ContactChange::Company(company),
            ContactChange::Basis(self.basis),
            ContactChange::Source(self.source.clone()),
            ContactChange::Since(now.day()),
        ];
        if !self.name.is_empty() {
            set.push(ContactChange::Name(self.name.clone()));
        }
        bodies.push(Action::Create { id, set }.into());
        Some(id)
    }
}

impl ReachRows {
    /// Without blanks around its texts, and sound.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn check(mut self) -> Result<Self, IntakeFault> {
        if self.rows.is_empty() || self.rows.len() > ROWS_MAX {
            return Err(IntakeFault::Rows);
        }
        for row in &mut self.rows {
            row.channel = row.channel.trim().to_owned();
            if row.channel.is_empty() {
                return Err(IntakeFault::ChannelMissing);
            }
            if !within(&row.channel, LINE_MAX) {
                return Err(IntakeFault::TooLong("channel"));
            }
            let counts = [row.impressions, row.visits].into_iter().flatten().all(|count| count <= COUNT_MAX);
            if !counts || !row.spend_minor.is_none_or(|minor| (0..=MONEY_MAX).contains(&minor)) {
                return Err(IntakeFault::OutOfRange);
            }
        }
        Ok(self)
    }

    /// The changes that make it so: a row of a channel and day is written over,
    /// or made with the id that `id_of` names.
    ///
    /// # Errors
    /// When the spend is in another currency.
    pub fn bodies(&self, w: &Workspace, id_of: impl Fn(&str, NaiveDate) -> ReachId) -> Result<Vec<Body>, IntakeFault> {
        if self.currency.is_some_and(|currency| currency != w.currency()) {
            return Err(IntakeFault::WrongCurrency);
        }
        let key = |channel: &str, day| (channel.trim().to_lowercase(), day);
        let alive = w.reach.values().filter(|row| row.meta.is_alive());
        let mut known: BTreeMap<_, ReachId> = alive.map(|row| (key(&row.channel, row.day), row.id)).collect();
        let mut bodies = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let numbers = [
                row.impressions.map(ReachChange::Impressions),
                row.visits.map(ReachChange::Visits),
                row.spend_minor.map(ReachChange::SpendMinor),
            ];
            let numbers = numbers.into_iter().flatten();
            let place = key(&row.channel, Some(row.day));
            if let Some(id) = known.get(&place) {
                bodies.push(Action::Edit { id: *id, set: numbers.collect() }.into());
                continue;
            }
            let id = id_of(&place.0, row.day);
            known.insert(place, id);
            let mut set = vec![ReachChange::Channel(row.channel.clone()), ReachChange::Day(Some(row.day))];
            set.extend(numbers);
            // One that was deleted comes back with what is known now.
            if w.reach.get(&id).is_some_and(|row| row.meta.is_deleted()) {
                bodies.push(Action::Restore { id }.into());
            }
            bodies.push(Action::Create { id, set }.into());
        }
        Ok(bodies)
    }
}

/// Where a new lead stands: the first stage of marketing, or else of all.
fn first_stage(w: &Workspace) -> Option<&Stage> {
    let stages: Vec<_> = w.stages_in_order().into_iter().filter(|s| s.role.is_undecided()).collect();
    stages.iter().find(|s| s.section == Section::Marketing).or(stages.first()).copied()
}

fn within(text: &str, most: usize) -> bool {
    text.len() <= most || text.chars().count() <= most
}

#[cfg(test)]
mod tests;
