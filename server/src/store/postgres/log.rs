//! The accepted operations, to look back.

use super::{Line, Postgres, column, number};
use crate::store::{Log, LogOf, LogRow, Result};
use async_trait::async_trait;
use smarketing_domain::ids::WorkspaceId;
use sqlx::Row as _;

const OF_RECORD: &str = "SELECT seq, json, replaced FROM operation \
    WHERE workspace = $1 AND record = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4";
const OF_AUTHOR: &str = "SELECT seq, json, replaced FROM operation \
    WHERE workspace = $1 AND author = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4";

#[async_trait]
impl Log for Postgres {
    async fn log(&self, workspace: WorkspaceId, of: LogOf, before: u64, count: u32) -> Result<Vec<LogRow>> {
        let (statement, id) = match of {
            LogOf::Record(id) => (OF_RECORD, id.to_string()),
            LogOf::Author(member) => (OF_AUTHOR, member.to_string()),
        };
        let rows = sqlx::query(statement)
            .bind(workspace.to_string())
            .bind(id)
            .bind(column(before))
            .bind(i64::from(count))
            .fetch_all(&self.readers)
            .await?;
        let row = |row: &Line| {
            Ok(LogRow { seq: number(row.try_get(0)?), operation: row.try_get(1)?, replaced: row.try_get(2)? })
        };
        rows.iter().map(row).collect()
    }
}
