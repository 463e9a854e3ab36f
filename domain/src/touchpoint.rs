//! A customer's encounters with us: what they did, not what we did.

use crate::{
    clock::Timestamp,
    ids::{ContactId, DealId, TouchpointId},
    record::record,
};
use serde::{Deserialize, Serialize};

/// What kind of moment it was, from the customer's side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// They learned of us: read, watched, heard.
    #[default]
    Know,
    /// They came: to the site, the shop, an event.
    Go,
    /// They did something with us: asked, tried, answered.
    Do,
    /// They paid, or put something into the basket.
    Buy,
}

impl Moment {
    /// All moments, in the order of a customer's path.
    pub const ALL: [Moment; 4] = [Self::Know, Self::Go, Self::Do, Self::Buy];
}

record! {
    /// One encounter.
    pub struct Touchpoint(TouchpointId), changed by TouchpointChange {
        /// The deal it counts for.
        deal / Deal: Option<DealId>,
        /// The person, where known: then it counts for all of their deals.
        contact / Contact: Option<ContactId>,
        /// When.
        at / At: Option<Timestamp>,
        /// Where, named as the channels of deals are.
        channel / Channel: String,
        /// What kind of moment.
        moment / Moment: Moment,
        /// The campaign it belongs to; empty is none.
        campaign / Campaign: String,
    }
}
