//! The top of the hourglass: counts and spend by channel and day.

use crate::{ids::ReachId, record::record};
use chrono::NaiveDate;

record! {
    /// What one channel brought and cost on one day.
    pub struct Reach(ReachId), changed by ReachChange {
        /// The channel's name, as on deals.
        channel / Channel: String,
        /// The calendar day.
        day / Day: Option<NaiveDate>,
        /// How often we were seen.
        impressions / Impressions: u64,
        /// How often somebody came.
        visits / Visits: u64,
        /// Spend in minor units of the workspace's currency.
        spend_minor / SpendMinor: i64,
    }
}
