//! A coffee shop.

use super::{Step, step};
use crate::{
    member::Team,
    stage::{Section, StageRole},
};

/// A coffee shop: from passing by to bringing friends.
pub const COFFEE_SHOP: &[Step] = {
    use Section as S;
    use StageRole as R;
    use Team::{Marketing, Sales};
    &[
        step(["Saw us", "Увидели нас", "Побачили нас"], S::Reach, R::Impressions, Marketing, 0, None),
        step(["Looked at the menu", "Посмотрели меню", "Переглянули меню"], S::Reach, R::Visits, Marketing, 0, None),
        step(
            ["Left a contact", "Оставили контакт", "Залишили контакт"],
            S::Marketing,
            R::Open,
            Marketing,
            20,
            Some(14),
        ),
        step(
            ["Took a first-cup voucher", "Взяли купон на первую чашку", "Взяли купон на перше горнятко"],
            S::Marketing,
            R::Offered,
            Marketing,
            40,
            Some(7),
        ),
        step(["Came in", "Зашли к нам", "Завітали до нас"], S::Sales, R::Open, Sales, 70, Some(7)),
        step(
            ["Bought a first cup", "Купили первую чашку", "Купили перше горнятко"],
            S::Customer,
            R::Won,
            Sales,
            100,
            None,
        ),
        step(
            ["Took a loyalty card", "Взяли карту гостя", "Взяли картку гостя"],
            S::Customer,
            R::Open,
            Sales,
            100,
            Some(30),
        ),
        step(["Came back", "Вернулись", "Повернулися"], S::Customer, R::Repeat, Sales, 100, None),
        step(["Brought a friend", "Привели друзей", "Привели друзів"], S::Customer, R::Referral, Marketing, 100, None),
        step(["Stayed away", "Больше не пришли", "Більше не прийшли"], S::Sales, R::Lost, Sales, 0, None),
    ]
};
