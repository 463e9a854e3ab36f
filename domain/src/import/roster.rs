//! People and organisations that rows name: matched to those of the workspace,
//! collected where they are new.

use super::{
    draft::{Draft, Person},
    mapping::fold,
};
use crate::{
    ids::{CompanyId, ContactId, MemberId},
    workspace::Workspace,
};
use std::collections::HashMap;

/// Names with the records they mean.
#[derive(Clone, Debug)]
pub struct Roster<Id, New> {
    known: HashMap<String, Id>,
    new: HashMap<String, usize>,
    /// Those to be made, in the order they were first named.
    pub made: Vec<New>,
}

impl<Id: Copy, New> Roster<Id, New> {
    fn of(known: impl Iterator<Item = (String, Id)>) -> Self {
        let mut roster = Self { known: HashMap::new(), new: HashMap::new(), made: Vec::new() };
        for (key, id) in known {
            roster.known.entry(key).or_insert(id);
        }
        roster
    }

    /// Notes that a row names `key`.
    fn name(&mut self, key: String, new: impl FnOnce() -> New) {
        if !self.known.contains_key(&key) && !self.new.contains_key(&key) {
            self.new.insert(key, self.made.len());
            self.made.push(new());
        }
    }

    /// The record of `key`; of new ones that with the id at its place in `made`.
    fn find(&self, key: &str, made: &[Id]) -> Option<Id> {
        self.known.get(key).copied().or_else(|| made.get(*self.new.get(key)?).copied())
    }
}

/// A contact to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContact {
    /// What they are called.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// What they do.
    pub position: String,
    /// Where they work, by name.
    pub company: String,
}

/// Everybody that the rows of a file name.
#[derive(Clone, Debug)]
pub struct Rosters {
    /// Who looks after deals.
    pub members: Roster<MemberId, String>,
    /// The buying organisations.
    pub companies: Roster<CompanyId, String>,
    /// The people there.
    pub contacts: Roster<ContactId, NewContact>,
}

/// The ids of the records to be made, in the order of `made`.
#[derive(Clone, Debug, Default)]
pub struct MadeIds {
    /// Of members.
    pub members: Vec<MemberId>,
    /// Of companies.
    pub companies: Vec<CompanyId>,
    /// Of contacts.
    pub contacts: Vec<ContactId>,
}

impl Rosters {
    /// Everybody who is in the workspace.
    pub fn new(workspace: &Workspace) -> Self {
        let w = workspace;
        let company = |id: Option<CompanyId>| id.and_then(|id| w.companies.get(&id)).map_or("", |c| c.name.as_str());
        Self {
            members: Roster::of(w.members.values().filter(|m| m.meta.is_alive()).map(|m| (fold(&m.name), m.id))),
            companies: Roster::of(w.companies.values().filter(|c| c.meta.is_alive()).map(|c| (fold(&c.name), c.id))),
            contacts: Roster::of(
                w.contacts
                    .values()
                    .filter(|c| c.meta.is_alive())
                    .map(|c| (contact_key(&c.name, &c.email, &c.phone, company(c.company)), c.id)),
            ),
        }
    }

    /// Notes everybody whom a row names.
    pub fn note(&mut self, draft: &Draft<'_>) {
        if !draft.owner.is_empty() {
            self.members.name(fold(draft.owner), || draft.owner.to_owned());
        }
        if !draft.company.is_empty() {
            self.companies.name(fold(draft.company), || draft.company.to_owned());
        }
        let person = &draft.contact;
        if !person.is_nobody() {
            self.contacts.name(key_of(person, draft.company), || NewContact {
                name: person.called().to_owned(),
                email: person.email.to_owned(),
                phone: person.phone.to_owned(),
                position: person.position.to_owned(),
                company: draft.company.to_owned(),
            });
        }
    }

    /// The member who looks after a row's deal.
    pub fn owner(&self, draft: &Draft<'_>, made: &MadeIds) -> Option<MemberId> {
        self.members.find(&fold(draft.owner), &made.members)
    }

    /// The company of that name.
    pub fn company(&self, name: &str, made: &MadeIds) -> Option<CompanyId> {
        self.companies.find(&fold(name), &made.companies)
    }

    /// The contact of a row.
    pub fn contact(&self, draft: &Draft<'_>, made: &MadeIds) -> Option<ContactId> {
        self.contacts.find(&key_of(&draft.contact, draft.company), &made.contacts)
    }
}

fn key_of(person: &Person<'_>, company: &str) -> String {
    contact_key(person.called(), person.email, person.phone, company)
}

/// People are told apart by their name and by the first that is known of
/// address, number (its digits) and company.
fn contact_key(name: &str, email: &str, phone: &str, company: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let [name, email, company] = [name, email, company].map(fold);
    let mark = [email, digits, company].into_iter().find(|s| !s.is_empty()).unwrap_or_default();
    format!("{name}\n{mark}")
}
