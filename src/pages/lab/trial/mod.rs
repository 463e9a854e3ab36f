//! A hypothesis as a trial: its design, what was written down at its start, and what to look
//! at while it runs.
//!
//! | part | file |
//! | --- | --- |
//! | what is measured, who decides the arm | [`design`] |
//! | how many, how long, what can be seen | [`planner`] |
//! | frozen at the start, amended since | [`registration`] |
//! | counts typed by day | [`days`] |
//! | counts from another tool's file | [`from_file`] |
//! | live counts, intervals over time, warnings | [`watch`], [`picture`] |

mod days;
mod design;
mod from_file;
mod means;
mod picture;
mod planner;
mod registration;
mod spelled;
mod watch;

pub use days::TypedDays;
pub use design::DesignPanel;
pub use from_file::FromFile;
pub use registration::Registered;
pub use watch::{LiveArm, Watch};
