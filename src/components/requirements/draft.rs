//! What was filled in at the drop, and the changes that it comes to.

use crate::{prelude::*, state::State, words::Words};
use smarketing_domain::{
    company::{CompanyChange, ContactChange},
    deal::{DealChange, Worth},
    ids::{CompanyId, ContactId, DealId},
    money::Money,
    operation::{Action, Body, DealAction},
    stage::requirement::Requirement,
    typed,
};

/// A text for each thing that is missing.
pub struct Draft {
    /// In the order they are asked.
    pub fields: Vec<(Requirement, RwSignal<String>)>,
}

impl Draft {
    /// Nothing filled in yet.
    pub fn new(missing: Vec<Requirement>) -> Self {
        Self { fields: missing.into_iter().map(|requirement| (requirement, RwSignal::default())).collect() }
    }

    /// The changes that fill it in: people and companies that are new first, the
    /// deal last.
    ///
    /// # Errors
    /// The first field that is empty or cannot be read.
    pub fn changes(&self, state: State, words: Words, id: DealId) -> Result<Vec<Body>, Requirement> {
        let Some(deal) = state.read(|w| w.deal(id).cloned()) else { return Ok(Vec::new()) };
        let (mut changes, mut set, mut facts) = (Vec::<Body>::new(), Vec::new(), deal.fields.clone());
        for (requirement, text) in &self.fields {
            let wrong = || requirement.clone();
            let text = text.get_untracked().trim().to_owned();
            if text.is_empty() {
                return Err(wrong());
            }
            match requirement {
                Requirement::Value => {
                    let once = Money::parse(&text, words.currency()).map_err(|_| wrong())?;
                    set.push(DealChange::Worth(Worth { once: Some(once), ..deal.worth }));
                }
                Requirement::Company => {
                    let known = state.read(|w| w.company_named(&text).map(|c| c.id));
                    let company = known.unwrap_or_else(|| {
                        let id = new_id::<CompanyId>();
                        changes.push(Action::Create { id, set: vec![CompanyChange::Name(text)] }.into());
                        id
                    });
                    set.push(DealChange::Company(Some(company)));
                }
                Requirement::Contact => {
                    let known = state.read(|w| w.contact_named(&text).map(|c| c.id));
                    let contact = known.unwrap_or_else(|| {
                        let id = new_id::<ContactId>();
                        let name = vec![ContactChange::Name(text), ContactChange::Company(deal.company)];
                        changes.push(Action::Create { id, set: name }.into());
                        id
                    });
                    set.push(DealChange::Contacts(vec![contact]));
                }
                Requirement::Owner => set.push(DealChange::Owner(Some(text.parse().map_err(|_| wrong())?))),
                Requirement::ExpectedClose => {
                    let day = typed::day(&text, words.today()).ok_or_else(wrong)?;
                    set.push(DealChange::ExpectedClose(Some(day)));
                }
                Requirement::Channel => set.push(DealChange::Channel(text)),
                Requirement::Field(name) => {
                    facts.insert(name.clone(), text);
                }
            }
        }
        if facts != deal.fields {
            set.push(DealChange::Fields(facts));
        }
        changes.push(DealAction::Edit { id, set }.into());
        Ok(changes)
    }
}
