//! A client's side of sync, without a browser: what each tab of the app runs,
//! and what the simulation runs thousands of times with other surroundings.
//!
//! Each tab is a client of its own: it shows confirmed records with its outbox
//! replayed on them, keeps both on the device, sends its operations in order
//! and pulls what others changed. Other tabs of the browser hear of it.
//!
//! - [`engine`]: when to do what; [`outbox`]: what is not confirmed;
//!   [`change`]: what is kept, and in which order; [`desk`]: the workspace in
//!   memory, and how a person writes on it. Pure
//! - [`cache`]: what the device keeps; [`blocks`]: many records in one row of it;
//!   `records`: what is written where; [`rows`]: their text; [`accepted`]: what of
//!   one's own it keeps after that was confirmed; `forget`: a person who was erased goes
//!   from there, too; [`writer`]: saves one change after another, again and again
//! - [`opening`]: how a tab begins; [`driver`]: the loop; [`exchange`]: its errands; [`loading`]: the one
//!   that takes a snapshot; [`standing_in`]: for tabs that are gone; [`hear`]: what other tabs tell; [`session`]: signing in and out; [`removal`]: members who were removed; [`tray`]: refused changes
//! - [`platform`]: everything that is passed in: clock, chance, network,
//!   storage, other tabs, the screen; [`message`], [`answer`], [`snapshot`]: what
//!   comes from there
//!
//! Rules that hold everywhere here:
//!
//! - Every operation ends accepted, refused and visible in the tray, or it is
//!   tried again; a timer is always armed.
//! - What is received is kept together with its cursor in one transaction, and
//!   only where it follows on what is kept.
//! - Sending twice is harmless (the server answers each number once), so when
//!   in doubt it is sent again.

pub mod accepted;
pub mod answer;
pub mod blocks;
pub mod cache;
pub mod change;
pub mod desk;
pub mod driver;
pub mod engine;
mod exchange;
mod forget;
mod hear;
mod loading;
pub mod message;
mod opening;
pub mod outbox;
pub mod platform;
mod records;
mod removal;
pub mod rows;
pub mod seat;
mod session;
pub mod snapshot;
mod standing_in;
pub mod status;
pub mod subject;
mod tray;
pub mod writer;

pub use session::{SignInError, SignOutError};
