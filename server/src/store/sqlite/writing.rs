//! Batches of operations, under the workspace's lock.

use super::{Driver, ROWS, asked, chain::Chain, column, detached, log, places::place, records::put};
use crate::store::{Client, Commit, LogRow, Result, Row, StoreError, Writing};
use async_trait::async_trait;
use smarketing_domain::{
    clock::Stamp,
    ids::{ClientId, WorkspaceId},
    operation::Operation,
    wire::Answer,
};
use sqlx::{QueryBuilder, SqliteConnection, SqlitePool, Transaction};
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
        asked::newer(&mut self.tx, self.workspace, after).await
    }

    async fn client(&mut self, client: ClientId) -> Result<Option<Client>> {
        asked::client(&mut self.tx, self.workspace, client).await
    }

    async fn receipts(&mut self, client: ClientId, from: u64, to: u64) -> Result<Vec<Answer>> {
        asked::receipts(&mut self.tx, self.workspace, client, (from, to)).await
    }

    async fn sent_as(&mut self, client: ClientId, stamp: Stamp) -> Result<Option<Operation>> {
        asked::sent_as(&mut self.tx, self.workspace, client, stamp).await
    }

    async fn logged(&mut self, record: Uuid, after: u64) -> Result<Vec<LogRow>> {
        log::logged(&mut self.tx, self.workspace, record, after).await
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
    if batch.rewritten.is_empty() {
        return Ok(());
    }
    let number = workspace_number(&mut *connection, &workspace.to_string()).await?;
    for row in &batch.rewritten {
        sqlx::query("UPDATE operation SET json = $2, replaced = $3 WHERE place = $1")
            .bind(place(number, row.seq))
            .bind(&row.operation)
            .bind(&row.replaced)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

async fn save(connection: &mut SqliteConnection, workspace: WorkspaceId, batch: &Commit) -> Result<()> {
    let mut chain = Chain::default();
    save_operations(&mut *connection, workspace, batch, &mut chain).await?;
    save_receipts(&mut *connection, workspace, batch).await?;
    put(&mut *connection, workspace, &batch.entities, &chain).await?;
    sqlx::query("INSERT INTO client (workspace, client, member) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind(workspace.to_string())
        .bind(batch.client.to_string())
        .bind(batch.state.member.to_string())
        .execute(&mut *connection)
        .await?;
    save_told(&mut *connection, workspace, batch).await?;
    sqlx::query("UPDATE workspace SET counter = $2, told = max(told, $3) WHERE id = $1")
        .bind(workspace.to_string())
        .bind(column(batch.counter))
        .bind(column(batch.told()))
        .execute(connection)
        .await?;
    Ok(())
}

async fn save_operations(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
    batch: &Commit,
    chain: &mut Chain,
) -> Result<()> {
    let (workspace, client) = (workspace.to_string(), batch.client.to_string());
    let number = workspace_number(&mut *connection, &workspace).await?;
    for stored in batch.operations.chunks(ROWS) {
        let mut rows = Vec::with_capacity(stored.len());
        for line in stored {
            let json = serde_json::to_string(&line.operation).map_err(|_| StoreError::Unreadable("a new operation"))?;
            let replaced =
                serde_json::to_string(&line.replaced).map_err(|_| StoreError::Unreadable("a new operation"))?;
            rows.push((line, json, replaced, chain.link(line)));
        }
        let mut insert = QueryBuilder::<Driver>::new(
            "INSERT INTO operation (place, workspace, seq, client, number, author, stamp, json, replaced, previous) ",
        );
        insert.push_values(rows, |mut line, (stored, json, replaced, previous)| {
            let about = stored.operation.body.key();
            line.push_bind(place(number, stored.seq))
                .push_bind(&workspace)
                .push_bind(column(stored.seq))
                .push_bind(&client)
                .push_bind(column(stored.operation.number))
                .push_bind(stored.operation.author.to_string())
                .push_bind(stored.sent.to_string())
                .push_bind(json)
                .push_bind(replaced)
                .push("coalesce(")
                .push_bind_unseparated(previous)
                .push_unseparated(", (SELECT latest FROM entity WHERE workspace = ")
                .push_bind_unseparated(&workspace)
                .push_unseparated(" AND kind = ")
                .push_bind_unseparated(about.map(|key| key.kind()))
                .push_unseparated(" AND id = ")
                .push_bind_unseparated(about.map(|key| key.id().to_string()))
                .push_unseparated("))");
        });
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}

/// The number by which a workspace's operations lie in the file.
async fn workspace_number(connection: &mut SqliteConnection, workspace: &str) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT number FROM workspace WHERE id = $1").bind(workspace).fetch_one(connection).await?)
}

/// Who has to be told of which operation.
async fn save_told(connection: &mut SqliteConnection, workspace: WorkspaceId, batch: &Commit) -> Result<()> {
    for stored in &batch.operations {
        for one in &stored.overwritten {
            sqlx::query("INSERT INTO overwritten (workspace, seq, member, registers) VALUES ($1, $2, $3, $4)")
                .bind(workspace.to_string())
                .bind(column(stored.seq))
                .bind(one.member.to_string())
                .bind(one.registers.join(" "))
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

/// What was accepted is its own receipt.
async fn save_receipts(connection: &mut SqliteConnection, workspace: WorkspaceId, batch: &Commit) -> Result<()> {
    let (workspace, client) = (workspace.to_string(), batch.client.to_string());
    let rejected: Vec<_> = batch.answers.iter().filter(|answer| !answer.verdict.is_accepted()).collect();
    for answers in rejected.chunks(ROWS) {
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
