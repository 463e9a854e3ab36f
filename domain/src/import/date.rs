//! Dates and times as exports write them. A time without a zone is one of the
//! workspace's clocks, and a date without a time is the beginning of that day there.

use crate::{
    clock::Timestamp,
    zone::{self, Utc, Zone},
};
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

/// The order of the numbers in a date. A year of four digits at the front is
/// recognised whatever the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Year, month, day.
    Ymd,
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
}

/// What the cells of a column say about the order of their dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Every date reads the same in any order.
    Indifferent,
    /// Only this order fits (or fits most, where none fits all).
    Sure(DateOrder),
    /// Day first and month first are both possible: a person has to say.
    Ambiguous,
}

/// The earliest and latest year that is taken for a date.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// What the order of the dates in `cells` can be.
pub fn evidence<'a>(cells: impl IntoIterator<Item = &'a str>) -> Evidence {
    let (mut day_first, mut month_first, mut either) = (0_u32, 0_u32, 0_u32);
    for cell in cells {
        let Some((Numbers { a, b, .. }, _)) = numbers(cell).filter(|(n, _)| n.a_digits < 3 && n.a <= 31 && n.b <= 31)
        else {
            continue;
        };
        match (a > 12, b > 12) {
            (true, false) => day_first += 1,
            (false, true) => month_first += 1,
            (false, false) if a != b => either += 1,
            _ => {}
        }
    }
    match (day_first, month_first) {
        (0, 0) if either > 0 => Evidence::Ambiguous,
        (0, 0) => Evidence::Indifferent,
        (d, m) if d >= m => Evidence::Sure(DateOrder::Dmy),
        _ => Evidence::Sure(DateOrder::Mdy),
    }
}

/// Whether an export writes this where it has no date or amount.
pub fn is_blank(text: &str) -> bool {
    const BLANKS: [&str; 13] = [
        "-",
        "–",
        "—",
        "n/a",
        "null",
        "none",
        "нет",
        "немає",
        "не закрыта",
        "не закрыто",
        "не закрита",
        "не указано",
        "не вказано",
    ];
    text.is_empty() || (text.len() < 32 && BLANKS.contains(&text.to_lowercase().as_str()))
}

/// Reads a date with or without a time: `2017-03-01`, `1.3.2017 10:05`,
/// `3/1/17 1:05 PM`, `2017-03-01T10:05:00+02:00`, `1 Mar 2017`, a spreadsheet's
/// day number, or milliseconds since 1970. `None` when it is none of them. A time
/// without a zone is read as UTC.
pub fn parse(text: &str, order: DateOrder) -> Option<Timestamp> {
    parse_in(&Utc, text, order)
}

/// The same; a time without a zone is what the clocks of `zone` show.
pub fn parse_in(zone: &dyn Zone, text: &str, order: DateOrder) -> Option<Timestamp> {
    Some(match read(text, order)? {
        Read::Exact(at) => at,
        Read::Shown(at) => zone::moment(zone, at),
    })
}

/// What a cell says.
enum Read {
    /// A moment.
    Exact(Timestamp),
    /// What clocks somewhere showed; as if they showed UTC.
    Shown(Timestamp),
}

fn read(text: &str, order: DateOrder) -> Option<Read> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    let (day, rest) = match numbers(text) {
        Some((numbers, rest)) => (numbers.day(order)?, rest),
        None => return bare_number(text).or_else(|| with_month_name(text)),
    };
    moment(day, rest)
}

fn moment(day: NaiveDate, rest: &str) -> Option<Read> {
    let rest = rest.trim_start_matches([',', 'T', 't']).trim();
    let (time, offset) = if rest.is_empty() { (NaiveTime::MIN, None) } else { time_of_day(rest)? };
    let shown = day.and_time(time);
    match offset {
        Some(offset) => timestamp(shown.checked_sub_signed(Duration::minutes(offset))?).map(Read::Exact),
        None => timestamp(shown).map(Read::Shown),
    }
}

fn timestamp(at: NaiveDateTime) -> Option<Timestamp> {
    use chrono::Datelike;
    YEARS.contains(&at.year()).then(|| Timestamp(at.and_utc().timestamp_millis()))
}

/// Three numbers with the same mark between them.
struct Numbers {
    a: u32,
    b: u32,
    c: u32,
    a_digits: usize,
    c_digits: usize,
}

impl Numbers {
    fn day(&self, order: DateOrder) -> Option<NaiveDate> {
        let (year, digits, month, day) = match order {
            _ if self.a_digits == 4 => (self.a, 4, self.b, self.c),
            DateOrder::Ymd => (self.a, self.a_digits, self.b, self.c),
            DateOrder::Dmy => (self.c, self.c_digits, self.b, self.a),
            DateOrder::Mdy => (self.c, self.c_digits, self.a, self.b),
        };
        let year = match (digits, year) {
            (4, year) => year,
            (2, year @ 0..69) => 2000 + year,
            (2, year) => 1900 + year,
            _ => return None,
        };
        NaiveDate::from_ymd_opt(year as i32, month, day)
    }
}

/// Splits `3/1/2017 10:05` into its three numbers and what follows them.
fn numbers(text: &str) -> Option<(Numbers, &str)> {
    let (a, a_digits, rest) = number(text)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (b, _, rest) = number(rest.strip_prefix(mark)?)?;
    let (c, c_digits, rest) = number(rest.strip_prefix(mark)?.trim_start())?;
    // "01.02.2017г." is a date; "1.2.3.4" is not.
    let rest = rest.trim_start_matches(['г', 'р', '.']);
    (a_digits <= 4 && c_digits <= 4).then_some((Numbers { a, b, c, a_digits, c_digits }, rest))
}

fn number(text: &str) -> Option<(u32, usize, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = text[..digits].parse().ok()?;
    Some((value, digits, &text[digits..]))
}

/// `10:05`, `1:05:30.250 PM`, `10:05:00Z`, `10:05+02:00`: the time and the
/// zone's minutes east of UTC, where it names one.
fn time_of_day(text: &str) -> Option<(NaiveTime, Option<i64>)> {
    let (hour, _, rest) = number(text)?;
    let (minute, _, mut rest) = number(rest.strip_prefix(':')?)?;
    let mut second = 0;
    if let Some(after) = rest.strip_prefix(':') {
        (second, _, rest) = number(after)?;
    }
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let zone = rest.trim().to_ascii_lowercase();
    let (hour, zone) = match (zone.strip_prefix("am"), zone.strip_prefix("pm")) {
        (Some(zone), _) if (1..=12).contains(&hour) => (hour % 12, zone),
        (_, Some(zone)) if (1..=12).contains(&hour) => (hour % 12 + 12, zone),
        (None, None) => (hour, zone.as_str()),
        _ => return None,
    };
    let zone = zone.trim();
    let offset = if zone.is_empty() { None } else { Some(offset(zone)?) };
    Some((NaiveTime::from_hms_opt(hour, minute, second)?, offset))
}

fn offset(zone: &str) -> Option<i64> {
    let (sign, digits) = match zone {
        "z" | "utc" | "gmt" => return Some(0),
        _ if zone.starts_with('+') => (1, &zone[1..]),
        _ => (-1, zone.strip_prefix('-')?),
    };
    let (hours, length, rest) = number(digits)?;
    let (hours, minutes) = match (length, rest.strip_prefix(':')) {
        (1..=2, None) if rest.is_empty() => (hours, 0),
        (1..=2, Some(minutes)) => (hours, minutes.parse().ok()?),
        (4, None) if rest.is_empty() => (hours / 100, hours % 100),
        _ => return None,
    };
    (hours < 15 && minutes < 60).then(|| sign * i64::from(hours * 60 + minutes))
}

/// A spreadsheet's day number (with a fraction of the day), `20170301`, or
/// seconds or milliseconds since 1970.
fn bare_number(text: &str) -> Option<Read> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    match (whole.len(), fraction.is_empty()) {
        // Days since 30 December 1899; from 1954 to 2119.
        (5, _) if (20_000..80_000).contains(&number) => {
            let share: f64 = format!("0.{fraction}0").parse().ok()?;
            let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_signed(Duration::days(number))?;
            let shown = day.and_time(NaiveTime::MIN) + Duration::seconds((share * 86_400.0).round() as i64);
            timestamp(shown).map(Read::Shown)
        }
        (8, true) => {
            let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
            moment(NaiveDate::from_ymd_opt(year as i32, month as u32, day as u32)?, "")
        }
        (10, true) => Some(Read::Exact(Timestamp(number * 1_000))),
        (13, true) => Some(Read::Exact(Timestamp(number))),
        _ => None,
    }
}

/// `1 Mar 2017`, `Mar 1, 2017 10:05`, `1 марта 2017`, `1 березня 2017`.
fn with_month_name(text: &str) -> Option<Read> {
    let mut words = text.split([' ', ',', '\u{a0}', '-']).filter(|w| !w.is_empty());
    let (first, second, year) = (words.next()?, words.next()?, words.next()?);
    let (day, month) = match (first.trim_end_matches('.').parse(), second.trim_end_matches('.').parse()) {
        (Ok(day), Err(_)) => (day, month(second)?),
        (Err(_), Ok(day)) => (day, month(first)?),
        _ => return None,
    };
    let year = year.parse().ok()?;
    let rest: Vec<_> = words.skip_while(|w| matches!(*w, "г." | "р." | "г" | "р" | "at" | "в" | "о")).collect();
    moment(NaiveDate::from_ymd_opt(year, month, day)?, &rest.join(" "))
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [[&str; 3]; 12] = [
        ["jan", "янв", "січ"],
        ["feb", "фев", "лют"],
        ["mar", "мар", "бер"],
        ["apr", "апр", "кві"],
        ["may", "ма", "тра"],
        ["jun", "июн", "чер"],
        ["jul", "июл", "лип"],
        ["aug", "авг", "сер"],
        ["sep", "сен", "вер"],
        ["oct", "окт", "жов"],
        ["nov", "ноя", "лис"],
        ["dec", "дек", "гру"],
    ];
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    Some(at as u32 + 1)
}

#[cfg(test)]
mod tests;
