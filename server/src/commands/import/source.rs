//! The rows of an import: one file, or leads and deals joined by a key.

use super::Command;
use crate::commands::{CommandError, plain::count};
use smarketing_domain::{
    import::{
        csv::{self, FILE_MAX, FileError},
        date::DateOrder,
        error::{MappingError, RowError},
        join::{Joined, Side, join},
        mapping::Mapping,
        table::Table,
        words::Words,
    },
    workspace::Workspace,
};
use std::path::Path;

/// What is imported.
pub enum Source {
    /// One file.
    File(Table),
    /// Two files.
    Joined(Box<Joined>),
}

impl Source {
    /// Reads the files that the command names.
    ///
    /// # Errors
    /// When one cannot be read, or they have no such key.
    pub fn read(command: &Command) -> Result<Self, CommandError> {
        let table = read_table(&command.file)?;
        let (Some(deals), Some(key)) = (&command.deals, &command.join) else { return Ok(Self::File(table)) };
        let joined = join(&table, &read_table(deals)?, key).map_err(|e| CommandError::Other(e.to_string()))?;
        Ok(Self::Joined(Box::new(joined)))
    }

    /// The rows to import.
    pub fn table(&self) -> &Table {
        match self {
            Self::File(table) => table,
            Self::Joined(joined) => &joined.table,
        }
    }

    /// The mapping that the source seems to ask for.
    ///
    /// # Errors
    /// When the order of a column's dates is open.
    pub fn guess(&self, w: &Workspace, words: &Words, order: Option<DateOrder>) -> Result<Mapping, MappingError> {
        match self {
            Self::File(table) => Ok(Mapping::guess(table, w, words)),
            Self::Joined(joined) => joined.guess(w, words, order),
        }
    }

    /// Says in a mapping from a file what the source itself knows.
    ///
    /// # Errors
    /// When the order of a column's dates is open.
    pub fn settle(&self, mapping: &mut Mapping) -> Result<(), MappingError> {
        match self {
            Self::File(_) => Ok(()),
            Self::Joined(joined) => joined.settle(mapping),
        }
    }

    /// Where a refused row stands.
    pub fn place(&self, error: &RowError, command: &Command) -> String {
        let Self::Joined(joined) = self else { return format!("line {}", error.row) };
        let (side, line) = joined.place(error);
        let file = match (side, &command.deals) {
            (Side::Deals, Some(deals)) => deals,
            _ => &command.file,
        };
        format!("{} line {line}", name(file))
    }

    /// The name by which the import is remembered.
    pub fn name(&self, command: &Command) -> String {
        match &command.deals {
            Some(deals) => format!("{} + {}", name(&command.file), name(deals)),
            None => name(&command.file),
        }
    }

    /// What the join found, in a line; empty for one file.
    pub fn summary(&self) -> String {
        let Self::Joined(joined) = self else { return String::new() };
        let without = match joined.unmatched {
            0 => String::new(),
            n => format!("; {} rows of deals without a lead of their own", count(n as u64)),
        };
        format!("  joined: {} leads with a deal{without}\n", count(joined.matched as u64))
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Reads a CSV file.
///
/// # Errors
/// When it cannot be read, or is none.
pub fn read_table(path: &Path) -> Result<Table, CommandError> {
    let sentence = |why: String| CommandError::Other(format!("{}: {why}", path.display()));
    let unreadable = |e: std::io::Error| sentence(format!("the file cannot be read ({e}). Check its name."));
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > FILE_MAX as u64 {
        return Err(sentence(FileError::TooLarge.to_string()));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    csv::parse(&bytes).map_err(|e| sentence(e.to_string()))
}
