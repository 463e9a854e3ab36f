//! Money: integer minor units with a currency. Never a bare number.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// An ISO 4217 currency, three upper-case letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Euro: the default of a new workspace.
    pub const EUR: Currency = Currency(*b"EUR");
    /// US dollar.
    pub const USD: Currency = Currency(*b"USD");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("EUR")
    }

    /// Digits after the decimal point (ISO 4217 minor unit): 2 for most.
    pub fn decimals(self) -> u32 {
        match &self.0 {
            b"JPY" | b"KRW" | b"VND" | b"CLP" | b"ISK" | b"XAF" | b"XOF" | b"PYG" | b"UGX" | b"RWF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// Minor units in one unit: 100 for euro and cent.
    pub fn scale(self) -> i64 {
        10_i64.pow(self.decimals())
    }
}

impl Default for Currency {
    fn default() -> Self {
        Self::EUR
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A text is no currency.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a currency is three letters, such as EUR")]
pub struct NoCurrency;

impl FromStr for Currency {
    type Err = NoCurrency;
    fn from_str(s: &str) -> Result<Self, NoCurrency> {
        match s.trim().as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_alphabetic) => {
                Ok(Self([a, b, c].map(|l| l.to_ascii_uppercase())))
            }
            _ => Err(NoCurrency),
        }
    }
}

crate::text::serde_as_text!(Currency, "a currency: three letters");

/// An amount in minor units (cents) of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; negative for a refund.
    pub minor: i64,
    /// The currency of `minor`.
    pub currency: Currency,
}

/// A text could not be read as an amount.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoMoney {
    /// Not a number at all.
    #[error("this is not an amount: write it like 1234.50")]
    NotANumber,
    /// More decimals than the currency has.
    #[error("the currency has fewer decimals")]
    TooPrecise,
    /// Beyond what can be stored.
    #[error("the amount is too large")]
    TooLarge,
}

impl Money {
    /// An amount of minor units.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Reads what people and exports write: `1054`, `1 054,50`, `1,054.50`,
    /// `1.054,50`, `€1054`, `12k`, `1.5M`.
    ///
    /// # Errors
    /// When it is not a number, is finer than the minor unit, or too large.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, NoMoney> {
        let compact: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\'' | '_' | '\u{2019}'))
            .collect();
        let compact = compact.trim_matches(|c: char| "€$£₴₽¥₸₹zł".contains(c));
        let compact =
            compact.strip_prefix(currency.code()).or_else(|| compact.strip_suffix(currency.code())).unwrap_or(compact);
        let (digits, factor) = match compact.char_indices().last() {
            Some((at, 'k' | 'K' | 'к' | 'К')) => (&compact[..at], 1_000),
            Some((at, 'm' | 'M' | 'м' | 'М')) => (&compact[..at], 1_000_000),
            _ => (compact, 1),
        };
        let (negative, digits) = match digits.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, digits),
        };
        let (whole, fraction) = split_decimal(digits);
        let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
        if whole.is_empty() && fraction.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit())
        {
            return Err(NoMoney::NotANumber);
        }
        let decimals = currency.decimals();
        let number: i128 = format!("{whole}{fraction}").parse().map_err(|_| NoMoney::TooLarge)?;
        let scaled = number.checked_mul(factor * i128::from(currency.scale())).ok_or(NoMoney::TooLarge)?;
        let divisor = 10_i128.checked_pow(fraction.len() as u32).ok_or(NoMoney::TooPrecise)?;
        if scaled % divisor != 0 && fraction.trim_end_matches('0').len() as u32 > decimals {
            return Err(NoMoney::TooPrecise);
        }
        let minor = i64::try_from(scaled / divisor).map_err(|_| NoMoney::TooLarge)?;
        Ok(Self::new(if negative { -minor } else { minor }, currency))
    }
}

/// Splits at the decimal mark: the last `.` or `,`, unless it groups thousands.
fn split_decimal(digits: &str) -> (&str, &str) {
    let marks: Vec<(usize, char)> = digits.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let Some(&(at, mark)) = marks.last() else {
        return (digits, "");
    };
    let repeated = marks.iter().filter(|(_, c)| *c == mark).count() > 1;
    let mixed = marks.iter().any(|(_, c)| *c != mark);
    let after = &digits[at + 1..];
    // "1,054" and "1.054" group thousands; "1,05" and "1.054,50" do not.
    let groups = repeated || (!mixed && after.len() == 3 && at > 0 && !digits.starts_with('0'));
    if groups { (digits, "") } else { (&digits[..at], after) }
}

/// `sum × percent / 100`, rounded half away from zero.
pub fn weighted(sum_minor: i64, percent: u8) -> i64 {
    let product = i128::from(sum_minor) * i128::from(percent);
    let rounded = (product.abs() + 50) / 100;
    (if product < 0 { -rounded } else { rounded }) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euro(text: &str) -> Result<i64, NoMoney> {
        Money::parse(text, Currency::EUR).map(|m| m.minor)
    }

    #[test]
    fn amounts_are_read_as_people_and_exports_write_them() {
        for (text, minor) in [
            ("1054", 105_400),
            ("0", 0),
            ("1 054,50", 105_450),
            ("1\u{202f}054,5", 105_450),
            ("1,054.50", 105_450),
            ("1.054,50", 105_450),
            ("1,234,567", 123_456_700),
            ("0.125k", 12_500),
            ("12k", 1_200_000),
            ("1.5M", 150_000_000),
            ("12к", 1_200_000),
            ("€99", 9_900),
            ("99 EUR", 9_900),
            ("-5.10", -510),
            ("10.00", 1_000),
            (".5", 50),
        ] {
            assert_eq!(euro(text), Ok(minor), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_and_says_why() {
        assert_eq!(euro(""), Err(NoMoney::NotANumber));
        assert_eq!(euro("twelve"), Err(NoMoney::NotANumber));
        assert_eq!(euro("1.0055"), Err(NoMoney::TooPrecise));
        assert_eq!(euro("99999999999999999999"), Err(NoMoney::TooLarge));
    }

    #[test]
    fn yen_has_no_minor_unit() {
        let yen: Currency = "jpy".parse().unwrap();
        assert_eq!(Money::parse("1,054", yen).unwrap().minor, 1_054);
    }

    #[test]
    fn a_weighted_sum_rounds_half_away_from_zero() {
        assert_eq!(weighted(150, 33), 50);
        assert_eq!(weighted(1, 50), 1);
        assert_eq!(weighted(-1, 50), -1);
        assert_eq!(weighted(i64::MAX, 100), i64::MAX);
    }
}
