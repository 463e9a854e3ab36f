//! Keeping a database that PostgreSQL's own tools copy and put back.

use super::{MIGRATIONS, contents, hints::IN_USE, life, options};
use crate::store::{Checked, Result, StoreError};
use sqlx::{ConnectOptions, Connection};

/// Looks through the database at `address`, as of one moment.
pub async fn check(address: &str) -> Result<Checked> {
    let mut connection = options(address)?.connect().await?;
    let mut tx = connection.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    let mut checked = Checked::default();
    contents::look(&mut tx, &mut checked).await?;
    tx.rollback().await?;
    connection.close().await?;
    Ok(checked)
}

/// Begins a new life of the database at `address`, into which a backup has
/// been put.
pub async fn restored(address: &str) -> Result<()> {
    let mut connection = options(address)?.connect().await?;
    let alone: bool =
        sqlx::query_scalar("SELECT pg_try_advisory_lock($1)").bind(IN_USE).fetch_one(&mut connection).await?;
    if !alone {
        return Err(StoreError::Address(
            "a server is running on this database: stop all instances, then try again".to_owned(),
        ));
    }
    MIGRATIONS.run(&mut connection).await?;
    let mut tx = connection.begin().await?;
    life::begin_anew(&mut tx).await?;
    tx.commit().await?;
    connection.close().await?;
    Ok(())
}
