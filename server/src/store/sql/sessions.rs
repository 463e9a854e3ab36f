//! Who is signed in.

use super::{Database, Driver, ROWS, begin, detached, read};
use crate::store::{Result, SessionRow, Sessions};
use async_trait::async_trait;
use smarketing_domain::{
    clock::Timestamp,
    entity::Entity,
    ids::{MemberId, WorkspaceId},
};
use sqlx::{QueryBuilder, Row as _};
use std::collections::HashSet;
use uuid::Uuid;

#[async_trait]
impl Sessions for Database {
    async fn add_session(&self, row: SessionRow) -> Result<()> {
        let pool = self.writer();
        detached(async move {
            let mut tx = begin(&pool).await?;
            sqlx::query("DELETE FROM session WHERE expires_at <= $1").bind(row.created.0).execute(&mut *tx).await?;
            sqlx::query(
                "INSERT INTO session \
                 (token_hash, account, workspace, member, created_at, expires_at, last_seen, browser) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            )
            .bind(row.token_hash)
            .bind(row.account.to_string())
            .bind(row.workspace.to_string())
            .bind(row.member.to_string())
            .bind(row.created.0)
            .bind(row.expires.0)
            .bind(row.seen.0)
            .bind(row.browser)
            .execute(&mut *tx)
            .await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    async fn session(&self, token_hash: &str, now: Timestamp) -> Result<Option<(SessionRow, String, Option<String>)>> {
        let row = sqlx::query(
            "SELECT s.account, s.workspace, s.member, s.created_at, s.expires_at, s.last_seen, s.browser, e.json, o.json \
             FROM session s \
             JOIN entity e ON e.workspace = s.workspace AND e.kind = 'member' AND e.id = s.member \
             LEFT JOIN entity o ON o.workspace = s.workspace AND o.kind = 'settings' AND o.id = s.workspace \
             WHERE s.token_hash = $1 AND s.expires_at > $2",
        )
        .bind(token_hash)
        .bind(now.0)
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let session = SessionRow {
            token_hash: token_hash.to_owned(),
            account: read(row.try_get(0)?, "session.account")?,
            workspace: read(row.try_get(1)?, "session.workspace")?,
            member: read(row.try_get(2)?, "session.member")?,
            created: Timestamp(row.try_get(3)?),
            expires: Timestamp(row.try_get(4)?),
            seen: Timestamp(row.try_get(5)?),
            browser: row.try_get(6)?,
        };
        Ok(Some((session, row.try_get(7)?, row.try_get(8)?)))
    }

    async fn touch_session(&self, token_hash: &str, seen: Timestamp, expires: Timestamp) -> Result<()> {
        let (pool, token_hash) = (self.writer(), token_hash.to_owned());
        detached(async move {
            sqlx::query("UPDATE session SET last_seen = $2, expires_at = $3 WHERE token_hash = $1")
                .bind(token_hash)
                .bind(seen.0)
                .bind(expires.0)
                .execute(&pool)
                .await?;
            Ok(())
        })
        .await
    }

    async fn end_session(&self, token_hash: &str) -> Result<()> {
        let (pool, token_hash) = (self.writer(), token_hash.to_owned());
        detached(async move {
            sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(token_hash).execute(&pool).await?;
            Ok(())
        })
        .await
    }

    async fn lasting(&self, token_hashes: &[String], now: Timestamp) -> Result<HashSet<String>> {
        let mut lasting = HashSet::new();
        for hashes in token_hashes.chunks(ROWS) {
            let mut query = QueryBuilder::<Driver>::new(
                "SELECT s.token_hash, e.json FROM session s \
                 JOIN entity e ON e.workspace = s.workspace AND e.kind = 'member' AND e.id = s.member \
                 WHERE s.expires_at > ",
            );
            query.push_bind(now.0).push(" AND s.token_hash IN ");
            query.push_tuples(hashes, |mut tuple, hash| {
                tuple.push_bind(hash);
            });
            for row in query.build().fetch_all(&self.readers).await? {
                if is_alive(row.try_get(1)?) {
                    lasting.insert(row.try_get(0)?);
                }
            }
        }
        Ok(lasting)
    }

    async fn sessions_of(&self, account: Uuid, now: Timestamp) -> Result<Vec<SessionRow>> {
        let rows = sqlx::query(
            "SELECT token_hash, workspace, member, created_at, expires_at, last_seen, browser FROM session \
             WHERE account = $1 AND expires_at > $2 ORDER BY last_seen DESC, created_at DESC",
        )
        .bind(account.to_string())
        .bind(now.0)
        .fetch_all(&self.readers)
        .await?;
        let mut sessions = Vec::with_capacity(rows.len());
        for row in &rows {
            sessions.push(SessionRow {
                token_hash: row.try_get(0)?,
                account,
                workspace: read(row.try_get(1)?, "session.workspace")?,
                member: read(row.try_get(2)?, "session.member")?,
                created: Timestamp(row.try_get(3)?),
                expires: Timestamp(row.try_get(4)?),
                seen: Timestamp(row.try_get(5)?),
                browser: row.try_get(6)?,
            });
        }
        Ok(sessions)
    }

    async fn end_sessions(&self, account: Uuid, keep: &str) -> Result<Vec<String>> {
        let (pool, keep) = (self.writer(), keep.to_owned());
        detached(async move {
            Ok(sqlx::query_scalar("DELETE FROM session WHERE account = $1 AND token_hash <> $2 RETURNING token_hash")
                .bind(account.to_string())
                .bind(keep)
                .fetch_all(&pool)
                .await?)
        })
        .await
    }

    async fn homes(&self, account: Uuid) -> Result<Vec<(WorkspaceId, String, MemberId)>> {
        let rows = sqlx::query(
            "SELECT w.id, w.name, m.member, e.json FROM account_member m JOIN workspace w ON w.id = m.workspace \
             JOIN entity e ON e.workspace = m.workspace AND e.kind = 'member' AND e.id = m.member \
             WHERE m.account = $1 ORDER BY w.created, w.id",
        )
        .bind(account.to_string())
        .fetch_all(&self.readers)
        .await?;
        let mut homes = Vec::with_capacity(rows.len());
        for row in &rows {
            // One who was removed through a shell has the row, but no home there.
            if is_alive(row.try_get(3)?) {
                homes.push((
                    read(row.try_get(0)?, "workspace.id")?,
                    row.try_get(1)?,
                    read(row.try_get(2)?, "account_member.member")?,
                ));
            }
        }
        Ok(homes)
    }
}

/// Whether a member, as stored, is there.
fn is_alive(json: &str) -> bool {
    matches!(Entity::read(json), Ok(Some(Entity::Member(member))) if member.meta.is_alive())
}
