//! What requests get. Thin: what is allowed is decided in the domain, what is
//! kept in the hub.

mod body;
pub mod events;
pub mod guard;
pub mod health;
pub mod session;
pub mod snapshot;
pub mod sync;

pub use body::Body;
pub use snapshot::Snapshots;
