//! Whether a database is in order: SQLite's own rules, and then what is in it.

use super::{backup::open, contents, lock::Lock, places::UNPLACED};
use crate::store::{Checked, Result, StoreError};
use sqlx::{Connection, Row as _, SqliteConnection};
use std::path::Path;

/// Most findings that are worth reading.
const FINDINGS: usize = 50;

/// Looks through the database at `path`.
pub async fn check(path: &Path) -> Result<Checked> {
    let _lock = Lock::shared(path)?;
    let mut connection = open(path).await?;
    // All of it as of one moment, while a server may write.
    let mut tx = connection.begin().await?;
    let mut checked = Checked::default();
    file(&mut tx, &mut checked).await?;
    if checked.findings.is_empty() {
        contents::look(&mut tx, &mut checked).await?;
        chains(&mut tx, &mut checked).await?;
        places(&mut tx, &mut checked).await?;
    }
    tx.rollback().await?;
    connection.close().await?;
    checked.findings.truncate(FINDINGS);
    Ok(checked)
}

/// What was done to a record hangs together, from the latest to the first.
async fn chains(connection: &mut SqliteConnection, checked: &mut Checked) -> Result<()> {
    let broken: Vec<(String, i64)> = sqlx::query_as(
        "SELECT workspace, seq FROM ( \
         SELECT workspace, seq, previous, \
         lag(seq) OVER (PARTITION BY workspace, json_extract(json, '$.body.id') ORDER BY seq) AS expected \
         FROM operation) WHERE previous IS NOT expected \
         UNION ALL SELECT e.workspace, max(o.seq) FROM entity e \
         JOIN operation o ON o.workspace = e.workspace AND json_extract(o.json, '$.body.id') = e.id \
         GROUP BY e.workspace, e.kind, e.id HAVING max(o.seq) IS NOT e.latest",
    )
    .fetch_all(connection)
    .await?;
    let finding = |(workspace, seq)| format!("operation {seq} of {workspace} is not in its record's history");
    checked.findings.extend(broken.into_iter().take(FINDINGS).map(finding));
    Ok(())
}

/// Every record is found by where it changed last.
async fn places(connection: &mut SqliteConnection, checked: &mut Checked) -> Result<()> {
    let lost: Vec<(String, String, String)> = sqlx::query_as(UNPLACED).fetch_all(connection).await?;
    let finding = |(kind, id, workspace)| format!("{kind}/{id} of {workspace} is not among what changed");
    checked.findings.extend(lost.into_iter().take(FINDINGS).map(finding));
    Ok(())
}

/// SQLite's own rules only.
pub async fn quick(connection: &mut SqliteConnection) -> Result<()> {
    let mut checked = Checked::default();
    file(connection, &mut checked).await?;
    match checked.findings.is_empty() {
        true => Ok(()),
        false => Err(StoreError::Damaged(checked.findings.join("; "))),
    }
}

async fn file(connection: &mut SqliteConnection, checked: &mut Checked) -> Result<()> {
    let lines: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(20)").fetch_all(&mut *connection).await?;
    checked.findings.extend(lines.into_iter().filter(|line| line != "ok"));
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(connection).await?;
    for row in broken.iter().take(FINDINGS) {
        let (table, parent): (String, String) = (row.try_get(0)?, row.try_get(2)?);
        checked.findings.push(format!("a row of {table} refers to a row of {parent} that is not there"));
    }
    Ok(())
}
