//! A backup each night: one file a day in a folder, the older ones removed.

use crate::{
    app::Shared,
    store::{self, AuditRow},
};
use smarketing_domain::clock::Timestamp;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// How often it is looked whether one is due.
const LOOK: Duration = Duration::from_secs(60);
/// After a failure, in looks: the log stays readable.
const PAUSE: u32 = 30;
const PREFIX: &str = "smarketing-";
const SUFFIX: &str = ".db";

/// What is kept where.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The database, as given to `--database`.
    pub database: String,
    /// The folder of the backups.
    pub folder: PathBuf,
    /// How many are kept.
    pub keep: u16,
}

impl Plan {
    /// Makes the folder; a wrong one is told at the start and not at night.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn check(&self) -> Result<(), String> {
        store::can_backup(&self.database).map_err(|e| format!("--backup-dir is for SQLite. {e}"))?;
        std::fs::create_dir_all(&self.folder)
            .map_err(|e| format!("--backup-dir {} cannot be used: {e}", self.folder.display()))
    }

    /// Makes a backup on each day (UTC) that has none, until the server stops.
    pub async fn run(self, app: Shared) {
        let mut pause = 0;
        loop {
            let target = self.folder.join(name(app.now()));
            if pause == 0 && !target.exists() {
                pause = if self.make(&app, &target).await { 0 } else { PAUSE };
            }
            pause = pause.saturating_sub(1);
            if app.stop.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_none() {
                return;
            }
        }
    }

    async fn make(&self, app: &Shared, target: &Path) -> bool {
        let (what, done) = match store::backup(&self.database, target).await {
            Ok(bytes) => {
                tracing::info!(file = %target.display(), bytes, "a backup was made");
                self.prune();
                ("backed_up", true)
            }
            Err(error) => {
                tracing::error!(%error, file = %target.display(), "a backup could not be made");
                ("backup_failed", false)
            }
        };
        let detail = target.file_name().map(|name| name.to_string_lossy().into_owned());
        app.note(AuditRow { detail, ..AuditRow::new(app.now(), None, what) }).await;
        done
    }

    /// Removes the oldest. Their names sort by day.
    fn prune(&self) {
        let Ok(folder) = std::fs::read_dir(&self.folder) else { return };
        let mut names: Vec<String> = folder
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| is_ours(name))
            .collect();
        names.sort_unstable();
        let surplus = names.len().saturating_sub(usize::from(self.keep));
        for name in &names[..surplus] {
            match std::fs::remove_file(self.folder.join(name)) {
                Ok(()) => tracing::info!(name, "an old backup was removed"),
                Err(error) => tracing::warn!(%error, name, "an old backup could not be removed"),
            }
        }
    }
}

/// `smarketing-2026-11-22.db`.
fn name(now: Timestamp) -> String {
    format!("{PREFIX}{}{SUFFIX}", now.day().unwrap_or_default())
}

/// Whether a file of this name is one of ours: nothing else is removed.
fn is_ours(name: &str) -> bool {
    let day = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
    day.is_some_and(|day| day.len() == 10 && day.parse::<chrono::NaiveDate>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_named_by_its_day_and_nothing_else_is_ours() {
        assert_eq!(name(Timestamp(0)), "smarketing-1970-01-01.db");
        assert!(is_ours("smarketing-1970-01-01.db"));
        for other in ["smarketing-1970-01-01.db.txt", "smarketing-.db", "smarketing-last-good.db", "data.db"] {
            assert!(!is_ours(other), "{other}");
        }
    }

    #[test]
    fn only_the_oldest_backups_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        for day in 1..=9 {
            std::fs::write(folder.path().join(format!("smarketing-2026-01-0{day}.db")), "").unwrap();
        }
        std::fs::write(folder.path().join("notes.txt"), "").unwrap();
        Plan { database: String::new(), folder: folder.path().to_owned(), keep: 3 }.prune();
        let mut left: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        left.sort();
        assert_eq!(
            left,
            ["notes.txt", "smarketing-2026-01-07.db", "smarketing-2026-01-08.db", "smarketing-2026-01-09.db"]
        );
    }
}
