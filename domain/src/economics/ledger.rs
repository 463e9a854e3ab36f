//! Reach and spend as a table to type into: channels, and spans of days.

use super::attribution::key;
use crate::{
    ids::{ReachId, WorkspaceId},
    import::amount::{self, DecimalMark},
    intake::{self, IntakeFault, ROWS_MAX, ReachRow, ReachRows},
    money::{Currency, NoMoney},
    operation::Body,
    reach::Reach,
    workspace::Workspace,
};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// What is counted of a channel on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Money, in minor units.
    #[default]
    Spend,
    /// How often somebody came.
    Visits,
    /// How often we were seen.
    Impressions,
}

impl Measure {
    /// All of them, in the order they are offered.
    pub const ALL: [Measure; 3] = [Self::Spend, Self::Visits, Self::Impressions];

    /// Reads what people and exports write; `mark` is what a column uses, if known.
    ///
    /// # Errors
    /// When it is no such number.
    pub fn parse(self, text: &str, mark: Option<DecimalMark>, currency: Currency) -> Result<i64, NoMoney> {
        // A count is an amount of something that has no smaller unit.
        let unit = if self == Self::Spend { Ok(currency) } else { "JPY".parse() };
        let minor = amount::parse(text, mark, unit.unwrap_or(currency))?.minor;
        if minor < 0 { Err(NoMoney::NotANumber) } else { Ok(minor) }
    }

    fn of(self, row: &Reach) -> i64 {
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        match self {
            Self::Spend => row.spend_minor,
            Self::Visits => count(row.visits),
            Self::Impressions => count(row.impressions),
        }
    }

    /// A row that says only this.
    fn row(self, channel: &str, day: NaiveDate, value: i64) -> ReachRow {
        let count = |measure| u64::try_from(value).ok().filter(|_| self == measure);
        ReachRow {
            channel: channel.trim().to_owned(),
            day,
            impressions: count(Self::Impressions),
            visits: count(Self::Visits),
            spend_minor: (self == Self::Spend).then_some(value),
        }
    }
}

/// First and last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; not before the first.
    pub to: NaiveDate,
}

impl Span {
    /// One day.
    pub fn day(day: NaiveDate) -> Self {
        Self { from: day, to: day }
    }

    /// Seven days.
    pub fn week(from: NaiveDate) -> Self {
        Self { from, to: from.checked_add_days(Days::new(6)).unwrap_or(from) }
    }

    /// Its days, in order.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_days().take_while(move |day| *day <= self.to)
    }
}

/// What is noted, by channel and day.
pub struct Ledger<'a> {
    rows: BTreeMap<(String, NaiveDate), Vec<&'a Reach>>,
}

impl<'a> Ledger<'a> {
    /// Of a workspace.
    pub fn of(workspace: &'a Workspace) -> Self {
        let mut rows: BTreeMap<_, Vec<&Reach>> = BTreeMap::new();
        for row in workspace.reach.values().filter(|row| row.meta.is_alive()) {
            if let Some(day) = row.day {
                rows.entry((key(&row.channel), day)).or_default().push(row);
            }
        }
        Self { rows }
    }

    /// What is noted of a channel in a span; `None` where nothing is.
    pub fn sum(&self, channel: &str, span: Span, measure: Measure) -> Option<i64> {
        let channel = key(channel);
        let noted = self.rows.range((channel.clone(), span.from)..=(channel, span.to));
        let mut values = noted.flat_map(|(_, rows)| rows).map(|row| measure.of(row)).peekable();
        values.peek()?;
        Some(values.fold(0, i64::saturating_add))
    }
}

/// The channels that deals or reach name, by name.
pub fn channels(workspace: &Workspace) -> Vec<String> {
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    let noted = workspace.reach.values().filter(|row| row.meta.is_alive()).map(|row| row.channel.as_str());
    for name in noted.chain(workspace.living_deals().map(|deal| deal.channel.as_str())) {
        names.entry(key(name)).or_insert(name.trim());
    }
    names.remove("");
    names.into_values().map(str::to_owned).collect()
}

/// A number typed for a span of days is spread evenly over them, to the unit: what
/// does not divide goes to the first days.
pub fn rows(channel: &str, span: Span, measure: Measure, value: i64) -> Vec<ReachRow> {
    let days: Vec<NaiveDate> = span.days().collect();
    let count = days.len().max(1) as i64;
    let (each, rest) = (value / count, value % count);
    let share = |at: usize| each + i64::from((at as i64) < rest);
    days.into_iter().enumerate().map(|(at, day)| measure.row(channel, day, share(at))).collect()
}

/// The changes that write rows over what is noted of their channel and day.
///
/// # Errors
/// When a row is none that the workspace can hold.
pub fn bodies(workspace: &Workspace, rows: Vec<ReachRow>) -> Result<Vec<Body>, IntakeFault> {
    let own = workspace.own().map_or_else(WorkspaceId::default, |settings| settings.id);
    let id_of = |channel: &str, day: NaiveDate| reach_id(own, channel, day);
    let mut bodies = Vec::new();
    for part in rows.chunks(ROWS_MAX) {
        let part = ReachRows { rows: part.to_vec(), ..ReachRows::default() };
        bodies.extend(part.check()?.bodies(workspace, id_of)?);
    }
    Ok(bodies)
}

/// The record of a channel and day: whoever makes it, it is the same one. `channel`
/// is written as for comparing.
pub fn reach_id(workspace: WorkspaceId, channel: &str, day: NaiveDate) -> ReachId {
    ReachId(intake::derived(&[&workspace.to_string(), channel, &day.to_string()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_is_spread_over_its_days_to_the_cent() {
        let week = Span::week(day("2026-03-02"));
        let rows = rows("Fair", week, Measure::Spend, 1001);
        let cents: Vec<i64> = rows.iter().filter_map(|row| row.spend_minor).collect();
        assert_eq!((cents.len(), cents.iter().sum::<i64>()), (7, 1001));
        assert_eq!((rows[0].day, rows[6].day, cents[0]), (day("2026-03-02"), day("2026-03-08"), 143));
        assert!(rows.iter().all(|row| row.visits.is_none() && row.impressions.is_none()), "the rest stays as it is");
    }

    #[test]
    fn counts_have_no_cents_and_nothing_is_below_zero() {
        let read = |measure: Measure, text| measure.parse(text, None, Currency::EUR);
        assert_eq!(read(Measure::Visits, "1 250"), Ok(1250));
        assert_eq!(read(Measure::Spend, "1 250,50"), Ok(125_050));
        assert_eq!(read(Measure::Visits, "2.5"), Err(NoMoney::TooPrecise));
        assert_eq!(read(Measure::Spend, "-3"), Err(NoMoney::NotANumber));
        assert_eq!(read(Measure::Impressions, "many"), Err(NoMoney::NotANumber));
    }
}
