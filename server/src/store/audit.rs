//! Who did what about access.

use super::Result;
use async_trait::async_trait;
use smarketing_domain::{
    account::wire::AuditLine,
    clock::Timestamp,
    ids::{MemberId, WorkspaceId},
};

/// Something that was done about access.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// When.
    pub at: Timestamp,
    /// Where; `None` when it is about the server as a whole.
    pub workspace: Option<WorkspaceId>,
    /// What, as a stable code.
    pub what: &'static str,
    /// Who did it.
    pub actor: Option<MemberId>,
    /// To whom.
    pub about: Option<MemberId>,
    /// The address that it is about.
    pub email: Option<String>,
    /// More, such as the new role.
    pub detail: Option<String>,
}

impl AuditRow {
    /// `what` in a workspace, or on the server as a whole.
    pub fn new(at: Timestamp, workspace: Option<WorkspaceId>, what: &'static str) -> Self {
        Self { at, workspace, what, actor: None, about: None, email: None, detail: None }
    }
}

/// The audit log.
#[async_trait]
pub trait Audit: Send + Sync {
    /// Notes something; forgets what is older than a year.
    async fn note(&self, row: AuditRow) -> Result<()>;
    /// The latest of a workspace and of the server as a whole, newest first.
    async fn audit(&self, workspace: WorkspaceId, count: u32) -> Result<Vec<AuditLine>>;
}
