//! Reading a whole workspace without a detour: of hundreds of thousands of rows each
//! would go through sqlx's thread and back.

use super::{number, quick::open};
use crate::store::{Changes, Result, Row, StoreError};
use smarketing_domain::ids::WorkspaceId;
use std::path::PathBuf;
use tokio::task::spawn_blocking;

/// One statement: counter and rows are of one moment. Ids sort by creation, and so do the
/// rows in the file: read in this order they lie side by side.
const WHOLE: &str = "\
    SELECT w.counter, e.seq, e.json FROM workspace w LEFT JOIN entity e ON e.workspace = w.id \
    WHERE w.id = ?1 ORDER BY e.kind, e.id";

/// See [`crate::store::Records::whole`].
pub async fn whole(path: PathBuf, workspace: WorkspaceId) -> Result<Changes> {
    let read = move || {
        let connection = open(&path, &[("query_only", "ON")])?;
        let mut statement = connection.prepare(WHOLE)?;
        let mut found = statement.query([workspace.to_string()])?;
        let mut changes = Changes::default();
        while let Some(row) = found.next()? {
            changes.counter = number(row.get(0)?);
            if let (Some(seq), Some(json)) = (row.get::<_, Option<i64>>(1)?, row.get(2)?) {
                changes.rows.push(Row { seq: number(seq), json });
            }
        }
        changes.cursor = changes.counter;
        Ok(changes)
    };
    spawn_blocking(read).await.map_err(|_| StoreError::Interrupted)?
}
