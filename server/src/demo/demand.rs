//! When leads come: how a channel's year is spread over its days.

use super::{
    calendar::{self, day},
    channels::Channel,
    random::Random,
};
use chrono::{Days, NaiveDate};
use smarketing_domain::clock::Timestamp;

/// Days of history.
pub(super) const YEAR: u64 = 365;

/// One channel's year.
pub(super) struct Demand {
    first: NaiveDate,
    now: Timestamp,
    opening_hours: bool,
    /// How busy each day is; the average is 1.
    pub(super) days: Vec<f64>,
    sums: Vec<f64>,
}

impl Demand {
    /// The year up to now.
    pub(super) fn of(channel: &Channel, now: Timestamp) -> Self {
        let first = day(now) - Days::new(YEAR);
        let mut days: Vec<f64> = (0..=YEAR)
            .map(|i| {
                let day = first + Days::new(i);
                let growth = channel.growth.powf(i as f64 / YEAR as f64);
                channel.week[calendar::weekday(day)] * calendar::season(day) * growth
            })
            .collect();
        let mean = days.iter().sum::<f64>() / days.len() as f64;
        days.iter_mut().for_each(|d| *d /= mean);
        let sums = days
            .iter()
            .scan(0.0, |sum, d| {
                *sum += d;
                Some(*sum)
            })
            .collect();
        Self { first, now, opening_hours: channel.name == "Showroom", days, sums }
    }

    /// The calendar day at a position of `days`.
    pub(super) fn date(&self, position: usize) -> NaiveDate {
        self.first + Days::new(position as u64)
    }

    /// When a lead comes, within the last `days` days.
    pub(super) fn lead(&self, random: &mut Random, days: usize) -> Timestamp {
        let before = self.sums.len().saturating_sub(days + 1);
        let skipped = if before == 0 { 0.0 } else { self.sums[before - 1] };
        let total = self.sums[self.sums.len() - 1] - skipped;
        loop {
            let at = skipped + random.unit() * total;
            let position = self.sums.partition_point(|sum| *sum <= at).min(self.sums.len() - 1);
            let moment = calendar::moment(random, self.date(position), self.opening_hours);
            // The first and the last day are not whole.
            if moment <= self.now && calendar::days_between(moment, self.now) < YEAR as f64 {
                return moment;
            }
        }
    }
}
