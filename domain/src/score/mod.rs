//! What a lead promises: the sum of the points of all rules that hold for it.
//!
//! A score explains itself: each point is a rule's, and can be shown. A lead
//! whose score reaches the workspace's threshold is offered to sales (it is an
//! MQL then); what sales says of it counts for or against the rules that
//! offered it, see [`crate::handoff`].

pub mod assistant;
mod offer;
mod points;
mod preview;
mod rule;

pub use offer::{Offers, given, sum};
pub use points::{Point, Score, Scorer};
pub use preview::{Preview, preview};
pub use rule::{Condition, POINTS_MAX, Rule, RuleChange};
