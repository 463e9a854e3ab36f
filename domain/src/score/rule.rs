//! A rule that gives points.

use crate::{ids::RuleId, record::record, touchpoint::Moment};
use serde::{Deserialize, Serialize};

/// Most points that one rule gives or takes.
pub const POINTS_MAX: i32 = 1_000;

/// What has to hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// This channel brought it (capitals and blanks around do not matter).
    Channel(String),
    /// A question, or any field, was answered with one of these.
    Answer {
        /// The deal's field.
        field: String,
        /// The answers that count; none: any answer does.
        any_of: Vec<String>,
    },
    /// A field holds a number from `from` (included) to `below` (not included).
    Number {
        /// The deal's field.
        field: String,
        /// The least that counts; `None`: no bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<f64>,
        /// The first that counts no more; `None`: no bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        below: Option<f64>,
    },
    /// They met us often enough.
    Touched {
        /// In such moments; `None`: any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        moment: Option<Moment>,
        /// In this channel; empty: any.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        channel: String,
        /// In this campaign; empty: any or none.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        campaign: String,
        /// At least so many times.
        times: u16,
        /// In the last so many days; `None`: ever.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within_days: Option<u16>,
    },
    /// At least so many people take part in the decision: contacts of the deal.
    People(u16),
    /// A member rated it with at least so many stars, 1 to 5.
    Rating(u8),
}

impl Default for Condition {
    fn default() -> Self {
        Self::Rating(1)
    }
}

record! {
    /// A scoring rule.
    pub struct Rule(RuleId), changed by RuleChange {
        /// What people call it.
        name / Name: String,
        /// What has to hold.
        when / When: Condition,
        /// Points it gives, or takes (below zero); at most [`POINTS_MAX`].
        points / Points: i32,
        /// Days after which its points are worth half; `None`: they stay.
        /// Counted from the last encounter that made it hold, or else from the
        /// day the customer's path began.
        half_life_days / HalfLifeDays: Option<u16>,
        /// It gives no points for now.
        paused / Paused: bool,
    }
}

impl Rule {
    /// Whether it gives points now.
    pub fn is_active(&self) -> bool {
        self.meta.is_alive() && !self.paused
    }
}
