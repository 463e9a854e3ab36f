//! The periods a page can be asked for, as they stand in its address.

use chrono::{Datelike, Days, Months, NaiveDate};
use smarketing_domain::{
    clock::Timestamp,
    hourglass::Period,
    zone::{Zone, midnight},
};

/// A period by its name; which days it means depends on today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PeriodChoice {
    /// From the beginning, deals without a date included.
    #[default]
    All,
    /// This calendar month.
    Month,
    /// The calendar month before this one.
    LastMonth,
    /// This calendar quarter.
    Quarter,
    /// This calendar year.
    Year,
    /// The last twelve months, until today.
    Twelve,
    /// From a day to a day, both included; an absent one is open.
    Custom {
        /// The first day.
        from: Option<NaiveDate>,
        /// The last day.
        to: Option<NaiveDate>,
    },
}

/// First and last day of a period, both included; an absent one is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DaySpan {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl PeriodChoice {
    /// Those with a name of their own, in the order they are offered.
    pub const NAMED: [PeriodChoice; 6] =
        [Self::All, Self::Month, Self::LastMonth, Self::Quarter, Self::Year, Self::Twelve];

    /// Its name in an address.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Month => "month",
            Self::LastMonth => "last_month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Twelve => "twelve",
            Self::Custom { .. } => "custom",
        }
    }

    /// The period that an address asks for; what cannot be read is left out.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let name = get("period").unwrap_or_default();
        let day = |key| get(key).and_then(|text| text.parse::<NaiveDate>().ok());
        match name.as_str() {
            "custom" => Self::Custom { from: day("from"), to: day("to") },
            name => Self::NAMED.into_iter().find(|choice| choice.name() == name).unwrap_or_default(),
        }
    }

    /// What an address says of it; nothing for all.
    pub fn query(self) -> String {
        match self {
            Self::All => String::new(),
            Self::Custom { from, to } => {
                let days = [("from", from), ("to", to)].into_iter();
                let days = days.filter_map(|(name, day)| day.map(|day| format!("&{name}={day}")));
                format!("period=custom{}", days.collect::<String>())
            }
            named => format!("period={}", named.name()),
        }
    }

    /// The days it means; `None` for all.
    pub fn days(self, today: NaiveDate) -> Option<DaySpan> {
        let month = today.with_day(1)?;
        let from_month = |first: NaiveDate, months: u32| {
            let to = (first + Months::new(months)).pred_opt();
            Some(DaySpan { from: Some(first), to })
        };
        match self {
            Self::All | Self::Custom { from: None, to: None } => None,
            Self::Month => from_month(month, 1),
            Self::LastMonth => from_month(month - Months::new(1), 1),
            Self::Quarter => from_month(month - Months::new(month.month0() % 3), 3),
            Self::Year => from_month(month - Months::new(month.month0()), 12),
            Self::Twelve => Some(DaySpan { from: (today - Months::new(12)).succ_opt(), to: Some(today) }),
            Self::Custom { from: Some(from), to: Some(to) } => {
                Some(DaySpan { from: Some(from.min(to)), to: Some(from.max(to)) })
            }
            Self::Custom { from, to } => Some(DaySpan { from, to }),
        }
    }

    /// The moments it means in a zone; `None` for all.
    pub fn period(self, today: NaiveDate, zone: &dyn Zone) -> Option<Period> {
        let days = self.days(today)?;
        let to = days.to.and_then(|day| day.checked_add_days(Days::new(1)));
        let begins = |day| midnight(zone, day);
        Some(Period { from: days.from.map_or(Timestamp(i64::MIN), begins), to: to.map_or(Timestamp(i64::MAX), begins) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::zone::Utc;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn days(choice: PeriodChoice, today: &str) -> (String, String) {
        let days = choice.days(day(today)).unwrap();
        (days.from.unwrap().to_string(), days.to.unwrap().to_string())
    }

    fn pair(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn named_periods_follow_the_calendar() {
        assert_eq!(days(PeriodChoice::Month, "2026-02-28"), pair("2026-02-01", "2026-02-28"));
        assert_eq!(days(PeriodChoice::LastMonth, "2026-01-31"), pair("2025-12-01", "2025-12-31"));
        assert_eq!(days(PeriodChoice::Quarter, "2026-11-22"), pair("2026-10-01", "2026-12-31"));
        assert_eq!(days(PeriodChoice::Year, "2026-11-22"), pair("2026-01-01", "2026-12-31"));
        assert_eq!(days(PeriodChoice::Twelve, "2026-11-22"), pair("2025-11-23", "2026-11-22"));
        assert_eq!(PeriodChoice::All.period(day("2026-11-22"), &Utc), None);
    }

    #[test]
    fn the_last_day_of_a_period_is_in_it() {
        let choice = PeriodChoice::Custom { from: Some(day("2026-03-09")), to: Some(day("2026-03-01")) };
        let period = choice.period(day("2026-11-22"), &Utc).unwrap();
        assert_eq!(period.from, Timestamp::from_day(day("2026-03-01")));
        assert!(period.contains(Timestamp(Timestamp::from_day(day("2026-03-10")).0 - 1)));
        assert!(!period.contains(Timestamp::from_day(day("2026-03-10"))));
    }

    #[test]
    fn a_period_comes_back_from_its_address() {
        let customs = [(Some("2026-03-01"), None), (None, Some("2026-03-09")), (None, None)]
            .map(|(from, to)| PeriodChoice::Custom { from: from.map(day), to: to.map(day) });
        for choice in PeriodChoice::NAMED.into_iter().chain(customs) {
            let query = choice.query();
            let get = |name: &str| {
                let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
                pairs.find(|(n, _)| *n == name).map(|(_, value)| value.to_owned())
            };
            assert_eq!(PeriodChoice::read(get), choice, "{query}");
        }
    }

    #[test]
    fn an_unknown_period_means_all() {
        assert_eq!(PeriodChoice::read(|_| Some("soon".to_owned())), PeriodChoice::All);
    }
}
