//! A workspace as a whole: what a client begins with.

use crate::store::{Changes, Records, Result};
use smarketing_domain::{
    ids::{EpochId, WorkspaceId},
    wire::SNAPSHOT_END,
};
use std::io;

/// Everything.
///
/// # Errors
/// When the database does not answer.
pub async fn snapshot(records: &dyn Records, workspace: WorkspaceId) -> Result<Changes> {
    records.whole(workspace).await
}

/// Writes [`smarketing_domain::wire::Snapshot`] as it is sent: each record in a line of
/// its own, in the order of kinds and ids, in which clients keep them.
///
/// # Errors
/// When `out` takes no more.
pub fn write_snapshot(out: &mut impl io::Write, epoch: EpochId, mut changes: Changes) -> io::Result<()> {
    // Records begin with their kind and their id.
    changes.rows.sort_unstable_by(|one, other| one.json.cmp(&other.json));
    write!(out, r#"{{"epoch":"{epoch}","cursor":{},"entities":["#, changes.cursor)?;
    for (n, row) in changes.rows.iter().enumerate() {
        out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
        out.write_all(row.json.as_bytes())?;
    }
    write!(out, "\n{SNAPSHOT_END}")
}
