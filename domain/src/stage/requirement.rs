//! What a deal must have before it enters a stage.
//!
//! A stage keeps names. Six are the deal's own facts; any other is a further fact
//! of the deal (a field, or the answer to a question) by the name of its field. A
//! field that is called like one of the six is shadowed by it.
//!
//! Members are asked when a deal **enters**: a new deal may begin anywhere, and what
//! the server brings (imports, forms) is not asked. Nor is what only arranges: an
//! entry that was taken back and is made again, and a merge of two stages.

use super::Stage;
use crate::{clock::Timestamp, deal::Deal, ids::StageId};

/// Something that a deal must have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Requirement {
    /// Money, paid once or every month.
    Value,
    /// The buying organisation.
    Company,
    /// A person there.
    Contact,
    /// Who looks after it.
    Owner,
    /// When it is expected to be decided.
    ExpectedClose,
    /// What brought it.
    Channel,
    /// A further fact, by the name of its field.
    Field(String),
}

impl Requirement {
    /// The deal's own facts, in the order they are offered.
    pub const OWN: [Requirement; 6] =
        [Self::Value, Self::Company, Self::Contact, Self::Owner, Self::ExpectedClose, Self::Channel];

    /// The name under which a stage keeps it.
    pub fn name(&self) -> &str {
        match self {
            Self::Value => "value",
            Self::Company => "company",
            Self::Contact => "contact",
            Self::Owner => "owner",
            Self::ExpectedClose => "expected_close",
            Self::Channel => "channel",
            Self::Field(name) => name,
        }
    }

    /// What a name that a stage keeps means.
    pub fn named(name: &str) -> Self {
        let own = Self::OWN.into_iter().find(|own| own.name() == name);
        own.unwrap_or_else(|| Self::Field(name.to_owned()))
    }

    /// Whether the deal has it.
    pub fn is_met(&self, deal: &Deal) -> bool {
        match self {
            Self::Value => deal.worth.once.is_some() || deal.worth.monthly.is_some(),
            Self::Company => deal.company.is_some(),
            Self::Contact => !deal.contacts.is_empty(),
            Self::Owner => deal.owner.is_some(),
            Self::ExpectedClose => deal.expected_close.is_some(),
            Self::Channel => !deal.channel.trim().is_empty(),
            Self::Field(name) => deal.fields.get(name).is_some_and(|text| !text.trim().is_empty()),
        }
    }
}

/// What the deal still lacks to enter the stage: its own facts first.
pub fn missing(stage: &Stage, deal: &Deal) -> Vec<Requirement> {
    let mut missing: Vec<_> = stage.required.iter().map(|name| Requirement::named(name)).collect();
    missing.retain(|requirement| !requirement.is_met(deal));
    missing.sort();
    missing
}

/// Whether an entry at `at` is a step of the customer, about which the deal is
/// asked, and not one that only arranges what is known.
pub(crate) fn is_asked(deal: &Deal, to: StageId, at: Timestamp) -> bool {
    let made_again =
        deal.entries.iter().any(|e| e.stage == to && e.at == Some(at) && deal.retracted.contains(&e.stamp));
    let merged = deal.place.stage != to && deal.standing_since() == Some(at);
    !made_again && !merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{CompanyId, DealId};
    use crate::record::Record;

    #[test]
    fn every_name_means_what_it_names() {
        for own in Requirement::OWN {
            assert_eq!(Requirement::named(own.name()), own);
        }
        assert_eq!(Requirement::named("Area"), Requirement::Field("Area".to_owned()));
    }

    #[test]
    fn what_is_missing_is_listed_and_blank_text_is_nothing() {
        let mut deal = Deal::blank(DealId::default());
        let required = ["Area", "company", "value"].map(str::to_owned).into();
        let stage = Stage { required, ..Stage::default() };
        deal.fields.insert("Area".to_owned(), " ".to_owned());
        let field = Requirement::Field("Area".to_owned());
        assert_eq!(missing(&stage, &deal), [Requirement::Value, Requirement::Company, field.clone()]);
        deal.company = Some(CompanyId::default());
        assert_eq!(missing(&stage, &deal), [Requirement::Value, field]);
    }
}
