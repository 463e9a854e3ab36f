//! What to look at while a test runs: the interval over time, and warnings that counts by day
//! can give. The verdict goes by none of them.

use super::{Design, Plan, verdict::judge_daily_with};
use crate::statistics::{evalue::Counts, proportion::Interval};

/// Distance from which two halves of a test are said to differ, in standard errors: one test
/// in twenty is warned of without cause.
const HALVES_DIFFER: f64 = 1.96;
/// Fewest units of an arm in each half.
const HALF_MIN: u64 = 30;

/// The difference of variant `i` from the control as it was known after a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// How many days had been counted.
    pub day: usize,
    /// The difference of the shares.
    pub value: f64,
    /// Where it may lie: all of these hold at once, however often somebody looks.
    pub interval: Interval,
}

/// After which days to look for the interval over time: no more than `most` of them; the
/// last day is always there.
pub fn looks(days: usize, most: usize) -> impl Iterator<Item = usize> {
    let step = days.div_ceil(most.max(1)).max(1);
    (1..=days).filter(move |day| (days - day).is_multiple_of(step))
}

/// The difference of variant `i` as it is known after all of `days`: an analysis of its own,
/// so that a caller with many of them can let others go first.
pub fn moment(plan: &Plan, design: &Design, days: &[Vec<Counts>], i: usize) -> Option<Moment> {
    let difference = judge_daily_with(plan, design, days).arms.get(i)?.difference?;
    Some(Moment { day: days.len(), value: difference.value, interval: difference.interval })
}

/// The interval over time, in one go.
pub fn over_time(plan: &Plan, design: &Design, days: &[Vec<Counts>], i: usize, most: usize) -> Vec<Moment> {
    looks(days.len(), most).filter_map(|day| moment(plan, design, &days[..day], i)).collect()
}

/// The differences of variant `i` in the first and in the second half of the days, where
/// what was seen at first has gone since: the effect of what is new.
pub fn novelty(days: &[Vec<Counts>], i: usize) -> Option<(f64, f64)> {
    let (first, second) = days.split_at(days.len() / 2);
    let (early, early_variance) = half(first, i)?;
    let (late, late_variance) = half(second, i)?;
    let distance = (early.abs() - late * early.signum()) / (early_variance + late_variance).sqrt();
    (distance > HALVES_DIFFER).then_some((early, late))
}

/// How many days stand over after whole weeks: then some weekdays count more than others.
pub fn odd_days(days: usize) -> usize {
    days % 7
}

/// The difference of the shares and its variance, with a half added to all four counts.
fn half(days: &[Vec<Counts>], i: usize) -> Option<(f64, f64)> {
    let share = |arm: usize| {
        let today = days.iter().filter_map(|day| day.get(arm));
        let (exposed, converted) = today.fold((0, 0), |(n, x), day| (n + day.exposed, x + day.converted));
        let n = exposed as f64 + 1.0;
        let p = (converted as f64 + 0.5) / n;
        (exposed >= HALF_MIN).then(|| (p, p * (1.0 - p) / n))
    };
    let ((a, va), (b, vb)) = (share(0)?, share(i)?);
    Some((b - a, va + vb))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(control: u64, variant: u64) -> Vec<Counts> {
        [control, variant].map(|converted| Counts { exposed: 100, converted }).to_vec()
    }

    #[test]
    fn an_effect_that_has_gone_is_warned_of_and_one_that_stays_is_not() {
        let gone: Vec<_> = [day(20, 45), day(20, 44), day(20, 21), day(20, 20)].into();
        assert!(novelty(&gone, 1).is_some_and(|(early, late)| early > 0.2 && late < 0.05));
        let stays: Vec<_> = [day(20, 30), day(20, 31), day(20, 30), day(20, 32)].into();
        assert_eq!(novelty(&stays, 1), None);
    }

    #[test]
    fn the_interval_over_time_ends_with_today() {
        let days: Vec<_> = (0..50).map(|_| day(20, 30)).collect();
        let line = over_time(&Plan::default(), &Design::default(), &days, 1, 10);
        assert!(line.len() <= 10 && line.last().is_some_and(|moment| moment.day == 50));
    }
}
