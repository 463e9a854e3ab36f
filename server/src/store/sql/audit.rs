//! Who did what about access.

use super::{Database, begin, detached, read};
use crate::store::{Audit, AuditRow, Result};
use async_trait::async_trait;
use smarketing_domain::{account::wire::AuditLine, clock::Timestamp, ids::WorkspaceId};
use sqlx::Row as _;
use uuid::Uuid;

/// How long it is kept, in milliseconds.
const KEPT: i64 = 366 * 24 * 60 * 60 * 1000;

#[async_trait]
impl Audit for Database {
    async fn note(&self, row: AuditRow) -> Result<()> {
        let pool = self.writer();
        detached(async move {
            let mut tx = begin(&pool).await?;
            sqlx::query("DELETE FROM audit WHERE at < $1").bind(row.at.0 - KEPT).execute(&mut *tx).await?;
            sqlx::query(
                "INSERT INTO audit (id, at, workspace, what, actor, about, email, detail) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(Uuid::now_v7().to_string())
            .bind(row.at.0)
            .bind(row.workspace.map(|id| id.to_string()))
            .bind(row.what)
            .bind(row.actor.map(|id| id.to_string()))
            .bind(row.about.map(|id| id.to_string()))
            .bind(row.email)
            .bind(row.detail)
            .execute(&mut *tx)
            .await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    async fn audit(&self, workspace: WorkspaceId, count: u32) -> Result<Vec<AuditLine>> {
        let rows = sqlx::query(
            "SELECT at, what, actor, about, email, detail FROM audit \
             WHERE workspace = $1 OR workspace IS NULL ORDER BY at DESC, id DESC LIMIT $2",
        )
        .bind(workspace.to_string())
        .bind(i64::from(count))
        .fetch_all(&self.readers)
        .await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            let member = |id: Option<&str>| id.map(|id| read(id, "audit")).transpose();
            lines.push(AuditLine {
                at: Timestamp(row.try_get(0)?),
                what: row.try_get(1)?,
                actor: member(row.try_get(2)?)?,
                about: member(row.try_get(3)?)?,
                email: row.try_get(4)?,
                detail: row.try_get(5)?,
            });
        }
        Ok(lines)
    }
}
