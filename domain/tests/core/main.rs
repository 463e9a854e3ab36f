//! The core's rules, each held against random input or a list of cases.

mod support;

mod ago;
mod amendments;
mod assistant;
mod bottlenecks;
mod checks;
mod cohorts;
mod convergence;
mod conversions;
mod drops;
mod economics;
mod exchange;
mod finding;
mod forecasts;
mod glass;
mod handoff;
mod history;
mod lenses;
mod many;
mod meetings;
mod mentions;
mod overwrites;
mod plays;
mod reachable;
mod replicas;
mod scores;
mod stages;
mod trials;
mod undo;
mod verdicts;
mod views;
mod votes;
mod wire;
mod workshops;
mod zones;
