//! When a company is at work: days of the week, and hours of a day.

use crate::text::serde_as_text;
use chrono::Weekday;
use std::{fmt, str::FromStr};

/// The days of a week, Monday first.
pub const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Working days and hours: at least one day, and from before to. Travels as
/// `12345 09:00-18:00`, Monday being 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Calendar {
    days: [bool; 7],
    from: u16,
    to: u16,
}

/// Hours or days that are no calendar.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a calendar has at least one working day, and its hours begin before they end")]
pub struct NoCalendar;

impl Calendar {
    /// Work on `days` (Monday first) from minute `from` of the day until `to`.
    ///
    /// # Errors
    /// When there is no day, or no time between the hours.
    pub fn new(days: [bool; 7], from: u16, to: u16) -> Result<Self, NoCalendar> {
        match days.contains(&true) && from < to && to <= DAY {
            true => Ok(Self { days, from, to }),
            false => Err(NoCalendar),
        }
    }

    /// Whether it is a working day.
    pub fn works_on(&self, day: Weekday) -> bool {
        self.days[day.num_days_from_monday() as usize]
    }

    /// The working days, Monday first.
    pub fn days(&self) -> [bool; 7] {
        self.days
    }

    /// When work begins and ends, in minutes of the day.
    pub fn minutes(&self) -> (u16, u16) {
        (self.from, self.to)
    }

    /// When work begins and ends, as `09:00` and `18:00`.
    pub fn hours(&self) -> (String, String) {
        (clock(self.from), clock(self.to))
    }
}

impl Default for Calendar {
    /// Monday to Friday, nine to six.
    fn default() -> Self {
        Self { days: [true, true, true, true, true, false, false], from: 9 * 60, to: 18 * 60 }
    }
}

/// A time of the day as `09:00`.
fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The minute of the day that `9:00` names.
pub fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes).filter(|m| *m <= DAY)
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, _) in self.days.iter().enumerate().filter(|(_, works)| **works) {
            write!(f, "{}", at + 1)?;
        }
        let (from, to) = self.hours();
        write!(f, " {from}-{to}")
    }
}

impl FromStr for Calendar {
    type Err = NoCalendar;

    fn from_str(text: &str) -> Result<Self, NoCalendar> {
        let (named, hours) = text.split_once(' ').ok_or(NoCalendar)?;
        let mut days = [false; 7];
        for digit in named.bytes() {
            let at = digit.checked_sub(b'1').ok_or(NoCalendar)?;
            *days.get_mut(usize::from(at)).ok_or(NoCalendar)? = true;
        }
        let (from, to) = hours.split_once('-').ok_or(NoCalendar)?;
        Self::new(days, minutes(from).ok_or(NoCalendar)?, minutes(to).ok_or(NoCalendar)?)
    }
}

serde_as_text!(Calendar, "working days and hours, such as 12345 09:00-18:00");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_comes_back_from_its_text() {
        let default = Calendar::default();
        assert_eq!(default.to_string(), "12345 09:00-18:00");
        assert_eq!("12345 09:00-18:00".parse(), Ok(default));
        let night = Calendar::new([false, false, false, false, false, true, true], 0, DAY).unwrap();
        assert_eq!(night.to_string().parse(), Ok(night));
        assert!(night.works_on(Weekday::Sun) && !night.works_on(Weekday::Mon));
    }

    #[test]
    fn without_a_day_or_an_hour_there_is_no_calendar() {
        for text in [
            "",
            " 09:00-18:00",
            "8 09:00-18:00",
            "0 09:00-18:00",
            "1 18:00-09:00",
            "1 09:00-09:00",
            "1 09:00-24:01",
            "1 9-18",
        ] {
            assert_eq!(text.parse::<Calendar>(), Err(NoCalendar), "{text}");
        }
    }
}
