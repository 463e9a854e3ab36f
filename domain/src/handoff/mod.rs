//! What goes from marketing to sales, and what comes back: every offer of a
//! lead, how it was answered and how fast, which rules were right, and whether
//! both teams keep what they promised each other.
//!
//! All of it is computed from the history of the deals.

mod agreement;
mod behind;
mod case;
mod clock;
mod escalation;
mod feedback;
mod step;

pub use agreement::{Agreement, Kept, agreement};
pub use behind::{Number, Part, deals_of, offers_behind};
pub use case::{Answer, Case, cases};
pub use clock::{Level, deadline, working_ms};
pub use escalation::{Escalated, escalated, escalations, is_told};
pub use feedback::{CAMPAIGN, Feedback, Group, JUDGED_FROM, RuleRecord, Speed, by_speed, feedback, rule_records};
pub use step::{accept, marketing_stage_before, offer_by_hand, reject};
