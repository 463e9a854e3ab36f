//! Where everything is kept. The traits say what the rest of the server needs;
//! all SQL is below this module.
//!
//! The files in `sql/` are compiled twice, below `sqlite/` and below
//! `postgres/`: the same statements, on the types of each of them. What is written
//! and read all the time (records, batches of operations) each does its own way.

#![allow(clippy::duplicate_mod)]

mod accounts;
mod audit;
mod calls;
mod invites;
mod keeping;
mod keys;
mod log;
mod postgres;
mod records;
mod resets;
mod sessions;
mod sqlite;
mod values;

pub use accounts::{Account, AccountLine, Accounts, NewAccount};
pub use audit::{Audit, AuditRow};
pub use calls::{CALLS_KEPT, CallRow, Calls};
pub use invites::{InviteRow, Invites, Joined};
pub use keeping::{Checked, backup, can_backup, check, restore, restored};
pub use keys::{Claim, KeyRow, Keys, NewClaim};
pub use log::{Log, LogOf, LogRow};
pub use records::{Changes, Client, Commit, NewWorkspace, Records, Row, Stored, Told, WorkspaceLine, Writing};
pub use resets::Resets;
pub use sessions::{SessionRow, Sessions};

use futures_util::stream::{self, BoxStream, StreamExt};
use smarketing_domain::ids::{EpochId, WorkspaceId};
use std::sync::Arc;

/// A database with everything of this server.
pub trait Store: Records + Accounts + Sessions + Invites + Resets + Audit + Log + Keys + Calls {
    /// The life of the database.
    fn epoch(&self) -> EpochId;

    /// What other processes tell, without end. A hint may be lost.
    fn hints(&self) -> BoxStream<'static, Hint> {
        stream::pending().boxed()
    }
}

/// What another process tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// A workspace's counter has come this far.
    Written(WorkspaceId, u64),
    /// Something may have been missed.
    Look,
}

/// Why the store could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// SQLite refused a commit.
    #[error("the database failed: {0}")]
    Commit(#[from] rusqlite::Error),
    /// The tables could not be brought up to date.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The address does not name a database that this server can use.
    #[error("{0}")]
    Address(String),
    /// The embedded SQLite can lose data.
    #[error("SQLite {0} can lose data after a crash; this server needs 3.51.3 or newer")]
    TooOld(String),
    /// A row does not hold what it should.
    #[error("the database holds something unreadable in {0}")]
    Unreadable(&'static str),
    /// SQLite found mistakes in the file.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// There is one already.
    #[error("{0} exists already")]
    Exists(&'static str),
    /// A task of the store ended before its work was done.
    #[error("a write was interrupted")]
    Interrupted,
}

/// What the store answers.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Opens the database at `address`, creating it and its tables when absent.
///
/// # Errors
/// When the address is of no known kind, or the database cannot be opened.
pub async fn open(address: &str) -> Result<Arc<dyn Store>> {
    match address.split_once(':') {
        Some(("sqlite", path)) => Ok(Arc::new(sqlite::Sqlite::open(path).await?)),
        Some(("postgres" | "postgresql", _)) => Ok(Arc::new(postgres::Postgres::open(address).await?)),
        _ => Err(unknown(address)),
    }
}

fn unknown(address: &str) -> StoreError {
    StoreError::Address(format!(
        "“{address}” names no database: write --database sqlite:data/smarketing.db, \
         or --database postgres://user@host/name"
    ))
}
