//! Bringing deals over from another system.

use crate::{clock::Timestamp, ids::ImportId, record::record};

record! {
    /// One run of the importer.
    pub struct Import(ImportId), changed by ImportChange {
        /// The file's name.
        file / File: String,
        /// When it was run.
        at / At: Option<Timestamp>,
        /// Deals it brought.
        deals / Deals: u64,
        /// Rows it refused.
        refused / Refused: u64,
        /// Taken back: its deals were deleted.
        undone / Undone: bool,
    }
}
