//! The accepted operations, to look back. How they are found is each database's own:
//! `OF_RECORD`, `OF_AUTHOR`, `TOLD`.

use super::{Connection, Database, Line, OF_AUTHOR, OF_RECORD, TOLD, column, number};
use crate::store::{Log, LogOf, LogRow, Result, Told};
use async_trait::async_trait;
use smarketing_domain::ids::{MemberId, WorkspaceId};
use sqlx::Row as _;
use uuid::Uuid;

/// Operations about a record that are asked for at first.
const PAGE: i64 = 8;

#[async_trait]
impl Log for Database {
    async fn log(&self, workspace: WorkspaceId, of: LogOf, before: u64, count: u32) -> Result<Vec<LogRow>> {
        let mut connection = self.readers.acquire().await?;
        find(&mut connection, workspace, of, (before, i64::from(count))).await
    }
}

/// The accepted operations about one record after `after`, oldest first: asked for in
/// pages from the latest, for mostly it is about the last few.
pub async fn logged(
    connection: &mut Connection,
    workspace: WorkspaceId,
    record: Uuid,
    after: u64,
) -> Result<Vec<LogRow>> {
    let mut rows = Vec::new();
    let (mut before, mut page) = (u64::MAX, if after == 0 { i64::MAX } else { PAGE });
    loop {
        let found = find(connection, workspace, LogOf::Record(record), (before, page)).await?;
        let is_last = (found.len() as i64) < page || found.last().is_none_or(|row| row.seq <= after);
        before = found.last().map_or(0, |row| row.seq);
        rows.extend(found.into_iter().filter(|row| row.seq > after));
        if is_last {
            break;
        }
        page = page.saturating_mul(2);
    }
    rows.reverse();
    Ok(rows)
}

/// What a member has to be told of the operations after `after`, up to `upto`.
pub async fn told(
    connection: &mut Connection,
    workspace: WorkspaceId,
    member: MemberId,
    (after, upto): (u64, u64),
) -> Result<Vec<Told>> {
    let rows = sqlx::query(TOLD)
        .bind(workspace.to_string())
        .bind(column(after))
        .bind(column(upto))
        .bind(member.to_string())
        .fetch_all(connection)
        .await?;
    let told = |row: &Line| {
        let registers = row.try_get::<&str, _>(3)?.split(' ').map(str::to_owned).collect();
        let row = LogRow { seq: number(row.try_get(0)?), operation: row.try_get(1)?, replaced: row.try_get(2)? };
        Ok(Told { registers, row })
    };
    rows.iter().map(told).collect()
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
