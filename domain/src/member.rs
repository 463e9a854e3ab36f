//! People in a workspace: their team and what they may do.

use crate::{ids::MemberId, record::record};
use serde::{Deserialize, Serialize};

/// Which side of the hourglass somebody works on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Team {
    /// Brings leads.
    #[default]
    Marketing,
    /// Turns leads into customers.
    Sales,
    /// Looks after both.
    Management,
}

/// What somebody may do. Each role may do what the ones before it may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees everything, changes nothing.
    #[default]
    Viewer,
    /// Works with deals, tasks, insights and hypotheses.
    Member,
    /// Also shapes stages and imports.
    Manager,
    /// Also invites and removes people.
    Admin,
}

record! {
    /// A person in a workspace. Imported salespeople are members without a sign-in.
    pub struct Member(MemberId), changed by MemberChange {
        /// How colleagues call them.
        name / Name: String,
        /// Their team.
        team / Team: Team,
        /// What they may do. Only the server writes it.
        role / Role: Role,
        /// Whether they have a sign-in. Only the server writes it.
        signs_in / SignsIn: bool,
    }
}

impl Member {
    /// Up to two initials, for an avatar, as they are written: whoever shows
    /// them makes them capitals.
    pub fn initials(&self) -> String {
        self.name.split_whitespace().take(2).filter_map(|word| word.chars().next()).collect()
    }
}
