//! Who runs a hypothesis, and what running it costs.

use crate::member::Team;
use serde::{Deserialize, Serialize};

/// Who runs it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunBy {
    /// Marketing.
    #[default]
    Marketing,
    /// Sales.
    Sales,
    /// Both teams together. Before there was a word for it, people wrote down management,
    /// which looks after both.
    #[serde(alias = "management")]
    Both,
}

impl RunBy {
    /// All, in order.
    pub const ALL: [RunBy; 3] = [Self::Marketing, Self::Sales, Self::Both];
}

impl From<Team> for RunBy {
    /// Management looks after both.
    fn from(team: Team) -> Self {
        match team {
            Team::Marketing => Self::Marketing,
            Team::Sales => Self::Sales,
            Team::Management => Self::Both,
        }
    }
}

/// Most work that one hypothesis can take, in halves of a day: ten people for a year.
pub const HALF_DAYS_MAX: u16 = 7_300;

/// What it costs to try it, beside what the teams do anyway. One register. Money that is paid
/// to others and the teams' own work stand side by side: what a day of work is worth is not
/// known here, so they are never added up. How easily it is done is a mark of each vote
/// ([`super::priority`]), and no part of the cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cost {
    /// Paid for it, in minor units of the workspace's currency, as the spend of reach.
    pub spend_minor: i64,
    /// Work of all who take part, in halves of a person's day.
    pub half_days: u16,
}

impl Cost {
    /// The work in days.
    pub fn days(&self) -> f64 {
        f64::from(self.half_days) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_before_still_reads() {
        let read = |json: &str| serde_json::from_str::<RunBy>(json).unwrap();
        assert_eq!(["\"marketing\"", "\"sales\"", "\"management\""].map(read), RunBy::ALL);
        assert_eq!(serde_json::to_string(&RunBy::Both).unwrap(), "\"both\"");
    }
}
