//! The response clock: how much of the time in which sales promised to answer
//! has passed. Only working hours count.

use crate::{
    calendar::Calendar,
    clock::{DAY, Timestamp},
    zone::{Zone, moment},
};
use chrono::Datelike;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// How far the promised time has run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Less than half of it.
    Fresh,
    /// More than half of it: amber.
    Due,
    /// All of it: red.
    Late,
    /// Twice as much: the manager has to know.
    Escalated,
}

impl Level {
    /// Of what has been worked since the offer, when `promised` was promised,
    /// both in milliseconds. Without a promise nobody is late.
    pub fn of(worked: i64, promised: i64) -> Self {
        match promised {
            0 => Self::Fresh,
            _ if worked >= promised.saturating_mul(2) => Self::Escalated,
            _ if worked >= promised => Self::Late,
            _ if worked.saturating_mul(2) >= promised => Self::Due,
            _ => Self::Fresh,
        }
    }
}

/// Working time between two moments, in milliseconds; 0 when `to` is not later.
pub fn working_ms(calendar: &Calendar, zone: &dyn Zone, from: Timestamp, to: Timestamp) -> i64 {
    if to <= from {
        return 0;
    }
    days(calendar, zone, from)
        .map_while(|(opens, closes)| (opens < to).then_some((opens, closes)))
        .fold(0, |sum, (opens, closes)| sum + closes.min(to).since(opens.max(from)).max(0))
}

/// When `hours` of work will have passed since `from`; `None` when that is
/// beyond the calendar (a promise of 0 hours has no end).
pub fn deadline(calendar: &Calendar, zone: &dyn Zone, from: Timestamp, hours: u16) -> Option<Timestamp> {
    let mut left = i64::from(hours) * HOUR;
    if left == 0 {
        return None;
    }
    for (opens, closes) in days(calendar, zone, from) {
        let begins = opens.max(from);
        let time = closes.since(begins).max(0);
        if left <= time {
            return Some(Timestamp(begins.0.saturating_add(left)));
        }
        left -= time;
    }
    None
}

/// Opening and closing of each working day, from the day of `from` on: ten years
/// at most, so that nothing runs without end.
fn days<'a>(
    calendar: &'a Calendar,
    zone: &'a dyn Zone,
    from: Timestamp,
) -> impl Iterator<Item = (Timestamp, Timestamp)> + 'a {
    let (opens, closes) = calendar.minutes();
    // A day earlier: where clocks are behind UTC it is yesterday there.
    let first = Timestamp(from.0.saturating_sub(DAY)).day().map(Timestamp::from_day).unwrap_or(from);
    (0..3_660).filter_map(move |n| {
        let midnight = Timestamp(first.0.saturating_add(n * DAY));
        let works = calendar.works_on(midnight.day()?.weekday());
        let at = |minute: u16| moment(zone, Timestamp(midnight.0.saturating_add(i64::from(minute) * MINUTE)));
        works.then(|| (at(opens), at(closes)))
    })
}
