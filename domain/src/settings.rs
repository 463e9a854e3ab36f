//! What a workspace has chosen.

use crate::{
    calendar::Calendar,
    forecast::plan::Plan,
    ids::{ViewId, WorkspaceId},
    money::Currency,
    record::{Each, record},
    view::SavedView,
    visibility::Visibility,
};
use serde::{Deserialize, Serialize};

/// What marketing promises sales. One register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// So many leads that sales accepts, in a week; 0: nothing was promised.
    pub leads_per_week: u16,
    /// Only those count that were offered with at least so many points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_score: Option<i32>,
}

record! {
    /// A workspace's own record: its name and its choices.
    pub struct Settings(WorkspaceId), changed by SettingsChange {
        /// What the company calls it.
        name / Name: String,
        /// The currency of all its money.
        currency / Currency: Currency,
        /// Language of templates and messages that nobody reads on a screen of
        /// their own: `en`, `ru` or `uk`.
        language / Language: String,
        /// Hours within which sales promises to answer an offered lead.
        response_hours / ResponseHours: u16,
        /// From how many points a lead is offered to sales by itself; `None`:
        /// by hand only.
        offer_from / OfferFrom: Option<i32>,
        /// What marketing promises sales in a week.
        promise / Promise: Promise,
        /// What is planned to be won in each month.
        won_plan / WonPlan: Plan,
        /// When the company is at work.
        calendar / Calendar: Calendar,
        /// The zone whose clocks count its days and hours, by its IANA name
        /// (`Europe/Kyiv`); empty: none was chosen.
        zone / Zone: String,
        /// Who sees which rows.
        visibility / Visibility: Visibility,
    }
    each {
        /// The board's views that everybody has.
        views / Views: Each<ViewId, SavedView>,
    }
}
