//! The days of the history, from the first to today.

use chrono::{NaiveDate, TimeDelta};

/// The first day and today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// When the first deal came.
    pub first: NaiveDate,
    /// Today.
    pub today: NaiveDate,
}

impl Days {
    /// From a first day until today; clocks that ran ahead make no day after it.
    pub fn new(first: NaiveDate, today: NaiveDate) -> Self {
        Self { first: first.min(today), today }
    }

    /// How many there are after the first.
    pub fn last(self) -> i64 {
        self.number(self.today)
    }

    /// A day's number, the first being 0.
    pub fn number(self, day: NaiveDate) -> i64 {
        (day - self.first).num_days()
    }

    /// The day of a number; the nearest one where there is none.
    pub fn day(self, number: i64) -> NaiveDate {
        let number = number.clamp(0, self.last());
        TimeDelta::try_days(number).and_then(|days| self.first.checked_add_signed(days)).unwrap_or(self.today)
    }

    /// The day that is shown when `chosen` is asked for: today where none is.
    pub fn shown(self, chosen: Option<NaiveDate>) -> NaiveDate {
        chosen.map_or(self.today, |day| day.clamp(self.first, self.today))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_have_numbers_from_the_first_to_today() {
        let days = Days::new(day("2026-02-27"), day("2026-03-02"));
        assert_eq!(days.last(), 3);
        for number in 0..=3 {
            assert_eq!(days.number(days.day(number)), number);
        }
        assert_eq!((days.day(-5), days.day(99)), (days.first, days.today));
    }

    #[test]
    fn what_lies_outside_is_the_nearest_day() {
        let days = Days::new(day("2026-02-27"), day("2026-03-02"));
        assert_eq!(days.shown(None), days.today);
        assert_eq!(days.shown(Some(day("2020-01-01"))), days.first);
        assert_eq!(days.shown(Some(day("2030-01-01"))), days.today);
        assert_eq!(Days::new(day("2030-01-01"), day("2026-03-02")).last(), 0);
    }
}
