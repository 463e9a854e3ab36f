//! A copy of the database as of one moment, while others write.

use super::{check::quick, lock::Lock};
use crate::store::{Result, StoreError};
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    fs::{self, File, OpenOptions},
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// Copies the database at `path` to `target`, which must not be there yet.
/// Answers its size in bytes. The copy has its name only once it is complete,
/// checked and on the disk.
pub async fn backup(path: &Path, target: &Path) -> Result<u64> {
    if fs::symlink_metadata(target).is_ok() {
        return Err(occupied(target));
    }
    let _lock = Lock::shared(path)?;
    let draft = Draft::beside(target)?;
    let mut source = open(path).await?;
    sqlx::query("VACUUM INTO $1").bind(text(&draft.path)?).execute(&mut source).await?;
    source.close().await?;
    let mut copy = open_readonly(&draft.path).await?;
    quick(&mut copy).await?;
    copy.close().await?;
    draft.publish(target)
}

/// An existing database, as it is: no tables are brought up to date.
pub async fn open(path: &Path) -> Result<SqliteConnection> {
    Ok(SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(super::BUSY)
        .disable_statement_logging()
        .connect()
        .await?)
}

/// A file that nobody writes to.
pub async fn open_readonly(path: &Path) -> Result<SqliteConnection> {
    Ok(SqliteConnectOptions::new().filename(path).read_only(true).disable_statement_logging().connect().await?)
}

/// A file under a name of its own until it is complete; otherwise removed.
pub struct Draft {
    /// Where it is meanwhile.
    pub path: PathBuf,
}

impl Draft {
    /// An empty file in the folder of `target`. Nobody but us may read it: it
    /// holds the hashes of passwords.
    pub fn beside(target: &Path) -> Result<Self> {
        let folder = target.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = target.file_name().ok_or_else(|| StoreError::Address(format!("{} is no file", target.display())))?;
        let path = folder.join(format!(".{}.{}", name.to_string_lossy(), uuid::Uuid::new_v4().simple()));
        let mut options = OpenOptions::new();
        options.create_new(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|e| unwritable(target, &e))?;
        Ok(Self { path })
    }

    /// Makes it durable and gives it its name; never in the place of another file.
    pub fn publish(self, target: &Path) -> Result<u64> {
        let size = self.sync(target)?;
        match fs::hard_link(&self.path, target) {
            Ok(()) => {}
            Err(e) if e.kind() == ErrorKind::AlreadyExists => return Err(occupied(target)),
            // Some file systems know no links.
            Err(_) if fs::symlink_metadata(target).is_err() => {
                fs::rename(&self.path, target).map_err(|e| unwritable(target, &e))?;
            }
            Err(e) => return Err(unwritable(target, &e)),
        }
        sync_folder(target);
        Ok(size)
    }

    /// Waits until it is on the disk; answers its size.
    pub fn sync(&self, target: &Path) -> Result<u64> {
        let file = File::open(&self.path).map_err(|e| unwritable(target, &e))?;
        file.sync_all().map_err(|e| unwritable(target, &e))?;
        Ok(file.metadata().map_err(|e| unwritable(target, &e))?.len())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Gone already when it was renamed.
        let _ = fs::remove_file(&self.path);
    }
}

/// Makes names in the folder of `path` durable, where the system can.
pub fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// A path as SQLite takes it.
pub fn text(path: &Path) -> Result<String> {
    path.to_str()
        .map(str::to_owned)
        .ok_or_else(|| StoreError::Address(format!("{} is no readable name", path.display())))
}

fn occupied(target: &Path) -> StoreError {
    StoreError::Address(format!("{} is there already: give a file that is not", target.display()))
}

pub fn unwritable(target: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Address(format!("{} cannot be written: {error}", target.display()))
}
