//! Keeping the database: copies, putting one back, looking whether all is well.

use super::{Result, StoreError, sqlite};
use smarketing_domain::clock::Timestamp;
use std::path::{Path, PathBuf};

/// What a look through the database has found.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Workspaces that were read.
    pub workspaces: u64,
    /// Records that were read.
    pub records: u64,
    /// Operations that were read.
    pub operations: u64,
    /// What is wrong, each in a sentence; nothing when all is well.
    pub findings: Vec<String>,
}

/// Copies the database at `address` into a file that is not there yet, also
/// while a server writes. Answers the copy's size in bytes.
///
/// # Errors
/// When there is no such database, or the file cannot be written or is there.
pub async fn backup(address: &str, target: &Path) -> Result<u64> {
    sqlite::backup(existing(address)?, target).await
}

/// Puts a backup in the place of the database at `address`, with a new epoch.
/// Answers where the former database is kept, if there was one.
///
/// # Errors
/// When the file is no sound backup, or the database is in use.
pub async fn restore(address: &str, source: &Path, now: Timestamp) -> Result<Option<PathBuf>> {
    sqlite::restore(path(address)?, source, now).await
}

/// Looks through the database at `address`.
///
/// # Errors
/// When there is none, or it cannot be read at all.
pub async fn check(address: &str) -> Result<Checked> {
    sqlite::check(existing(address)?).await
}

fn path(address: &str) -> Result<&Path> {
    match address.split_once(':') {
        Some(("sqlite", path)) => sqlite::file(path).map(Path::new),
        _ => Err(super::unknown(address)),
    }
}

fn existing(address: &str) -> Result<&Path> {
    let path = path(address)?;
    match path.exists() {
        true => Ok(path),
        false => Err(StoreError::Address(format!("there is no database {}: give another --database", path.display()))),
    }
}
