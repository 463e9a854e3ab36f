//! What all requests share.

use crate::{assets::Assets, auth::Passwords, hub::Hub, routes::Snapshots, store::Store, time};
use smarketing_domain::clock::Timestamp;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Where the time comes from.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What all requests share.
pub struct App {
    /// The database.
    pub store: Arc<dyn Store>,
    /// The writers.
    pub hub: Arc<Hub>,
    /// Checks passwords.
    pub passwords: Passwords,
    /// The app's files.
    pub assets: Assets,
    /// The latest snapshots.
    pub snapshots: Snapshots,
    /// Cancelled when the server stops.
    pub stop: CancellationToken,
    clock: Clock,
}

/// How handlers get it.
pub type Shared = Arc<App>;

impl App {
    /// Everything over `store`, with the machine's clock.
    pub fn new(store: Arc<dyn Store>, assets: Assets) -> Shared {
        Self::with_clock(store, assets, Arc::new(time::now))
    }

    /// The same with another clock, for tests.
    pub fn with_clock(store: Arc<dyn Store>, assets: Assets, clock: Clock) -> Shared {
        Arc::new(Self {
            hub: Hub::new(store.clone()),
            store,
            passwords: Passwords::default(),
            assets,
            snapshots: Snapshots::default(),
            stop: CancellationToken::new(),
            clock,
        })
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }
}
