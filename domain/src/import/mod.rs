//! Bringing deals over from another system.
//!
//! The way of a file, each step in slices where it can take long:
//!
//! 1. [`csv::Parser`] makes a [`table::Table`] of its bytes.
//!    Where leads and the deals they became are two files, [`join`] makes one of them.
//! 2. [`mapping::Mapping::guess`] says what its columns mean; a person corrects
//!    it, and answers [`ambiguous_dates`].
//! 3. [`survey::Survey`] reads every row and changes nothing: what would be
//!    imported, and what is refused and why.
//! 4. [`plan::Plan`] gives the changes, for the same way as any other change.
//! 5. [`undo`] takes them back.

pub mod amount;
pub mod csv;
pub mod date;
mod delimiter;
pub mod draft;
pub mod encoding;
pub mod error;
mod guess;
mod history;
pub mod join;
pub mod layout;
pub mod mapping;
pub mod plan;
mod roster;
mod row;
pub mod survey;
pub mod table;
pub mod targets;
mod undo;
pub mod words;

pub use guess::{ambiguous_dates, guess_stages};
pub use undo::undo;

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
