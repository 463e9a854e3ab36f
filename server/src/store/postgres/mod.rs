//! PostgreSQL: several instances of the server over one database.
//!
//! The writer of a workspace locks its row; what it wrote is told to the other
//! instances inside the committing transaction ([`hints`]), which is only a
//! hint: they look at the counters as well.

mod hints;
mod keeping;
mod records;
mod together;
mod writing;

// The statements that both databases understand, here on PostgreSQL's types.
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

pub use keeping::{check, restored};

use super::{
    Hint, Result, Store, StoreError,
    values::{column, detached, exists, number, read},
};
use futures_util::stream::BoxStream;
use smarketing_domain::ids::EpochId;
use sqlx::{
    Connection as _, PgConnection as Connection, PgPool, Postgres as Driver, Transaction,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions, PgRow as Line},
};
use std::time::Duration;

/// Connections of an instance that read.
const READERS: u32 = 6;
/// Connections of an instance that write; each may wait for a workspace.
const WRITERS: u32 = 6;
/// How long a connection is taken to live without asking.
const IDLE: Duration = Duration::from_secs(2);
/// Rows in one INSERT: far below PostgreSQL's limit of bound values.
const ROWS: usize = 500;

/// The tables, step by step.
static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// The latest `$4` operations about a record (`$2`) before `$3`.
const OF_RECORD: &str = "SELECT seq, json, replaced FROM operation \
    WHERE workspace = $1 AND record = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4";
/// The same by an author (`$2`).
const OF_AUTHOR: &str = "SELECT seq, json, replaced FROM operation \
    WHERE workspace = $1 AND author = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4";
/// What a member (`$4`) has to be told of the operations after `$2`, up to `$3`.
const TOLD: &str = "SELECT o.seq, o.json, o.replaced, t.registers FROM overwritten t \
    JOIN operation o ON o.workspace = t.workspace AND o.seq = t.seq \
    WHERE t.workspace = $1 AND t.seq > $2 AND t.seq <= $3 AND t.member = $4 ORDER BY t.seq";
/// The records that changed after `$2`, in order.
const NEWER: &str = "SELECT seq, json FROM entity WHERE workspace = $1 AND seq > $2 ORDER BY seq";
/// All operations, in order.
const IN_ORDER: &str = "SELECT o.workspace, o.seq, o.number, o.json, o.replaced, r.number AS receipt \
    FROM operation o LEFT JOIN receipt r ON r.workspace = o.workspace AND r.client = o.client AND r.number = o.number \
    ORDER BY o.workspace, o.seq";

/// What the shared statements run on.
type Database = Postgres;

/// A database of a PostgreSQL server.
pub struct Postgres {
    writer: PgPool,
    readers: PgPool,
    together: together::Together,
    options: PgConnectOptions,
    epoch: EpochId,
}

/// How to reach the database at `address`.
fn options(address: &str) -> Result<PgConnectOptions> {
    let options: PgConnectOptions = address
        .parse()
        .map_err(|e| StoreError::Address(format!("the address of the PostgreSQL database cannot be read: {e}")))?;
    Ok(options.application_name("smarketing").options([
        ("client_min_messages", "warning"),
        // An instance that the network cut off must not hold a workspace for long.
        ("idle_in_transaction_session_timeout", "15s"),
        ("lock_timeout", "20s"),
        // A plan for any cursor is a bad plan for the latest one.
        ("plan_cache_mode", "force_custom_plan"),
    ]))
}

/// Connections that are asked whether they live only when they were idle for a
/// while: it takes as long as a small query.
fn pool(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new().max_connections(connections).test_before_acquire(false).before_acquire(|connection, about| {
        Box::pin(async move {
            if about.idle_for > IDLE {
                connection.ping().await?;
            }
            Ok(true)
        })
    })
}

impl Postgres {
    /// Opens the database at `address`, creating its tables when absent.
    pub async fn open(address: &str) -> Result<Self> {
        let options = options(address)?;
        let writer = pool(WRITERS).connect_with(options.clone()).await?;
        // Of several instances that start at once, one does it.
        MIGRATIONS.run(&writer).await?;
        let epoch = life::epoch(&mut *writer.acquire().await?).await?;
        let readers = pool(READERS).connect_lazy_with(options.clone());
        Ok(Self { writer, readers, together: together::Together::default(), options, epoch })
    }
}

impl Postgres {
    /// Connections that write.
    fn writer(&self) -> PgPool {
        self.writer.clone()
    }
}

impl Store for Postgres {
    fn epoch(&self) -> EpochId {
        self.epoch
    }

    fn hints(&self) -> BoxStream<'static, Hint> {
        hints::listen(self.options.clone())
    }
}

/// A writing transaction.
async fn begin(writer: &PgPool) -> Result<Transaction<'static, Driver>> {
    Ok(writer.begin().await?)
}
