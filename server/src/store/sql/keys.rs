//! Keys by which forms and platforms write from outside.

use super::{Database, Line, begin, column, detached, number, read};
use crate::store::{Claim, KeyRow, Keys, NewClaim, Result};
use async_trait::async_trait;
use smarketing_domain::{
    clock::{DAY, Timestamp},
    ids::WorkspaceId,
};
use sqlx::Row as _;
use uuid::Uuid;

/// For so many days a request is known again.
const KNOWN: i64 = 7;

#[async_trait]
impl Keys for Database {
    async fn add_key(&self, row: KeyRow) -> Result<()> {
        let pool = self.writer();
        detached(async move {
            sqlx::query(
                "INSERT INTO intake_key (id, key_hash, workspace, name, leads, reach, made_by, created_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(row.id.to_string())
            .bind(row.key_hash)
            .bind(row.workspace.to_string())
            .bind(row.name)
            .bind(i64::from(row.leads))
            .bind(i64::from(row.reach))
            .bind(row.by.to_string())
            .bind(row.created.0)
            .execute(&pool)
            .await?;
            Ok(())
        })
        .await
    }

    async fn keys(&self, workspace: WorkspaceId) -> Result<Vec<KeyRow>> {
        let rows = sqlx::query(
            "SELECT id, key_hash, workspace, name, leads, reach, made_by, created_at, used_at FROM intake_key \
             WHERE workspace = $1 ORDER BY created_at DESC, id DESC",
        )
        .bind(workspace.to_string())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(key).collect()
    }

    async fn key(&self, key_hash: &str) -> Result<Option<KeyRow>> {
        let row = sqlx::query(
            "SELECT id, key_hash, workspace, name, leads, reach, made_by, created_at, used_at FROM intake_key \
             WHERE key_hash = $1",
        )
        .bind(key_hash)
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(key).transpose()
    }

    async fn revoke_key(&self, workspace: WorkspaceId, id: Uuid) -> Result<bool> {
        let pool = self.writer();
        detached(async move {
            let mut tx = begin(&pool).await?;
            sqlx::query(
                "DELETE FROM intake_claim WHERE intake_key IN (SELECT id FROM intake_key WHERE workspace = $1 AND id = $2)",
            )
            .bind(workspace.to_string())
            .bind(id.to_string())
            .execute(&mut *tx)
            .await?;
            let done = sqlx::query("DELETE FROM intake_key WHERE workspace = $1 AND id = $2")
                .bind(workspace.to_string())
                .bind(id.to_string())
                .execute(&mut *tx)
                .await?;
            tx.commit().await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }

    async fn claim(&self, claim: NewClaim) -> Result<Claim> {
        let pool = self.writer();
        detached(async move {
            let (key, day) = (claim.key.to_string(), claim.now.0.div_euclid(DAY));
            let mut tx = begin(&pool).await?;
            // Nothing to note for a key that was revoked at this moment.
            let used = sqlx::query("UPDATE intake_key SET used_at = $2 WHERE id = $1")
                .bind(&key)
                .bind(claim.now.0)
                .execute(&mut *tx)
                .await?;
            if used.rows_affected() == 0 {
                return Ok(Claim::Full);
            }
            sqlx::query("DELETE FROM intake_claim WHERE intake_key = $1 AND day <= $2")
                .bind(&key)
                .bind(day - KNOWN)
                .execute(&mut *tx)
                .await?;
            let known: Option<String> = sqlx::query_scalar(
                "SELECT body_hash FROM intake_claim WHERE intake_key = $1 AND kind = $2 AND request = $3",
            )
            .bind(&key)
            .bind(claim.kind)
            .bind(&claim.request)
            .fetch_optional(&mut *tx)
            .await?;
            let units: Vec<i64> =
                sqlx::query_scalar("SELECT units FROM intake_claim WHERE intake_key = $1 AND kind = $2 AND day = $3")
                    .bind(&key)
                    .bind(claim.kind)
                    .bind(day)
                    .fetch_all(&mut *tx)
                    .await?;
            let written: u64 = units.into_iter().map(number).sum();
            let judged = match known {
                Some(hash) if hash == claim.body_hash => Claim::Same,
                Some(_) => Claim::Other,
                None if written + claim.units > claim.cap => Claim::Full,
                None => Claim::New,
            };
            if judged == Claim::New {
                sqlx::query(
                    "INSERT INTO intake_claim (intake_key, kind, request, body_hash, units, day) \
                     VALUES ($1, $2, $3, $4, $5, $6)",
                )
                .bind(&key)
                .bind(claim.kind)
                .bind(&claim.request)
                .bind(&claim.body_hash)
                .bind(column(claim.units))
                .bind(day)
                .execute(&mut *tx)
                .await?;
            }
            tx.commit().await?;
            Ok(judged)
        })
        .await
    }
}

fn key(row: &Line) -> Result<KeyRow> {
    Ok(KeyRow {
        id: read(row.try_get(0)?, "intake_key.id")?,
        key_hash: row.try_get(1)?,
        workspace: read(row.try_get(2)?, "intake_key.workspace")?,
        name: row.try_get(3)?,
        leads: row.try_get::<i64, _>(4)? != 0,
        reach: row.try_get::<i64, _>(5)? != 0,
        by: read(row.try_get(6)?, "intake_key.made_by")?,
        created: Timestamp(row.try_get(7)?),
        used: row.try_get::<Option<i64>, _>(8)?.map(Timestamp),
    })
}
