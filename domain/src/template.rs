//! Stages to begin with.

use crate::{
    ids::StageId,
    member::Team,
    operation::{Action, Body},
    rank::Rank,
    stage::{Section, StageChange, StageRole},
};

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

/// A furniture studio: from being seen to being recommended.
pub const FURNITURE_STUDIO: &[Step] = {
    use Section as S;
    use StageRole as R;
    use Team::{Marketing, Sales};
    &[
        step(["Saw us", "Увидели нас", "Побачили нас"], S::Reach, R::Impressions, Marketing, 0, None),
        step(["Visited our site", "Зашли на сайт", "Зайшли на сайт"], S::Reach, R::Visits, Marketing, 0, None),
        step(["Left a request", "Оставили заявку", "Залишили заявку"], S::Marketing, R::Open, Marketing, 5, Some(5)),
        step(
            ["Told us what they need", "Рассказали, что нужно", "Розповіли, що потрібно"],
            S::Marketing,
            R::Open,
            Marketing,
            12,
            Some(10),
        ),
        step(
            ["Introduced to a designer", "Познакомились с дизайнером", "Познайомилися з дизайнером"],
            S::Marketing,
            R::Offered,
            Marketing,
            20,
            Some(2),
        ),
        step(
            ["Agreed to a measurement", "Согласились на замер", "Погодилися на замір"],
            S::Sales,
            R::Open,
            Sales,
            35,
            Some(10),
        ),
        step(["Received the design", "Получили проект", "Отримали проєкт"], S::Sales, R::Open, Sales, 50, Some(14)),
        step(["Received the quote", "Получили смету", "Отримали кошторис"], S::Sales, R::Open, Sales, 60, Some(14)),
        step(["Agreed the contract", "Согласовали договор", "Узгодили договір"], S::Sales, R::Open, Sales, 85, Some(7)),
        step(["Bought", "Купили", "Купили"], S::Customer, R::Won, Sales, 100, None),
        step(["Bought again", "Купили ещё раз", "Купили ще раз"], S::Customer, R::Repeat, Sales, 100, None),
        step(
            ["Recommended us", "Порекомендовали нас", "Порекомендували нас"],
            S::Customer,
            R::Referral,
            Marketing,
            100,
            None,
        ),
        step(["Left without buying", "Ушли без покупки", "Пішли без покупки"], S::Sales, R::Lost, Sales, 0, None),
    ]
};

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
