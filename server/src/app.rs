//! What all requests share.

use crate::{
    assets::Assets,
    auth::{Gate, Passwords},
    hub::Hub,
    routes::{Snapshots, intake::Caps},
    store::{AuditRow, Store},
    time,
};
use crate::{error::Failure, hub::Batch};
use smarketing_domain::{
    clock::{self, Timestamp},
    ids::{ClientId, MemberId, WorkspaceId},
    operation::{Authority, Body, Operation, Refusal},
    wire::Verdict,
};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

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
    /// Who may set the server up.
    pub gate: Gate,
    /// The app's files.
    pub assets: Assets,
    /// The latest snapshots.
    pub snapshots: Snapshots,
    /// How much may come from outside.
    pub caps: Caps,
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
            gate: Gate::default(),
            assets,
            snapshots: Snapshots::default(),
            caps: Caps::default(),
            stop: CancellationToken::new(),
            clock,
        })
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Makes one change with the server's own authority.
    ///
    /// # Errors
    /// When a rule refuses it, or the database failed.
    pub async fn change(&self, workspace: WorkspaceId, body: Body) -> Result<(), Failure> {
        let client = ClientId(Uuid::new_v4().as_u64_pair().1);
        let now = self.now();
        let stamp = clock::Clock::new(client).tick(now);
        let operation = Operation { number: 1, stamp, author: MemberId::default(), body };
        let batch = Batch {
            client,
            authority: Authority::Server,
            operations: vec![operation],
            gaps: false,
            seen: u64::MAX,
            now,
        };
        match self.hub.push(workspace, batch).await?.pop().map(|answer| answer.verdict) {
            Some(Verdict::Accepted { .. }) => Ok(()),
            Some(Verdict::Rejected { code, .. }) => {
                Err(Refusal::from_code(&code).map_or(Failure::Internal, Failure::from))
            }
            None => Err(Failure::Internal),
        }
    }

    /// Writes a line of the audit log. What it is about has happened already:
    /// without the line it stands all the same.
    pub async fn note(&self, row: AuditRow) {
        if let Err(error) = self.store.note(row).await {
            tracing::error!(%error, "a line of the audit log was not written");
        }
    }
}
