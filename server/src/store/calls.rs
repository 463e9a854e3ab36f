//! The last calls of the intake.

use super::Result;
use async_trait::async_trait;
use smarketing_domain::{account::wire::CallLine, clock::Timestamp, ids::WorkspaceId};

/// So many calls of a workspace are kept.
pub const CALLS_KEPT: u32 = 200;

/// A call by a key that is known. What was sent is not in it.
#[derive(Clone, Debug)]
pub struct CallRow {
    /// Where it wanted to write.
    pub workspace: WorkspaceId,
    /// What its key is for.
    pub key_name: String,
    /// When.
    pub at: Timestamp,
    /// `leads`, `reach` or `form`.
    pub what: &'static str,
    /// Leads or rows in it; 0 where nothing could be read.
    pub units: u64,
    /// Why it was not taken in.
    pub code: Option<&'static str>,
    /// The field or place that the reason is about.
    pub subject: Option<String>,
}

/// The calls.
#[async_trait]
pub trait Calls: Send + Sync {
    /// Notes a call; forgets the oldest of the workspace beyond [`CALLS_KEPT`].
    async fn note_call(&self, row: CallRow) -> Result<()>;
    /// Those of a workspace, the newest first.
    async fn calls(&self, workspace: WorkspaceId) -> Result<Vec<CallLine>>;
}
