//! The last calls of the intake.

use super::{Database, begin, column, detached, number};
use crate::store::{CALLS_KEPT, CallRow, Calls, Result};
use async_trait::async_trait;
use smarketing_domain::{account::wire::CallLine, clock::Timestamp, ids::WorkspaceId};
use sqlx::Row as _;
use uuid::Uuid;

#[async_trait]
impl Calls for Database {
    async fn note_call(&self, row: CallRow) -> Result<()> {
        let pool = self.writer();
        detached(async move {
            let workspace = row.workspace.to_string();
            let mut tx = begin(&pool).await?;
            sqlx::query(
                "INSERT INTO intake_call (id, workspace, key_name, at, what, units, code, subject) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            // Sorts by the moment it is made.
            .bind(Uuid::now_v7().to_string())
            .bind(&workspace)
            .bind(row.key_name)
            .bind(row.at.0)
            .bind(row.what)
            .bind(column(row.units))
            .bind(row.code)
            .bind(row.subject)
            .execute(&mut *tx)
            .await?;
            sqlx::query(
                "DELETE FROM intake_call WHERE workspace = $1 AND id <= \
                 (SELECT id FROM intake_call WHERE workspace = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
            )
            .bind(&workspace)
            .bind(i64::from(CALLS_KEPT))
            .execute(&mut *tx)
            .await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    async fn calls(&self, workspace: WorkspaceId) -> Result<Vec<CallLine>> {
        let rows = sqlx::query(
            "SELECT at, key_name, what, units, code, subject FROM intake_call \
             WHERE workspace = $1 ORDER BY id DESC LIMIT $2",
        )
        .bind(workspace.to_string())
        .bind(i64::from(CALLS_KEPT))
        .fetch_all(&self.readers)
        .await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            lines.push(CallLine {
                at: Timestamp(row.try_get(0)?),
                key: row.try_get(1)?,
                what: row.try_get(2)?,
                units: number(row.try_get(3)?),
                code: row.try_get(4)?,
                subject: row.try_get(5)?,
            });
        }
        Ok(lines)
    }
}
