//! Slowing down who guesses passwords: after a few failures each further try
//! has to wait, longer and longer, but never for good. Pure.

use smarketing_domain::clock::Timestamp;

/// Failures older than this are forgotten, in milliseconds.
pub const WINDOW: i64 = 15 * MINUTE;
/// Failures that cost nothing.
const FREE: usize = 5;
/// The first wait.
const FIRST: i64 = 15_000;
/// The longest one: the owner gets a turn within it, too.
const LONGEST: i64 = 5 * MINUTE;
const MINUTE: i64 = 60_000;

/// Seconds until the next try after `failures` within the window, oldest
/// first; `None` when it may be now.
pub fn wait(failures: &[Timestamp], now: Timestamp) -> Option<u64> {
    let beyond = failures.len().checked_sub(FREE)?;
    let last = failures.last()?;
    let pause = FIRST.saturating_mul(1 << beyond.min(16)).min(LONGEST);
    let left = pause - now.since(*last);
    (left > 0).then(|| (left as u64).div_ceil(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failures(count: usize) -> Vec<Timestamp> {
        vec![Timestamp(1_000_000); count]
    }

    #[test]
    fn a_few_failures_cost_nothing() {
        assert_eq!(wait(&failures(0), Timestamp(1_000_000)), None);
        assert_eq!(wait(&failures(4), Timestamp(1_000_000)), None);
    }

    #[test]
    fn each_further_failure_doubles_the_wait_up_to_a_limit() {
        let waits: Vec<_> = (5..12).map(|n| wait(&failures(n), Timestamp(1_000_000))).collect();
        assert_eq!(waits, [15, 30, 60, 120, 240, 300, 300].map(Some));
    }

    #[test]
    fn after_the_wait_the_owner_gets_a_turn() {
        assert_eq!(wait(&failures(5), Timestamp(1_014_001)), Some(1));
        assert_eq!(wait(&failures(5), Timestamp(1_015_000)), None);
    }
}
