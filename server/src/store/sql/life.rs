//! The life of a database: a backup that is put in place begins a new one.

use super::Connection;
use crate::store::{Result, StoreError};
use smarketing_domain::ids::EpochId;
use uuid::Uuid;

/// The present life; the first one begins here.
pub async fn epoch(connection: &mut Connection) -> Result<EpochId> {
    let known: Option<String> = sqlx::query_scalar("SELECT epoch FROM server").fetch_optional(&mut *connection).await?;
    let text = match known {
        Some(text) => text,
        None => {
            // Another process may be faster.
            sqlx::query("INSERT INTO server (epoch) VALUES ($1) ON CONFLICT DO NOTHING")
                .bind(EpochId(Uuid::new_v4()).to_string())
                .execute(&mut *connection)
                .await?;
            sqlx::query_scalar("SELECT epoch FROM server").fetch_one(connection).await?
        }
    };
    text.parse().map_err(|_| StoreError::Unreadable("server.epoch"))
}

/// A new life. Links that were used up since must not work again.
pub async fn begin_anew(connection: &mut Connection) -> Result<()> {
    sqlx::query("DELETE FROM server").execute(&mut *connection).await?;
    epoch(&mut *connection).await?;
    sqlx::query("DELETE FROM invite").execute(&mut *connection).await?;
    sqlx::query("DELETE FROM reset").execute(connection).await?;
    Ok(())
}
