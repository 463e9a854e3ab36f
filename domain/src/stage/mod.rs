//! The steps of the hourglass.
//!
//! A stage states what has already happened to the customer ("Proposal
//! received", not "Send proposal"), and exists only where a team can act.
//!
//! [`arrange`]: how they are added, ordered and merged; [`requirement`]: what a
//! deal needs to enter one; [`observed`]: what its own deals tell; [`name`]: what
//! it is called.

pub mod arrange;
pub mod name;
pub mod observed;
pub mod requirement;

use crate::{ids::StageId, member::Team, rank::Rank, record::record};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The parts of the hourglass, from top to bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Counted, not listed person by person.
    Reach,
    /// Leads, while marketing works on them.
    Marketing,
    /// Deals that sales has accepted.
    #[default]
    Sales,
    /// After the first purchase.
    Customer,
}

/// What a stage means to the rules, whatever people call it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageRole {
    /// A step on the way.
    #[default]
    Open,
    /// Counts impressions; holds no deals.
    Impressions,
    /// Counts visits; holds no deals.
    Visits,
    /// Here a lead is offered to sales, who accept or reject it.
    Offered,
    /// The neck of the hourglass: the customer has bought.
    Won,
    /// The customer has bought again.
    Repeat,
    /// The customer has recommended us.
    Referral,
    /// Left without buying. Not on the path: every stage can lead here.
    Lost,
}

impl StageRole {
    /// Whether deals can stand here.
    pub fn holds_deals(self) -> bool {
        !matches!(self, Self::Impressions | Self::Visits)
    }

    /// Whether a deal that stands here is still to be decided.
    pub fn is_undecided(self) -> bool {
        matches!(self, Self::Open | Self::Offered)
    }
}

record! {
    /// A step of the hourglass.
    pub struct Stage(StageId), changed by StageChange {
        /// Past tense, from the customer's point of view.
        name / Name: String,
        /// Where in the hourglass.
        section / Section: Section,
        /// What it means to the rules. Written once, at creation.
        role / Role: StageRole,
        /// The team that acts here.
        team / Team: Team,
        /// Its place on the path.
        rank / Rank: Rank,
        /// Default chance that a deal here is won, in percent, 0 to 100.
        probability / Probability: u8,
        /// Days after which a deal rots here; `None` never.
        rot_days / RotDays: Option<u16>,
        /// How many of a hundred deals are to go on to the next stage, 1 to 100, by
        /// the team's own will (see [`crate::cohort::bottleneck`]); `None`: no target.
        target / Target: Option<u8>,
        /// What a deal must have to enter it: see [`requirement`].
        required / Required: BTreeSet<String>,
        /// No longer used; its deals' history stays.
        retired / Retired: bool,
    }
}

impl Stage {
    /// On the path from reach to recommendation (everything but Lost).
    pub fn is_on_path(&self) -> bool {
        self.role != StageRole::Lost
    }
}
