//! The calendar days of a test, in the workspace's zone: a day on which clocks change has 23
//! or 25 hours, and ends at midnight like all others.

use crate::{
    clock::{DAY, Timestamp},
    zone::{Zone, day, midnight},
};
use chrono::Days;

/// As many days are told apart, ten years; what lies further back belongs to the first.
const DAYS_MAX: usize = 3_660;

/// When the days before a moment began.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Calendar {
    /// The latest first: that of the moment itself, then the days before it.
    begins: Vec<i64>,
}

impl Calendar {
    /// The days up to that of `as_of`, from that of `since` on.
    pub(super) fn between(zone: &dyn Zone, since: i64, as_of: i64) -> Self {
        let mut begins = Vec::new();
        let mut at = day(zone, Timestamp(as_of));
        while let Some(day) = at.filter(|_| begins.len() < DAYS_MAX && begins.last().is_none_or(|last| *last > since)) {
            begins.push(midnight(zone, day).0);
            at = day.checked_sub_days(Days::new(1));
        }
        Self { begins }
    }

    /// How many days before the last one a moment lies.
    fn back(&self, at: i64) -> usize {
        let Some(last) = self.begins.len().checked_sub(1) else { return 0 };
        // Days have about 24 hours: that leads to the right one, or beside it.
        let about = self.begins[0].saturating_sub(at).max(0) / DAY;
        let mut back = usize::try_from(about).unwrap_or(last).min(last);
        while back < last && self.begins[back] > at {
            back += 1;
        }
        while back > 0 && self.begins[back - 1] <= at {
            back -= 1;
        }
        back
    }

    /// How many days `at` is after the day of `since`; 0 before it.
    pub(super) fn days_from(&self, since: i64, at: i64) -> usize {
        self.back(since).saturating_sub(self.back(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = DAY / 24;

    fn at(text: &str) -> i64 {
        text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis()
    }

    /// Kyiv in 2026.
    fn kyiv(moment: Timestamp) -> i32 {
        if (at("2026-03-29T01:00:00Z")..at("2026-10-25T01:00:00Z")).contains(&moment.0) { 180 } else { 120 }
    }

    #[test]
    fn a_day_ends_at_midnight_however_many_hours_it_has() {
        // Midnights in Kyiv, and the length of the day that begins there.
        for (midnight, hours) in
            [("2026-03-28T22:00:00Z", 23), ("2026-10-24T21:00:00Z", 25), ("2026-06-30T21:00:00Z", 24)]
        {
            let midnight = at(midnight);
            let since = midnight - 9 * HOUR;
            let calendar = Calendar::between(&kyiv, since, midnight + 90 * DAY);
            let day = |after: i64| calendar.days_from(since, midnight + after);
            assert_eq!([day(-1), day(0), day(hours * HOUR - 1), day(hours * HOUR)], [0, 1, 1, 2], "{hours}");
        }
    }

    #[test]
    fn the_first_day_is_that_of_the_start_though_it_is_short() {
        let since = at("2026-06-01T20:59:00Z"); // a minute before midnight there
        let calendar = Calendar::between(&kyiv, since, since + 40 * DAY);
        assert_eq!(calendar.days_from(since, since), 0);
        assert_eq!(calendar.days_from(since, since + 60_000), 1);
        assert_eq!(calendar.days_from(since, since + 40 * DAY), 40);
        let at_once = Calendar::between(&kyiv, since, since);
        assert_eq!(at_once.days_from(since, since), 0);
    }

    #[test]
    fn every_moment_is_on_the_day_that_the_zone_says() {
        let (since, end) = (at("2026-01-03T10:00:00Z"), at("2026-12-30T10:00:00Z"));
        let calendar = Calendar::between(&kyiv, since, end);
        let date = |at: i64| day(&kyiv, Timestamp(at)).unwrap();
        for at in (since..end).step_by(5 * HOUR as usize + 1_234_567) {
            let days = (date(at) - date(since)).num_days() as usize;
            assert_eq!(calendar.days_from(since, at), days);
        }
    }

    #[test]
    fn a_start_that_cannot_be_takes_no_time_and_no_room() {
        for since in [i64::MIN, 0] {
            let calendar = Calendar::between(&kyiv, since, at("2026-06-01T00:00:00Z"));
            assert_eq!(calendar.begins.len(), DAYS_MAX);
            assert_eq!(calendar.days_from(since, at("2026-05-31T00:00:00Z")), DAYS_MAX - 2);
        }
        assert_eq!(Calendar::between(&kyiv, 0, i64::MAX).days_from(0, 7), 0, "beyond the calendar");
    }
}
