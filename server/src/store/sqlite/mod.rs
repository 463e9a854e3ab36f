//! SQLite: one file, one writer, a few readers.
//!
//! Every write runs in a task of its own: `begin` is not cancel-safe, and the
//! request it is for may go away at any moment.

mod accounts;
mod audit;
mod backup;
mod check;
mod invites;
mod keys;
mod lock;
mod log;
mod records;
mod resets;
mod restore;
mod sessions;
mod writing;

pub use backup::backup;
pub use check::check;
pub use restore::restore;

use super::{Result, Store, StoreError};
use lock::Lock;
use smarketing_domain::ids::EpochId;
use sqlx::{
    Sqlite as Driver, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{future::Future, path::Path, time::Duration};
use uuid::Uuid;

/// Readers at once.
const READERS: u32 = 4;
/// How long a write waits for another process.
const BUSY: Duration = Duration::from_secs(15);
/// The first version in which resetting the WAL cannot lose data.
const OLDEST: [u32; 3] = [3, 51, 3];
/// Rows in one INSERT: far below SQLite's limit of bound values.
const ROWS: usize = 500;

/// The tables, step by step.
static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// A database file.
pub struct Sqlite {
    writer: SqlitePool,
    readers: SqlitePool,
    epoch: EpochId,
    /// Nobody may put another file in its place meanwhile.
    _lock: Lock,
}

/// The file that an address names after `sqlite:`.
pub fn file(path: &str) -> Result<&str> {
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.starts_with(':') {
        return Err(StoreError::Address("give SQLite a file: --database sqlite:data/smarketing.db".to_owned()));
    }
    Ok(path)
}

impl Sqlite {
    /// Opens the file at `path`, creating it and its folder when absent.
    pub async fn open(path: &str) -> Result<Self> {
        let path = file(path)?;
        let lock = prepare_folder(Path::new(path))
            .map_err(|e| StoreError::Address(format!("{path} cannot be opened: {e}")))
            .and_then(|()| Lock::shared(Path::new(path)))?;
        prepare(Path::new(path)).map_err(|e| StoreError::Address(format!("{path} cannot be opened: {e}")))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // What is deleted or written over is wiped in the file, too.
            .pragma("secure_delete", "ON")
            .busy_timeout(BUSY);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&writer).await?;
        if !is_sound(&version) {
            return Err(StoreError::TooOld(version));
        }
        MIGRATIONS.run(&writer).await?;
        let epoch = epoch(&writer).await?;
        let readers =
            SqlitePoolOptions::new().max_connections(READERS).connect_with(options.pragma("query_only", "ON")).await?;
        Ok(Self { writer, readers, epoch, _lock: lock })
    }
}

impl Store for Sqlite {
    fn epoch(&self) -> EpochId {
        self.epoch
    }
}

/// Makes the folder of `path`.
fn prepare_folder(path: &Path) -> std::io::Result<()> {
    path.parent().filter(|f| !f.as_os_str().is_empty()).map_or(Ok(()), std::fs::create_dir_all)
}

/// Makes the file; nobody but us may read it (it holds the hashes of
/// passwords). SQLite gives its side files the same permissions.
fn prepare(path: &Path) -> std::io::Result<()> {
    let mut open = std::fs::OpenOptions::new();
    open.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    open.open(path).map(drop)
}

fn is_sound(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    [(); 3].map(|()| parts.next().unwrap_or(0)) >= OLDEST
}

async fn epoch(writer: &SqlitePool) -> Result<EpochId> {
    let mut tx = begin(writer).await?;
    let known: Option<String> = sqlx::query_scalar("SELECT epoch FROM server").fetch_optional(&mut *tx).await?;
    let epoch = match known {
        Some(text) => text.parse().map_err(|_| StoreError::Unreadable("server.epoch"))?,
        None => {
            let epoch = EpochId(Uuid::new_v4());
            sqlx::query("INSERT INTO server (epoch) VALUES ($1)").bind(epoch.to_string()).execute(&mut *tx).await?;
            epoch
        }
    };
    tx.commit().await?;
    Ok(epoch)
}

/// A writing transaction from its first statement on: one that becomes a
/// writer later is refused without waiting.
async fn begin(writer: &SqlitePool) -> Result<Transaction<'static, Driver>> {
    Ok(writer.begin_with("BEGIN IMMEDIATE").await?)
}

/// Runs a write to its end, whatever happens to the one who asked for it.
async fn detached<T: Send + 'static>(write: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
    tokio::spawn(write).await.map_err(|_| StoreError::Interrupted)?
}

fn number(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}

fn column(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn read<T: std::str::FromStr>(text: &str, place: &'static str) -> Result<T> {
    text.parse().map_err(|_| StoreError::Unreadable(place))
}

/// A broken uniqueness rule as what it means here.
fn exists(what: &'static str) -> impl Fn(sqlx::Error) -> StoreError {
    move |error| match &error {
        sqlx::Error::Database(e) if e.is_unique_violation() => StoreError::Exists(what),
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_that_loses_data_is_refused() {
        assert!(is_sound("3.51.3") && is_sound("3.52.0") && is_sound("4.0.0") && is_sound("3.51.10"));
        assert!(!is_sound("3.51.2") && !is_sound("3.9.9") && !is_sound("") && !is_sound("3.51"));
    }
}
