//! Stages to begin with.
//!
//! A file for each business: its stages are states of the customer, in the three
//! languages. Chances and days are a beginning, to be replaced by what the
//! workspace's own deals tell ([`crate::stage::observed`]).

mod agency;
mod coffee;
mod furniture;
mod marketing_hourglass;
mod sales_hourglass;

pub use agency::B2B_AGENCY;
pub use coffee::COFFEE_SHOP;
pub use furniture::{FURNITURE_BY_MARKETING, FURNITURE_STUDIO};
pub use marketing_hourglass::MARKETING_HOURGLASS;
pub use sales_hourglass::SALES_HOURGLASS;

use crate::{
    ids::StageId,
    member::Team,
    operation::{Action, Body},
    rank::Rank,
    stage::{Section, StageChange, StageRole},
};
use serde::{Deserialize, Serialize};

/// A stage as a template lists it.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Names in English, Russian and Ukrainian, past tense, of the customer.
    pub names: [&'static str; 3],
    /// Its section.
    pub section: Section,
    /// What it means.
    pub role: StageRole,
    /// Who acts here.
    pub team: Team,
    /// Chance of winning in percent.
    pub probability: u8,
    /// Days until a deal rots.
    pub rot_days: Option<u16>,
}

const fn step(
    names: [&'static str; 3],
    section: Section,
    role: StageRole,
    team: Team,
    probability: u8,
    rot_days: Option<u16>,
) -> Step {
    Step { names, section, role, team, probability, rot_days }
}

/// The templates, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateName {
    /// A furniture studio led by sales.
    FurnitureBySales,
    /// A furniture studio led by marketing.
    FurnitureByMarketing,
    /// An agency that sells to companies.
    B2bAgency,
    /// A coffee shop.
    CoffeeShop,
    /// Know, like, trust, try, buy, repeat, refer.
    MarketingHourglass,
    /// Explore, collaborate, design, define, deliver, measure, engage.
    SalesHourglass,
}

/// Stages to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// What it is called in code and on the wire.
    pub name: TemplateName,
    /// Its stages, from top to bottom.
    pub steps: &'static [Step],
}

/// All templates, in the order they are offered.
pub const TEMPLATES: [Template; 6] = [
    Template { name: TemplateName::FurnitureBySales, steps: FURNITURE_STUDIO },
    Template { name: TemplateName::FurnitureByMarketing, steps: FURNITURE_BY_MARKETING },
    Template { name: TemplateName::B2bAgency, steps: B2B_AGENCY },
    Template { name: TemplateName::CoffeeShop, steps: COFFEE_SHOP },
    Template { name: TemplateName::MarketingHourglass, steps: MARKETING_HOURGLASS },
    Template { name: TemplateName::SalesHourglass, steps: SALES_HOURGLASS },
];

impl TemplateName {
    /// The stages of the template.
    pub fn steps(self) -> &'static [Step] {
        TEMPLATES.iter().find(|t| t.name == self).map_or(&[], |t| t.steps)
    }
}

/// The creations of a template's stages, with `ids` in the template's order
/// and names in `language` (`en`, `ru` or `uk`).
pub fn stages(steps: &[Step], ids: &[StageId], language: &str) -> Vec<Body> {
    let name_at = match language {
        "ru" => 1,
        "uk" => 2,
        _ => 0,
    };
    let ranks = Rank::spread_after(None, steps.len());
    steps
        .iter()
        .zip(ids)
        .zip(ranks)
        .map(|((step, &id), rank)| {
            Action::Create {
                id,
                set: vec![
                    StageChange::Name(step.names[name_at].to_owned()),
                    StageChange::Section(step.section),
                    StageChange::Role(step.role),
                    StageChange::Team(step.team),
                    StageChange::Rank(rank),
                    StageChange::Probability(step.probability),
                    StageChange::RotDays(step.rot_days),
                ],
            }
            .into()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_a_whole_hourglass_in_order() {
        for Template { name, steps } in TEMPLATES {
            let count = |role| steps.iter().filter(|s| s.role == role).count();
            for role in [StageRole::Won, StageRole::Lost, StageRole::Offered, StageRole::Repeat, StageRole::Referral] {
                assert_eq!(count(role), 1, "{name:?}: {role:?}");
            }
            let path = &steps[..steps.len() - 1];
            assert!(path.iter().all(|s| s.role != StageRole::Lost) && path.is_sorted_by_key(|s| s.section), "{name:?}");
            assert!(path.iter().any(|s| s.section == Section::Sales && s.role == StageRole::Open), "{name:?}");
            assert!(path.is_sorted_by_key(|s| s.probability), "{name:?}");
            for language in 0..3 {
                let names: std::collections::BTreeSet<_> = steps.iter().map(|s| s.names[language]).collect();
                assert_eq!(names.len(), steps.len(), "{name:?}: a name twice");
            }
        }
    }
}
