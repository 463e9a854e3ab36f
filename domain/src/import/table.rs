//! Rows of cells under a header, as a file holds them.

use super::encoding::Encoding;

/// Why a row cannot be read whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has this many cells, which is not the header's number.
    Ragged(usize),
    /// The cell of this column is longer than [`super::csv::CELL_MAX`].
    CellTooLarge(usize),
    /// A quotation mark opens a cell in it, and nothing closes it.
    UnclosedQuote,
    /// There are zero bytes in it.
    Damaged,
}

/// Rows of cells under a header. All text lies in one buffer.
#[derive(Clone, Debug)]
pub struct Table {
    /// How the file was written.
    pub encoding: Encoding,
    /// What stands between its cells.
    pub delimiter: u8,
    /// The names of the columns as they stand in the file: they may have
    /// spaces around them, be empty, or occur twice.
    pub header: Vec<String>,
    pub(super) text: String,
    /// Where each cell ends in `text`; it begins where the one before ends.
    pub(super) ends: Vec<u32>,
    pub(super) rows: Vec<Record>,
}

/// Where a row lies in a table's buffer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    pub line: u32,
    /// One past its last cell in `ends`.
    pub end: u32,
    pub fault: Option<Fault>,
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    first: usize,
    record: Record,
}

impl Table {
    /// How many rows are under the header, faulty ones included, blank ones not.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A row by its place from 0.
    pub fn row(&self, at: usize) -> Option<Row<'_>> {
        let first = at.checked_sub(1).and_then(|before| self.rows.get(before)).map_or(0, |r| r.end as usize);
        self.rows.get(at).map(|&record| Row { table: self, first, record })
    }

    /// All rows in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).filter_map(|at| self.row(at))
    }

    /// The cells of a column, trimmed, of rows without a fault.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows().filter(|row| row.fault().is_none()).map(move |row| row.cell(column))
    }

    /// What a column is called where a name is needed: the trimmed name, with
    /// its number behind it from the second column of the same name on, and
    /// `#` with its place from 1 when it has none.
    pub fn label(&self, column: usize) -> String {
        let Some(name) = self.header.get(column) else { return format!("#{}", column + 1) };
        let name: String = name.trim().chars().take(200).collect();
        let before = self.header[..column].iter().filter(|other| other.trim() == name).count();
        match (name.is_empty(), before) {
            (true, _) => format!("#{}", column + 1),
            (false, 0) => name,
            (false, n) => format!("{name} ({})", n + 1),
        }
    }
}

impl<'t> Row<'t> {
    /// The line of the file it begins in, from 1.
    pub fn line(&self) -> u32 {
        self.record.line
    }

    /// Why it cannot be read whole.
    pub fn fault(&self) -> Option<Fault> {
        self.record.fault
    }

    /// The cell of a column without spaces around it; empty where there is none.
    pub fn cell(&self, column: usize) -> &'t str {
        let table = self.table;
        let at = self.first + column;
        if at >= self.record.end as usize {
            return "";
        }
        let start = at.checked_sub(1).map_or(0, |before| table.ends[before] as usize);
        table.text.get(start..table.ends[at] as usize).unwrap_or("").trim()
    }
}
