//! Who can sign in, and where.

use super::Result;
use async_trait::async_trait;
use smarketing_domain::{
    clock::Timestamp,
    ids::{MemberId, WorkspaceId},
};
use uuid::Uuid;

/// A sign-in.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: Uuid,
    /// The password's hash.
    pub password_hash: String,
    /// The members it stands for, the oldest workspace first.
    pub members: Vec<(WorkspaceId, MemberId)>,
}

/// A sign-in to be made, or a further workspace for one that exists.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The address, as [`crate::auth::address`] normalises it.
    pub email: String,
    /// The password's hash.
    pub password_hash: String,
    /// Where.
    pub workspace: WorkspaceId,
    /// As whom.
    pub member: MemberId,
    /// When.
    pub created: Timestamp,
}

/// A sign-in in a list.
#[derive(Clone, Debug)]
pub struct AccountLine {
    /// The address.
    pub email: String,
    /// The workspace's name.
    pub workspace: String,
    /// As whom.
    pub member: MemberId,
}

/// Sign-ins and their failures.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// The account of a normalised address.
    async fn account(&self, email: &str) -> Result<Option<Account>>;
    /// All accounts, by address.
    async fn accounts(&self) -> Result<Vec<AccountLine>>;
    /// Makes accounts, all or none. An address that has one already keeps its
    /// password and gets the further workspace.
    async fn add_accounts(&self, new: Vec<NewAccount>) -> Result<()>;
    /// Failed sign-ins of an address since a moment, oldest first.
    async fn failures(&self, address_hash: &str, since: Timestamp) -> Result<Vec<Timestamp>>;
    /// Notes a failed sign-in, and forgets those before `since`, of anybody.
    async fn note_failure(&self, address_hash: &str, at: Timestamp, since: Timestamp) -> Result<()>;
    /// Forgets the failures of an address.
    async fn forget_failures(&self, address_hash: &str) -> Result<()>;
}
