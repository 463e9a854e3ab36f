//! A furniture studio, led by sales or by marketing.

use super::{Step, step};
use crate::{
    member::Team,
    stage::{Section, StageRole},
};

/// A furniture studio led by sales: a measurement, a design, a quote, a contract.
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

/// A furniture studio led by marketing: the showroom and the designs win trust before sales meets anybody.
pub const FURNITURE_BY_MARKETING: &[Step] = {
    use Section as S;
    use StageRole as R;
    use Team::{Marketing, Sales};
    &[
        step(["Saw us", "Увидели нас", "Побачили нас"], S::Reach, R::Impressions, Marketing, 0, None),
        step(["Visited our site", "Зашли на сайт", "Зайшли на сайт"], S::Reach, R::Visits, Marketing, 0, None),
        step(["Subscribed", "Подписались", "Підписалися"], S::Marketing, R::Open, Marketing, 2, Some(30)),
        step(
            ["Saved a design they liked", "Сохранили понравившийся проект", "Зберегли проєкт, що сподобався"],
            S::Marketing,
            R::Open,
            Marketing,
            4,
            Some(30),
        ),
        step(
            ["Visited the showroom", "Побывали в салоне", "Побували в салоні"],
            S::Marketing,
            R::Open,
            Marketing,
            12,
            Some(14),
        ),
        step(
            ["Shared their floor plan", "Прислали план помещения", "Надіслали план приміщення"],
            S::Marketing,
            R::Open,
            Marketing,
            20,
            Some(10),
        ),
        step(
            ["Asked for a designer", "Попросили о встрече с дизайнером", "Попросили про зустріч із дизайнером"],
            S::Marketing,
            R::Offered,
            Marketing,
            30,
            Some(2),
        ),
        step(["Approved the design", "Одобрили проект", "Схвалили проєкт"], S::Sales, R::Open, Sales, 55, Some(14)),
        step(["Agreed the quote", "Согласовали смету", "Узгодили кошторис"], S::Sales, R::Open, Sales, 80, Some(10)),
        step(["Bought", "Купили", "Купили"], S::Customer, R::Won, Sales, 100, None),
        step(
            ["Showed us their home", "Показали нам готовый интерьер", "Показали нам готовий інтер’єр"],
            S::Customer,
            R::Open,
            Marketing,
            100,
            None,
        ),
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
