//! The board and the hourglass as they stood on any day, from local history alone.
//!
//! Definitions (those of [`crate::hourglass`] hold for every day):
//!
//! - The **state as of a moment** counts what had happened before it. As of now it is
//!   what [`crate::hourglass::hourglass`] counts without a period; what is dated later
//!   than now (by clocks that ran ahead) counts as of now, and as of no earlier moment.
//! - A deal is **there** from its first entry on. Entries without a moment are taken to
//!   be as old as what is known of the deal: made when the deal was first written down
//!   here, or at its first dated entry, whichever is earlier.
//! - Where a deal stands it has come to: where its history ends elsewhere, it came there
//!   when its place was last written, but not before its last entry.
//! - A move that was **taken back** never happened, as everywhere else.
//! - A **deleted** deal was there until it was deleted. One that was restored was there
//!   all the time. What an undone import brought never was.
//! - **Reach** is counted up to the day.
//!
//! What local history does not tell is taken as it is at present: a deal's value, owner,
//! channel and title; names, order and chances of stages, with retired ones counted as
//! the one before them; the order of cards within a column. Deals that a member does not
//! see, and those that were forgotten, are in no past either.
//!
//! [`Recording`] reads the history, in slices; what comes of it is a [`Tape`], which is
//! wound forward and back and tells what it shows. [`travel`] is a deal's way as dated
//! steps, [`stays`] a median that is kept up to date, [`day`] what a stretch of the tape
//! tells.

mod day;
mod growth;
mod recording;
mod stays;
mod tape;
mod travel;

pub use day::{Card, Day, Deed, What};
pub use recording::Recording;
pub use tape::Tape;

/// Where a deal is, as a number: not there, the stages of the path in order from 1 on,
/// Lost, and stages that are not on the path any more.
type Spot = u16;

/// Before it came, and after it was deleted.
const NOWHERE: Spot = 0;

/// What is known of how a step changed the lengths of stays: the number of the stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum StayChange {
    /// Nothing.
    #[default]
    None,
    /// A stay ended here.
    Ended(u32),
    /// With its deal a stay of the past is counted no more.
    Forgotten(u32),
}
