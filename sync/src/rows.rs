//! Received records as text, to be kept.

use serde_json::value::RawValue;
use std::{ops::Range, rc::Rc};

/// Records to keep, as they came.
#[derive(Clone, Debug)]
pub enum Rows {
    /// Key and JSON of those that changed.
    Changed(Vec<(String, String)>),
    /// All there are.
    All(Texts),
}

/// The records of a snapshot: where each stands in its text. They are not copied
/// out of it, for they are many.
#[derive(Clone, Debug)]
pub struct Texts {
    body: Rc<String>,
    spans: Rc<[Range<usize>]>,
}

impl Texts {
    /// Those values of `body`, which they are a part of.
    pub fn new(body: String, spans: Vec<Range<usize>>) -> Self {
        Self { body: Rc::new(body), spans: spans.into() }
    }

    /// Where `value` stands in `body`, which it was cut from.
    pub fn span(body: &str, value: &RawValue) -> Range<usize> {
        let start = value.get().as_ptr() as usize - body.as_ptr() as usize;
        start..start + value.get().len()
    }

    /// The JSON of each.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.spans.iter().filter_map(|span| self.body.get(span.clone()))
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
