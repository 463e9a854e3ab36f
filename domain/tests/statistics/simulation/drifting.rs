//! How often a play is called fading, and after how many deals, when somebody looks after
//! every deal.

use super::dice::Dice;
use smarketing_domain::hypothesis::drift::{ALPHA, evidence};

/// The share of `runs` plays that are ever called fading within `deals` deals, when the rate
/// is `before` for the first `holds` deals and `after` from then on. The lower end of what
/// was promised is `low`.
pub fn alarms(low: f64, (before, holds, after): (f64, usize, f64), deals: usize, runs: u64) -> f64 {
    let mut dice = Dice::new(0xD21F7);
    let alarmed = (0..runs).filter(|_| {
        let outcomes: Vec<bool> = (0..deals).map(|n| dice.happens(if n < holds { before } else { after })).collect();
        // The largest e-value so far is what a look after every deal would have found.
        evidence(low, outcomes) >= 1.0 / ALPHA
    });
    alarmed.count() as f64 / runs as f64
}
