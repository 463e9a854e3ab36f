//! An agency that sells to companies.

use super::{Step, step};
use crate::{
    member::Team,
    stage::{Section, StageRole},
};

/// An agency that sells services to companies: a discovery, a proposal, a pilot, a retainer.
pub const B2B_AGENCY: &[Step] = {
    use Section as S;
    use StageRole as R;
    use Team::{Marketing, Sales};
    &[
        step(["Saw us", "Увидели нас", "Побачили нас"], S::Reach, R::Impressions, Marketing, 0, None),
        step(["Visited our site", "Зашли на сайт", "Зайшли на сайт"], S::Reach, R::Visits, Marketing, 0, None),
        step(
            ["Asked for details", "Запросили подробности", "Попросили подробиці"],
            S::Marketing,
            R::Open,
            Marketing,
            5,
            Some(7),
        ),
        step(
            ["Shared their goals", "Рассказали о целях", "Розповіли про цілі"],
            S::Marketing,
            R::Open,
            Marketing,
            10,
            Some(10),
        ),
        step(
            ["Agreed to a conversation", "Согласились на разговор", "Погодилися на розмову"],
            S::Marketing,
            R::Offered,
            Marketing,
            15,
            Some(2),
        ),
        step(
            ["Explained their problem", "Объяснили задачу", "Пояснили завдання"],
            S::Sales,
            R::Open,
            Sales,
            25,
            Some(10),
        ),
        step(
            ["Confirmed budget and date", "Подтвердили бюджет и сроки", "Підтвердили бюджет і строки"],
            S::Sales,
            R::Open,
            Sales,
            40,
            Some(14),
        ),
        step(
            ["Received the proposal", "Получили предложение", "Отримали пропозицію"],
            S::Sales,
            R::Open,
            Sales,
            50,
            Some(14),
        ),
        step(["Chose us", "Выбрали нас", "Обрали нас"], S::Sales, R::Open, Sales, 80, Some(14)),
        step(["Signed", "Подписали договор", "Підписали договір"], S::Customer, R::Won, Sales, 100, None),
        step(
            ["Extended the contract", "Продлили договор", "Продовжили договір"],
            S::Customer,
            R::Repeat,
            Sales,
            100,
            None,
        ),
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
