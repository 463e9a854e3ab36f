//! What is asked under a workspace's lock before anything is written.

use super::{Connection, NEWER, number, read};
use crate::store::{Client, Result, Row, StoreError};
use serde::Deserialize;
use smarketing_domain::{
    clock::Stamp,
    ids::{ClientId, WorkspaceId},
    operation::Operation,
    wire::{Answer, Verdict},
};
use sqlx::Row as _;

/// See [`crate::store::Writing::newer`].
pub async fn newer(connection: &mut Connection, workspace: WorkspaceId, after: u64) -> Result<Vec<Row>> {
    let rows = sqlx::query(NEWER).bind(workspace.to_string()).bind(super::column(after)).fetch_all(connection).await?;
    rows.iter().map(|row| Ok(Row { seq: number(row.try_get(0)?), json: row.try_get(1)? })).collect()
}

/// See [`crate::store::Writing::client`]. Its last number is the last that was
/// answered, whichever way.
pub async fn client(connection: &mut Connection, workspace: WorkspaceId, client: ClientId) -> Result<Option<Client>> {
    let row = sqlx::query(
        "SELECT member, \
         (SELECT max(number) FROM operation o WHERE o.workspace = c.workspace AND o.client = c.client), \
         (SELECT max(number) FROM receipt r WHERE r.workspace = c.workspace AND r.client = c.client) \
         FROM client c WHERE workspace = $1 AND client = $2",
    )
    .bind(workspace.to_string())
    .bind(client.to_string())
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (accepted, rejected): (Option<i64>, Option<i64>) = (row.try_get(1)?, row.try_get(2)?);
    let last = number(accepted.max(rejected).unwrap_or_default());
    Ok(Some(Client { member: read(row.try_get(0)?, "client.member")?, last }))
}

/// See [`crate::store::Writing::receipts`]: what was accepted is its own receipt.
pub async fn receipts(
    connection: &mut Connection,
    workspace: WorkspaceId,
    client: ClientId,
    (from, to): (u64, u64),
) -> Result<Vec<Answer>> {
    let rows = sqlx::query(
        "SELECT number, verdict, NULL AS seq, NULL AS replaced FROM receipt \
         WHERE workspace = $1 AND client = $2 AND number >= $3 AND number <= $4 \
         UNION ALL SELECT number, NULL, seq, replaced FROM operation \
         WHERE workspace = $1 AND client = $2 AND number >= $3 AND number <= $4 ORDER BY 1",
    )
    .bind(workspace.to_string())
    .bind(client.to_string())
    .bind(super::column(from))
    .bind(super::column(to))
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let (verdict, seq): (Option<&str>, Option<i64>) = (row.try_get(1)?, row.try_get(2)?);
            let verdict = match (verdict, seq) {
                (Some(json), _) => serde_json::from_str(json).map_err(|_| StoreError::Unreadable("receipt.verdict"))?,
                (None, seq) => Verdict::Accepted { seq: number(seq.unwrap_or_default()), lost: lost(row.try_get(3)?)? },
            };
            Ok(Answer { number: number(row.try_get(0)?), verdict })
        })
        .collect()
}

/// What was lost of an accepted operation; older servers noted nothing of it.
fn lost(replaced: Option<&str>) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Lost {
        #[serde(default)]
        lost: Vec<String>,
    }
    let Some(json) = replaced else { return Ok(Vec::new()) };
    let found: Lost = serde_json::from_str(json).map_err(|_| StoreError::Unreadable("operation.replaced"))?;
    Ok(found.lost)
}

/// See [`crate::store::Writing::sent_as`].
pub async fn sent_as(
    connection: &mut Connection,
    workspace: WorkspaceId,
    client: ClientId,
    stamp: Stamp,
) -> Result<Option<Operation>> {
    let json: Option<String> =
        sqlx::query_scalar("SELECT json FROM operation WHERE workspace = $1 AND client = $2 AND stamp = $3")
            .bind(workspace.to_string())
            .bind(client.to_string())
            .bind(stamp.to_string())
            .fetch_optional(connection)
            .await?;
    json.map(|text| serde_json::from_str(&text).map_err(|_| StoreError::Unreadable("operation.json"))).transpose()
}
