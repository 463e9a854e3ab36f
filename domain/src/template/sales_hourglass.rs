//! The sales hourglass.

use super::{Step, step};
use crate::{
    member::Team,
    stage::{Section, StageRole},
};

/// The sales hourglass: explore, collaborate, design, define, deliver, measure, engage.
pub const SALES_HOURGLASS: &[Step] = {
    use Section as S;
    use StageRole as R;
    use Team::{Marketing, Sales};
    &[
        step(["Saw us", "Увидели нас", "Побачили нас"], S::Reach, R::Impressions, Marketing, 0, None),
        step(["Visited our site", "Зашли на сайт", "Зайшли на сайт"], S::Reach, R::Visits, Marketing, 0, None),
        step(
            ["Raised a question", "Обратились с вопросом", "Звернулися із запитанням"],
            S::Marketing,
            R::Offered,
            Marketing,
            10,
            Some(2),
        ),
        step(
            ["Explored their need with us", "Разобрали с нами потребность", "Розібрали з нами потребу"],
            S::Sales,
            R::Open,
            Sales,
            20,
            Some(10),
        ),
        step(
            ["Collaborated on the goal", "Определили с нами цель", "Визначили з нами мету"],
            S::Sales,
            R::Open,
            Sales,
            35,
            Some(14),
        ),
        step(
            ["Shaped the solution with us", "Придумали с нами решение", "Придумали з нами рішення"],
            S::Sales,
            R::Open,
            Sales,
            50,
            Some(14),
        ),
        step(["Defined the terms", "Согласовали условия", "Узгодили умови"], S::Sales, R::Open, Sales, 75, Some(10)),
        step(["Bought", "Купили", "Купили"], S::Customer, R::Won, Sales, 100, None),
        step(
            ["Received the delivery", "Получили результат", "Отримали результат"],
            S::Customer,
            R::Open,
            Sales,
            100,
            Some(30),
        ),
        step(
            ["Measured the benefit", "Измерили пользу", "Виміряли користь"],
            S::Customer,
            R::Open,
            Sales,
            100,
            Some(60),
        ),
        step(["Engaged again", "Вернулись за новым", "Повернулися за новим"], S::Customer, R::Repeat, Sales, 100, None),
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
