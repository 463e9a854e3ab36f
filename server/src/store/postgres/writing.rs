//! Batches of operations, under the workspace's lock.

use super::{Connection, Driver, asked, column, detached, hints, log};
use crate::store::{Client, Commit, LogRow, Result, Row, StoreError, Stored, Writing};
use async_trait::async_trait;
use smarketing_domain::{
    clock::Stamp,
    ids::{ClientId, WorkspaceId},
    operation::Operation,
    wire::Answer,
};
use sqlx::Transaction;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A transaction that holds the lock.
pub struct Locked {
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
        let Self { mut tx, workspace, counter } = *self;
        detached(async move {
            rewrite(&mut tx, workspace, &batches).await?;
            let counter = batches.last().map_or(counter, |last| last.counter);
            let told = batches.iter().map(Commit::told).max().unwrap_or_default();
            Columns::of(&batches)?.save(&mut tx, workspace, (counter, told)).await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }
}

/// Puts other words in the place of what the history said.
async fn rewrite(connection: &mut Connection, workspace: WorkspaceId, batches: &[Commit]) -> Result<()> {
    for row in batches.iter().flat_map(|batch| &batch.rewritten) {
        sqlx::query("UPDATE operation SET json = $3, replaced = $4 WHERE workspace = $1 AND seq = $2")
            .bind(workspace.to_string())
            .bind(column(row.seq))
            .bind(&row.operation)
            .bind(row.replaced.as_deref().unwrap_or("{}"))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// All of it in one statement, for while it is written the others wait: every
/// question more is a way to the database and back. Told to the other instances
/// in the same transaction: nobody hears of what is not committed.
const SAVE: &str = "\
    WITH operations AS ( \
        INSERT INTO operation (workspace, seq, client, number, author, stamp, json, replaced, record) \
        SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) \
    ), receipts AS ( \
        INSERT INTO receipt (workspace, client, number, verdict) \
        SELECT $1, * FROM unnest($10::text[], $11::bigint[], $12::text[]) \
    ), entities AS ( \
        INSERT INTO entity (workspace, kind, id, seq, json) \
        SELECT $1, * FROM unnest($13::text[], $14::text[], $15::bigint[], $16::text[]) \
        ON CONFLICT (workspace, kind, id) DO UPDATE SET seq = excluded.seq, json = excluded.json \
    ), clients AS ( \
        INSERT INTO client (workspace, client, member) SELECT $1, * FROM unnest($17::text[], $18::text[]) \
        ON CONFLICT DO NOTHING \
    ), overwritten AS ( \
        INSERT INTO overwritten (workspace, seq, member, registers) \
        SELECT $1, * FROM unnest($22::bigint[], $23::text[], $24::text[]) \
    ), counter AS ( \
        UPDATE workspace SET counter = $19, told = greatest(told, $25) WHERE id = $1 \
    ) SELECT pg_notify($20, $21)";

/// Batches, column by column.
#[derive(Default)]
struct Columns {
    operations: Operations,
    receipts: (Vec<String>, Vec<i64>, Vec<String>),
    entities: (Vec<String>, Vec<String>, Vec<i64>, Vec<String>),
    clients: (Vec<String>, Vec<String>),
    overwritten: (Vec<i64>, Vec<String>, Vec<String>),
}

#[derive(Default)]
struct Operations {
    seq: Vec<i64>,
    client: Vec<String>,
    number: Vec<i64>,
    author: Vec<String>,
    stamp: Vec<String>,
    json: Vec<String>,
    replaced: Vec<String>,
    record: Vec<String>,
}

impl Columns {
    fn of(batches: &[Commit]) -> Result<Self> {
        let text = |json: serde_json::Result<String>| json.map_err(|_| StoreError::Unreadable("a new operation"));
        let mut columns = Self::default();
        // A statement writes a row once: what counts is the latest.
        let mut records = BTreeMap::new();
        for batch in batches {
            let client = batch.client.to_string();
            let to = &mut columns.operations;
            for Stored { seq, sent, operation, replaced, overwritten } in &batch.operations {
                for one in overwritten {
                    columns.overwritten.0.push(column(*seq));
                    columns.overwritten.1.push(one.member.to_string());
                    columns.overwritten.2.push(one.registers.join(" "));
                }
                to.seq.push(column(*seq));
                to.client.push(client.clone());
                to.number.push(column(operation.number));
                to.author.push(operation.author.to_string());
                to.stamp.push(sent.to_string());
                to.json.push(text(serde_json::to_string(operation))?);
                to.replaced.push(text(serde_json::to_string(replaced))?);
                to.record.push(operation.body.key().map(|key| key.id().to_string()).unwrap_or_default());
            }
            // What was accepted is its own receipt.
            for answer in batch.answers.iter().filter(|answer| !answer.verdict.is_accepted()) {
                columns.receipts.0.push(client.clone());
                columns.receipts.1.push(column(answer.number));
                columns.receipts.2.push(text(serde_json::to_string(&answer.verdict))?);
            }
            records.extend(batch.entities.iter().map(|(seq, key, json)| (*key, (*seq, json))));
            if batch.before.is_none() {
                columns.clients.0.push(client);
                columns.clients.1.push(batch.state.member.to_string());
            }
        }
        for (key, (seq, json)) in records {
            columns.entities.0.push(key.kind().to_owned());
            columns.entities.1.push(key.id().to_string());
            columns.entities.2.push(column(seq));
            columns.entities.3.push(json.clone());
        }
        Ok(columns)
    }

    async fn save(
        self,
        connection: &mut Connection,
        workspace: WorkspaceId,
        (counter, told): (u64, u64),
    ) -> Result<()> {
        let Self { operations, receipts, entities, clients, overwritten } = self;
        sqlx::query(SAVE)
            .bind(workspace.to_string())
            .bind(operations.seq)
            .bind(operations.client)
            .bind(operations.number)
            .bind(operations.author)
            .bind(operations.stamp)
            .bind(operations.json)
            .bind(operations.replaced)
            .bind(operations.record)
            .bind(receipts.0)
            .bind(receipts.1)
            .bind(receipts.2)
            .bind(entities.0)
            .bind(entities.1)
            .bind(entities.2)
            .bind(entities.3)
            .bind(clients.0)
            .bind(clients.1)
            .bind(column(counter))
            .bind(hints::CHANNEL)
            .bind(hints::payload(workspace, counter))
            .bind(overwritten.0)
            .bind(overwritten.1)
            .bind(overwritten.2)
            .bind(column(told))
            .execute(connection)
            .await?;
        Ok(())
    }
}
