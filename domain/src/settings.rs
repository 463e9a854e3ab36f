//! What a workspace has chosen.

use crate::{calendar::Calendar, ids::WorkspaceId, money::Currency, record::record, visibility::Visibility};

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
        /// When the company is at work.
        calendar / Calendar: Calendar,
        /// Who sees which rows.
        visibility / Visibility: Visibility,
    }
}
