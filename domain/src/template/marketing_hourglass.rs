//! The marketing hourglass.

use super::{Step, step};
use crate::{
    member::Team,
    stage::{Section, StageRole},
};

/// The marketing hourglass: know, like, trust, try, buy, repeat, refer.
pub const MARKETING_HOURGLASS: &[Step] = {
    use Section as S;
    use StageRole as R;
    use Team::{Marketing, Sales};
    &[
        step(["Saw us", "Увидели нас", "Побачили нас"], S::Reach, R::Impressions, Marketing, 0, None),
        step(["Visited us", "Зашли к нам", "Завітали до нас"], S::Reach, R::Visits, Marketing, 0, None),
        step(["Got to know us", "Узнали о нас", "Дізналися про нас"], S::Marketing, R::Open, Marketing, 3, Some(30)),
        step(["Liked us", "Полюбили нас", "Вподобали нас"], S::Marketing, R::Open, Marketing, 8, Some(30)),
        step(["Trusted us", "Поверили нам", "Повірили нам"], S::Marketing, R::Offered, Marketing, 20, Some(5)),
        step(["Tried it", "Попробовали", "Спробували"], S::Sales, R::Open, Sales, 45, Some(14)),
        step(["Bought", "Купили", "Купили"], S::Customer, R::Won, Sales, 100, None),
        step(["Bought again", "Купили ещё раз", "Купили ще раз"], S::Customer, R::Repeat, Sales, 100, None),
        step(
            ["Referred a friend", "Порекомендовали друзьям", "Порекомендували друзям"],
            S::Customer,
            R::Referral,
            Marketing,
            100,
            None,
        ),
        step(["Left without buying", "Ушли без покупки", "Пішли без покупки"], S::Sales, R::Lost, Sales, 0, None),
    ]
};
