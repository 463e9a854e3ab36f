//! Who can sign in.

use super::{Connection, Database, begin, detached, exists, read};
use crate::store::{Account, AccountLine, Accounts, NewAccount, Result};
use async_trait::async_trait;
use smarketing_domain::clock::Timestamp;
use sqlx::Row as _;
use uuid::Uuid;

#[async_trait]
impl Accounts for Database {
    async fn account(&self, email: &str) -> Result<Option<Account>> {
        if email.contains('\0') {
            // No database has it, and PostgreSQL refuses to look for it.
            return Ok(None);
        }
        let rows = sqlx::query(
            "SELECT a.id, a.password_hash, m.workspace, m.member FROM account a \
             JOIN account_member m ON m.account = a.id JOIN workspace w ON w.id = m.workspace \
             WHERE a.email = $1 ORDER BY w.created, w.id",
        )
        .bind(email)
        .fetch_all(&self.readers)
        .await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let mut members = Vec::with_capacity(rows.len());
        for row in &rows {
            members.push((
                read(row.try_get(2)?, "account_member.workspace")?,
                read(row.try_get(3)?, "account_member.member")?,
            ));
        }
        Ok(Some(Account { id: read(first.try_get(0)?, "account.id")?, password_hash: first.try_get(1)?, members }))
    }

    async fn accounts(&self) -> Result<Vec<AccountLine>> {
        let rows = sqlx::query(
            "SELECT a.email, w.name, m.member FROM account a \
             JOIN account_member m ON m.account = a.id JOIN workspace w ON w.id = m.workspace \
             ORDER BY w.name, a.email",
        )
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(AccountLine {
                    email: row.try_get(0)?,
                    workspace: row.try_get(1)?,
                    member: read(row.try_get(2)?, "account_member.member")?,
                })
            })
            .collect()
    }

    async fn add_accounts(&self, new: Vec<NewAccount>) -> Result<()> {
        let pool = self.writer();
        detached(async move {
            let mut tx = begin(&pool).await?;
            for account in &new {
                add_account(&mut tx, account).await?;
            }
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    async fn failures(&self, address_hash: &str, since: Timestamp) -> Result<Vec<Timestamp>> {
        let rows: Vec<i64> =
            sqlx::query_scalar("SELECT at FROM failed_login WHERE address_hash = $1 AND at >= $2 ORDER BY at")
                .bind(address_hash)
                .bind(since.0)
                .fetch_all(&self.readers)
                .await?;
        Ok(rows.into_iter().map(Timestamp).collect())
    }

    async fn note_failure(&self, address_hash: &str, at: Timestamp, since: Timestamp) -> Result<()> {
        let (pool, address_hash) = (self.writer(), address_hash.to_owned());
        detached(async move {
            let mut tx = begin(&pool).await?;
            sqlx::query("DELETE FROM failed_login WHERE at < $1").bind(since.0).execute(&mut *tx).await?;
            sqlx::query("INSERT INTO failed_login (address_hash, at) VALUES ($1, $2)")
                .bind(address_hash)
                .bind(at.0)
                .execute(&mut *tx)
                .await?;
            tx.commit().await?;
            Ok(())
        })
        .await
    }

    async fn forget_failures(&self, address_hash: &str) -> Result<()> {
        let (pool, address_hash) = (self.writer(), address_hash.to_owned());
        detached(async move {
            sqlx::query("DELETE FROM failed_login WHERE address_hash = $1").bind(address_hash).execute(&pool).await?;
            Ok(())
        })
        .await
    }
}

/// Makes an account, or gives one that exists a further workspace.
pub(super) async fn add_account(connection: &mut Connection, new: &NewAccount) -> Result<()> {
    let id = account_for(&mut *connection, &new.email, &new.password_hash, new.created).await?;
    sqlx::query("INSERT INTO account_member (account, workspace, member) VALUES ($1, $2, $3)")
        .bind(id.to_string())
        .bind(new.workspace.to_string())
        .bind(new.member.to_string())
        .execute(connection)
        .await
        .map_err(exists("this address in this workspace"))?;
    Ok(())
}

/// The account of an address, made when there is none. One that stands for
/// nobody is like a new one.
pub(super) async fn account_for(
    connection: &mut Connection,
    email: &str,
    password_hash: &str,
    now: Timestamp,
) -> Result<Uuid> {
    // One statement makes the account or locks the one that is there: of two
    // transactions, the second sees what the first has done.
    let fresh = Uuid::now_v7().to_string();
    let id: String = sqlx::query_scalar(
        "INSERT INTO account (id, email, password_hash, created) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (email) DO UPDATE SET email = excluded.email RETURNING id",
    )
    .bind(&fresh)
    .bind(email)
    .bind(password_hash)
    .bind(now.0)
    .fetch_one(&mut *connection)
    .await?;
    if id != fresh {
        sqlx::query(
            "UPDATE account SET password_hash = $2 \
             WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM account_member WHERE account = $1)",
        )
        .bind(&id)
        .bind(password_hash)
        .execute(connection)
        .await?;
    }
    read(&id, "account.id")
}
