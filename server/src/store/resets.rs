//! New passwords.

use super::Result;
use async_trait::async_trait;
use smarketing_domain::clock::Timestamp;
use uuid::Uuid;

/// Passwords, and links to new ones.
#[async_trait]
pub trait Resets: Send + Sync {
    /// Keeps a link's token for an account, in the place of an earlier one.
    async fn add_reset(&self, account: Uuid, token_hash: &str, expires: Timestamp) -> Result<()>;
    /// The account of a link that still works, and its address.
    async fn reset(&self, token_hash: &str, now: Timestamp) -> Result<Option<(Uuid, String)>>;
    /// Uses a link up: sets the password and ends the account's sessions, which
    /// are answered by their tokens' digests; `None` when the link was used up
    /// meanwhile.
    async fn use_reset(&self, token_hash: &str, password_hash: String, now: Timestamp) -> Result<Option<Vec<String>>>;
    /// Sets the password of an account, ends its sessions but `keep` and takes
    /// its link back; answers the tokens' digests of those that ended.
    async fn set_password(&self, account: Uuid, password_hash: String, keep: &str) -> Result<Vec<String>>;
}
