//! The table as it is asked for: channels, columns of days or weeks, and the
//! numbers in it; and the writing of them.

use super::keys::Cell;
use crate::{components::plain_amount, prelude::*, words::Words};
use chrono::{Datelike, Days, NaiveDate};
use smarketing_domain::{
    economics::{
        Ledger, Measure, Source,
        ledger::{Span, bodies, channels, rows},
    },
    operation::MONEY_MAX,
};

/// Weeks side by side.
const WEEKS: u64 = 6;
/// Days side by side.
const DAYS: u64 = 7;

/// What was typed that cannot be noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub cell: Cell,
    /// Why, and what to do.
    pub text: String,
}

/// The table.
#[derive(Clone, Copy)]
pub struct Sheet {
    address: Address,
    pub state: State,
    words: Words,
    /// What is typed in.
    pub measure: Memo<Measure>,
    /// Weeks and not days.
    pub is_weeks: Memo<bool>,
    /// The days of each column.
    pub columns: Memo<Vec<Span>>,
    /// The channel of each row.
    pub channels: Memo<Vec<String>>,
    /// Channels that somebody added and that have no number yet.
    added: RwSignal<Vec<String>>,
    numbers: Memo<Vec<Vec<Option<i64>>>>,
    /// What was done last.
    pub said: RwSignal<String>,
    /// What is wrong.
    pub fault: RwSignal<Option<Fault>>,
}

impl Sheet {
    /// What the address asks for.
    pub fn new(address: Address, state: State, words: Words) -> Self {
        let measure =
            Memo::new(move |_| address.get("measure").and_then(|code| measure_named(&code)).unwrap_or_default());
        let is_weeks = Memo::new(move |_| address.get("unit").as_deref() == Some("weeks"));
        let columns = Memo::new(move |_| {
            let asked = address.get("week").and_then(|day| day.parse().ok());
            columns(asked.unwrap_or_else(|| words.today()), is_weeks.get())
        });
        let added = RwSignal::new(Vec::<String>::new());
        let ticks = calm_ticks(state);
        let channels = Memo::new(move |_| {
            ticks.track();
            let mut known = state.read(channels);
            let new = |name: &String, known: &[String]| !known.iter().any(|k| Source::named(k) == Source::named(name));
            for name in added.get() {
                if new(&name, &known) {
                    known.push(name);
                }
            }
            known
        });
        let numbers = Memo::new(move |_| {
            state.track(Topic::Kind("reach"));
            let (columns, measure) = (columns.get(), measure.get());
            state.read(|w| {
                let ledger = Ledger::of(w);
                let row = |channel: &String| columns.iter().map(|span| ledger.sum(channel, *span, measure)).collect();
                channels.with(|channels| channels.iter().map(row).collect())
            })
        });
        let (said, fault) = (RwSignal::default(), RwSignal::default());
        Self { address, state, words, measure, is_weeks, columns, channels, added, numbers, said, fault }
    }

    /// Rows and columns.
    pub fn size(&self) -> Cell {
        (self.channels.with_untracked(Vec::len), self.columns.with_untracked(Vec::len))
    }

    /// The number of a cell; `None` where nothing is noted.
    pub fn number(&self, (row, column): Cell) -> Option<i64> {
        self.numbers.with(|numbers| numbers.get(row).and_then(|row| row.get(column).copied()).flatten())
    }

    /// The sum of a row, of a column, or of all; `None` where nothing is noted.
    pub fn sum(&self, row: Option<usize>, column: Option<usize>) -> Option<i64> {
        self.numbers.with(|numbers| {
            let rows = numbers.iter().enumerate().filter(|(at, _)| row.is_none_or(|row| row == *at));
            let cells = rows.flat_map(|(_, row)| row.iter().enumerate());
            let wanted = cells.filter(|(at, _)| column.is_none_or(|column| column == *at)).filter_map(|(_, n)| *n);
            wanted.fold(None, |sum, n| Some(sum.map_or(n, |sum: i64| sum.saturating_add(n))))
        })
    }

    /// A number as it is typed.
    pub fn typed(&self, number: Option<i64>) -> String {
        let currency = self.words.currency();
        match number {
            None => String::new(),
            Some(n) if self.measure.get() != Measure::Spend => n.to_string(),
            Some(n) if n % currency.scale() == 0 => (n / currency.scale()).to_string(),
            // With the mark of the language; both marks are read.
            Some(n) => plain_amount(n, currency.decimals()).replace('.', mark_of(self.words)),
        }
    }

    /// A number as it is read.
    pub fn shown(&self, number: i64) -> String {
        shown(self.words, self.measure.get(), number)
    }

    /// The name of a column.
    pub fn when(&self, column: usize) -> String {
        let span = self.columns.with(|columns| columns.get(column).copied());
        span.map(|span| named(self.words, span)).unwrap_or_default()
    }

    /// The name of all days in the table.
    pub fn named(&self) -> String {
        let ends = self.columns.with(|columns| columns.first().copied().zip(columns.last().copied()));
        ends.map(|(first, last)| format!("{} – {}", self.words.day_month(first.from), self.words.date(last.to)))
            .unwrap_or_default()
    }

    /// Earlier or later by as much as the table shows.
    pub fn step(&self, steps: i64) {
        let first = self.columns.with_untracked(|columns| columns.last().map(|span| span.from));
        let days = Days::new(if self.is_weeks.get_untracked() { WEEKS * 7 } else { 7 });
        let Some(first) = first else { return };
        let week = if steps < 0 { first.checked_sub_days(days) } else { first.checked_add_days(days) };
        if let Some(week) = week {
            self.fault.set(None);
            self.address.set(&[("week", week.to_string())]);
        }
    }

    /// Adds a channel; false when it is there already, or has no name.
    pub fn add(&self, name: &str) -> bool {
        let source = Source::named(name);
        let known = self.channels.with_untracked(|all| all.iter().any(|known| Source::named(known) == source));
        if known || source == Source::NotNoted {
            return false;
        }
        self.added.update(|added| added.push(name.trim().to_owned()));
        true
    }

    /// Notes what was typed into a cell, and says the earlier number. A blank over a
    /// number is zero.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn commit(&self, cell: Cell, text: &str) -> Result<(), String> {
        let i18n = self.words.i18n;
        let before = self.number(cell);
        let text = text.trim();
        let currency = self.words.currency();
        let number = match (text.is_empty(), before) {
            (true, None) => return Ok(()),
            (true, Some(_)) => 0,
            (false, _) => self.measure.get().parse(text, None, currency).map_err(|_| {
                let example = if self.measure.get() == Measure::Spend {
                    format!("1234{}50", mark_of(self.words))
                } else {
                    "1234".to_owned()
                };
                t_string!(i18n, money.bad_number, text = text, example = example).to_string()
            })?,
        };
        if number > MONEY_MAX {
            return Err(t_string!(i18n, money.too_large, most = self.shown(MONEY_MAX)).to_string());
        }
        if before == Some(number) {
            return Ok(());
        }
        self.write(&[(cell, number)])?;
        let channel = self.channels.with_untracked(|all| all.get(cell.0).cloned()).unwrap_or_default();
        let (when, after) = (self.when(cell.1), self.shown(number));
        self.said.set(match before {
            Some(before) => {
                let before = self.shown(before);
                t_string!(i18n, money.wrote_over, channel = channel, when = when, after = after, before = before)
                    .to_string()
            }
            None => t_string!(i18n, money.wrote, channel = channel, when = when, after = after).to_string(),
        });
        Ok(())
    }

    /// Writes numbers as one step that can be taken back.
    ///
    /// # Errors
    /// Why it is not allowed, in words.
    pub fn write(&self, numbers: &[(Cell, i64)]) -> Result<(), String> {
        let measure = self.measure.get_untracked();
        let typed = numbers.iter().filter_map(|((row, column), number)| {
            let channel = self.channels.with_untracked(|all| all.get(*row).cloned())?;
            let span = self.columns.with_untracked(|all| all.get(*column).copied())?;
            Some(rows(&channel, span, measure, *number))
        });
        let typed = typed.flatten().collect();
        let bodies = self.state.read(|w| bodies(w, typed)).map_err(|fault| fault.to_string())?;
        self.state.perform(bodies).map_err(|refusal| self.words.refusal(refusal))
    }
}

/// A number in words of its measure.
pub fn shown(words: Words, measure: Measure, number: i64) -> String {
    match measure {
        Measure::Spend => words.money(number),
        Measure::Visits | Measure::Impressions => words.number(number.unsigned_abs()),
    }
}

/// What is typed in, in words.
pub fn measure_name(words: Words, measure: Measure) -> &'static str {
    let i18n = words.i18n;
    match measure {
        Measure::Spend => t_string!(i18n, money.spend),
        Measure::Visits => t_string!(i18n, money.visits),
        Measure::Impressions => t_string!(i18n, money.impressions),
    }
}

/// A measure's name in an address.
pub fn measure_code(measure: Measure) -> &'static str {
    match measure {
        Measure::Spend => "",
        Measure::Visits => "visits",
        Measure::Impressions => "impressions",
    }
}

fn measure_named(code: &str) -> Option<Measure> {
    Measure::ALL.into_iter().find(|measure| measure_code(*measure) == code)
}

fn named(words: Words, span: Span) -> String {
    if span.from == span.to {
        format!("{} {}", words.weekday(span.from), words.day_month(span.from))
    } else {
        format!("{} – {}", words.day_month(span.from), words.day_month(span.to))
    }
}

/// The days of the week of `day`, or the weeks up to it.
fn columns(day: NaiveDate, is_weeks: bool) -> Vec<Span> {
    let monday = day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day);
    if is_weeks {
        let weeks = (0..WEEKS).rev().filter_map(|back| monday.checked_sub_days(Days::new(back * 7)));
        weeks.map(Span::week).collect()
    } else {
        (0..DAYS).filter_map(|on| monday.checked_add_days(Days::new(on))).map(Span::day).collect()
    }
}

/// What stands between whole ones and hundredths in the chosen language.
fn mark_of(words: Words) -> &'static str {
    if words.exact(0.5).contains(',') { "," } else { "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_the_week_of_a_day_or_the_weeks_up_to_it() {
        let sunday: NaiveDate = "2026-11-22".parse().unwrap();
        let days = columns(sunday, false);
        assert_eq!((days.len(), days[0].from.to_string().as_str(), days[6].to), (7, "2026-11-16", sunday));
        let weeks = columns(sunday, true);
        assert_eq!((weeks.len(), weeks[5].to, weeks[0].from.to_string().as_str()), (6, sunday, "2026-10-12"));
    }
}
