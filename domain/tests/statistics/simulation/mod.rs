//! Whether the statistics keep what they promise: simulated from a seed, or, where all
//! outcomes can be gone through, added up. In a small form in the tests, in full by
//! `make simulate-statistics` (`domain/examples/simulate_statistics.rs`).

#![allow(dead_code, reason = "the tests and the example each use a part of it")]

pub mod coverage;
mod dice;
pub mod drifting;
pub mod peeking;
pub mod planning;
pub mod verdicts;
