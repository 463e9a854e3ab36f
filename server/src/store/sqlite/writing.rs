//! Batches of operations, under the workspace's lock.

use super::{Driver, ROWS, column, detached, number, read, records::put};
use crate::store::{Client, Commit, LogRow, Result, Row, StoreError, Writing};
use async_trait::async_trait;
use smarketing_domain::{
    clock::Stamp,
    ids::{ClientId, WorkspaceId},
    operation::Operation,
    wire::{Answer, Verdict},
};
use sqlx::{QueryBuilder, Row as _, SqliteConnection, SqlitePool, Transaction};
use uuid::Uuid;

/// A transaction that holds the lock (SQLite's only one).
pub struct Locked {
    pub(super) writer: SqlitePool,
    pub(super) tx: Transaction<'static, Driver>,
    pub(super) workspace: WorkspaceId,
    pub(super) counter: u64,
}

#[async_trait]
impl Writing for Locked {
    fn counter(&self) -> u64 {
        self.counter
    }

    async fn newer(&mut self, after: u64) -> Result<Vec<Row>> {
        let rows = sqlx::query("SELECT seq, json FROM entity WHERE workspace = $1 AND seq > $2 ORDER BY seq")
            .bind(self.workspace.to_string())
            .bind(column(after))
            .fetch_all(&mut *self.tx)
            .await?;
        rows.iter().map(|row| Ok(Row { seq: number(row.try_get(0)?), json: row.try_get(1)? })).collect()
    }

    async fn client(&mut self, client: ClientId) -> Result<Option<Client>> {
        let row = sqlx::query("SELECT member, last_number FROM client WHERE workspace = $1 AND client = $2")
            .bind(self.workspace.to_string())
            .bind(client.to_string())
            .fetch_optional(&mut *self.tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Client { member: read(row.try_get(0)?, "client.member")?, last: number(row.try_get(1)?) }))
    }

    async fn receipts(&mut self, client: ClientId, from: u64, to: u64) -> Result<Vec<Answer>> {
        let rows = sqlx::query(
            "SELECT number, verdict FROM receipt \
             WHERE workspace = $1 AND client = $2 AND number >= $3 AND number <= $4 ORDER BY number",
        )
        .bind(self.workspace.to_string())
        .bind(client.to_string())
        .bind(column(from))
        .bind(column(to))
        .fetch_all(&mut *self.tx)
        .await?;
        rows.iter()
            .map(|row| {
                let verdict: Verdict =
                    serde_json::from_str(row.try_get(1)?).map_err(|_| StoreError::Unreadable("receipt.verdict"))?;
                Ok(Answer { number: number(row.try_get(0)?), verdict })
            })
            .collect()
    }

    async fn sent_as(&mut self, client: ClientId, stamp: Stamp) -> Result<Option<Operation>> {
        let json: Option<String> =
            sqlx::query_scalar("SELECT json FROM operation WHERE workspace = $1 AND client = $2 AND stamp = $3")
                .bind(self.workspace.to_string())
                .bind(client.to_string())
                .bind(stamp.to_string())
                .fetch_optional(&mut *self.tx)
                .await?;
        json.map(|text| serde_json::from_str(&text).map_err(|_| StoreError::Unreadable("operation.json"))).transpose()
    }

    async fn logged(&mut self, record: Uuid) -> Result<Vec<LogRow>> {
        let rows = sqlx::query(
            "SELECT seq, json, replaced FROM operation \
             WHERE workspace = $1 AND json_extract(json, '$.body.id') = $2 ORDER BY seq",
        )
        .bind(self.workspace.to_string())
        .bind(record.to_string())
        .fetch_all(&mut *self.tx)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(LogRow { seq: number(row.try_get(0)?), operation: row.try_get(1)?, replaced: row.try_get(2)? })
            })
            .collect()
    }

    async fn commit(self: Box<Self>, batches: Vec<Commit>) -> Result<()> {
        let Self { mut tx, workspace, writer, .. } = *self;
        detached(async move {
            for batch in &batches {
                rewrite(&mut tx, workspace, batch).await?;
                save(&mut tx, workspace, batch).await?;
            }
            tx.commit().await?;
            if batches.iter().any(|batch| !batch.rewritten.is_empty()) {
                // What was forgotten must not lie in the file beside the database.
                // While others read this does nothing; the next one does it.
                let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&writer).await;
            }
            Ok(())
        })
        .await
    }
}

/// Puts other words in the place of what the history said.
async fn rewrite(connection: &mut SqliteConnection, workspace: WorkspaceId, batch: &Commit) -> Result<()> {
    for row in &batch.rewritten {
        sqlx::query("UPDATE operation SET json = $3, replaced = $4 WHERE workspace = $1 AND seq = $2")
            .bind(workspace.to_string())
            .bind(column(row.seq))
            .bind(&row.operation)
            .bind(&row.replaced)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

async fn save(connection: &mut SqliteConnection, workspace: WorkspaceId, batch: &Commit) -> Result<()> {
    save_operations(&mut *connection, workspace, batch).await?;
    save_receipts(&mut *connection, workspace, batch).await?;
    put(&mut *connection, workspace, &batch.entities).await?;
    sqlx::query(
        "INSERT INTO client (workspace, client, member, last_number) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (workspace, client) DO UPDATE SET last_number = excluded.last_number",
    )
    .bind(workspace.to_string())
    .bind(batch.client.to_string())
    .bind(batch.state.member.to_string())
    .bind(column(batch.state.last))
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE workspace SET counter = $2 WHERE id = $1")
        .bind(workspace.to_string())
        .bind(column(batch.counter))
        .execute(connection)
        .await?;
    Ok(())
}

async fn save_operations(connection: &mut SqliteConnection, workspace: WorkspaceId, batch: &Commit) -> Result<()> {
    let (workspace, client) = (workspace.to_string(), batch.client.to_string());
    for stored in batch.operations.chunks(ROWS) {
        let mut rows = Vec::with_capacity(stored.len());
        for line in stored {
            let json = serde_json::to_string(&line.operation).map_err(|_| StoreError::Unreadable("a new operation"))?;
            let replaced =
                serde_json::to_string(&line.replaced).map_err(|_| StoreError::Unreadable("a new operation"))?;
            rows.push((line, json, replaced));
        }
        let mut insert = QueryBuilder::<Driver>::new(
            "INSERT INTO operation (workspace, seq, client, number, author, stamp, json, replaced) ",
        );
        insert.push_values(rows, |mut line, (stored, json, replaced)| {
            line.push_bind(&workspace)
                .push_bind(column(stored.seq))
                .push_bind(&client)
                .push_bind(column(stored.operation.number))
                .push_bind(stored.operation.author.to_string())
                .push_bind(stored.sent.to_string())
                .push_bind(json)
                .push_bind(replaced);
        });
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}

async fn save_receipts(connection: &mut SqliteConnection, workspace: WorkspaceId, batch: &Commit) -> Result<()> {
    let (workspace, client) = (workspace.to_string(), batch.client.to_string());
    for answers in batch.answers.chunks(ROWS) {
        let mut rows = Vec::with_capacity(answers.len());
        for answer in answers {
            let verdict = serde_json::to_string(&answer.verdict).map_err(|_| StoreError::Unreadable("a verdict"))?;
            rows.push((answer.number, verdict));
        }
        let mut insert = QueryBuilder::<Driver>::new("INSERT INTO receipt (workspace, client, number, verdict) ");
        insert.push_values(rows, |mut line, (number, verdict)| {
            line.push_bind(&workspace).push_bind(&client).push_bind(column(number)).push_bind(verdict);
        });
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}
