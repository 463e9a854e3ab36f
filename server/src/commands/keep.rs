//! `backup`, `restore`, `restored` and `check`: keeping the database.

use super::{
    CommandError,
    plain::{count, say, warn},
};
use crate::{store, time::now};
use clap::Args;
use std::{path::PathBuf, process::ExitCode};

/// Where to.
#[derive(Debug, Args)]
pub struct Backup {
    /// A file that is not there yet.
    file: PathBuf,
}

/// Where from.
#[derive(Debug, Args)]
pub struct Restore {
    /// A file that `backup` made.
    file: PathBuf,
}

/// The exit code when something was found.
const FOUND: u8 = 2;

/// Copies the database.
///
/// # Errors
/// When there is none, or the file is there already or cannot be written.
pub async fn backup(database: &str, command: Backup) -> Result<(), CommandError> {
    let size = store::backup(database, &command.file).await?;
    say(&format!("{} has everything as of now ({} bytes).\n", command.file.display(), count(size)))
}

/// Puts a backup in place.
///
/// # Errors
/// When the file is no sound backup, or a server has the database open.
pub async fn restore(database: &str, command: Restore) -> Result<(), CommandError> {
    let former = store::restore(database, &command.file, now()).await?;
    say(&format!("{} is restored. Start the server.\n", command.file.display()))?;
    match former {
        Some(former) => say(&format!("The former database is kept as {}.\n", former.display())),
        None => Ok(()),
    }
}

/// Begins a new life of a PostgreSQL database that was put back.
///
/// # Errors
/// When it is none, or an instance uses it.
pub async fn restored(database: &str) -> Result<(), CommandError> {
    store::restored(database).await?;
    say("The database begins anew from this backup: browsers will notice. Start the instances.\n")
}

/// Looks through the database.
///
/// # Errors
/// When there is none, or it cannot be read at all.
pub async fn check(database: &str) -> Result<ExitCode, CommandError> {
    let checked = store::check(database).await?;
    let [workspaces, records, operations] = [checked.workspaces, checked.records, checked.operations].map(count);
    say(&format!("Read: workspaces {workspaces}, records {records}, operations {operations}.\n"))?;
    if checked.findings.is_empty() {
        say("All is in order.\n")?;
        return Ok(ExitCode::SUCCESS);
    }
    checked.findings.iter().for_each(|finding| warn(&format!("wrong: {finding}")));
    warn("Something is wrong: keep what is there, and restore the latest backup that `check` finds in order.");
    Ok(ExitCode::from(FOUND))
}
