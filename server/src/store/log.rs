//! The accepted operations, to look back.

use super::Result;
use async_trait::async_trait;
use smarketing_domain::ids::{MemberId, WorkspaceId};
use uuid::Uuid;

/// Which operations.
#[derive(Clone, Copy, Debug)]
pub enum LogOf {
    /// Those about one record.
    Record(Uuid),
    /// Those that one member made.
    Author(MemberId),
}

/// An accepted operation, as it is stored.
#[derive(Clone, Debug)]
pub struct LogRow {
    /// Its place in the workspace's order.
    pub seq: u64,
    /// The operation's JSON.
    pub operation: String,
    /// What it replaced, as JSON; unknown for what was accepted by older servers.
    pub replaced: Option<String>,
}

/// The log of operations.
#[async_trait]
pub trait Log: Send + Sync {
    /// At most `count` operations before `before`, newest first.
    async fn log(&self, workspace: WorkspaceId, of: LogOf, before: u64, count: u32) -> Result<Vec<LogRow>>;
}
