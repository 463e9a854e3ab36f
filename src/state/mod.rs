//! What the app knows: the workspace in memory, who is signed in, how we stand
//! with the server. Only this module changes the workspace.

mod columns;
mod index;
mod screen;
mod store;
mod topics;
mod undo;

pub use index::Column;
pub use smarketing_sync::{
    seat::{Me, Seated as Session},
    status::{SyncStatus, SyncWord, TrayItem, Trouble},
};
pub(crate) use store::device_now;
pub use store::{State, use_state};
pub use topics::Topic;

use uuid::Uuid;

/// A new id for a record made here: a version 7 UUID, sorting by creation.
pub fn new_id<I: From<Uuid>>() -> I {
    Uuid::now_v7().into()
}
