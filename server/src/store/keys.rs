//! Keys by which forms and platforms write from outside.

use super::Result;
use async_trait::async_trait;
use smarketing_domain::{
    clock::Timestamp,
    ids::{MemberId, WorkspaceId},
};
use uuid::Uuid;

/// A key.
#[derive(Clone, Debug)]
pub struct KeyRow {
    /// Its id.
    pub id: Uuid,
    /// SHA-256 of the key, in hexadecimal.
    pub key_hash: String,
    /// Where it writes.
    pub workspace: WorkspaceId,
    /// What it is for.
    pub name: String,
    /// It may bring leads.
    pub leads: bool,
    /// It may bring reach.
    pub reach: bool,
    /// Who made it.
    pub by: MemberId,
    /// When.
    pub created: Timestamp,
    /// When something came with it last.
    pub used: Option<Timestamp>,
}

/// A request that wants to write.
#[derive(Clone, Debug)]
pub struct NewClaim {
    /// By which key.
    pub key: Uuid,
    /// `leads` or `reach`.
    pub kind: &'static str,
    /// What the sender calls the request.
    pub request: String,
    /// SHA-256 of its content.
    pub body_hash: String,
    /// Leads or rows in it.
    pub units: u64,
    /// So many may come by this key and kind on one day (UTC).
    pub cap: u64,
    /// When.
    pub now: Timestamp,
}

/// Whether a request may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It may.
    New,
    /// It came before: it may be completed, not repeated.
    Same,
    /// Another one of this name came before.
    Other,
    /// The day's number is reached.
    Full,
}

/// Keys, and what they wrote.
#[async_trait]
pub trait Keys: Send + Sync {
    /// Keeps a key.
    async fn add_key(&self, row: KeyRow) -> Result<()>;
    /// The keys of a workspace, the newest first.
    async fn keys(&self, workspace: WorkspaceId) -> Result<Vec<KeyRow>>;
    /// The key with this digest.
    async fn key(&self, key_hash: &str) -> Result<Option<KeyRow>>;
    /// Revokes a key; false when there was none.
    async fn revoke_key(&self, workspace: WorkspaceId, id: Uuid) -> Result<bool>;
    /// Notes a request and that its key was used; forgets the requests of a week ago.
    async fn claim(&self, claim: NewClaim) -> Result<Claim>;
}
