//! When deals are expected to be decided, week by week.
//!
//! - Only deals still to be decided are expected to be: those won or lost are not here.
//! - A week begins on Monday. Days are the workspace's calendar days.
//! - *Overdue* is what was expected before today. Where past weeks are looked at,
//!   such deals stand in their weeks instead: no deal stands in two places.
//! - *Later* is what is expected after the weeks looked at.

use crate::{
    calendar::{Calendar, WEEK},
    deal::Deal,
    ids::DealId,
    sheet::Sums,
    sort,
    workspace::Workspace,
};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::{cmp::Reverse, collections::BTreeMap, fmt, str::FromStr};

/// So many weeks are looked at when the running month has fewer left.
const WEEKS_MIN: usize = 5;

/// A place in the calendar, in the order in which they stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// Expected before today.
    Overdue,
    /// Nobody said when.
    Undated,
    /// In the week that begins on this Monday.
    Week(NaiveDate),
    /// After the weeks looked at.
    Later,
}

impl Slot {
    /// Whether a deal can be put there.
    pub fn takes(self) -> bool {
        matches!(self, Self::Undated | Self::Week(_))
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overdue => f.write_str("overdue"),
            Self::Undated => f.write_str("undated"),
            Self::Week(monday) => monday.fmt(f),
            Self::Later => f.write_str("later"),
        }
    }
}

/// A text names no place in the calendar.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a place in the calendar is a Monday, overdue, undated or later")]
pub struct NoSlot;

impl FromStr for Slot {
    type Err = NoSlot;

    fn from_str(text: &str) -> Result<Self, NoSlot> {
        Ok(match text {
            "overdue" => Self::Overdue,
            "undated" => Self::Undated,
            "later" => Self::Later,
            day => Self::Week(monday(day.parse().map_err(|_| NoSlot)?)),
        })
    }
}

/// The deals of a place, and what they come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Where.
    pub slot: Slot,
    /// The earliest first, of one day the most valuable.
    pub deals: Vec<DealId>,
    /// Over all of them.
    pub sums: Sums,
}

/// The Monday of a day's week.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}

/// The week that is so many weeks after (or before) another one.
pub fn weeks_after(week: NaiveDate, weeks: i32) -> NaiveDate {
    let days = Days::new(u64::from(weeks.unsigned_abs()) * 7);
    let other = if weeks < 0 { week.checked_sub_days(days) } else { week.checked_add_days(days) };
    other.unwrap_or(week)
}

/// The weeks to look at for the month of a day: those that touch it. The running
/// month begins with the running week, and goes on into the next where little of
/// it is left; a month before ends with the week before.
pub fn weeks(month: NaiveDate, today: NaiveDate) -> Vec<NaiveDate> {
    let first = month.with_day(1).unwrap_or(month);
    let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first);
    let this_week = monday(today);
    let is_running = (first.year(), first.month()) == (today.year(), today.month());
    let from = if is_running { this_week } else { monday(first) };
    let touching = (0..).map(|n| weeks_after(from, n)).take_while(|week| *week <= last).take(6);
    let mut weeks: Vec<NaiveDate> = touching.collect();
    if is_running {
        while weeks.len() < WEEKS_MIN {
            weeks.push(weeks_after(from, weeks.len() as i32));
        }
    } else if last < today {
        weeks.retain(|week| *week < this_week);
    }
    weeks
}

/// The deals by the places where they are expected: overdue ones (not where past
/// weeks are looked at), those without a date, each of the `weeks`, and later ones.
/// Weeks are there without a deal, too; the others only with one.
pub fn closings(workspace: &Workspace, deals: &[&Deal], weeks: &[NaiveDate], today: NaiveDate) -> Vec<Group> {
    let is_past = weeks.last().is_some_and(|last| *last < monday(today));
    let mut places: BTreeMap<Slot, Vec<&Deal>> = sort::gather(weeks.iter().map(|week| (Slot::Week(*week), Vec::new())));
    let open = |deal: &&&Deal| workspace.stages.get(&deal.place.stage).is_some_and(|s| s.role.is_undecided());
    for deal in deals.iter().filter(open) {
        let slot = match deal.expected_close {
            None => Slot::Undated,
            Some(day) if !is_past && day < today => Slot::Overdue,
            Some(day) if weeks.contains(&monday(day)) => Slot::Week(monday(day)),
            Some(day) if !is_past && weeks.last().is_some_and(|last| *last < day) => Slot::Later,
            Some(_) => continue,
        };
        places.entry(slot).or_default().push(deal);
    }
    let group = |(slot, mut deals): (Slot, Vec<&Deal>)| {
        sort::sort_by_key(&mut deals, |deal| (deal.expected_close, Reverse(deal.value_minor()), deal.id));
        let sums = Sums::of(workspace, deals.iter().copied());
        Group { slot, deals: deals.into_iter().map(|deal| deal.id).collect(), sums }
    };
    places.into_iter().map(group).collect()
}

/// The day on which a deal is expected after it was moved to a week: it keeps its
/// day of the week. One that had no date gets the last working day. In the running
/// week a day that has passed becomes today.
pub fn moved(expected: Option<NaiveDate>, week: NaiveDate, today: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let last_working = || WEEK.into_iter().rev().find(|day| calendar.works_on(*day));
    let weekday = expected.map(|day| day.weekday()).or_else(last_working);
    let days = weekday.map_or(0, |day| day.num_days_from_monday());
    let day = week.checked_add_days(Days::new(days.into())).unwrap_or(week);
    if week == monday(today) { day.max(today) } else { day }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::StageId,
        money::{Currency, Money},
        record::{Birth, Record},
        stage::{Stage, StageRole},
    };
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn days(texts: &[&str]) -> Vec<NaiveDate> {
        texts.iter().map(|text| day(text)).collect()
    }

    #[test]
    fn a_month_is_the_weeks_that_touch_it() {
        let today = day("2026-11-25");
        assert_eq!(
            weeks(day("2026-12-15"), today),
            days(&["2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28"])
        );
        assert_eq!(
            weeks(day("2027-02-01"), today),
            days(&["2027-02-01", "2027-02-08", "2027-02-15", "2027-02-22"]),
            "a February of four weeks"
        );
        assert_eq!(weeks(day("2027-05-09"), today).len(), 6);
    }

    #[test]
    fn the_running_month_begins_today_and_goes_on_where_little_is_left() {
        let now = weeks(day("2026-11-01"), day("2026-11-25"));
        assert_eq!(now, days(&["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21"]));
        assert_eq!(weeks(day("2026-11-01"), day("2026-11-01"))[0], day("2026-10-26"));
    }

    #[test]
    fn a_month_before_ends_before_this_week() {
        let october = weeks(day("2026-10-31"), day("2026-11-01"));
        assert_eq!(october.last(), Some(&day("2026-10-19")), "the week of the 26th is this week");
        assert_eq!(weeks(day("2026-09-03"), day("2026-11-25")).len(), 5);
    }

    fn workspace() -> Workspace {
        let mut w = Workspace::default();
        for (n, role) in [(1, StageRole::Open), (2, StageRole::Won), (3, StageRole::Lost)] {
            let stage = StageId(Uuid::from_u128(n));
            w.stages.insert(stage, Stage { role, probability: 50, ..Stage::blank(stage) });
        }
        let deals = [
            (10, 1, Some("2026-11-24"), 7),
            (11, 1, Some("2026-11-25"), 100),
            (12, 1, Some("2026-11-25"), 300),
            (13, 1, Some("2026-12-21"), 5),
            (14, 1, None, 1),
            (15, 2, Some("2026-11-25"), 1_000),
            (16, 3, Some("2026-11-25"), 1_000),
            (17, 1, Some("2027-01-04"), 9),
            (18, 1, Some("2026-10-07"), 9),
        ];
        for (n, stage, close, minor) in deals {
            let mut deal = Deal::blank(DealId(Uuid::from_u128(n)));
            deal.meta.bear(Birth { stamp: Default::default(), by: Default::default() });
            deal.place.stage = StageId(Uuid::from_u128(stage));
            deal.expected_close = close.map(day);
            deal.worth.once = Some(Money::new(minor, Currency::EUR));
            w.deals.insert(deal.id, deal);
        }
        w
    }

    fn groups(month: &str, today: &str) -> Vec<(String, Vec<u128>, i64, i64)> {
        let w = workspace();
        let deals: Vec<&Deal> = w.living_deals().collect();
        let found = closings(&w, &deals, &weeks(day(month), day(today)), day(today));
        let ids = |deals: &[DealId]| deals.iter().map(|id| id.0.as_u128()).collect();
        found
            .iter()
            .map(|g| (g.slot.to_string(), ids(&g.deals), g.sums.total.sum_minor, g.sums.weighted_minor))
            .filter(|(_, deals, ..): &(String, Vec<u128>, i64, i64)| !deals.is_empty())
            .collect()
    }

    #[test]
    fn each_open_deal_stands_in_one_place_and_decided_ones_in_none() {
        assert_eq!(
            groups("2026-11-25", "2026-11-25"),
            [
                ("overdue".to_owned(), vec![18, 10], 16, 8),
                ("undated".to_owned(), vec![14], 1, 1),
                ("2026-11-23".to_owned(), vec![12, 11], 400, 200),
                ("2026-12-21".to_owned(), vec![13], 5, 3),
                ("later".to_owned(), vec![17], 9, 5),
            ]
        );
    }

    #[test]
    fn in_a_month_before_overdue_deals_stand_in_their_weeks() {
        let october = groups("2026-10-01", "2026-11-25");
        let places: Vec<_> = october.iter().map(|(slot, deals, ..)| (slot.as_str(), deals.clone())).collect();
        assert_eq!(places, [("undated", vec![14]), ("2026-10-05", vec![18])]);
    }

    #[test]
    fn a_moved_deal_keeps_its_day_of_the_week() {
        let (today, calendar) = (day("2026-11-25"), Calendar::default());
        let to = |expected: Option<&str>, week| moved(expected.map(day), day(week), today, &calendar).to_string();
        assert_eq!(to(Some("2026-11-26"), "2026-12-07"), "2026-12-10");
        assert_eq!(to(Some("2026-11-29"), "2026-12-07"), "2026-12-13");
        assert_eq!(to(None, "2026-12-07"), "2026-12-11", "the last working day");
        assert_eq!(to(Some("2026-11-02"), "2026-11-23"), "2026-11-25", "that Monday has passed");
        assert_eq!(to(Some("2026-11-06"), "2026-11-23"), "2026-11-27");
        assert_eq!(to(Some("2026-11-24"), "2026-11-09"), "2026-11-10", "a past week is what was asked for");
    }

    #[test]
    fn a_place_comes_back_from_its_name() {
        for slot in [Slot::Overdue, Slot::Undated, Slot::Week(day("2026-11-23")), Slot::Later] {
            assert_eq!(slot.to_string().parse(), Ok(slot));
        }
        assert_eq!("2026-11-25".parse(), Ok(Slot::Week(day("2026-11-23"))));
        assert_eq!("soon".parse::<Slot>(), Err(NoSlot));
    }
}
