//! Who the customers are: companies and people, written down.

use super::{
    calendar::day,
    companies::Companies,
    deals::Written,
    journeys::Stop,
    log::Log,
    people::{People, Person},
    random::Random,
};
use smarketing_domain::{
    clock::Timestamp,
    company::{CompanyChange, ContactChange, LawfulBasis},
    ids::{CompanyId, ContactId, MemberId},
    operation::Action,
};

/// Knows everybody's name.
pub(super) struct AddressBook {
    random: Random,
    people: People,
    companies: Companies,
}

impl AddressBook {
    /// The address book of a seed.
    pub(super) fn new(seed: u64) -> Self {
        let random = Random::stream(seed, "contacts");
        Self { random, people: People::new(seed), companies: Companies::new(seed) }
    }

    /// Notes who the customer is.
    pub(super) fn introduce(&mut self, log: &mut Log, deal: &mut Written) {
        let (at, by) = (deal.journey.began(), deal.journey.visits[0].by);
        let mut domain = None;
        if deal.journey.business {
            let company = self.companies.next(deal.project.product.name);
            let id: CompanyId = self.random.id(at);
            let fields = [("Sector", deal.project.product.name), ("City", company.place)];
            let fields = fields.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
            log.push(
                at,
                by,
                Action::Create { id, set: vec![CompanyChange::Name(company.name), CompanyChange::Fields(fields)] },
            );
            deal.company = Some(id);
            domain = Some(company.domain);
        }
        let count = 1 + usize::from(self.random.chance(if deal.journey.business { 0.35 } else { 0.08 }));
        for nth in 0..count {
            let person = self.people.next(domain.as_deref());
            if nth == 0 {
                deal.first_name = person.name.split(' ').next().unwrap_or_default().to_owned();
            }
            let id = self.contact(log, deal, person, nth, at, by);
            deal.contacts.push(id);
        }
    }

    fn contact(
        &mut self,
        log: &mut Log,
        deal: &Written,
        person: Person,
        nth: usize,
        at: Timestamp,
        by: MemberId,
    ) -> ContactId {
        let position = match (deal.journey.business, nth) {
            (true, 0) => self.random.pick(&["Owner", "Office manager", "Director", "Buys for the house", "Co-founder"]),
            (true, _) => self.random.pick(&["Architect, advises", "Bookkeeping, signs", "Owner, decides"]),
            (false, 0) => self.random.pick(&["Decides", "Decides with the family", "Decides with a partner"]),
            (false, _) => "Partner, decides too",
        };
        let basis = if deal.journey.entered(Stop::Contract).is_some() {
            LawfulBasis::Contract
        } else {
            deal.journey.channel.basis
        };
        let id = self.random.id(at);
        let mut set = vec![
            ContactChange::Name(person.name),
            ContactChange::Email(person.email),
            ContactChange::Phone(person.phone),
            ContactChange::Position(position.to_owned()),
            ContactChange::Basis(basis),
            ContactChange::Source(deal.journey.channel.source.to_owned()),
            ContactChange::Since(Some(day(at))),
        ];
        if deal.company.is_some() {
            set.push(ContactChange::Company(deal.company));
        }
        log.push(at, by, Action::Create { id, set });
        id
    }
}
