//! SQLite: one file, one writer, a few readers.
//!
//! Every write runs in a task of its own: `begin` is not cancel-safe, and the
//! request it is for may go away at any moment.

mod backup;
mod chain;
mod check;
mod checkpoints;
mod lock;
mod places;
mod quick;
mod records;
mod restore;
#[cfg(test)]
mod updates;
mod whole;
mod writing;

// The statements that both databases understand, here on SQLite's types.
#[path = "../sql/accounts.rs"]
mod accounts;
#[path = "../sql/asked.rs"]
mod asked;
#[path = "../sql/audit.rs"]
mod audit;
#[path = "../sql/calls.rs"]
mod calls;
#[path = "../sql/contents.rs"]
mod contents;
#[path = "../sql/invites.rs"]
mod invites;
#[path = "../sql/keys.rs"]
mod keys;
#[path = "../sql/life.rs"]
mod life;
#[path = "../sql/log.rs"]
mod log;
#[path = "../sql/resets.rs"]
mod resets;
#[path = "../sql/sessions.rs"]
mod sessions;

pub use backup::backup;
pub use check::check;
pub use restore::restore;

use super::{
    Result, Store, StoreError,
    values::{column, detached, exists, number, read},
};
use lock::Lock;
use places::{IN_ORDER, NEWER, OF_AUTHOR, OF_RECORD, TOLD};
use quick::Quick;
use smarketing_domain::ids::EpochId;
use sqlx::{
    Sqlite as Driver, SqliteConnection as Connection, SqlitePool, Transaction,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow as Line, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// Readers at once.
const READERS: u32 = 4;
/// How long a write waits for another process.
const BUSY: Duration = Duration::from_secs(15);
/// How long to wait before asking again where SQLite itself does not wait.
const PAUSE: Duration = Duration::from_millis(20);
/// The first version in which resetting the WAL cannot lose data.
const OLDEST: [u32; 3] = [3, 51, 3];
/// Pages of the log before they are brought into the database: 40 MiB. A thousand,
/// the default, are a handful of batches, and each time costs two more syncs.
const LOG_PAGES: &str = "10000";
/// What a connection keeps of the database in memory, in KiB (negative: not in pages).
const CACHE: &str = "-8000";
/// Rows in one INSERT: far below SQLite's limit of bound values.
const ROWS: usize = 500;

/// The tables, step by step.
static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// What the shared statements run on.
type Database = Sqlite;

/// A database file.
pub struct Sqlite {
    path: PathBuf,
    writer: SqlitePool,
    quick: Arc<Quick>,
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
            .busy_timeout(BUSY)
            // What is deleted or written over is wiped in the file, too.
            .pragma("secure_delete", "ON")
            .pragma("wal_autocheckpoint", LOG_PAGES)
            .pragma("cache_size", CACHE);
        let writer = connect(1, options.clone()).await?;
        let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&writer).await?;
        if !is_sound(&version) {
            return Err(StoreError::TooOld(version));
        }
        up_to_date(&writer).await?;
        let mut tx = begin(&writer).await?;
        let epoch = life::epoch(&mut tx).await?;
        tx.commit().await?;
        let pragmas = [
            ("synchronous", "FULL"),
            ("foreign_keys", "ON"),
            ("secure_delete", "ON"),
            ("wal_autocheckpoint", LOG_PAGES),
            ("cache_size", CACHE),
        ];
        let quick = Arc::new(Quick::open(Path::new(path), &pragmas)?);
        let readers = connect(READERS, options.pragma("query_only", "ON")).await?;
        Ok(Self { path: path.into(), writer, quick, readers, epoch, _lock: lock })
    }

    /// The only connection that writes, when it is free.
    fn writer(&self) -> SqlitePool {
        self.quick.give_way();
        self.writer.clone()
    }
}

/// Brings the tables up to date. Of several processes that start at once one does
/// it; the others wait for it, and find it done.
async fn up_to_date(writer: &SqlitePool) -> Result<()> {
    let mut tx = begin(writer).await?;
    MIGRATIONS.run(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}

impl Store for Sqlite {
    fn epoch(&self) -> EpochId {
        self.epoch
    }
}

/// Connections to a file do not break while they wait: asking each before its
/// use costs as much as a small query.
///
/// While another process makes a new file one with a log, SQLite says at once that the
/// file is locked, whatever its busy timeout: here it is waited for.
async fn connect(connections: u32, options: SqliteConnectOptions) -> Result<SqlitePool> {
    let pool = || SqlitePoolOptions::new().max_connections(connections).test_before_acquire(false);
    let began = tokio::time::Instant::now();
    loop {
        match pool().connect_with(options.clone()).await {
            Err(error) if is_busy(&error) && began.elapsed() < BUSY => tokio::time::sleep(PAUSE).await,
            connected => return Ok(connected?),
        }
    }
}

/// Whether the file is locked by another connection (`SQLITE_BUSY`, in any of its forms).
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<i32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
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

/// A writing transaction from its first statement on: one that becomes a
/// writer later is refused without waiting.
async fn begin(writer: &SqlitePool) -> Result<Transaction<'static, Driver>> {
    Ok(writer.begin_with("BEGIN IMMEDIATE").await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_that_loses_data_is_refused() {
        assert!(is_sound("3.51.3") && is_sound("3.52.0") && is_sound("4.0.0") && is_sound("3.51.10"));
        assert!(!is_sound("3.51.2") && !is_sound("3.9.9") && !is_sound("") && !is_sound("3.51"));
    }

    #[tokio::test]
    async fn a_commit_asks_the_disk_for_no_more_than_what_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(folder.path().join("new.db").to_str().unwrap()).await.unwrap();
        let options: Vec<String> =
            sqlx::query_scalar("PRAGMA compile_options").fetch_all(&store.readers).await.unwrap();
        // Set beside HAVE_FDATASYNC (.cargo/config.toml), of which SQLite itself tells nothing.
        assert!(options.iter().any(|option| option == "DEFAULT_MEMSTATUS=0"), "{options:?}");
    }
}
