//! `GET /api/snapshot` as the client takes it in: line by line while it comes, for it
//! can be long. Pure.

use crate::{
    answer::{ApiError, read},
    blocks::beginning,
    change::Read,
    rows::{Texts, make_room},
};
use smarketing_domain::{wire::SNAPSHOT_END, workspace::Workspace};

/// So many bytes of records get memory at a time.
const STRETCH: usize = 4 * 1024 * 1024;

/// Everything, as of `cursor`.
#[derive(Debug)]
pub struct Snapshot {
    /// How far one has read with it.
    pub read: Read,
    /// Every record that this version can read.
    pub entities: Workspace,
    /// All of them, as text to keep.
    pub rows: Texts,
    /// There are records of a known kind that could not be read.
    pub unreadable: bool,
}

/// Reads a snapshot from the parts in which it comes.
#[derive(Debug, Default)]
pub struct Reader {
    /// What the first line says.
    head: Option<Read>,
    /// The beginning of a line that has not come to its end.
    rest: Vec<u8>,
    room: usize,
    entities: Workspace,
    texts: Vec<String>,
    /// Some record does not come after the one before it.
    is_unsorted: bool,
    unreadable: bool,
}

impl Reader {
    /// Takes what comes next.
    ///
    /// # Errors
    /// When it is no part of a snapshot.
    pub fn take(&mut self, part: &[u8]) -> Result<(), ApiError> {
        let Some(end) = part.iter().rposition(|byte| *byte == b'\n') else {
            self.rest.extend_from_slice(part);
            return Ok(());
        };
        let (lines, rest) = part.split_at(end + 1);
        let mut text = std::mem::replace(&mut self.rest, rest.to_vec());
        text.extend_from_slice(lines);
        let mut text = String::from_utf8(text).map_err(|_| ApiError::Fault)?;
        if self.head.is_none() {
            let records = text.split_off(text.find('\n').map_or(text.len(), |end| end + 1));
            let head = std::mem::replace(&mut text, records) + SNAPSHOT_END;
            self.head = Some(serde_json::from_str(&head).map_err(|_| ApiError::Fault)?);
        }
        self.read(text)
    }

    fn read(&mut self, text: String) -> Result<(), ApiError> {
        if self.room < text.len() {
            self.room = STRETCH.max(text.len());
            make_room(self.room);
        }
        self.room -= text.len();
        let mut last = self.texts.last().and_then(|text| Texts::lines(text).next_back()).and_then(beginning);
        for json in Texts::lines(&text) {
            let place = beginning(json);
            self.is_unsorted |= place <= last;
            last = place;
            match read(json)? {
                Ok(entity) => self.entities.put(entity),
                Err(unread) => self.unreadable |= unread.is_of_known_kind,
            }
        }
        if !text.is_empty() {
            self.texts.push(text);
        }
        Ok(())
    }

    /// It has come to its end.
    ///
    /// # Errors
    /// When it was cut off.
    pub fn finish(self) -> Result<Snapshot, ApiError> {
        let Some(read) = self.head.filter(|_| self.rest == SNAPSHOT_END.as_bytes()) else {
            return Err(ApiError::Fault);
        };
        let Self { entities, texts, is_unsorted, unreadable, .. } = self;
        Ok(Snapshot { read, entities, rows: Texts::new(texts, !is_unsorted), unreadable })
    }
}

impl Snapshot {
    /// Reads the whole body of an answer.
    ///
    /// # Errors
    /// When it is no snapshot.
    pub fn read(body: &[u8]) -> Result<Self, ApiError> {
        let mut reader = Reader::default();
        reader.take(body)?;
        reader.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = concat!(
        "{\"epoch\":\"00000000-0000-0000-0000-000000000007\",\"cursor\":9,\"entities\":[\n",
        "{\"entity\":\"task\",\"id\":\"00000000-0000-0000-0000-000000000001\",\"meta\":{},\"title\":\"Zvoní\"},\n",
        "{\"entity\":\"play\",\"id\":\"00000000-0000-0000-0000-000000000002\",\"meta\":{}}\n",
        "]}"
    );

    #[test]
    fn it_is_the_same_in_whatever_parts_it_comes() {
        for size in 1..BODY.len() {
            let mut reader = Reader::default();
            BODY.as_bytes().chunks(size).for_each(|part| reader.take(part).unwrap());
            let snapshot = reader.finish().unwrap();
            assert_eq!((snapshot.read.epoch.0.as_u128(), snapshot.read.cursor, snapshot.unreadable), (7, 9, false));
            assert_eq!(snapshot.entities.tasks.values().map(|task| &*task.title).collect::<Vec<_>>(), ["Zvoní"]);
            let kept: Vec<_> = snapshot.rows.iter().collect();
            assert!(kept.len() == 2 && kept.iter().all(|json| BODY.contains(json) && json.ends_with('}')), "{size}");
        }
    }

    #[test]
    fn a_record_of_a_known_kind_that_cannot_be_read_is_told_and_kept() {
        let snapshot = Snapshot::read(BODY.replace("\"Zvoní\"", "7").as_bytes()).unwrap();
        assert_eq!((snapshot.unreadable, snapshot.entities.tasks.len(), snapshot.rows.iter().count()), (true, 0, 2));
    }

    #[test]
    fn one_that_was_cut_off_is_none() {
        for end in 0..BODY.len() {
            assert_eq!(Snapshot::read(&BODY.as_bytes()[..end]).unwrap_err(), ApiError::Fault, "{end}");
        }
    }
}
