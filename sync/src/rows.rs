//! Received records as text, to be kept.

use std::rc::Rc;

/// Records to keep, as they came.
#[derive(Clone, Debug)]
pub enum Rows {
    /// Key and JSON of those that changed.
    Changed(Vec<(String, String)>),
    /// All there are.
    All(Texts),
}

/// The records of a snapshot, as it came: a record in each line. They are not copied
/// out of it, for they are many.
#[derive(Clone, Debug)]
pub struct Texts {
    texts: Rc<[String]>,
    /// By their keys, each there once.
    pub(crate) is_sorted: bool,
}

impl Texts {
    /// Whole lines, with or without the commas between records.
    pub fn new(texts: Vec<String>, is_sorted: bool) -> Self {
        Self { texts: texts.into(), is_sorted }
    }

    /// The JSON of each.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().flat_map(|text| Self::lines(text))
    }

    /// The JSON of each record in `text`.
    pub fn lines(text: &str) -> impl DoubleEndedIterator<Item = &str> {
        text.lines().map(|line| line.strip_suffix(',').unwrap_or(line))
    }
}

impl From<Vec<(String, String)>> for Rows {
    fn from(changed: Vec<(String, String)>) -> Self {
        Self::Changed(changed)
    }
}

impl From<Texts> for Rows {
    fn from(all: Texts) -> Self {
        Self::All(all)
    }
}

/// Takes memory for what `text` bytes of records are once they are read, all at
/// once. WebAssembly's memory grows by 64 KiB when it is asked for a little, and a
/// browser takes longer for growing it four thousand times than for all the reading.
pub(crate) fn make_room(text: usize) {
    // Measured: records take one and a half times the room of their text.
    drop(std::hint::black_box(Vec::<u8>::with_capacity(text.saturating_add(text / 2))));
}
