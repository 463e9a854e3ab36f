//! Who has the database open: everybody who works with it holds a shared lock
//! on a file beside it, and a restore wants it alone.
//!
//! The database file itself is SQLite's to lock.

use crate::store::{Result, StoreError};
use std::{
    ffi::OsString,
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

/// A lock that is held until it is dropped, or the process ends.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Together with others who work with the database.
    pub fn shared(database: &Path) -> Result<Self> {
        let file = open(database)?;
        match file.try_lock_shared() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Address(format!(
                "{} is being restored from a backup: wait until that is done",
                database.display()
            ))),
            Err(TryLockError::Error(e)) => Err(unlockable(database, &e)),
        }
    }

    /// Alone.
    pub fn alone(database: &Path) -> Result<Self> {
        let file = open(database)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Address(format!(
                "{} is in use by a running server or another command: stop it, then restore",
                database.display()
            ))),
            Err(TryLockError::Error(e)) => Err(unlockable(database, &e)),
        }
    }
}

/// `database` with something after its name.
pub fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(database);
    name.push(suffix);
    name.into()
}

fn open(database: &Path) -> Result<File> {
    let path = beside(database, ".lock");
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|e| unlockable(database, &e))
}

fn unlockable(database: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Address(format!("the lock beside {} cannot be taken: {error}", database.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_work_with_a_database_and_a_restore_wants_it_alone() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        let (one, two) = (Lock::shared(&database).unwrap(), Lock::shared(&database).unwrap());
        assert!(Lock::alone(&database).err().unwrap().to_string().contains("in use"));
        drop((one, two));
        let alone = Lock::alone(&database).unwrap();
        assert!(Lock::shared(&database).err().unwrap().to_string().contains("being restored"));
        drop(alone);
        assert!(Lock::shared(&database).is_ok());
    }
}
