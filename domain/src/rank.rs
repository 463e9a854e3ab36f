//! Order keys: text that sorts, with room between any two.
//!
//! Two people offline can make the same key; whoever sorts by a key must sort
//! by (key, id). Comparison is by bytes, the same in Rust, SQLite (BINARY) and
//! PostgreSQL (`COLLATE "C"`).

use fractional_index::FractionalIndex;
use std::{fmt, str::FromStr};

/// Keys longer than this many characters are re-spaced.
pub const RESPACE_BEYOND: usize = 64;

/// A place in an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(String);

impl Rank {
    /// A key between two neighbours; `None` is the open end. Where the
    /// neighbours are equal or the wrong way round (two people wrote at once),
    /// the key comes after the first of them.
    pub fn between(before: Option<&Rank>, after: Option<&Rank>) -> Rank {
        let before = before.and_then(Rank::index);
        let after = after.and_then(Rank::index);
        let made = match (&before, &after) {
            (None, None) => FractionalIndex::default(),
            (Some(b), None) => FractionalIndex::new_after(b),
            (None, Some(a)) => FractionalIndex::new_before(a),
            (Some(b), Some(a)) => {
                FractionalIndex::new_between(b, a).unwrap_or_else(|| FractionalIndex::new_after(b))
            }
        };
        Rank(made.to_string())
    }

    /// `count` short, evenly spaced keys in order, all after `last`, for a list
    /// that is written at once (at most 16 million).
    pub fn spread_after(last: Option<&Rank>, count: usize) -> Vec<Rank> {
        let base = Rank::between(last, None).0;
        let step = (1_usize << 24) / (count + 1);
        (1..=count).map(|i| Rank(format!("{base}{:06x}80", i * step.max(1)))).collect()
    }

    /// Whether the key has grown so long that its list wants new ones.
    pub fn is_crowded(&self) -> bool {
        self.0.len() > RESPACE_BEYOND
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn index(&self) -> Option<FractionalIndex> {
        FractionalIndex::from_string(&self.0).ok()
    }
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
        FractionalIndex::from_string(s).map(|_| Rank(s.to_owned())).map_err(|_| NoRank)
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

    proptest! {
        #[test]
        fn inserting_anywhere_keeps_the_order(places in prop::collection::vec(0.0f64..1.0, 1..200)) {
            let mut list: Vec<Rank> = Vec::new();
            for place in places {
                let at = (place * (list.len() + 1) as f64) as usize;
                let before = at.checked_sub(1).and_then(|i| list.get(i));
                let made = Rank::between(before, list.get(at));
                prop_assert_eq!(made.as_str().parse::<Rank>().as_ref(), Ok(&made));
                list.insert(at, made);
            }
            prop_assert!(list.windows(2).all(|w| w[0] < w[1]));
        }
    }
}
