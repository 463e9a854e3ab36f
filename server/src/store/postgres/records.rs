//! Workspaces and their records.

use super::{
    Connection, Driver, Line, Postgres, ROWS, accounts::add_account, begin, column, detached, exists, log, number,
    read, writing::Locked,
};
use crate::store::{Changes, NewWorkspace, Records, Result, Row, StoreError, Told, WorkspaceLine, Writing};
use async_trait::async_trait;
use futures_util::TryStreamExt;
use smarketing_domain::{
    entity::EntityKey,
    ids::{MemberId, WorkspaceId},
};
use sqlx::{PgPool, QueryBuilder, Row as _};

/// Locks a workspace and answers its counter. Other writers of the workspace
/// wait; who only refers to its row (a new session does) need not.
const COUNTER: &str = "SELECT counter FROM workspace WHERE id = $1 FOR NO KEY UPDATE";
/// The counter of a workspace, and its records after another one, in order.
/// The limit stands inside, where it chooses the index.
const CHANGES: &str = "SELECT w.counter, e.seq, e.json, w.told FROM workspace w LEFT JOIN LATERAL (\
    SELECT seq, json FROM entity WHERE workspace = w.id AND seq > $2 ORDER BY seq LIMIT $3) e ON true \
    WHERE w.id = $1 ORDER BY e.seq";
/// Bytes of a small record: a page has no more rows than if all were.
const SMALL: usize = 500;

#[async_trait]
impl Records for Postgres {
    async fn ready(&self) -> Result<()> {
        sqlx::query("SELECT 1 FROM server").fetch_one(&self.readers).await?;
        Ok(())
    }

    async fn workspaces(&self) -> Result<Vec<WorkspaceLine>> {
        let rows =
            sqlx::query("SELECT id, name, counter FROM workspace ORDER BY name").fetch_all(&self.readers).await?;
        rows.iter().map(line).collect()
    }

    async fn workspace_named(&self, name: &str) -> Result<Option<WorkspaceLine>> {
        let row = sqlx::query("SELECT id, name, counter FROM workspace WHERE name = $1")
            .bind(name)
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(line).transpose()
    }

    async fn create_workspace(&self, new: NewWorkspace) -> Result<()> {
        let pool = self.writer.clone();
        detached(async move {
            let mut tx = begin(&pool).await?;
            sqlx::query("INSERT INTO workspace (id, name, counter, created) VALUES ($1, $2, $3, $4)")
                .bind(new.id.to_string())
                .bind(new.name.replace('\0', " "))
                .bind(column(new.entities.len() as u64))
                .bind(new.created.0)
                .execute(&mut *tx)
                .await
                .map_err(exists("a workspace of this name"))?;
            let mut seq = 0;
            for entities in new.entities.chunks(ROWS) {
                let mut rows = Vec::with_capacity(entities.len());
                for entity in entities {
                    seq += 1;
                    let json = serde_json::to_string(entity).map_err(|_| StoreError::Unreadable("a new record"))?;
                    rows.push((seq, entity.key(), json));
                }
                put(&mut tx, new.id, &rows).await?;
            }
            for account in &new.accounts {
                add_account(&mut tx, account).await?;
            }
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    async fn counter(&self, workspace: WorkspaceId) -> Result<u64> {
        // No record is after that.
        Ok(self.changes_together(workspace, u64::MAX, 0).await?.counter)
    }

    async fn changes(&self, workspace: WorkspaceId, after: u64, bytes: usize) -> Result<Changes> {
        self.changes_together(workspace, after, bytes).await
    }

    async fn missed(&self, workspace: WorkspaceId, after: u64) -> Result<(u64, u64)> {
        let row = sqlx::query("SELECT count(*) FILTER (WHERE seq > $2), count(*) FROM entity WHERE workspace = $1")
            .bind(workspace.to_string())
            .bind(column(after))
            .fetch_one(&self.readers)
            .await?;
        Ok((number(row.try_get(0)?), number(row.try_get(1)?)))
    }

    async fn told(&self, workspace: WorkspaceId, member: MemberId, after: u64, upto: u64) -> Result<Vec<Told>> {
        let mut connection = self.readers.acquire().await?;
        log::told(&mut connection, workspace, member, (after, upto)).await
    }

    async fn begin(&self, workspace: WorkspaceId) -> Result<Box<dyn Writing>> {
        let pool = self.writer.clone();
        detached(async move {
            let mut tx = begin(&pool).await?;
            let counter: i64 = sqlx::query_scalar(COUNTER).bind(workspace.to_string()).fetch_one(&mut *tx).await?;
            Ok(Box::new(Locked { tx, workspace, counter: number(counter) }) as Box<dyn Writing>)
        })
        .await
    }
}

/// The counter and records after another one, as of one moment.
pub(super) async fn changes(pool: &PgPool, workspace: WorkspaceId, after: u64, bytes: usize) -> Result<Changes> {
    // All rows that are asked for come: no more of them than may be wanted.
    let most = bytes / SMALL + 1;
    let mut found =
        sqlx::query(CHANGES).bind(workspace.to_string()).bind(column(after)).bind(column(most as u64)).fetch(pool);
    let mut changes = Changes::default();
    let mut size = 0;
    while let Some(row) = found.try_next().await? {
        (changes.counter, changes.told) = (number(row.try_get(0)?), number(row.try_get(3)?));
        let (Some(seq), Some(json)) = (row.try_get::<Option<i64>, _>(1)?, row.try_get::<Option<String>, _>(2)?) else {
            break;
        };
        size += json.len();
        if size > bytes && !changes.rows.is_empty() {
            changes.more = true;
            break;
        }
        changes.rows.push(Row { seq: number(seq), json });
    }
    changes.more |= changes.rows.len() == most;
    let last = changes.rows.last().map_or(after, |row| row.seq);
    changes.cursor = if changes.more { last } else { changes.counter };
    Ok(changes)
}

fn line(row: &Line) -> Result<WorkspaceLine> {
    Ok(WorkspaceLine {
        id: read(row.try_get(0)?, "workspace.id")?,
        name: row.try_get(1)?,
        counter: number(row.try_get(2)?),
    })
}

/// Writes records in the place of what was there.
pub(super) async fn put(
    connection: &mut Connection,
    workspace: WorkspaceId,
    rows: &[(u64, EntityKey, String)],
) -> Result<()> {
    let workspace = workspace.to_string();
    for rows in rows.chunks(ROWS) {
        let mut insert = QueryBuilder::<Driver>::new("INSERT INTO entity (workspace, kind, id, seq, json) ");
        insert.push_values(rows, |mut line, (seq, key, json)| {
            line.push_bind(&workspace)
                .push_bind(key.kind())
                .push_bind(key.id().to_string())
                .push_bind(column(*seq))
                .push_bind(json);
        });
        insert.push(" ON CONFLICT (workspace, kind, id) DO UPDATE SET seq = excluded.seq, json = excluded.json");
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}
