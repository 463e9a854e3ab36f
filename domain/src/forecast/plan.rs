//! What is planned to be won, month by month.

use crate::clock::Timestamp;
use crate::zone::{Zone, day};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Months that a plan has at most.
pub const MONTHS_MAX: usize = 120;
/// The largest value of a month, in minor units.
pub const MONTH_MAX: i64 = 1_000_000_000_000_000;

/// The value that is to be won in each month, in minor units. One register.
///
/// Amounts travel as text: the program that reads such a map is there already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Plan(BTreeMap<String, String>);

/// How a month is called: `2026-11`.
fn name(day: NaiveDate) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

impl Plan {
    /// Whether nothing is planned.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is planned for the month of a day.
    pub fn month(&self, day: NaiveDate) -> Option<i64> {
        self.0.get(&name(day))?.parse().ok()
    }

    /// The plan with another value for the month of a day; `None` takes it out.
    #[must_use]
    pub fn with(mut self, day: NaiveDate, minor: Option<i64>) -> Self {
        match minor {
            Some(minor) => self.0.insert(name(day), minor.to_string()),
            None => self.0.remove(&name(day)),
        };
        self
    }

    /// Whether it can be kept: months that there are, amounts that are none below 0.
    pub fn is_sound(&self) -> bool {
        let is_month = |name: &str| name.len() == 7 && format!("{name}-01").parse::<NaiveDate>().is_ok();
        let is_amount = |text: &str| text.parse::<i64>().is_ok_and(|minor| (0..=MONTH_MAX).contains(&minor));
        self.0.len() <= MONTHS_MAX && self.0.iter().all(|(month, amount)| is_month(month) && is_amount(amount))
    }

    /// What is planned from a moment to another, each month spread evenly over its
    /// days; a day that has begun counts by the part that is left. `None` when no
    /// month in between has a plan; one without counts as nothing.
    pub fn between(&self, zone: &dyn Zone, from: Timestamp, to: Timestamp) -> Option<i64> {
        let (first, last) = (day(zone, from)?, day(zone, Timestamp(to.0.checked_sub(1)?))?);
        let days = std::iter::successors(Some(first), |day| day.checked_add_days(Days::new(1)));
        let mut sum = None;
        for day in days.take_while(|day| *day <= last) {
            let Some(month) = self.month(day) else { continue };
            let (begins, ends) = (crate::zone::midnight(zone, day), day.succ_opt());
            let ends = ends.map_or(to, |next| crate::zone::midnight(zone, next));
            let within = ends.min(to).since(begins.max(from)) as f64 / ends.since(begins).max(1) as f64;
            *sum.get_or_insert(0.0) += month as f64 / f64::from(days_of(day)) * within;
        }
        sum.map(|sum: f64| sum.round() as i64)
    }
}

/// How many days the month of a day has.
fn days_of(day: NaiveDate) -> u32 {
    let next = day.with_day(1).and_then(|first| first.checked_add_months(chrono::Months::new(1)));
    next.and_then(|next| next.pred_opt()).map_or(30, |last| last.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zone::{Utc, midnight};

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn between(plan: &Plan, from: &str, to: &str) -> Option<i64> {
        plan.between(&Utc, midnight(&Utc, date(from)), midnight(&Utc, date(to)))
    }

    #[test]
    fn a_month_is_spread_over_its_days() {
        let plan = Plan::default().with(date("2026-11-05"), Some(3_000)).with(date("2026-12-01"), Some(6_200));
        assert_eq!(plan.month(date("2026-11-30")), Some(3_000));
        assert_eq!(between(&plan, "2026-11-01", "2026-12-01"), Some(3_000));
        assert_eq!(between(&plan, "2026-11-30", "2026-12-02"), Some(100 + 200));
        assert_eq!(between(&plan, "2026-12-28", "2027-01-04"), Some(800));
        assert_eq!(between(&plan, "2027-01-01", "2027-02-01"), None);
        let noon = Timestamp(midnight(&Utc, date("2026-11-10")).0 + crate::clock::DAY / 2);
        assert_eq!(plan.between(&Utc, noon, midnight(&Utc, date("2026-11-11"))), Some(50));
        assert_eq!(plan.between(&Utc, noon, noon), Some(0));
    }

    #[test]
    fn it_comes_back_from_its_text_and_says_whether_it_can_be_kept() {
        let plan = Plan::default().with(date("2026-02-01"), Some(250_000));
        let text = serde_json::to_string(&plan).unwrap();
        assert_eq!(text, r#"{"2026-02":"250000"}"#);
        assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
        assert!(plan.is_sound() && Plan::default().is_sound());
        assert!(plan.clone().with(date("2026-02-11"), None).is_empty());
        for wrong in [r#"{"2026-13":"1"}"#, r#"{"2026-02":"-1"}"#, r#"{"2026-2":"1"}"#, r#"{"2026-02":"much"}"#] {
            assert!(!serde_json::from_str::<Plan>(wrong).unwrap().is_sound(), "{wrong}");
        }
    }
}
