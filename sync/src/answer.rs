//! What the server answers, as the client takes it in. Pure.

use crate::rows::{Texts, make_room};
use serde::Deserialize;
use serde_json::value::RawValue;
use smarketing_domain::{
    clock::Timestamp,
    entity::{Entity, EntityKey},
    ids::{EpochId, MemberId},
    wire::{Answer, SyncRequest},
    workspace::Workspace,
};

/// So many bytes of records get memory at a time.
const STRETCH: usize = 4 * 1024 * 1024;

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

/// `GET /api/snapshot`.
#[derive(Debug)]
pub struct Snapshot {
    /// The life of the server's database.
    pub epoch: EpochId,
    /// How far this has been read.
    pub cursor: u64,
    /// The server's clock.
    pub server_now: Timestamp,
    /// Every record.
    pub records: Everything,
}

/// All records of a workspace: read, and as text to keep.
#[derive(Debug)]
pub struct Everything {
    /// Those that this version can read.
    pub entities: Workspace,
    /// All of them.
    pub rows: Texts,
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
}

impl Snapshot {
    /// Reads the body of an answer.
    ///
    /// # Errors
    /// When it is no snapshot.
    pub fn read(body: Vec<u8>) -> Result<Self, ApiError> {
        #[derive(Deserialize)]
        struct Wire<'a> {
            epoch: EpochId,
            cursor: u64,
            server_now: Timestamp,
            #[serde(borrow)]
            entities: Vec<&'a RawValue>,
        }
        let body = String::from_utf8(body).map_err(|_| ApiError::Fault)?;
        let wire: Wire = serde_json::from_str(&body).map_err(|_| ApiError::Fault)?;
        let (mut entities, mut unreadable) = (Workspace::default(), false);
        let mut room = 0_usize;
        for value in &wire.entities {
            let bytes = value.get().len();
            if room < bytes {
                room = STRETCH.max(bytes);
                make_room(room);
            }
            room -= bytes;
            match read(value)? {
                Ok(entity) => entities.put(entity),
                Err(unread) => unreadable |= unread.is_of_known_kind,
            }
        }
        let spans = wire.entities.iter().map(|value| Texts::span(&body, value)).collect();
        let (epoch, cursor, server_now) = (wire.epoch, wire.cursor, wire.server_now);
        let records = Everything { entities, rows: Texts::new(body, spans), unreadable };
        Ok(Self { epoch, cursor, server_now, records })
    }
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
        }
        let wire: Wire = serde_json::from_slice(body).map_err(|_| ApiError::Fault)?;
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
        })
    }
}

/// Reads records one by one: one that cannot be read does not stop the others.
///
/// # Errors
/// When something is no record at all.
pub fn records(raw: &[&RawValue]) -> Result<Records, ApiError> {
    let mut records = Records::default();
    for value in raw {
        let key = match read(value)? {
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
struct Unread {
    key: String,
    is_of_known_kind: bool,
}

/// Reads a record.
///
/// # Errors
/// When it is no record at all.
fn read(value: &RawValue) -> Result<Result<Entity, Unread>, ApiError> {
    #[derive(Deserialize)]
    struct Head<'a> {
        entity: &'a str,
        id: uuid::Uuid,
    }
    if let Ok(Some(entity)) = Entity::read(value.get()) {
        return Ok(Ok(entity));
    }
    let Head { entity, id } = serde_json::from_str(value.get()).map_err(|_| ApiError::Fault)?;
    Ok(Err(Unread { key: format!("{entity}/{id}"), is_of_known_kind: EntityKey::of(entity, id).is_some() }))
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
