//! Somebody who may become a customer.

use super::{IntakeFault, within};
use crate::{
    board,
    clock::Timestamp,
    company::{CompanyChange, ContactChange, LawfulBasis},
    deal::{DealChange, Past, Place},
    ids::{CompanyId, ContactId, DealId, InsightId},
    insight::InsightChange,
    operation::{Action, Body, DealAction, FIELDS_MAX, LINE_MAX, TEXT_MAX},
    rank::Rank,
    stage::{Section, Stage},
    workspace::Workspace,
    zone::day,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
        let past = vec![Past::of(stage, Some(now))];
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
            ContactChange::Since(day(w, now)),
        ];
        if !self.name.is_empty() {
            set.push(ContactChange::Name(self.name.clone()));
        }
        bodies.push(Action::Create { id, set }.into());
        Some(id)
    }
}

/// Where a new lead stands: the first stage of marketing, or else of all.
fn first_stage(w: &Workspace) -> Option<&Stage> {
    let stages: Vec<_> = w.stages_in_order().into_iter().filter(|s| s.role.is_undecided()).collect();
    stages.iter().find(|s| s.section == Section::Marketing).or(stages.first()).copied()
}
