//! Reach and spend from a file: the table of another program, or of an
//! advertising platform.
//!
//! 1. [`Columns::guess`] finds the columns by their names.
//! 2. [`read`] makes a row of each channel and day. Several lines of one channel
//!    and day (of its campaigns, say) are added up.
//! 3. [`Outlook::of`] says what it would change, with the earlier values.
//! 4. [`super::ledger::bodies`] gives the changes. The same file again changes nothing.

use super::{
    attribution::key,
    ledger::{Ledger, Measure, Span},
};
use crate::{
    import::{
        amount::decimal_mark,
        date::{self, DateOrder, Evidence},
        table::{Row, Table},
    },
    intake::ReachRow,
    money::Currency,
    operation::{LINE_MAX, MONEY_MAX},
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Where in a file what stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// `None`: the whole file is of one channel, which a person names.
    pub channel: Option<usize>,
    /// The day.
    pub day: usize,
    /// What is counted, by [`Measure::ALL`].
    pub numbers: [Option<usize>; 3],
}

/// Why a file is no table of reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoColumns {
    /// No column of days.
    #[error("No column has the days. Call it “day” or “date”.")]
    Day,
    /// Nothing to count.
    #[error("No column has numbers. Call them “spend”, “visits” or “impressions”.")]
    Numbers,
}

const CHANNEL: [&str; 9] =
    ["channel", "source", "utm source", "platform", "канал", "источник", "джерело", "площадка", "майданчик"];
const DAY: [&str; 8] = ["day", "date", "reporting starts", "день", "дата", "число", "day of reporting", "дата начала"];
const SPEND: [&str; 12] = [
    "spend",
    "cost",
    "amount spent",
    "spent",
    "costs",
    "expense",
    "расход",
    "расходы",
    "затраты",
    "витрати",
    "вартість",
    "стоимость",
];
const VISITS: [&str; 10] =
    ["visits", "clicks", "sessions", "link clicks", "visitors", "визиты", "клики", "посещения", "візити", "кліки"];
const IMPRESSIONS: [&str; 8] = ["impressions", "impr", "views", "показы", "просмотры", "покази", "перегляди", "reach"];

impl Columns {
    /// By the names of a header, in one of our languages or as the large platforms
    /// write them. A currency in brackets behind a name does not matter.
    ///
    /// # Errors
    /// When there is nothing to count, or no day.
    pub fn guess(header: &[String]) -> Result<Self, NoColumns> {
        let names: Vec<String> = header.iter().map(|name| words(name)).collect();
        let find = |known: &[&str]| known.iter().find_map(|known| names.iter().position(|name| name == known));
        let numbers = [find(&SPEND), find(&VISITS), find(&IMPRESSIONS)];
        let day = find(&DAY).ok_or(NoColumns::Day)?;
        if numbers == [None; 3] {
            return Err(NoColumns::Numbers);
        }
        Ok(Self { channel: find(&CHANNEL), day, numbers })
    }

    /// Whether the days can be read day first and month first: a person has to say.
    pub fn is_ambiguous(&self, table: &Table) -> bool {
        date::evidence(table.column(self.day)) == Evidence::Ambiguous
    }
}

/// Why a line is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineFault {
    /// It cannot be read whole.
    Damaged,
    /// It has no channel, or one whose name is too long.
    Channel,
    /// Its day is none.
    Day,
    /// A number is none, or is beyond what can be noted.
    Number,
}

/// What is in a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// One for each channel and day, in this order.
    pub rows: Vec<ReachRow>,
    /// Lines that are left out: where (from 1), why, and the cell.
    pub faults: Vec<(u32, LineFault, String)>,
    /// Lines that were added to another one of their channel and day.
    pub added_up: usize,
}

/// Reads the rows. `channel` is that of the file, where no column names it; `order`
/// is a person's answer where days are ambiguous.
pub fn read(table: &Table, columns: Columns, channel: &str, order: Option<DateOrder>, currency: Currency) -> Reading {
    let order = match date::evidence(table.column(columns.day)) {
        Evidence::Sure(order) => order,
        _ => order.unwrap_or(DateOrder::Dmy),
    };
    let marks = columns.numbers.map(|column| column.and_then(|at| decimal_mark(table.column(at))));
    let line = |row: &Row<'_>| -> Result<ReachRow, (LineFault, String)> {
        if row.fault().is_some() {
            return Err((LineFault::Damaged, String::new()));
        }
        let fault = |fault, cell: &str| (fault, cell.chars().take(60).collect::<String>());
        let channel = columns.channel.map_or(channel, |at| row.cell(at)).trim();
        if channel.is_empty() || channel.chars().count() > LINE_MAX {
            return Err(fault(LineFault::Channel, channel));
        }
        let cell = row.cell(columns.day);
        let day = date::parse(cell, order).and_then(|at| at.day()).ok_or_else(|| fault(LineFault::Day, cell))?;
        let number = |which: usize| -> Result<Option<i64>, (LineFault, String)> {
            let Some(cell) = columns.numbers[which].map(|at| row.cell(at)).filter(|cell| !date::is_blank(cell)) else {
                return Ok(None);
            };
            let value = Measure::ALL[which].parse(cell, marks[which], currency).ok().filter(|n| *n <= MONEY_MAX);
            value.map(Some).ok_or_else(|| fault(LineFault::Number, cell))
        };
        let count = |n: Option<i64>| n.and_then(|n| u64::try_from(n).ok());
        let (spend_minor, visits, impressions) = (number(0)?, count(number(1)?), count(number(2)?));
        Ok(ReachRow { channel: channel.to_owned(), day, impressions, visits, spend_minor })
    };
    let (mut rows, mut faults, mut added_up) = (BTreeMap::<(String, NaiveDate), ReachRow>::new(), Vec::new(), 0);
    for row in table.rows() {
        match line(&row) {
            Err((why, cell)) => faults.push((row.line(), why, cell)),
            Ok(read) => match rows.get_mut(&(key(&read.channel), read.day)) {
                Some(sum) => {
                    added_up += 1;
                    add(sum, &read);
                }
                None => drop(rows.insert((key(&read.channel), read.day), read)),
            },
        }
    }
    Reading { rows: rows.into_values().collect(), faults, added_up }
}

fn add(sum: &mut ReachRow, more: &ReachRow) {
    let counts = |a: Option<u64>, b: Option<u64>| a.map_or(b, |a| Some(a.saturating_add(b.unwrap_or(0))));
    sum.impressions = counts(sum.impressions, more.impressions);
    sum.visits = counts(sum.visits, more.visits);
    let spend = sum.spend_minor.map_or(more.spend_minor, |a| Some(a.saturating_add(more.spend_minor.unwrap_or(0))));
    sum.spend_minor = spend;
}

/// A number that would be written over another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The channel.
    pub channel: String,
    /// The day.
    pub day: NaiveDate,
    /// Which number.
    pub measure: Measure,
    /// What is noted now.
    pub before: i64,
    /// What the file says.
    pub after: i64,
}

/// What a file would change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlook {
    /// Channels and days of which nothing is noted yet.
    pub new: usize,
    /// Of which the same is noted.
    pub same: usize,
    /// Numbers that are written over.
    pub changed: Vec<Changed>,
    /// The rows that change something.
    pub rows: Vec<ReachRow>,
}

impl Outlook {
    /// What rows would change of what is noted.
    pub fn of(ledger: &Ledger<'_>, rows: &[ReachRow]) -> Self {
        let mut outlook = Self::default();
        for row in rows {
            let count = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok());
            let said = [row.spend_minor, count(row.visits), count(row.impressions)];
            let noted = |measure| ledger.sum(&row.channel, Span::day(row.day), measure);
            if noted(Measure::Spend).is_none() {
                outlook.new += 1;
                outlook.rows.push(row.clone());
                continue;
            }
            let differing = Measure::ALL.into_iter().zip(said).filter_map(|(measure, after)| {
                let (after, before) = (after?, noted(measure)?);
                let (channel, day) = (row.channel.clone(), row.day);
                (before != after).then_some(Changed { channel, day, measure, before, after })
            });
            let before = outlook.changed.len();
            outlook.changed.extend(differing);
            if outlook.changed.len() == before {
                outlook.same += 1;
            } else {
                outlook.rows.push(row.clone());
            }
        }
        outlook
    }
}

/// Lower case, words only, without what stands in brackets.
fn words(name: &str) -> String {
    let name = name.split(['(', '[']).next().unwrap_or_default().trim_matches('\u{feff}').to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::csv::parse;

    fn reading(text: &str, channel: &str) -> Reading {
        let table = parse(text.as_bytes()).unwrap();
        let columns = Columns::guess(&table.header).unwrap();
        read(&table, columns, channel, None, Currency::EUR)
    }

    #[test]
    fn the_columns_are_known_by_their_names_in_each_language() {
        let header = |names: &str| names.split(',').map(str::to_owned).collect::<Vec<_>>();
        for names in [
            "Channel,Day,Spend,Visits,Impressions",
            "Канал,Дата,Расход (₽),Клики,Показы",
            "Канал,День,Витрати,Кліки,Покази",
        ] {
            let columns = Columns::guess(&header(names)).unwrap();
            assert_eq!((columns.channel, columns.day, columns.numbers), (Some(0), 1, [Some(2), Some(3), Some(4)]));
        }
        assert_eq!(Columns::guess(&header("Channel,Spend")), Err(NoColumns::Day));
        assert_eq!(Columns::guess(&header("Channel,Day")), Err(NoColumns::Numbers));
    }

    #[test]
    fn campaigns_of_one_channel_and_day_are_added_up() {
        let read =
            reading("Day;Campaign;Cost;Clicks\n01.03.2026;a;10,50;3\n01.03.2026;b;1,25;4\n13.03.2026;a;;5\n", "Ads");
        assert_eq!((read.rows.len(), read.added_up), (2, 1));
        let first = &read.rows[0];
        assert_eq!(
            (first.channel.as_str(), first.spend_minor, first.visits, first.impressions),
            ("Ads", Some(1175), Some(7), None)
        );
        assert_eq!(read.rows[1].spend_minor, None, "what is not said is not zero");
    }

    #[test]
    fn a_line_that_cannot_be_read_says_where_and_why() {
        let read = reading(
            "channel,day,spend\nAds,2026-03-01,5\n,2026-03-02,5\nAds,soon,5\nAds,2026-03-04,-5\nAds,2026-03-05\n",
            "",
        );
        let faults: Vec<_> = read.faults.iter().map(|(line, why, _)| (*line, *why)).collect();
        assert_eq!(read.rows.len(), 1);
        assert_eq!(
            faults,
            [(3, LineFault::Channel), (4, LineFault::Day), (5, LineFault::Number), (6, LineFault::Damaged)]
        );
    }
}
