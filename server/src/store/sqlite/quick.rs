//! Committing without a detour: a connection that is used where the commit runs.
//!
//! Every statement that goes through sqlx's thread for a connection takes two
//! switches between threads, longer than most statements themselves. A commit
//! has many of them, and nothing in between: here all of it is one call, on the
//! thread that asks for it. That thread has nothing else to do meanwhile, so it is for
//! small commits on disks that are fast, while no other process writes; others are waited
//! for on a thread of their own.

use super::{chain::Chain, checkpoints::Checkpoints, column, places::place};
use crate::store::{Client, Commit, Result, StoreError};
use rusqlite::{CachedStatement, Connection, ErrorCode, OptionalExtension, params};
use smarketing_domain::ids::WorkspaceId;
use sqlx::{Sqlite as Driver, SqlitePool, pool::PoolConnection};
use std::{
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// What the connection keeps of the database in memory, in KiB (negative: not in pages).
const CACHE: &str = "-32000";

/// Commits of up to so many operations are small.
const SMALL: usize = 8;
/// A commit that takes longer is waited for elsewhere: going there and back takes about
/// a tenth of it.
const LONG: Duration = Duration::from_millis(1);

/// What is to be written.
struct Job {
    workspace: String,
    counter: u64,
    batches: Vec<Commit>,
    is_small: bool,
}

/// Whether another process is writing.
fn is_elsewhere(done: &Result<bool>) -> bool {
    matches!(done, Err(StoreError::Commit(error)) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy))
}

/// The connection.
pub struct Quick {
    connection: Mutex<Connection>,
    turn: Mutex<Turn>,
    pace: Pace,
    checkpoints: Checkpoints,
}

/// How long small commits took of late, in microseconds.
#[derive(Default)]
struct Pace(AtomicU64);

impl Pace {
    fn note(&self, took: Duration) {
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        // Only one writes at a time.
        let before = self.0.load(Ordering::Relaxed);
        self.0.store((before.saturating_mul(7).saturating_add(took)) / 8, Ordering::Relaxed);
    }

    fn is_quick(&self) -> bool {
        Duration::from_micros(self.0.load(Ordering::Relaxed)) < LONG
    }
}

/// Whose turn it is to write in this process. Whoever has the pool's only
/// writing connection may write; it is kept from one commit to the next as long
/// as nobody else asks for it, for giving it back and forth takes time.
#[derive(Default)]
struct Turn {
    kept: Option<PoolConnection<Driver>>,
    /// Somebody asked while we wrote.
    asked: bool,
}

impl Quick {
    /// Opens the file; its tables are up to date. `pragmas` are those of the pool.
    pub fn open(path: &Path, pragmas: &[(&str, &str)]) -> Result<Self> {
        let connection = open(path, pragmas)?;
        connection.pragma_update(None, "cache_size", CACHE)?;
        let checkpoints = Checkpoints::start(path, pragmas)?;
        Ok(Self { connection: Mutex::new(connection), turn: Mutex::default(), pace: Pace::default(), checkpoints })
    }

    /// Somebody else wants to write: the turn is theirs after this commit.
    pub fn give_way(&self) {
        let mut turn = self.turn();
        if turn.kept.take().is_none() {
            turn.asked = true;
        }
    }

    /// Writes batches if nobody wrote since they were made; see [`crate::store::Records::commit_at`].
    /// Goes on to its end, whatever happens to the one who asked for it.
    pub async fn commit(
        self: &Arc<Self>,
        pool: &SqlitePool,
        workspace: WorkspaceId,
        counter: u64,
        batches: Vec<Commit>,
    ) -> Result<bool> {
        let kept = self.turn().kept.take();
        let turn = match kept {
            Some(kept) => kept,
            None => pool.acquire().await?,
        };
        let is_small = batches.iter().map(|batch| batch.operations.len()).sum::<usize>() <= SMALL;
        let job = Job { workspace: workspace.to_string(), counter, batches, is_small };
        if is_small && self.pace.is_quick() {
            let done = self.write(&job, Duration::ZERO);
            if !is_elsewhere(&done) {
                self.pass_on(turn);
                return done;
            }
        }
        let this = self.clone();
        let write = move || {
            let done = this.write(&job, super::BUSY);
            this.pass_on(turn);
            done
        };
        tokio::task::spawn_blocking(write).await.map_err(|_| StoreError::Interrupted)?
    }

    /// Waits at most so long for another process that writes.
    fn write(&self, job: &Job, patience: Duration) -> Result<bool> {
        let began = Instant::now();
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        connection.busy_timeout(patience)?;
        let done = commit(&connection, &job.workspace, job.counter, &job.batches)?;
        drop(connection);
        if job.is_small {
            self.pace.note(began.elapsed());
        }
        if done {
            let rows = job.batches.iter().map(|batch| batch.operations.len() + batch.entities.len());
            self.checkpoints.note(rows.sum());
        }
        Ok(done)
    }

    fn pass_on(&self, connection: PoolConnection<Driver>) {
        let mut turn = self.turn();
        if !std::mem::take(&mut turn.asked) {
            turn.kept = Some(connection);
        }
    }

    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection of its own to the file.
pub fn open(path: &Path, pragmas: &[(&str, &str)]) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(super::BUSY)?;
    for (name, value) in pragmas {
        connection.pragma_update(None, name, value)?;
    }
    Ok(connection)
}

/// A writing transaction whose statements are known already: the driver's own reads
/// its `BEGIN` and `COMMIT` anew each time. Rolled back when it is dropped.
struct Writing<'c> {
    connection: &'c Connection,
    open: bool,
}

impl<'c> Writing<'c> {
    fn begin(connection: &'c Connection) -> Result<Self> {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(Self { connection, open: true })
    }

    fn commit(mut self) -> Result<()> {
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        self.open = false;
        Ok(())
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        // SQLite may have rolled it back itself.
        if self.open && !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

fn commit(connection: &Connection, workspace: &str, counter: u64, batches: &[Commit]) -> Result<bool> {
    let writing = Writing::begin(connection)?;
    let tx = connection;
    let next = batches.last().map_or(counter, |last| last.counter);
    let number: Option<i64> = tx
        .prepare_cached("SELECT number FROM workspace WHERE id = ?1 AND counter = ?2")?
        .query_row(params![workspace, column(counter)], |row| row.get(0))
        .optional()?;
    // Somebody else has written.
    let Some(number) = number else { return Ok(false) };
    tx.prepare_cached("UPDATE workspace SET counter = ?2 WHERE id = ?1")?.execute(params![workspace, column(next)])?;
    for batch in batches {
        if client(tx, workspace, batch)?
            != batch.before.map(|Client { member, last }| (member.to_string(), column(last)))
        {
            return Ok(false);
        }
        save(tx, (workspace, number), batch)?;
    }
    writing.commit()?;
    Ok(true)
}

/// Whose the batch's client is, and its last number: that of the last operation or receipt.
fn client(tx: &Connection, workspace: &str, batch: &Commit) -> Result<Option<(String, i64)>> {
    let mut find = tx.prepare_cached(
        "SELECT member, max( \
         coalesce((SELECT max(number) FROM operation WHERE workspace = ?1 AND client = ?2), 0), \
         coalesce((SELECT max(number) FROM receipt WHERE workspace = ?1 AND client = ?2), 0)) \
         FROM client WHERE workspace = ?1 AND client = ?2",
    )?;
    Ok(find.query_row([workspace, &batch.client.to_string()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Writes a batch; of its workspace both the id and the number.
fn save(tx: &Connection, (workspace, number): (&str, i64), batch: &Commit) -> Result<()> {
    let client = batch.client.to_string();
    let mut chain = Chain::default();
    save_operations(tx, (workspace, number), (&client, batch), &mut chain)?;
    save_receipts(tx, workspace, (&client, batch))?;
    let mut put = tx.prepare_cached(
        "INSERT INTO entity (workspace, kind, id, seq, json, latest) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT (workspace, kind, id) DO UPDATE \
         SET seq = excluded.seq, json = excluded.json, latest = coalesce(excluded.latest, latest)",
    )?;
    for (seq, key, json) in &batch.entities {
        let id = key.id().to_string();
        put.execute(params![workspace, key.kind(), id, column(*seq), json, chain.latest(*key)])?;
    }
    if batch.before.is_none() {
        tx.prepare_cached("INSERT INTO client (workspace, client, member) VALUES (?1, ?2, ?3)")?.execute(params![
            workspace,
            client,
            batch.state.member.to_string()
        ])?;
    }
    Ok(())
}

fn save_operations(
    tx: &Connection,
    (workspace, number): (&str, i64),
    (client, batch): (&str, &Commit),
    chain: &mut Chain,
) -> Result<()> {
    let mut insert: CachedStatement<'_> = tx.prepare_cached(
        "INSERT INTO operation (place, workspace, seq, client, number, author, stamp, json, replaced, previous) \
         VALUES (?12, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, \
         coalesce(?9, (SELECT latest FROM entity WHERE workspace = ?1 AND kind = ?10 AND id = ?11)))",
    )?;
    for line in &batch.operations {
        let json = serde_json::to_string(&line.operation).map_err(|_| StoreError::Unreadable("a new operation"))?;
        let replaced = serde_json::to_string(&line.replaced).map_err(|_| StoreError::Unreadable("a new operation"))?;
        let about = line.operation.body.key();
        insert.execute(params![
            workspace,
            column(line.seq),
            client,
            column(line.operation.number),
            line.operation.author.to_string(),
            line.sent.to_string(),
            json,
            replaced,
            chain.link(line),
            about.map(|key| key.kind()),
            about.map(|key| key.id().to_string()),
            place(number, line.seq),
        ])?;
    }
    Ok(())
}

/// What was accepted is its own receipt.
fn save_receipts(tx: &Connection, workspace: &str, (client, batch): (&str, &Commit)) -> Result<()> {
    let mut insert =
        tx.prepare_cached("INSERT INTO receipt (workspace, client, number, verdict) VALUES (?1, ?2, ?3, ?4)")?;
    for answer in batch.answers.iter().filter(|answer| !answer.verdict.is_accepted()) {
        let verdict = serde_json::to_string(&answer.verdict).map_err(|_| StoreError::Unreadable("a verdict"))?;
        insert.execute(params![workspace, client, column(answer.number), verdict])?;
    }
    Ok(())
}
