//! What a stage's own deals tell about it, beside what somebody set.

use super::{Stage, StageRole};
use crate::{
    clock::DAY,
    path::Path,
    statistics::proportion::{Interval, Sample, wilson},
    workspace::Workspace,
};

/// How sure the interval of a chance is.
pub const CONFIDENCE: f64 = 0.95;
/// Fewer stays than these teach nothing about how long is too long.
pub const STAYS_LEAST: usize = 20;
/// A deal is late when it stays longer than so many percent of those who moved on.
pub const STAYS_PERCENT: usize = 75;

/// How deals that came this far ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ended {
    /// Entered the stage (or a later one) and have bought.
    pub won: u64,
    /// Entered it and left without buying.
    pub lost: u64,
    /// Entered it and are not decided: they are in neither figure. While they are
    /// many, the chance leans to what is decided quickly.
    pub waiting: u64,
}

impl Ended {
    /// won / (won + lost), 0 to 1; `None` while nothing is decided.
    pub fn chance(&self) -> Option<f64> {
        Some(self.sample()?.rate())
    }

    /// The Wilson interval of the chance at [`CONFIDENCE`].
    pub fn interval(&self) -> Option<Interval> {
        Some(wilson(self.sample()?, CONFIDENCE))
    }

    /// The chance in whole percent, as a stage keeps it.
    pub fn percent(&self) -> Option<u8> {
        Some((100.0 * self.chance()?).round() as u8)
    }

    fn sample(&self) -> Option<Sample> {
        Sample::new(self.won + self.lost, self.won).ok()
    }
}

/// What can be learned about one stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observed {
    /// How those ended who entered it; `None` from the won stage on.
    pub ended: Option<Ended>,
    /// Stays that ended with a step forward, as far as their length is known.
    pub stays: usize,
    /// Days within which [`STAYS_PERCENT`] of a hundred who moved on had done so,
    /// begun days counting whole; `None` below [`STAYS_LEAST`] stays.
    pub rot_days: Option<u16>,
}

/// What the workspace's deals tell about a stage of the path; `None` for a stage
/// that is not in use, or holds no deals on the path.
pub fn observed(w: &Workspace, stage: &Stage) -> Option<Observed> {
    let path = Path::of(w);
    let at = path.stages.iter().position(|s| s.id == stage.id).filter(|_| stage.role.holds_deals())?;
    let won_at = path.stages.iter().position(|s| s.role == StageRole::Won);
    let mut ended = Ended { won: 0, lost: 0, waiting: 0 };
    let mut stays = Vec::new();
    for deal in w.living_deals() {
        let furthest = path.furthest(deal);
        if furthest >= Some(at) {
            if won_at.is_some_and(|won| furthest >= Some(won)) {
                ended.won += 1;
            } else if path.is_lost(deal) {
                ended.lost += 1;
            } else {
                ended.waiting += 1;
            }
        }
        // A stay lasts from the entry to the next one that is somewhere else: two
        // stages that were merged are one place.
        let places = deal.history().filter_map(|e| Some((path.position(e.stage)?, e.at?)));
        let mut since = None;
        for (position, time) in places {
            match since {
                Some(from) if position > at => {
                    stays.push(time.since(from));
                    since = None;
                }
                _ if position < at => since = None,
                None if position == at => since = Some(time),
                _ => {}
            }
        }
    }
    let is_open = won_at.is_none_or(|won| at < won);
    let rot_days = late_after(&mut stays);
    Some(Observed { ended: is_open.then_some(ended), stays: stays.len(), rot_days })
}

/// The nearest-rank percentile of `stays` (in milliseconds), in days.
fn late_after(stays: &mut [i64]) -> Option<u16> {
    if stays.len() < STAYS_LEAST {
        return None;
    }
    let rank = (stays.len() * STAYS_PERCENT).div_ceil(100);
    let (_, ms, _) = stays.select_nth_unstable(rank - 1);
    let days = (*ms).max(1).unsigned_abs().div_ceil(DAY.unsigned_abs());
    Some(u16::try_from(days).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_learned_time_is_what_three_of_four_needed() {
        let mut stays: Vec<i64> = (1..=20).rev().map(|days| days * DAY).collect();
        assert_eq!(late_after(&mut stays), Some(15));
        assert_eq!(late_after(&mut stays[1..]), None, "too few");
        assert_eq!(late_after(&mut [0; 20]), Some(1), "at least a day");
        assert_eq!(late_after(&mut [i64::MAX; 20]), Some(u16::MAX));
    }

    #[test]
    fn nothing_decided_is_no_chance() {
        let ended = Ended { won: 0, lost: 0, waiting: 9 };
        assert_eq!((ended.chance(), ended.interval(), ended.percent()), (None, None, None));
        let ended = Ended { won: 2, lost: 1, ..ended };
        assert_eq!(ended.percent(), Some(67));
        assert!(ended.interval().is_some_and(|i| i.contains(2.0 / 3.0)));
    }
}
