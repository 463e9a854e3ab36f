//! What was typed or chosen in a cell becomes an operation, as everywhere.

use super::{
    super::{desk::Means, drag::Target, landing::land},
    cell,
    sheet::{Sheet, column_name},
};
use crate::prelude::*;
use smarketing_domain::{
    deal::{DealChange, Worth},
    ids::{DealId, StageId},
    money::Money,
    operation::DealAction,
    sheet::Column,
    typed,
};

/// What a cell is edited from: as one would type it.
pub fn raw(sheet: Sheet, id: DealId, column: Column) -> String {
    let state = sheet.desk.state;
    let text = state.read(|w| {
        let deal = w.deal(id)?;
        Some(match column {
            Column::Title => deal.title.clone(),
            Column::Value => {
                let amount = deal.worth.once.map(|money| plain_amount(money.minor, money.currency.decimals()));
                amount.map(|text| text.strip_suffix(".00").map_or(text.clone(), str::to_owned)).unwrap_or_default()
            }
            Column::Owner => deal.owner.map(|owner| owner.to_string()).unwrap_or_default(),
            Column::Close => deal.expected_close.map(|day| day.to_string()).unwrap_or_default(),
            Column::Stage => deal.place.stage.to_string(),
            _ => String::new(),
        })
    });
    text.unwrap_or_default()
}

/// Saves what was typed; false when it cannot be read or is not allowed, which is
/// told then.
pub fn save(sheet: Sheet, id: DealId, column: Column, text: &str) -> bool {
    let (state, words, notices) = (sheet.desk.state, sheet.desk.words, sheet.desk.notices);
    let i18n = words.i18n;
    let text = text.trim();
    let change = match column {
        Column::Title => DealChange::Title(text.to_owned()),
        Column::Value => {
            let once = match text.is_empty() {
                true => None,
                false => match Money::parse(text, words.currency()) {
                    Ok(money) => Some(money),
                    Err(_) => return wrong(notices, t_string!(i18n, board.add_value_wrong)),
                },
            };
            let worth = state.read(|w| w.deal(id).map(|deal| deal.worth).unwrap_or_default());
            DealChange::Worth(Worth { once, ..worth })
        }
        Column::Owner => DealChange::Owner(text.parse().ok()),
        Column::Close => match (text.is_empty(), typed::day(text, words.today())) {
            (true, _) => DealChange::ExpectedClose(None),
            (false, Some(day)) => DealChange::ExpectedClose(Some(day)),
            (false, None) => return wrong(notices, t_string!(i18n, table.day_wrong)),
        },
        _ => return true,
    };
    let saved = state.perform(vec![DealAction::Edit { id, set: vec![change] }.into()]);
    let is_saved = show_refusal(saved, notices, words);
    if is_saved {
        let title = cell::title(sheet, id);
        let what = column_name(words, column);
        notices.done(t_string!(i18n, table.changed, title = title, what = what).to_string());
    }
    is_saved
}

/// Moves a deal to the top of a stage, by the rules of the board: a reason or
/// missing facts are asked for first.
pub fn move_to(sheet: Sheet, id: DealId, stage: &str) {
    if let Ok(stage) = stage.parse::<StageId>() {
        land(sheet.desk, id, Target::Slot { stage, index: 0 }, Means::Menu);
    }
}

fn wrong(notices: Notices, text: &str) -> bool {
    notices.error(text);
    false
}
