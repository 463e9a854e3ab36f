//! Parts of a deal, exactly: what several channels brought together is divided
//! without rounding, so that the parts always make the whole again.

use std::{iter::Sum, ops::AddAssign};

/// So many parts has a whole: the least number that 1 to [`MOST`] divide.
const PARTS: u64 = 720_720;

/// Among at most so many is one deal divided.
pub const MOST: usize = 16;

/// A number of deals, or parts of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u64);

impl Share {
    /// One deal.
    pub const WHOLE: Self = Self(PARTS);

    /// An equal part of one deal among so many: 1 to [`MOST`].
    pub fn among(many: usize) -> Self {
        Self(PARTS / many.clamp(1, MOST) as u64)
    }

    /// Of nobody.
    pub fn is_nothing(self) -> bool {
        self.0 == 0
    }

    /// Less than so many deals.
    pub fn is_below(self, deals: u64) -> bool {
        self.0 < deals.saturating_mul(PARTS)
    }

    /// As a number.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / PARTS as f64
    }

    /// What one costs, where all of them cost so many minor units; rounded half
    /// away from zero. `None` of nobody.
    pub(super) fn each(self, minor: i64) -> Option<i64> {
        let parts = i128::from(self.0);
        (parts > 0).then(|| rounded(i128::from(minor) * i128::from(PARTS), parts))
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.0 = self.0.saturating_add(other.0);
    }
}

impl Sum for Share {
    fn sum<I: Iterator<Item = Self>>(shares: I) -> Self {
        shares.fold(Self::default(), |mut sum, share| {
            sum += share;
            sum
        })
    }
}

/// Money of deals, or of parts of them; in minor units, without rounding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i128);

impl Amount {
    /// So much of this many minor units.
    pub fn of(minor: i64, share: Share) -> Self {
        Self(i128::from(minor) * i128::from(share.0))
    }

    /// In minor units, rounded half away from zero.
    pub fn minor(self) -> i64 {
        rounded(self.0, i128::from(PARTS))
    }

    /// Nothing at all.
    pub fn is_nothing(self) -> bool {
        self.0 == 0
    }

    /// For each of so many deals, in minor units. `None` of nobody.
    pub fn each(self, deals: Share) -> Option<i64> {
        (deals.0 > 0).then(|| rounded(self.0, i128::from(deals.0)))
    }

    /// In minor units, as a number.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / PARTS as f64
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.0 = self.0.saturating_add(other.0);
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), |mut sum, amount| {
            sum += amount;
            sum
        })
    }
}

/// `of / by`, rounded half away from zero; `by` is above zero.
fn rounded(of: i128, by: i128) -> i64 {
    let size = (of.abs() + by / 2) / by;
    i64::try_from(if of < 0 { -size } else { size }).unwrap_or(if of < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_parts_make_the_whole_again() {
        for many in 1..=MOST {
            assert_eq!((0..many).map(|_| Share::among(many)).sum::<Share>(), Share::WHOLE);
            let money: Amount = (0..many).map(|_| Amount::of(10_001, Share::among(many))).sum();
            assert_eq!(money, Amount::of(10_001, Share::WHOLE));
        }
    }

    #[test]
    fn a_part_costs_as_much_for_one_as_the_whole() {
        assert_eq!(Share::among(2).each(500), Some(1000));
        assert_eq!(Share::among(3).each(1), Some(3));
        assert_eq!(Share::default().each(500), None);
        assert_eq!(Amount::of(1001, Share::among(2)).minor(), 501);
        assert_eq!(Amount::of(-1001, Share::among(2)).minor(), -501);
    }
}
