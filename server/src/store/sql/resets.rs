//! New passwords.

use super::{Connection, Database, begin, detached, read};
use crate::store::{Resets, Result};
use async_trait::async_trait;
use smarketing_domain::clock::Timestamp;
use sqlx::Row as _;
use uuid::Uuid;

#[async_trait]
impl Resets for Database {
    async fn add_reset(&self, account: Uuid, token_hash: &str, expires: Timestamp) -> Result<()> {
        let (pool, token_hash) = (self.writer(), token_hash.to_owned());
        detached(async move {
            sqlx::query(
                "INSERT INTO reset (account, token_hash, expires_at) VALUES ($1, $2, $3) \
                 ON CONFLICT (account) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at",
            )
            .bind(account.to_string())
            .bind(token_hash)
            .bind(expires.0)
            .execute(&pool)
            .await?;
            Ok(())
        })
        .await
    }

    async fn reset(&self, token_hash: &str, now: Timestamp) -> Result<Option<(Uuid, String)>> {
        let row = sqlx::query(
            "SELECT a.id, a.email FROM reset r JOIN account a ON a.id = r.account \
             WHERE r.token_hash = $1 AND r.expires_at > $2",
        )
        .bind(token_hash)
        .bind(now.0)
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| Ok((read(row.try_get(0)?, "account.id")?, row.try_get(1)?))).transpose()
    }

    async fn use_reset(&self, token_hash: &str, password_hash: String, now: Timestamp) -> Result<Option<Vec<String>>> {
        let (pool, token_hash) = (self.writer(), token_hash.to_owned());
        detached(async move {
            let mut tx = begin(&pool).await?;
            let account: Option<String> =
                sqlx::query_scalar("DELETE FROM reset WHERE token_hash = $1 AND expires_at > $2 RETURNING account")
                    .bind(token_hash)
                    .bind(now.0)
                    .fetch_optional(&mut *tx)
                    .await?;
            let Some(account) = account else { return Ok(None) };
            let ended = change(&mut tx, &account, &password_hash, "").await?;
            tx.commit().await?;
            Ok(Some(ended))
        })
        .await
    }

    async fn set_password(&self, account: Uuid, password_hash: String, keep: &str) -> Result<Vec<String>> {
        let (pool, keep) = (self.writer(), keep.to_owned());
        detached(async move {
            let mut tx = begin(&pool).await?;
            let ended = change(&mut tx, &account.to_string(), &password_hash, &keep).await?;
            tx.commit().await?;
            Ok(ended)
        })
        .await
    }
}

/// A new password ends all sessions but `keep`, and a link that waits.
async fn change(connection: &mut Connection, account: &str, hash: &str, keep: &str) -> Result<Vec<String>> {
    sqlx::query("UPDATE account SET password_hash = $2 WHERE id = $1")
        .bind(account)
        .bind(hash)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM reset WHERE account = $1").bind(account).execute(&mut *connection).await?;
    Ok(sqlx::query_scalar("DELETE FROM session WHERE account = $1 AND token_hash <> $2 RETURNING token_hash")
        .bind(account)
        .bind(keep)
        .fetch_all(connection)
        .await?)
}
