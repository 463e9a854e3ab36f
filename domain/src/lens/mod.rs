//! Further ways to look at the same deals.
//!
//! [`flow`]: moves between places; [`stay`]: how long a deal stays in a stage;
//! [`months`]: the months of entry as rows, the time since as columns;
//! [`aarrr`]: acquisition, activation, retention, referral and revenue. What the
//! first two share, a deal's way from place to place, is [`walk`].
//!
//! Each of them says at its head what it counts, and lists the deals behind
//! each of its numbers.

pub mod aarrr;
pub mod flow;
pub mod months;
pub mod stay;
pub mod walk;
