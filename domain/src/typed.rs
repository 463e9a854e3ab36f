//! Dates as people type them: `24.12.2026`, `24.12`, `2026-12-24`, `+3d`,
//! `+2w`, `fri`, `пт`, `tomorrow`, `завтра`.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// The day that `text` means when today is `today`; `None` when it means none.
/// A day without a year, or a weekday, is the next one from tomorrow on.
pub fn day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "today" | "сегодня" | "сьогодні" => return Some(today),
        "tomorrow" | "завтра" => return today.checked_add_days(Days::new(1)),
        _ => {}
    }
    relative(&text, today).or_else(|| weekday(&text, today)).or_else(|| calendar(&text, today))
}

/// `+3`, `+3d`, `+2w`, `+1m` with the units of the three languages.
fn relative(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let rest = text.strip_prefix('+')?.trim();
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let count: u32 = rest[..digits].parse().ok()?;
    match rest[digits..].trim() {
        "" | "d" | "д" => today.checked_add_days(Days::new(count.into())),
        "w" | "н" | "т" => today.checked_add_days(Days::new(u64::from(count) * 7)),
        "m" | "м" => today.checked_add_months(Months::new(count)),
        _ => None,
    }
}

fn weekday(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let names: [(&[&str], Weekday); 7] = [
        (&["mon", "monday", "пн", "понедельник", "понеділок"], Weekday::Mon),
        (&["tue", "tuesday", "вт", "вторник", "вівторок"], Weekday::Tue),
        (&["wed", "wednesday", "ср", "среда", "середа"], Weekday::Wed),
        (&["thu", "thursday", "чт", "четверг", "четвер"], Weekday::Thu),
        (&["fri", "friday", "пт", "пятница", "пʼятниця", "п'ятниця"], Weekday::Fri),
        (&["sat", "saturday", "сб", "суббота", "субота"], Weekday::Sat),
        (&["sun", "sunday", "вс", "нд", "воскресенье", "неділя"], Weekday::Sun),
    ];
    let wanted = names.iter().find(|(names, _)| names.contains(&text))?.1;
    (1..=7).filter_map(|days| today.checked_add_days(Days::new(days))).find(|day| day.weekday() == wanted)
}

/// Day first, as in Europe; year first where it has four digits.
fn calendar(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['.', '/', '-']).filter(|p| !p.is_empty()).collect();
    let numbers: Vec<u32> = parts.iter().map(|p| p.parse().ok()).collect::<Option<_>>()?;
    match numbers[..] {
        [year, month, day] if parts[0].len() == 4 => NaiveDate::from_ymd_opt(year as i32, month, day),
        [day, month, year] => {
            let year = if year < 100 { 2000 + year } else { year };
            NaiveDate::from_ymd_opt(year as i32, month, day)
        }
        [day, month] => {
            let this_year = NaiveDate::from_ymd_opt(today.year(), month, day)?;
            if this_year > today { Some(this_year) } else { NaiveDate::from_ymd_opt(today.year() + 1, month, day) }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Sunday.
    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    #[test]
    fn dates_are_read_as_people_type_them() {
        for (text, expected) in [
            ("2026-12-24", "2026-12-24"),
            ("24.12.2026", "2026-12-24"),
            ("24/12/26", "2026-12-24"),
            ("24.12", "2026-12-24"),
            ("1.2", "2027-02-01"),
            ("+3d", "2026-11-25"),
            ("+3", "2026-11-25"),
            ("+2w", "2026-12-06"),
            ("+1м", "2026-12-22"),
            ("пт", "2026-11-27"),
            (" Fri ", "2026-11-27"),
            ("нд", "2026-11-29"),
            ("завтра", "2026-11-23"),
            ("today", "2026-11-22"),
        ] {
            assert_eq!(day(text, today()).map(|d| d.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "soon", "31.02.2026", "99.99", "+x", "+999999999999d", "1.2.3.4"] {
            assert_eq!(day(text, today()), None, "{text}");
        }
    }
}
