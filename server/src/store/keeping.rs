//! Keeping the database: copies, putting one back, looking whether all is well.

use super::{Result, StoreError, postgres, sqlite};
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

/// Whether [`backup`] can copy the database at `address`.
///
/// # Errors
/// When it cannot: what does instead.
pub fn can_backup(address: &str) -> Result<()> {
    path(address).map(drop)
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
    match is_postgres(address) {
        true => postgres::check(address).await,
        false => sqlite::check(existing(address)?).await,
    }
}

/// Begins a new life of the PostgreSQL database at `address`, into which a
/// backup has been put: clients have to learn that it has gone back.
///
/// # Errors
/// When it cannot be reached, or a server uses it.
pub async fn restored(address: &str) -> Result<()> {
    match is_postgres(address) {
        true => postgres::restored(address).await,
        false => Err(StoreError::Address(
            "an SQLite database is put back by `restore FILE`, which does all of it".to_owned(),
        )),
    }
}

fn is_postgres(address: &str) -> bool {
    matches!(address.split_once(':'), Some(("postgres" | "postgresql", _)))
}

fn path(address: &str) -> Result<&Path> {
    match address.split_once(':') {
        Some(("sqlite", path)) => sqlite::file(path).map(Path::new),
        _ if is_postgres(address) => Err(StoreError::Address(
            "PostgreSQL's own tools copy its databases and put them back: \
             pg_dump --format=custom --file=FILE ADDRESS; then, with all instances stopped, \
             pg_restore --clean --if-exists --dbname=ADDRESS FILE and smarketing-server restored --database ADDRESS"
                .to_owned(),
        )),
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
