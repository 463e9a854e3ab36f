//! The forecast: what the coming weeks may bring, by simulation from the
//! workspace's own histories.
//!
//! Definitions (places and moves are those of [`crate::lens::walk`]):
//!
//! - A deal is **won** with its first entry of Won or of a later stage, at its
//!   moment; it counts once, with its value. One that stands in Lost has not been
//!   won, whatever it entered before. A lost deal or one in the trash never counts.
//! - A **stay** in a stage before Won ends with the next move: on, past, back, won
//!   or lost. For each stage the lengths of its stays and where they led to are
//!   taken together ([`law`]). A stay that has not ended is watched until now and
//!   no further: it is censored, neither left out nor taken for a short one.
//! - Each **open deal** goes on from where it stands, given how long it has stood
//!   there already: of the stays of its stage those that lasted longer.
//! - **Deals that are still to come** come as in past weeks: for each coming week
//!   one of the last [`ARRIVAL_WEEKS`] whole weeks is drawn, with all who came in it.
//! - A deal without a value gets the value of a deal that was won before, drawn anew
//!   in each run.
//! - All of it is done [`RUNS`] times. Of the runs' sums the 10th, 50th and 90th
//!   percentile are told: the least value that so many of a hundred do not exceed.
//! - **Weeks** begin on Monday at midnight of the workspace's zone. The first is the
//!   rest of the present one; then come [`WEEKS`] whole ones.
//! - **Too little history** is refused with a reason ([`TooLittle`]). Deals in a
//!   stage from which fewer than [`LEAST_STAYS`] stays have ended are left out, and
//!   counted.
//!
//! The same records, moment and seed give the same figures everywhere, whatever
//! order the deals are in and however the work is cut into slices: each deal has
//! numbers of its own in each run ([`luck`]).
//!
//! [`backtest`] holds the method against what has happened; [`plan`] is what the
//! figures are compared with.
//!
//! Sources: Aalen and Johansen, Scandinavian Journal of Statistics 5 (1978), 141-150
//! (where stays lead to, with censoring); Efron, JASA 76 (1981), 312-319 (drawing
//! from such an estimate).

pub mod backtest;
pub mod chance;
pub mod errand;
pub mod figures;
mod law;
mod luck;
pub mod material;
pub mod plan;
mod simulation;
pub mod study;

pub use figures::{Band, Figures, Forecast, Group, Line, Series};
pub use material::Material;
pub use study::Study;

use serde::{Deserialize, Serialize};

/// Whole weeks that are looked ahead.
pub const WEEKS: usize = 12;
/// How often the future is played through.
pub const RUNS: usize = 1_000;
/// The seed of the pages: the same on every device, so that all see the same.
pub const SEED: u64 = 0x5EED_F0CA;
/// Whole weeks from which the deals still to come are drawn.
pub const ARRIVAL_WEEKS: usize = 26;
/// Deals that must have been won or lost.
pub const LEAST_DECIDED: u64 = 20;
/// Of them so many must have been won.
pub const LEAST_WON: u64 = 5;
/// Weeks since the first noted move.
pub const LEAST_WEEKS: u64 = 8;
/// Deals of one owner or team that must have been won or lost.
pub const LEAST_OWN: u64 = 10;
/// Stays in a stage that must have ended.
pub const LEAST_STAYS: usize = 5;

/// A week in milliseconds.
const WEEK: i64 = 7 * crate::clock::DAY;

/// Why there is no forecast: what is there, and what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TooLittle {
    /// There is no stage for deals before they are won, or none for won ones.
    #[error("the workspace has no stage for deals before they are won; make one")]
    NoPath,
    /// Too few deals were won or lost.
    #[error("{have} of {least} deals that must have been won or lost")]
    Decided {
        /// So many were.
        have: u64,
        /// So many are needed.
        least: u64,
    },
    /// Too few deals were won.
    #[error("{have} of {least} deals that must have been won")]
    Won {
        /// So many were.
        have: u64,
        /// So many are needed.
        least: u64,
    },
    /// The history is too short.
    #[error("{have} of {least} weeks of history")]
    Weeks {
        /// Whole weeks since the first noted move.
        have: u64,
        /// So many are needed.
        least: u64,
    },
}
