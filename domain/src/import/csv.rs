//! A file of comma-separated values as a table.
//!
//! Whatever the bytes are, reading them ends in a table or in a [`FileError`]
//! that says what to do. A row that cannot be read whole keeps its place in the
//! table with a [`Fault`]; the rows around it are not affected.

use super::{
    delimiter,
    encoding::{self, Encoding},
    table::{Fault, Record, Table},
};
use csv_core::{ReadFieldResult, ReaderBuilder};

/// Longest cell, in bytes of UTF-8: 1 MiB.
pub const CELL_MAX: usize = 1024 * 1024;
/// Largest file, in bytes: 256 MiB.
pub const FILE_MAX: usize = 256 * 1024 * 1024;
/// Most columns.
pub const COLUMNS_MAX: usize = 1_000;
/// How often reading starts anew behind a quotation mark that nothing closes.
const RETRIES_MAX: u32 = 16;

/// Why a file cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Nothing is in it.
    #[error("The file is empty. Export it again and choose the new file.")]
    Empty,
    /// It has a header and no rows.
    #[error("The file has a header line and no rows. Export it again with the deals in it.")]
    NoRows,
    /// Its first line cannot be read.
    #[error(
        "The first line of the file must name the columns, and it cannot be read. Open the file in a spreadsheet and save it as CSV again."
    )]
    NoHeader,
    /// A spreadsheet, an archive or a picture.
    #[error("This is not a CSV file. If it is a spreadsheet, open it and save it as CSV.")]
    NotText,
    /// Beyond [`FILE_MAX`].
    #[error("The file is larger than 256 MB. Export it in parts, for example year by year.")]
    TooLarge,
    /// Beyond [`COLUMNS_MAX`].
    #[error("The file has more than 1,000 columns. Export it with fewer columns.")]
    TooManyColumns,
}

impl FileError {
    /// The stable code, for programs and translations.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::NoRows => "file_no_rows",
            Self::NoHeader => "file_no_header",
            Self::NotText => "file_not_text",
            Self::TooLarge => "file_too_large",
            Self::TooManyColumns => "file_too_many_columns",
        }
    }
}

/// Reads a whole file at once.
///
/// # Errors
/// When there is no table in it at all.
pub fn parse(bytes: &[u8]) -> Result<Table, FileError> {
    let mut parser = Parser::new(bytes)?;
    while !parser.step(usize::MAX) {}
    parser.finish()
}

/// Reads a file in slices, so that a browser can show progress:
/// [`Parser::step`] until it answers true, then [`Parser::finish`].
pub struct Parser {
    source: Vec<u8>,
    at: usize,
    line: u32,
    retries: u32,
    core: csv_core::Reader,
    encoding: Encoding,
    delimiter: u8,
    header: Vec<String>,
    text: Vec<u8>,
    ends: Vec<u32>,
    rows: Vec<Record>,
}

/// A record that was read: its cells lie at the end of `text` and `ends`.
struct Read {
    line: u32,
    /// How many cells there were, those beyond the header's number included.
    cells: usize,
    /// Whether a cell beyond the header's number had text in it.
    spills: bool,
    fault: Option<Fault>,
}

impl Parser {
    /// Recognises encoding and delimiter, and reads the header.
    ///
    /// # Errors
    /// When there is no header.
    pub fn new(bytes: &[u8]) -> Result<Self, FileError> {
        if bytes.len() > FILE_MAX {
            return Err(FileError::TooLarge);
        }
        if [&b"PK\x03\x04"[..], b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\x1f\x8b"]
            .iter()
            .any(|m| bytes.starts_with(m))
        {
            return Err(FileError::NotText);
        }
        let encoding = encoding::detect(bytes);
        let source = encoding::decode(bytes, encoding).into_bytes();
        let (announced, at) = announced_delimiter(&source);
        let delimiter = announced.unwrap_or_else(|| delimiter::detect(&source));
        let mut parser = Self {
            at,
            line: 1 + u32::from(at > 0),
            retries: 0,
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            encoding,
            delimiter,
            header: Vec::new(),
            text: Vec::new(),
            ends: Vec::new(),
            rows: Vec::new(),
            source,
        };
        parser.read_header()?;
        Ok(parser)
    }

    /// Reads about `bytes` more; true when the file's end is reached.
    pub fn step(&mut self, bytes: usize) -> bool {
        let until = self.at.saturating_add(bytes.max(1));
        while self.at < until {
            let (text, ends) = (self.text.len(), self.ends.len());
            let Some(read) = self.record(self.header.len()) else { return true };
            let blank = read.fault.is_none() && !read.spills && self.text[text..].iter().all(u8::is_ascii_whitespace);
            if blank {
                self.text.truncate(text);
                self.ends.truncate(ends);
                continue;
            }
            let ragged = read.cells < self.header.len() || read.spills;
            let fault = read.fault.or_else(|| ragged.then_some(Fault::Ragged(read.cells)));
            self.rows.push(Record { line: read.line, end: self.ends.len() as u32, fault });
        }
        false
    }

    /// How far it has read, 0 to 1.
    pub fn progress(&self) -> f64 {
        self.at as f64 / self.source.len().max(1) as f64
    }

    /// The table of what was read.
    ///
    /// # Errors
    /// When there is no row.
    pub fn finish(self) -> Result<Table, FileError> {
        if self.rows.is_empty() {
            return Err(FileError::NoRows);
        }
        // Whole cells of a text: it is one still.
        let text = String::from_utf8(self.text).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
        Ok(Table {
            encoding: self.encoding,
            delimiter: self.delimiter,
            header: self.header,
            text,
            ends: self.ends,
            rows: self.rows,
        })
    }

    fn read_header(&mut self) -> Result<(), FileError> {
        let read = self.record(COLUMNS_MAX).ok_or(FileError::Empty)?;
        if read.fault.is_some() {
            return Err(FileError::NoHeader);
        }
        if read.cells > COLUMNS_MAX {
            return Err(FileError::TooManyColumns);
        }
        let mut start = 0;
        for end in std::mem::take(&mut self.ends) {
            self.header.push(String::from_utf8_lossy(&self.text[start..end as usize]).into_owned());
            start = end as usize;
        }
        self.text.clear();
        if self.header.iter().all(|name| name.trim().is_empty()) {
            return Err(FileError::NoHeader);
        }
        Ok(())
    }

    /// Reads one record, keeping at most `keep` cells of it; `None` at the end.
    fn record(&mut self, keep: usize) -> Option<Read> {
        while matches!(self.source.get(self.at), Some(b'\n' | b'\r')) {
            self.line += u32::from(ends_line(&self.source, self.at));
            self.at += 1;
        }
        if self.at >= self.source.len() {
            return None;
        }
        let (start, text, ends) = (self.at, self.text.len(), self.ends.len());
        let mut read = Read { line: self.line, cells: 0, spills: false, fault: None };
        while self.cell(keep, &mut read) {}
        let span = &self.source[start..self.at];
        let quotes = span.iter().filter(|b| **b == b'"').count();
        let lines = (start..self.at).filter(|at| ends_line(&self.source, *at)).count() as u32;
        let unclosed = self.at == self.source.len() && quotes % 2 == 1 && lines > 1;
        if unclosed && self.retries < RETRIES_MAX {
            // It has swallowed the rest of the file: give up its first line only.
            self.retries += 1;
            self.text.truncate(text);
            self.ends.truncate(ends);
            let first = (start..self.at).find(|at| ends_line(&self.source, *at)).unwrap_or(self.at);
            self.at = first + 1;
            self.core.reset();
            self.line += 1;
            return Some(Read { fault: Some(Fault::UnclosedQuote), ..read });
        }
        self.line += lines;
        Some(read)
    }

    /// Reads one cell; false when it was the record's last.
    fn cell(&mut self, keep: usize, read: &mut Read) -> bool {
        let start = self.text.len();
        let kept = read.cells < keep;
        let (mut length, mut buffer) = (0_usize, [0; 4096]);
        let last = loop {
            let (result, taken, written) = self.core.read_field(&self.source[self.at..], &mut buffer);
            self.at += taken;
            length += written;
            if kept && length <= CELL_MAX {
                self.text.extend_from_slice(&buffer[..written]);
            } else {
                read.spills |= !kept && buffer[..written].iter().any(|b| !b.is_ascii_whitespace());
            }
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => break record_end,
                ReadFieldResult::End => return false,
            }
        };
        if kept {
            if length > CELL_MAX {
                self.text.truncate(start);
                read.fault = read.fault.or(Some(Fault::CellTooLarge(read.cells)));
            } else if self.text[start..].contains(&0) {
                let clean: Vec<u8> = self.text.drain(start..).filter(|b| *b != 0).collect();
                self.text.extend(clean);
                read.fault = read.fault.or(Some(Fault::Damaged));
            }
            self.ends.push(self.text.len() as u32);
        }
        read.cells += 1;
        !last
    }
}

/// Whether a line ends with the byte at `at`: a line feed, or a carriage
/// return that none follows.
fn ends_line(source: &[u8], at: usize) -> bool {
    match source.get(at) {
        Some(b'\n') => true,
        Some(b'\r') => source.get(at + 1) != Some(&b'\n'),
        _ => false,
    }
}

/// The delimiter of a first line `sep=;`, which spreadsheets understand, and
/// where the file goes on after it.
fn announced_delimiter(source: &[u8]) -> (Option<u8>, usize) {
    let Some(rest) = source.strip_prefix(b"sep=") else { return (None, 0) };
    match rest {
        [delimiter, b'\r', b'\n', ..] if delimiter.is_ascii() => (Some(*delimiter), 7),
        [delimiter, b'\n' | b'\r', ..] if delimiter.is_ascii() => (Some(*delimiter), 6),
        _ => (None, 0),
    }
}
