//! The log is brought into the database beside the commits, not in one of them:
//! a commit that does it when the log is full finds most of it done.

use crate::store::Result;
use rusqlite::Connection;
use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};
use tokio::sync::mpsc;

/// Rows that are written before it is worth it: about a third of a full log.
const ROWS: usize = 2_000;

/// Counts what is written, and has it brought into the database. Ends with its owner.
pub struct Checkpoints {
    rows: AtomicUsize,
    due: mpsc::Sender<()>,
}

impl Checkpoints {
    /// For the file at `path`, with a connection of its own; `pragmas` are those of the pool.
    pub fn start(path: &Path, pragmas: &[(&str, &str)]) -> Result<Self> {
        let connection = super::quick::open(path, pragmas)?;
        let (due, dues) = mpsc::channel(1);
        tokio::task::spawn_blocking(move || work(&connection, dues));
        Ok(Self { rows: AtomicUsize::default(), due })
    }

    /// So many rows were written.
    pub fn note(&self, rows: usize) {
        if self.rows.fetch_add(rows, Ordering::Relaxed) + rows >= ROWS {
            self.rows.store(0, Ordering::Relaxed);
            // One that is due already does this, too.
            let _ = self.due.try_send(());
        }
    }
}

fn work(connection: &Connection, mut dues: mpsc::Receiver<()>) {
    while dues.blocking_recv().is_some() {
        // Waits for nobody and keeps nobody waiting; what it leaves the next one does.
        if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            tracing::warn!(%error, "the log was not brought into the database");
        }
    }
}
