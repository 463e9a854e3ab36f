//! What requests get. Thin: what is allowed is decided in the domain, what is
//! kept in the hub.

pub mod audit;
mod body;
pub mod contacts;
pub mod events;
pub mod form;
pub mod guard;
pub mod health;
pub mod history;
mod id;
pub mod intake;
pub mod invites;
pub mod join;
pub mod keys;
pub mod members;
pub mod password;
pub mod session;
pub mod sessions;
pub mod setup;
pub mod snapshot;
pub mod sync;

pub use body::Body;
pub use id::Id;
pub use snapshot::Snapshots;
