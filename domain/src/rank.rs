//! Order keys: text that sorts, with room between any two.
//!
//! A key is a number between 0 and 1, written in bytes, two hexadecimal digits
//! each, and closed by the byte `80`. As the last byte is never zero, the order
//! of the texts is the order of the numbers, and there is room on either side.
//!
//! Two people offline can make the same key; whoever sorts by a key must sort
//! by (key, id). Comparison is by bytes, the same in Rust, SQLite (BINARY) and
//! PostgreSQL (`COLLATE "C"`).

use std::{fmt, fmt::Write, str::FromStr};

/// Keys longer than this many characters are re-spaced.
pub const RESPACE_BEYOND: usize = 64;
/// Keys longer than this many characters are refused.
pub const RANK_MAX: usize = 256;

/// Closes every key.
const TERMINATOR: u8 = 0x80;
/// So many bytes are counted up or down at an open end before keys grow.
const COUNTED: usize = 3;
/// By so much they are counted: leaves room between neighbours.
const STEP: u32 = 0x100;

/// A place in an order. The empty key is "nowhere yet": it reads back, sorts
/// first, and is refused where an order is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(String);

impl Rank {
    /// A key between two neighbours; `None` is the open end. Where the
    /// neighbours are equal or the wrong way round (two people wrote at once),
    /// the key comes after the first of them.
    pub fn between(before: Option<&Rank>, after: Option<&Rank>) -> Rank {
        let before = before.map_or(Vec::new(), Rank::bytes);
        let after = after.map_or(Vec::new(), Rank::bytes);
        let made = match (before.is_empty(), after.is_empty()) {
            (true, true) => counted(0x80_0000),
            (false, true) => above(&before),
            (true, false) => below(&after),
            (false, false) if before < after => middle(&before, Some(&after)),
            (false, false) => above(&before),
        };
        Rank::of(made)
    }

    /// `count` short, evenly spaced keys in order, all after `last`, for a list
    /// that is written at once (at most 16 million).
    pub fn spread_after(last: Option<&Rank>, count: usize) -> Vec<Rank> {
        let base = Rank::between(last, None).0;
        let step = (1_usize << 24) / (count + 1);
        (1..=count).map(|i| Rank(format!("{base}{:06x}80", i * step.max(1)))).collect()
    }

    /// `count` keys in order between two neighbours, as short as the room allows.
    pub fn spread_between(before: Option<&Rank>, after: Option<&Rank>, count: usize) -> Vec<Rank> {
        if count == 0 {
            return Vec::new();
        }
        let middle = Rank::between(before, after);
        let mut keys = Rank::spread_between(before, Some(&middle), count / 2);
        let rest = Rank::spread_between(Some(&middle), after, count - 1 - count / 2);
        keys.push(middle);
        keys.extend(rest);
        keys
    }

    /// Whether the key has grown so long that its list wants new ones.
    pub fn is_crowded(&self) -> bool {
        self.0.len() > RESPACE_BEYOND
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number's bytes; none for the empty key, which stands nowhere.
    fn bytes(&self) -> Vec<u8> {
        let digit = |d: u8| char::from(d).to_digit(16).unwrap_or(0) as u8;
        self.0.as_bytes().chunks(2).map(|pair| pair.iter().fold(0, |byte, d| byte << 4 | digit(*d))).collect()
    }

    fn of(mut bytes: Vec<u8>) -> Rank {
        bytes.push(TERMINATOR);
        let mut text = String::with_capacity(2 * bytes.len());
        for byte in bytes {
            let _ = write!(text, "{byte:02x}"); // writing to a string cannot fail
        }
        Rank(text)
    }
}

/// Bytes (without the terminator) that come after `low`.
fn above(low: &[u8]) -> Vec<u8> {
    let next = leading(low).saturating_add(STEP);
    if next < 1 << (8 * COUNTED) { counted(next) } else { middle(low, None) }
}

/// Bytes (without the terminator) that come before `high`.
fn below(high: &[u8]) -> Vec<u8> {
    match leading(high).checked_sub(STEP) {
        Some(previous) => counted(previous),
        None => middle(&[], Some(high)),
    }
}

/// The first bytes as a number.
fn leading(bytes: &[u8]) -> u32 {
    (0..COUNTED).fold(0, |number, i| number << 8 | u32::from(bytes.get(i).copied().unwrap_or(0)))
}

fn counted(number: u32) -> Vec<u8> {
    number.to_be_bytes()[4 - COUNTED..].to_vec()
}

/// Bytes (without the terminator) halfway between `low` and `high`, cut short
/// as soon as they differ from both; `None` is 1. `low` must be below `high`.
fn middle(low: &[u8], high: Option<&[u8]>) -> Vec<u8> {
    let mut made = Vec::new();
    let mut high = high;
    for i in 0.. {
        let from = low.get(i).map_or(0, |b| u16::from(*b));
        let to = high.map_or(256, |h| h.get(i).map_or(0, |b| u16::from(*b)));
        let between = from + to.saturating_sub(from) / 2;
        made.push(between as u8);
        if between > from {
            break;
        }
        if to > from {
            high = None; // below `high` from here on, whatever follows
        }
    }
    made
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text is no order key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("an order key is an even number of hexadecimal digits that ends in the terminator 80")]
pub struct NoRank;

impl FromStr for Rank {
    type Err = NoRank;
    fn from_str(s: &str) -> Result<Self, NoRank> {
        // Upper-case digits would sort differently as text than as bytes.
        if s.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(NoRank);
        }
        let digits = s.bytes().all(|b| b.is_ascii_hexdigit());
        let closed = s.is_empty() || s.ends_with("80");
        if digits && closed && s.len().is_multiple_of(2) { Ok(Rank(s.to_owned())) } else { Err(NoRank) }
    }
}

crate::text::serde_as_text!(Rank, "an order key");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_fits_between_its_neighbours() {
        let a = Rank::between(None, None);
        let c = Rank::between(Some(&a), None);
        let b = Rank::between(Some(&a), Some(&c));
        assert!(a < b && b < c);
        assert!(Rank::between(None, Some(&a)) < a);
    }

    #[test]
    fn equal_neighbours_do_not_panic() {
        let a = Rank::between(None, None);
        assert!(Rank::between(Some(&a), Some(&a)) > a);
    }

    #[test]
    fn spread_keys_ascend_after_the_last_and_stay_short() {
        let last = Rank::between(None, None);
        let keys = Rank::spread_after(Some(&last), 10_000);
        assert!(keys.is_sorted_by(|a, b| a < b) && keys[0] > last);
        assert!(keys.iter().all(|k| !k.is_crowded() && k.as_str().parse::<Rank>().as_ref() == Ok(k)));
        assert!(Rank::between(Some(&keys[7]), Some(&keys[8])) > keys[7]);
        assert!(Rank::between(Some(&keys[7]), Some(&keys[8])) < keys[8]);
    }

    #[test]
    fn many_inserts_in_one_gap_become_crowded_and_are_noticed() {
        let a = Rank::between(None, None);
        let b = Rank::between(Some(&a), None);
        let mut low = a;
        for _ in 0..1_000 {
            low = Rank::between(Some(&low), Some(&b));
        }
        assert!(low < b && low.is_crowded());
    }

    #[test]
    fn a_thousand_cards_put_on_top_or_at_the_bottom_stay_uncrowded() {
        let (mut top, mut bottom) = (Rank::between(None, None), Rank::between(None, None));
        for _ in 0..1_000 {
            let (higher, lower) = (Rank::between(None, Some(&top)), Rank::between(Some(&bottom), None));
            assert!(higher < top && lower > bottom);
            (top, bottom) = (higher, lower);
        }
        assert_eq!((top.as_str().len(), bottom.as_str().len()), (8, 8));
    }

    #[test]
    fn at_the_very_ends_there_is_still_room() {
        let (first, last): (Rank, Rank) = ("00000080".parse().unwrap(), "ffffff80".parse().unwrap());
        assert!(Rank::between(None, Some(&first)) < first);
        assert!(Rank::between(Some(&last), None) > last);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["8", "81", "8080 ", "FF80", "080", "x080", "é80"] {
            assert_eq!(text.parse::<Rank>(), Err(NoRank), "{text}");
        }
    }

    proptest! {
        /// Whatever other clients wrote, as long as it reads as a key.
        #[test]
        fn between_any_two_keys_there_is_a_key(
            one in "([0-9a-f]{2}|00|80|ff){0,6}80",
            two in "([0-9a-f]{2}|00|80|ff){0,6}80",
        ) {
            let (one, two): (Rank, Rank) = (one.parse().unwrap(), two.parse().unwrap());
            let (low, high) = if one <= two { (&one, &two) } else { (&two, &one) };
            let made = Rank::between(Some(low), Some(high));
            prop_assert!(*low < made && (low == high || made < *high), "{low} {made} {high}");
            prop_assert!(Rank::between(None, Some(low)) < *low && *high < Rank::between(Some(high), None));
            prop_assert_eq!(made.as_str().parse(), Ok(made.clone()));
            let many = Rank::spread_between(Some(low), Some(high).filter(|high| low != *high), 20);
            prop_assert!(many.len() == 20 && many.is_sorted_by(|a, b| a < b) && many[0] > *low);
            prop_assert!(low == high || many[19] < *high);
        }

        #[test]
        fn inserting_anywhere_keeps_the_order(places in prop::collection::vec(0.0f64..1.0, 1..200)) {
            let mut list: Vec<Rank> = Vec::new();
            for place in places {
                let at = (place * (list.len() + 1) as f64) as usize;
                let before = at.checked_sub(1).and_then(|i| list.get(i));
                let made = Rank::between(before, list.get(at));
                prop_assert_eq!(made.as_str().parse(), Ok(made.clone()));
                list.insert(at, made);
            }
            prop_assert!(list.windows(2).all(|w| w[0] < w[1]));
        }
    }
}
