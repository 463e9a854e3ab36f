//! A backup in the place of the database. Clients learn of it by a new epoch.

use super::{
    backup::{Draft, open, open_readonly, sync_folder, unwritable},
    check::quick,
    life::begin_anew,
    lock::{Lock, beside},
};
use crate::store::{Result, StoreError};
use smarketing_domain::clock::Timestamp;
use sqlx::{Connection, migrate::Migrate};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Puts the backup `source` in the place of the database at `path`. Answers
/// where the former database is now, if there was one.
pub async fn restore(path: &Path, source: &Path, now: Timestamp) -> Result<Option<PathBuf>> {
    inspect(source).await?;
    super::prepare_folder(path).map_err(|e| unwritable(path, &e))?;
    let _lock = Lock::alone(path)?;
    let draft = Draft::beside(path)?;
    fs::copy(source, &draft.path).map_err(|e| unwritable(path, &e))?;
    let mut copy = open(&draft.path).await?;
    super::MIGRATIONS.run(&mut copy).await?;
    let mut tx = copy.begin().await?;
    begin_anew(&mut tx).await?;
    tx.commit().await?;
    quick(&mut copy).await?;
    copy.close().await?;
    draft.sync(path)?;
    let former = put_aside(path, now)?;
    fs::rename(&draft.path, path).map_err(|e| match &former {
        Some(former) => StoreError::Address(format!(
            "{} could not be put in place ({e}); the former database is {}",
            path.display(),
            former.display()
        )),
        None => unwritable(path, &e),
    })?;
    sync_folder(path);
    Ok(former)
}

/// Whether `source` is a sound backup of this program.
async fn inspect(source: &Path) -> Result<()> {
    let not_ours = |why: &str| StoreError::Address(format!("{} is no backup of Smarketing: {why}", source.display()));
    if !source.is_file() {
        return Err(StoreError::Address(format!("there is no file {}", source.display())));
    }
    let mut backup = open_readonly(source).await.map_err(|_| not_ours("it is not an SQLite database"))?;
    quick(&mut backup).await.map_err(|_| not_ours("it is damaged, or not an SQLite database"))?;
    let epoch: Result<Option<String>, _> =
        sqlx::query_scalar("SELECT epoch FROM server").fetch_optional(&mut backup).await;
    epoch.map_err(|_| not_ours("its tables are of another program"))?;
    let applied =
        backup.list_applied_migrations("_sqlx_migrations").await.map_err(|_| not_ours("it has no version"))?;
    let newest = super::MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0);
    if applied.iter().any(|m| m.version > newest) {
        return Err(StoreError::Address(format!(
            "{} was made by a newer version of Smarketing: install that version, then restore",
            source.display()
        )));
    }
    backup.close().await?;
    Ok(())
}

/// Renames the present database with its side files.
fn put_aside(path: &Path, now: Timestamp) -> Result<Option<PathBuf>> {
    if !path.exists() {
        return Ok(None);
    }
    let moment = chrono::DateTime::from_timestamp_millis(now.0).unwrap_or_default().format("%Y%m%dT%H%M%S");
    let former = beside(path, &format!(".before-{moment}"));
    if former.exists() {
        return Err(StoreError::Address(format!("{} is there already: move it away first", former.display())));
    }
    // The log first: it may hold what the database does not have yet, and
    // must never meet another database of this name.
    for suffix in ["-wal", "-shm", ""] {
        let from = beside(path, suffix);
        if from.exists() {
            fs::rename(&from, beside(&former, suffix)).map_err(|e| unwritable(&former, &e))?;
        }
    }
    Ok(Some(former))
}
