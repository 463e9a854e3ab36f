//! Whether what a database holds is in order: that everything can be read, and
//! that counters, operations and receipts agree.

use super::{Connection, IN_ORDER, number};
use crate::store::{Checked, Result};
use futures_util::TryStreamExt;
use smarketing_domain::{entity::Entity, history::Replaced, operation::Operation, wire::Verdict, workspace::Workspace};
use sqlx::Row as _;

/// Looks through all of it, as of the connection's transaction.
pub async fn look(connection: &mut Connection, checked: &mut Checked) -> Result<()> {
    records(connection, checked).await?;
    operations(connection, checked).await?;
    clients(connection, checked).await?;
    people(connection, checked).await
}

/// Every record can be read, stands under its own key, and keeps the domain's rules.
async fn records(connection: &mut Connection, checked: &mut Checked) -> Result<()> {
    let workspaces = sqlx::query("SELECT id, counter FROM workspace ORDER BY id").fetch_all(&mut *connection).await?;
    for line in &workspaces {
        let (id, counter): (String, i64) = (line.try_get(0)?, line.try_get(1)?);
        checked.workspaces += 1;
        let mut workspace = Workspace::default();
        let mut rows = sqlx::query("SELECT kind, id, seq, json FROM entity WHERE workspace = $1 ORDER BY kind, id")
            .bind(&id)
            .fetch(&mut *connection);
        while let Some(row) = rows.try_next().await? {
            let (kind, own, seq): (String, String, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            checked.records += 1;
            if seq > counter {
                checked.findings.push(format!("{kind}/{own} of {id} is ahead of the workspace's counter"));
            }
            match Entity::read(row.try_get(3)?) {
                Ok(Some(entity)) if entity.key().to_string() == format!("{kind}/{own}") => workspace.put(entity),
                Ok(Some(_)) => checked.findings.push(format!("{kind}/{own} of {id} holds another record")),
                // Of a newer version.
                Ok(None) => {}
                Err(error) => checked.findings.push(format!("{kind}/{own} of {id} cannot be read: {error}")),
            }
        }
        if let Err(invalid) = workspace.validate() {
            checked.findings.push(format!("{invalid} (workspace {id})"));
        }
    }
    Ok(())
}

/// Every operation can be read, is its own receipt (there is no other), and the last
/// ones lead up to the counter.
async fn operations(connection: &mut Connection, checked: &mut Checked) -> Result<()> {
    let mut rows = sqlx::query(IN_ORDER).fetch(&mut *connection);
    while let Some(row) = rows.try_next().await? {
        checked.operations += 1;
        let (workspace, seq): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        let stored: i64 = row.try_get(2)?;
        match serde_json::from_str::<Operation>(row.try_get(3)?) {
            Ok(operation) if operation.number == number(stored) => {}
            Ok(_) => checked.findings.push(format!("operation {seq} of {workspace} has another number")),
            Err(error) => checked.findings.push(format!("operation {seq} of {workspace} cannot be read: {error}")),
        }
        let replaced: Option<&str> = row.try_get(4)?;
        if replaced.is_some_and(|json| serde_json::from_str::<Replaced>(json).is_err()) {
            checked.findings.push(format!("what operation {seq} of {workspace} replaced cannot be read"));
        }
        if row.try_get::<Option<i64>, _>(5)?.is_some() {
            checked.findings.push(format!("operation {seq} of {workspace} was accepted, and has a receipt beside it"));
        }
    }
    drop(rows);
    // A place in the order without an operation is a record that came into view
    // with another one; none is behind the counter.
    let ahead: Vec<String> = sqlx::query_scalar(
        "SELECT w.id FROM workspace w JOIN operation o ON o.workspace = w.id GROUP BY w.id, w.counter \
         HAVING max(o.seq) > w.counter",
    )
    .fetch_all(connection)
    .await?;
    checked.findings.extend(ahead.iter().map(|id| format!("operations of {id} are ahead of its counter")));
    Ok(())
}

/// Every client that was answered is known, and what it was refused can be read.
async fn clients(connection: &mut Connection, checked: &mut Checked) -> Result<()> {
    let unknown = sqlx::query(
        "SELECT a.workspace, a.client FROM ( \
         SELECT workspace, client FROM operation UNION SELECT workspace, client FROM receipt) a \
         LEFT JOIN client c ON c.workspace = a.workspace AND c.client = a.client WHERE c.client IS NULL",
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in &unknown {
        let (workspace, client): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        checked.findings.push(format!("nobody knows whose client {client} of {workspace} is"));
    }
    let mut rows = sqlx::query("SELECT workspace, client, number, verdict FROM receipt").fetch(connection);
    while let Some(row) = rows.try_next().await? {
        let verdict = serde_json::from_str::<Verdict>(row.try_get(3)?);
        if verdict.map_or(true, |verdict| verdict.is_accepted()) {
            let (workspace, client, number): (String, String, i64) =
                (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            checked.findings.push(format!("receipt {number} of client {client} of {workspace} is of no rejection"));
        }
    }
    Ok(())
}

/// Whoever signs in stands for a member that is there.
async fn people(connection: &mut Connection, checked: &mut Checked) -> Result<()> {
    let lost: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM account_member m LEFT JOIN entity e \
         ON e.workspace = m.workspace AND e.kind = 'member' AND e.id = m.member WHERE e.id IS NULL",
    )
    .fetch_one(connection)
    .await?;
    if lost > 0 {
        checked.findings.push(format!("{lost} sign-ins stand for members that are not there"));
    }
    Ok(())
}
