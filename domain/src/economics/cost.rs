//! What one of them costs, how sure that is, and when it has paid for itself.
//!
//! The spend is known; how many it would bring another time is not. So the **interval**
//! of a cost is the spend divided by the ends of the exact 95 % interval of a count
//! ([`poisson`], Garwood's): as if each of them came independently of the others. It says
//! how far a cost may be chance, and nothing about leads that are still open.

use super::{Line, Part, share::Share};
use crate::statistics::{poisson, proportion::Interval};

/// Below so many, a cost for each may be chance: one more or one less would
/// change it by a tenth or more.
pub const FEW: u64 = 10;

/// What one lead, accepted lead or customer costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// In minor units, rounded.
    pub minor: i64,
    /// Counted from fewer than [`FEW`].
    pub is_of_few: bool,
}

/// The confidence of a cost's interval.
pub const CONFIDENCE: f64 = 0.95;

/// Where a cost may well lie, in minor units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The lower end.
    pub low: f64,
    /// The upper end; `None` where nobody came yet: it may be any cost above the lower end.
    pub high: Option<f64>,
}

/// What is left of a sale for everything but its own making, in percent: 1 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margin(u8);

impl Margin {
    /// The whole value of a sale: nothing else is known of the business.
    pub const ALL: Self = Self(100);

    /// So many percent; `None` unless 1 to 100.
    pub fn percent(percent: u8) -> Option<Self> {
        (1..=100).contains(&percent).then_some(Self(percent))
    }

    /// In percent.
    pub fn in_percent(self) -> u8 {
        self.0
    }

    fn of(self, minor: f64) -> f64 {
        minor * f64::from(self.0) / 100.0
    }
}

/// When what customers bring has covered what it cost to win them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Payback {
    /// With what is paid once.
    AtOnce,
    /// After so many months of what is paid every month, counted from winning.
    Months(f64),
    /// Not by what has been won so far.
    NotYet,
}

impl Line {
    /// Spend for each lead. `None` where no spend is noted, or nobody came.
    pub fn per_lead(&self) -> Option<Cost> {
        cost(self.spend_minor, self.leads)
    }

    /// Spend for each lead that sales accepted.
    pub fn per_accepted(&self) -> Option<Cost> {
        cost(self.spend_minor, self.accepted)
    }

    /// Spend for each customer: the cost of acquiring one (CAC).
    pub fn per_customer(&self) -> Option<Cost> {
        cost(self.spend_minor, self.customers)
    }

    /// Where the cost of one lead, accepted lead or customer may well lie; `None` where
    /// no spend is noted, or none was needed.
    pub fn range(&self, part: Part) -> Option<Range> {
        let spend = self.spend_minor.filter(|minor| *minor > 0)? as f64;
        let Interval { low, high } = poisson::interval(self.count(part).as_f64(), CONFIDENCE);
        Some(Range { low: spend / high, high: (low > 0.0).then(|| spend / low) })
    }

    /// What the customers brought once, times the margin; in minor units.
    pub fn brought(&self, margin: Margin) -> i64 {
        margin.of(self.won.as_f64()).round() as i64
    }

    /// What a customer brings once, times the margin; in minor units. `None` without one.
    pub fn brings_once(&self, margin: Margin) -> Option<i64> {
        self.won.each(self.customers).map(|minor| margin.of(minor as f64).round() as i64)
    }

    /// What a customer brings every month, times the margin; in minor units.
    /// `None` without one.
    pub fn brings_monthly(&self, margin: Margin) -> Option<i64> {
        self.monthly.each(self.customers).map(|minor| margin.of(minor as f64).round() as i64)
    }

    /// When a customer has paid back what it cost to win one:
    /// (cost of a customer - what one pays once) / what one pays a month, both times
    /// the margin. It is the same for all of them together, so that nothing is
    /// rounded before. `None` where no spend is noted, or there is no customer.
    pub fn payback(&self, margin: Margin) -> Option<Payback> {
        let spend = self.spend_minor.filter(|_| !self.customers.is_nothing())? as f64;
        let (once, monthly) = (margin.of(self.won.as_f64()), margin.of(self.monthly.as_f64()));
        Some(match () {
            () if once >= spend => Payback::AtOnce,
            () if monthly > 0.0 => Payback::Months((spend - once) / monthly),
            () => Payback::NotYet,
        })
    }
}

fn cost(spend_minor: Option<i64>, heads: Share) -> Option<Cost> {
    Some(Cost { minor: heads.each(spend_minor?)?, is_of_few: heads.is_below(FEW) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::share::Amount;

    fn line(spend: Option<i64>, customers: usize, once: i64, monthly: i64) -> Line {
        let each = |minor| (0..customers).map(|_| Amount::of(minor, Share::WHOLE)).sum();
        Line {
            spend_minor: spend,
            customers: (0..customers).map(|_| Share::WHOLE).sum(),
            won: each(once),
            monthly: each(monthly),
            ..Line::default()
        }
    }

    #[test]
    fn without_a_customer_or_a_spend_there_is_no_cost_of_one() {
        assert_eq!(line(Some(500), 0, 0, 0).per_customer(), None);
        assert_eq!(line(None, 3, 0, 0).per_customer(), None);
        assert_eq!(line(None, 3, 900, 0).payback(Margin::ALL), None);
        assert_eq!(line(Some(0), 3, 0, 0).per_customer(), Some(Cost { minor: 0, is_of_few: true }));
    }

    #[test]
    fn a_cost_has_an_interval_of_its_count() {
        let range = line(Some(10_000), 10, 0, 0).range(Part::Customers).unwrap();
        assert!((range.low - 10_000.0 / 18.390).abs() < 0.1, "{range:?}");
        assert!((range.high.unwrap() - 10_000.0 / 4.795).abs() < 0.3, "{range:?}");
        let nobody = line(Some(10_000), 0, 0, 0).range(Part::Customers).unwrap();
        assert!((nobody.low - 10_000.0 / 3.689).abs() < 0.5 && nobody.high.is_none(), "{nobody:?}");
        assert_eq!(
            (line(None, 3, 0, 0).range(Part::Customers), line(Some(0), 3, 0, 0).range(Part::Customers)),
            (None, None)
        );
    }

    #[test]
    fn few_are_said_to_be_few() {
        assert!(line(Some(900), 9, 0, 0).per_customer().unwrap().is_of_few);
        assert_eq!(line(Some(1005), 10, 0, 0).per_customer(), Some(Cost { minor: 101, is_of_few: false }));
    }

    #[test]
    fn a_customer_pays_back_at_once_or_by_months_or_not_yet() {
        let half = Margin::percent(50).unwrap();
        assert_eq!(line(Some(1000), 2, 500, 0).payback(Margin::ALL), Some(Payback::AtOnce));
        assert_eq!(line(Some(1000), 2, 500, 0).payback(half), Some(Payback::NotYet));
        assert_eq!(line(Some(1000), 2, 500, 50).payback(half), Some(Payback::Months(10.0)));
        assert_eq!(line(Some(1000), 2, 500, 50).brings_once(half), Some(250));
    }

    #[test]
    fn a_margin_is_a_percentage_above_zero() {
        assert_eq!((Margin::percent(0), Margin::percent(101)), (None, None));
        assert_eq!(Margin::percent(100), Some(Margin::ALL));
    }
}
