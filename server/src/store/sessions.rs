//! Who is signed in.

use super::Result;
use async_trait::async_trait;
use smarketing_domain::{
    clock::Timestamp,
    ids::{MemberId, WorkspaceId},
};
use std::collections::HashSet;
use uuid::Uuid;

/// A session.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// SHA-256 of its token, in hexadecimal.
    pub token_hash: String,
    /// Whose.
    pub account: Uuid,
    /// Where.
    pub workspace: WorkspaceId,
    /// As whom.
    pub member: MemberId,
    /// When it began.
    pub created: Timestamp,
    /// When it ends unless it is used before.
    pub expires: Timestamp,
    /// When it was last used, to the hour.
    pub seen: Timestamp,
    /// The browser in a few words.
    pub browser: String,
}

/// Sessions.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Begins a session; forgets those that ended before `row.created`.
    async fn add_session(&self, row: SessionRow) -> Result<()>;
    /// The session with this token that has not ended, its member's JSON, and its
    /// workspace's own record as JSON.
    async fn session(&self, token_hash: &str, now: Timestamp) -> Result<Option<(SessionRow, String, Option<String>)>>;
    /// Notes that a session was used.
    async fn touch_session(&self, token_hash: &str, seen: Timestamp, expires: Timestamp) -> Result<()>;
    /// Ends a session.
    async fn end_session(&self, token_hash: &str) -> Result<()>;
    /// Those of these sessions that have not ended, and whose members are there.
    async fn lasting(&self, token_hashes: &[String], now: Timestamp) -> Result<HashSet<String>>;
    /// Sessions of an account that have not ended, the last used first.
    async fn sessions_of(&self, account: Uuid, now: Timestamp) -> Result<Vec<SessionRow>>;
    /// Ends the sessions of an account but `keep`; answers their tokens' digests.
    async fn end_sessions(&self, account: Uuid, keep: &str) -> Result<Vec<String>>;
    /// The workspaces where an account stands for a living member: id, name and
    /// the member, the oldest first.
    async fn homes(&self, account: Uuid) -> Result<Vec<(WorkspaceId, String, MemberId)>>;
}
