//! Committing without a detour: a connection that is used where the commit runs.
//!
//! Every statement that goes through sqlx's thread for a connection takes two
//! switches between threads, longer than most statements themselves. A commit
//! has many of them, and nothing in between: here all of it is one call.

use super::column;
use crate::store::{Client, Commit, Result, StoreError};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use smarketing_domain::ids::WorkspaceId;
use sqlx::{Sqlite as Driver, SqlitePool, pool::PoolConnection};
use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The connection.
pub struct Quick {
    connection: Arc<Mutex<Connection>>,
    turn: Mutex<Turn>,
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
        let connection = Connection::open(path)?;
        connection.busy_timeout(super::BUSY)?;
        for (name, value) in pragmas {
            connection.pragma_update(None, name, value)?;
        }
        Ok(Self { connection: Arc::new(Mutex::new(connection)), turn: Mutex::default() })
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
        let this = self.clone();
        tokio::task::spawn_blocking(move || {
            let mut connection = this.connection.lock().unwrap_or_else(PoisonError::into_inner);
            let done = commit(&mut connection, &workspace.to_string(), counter, &batches);
            drop(connection);
            this.pass_on(turn);
            done
        })
        .await
        .map_err(|_| StoreError::Interrupted)?
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

fn commit(connection: &mut Connection, workspace: &str, counter: u64, batches: &[Commit]) -> Result<bool> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let now: i64 =
        tx.prepare_cached("SELECT counter FROM workspace WHERE id = ?1")?.query_row([workspace], |row| row.get(0))?;
    if now != column(counter) {
        return Ok(false);
    }
    for batch in batches {
        if client(&tx, workspace, batch)?
            != batch.before.map(|Client { member, last }| (member.to_string(), column(last)))
        {
            return Ok(false);
        }
        save(&tx, workspace, batch)?;
    }
    if let Some(last) = batches.last() {
        tx.prepare_cached("UPDATE workspace SET counter = ?2 WHERE id = ?1")?
            .execute(params![workspace, column(last.counter)])?;
    }
    tx.commit()?;
    Ok(true)
}

/// Whose the batch's client is, and its last number.
fn client(tx: &Transaction<'_>, workspace: &str, batch: &Commit) -> Result<Option<(String, i64)>> {
    let mut find = tx.prepare_cached("SELECT member, last_number FROM client WHERE workspace = ?1 AND client = ?2")?;
    Ok(find.query_row([workspace, &batch.client.to_string()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn save(tx: &Transaction<'_>, workspace: &str, batch: &Commit) -> Result<()> {
    let name = batch.client.to_string();
    let mut insert: CachedStatement<'_> = tx.prepare_cached(
        "INSERT INTO operation (workspace, seq, client, number, author, stamp, json, replaced) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for line in &batch.operations {
        let json = serde_json::to_string(&line.operation).map_err(|_| StoreError::Unreadable("a new operation"))?;
        let replaced = serde_json::to_string(&line.replaced).map_err(|_| StoreError::Unreadable("a new operation"))?;
        let (number, author) = (column(line.operation.number), line.operation.author.to_string());
        insert.execute(params![
            workspace,
            column(line.seq),
            name,
            number,
            author,
            line.sent.to_string(),
            json,
            replaced
        ])?;
    }
    let mut insert =
        tx.prepare_cached("INSERT INTO receipt (workspace, client, number, verdict) VALUES (?1, ?2, ?3, ?4)")?;
    for answer in &batch.answers {
        let verdict = serde_json::to_string(&answer.verdict).map_err(|_| StoreError::Unreadable("a verdict"))?;
        insert.execute(params![workspace, name, column(answer.number), verdict])?;
    }
    let mut put = tx.prepare_cached(
        "INSERT INTO entity (workspace, kind, id, seq, json) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (workspace, kind, id) DO UPDATE SET seq = excluded.seq, json = excluded.json",
    )?;
    for (seq, key, json) in &batch.entities {
        put.execute(params![workspace, key.kind(), key.id().to_string(), column(*seq), json])?;
    }
    tx.prepare_cached(
        "INSERT INTO client (workspace, client, member, last_number) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (workspace, client) DO UPDATE SET last_number = excluded.last_number",
    )?
    .execute(params![workspace, name, batch.state.member.to_string(), column(batch.state.last)])?;
    Ok(())
}
