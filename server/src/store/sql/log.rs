//! The accepted operations, to look back. How those about a record are found is
//! each database's own: `OF_RECORD`.

use super::{Connection, Database, Line, OF_RECORD, column, number};
use crate::store::{Log, LogOf, LogRow, Result};
use async_trait::async_trait;
use smarketing_domain::ids::WorkspaceId;
use sqlx::Row as _;
use uuid::Uuid;

const OF_AUTHOR: &str = "SELECT seq, json, replaced FROM operation \
    WHERE workspace = $1 AND author = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4";

#[async_trait]
impl Log for Database {
    async fn log(&self, workspace: WorkspaceId, of: LogOf, before: u64, count: u32) -> Result<Vec<LogRow>> {
        let mut connection = self.readers.acquire().await?;
        find(&mut connection, workspace, of, (before, i64::from(count))).await
    }
}

/// The accepted operations about one record, oldest first.
pub async fn logged(connection: &mut Connection, workspace: WorkspaceId, record: Uuid) -> Result<Vec<LogRow>> {
    let mut rows = find(connection, workspace, LogOf::Record(record), (u64::MAX, i64::MAX)).await?;
    rows.reverse();
    Ok(rows)
}

async fn find(
    connection: &mut Connection,
    workspace: WorkspaceId,
    of: LogOf,
    (before, count): (u64, i64),
) -> Result<Vec<LogRow>> {
    let (statement, id) = match of {
        LogOf::Record(id) => (OF_RECORD, id.to_string()),
        LogOf::Author(member) => (OF_AUTHOR, member.to_string()),
    };
    let rows = sqlx::query(statement)
        .bind(workspace.to_string())
        .bind(id)
        .bind(column(before))
        .bind(count)
        .fetch_all(connection)
        .await?;
    let row =
        |row: &Line| Ok(LogRow { seq: number(row.try_get(0)?), operation: row.try_get(1)?, replaced: row.try_get(2)? });
    rows.iter().map(row).collect()
}
