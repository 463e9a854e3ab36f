//! Whether two curves differ as a whole, not only at one time.
//!
//! Source: Klein and Moeschberger, "Survival Analysis", 2003, chapter 7: the
//! log-rank test with hypergeometric variance.

use super::{kaplan_meier::Curve, special::chi_square::upper_tail};

/// What the log-rank test says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogRank {
    /// (observed − expected)² / variance of one of the two.
    pub chi_square: f64,
    /// The chance of curves at least as far apart, if they are the same.
    pub p: f64,
}

/// Compares two curves. `None` where nothing can be compared: nobody converted
/// while there were others to compare with.
pub fn log_rank(a: &Curve, b: &Curve) -> Option<LogRank> {
    let (mut excess, mut variance) = (0.0, 0.0);
    let (mut own, mut other) = (a.steps().iter().peekable(), b.steps().iter().peekable());
    loop {
        let next = [own.peek(), other.peek()].into_iter().flatten().map(|s| s.time).min_by(f64::total_cmp);
        let Some(time) = next else { break };
        let d_a = own.next_if(|s| s.time == time).map_or(0, |s| s.converted) as f64;
        let d_b = other.next_if(|s| s.time == time).map_or(0, |s| s.converted) as f64;
        let (n_a, n_b) = (a.at_risk(time) as f64, b.at_risk(time) as f64);
        let (n, d) = (n_a + n_b, d_a + d_b);
        excess += d_a - d * n_a / n;
        if n > 1.0 {
            variance += d * (n_a / n) * (n_b / n) * ((n - d) / (n - 1.0));
        }
    }
    (variance > 0.0).then(|| {
        let chi_square = excess * excess / variance;
        LogRank { chi_square, p: upper_tail(chi_square, 1) }
    })
}
