//! What the server answers, as the client takes it in. Pure.

use crate::{blocks::key, cache::parse, change::TrayRow};
use serde::Deserialize;
use serde_json::value::RawValue;
use smarketing_domain::{
    clock::Timestamp,
    entity::{Entity, EntityKey},
    ids::{EpochId, MemberId},
    wire::{Answer, SyncRequest},
};

/// Why the server did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// It did not answer.
    Unreachable,
    /// It did not answer in time.
    TimedOut,
    /// The session has ended; or address and password do not belong together.
    SignedOut,
    /// This member was removed from the workspace. A browser's tabs share one
    /// session: it may be another one than who sits here.
    Removed(Option<MemberId>),
    /// Operations are missing before those that were sent.
    Gap,
    /// Another member uses this client id.
    ForeignClient,
    /// Another member made what was sent: somebody else sits at this browser.
    ForeignAuthor,
    /// More than a request may have.
    TooLarge,
    /// Too many attempts.
    TooMany,
    /// It answered with an error, or with something unreadable.
    Fault,
}

/// Records as they came: read, and as text to keep. Text of kinds and fields
/// that this version does not know is kept, too.
#[derive(Debug, Default)]
pub struct Records {
    /// Those that this version can read.
    pub entities: Vec<Entity>,
    /// All of them: key and JSON.
    pub rows: Vec<(String, String)>,
    /// There are records of a known kind that could not be read.
    pub unreadable: bool,
}

/// `POST /api/sync`.
#[derive(Debug)]
pub struct Reply {
    /// The life of the server's database.
    pub epoch: EpochId,
    /// The server's clock.
    pub server_now: Timestamp,
    /// One for each operation.
    pub answers: Vec<Answer>,
    /// What changed after the request's cursor.
    pub records: Records,
    /// How far this has been read.
    pub cursor: u64,
    /// There is more.
    pub more: bool,
    /// The cursor is of no use: take a snapshot.
    pub reset: bool,
    /// What others have written over: for the tray.
    pub tray: Vec<TrayRow>,
}

impl Reply {
    /// Reads the body of the answer to `request`.
    ///
    /// # Errors
    /// When it is no such answer, or does not answer everything.
    pub fn read(body: &[u8], request: &SyncRequest) -> Result<Self, ApiError> {
        #[derive(Deserialize)]
        struct Wire<'a> {
            epoch: EpochId,
            server_now: Timestamp,
            answers: Vec<Answer>,
            #[serde(borrow)]
            entities: Vec<&'a RawValue>,
            cursor: u64,
            #[serde(default)]
            more: bool,
            #[serde(default)]
            reset: bool,
            #[serde(borrow, default)]
            tray: Vec<&'a RawValue>,
        }
        let wire: Wire = json(body)?;
        let answered = |number: u64| wire.answers.iter().any(|answer| answer.number == number);
        let is_complete = request.operations.last().is_none_or(|last| answered(last.number))
            && wire.answers.len() >= request.operations.len();
        if !wire.reset && !is_complete {
            // Taking it would send the same operations again at once, for ever.
            return Err(ApiError::Fault);
        }
        Ok(Self {
            epoch: wire.epoch,
            server_now: wire.server_now,
            records: records(&wire.entities)?,
            answers: wire.answers,
            cursor: wire.cursor,
            more: wire.more,
            reset: wire.reset,
            // What cannot be read keeps nothing else back.
            tray: wire.tray.into_iter().filter_map(|row| parse(row.get())).collect(),
        })
    }
}

/// Reads a body. As text: a reader of bytes as well would be as much code again.
///
/// # Errors
/// When it is not that.
pub fn json<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, ApiError> {
    let text = std::str::from_utf8(body).map_err(|_| ApiError::Fault)?;
    serde_json::from_str(text).map_err(|_| ApiError::Fault)
}

/// Reads records one by one: one that cannot be read does not stop the others.
///
/// # Errors
/// When something is no record at all.
pub fn records(raw: &[&RawValue]) -> Result<Records, ApiError> {
    let mut records = Records::default();
    for value in raw {
        let key = match read(value.get())? {
            Ok(entity) => {
                let key = entity.key().to_string();
                records.entities.push(entity);
                key
            }
            Err(unread) => {
                records.unreadable |= unread.is_of_known_kind;
                unread.key
            }
        };
        records.rows.push((key, value.get().to_owned()));
    }
    Ok(records)
}

/// A record that this version cannot read.
pub(crate) struct Unread {
    key: String,
    pub(crate) is_of_known_kind: bool,
}

/// Reads a record.
///
/// # Errors
/// When it is no record at all.
pub(crate) fn read(json: &str) -> Result<Result<Entity, Unread>, ApiError> {
    if let Ok(Some(entity)) = Entity::read(json) {
        return Ok(Ok(entity));
    }
    let key = key(json).ok_or(ApiError::Fault)?;
    Ok(Err(Unread { is_of_known_kind: key.parse::<EntityKey>().is_ok(), key }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &[&str]) -> Vec<Box<RawValue>> {
        json.iter().map(|text| RawValue::from_string((*text).to_owned()).unwrap()).collect()
    }

    fn read_all(json: &[&str]) -> Result<Records, ApiError> {
        let values = raw(json);
        records(&values.iter().map(AsRef::as_ref).collect::<Vec<_>>())
    }

    #[test]
    fn a_record_is_kept_as_it_came_with_fields_from_the_future() {
        let text =
            r#"{"entity":"task","id":"00000000-0000-0000-0000-000000000001","meta":{},"title":"Call","mood":"good"}"#;
        let records = read_all(&[text]).unwrap();
        assert_eq!(records.rows, [("task/00000000-0000-0000-0000-000000000001".to_owned(), text.to_owned())]);
        assert_eq!(records.entities.len(), 1);
        assert!(!records.unreadable);
    }

    #[test]
    fn an_unknown_kind_is_kept_and_a_broken_known_one_is_told() {
        let unknown = r#"{"entity":"play","id":"00000000-0000-0000-0000-000000000001","meta":{}}"#;
        let records = read_all(&[unknown]).unwrap();
        assert_eq!((records.rows.len(), records.entities.len(), records.unreadable), (1, 0, false));
        let broken = r#"{"entity":"task","id":"00000000-0000-0000-0000-000000000001","meta":7}"#;
        assert!(read_all(&[broken]).unwrap().unreadable);
    }

    #[test]
    fn what_is_no_record_is_a_fault() {
        assert_eq!(read_all(&["{}"]).unwrap_err(), ApiError::Fault);
    }
}
