//! When things happen in a furniture studio: seasons, weekdays, opening hours.

use super::random::Random;
use chrono::{Datelike, NaiveDate};
use smarketing_domain::clock::{DAY, Timestamp};

/// An hour in milliseconds.
pub(super) const HOUR: i64 = DAY / 24;

/// People furnish in spring and autumn; they are away in July and at Christmas.
const SEASON: [f64; 12] = [0.88, 0.95, 1.08, 1.10, 1.05, 0.96, 0.86, 0.90, 1.08, 1.12, 1.08, 0.84];

/// When somebody at home writes to a studio, by hour of the day.
const EVENING: [f64; 24] = [
    0.3, 0.1, 0.0, 0.0, 0.1, 0.4, 1.0, 1.6, 2.2, 2.5, 2.6, 2.6, 2.4, 2.2, 2.1, 2.2, 2.6, 3.2, 4.0, 4.2, 3.4, 2.2, 1.2,
    0.6,
];

const OPENS: i64 = 7;
const CLOSES: i64 = 16;

/// The calendar day of a moment.
pub(super) fn day(at: Timestamp) -> NaiveDate {
    at.day().unwrap_or_default()
}

/// The moment `days` before `at`.
pub(super) fn before(at: Timestamp, days: f64) -> Timestamp {
    Timestamp(at.0 - (days * DAY as f64) as i64)
}

/// The moment `days` after `at`.
pub(super) fn after(at: Timestamp, days: f64) -> Timestamp {
    Timestamp(at.0 + (days * DAY as f64) as i64)
}

/// Days from `earlier` to `later`.
pub(super) fn days_between(earlier: Timestamp, later: Timestamp) -> f64 {
    later.since(earlier) as f64 / DAY as f64
}

/// Monday 0 to Sunday 6.
pub(super) fn weekday(day: NaiveDate) -> usize {
    day.weekday().num_days_from_monday() as usize
}

/// How busy the month of `day` is; 1 is usual.
pub(super) fn season(day: NaiveDate) -> f64 {
    SEASON[day.month0() as usize % 12]
}

/// A moment of `day`: in opening hours, or when people sit at home.
pub(super) fn moment(random: &mut Random, day: NaiveDate, opening_hours: bool) -> Timestamp {
    let hour =
        if opening_hours { random.between(OPENS, CLOSES - 1) } else { random.weighted(EVENING.into_iter()) as i64 };
    Timestamp(Timestamp::from_day(day).0 + hour * HOUR + random.between(0, HOUR - 1))
}

/// `at`, or the next moment after it when the studio is open (Monday to Saturday).
pub(super) fn opening(random: &mut Random, at: Timestamp) -> Timestamp {
    // Day 0, the first of January 1970, was a Thursday.
    let is_sunday = |day: i64| (day + 3).rem_euclid(7) == 6;
    let (mut day, hour) = (at.0.div_euclid(DAY), at.0.rem_euclid(DAY) / HOUR);
    if !is_sunday(day) && (OPENS..CLOSES).contains(&hour) {
        return at;
    }
    day += i64::from(hour >= CLOSES);
    day += i64::from(is_sunday(day));
    let opens = Timestamp(day * DAY + OPENS * HOUR + random.between(0, 3 * HOUR));
    Timestamp(opens.0.max(at.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_studio_is_closed_at_night_and_on_sundays() {
        let mut random = Random::stream(1, "opening");
        for hour in 0..24 * 14 {
            let at = Timestamp(1_750_000_000_000 + hour * HOUR);
            let opened = opening(&mut random, at);
            assert!(opened >= at && opened.since(at) < 2 * DAY);
            assert_ne!(weekday(day(opened)), 6);
            assert!((OPENS..CLOSES).contains(&(opened.0.rem_euclid(DAY) / HOUR)));
        }
    }
}
