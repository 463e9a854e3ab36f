//! Numbers and tables as a shell shows them.

use super::CommandError;
use smarketing_domain::money::Currency;
use std::io::{ErrorKind, Write};

/// Writes to the output. Whoever reads it may stop reading (`| head`).
pub fn say(text: &str) -> Result<(), CommandError> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => {
            Err(CommandError::Other(format!("the output could not be written: {e}")))
        }
        _ => Ok(()),
    }
}

/// Writes a line beside the output, for people to read.
pub fn warn(line: &str) {
    // With nobody to read it there is nothing left to do.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A count with its thousands apart: `8,800`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// An amount with its decimals and currency: `10,005,534.00 USD`.
pub fn money(minor: i64, currency: Currency) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let (minor, scale) = (minor.unsigned_abs(), currency.scale().unsigned_abs());
    let (whole, rest) = (minor / scale, minor % scale);
    match currency.decimals() as usize {
        0 => format!("{sign}{} {currency}", count(whole)),
        decimals => format!("{sign}{}.{rest:0decimals$} {currency}", count(whole)),
    }
}

/// Rows under each other: the first column to the left, the others to the
/// right, two spaces between.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            let gap = " ".repeat(widths[at] - cell.chars().count());
            if at == 0 {
                text += &format!("  {cell}{gap}");
            } else {
                text += &format!("  {gap}{cell}");
            }
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart_and_amounts_have_their_decimals() {
        assert_eq!(count(7), "7");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(money(1_000_553_400, Currency::USD), "10,005,534.00 USD");
        assert_eq!(money(-5, Currency::EUR), "-0.05 EUR");
        assert_eq!("jpy".parse().map(|yen| money(1_054, yen)), Ok("1,054 JPY".to_owned()));
    }

    #[test]
    fn columns_stand_under_each_other() {
        let rows = [vec!["a".to_owned(), "10".to_owned()], vec!["long".to_owned(), "7".to_owned()]];
        assert_eq!(table(&rows), "  a     10\n  long   7\n");
    }
}
