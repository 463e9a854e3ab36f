//! Workspaces and their records.

use super::{
    Driver, ROWS, Sqlite,
    accounts::add_account,
    begin,
    chain::Chain,
    column, detached, exists, log, number,
    places::{CHANGES, MISSED},
    read,
    whole::whole,
    writing::Locked,
};
use crate::store::{Changes, Commit, NewWorkspace, Records, Result, Row, StoreError, Told, WorkspaceLine, Writing};
use async_trait::async_trait;
use futures_util::TryStreamExt;
use smarketing_domain::{
    entity::EntityKey,
    ids::{MemberId, WorkspaceId},
};
use sqlx::{QueryBuilder, Row as _, SqliteConnection, sqlite::SqliteRow};

#[async_trait]
impl Records for Sqlite {
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
        let pool = self.writer();
        detached(async move {
            let mut tx = begin(&pool).await?;
            sqlx::query(
                "INSERT INTO workspace (id, name, counter, created, number) \
                 VALUES ($1, $2, $3, $4, (SELECT coalesce(max(number), 0) + 1 FROM workspace))",
            )
            .bind(new.id.to_string())
            .bind(new.name)
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
                put(&mut tx, new.id, &rows, &Chain::default()).await?;
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
        let counter: Option<i64> = sqlx::query_scalar("SELECT counter FROM workspace WHERE id = $1")
            .bind(workspace.to_string())
            .fetch_optional(&self.readers)
            .await?;
        Ok(counter.map_or(0, number))
    }

    async fn changes(&self, workspace: WorkspaceId, after: u64, bytes: usize) -> Result<Changes> {
        let mut found = sqlx::query(CHANGES).bind(workspace.to_string()).bind(column(after)).fetch(&self.readers);
        let mut changes = Changes::default();
        let mut size = 0;
        while let Some(row) = found.try_next().await? {
            let (Some(seq), Some(json)) = (row.try_get::<Option<i64>, _>(1)?, row.try_get::<Option<String>, _>(2)?)
            else {
                (changes.counter, changes.told) = (number(row.try_get(0)?), number(row.try_get(3)?));
                continue;
            };
            size += json.len();
            if size > bytes && !changes.rows.is_empty() {
                changes.more = true;
                break;
            }
            changes.rows.push(Row { seq: number(seq), json });
        }
        let last = changes.rows.last().map_or(after, |row| row.seq);
        changes.cursor = if changes.more { last } else { changes.counter };
        Ok(changes)
    }

    async fn whole(&self, workspace: WorkspaceId) -> Result<Changes> {
        whole(self.path.clone(), workspace).await
    }

    async fn missed(&self, workspace: WorkspaceId, after: u64) -> Result<(u64, u64)> {
        let row = sqlx::query(MISSED).bind(workspace.to_string()).bind(column(after)).fetch_one(&self.readers).await?;
        Ok((number(row.try_get(0)?), number(row.try_get(1)?)))
    }

    async fn told(&self, workspace: WorkspaceId, member: MemberId, after: u64, upto: u64) -> Result<Vec<Told>> {
        let mut connection = self.readers.acquire().await?;
        log::told(&mut connection, workspace, member, (after, upto)).await
    }

    async fn begin(&self, workspace: WorkspaceId) -> Result<Box<dyn Writing>> {
        let pool = self.writer();
        detached(async move {
            let mut tx = begin(&pool).await?;
            let counter: i64 = sqlx::query_scalar("SELECT counter FROM workspace WHERE id = $1")
                .bind(workspace.to_string())
                .fetch_one(&mut *tx)
                .await?;
            Ok(Box::new(Locked { writer: pool, tx, workspace, counter: number(counter) }) as Box<dyn Writing>)
        })
        .await
    }

    fn commits_at_once(&self) -> bool {
        true
    }

    async fn commit_at(&self, workspace: WorkspaceId, counter: u64, batches: Vec<Commit>) -> Result<bool> {
        self.quick.commit(&self.writer, workspace, counter, batches).await
    }
}

fn line(row: &SqliteRow) -> Result<WorkspaceLine> {
    Ok(WorkspaceLine {
        id: read(row.try_get(0)?, "workspace.id")?,
        name: row.try_get(1)?,
        counter: number(row.try_get(2)?),
    })
}

/// Writes records in the place of what was there, with the operations of `chain`
/// about them.
pub(super) async fn put(
    connection: &mut SqliteConnection,
    workspace: WorkspaceId,
    rows: &[(u64, EntityKey, String)],
    chain: &Chain,
) -> Result<()> {
    let workspace = workspace.to_string();
    for rows in rows.chunks(ROWS) {
        let mut insert = QueryBuilder::<Driver>::new("INSERT INTO entity (workspace, kind, id, seq, json, latest) ");
        insert.push_values(rows, |mut line, (seq, key, json)| {
            line.push_bind(&workspace)
                .push_bind(key.kind())
                .push_bind(key.id().to_string())
                .push_bind(column(*seq))
                .push_bind(json)
                .push_bind(chain.latest(*key));
        });
        insert.push(
            " ON CONFLICT (workspace, kind, id) DO UPDATE \
             SET seq = excluded.seq, json = excluded.json, latest = coalesce(excluded.latest, latest)",
        );
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}
