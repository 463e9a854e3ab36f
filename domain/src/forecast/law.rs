//! How long deals stay in a stage, and where they go from there.
//!
//! From the stays of a stage each ended one gets the share that the Kaplan-Meier
//! curve drops by at its end; with where it led to, that is the estimate of Aalen and
//! Johansen: length and way together, with the open stays counted for as long as they
//! were watched. A draw is one of the ended stays, by these shares.
//!
//! What the curve leaves over (the longest are still there) and deals that have
//! stayed longer than anybody go on at an even rate: that of the **tail**, the stays
//! after three quarters of the endings have happened (Brown, Hollander and Korwar,
//! "Nonparametric tests of independence for censored data", 1974, complete the curve
//! by an exponential in this way).

use super::luck::Luck;

/// One stay in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stay {
    /// How long, in milliseconds, never negative.
    pub(super) ms: i64,
    /// Where it led to.
    pub(super) end: End,
}

/// How a stay ended. At the same time those that ended stand before those that were
/// only watched so long: who is censored then was still at risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    /// With another place.
    To(u16),
    /// Not by the moment of looking.
    Open,
}

/// What is known of the stays in one stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Law {
    /// The ends of stays in order.
    times: Vec<i64>,
    /// Where each led to.
    ways: Vec<u16>,
    /// The share that has left by then, this one included.
    left: Vec<f64>,
    /// For each [`GUIDES`]-th share from 0 on: the first end by which more have left.
    /// Draws begin to look there; a search among all takes most of the time.
    guide: Vec<usize>,
    tail: Option<Tail>,
}

/// Into so many parts the shares are divided.
const GUIDES: usize = 1_024;

#[derive(Clone, Debug, PartialEq)]
struct Tail {
    /// Endings in a millisecond.
    rate: f64,
    /// Where the stays of the tail led to.
    ways: Vec<u16>,
}

/// From where a deal goes on: how long it has stayed, and the share that had left by then.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Since {
    ms: i64,
    left: f64,
}

impl Since {
    /// How long it has stayed.
    pub(super) fn ms(self) -> i64 {
        self.ms
    }
}

impl Law {
    /// The law of some stays, in whatever order.
    pub(super) fn of(mut stays: Vec<Stay>) -> Self {
        stays.sort_unstable();
        let mut law = Self::default();
        let mut staying = 1.0;
        for (before, stay) in stays.iter().enumerate() {
            if let End::To(way) = stay.end {
                // One by one at the same time drops by as much as all together.
                staying *= 1.0 - 1.0 / (stays.len() - before) as f64;
                law.times.push(stay.ms);
                law.ways.push(way);
                law.left.push(1.0 - staying);
            }
        }
        law.guide = (0..=GUIDES).map(|n| law.left.partition_point(|left| *left <= n as f64 / GUIDES as f64)).collect();
        law.tail = law.tail(&stays);
        law
    }

    fn tail(&self, stays: &[Stay]) -> Option<Tail> {
        let of = |from: i64| {
            let watched: f64 = stays.iter().map(|stay| (stay.ms - from).max(0) as f64).sum();
            let first = self.times.partition_point(|time| *time <= from);
            let ways = self.ways[first..].to_vec();
            (watched > 0.0 && !ways.is_empty()).then(|| Tail { rate: ways.len() as f64 / watched, ways })
        };
        let begins = *self.times.get(self.times.len() * 3 / 4)?;
        of(begins).or_else(|| of(0))
    }

    /// How many stays have ended.
    pub(super) fn ended(&self) -> usize {
        self.times.len()
    }

    /// From where a deal goes on that has stayed so long.
    pub(super) fn since(&self, ms: i64) -> Since {
        let before = self.times.partition_point(|time| *time <= ms);
        Since { ms, left: before.checked_sub(1).map_or(0.0, |last| self.left[last]) }
    }

    /// How long a stay lasts altogether, and where it leads to; `None`: for ever.
    pub(super) fn draw(&self, since: Since, luck: &mut Luck) -> Option<(i64, u16)> {
        let share = since.left + luck.unit() * (1.0 - since.left);
        let part = (share * GUIDES as f64) as usize;
        let from = self.guide.get(part).copied().unwrap_or(0);
        let to = self.guide.get(part + 1).copied().unwrap_or(self.left.len());
        let at = from + self.left[from..to].partition_point(|left| *left <= share);
        if let (Some(time), Some(way)) = (self.times.get(at), self.ways.get(at)) {
            return Some((*time, *way));
        }
        let tail = self.tail.as_ref()?;
        let from = self.times.last().copied().unwrap_or(0).max(since.ms);
        let way = tail.ways[luck.below(tail.ways.len())];
        // A number beyond what i64 holds becomes the greatest one.
        Some((from.saturating_add((luck.exponential() / tail.rate) as i64), way))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::kaplan_meier::{Curve, Observation};

    fn to(ms: i64, way: u16) -> Stay {
        Stay { ms, end: End::To(way) }
    }

    fn open(ms: i64) -> Stay {
        Stay { ms, end: End::Open }
    }

    #[test]
    fn the_shares_are_those_of_kaplan_and_meier() {
        let stays = [to(3, 1), open(3), to(5, 2), to(5, 1), open(6), to(9, 1), open(12), to(1, 2)];
        let law = Law::of(stays.to_vec());
        let units = stays.map(|s| Observation { time: s.ms as f64, converted: s.end != End::Open });
        let curve = Curve::of(units.to_vec());
        for step in curve.steps() {
            let last = law.times.partition_point(|time| *time as f64 <= step.time);
            assert!((law.left[last - 1] - step.conversion).abs() < 1e-12, "{step:?}");
        }
    }

    #[test]
    fn without_open_stays_each_is_drawn_as_often_as_it_was_there() {
        let law = Law::of(vec![to(1, 7), to(2, 7), to(2, 8), to(4, 9)]);
        let mut counts = [0; 4];
        for n in 0..40_000 {
            let (ms, way) = law.draw(Since::default(), &mut Luck::of(1, n)).unwrap();
            counts[[(1, 7), (2, 7), (2, 8), (4, 9)].iter().position(|stay| *stay == (ms, way)).unwrap()] += 1;
        }
        assert!(counts.iter().all(|n| (9_600..10_400).contains(n)), "{counts:?}");
    }

    #[test]
    fn who_has_stayed_leaves_later_than_that() {
        let law = Law::of((1..=50).map(|ms| to(ms * 10, 1)).collect());
        for n in 0..5_000 {
            let age = i64::try_from(n % 700).unwrap();
            let (ms, _) = law.draw(law.since(age), &mut Luck::of(3, n)).unwrap();
            assert!(ms >= age, "{ms} after {age}");
            assert!(ms > age || age >= 500);
        }
    }

    #[test]
    fn where_nobody_has_left_everybody_stays() {
        let law = Law::of(vec![open(5), open(9)]);
        assert_eq!((law.ended(), law.draw(Since::default(), &mut Luck::of(0, 0))), (0, None));
        assert_eq!(Law::of(Vec::new()).draw(law.since(3), &mut Luck::of(0, 0)), None);
    }

    #[test]
    fn those_who_outstay_everybody_leave_at_the_rate_of_the_tail() {
        // Ten leave at 10, …, 100; ten others were watched until 200: after 80, where the
        // tail begins, two endings in 10 + 20 + 10 · 120 milliseconds.
        let stays = (1..=10).map(|n| to(n * 10, 1)).chain((0..10).map(|_| open(200))).collect();
        let law = Law::of(stays);
        let mut sum = 0.0;
        for n in 0..20_000 {
            let (ms, _) = law.draw(law.since(300), &mut Luck::of(5, n)).unwrap();
            sum += (ms - 300) as f64;
        }
        let (mean, want) = (sum / 20_000.0, (10.0 + 20.0 + 1_200.0) / 2.0);
        assert!((mean - want).abs() < want * 0.04, "{mean} {want}");
    }
}
