//! Amounts of money as exports write them.
//!
//! `1.054` is a thousand and fifty-four in one file and one and a bit in
//! another. A column tells which: one cell with both marks, or with one mark
//! that cannot group thousands, decides for all.

use crate::money::{Currency, Money, NoMoney};
use serde::{Deserialize, Serialize};

/// What stands before the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// `1,054.50`
    Point,
    /// `1.054,50`
    Comma,
}

impl DecimalMark {
    fn char(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    fn grouping(self) -> char {
        match self {
            Self::Point => ',',
            Self::Comma => '.',
        }
    }
}

/// The decimal mark that the cells of a column use; `None` when no cell tells.
pub fn decimal_mark<'a>(cells: impl IntoIterator<Item = &'a str>) -> Option<DecimalMark> {
    let (mut point, mut comma) = (0_u32, 0_u32);
    for cell in cells {
        match mark_of(&digits_and_marks(cell)) {
            Some(DecimalMark::Point) => point += 1,
            Some(DecimalMark::Comma) => comma += 1,
            None => {}
        }
    }
    match (point, comma) {
        (0, 0) => None,
        (p, c) if p >= c => Some(DecimalMark::Point),
        _ => Some(DecimalMark::Comma),
    }
}

/// Reads an amount; `mark` is what its column uses, if it is known.
///
/// # Errors
/// When it is not a number, is finer than the minor unit, or too large.
pub fn parse(text: &str, mark: Option<DecimalMark>, currency: Currency) -> Result<Money, NoMoney> {
    let Parts { before, number, after } = Parts::of(text).ok_or(NoMoney::NotANumber)?;
    let (sign, before) = match before.strip_prefix('-').or_else(|| before.strip_suffix('-')) {
        Some(rest) => ("-", rest.trim()),
        None => ("", before),
    };
    let (factor, after) = match after.chars().next() {
        Some(c @ ('k' | 'K' | 'к' | 'К' | 'M' | 'м' | 'М'))
            if after.chars().nth(1).is_none_or(|c| !c.is_alphabetic()) =>
        {
            (String::from(c), after[c.len_utf8()..].trim())
        }
        _ => (String::new(), after),
    };
    if ![before, after].iter().all(|beside| beside.is_empty() || is_sign(beside) || currency_named(beside).is_some()) {
        return Err(NoMoney::NotANumber);
    }
    let plain = match mark.or_else(|| mark_of(&digits_and_marks(number))) {
        Some(mark) => unambiguous(number, mark),
        None => number.to_owned(),
    };
    Money::parse(&format!("{sign}{plain}{factor}"), currency)
}

/// An amount's number, and what stands before and after it.
struct Parts<'t> {
    before: &'t str,
    number: &'t str,
    after: &'t str,
}

impl<'t> Parts<'t> {
    /// `None` where there is no digit.
    fn of(text: &'t str) -> Option<Self> {
        let digit = |c: char| c.is_ascii_digit();
        let (first, last) = (text.find(digit)?, text.rfind(digit)?);
        let first = if text[..first].ends_with(['.', ',']) { first - 1 } else { first };
        Some(Self { before: text[..first].trim(), number: &text[first..=last], after: text[last + 1..].trim() })
    }
}

/// The number without grouping, and with a fraction too long to be a group.
fn unambiguous(number: &str, mark: DecimalMark) -> String {
    let plain: String = number.chars().filter(|c| *c != mark.grouping()).collect();
    match plain.rsplit_once(mark.char()) {
        Some((whole, fraction)) => format!("{whole}.{fraction:0<4}"),
        None => plain,
    }
}

/// The currency that a sign or a word names.
pub fn currency_named(text: &str) -> Option<Currency> {
    let text = text.trim().to_lowercase();
    let code = match text.as_str() {
        "€" => "EUR",
        "£" => "GBP",
        "₴" => "UAH",
        "₽" | "р." | "р" => "RUB",
        "₸" => "KZT",
        "₹" => "INR",
        "zł" => "PLN",
        _ if text.starts_with("руб") || text.contains("рубл") => "RUB",
        _ if text.starts_with("грн") || text.contains("гривн") || text.contains("hryvn") => "UAH",
        _ if text.contains("euro") || text.starts_with("евро") || text.starts_with("євро") => "EUR",
        _ if text.contains("доллар") || text.contains("долар") || text.contains("us dollar") => "USD",
        _ if text.contains("тенге") => "KZT",
        _ => return text.parse().ok(),
    };
    code.parse().ok()
}

/// The currency of the sign or letters that stand with an amount; `None` when
/// there are none, or none that names one currency.
pub fn currency_beside(amount: &str) -> Option<Currency> {
    let Parts { before, after, .. } = Parts::of(amount)?;
    currency_named(before.trim_matches('-')).or_else(|| currency_named(after))
}

/// Signs that several currencies share.
fn is_sign(text: &str) -> bool {
    matches!(text, "$" | "¥")
}

fn digits_and_marks(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect()
}

/// The decimal mark of one number, where it can only be that.
fn mark_of(marks: &str) -> Option<DecimalMark> {
    let (point, comma) = (marks.rfind('.'), marks.rfind(','));
    match (point, comma) {
        (Some(p), Some(c)) if p > c => Some(DecimalMark::Point),
        (Some(_), Some(_)) => Some(DecimalMark::Comma),
        (Some(at), None) => alone(marks, at, DecimalMark::Point),
        (None, Some(at)) => alone(marks, at, DecimalMark::Comma),
        (None, None) => None,
    }
}

/// A number with one kind of mark: repeated it groups; once it is decimal
/// unless three digits follow at most three.
fn alone(marks: &str, last: usize, mark: DecimalMark) -> Option<DecimalMark> {
    let repeated = marks.find(mark.char()) != Some(last);
    let other = if mark == DecimalMark::Point { DecimalMark::Comma } else { DecimalMark::Point };
    let could_group = marks.len() - last - 1 == 3 && (1..=3).contains(&last) && !marks.starts_with('0');
    match (repeated, could_group) {
        (true, _) => Some(other),
        (false, true) => None,
        (false, false) => Some(mark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str, mark: Option<DecimalMark>) -> Result<i64, NoMoney> {
        parse(text, mark, Currency::USD).map(|m| m.minor)
    }

    #[test]
    fn one_cell_decides_for_its_column() {
        assert_eq!(decimal_mark(["1.054", "12,50"]), Some(DecimalMark::Comma));
        assert_eq!(decimal_mark(["1,054", "1,054.50"]), Some(DecimalMark::Point));
        assert_eq!(decimal_mark(["1,054", "1.054", "7"]), None);
        assert_eq!(decimal_mark(["1.054.000"]), Some(DecimalMark::Comma));
        assert_eq!(decimal_mark(["1234.500"]), Some(DecimalMark::Point));
    }

    #[test]
    fn the_same_text_means_what_its_column_says() {
        assert_eq!(usd("1.054", Some(DecimalMark::Comma)), Ok(105_400));
        assert_eq!(usd("1.050", Some(DecimalMark::Point)), Ok(105));
        assert_eq!(usd("1,054.5", Some(DecimalMark::Point)), Ok(105_450));
        assert_eq!(usd("1 054,50 USD", Some(DecimalMark::Comma)), Ok(105_450));
        assert_eq!(usd("$2,5k", Some(DecimalMark::Comma)), Ok(250_000));
        assert_eq!(usd("1234.500", None), Ok(123_450));
        assert_eq!(usd("1054", None), Ok(105_400));
        assert_eq!(usd("1 054,50 руб.", None), Ok(105_450));
        assert_eq!(usd("-$.5", None), Ok(-50));
    }

    #[test]
    fn what_is_finer_than_a_cent_is_refused() {
        assert_eq!(usd("1.054", Some(DecimalMark::Point)), Err(NoMoney::TooPrecise));
        assert_eq!(usd("a lot", Some(DecimalMark::Point)), Err(NoMoney::NotANumber));
    }

    #[test]
    fn currencies_are_known_by_sign_code_and_name() {
        for (text, code) in
            [("€", "EUR"), ("uah", "UAH"), ("Российский рубль", "RUB"), ("грн.", "UAH"), ("US Dollar", "USD")]
        {
            assert_eq!(currency_named(text).map(|c| c.to_string()).as_deref(), Some(code));
        }
        assert_eq!(currency_named("points"), None);
        assert_eq!(currency_beside("1 054,50 ₽").map(|c| c.to_string()).as_deref(), Some("RUB"));
        assert_eq!(currency_beside("1 054,50 руб.").map(|c| c.to_string()).as_deref(), Some("RUB"));
        assert_eq!(currency_beside("12k"), None);
        assert_eq!(currency_beside("$5"), None);
    }
}
