//! The same cost in two periods.
//!
//! Given both spends and how many came of them in all, the first period's part of those
//! who came is a rate: its exact interval (Clopper and Pearson's) is one of the relation of
//! the two costs. That is the usual test of two Poisson counts (Przyborowski and
//! Wilenski, 1940). Parts of deals are rounded to whole ones for it.

use super::{Line, Part, cost::CONFIDENCE};
use crate::statistics::{
    proportion::{Interval, Sample},
    proportion_interval::clopper_pearson,
};

/// How the cost of the second period relates to that of the first: 1.2 is a fifth more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relation {
    /// The second cost divided by the first.
    pub value: f64,
    /// Where that may well lie; the upper end may be infinite.
    pub interval: Interval,
}

impl Relation {
    /// Whether one of them is dearer beyond what chance does.
    pub fn is_sure(&self) -> bool {
        !self.interval.contains(1.0)
    }
}

/// How the cost for each of `part` has changed; `None` where one of them is not known.
pub fn relation(first: &Line, second: &Line, part: Part) -> Option<Relation> {
    let spent = |line: &Line| line.spend_minor.filter(|minor| *minor > 0).map(|minor| minor as f64);
    let (first_spend, second_spend) = (spent(first)?, spent(second)?);
    let count = |line: &Line| line.count(part).as_f64();
    let (a, b) = (count(first), count(second));
    if a <= 0.0 || b <= 0.0 {
        return None;
    }
    let whole = |n: f64| n.round().max(1.0) as u64;
    let sample = Sample::new(whole(a) + whole(b), whole(a)).ok()?;
    let share = clopper_pearson(sample, CONFIDENCE);
    // Cost = spend / count: the relation of the costs is that of the counts, turned.
    let spends = second_spend / first_spend;
    let turned = |share: f64| spends * share / (1.0 - share);
    Some(Relation { value: spends * a / b, interval: Interval { low: turned(share.low), high: turned(share.high) } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economics::Share;

    fn line(spend: i64, customers: usize) -> Line {
        let customers = (0..customers).map(|_| Share::WHOLE).sum();
        Line { spend_minor: Some(spend), customers, ..Line::default() }
    }

    #[test]
    fn a_few_customers_more_or_less_may_be_chance() {
        let found = relation(&line(1_000, 8), &line(1_000, 5), Part::Customers).unwrap();
        assert!((found.value - 1.6).abs() < 1e-12 && found.interval.contains(found.value) && !found.is_sure());
    }

    #[test]
    fn twice_as_dear_with_many_customers_is_sure() {
        let found = relation(&line(1_000, 200), &line(2_000, 200), Part::Customers).unwrap();
        assert!((found.value - 2.0).abs() < 1e-12 && found.is_sure() && found.interval.low > 1.6, "{found:?}");
        let turned = relation(&line(2_000, 200), &line(1_000, 200), Part::Customers).unwrap();
        assert!((turned.interval.high * found.interval.low - 1.0).abs() < 1e-9);
    }

    #[test]
    fn without_a_customer_or_a_spend_nothing_is_compared() {
        assert_eq!(relation(&line(1_000, 0), &line(1_000, 5), Part::Customers), None);
        assert_eq!(relation(&line(0, 3), &line(1_000, 5), Part::Customers), None);
    }
}
