//! The one exit of all ways to move a deal to another week.

use super::agenda::Agenda;
use crate::prelude::*;
use smarketing_domain::{
    closings::{Slot, moved},
    deal::DealChange,
    ids::DealId,
    operation::DealAction,
    settings::Settings,
};

/// Moves a deal to a week, on its day of the week, or takes its day away; says what
/// came of it. False: nothing was changed.
pub fn land(agenda: Agenda, id: DealId, slot: Slot) -> bool {
    let (state, words, notices) = (agenda.desk.state, agenda.desk.words, agenda.desk.notices);
    let i18n = words.i18n;
    if !slot.takes() || agenda.slot_of(id) == Some(slot) {
        return false;
    }
    let today = agenda.today.get_untracked();
    let deal = state.read(|w| {
        let calendar = w.own().map(|own: &Settings| own.calendar).unwrap_or_default();
        w.deal(id).map(|deal| (deal.title.clone(), deal.expected_close, calendar))
    });
    let Some((title, expected, calendar)) = deal else { return false };
    let day = match slot {
        Slot::Week(week) => Some(moved(expected, week, today, &calendar)),
        _ => None,
    };
    if day == expected {
        return false;
    }
    let step = DealAction::Edit { id, set: vec![DealChange::ExpectedClose(day)] };
    let is_done = show_refusal(state.perform(vec![step.into()]), notices, words);
    if is_done {
        let text = match day {
            Some(day) => {
                let day = format!("{}, {}", words.weekday(day), words.date(day));
                t_string!(i18n, closings.moved, title = title, day = day).to_string()
            }
            None => t_string!(i18n, closings.day_taken, title = title).to_string(),
        };
        notices.done(text);
    }
    is_done
}
