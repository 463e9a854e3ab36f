//! The program itself, as a process of its own: started, killed, cut off from its
//! disk, several at a time on one database, and its commands.

#[path = "../support/mod.rs"]
mod support;

mod cohort;
mod import;
mod instances;
mod instances_killed;
mod keeping;
mod kill;
mod process;
mod restored;
mod score;
mod setup;
mod torn;
