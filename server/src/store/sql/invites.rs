//! Who may come in by a link, and who leaves.

use super::{Connection, Database, Line, accounts::account_for, begin, detached, read};
use crate::store::{InviteRow, Invites, Joined, Result, StoreError};
use async_trait::async_trait;
use serde::{Serialize, de::DeserializeOwned};
use smarketing_domain::{
    clock::Timestamp,
    entity::Entity,
    ids::{MemberId, WorkspaceId},
    member::Member,
};
use sqlx::Row as _;
use uuid::Uuid;

#[async_trait]
impl Invites for Database {
    async fn add_invite(&self, row: InviteRow) -> Result<()> {
        let pool = self.writer();
        let (team, role) = (code(&row.team)?, code(&row.role)?);
        detached(async move {
            let mut tx = begin(&pool).await?;
            sqlx::query("DELETE FROM invite WHERE expires_at <= $1 OR workspace = $2 AND email = $3")
                .bind(row.created.0)
                .bind(row.workspace.to_string())
                .bind(&row.email)
                .execute(&mut *tx)
                .await?;
            sqlx::query(
                "INSERT INTO invite \
                 (id, token_hash, workspace, email, member, team, role, invited_by, created_at, expires_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(row.id.to_string())
            .bind(row.token_hash)
            .bind(row.workspace.to_string())
            .bind(row.email)
            .bind(row.member.to_string())
            .bind(team)
            .bind(role)
            .bind(row.by.to_string())
            .bind(row.created.0)
            .bind(row.expires.0)
            .execute(&mut *tx)
            .await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    async fn invites(&self, workspace: WorkspaceId, now: Timestamp) -> Result<Vec<InviteRow>> {
        let rows = sqlx::query(
            "SELECT id, token_hash, workspace, email, member, team, role, invited_by, created_at, expires_at \
             FROM invite WHERE workspace = $1 AND expires_at > $2 ORDER BY created_at DESC, id DESC",
        )
        .bind(workspace.to_string())
        .bind(now.0)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(invite).collect()
    }

    async fn invite(&self, token_hash: &str, now: Timestamp) -> Result<Option<InviteRow>> {
        let row = sqlx::query(
            "SELECT id, token_hash, workspace, email, member, team, role, invited_by, created_at, expires_at \
             FROM invite WHERE token_hash = $1 AND expires_at > $2",
        )
        .bind(token_hash)
        .bind(now.0)
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(invite).transpose()
    }

    async fn revoke_invite(&self, workspace: WorkspaceId, id: Uuid) -> Result<bool> {
        let pool = self.writer();
        detached(async move {
            let done = sqlx::query("DELETE FROM invite WHERE workspace = $1 AND id = $2")
                .bind(workspace.to_string())
                .bind(id.to_string())
                .execute(&pool)
                .await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }

    async fn accept_invite(&self, invite: &InviteRow, password_hash: String, now: Timestamp) -> Result<Joined> {
        let (pool, invite) = (self.writer(), invite.clone());
        detached(async move {
            let mut tx = begin(&pool).await?;
            let used = sqlx::query("DELETE FROM invite WHERE id = $1 AND token_hash = $2 AND expires_at > $3")
                .bind(invite.id.to_string())
                .bind(&invite.token_hash)
                .bind(now.0)
                .execute(&mut *tx)
                .await?;
            if used.rows_affected() == 0 {
                return Ok(Joined::Gone);
            }
            let account = account_for(&mut tx, &invite.email, &password_hash, now).await?;
            sqlx::query("INSERT INTO account_member (account, workspace, member) VALUES ($1, $2, $3)")
                .bind(account.to_string())
                .bind(invite.workspace.to_string())
                .bind(invite.member.to_string())
                .execute(&mut *tx)
                .await
                .map_err(super::exists("this address in this workspace"))?;
            tx.commit().await?;
            Ok(Joined::As(account))
        })
        .await
    }

    async fn end_membership(&self, workspace: WorkspaceId, member: MemberId) -> Result<()> {
        let pool = self.writer();
        detached(async move {
            let mut tx = begin(&pool).await?;
            let accounts: Vec<String> =
                sqlx::query_scalar("DELETE FROM account_member WHERE workspace = $1 AND member = $2 RETURNING account")
                    .bind(workspace.to_string())
                    .bind(member.to_string())
                    .fetch_all(&mut *tx)
                    .await?;
            sqlx::query("DELETE FROM invite WHERE workspace = $1 AND invited_by = $2")
                .bind(workspace.to_string())
                .bind(member.to_string())
                .execute(&mut *tx)
                .await?;
            for account in accounts {
                close(&mut tx, &account).await?;
            }
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    async fn email_of(&self, workspace: WorkspaceId, member: MemberId) -> Result<Option<String>> {
        Ok(sqlx::query_scalar(
            "SELECT a.email FROM account a JOIN account_member m ON m.account = a.id \
             WHERE m.workspace = $1 AND m.member = $2",
        )
        .bind(workspace.to_string())
        .bind(member.to_string())
        .fetch_optional(&self.readers)
        .await?)
    }

    async fn members(&self, workspace: WorkspaceId) -> Result<Vec<Member>> {
        let rows: Vec<String> =
            sqlx::query_scalar("SELECT json FROM entity WHERE workspace = $1 AND kind = 'member' ORDER BY id")
                .bind(workspace.to_string())
                .fetch_all(&self.readers)
                .await?;
        rows.iter()
            .map(|json| match Entity::read(json) {
                Ok(Some(Entity::Member(member))) => Ok(member),
                _ => Err(StoreError::Unreadable("a member")),
            })
            .collect()
    }

    async fn sign_ins(&self, workspace: WorkspaceId) -> Result<Vec<(MemberId, String)>> {
        let rows = sqlx::query(
            "SELECT m.member, a.email FROM account a JOIN account_member m ON m.account = a.id \
             WHERE m.workspace = $1 ORDER BY a.email",
        )
        .bind(workspace.to_string())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| Ok((read(row.try_get(0)?, "account_member.member")?, row.try_get(1)?))).collect()
    }
}

fn invite(row: &Line) -> Result<InviteRow> {
    Ok(InviteRow {
        id: read(row.try_get(0)?, "invite.id")?,
        token_hash: row.try_get(1)?,
        workspace: read(row.try_get(2)?, "invite.workspace")?,
        email: row.try_get(3)?,
        member: read(row.try_get(4)?, "invite.member")?,
        team: decode(row.try_get(5)?, "invite.team")?,
        role: decode(row.try_get(6)?, "invite.role")?,
        by: read(row.try_get(7)?, "invite.invited_by")?,
        created: Timestamp(row.try_get(8)?),
        expires: Timestamp(row.try_get(9)?),
    })
}

/// Takes the password of an account that stands for nobody any more.
async fn close(connection: &mut Connection, account: &str) -> Result<()> {
    // Locked first: somebody may be letting the account in elsewhere just now.
    sqlx::query("UPDATE account SET email = email WHERE id = $1").bind(account).execute(&mut *connection).await?;
    let closed = sqlx::query(
        "UPDATE account SET password_hash = '' \
         WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM account_member WHERE account = $1)",
    )
    .bind(account)
    .execute(&mut *connection)
    .await?;
    if closed.rows_affected() > 0 {
        sqlx::query("DELETE FROM reset WHERE account = $1").bind(account).execute(connection).await?;
    }
    Ok(())
}

/// A team or role as the domain writes it.
fn code(value: &impl Serialize) -> Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => Ok(code),
        _ => Err(StoreError::Unreadable("a new invitation")),
    }
}

fn decode<T: DeserializeOwned>(code: String, place: &'static str) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(code)).map_err(|_| StoreError::Unreadable(place))
}
