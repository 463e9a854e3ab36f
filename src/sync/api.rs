//! The server's addresses, and what its answers mean.

use gloo_net::http::{Request, RequestBuilder};
use gloo_timers::callback::Timeout;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use smarketing_domain::{
    clock::Timestamp,
    entity::Entity,
    ids::EpochId,
    wire::{Answer, Problem, Session, SignIn, SyncRequest},
};
use std::{cell::Cell, rc::Rc};

/// After this the server counts as unreachable, in milliseconds.
pub(super) const PATIENCE: u32 = 15_000;
/// A snapshot can be large, and hotel Wi-Fi slow.
const PATIENCE_SNAPSHOT: u32 = 90_000;

/// Why the server did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// It did not answer.
    Unreachable,
    /// It did not answer in time.
    TimedOut,
    /// The session has ended; or address and password do not belong together.
    SignedOut,
    /// The member was removed from the workspace.
    Removed,
    /// Operations are missing before those that were sent.
    Gap,
    /// Another member uses this client id.
    ForeignClient,
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
    pub records: Records,
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

/// Who is signed in.
pub async fn session() -> Result<Session, ApiError> {
    read(&fetch(Request::get("/api/session"), None, PATIENCE).await?)
}

/// Signs in.
pub async fn sign_in(sign_in: &SignIn) -> Result<Session, ApiError> {
    read(&fetch(Request::post("/api/session"), Some(write(sign_in)?), PATIENCE).await?)
}

/// Signs out; without a session, too.
pub async fn sign_out() -> Result<(), ApiError> {
    fetch(Request::delete("/api/session"), None, PATIENCE).await.map(|_| ())
}

/// Everything.
pub async fn snapshot() -> Result<Snapshot, ApiError> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        epoch: EpochId,
        cursor: u64,
        server_now: Timestamp,
        #[serde(borrow)]
        entities: Vec<&'a RawValue>,
    }
    let body = fetch(Request::get("/api/snapshot"), None, PATIENCE_SNAPSHOT).await?;
    let wire: Wire = serde_json::from_slice(&body).map_err(|_| ApiError::Fault)?;
    Ok(Snapshot {
        epoch: wire.epoch,
        cursor: wire.cursor,
        server_now: wire.server_now,
        records: records(&wire.entities)?,
    })
}

/// Pushes and pulls.
pub async fn sync(request: &SyncRequest) -> Result<Reply, ApiError> {
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
    let body = fetch(Request::post("/api/sync"), Some(write(request)?), PATIENCE).await?;
    let wire: Wire = serde_json::from_slice(&body).map_err(|_| ApiError::Fault)?;
    let answered = |number: u64| wire.answers.iter().any(|answer| answer.number == number);
    let is_complete = request.operations.last().is_none_or(|last| answered(last.number))
        && wire.answers.len() >= request.operations.len();
    if !wire.reset && !is_complete {
        // Taking it would send the same operations again at once, for ever.
        return Err(ApiError::Fault);
    }
    Ok(Reply {
        epoch: wire.epoch,
        server_now: wire.server_now,
        records: records(&wire.entities)?,
        answers: wire.answers,
        cursor: wire.cursor,
        more: wire.more,
        reset: wire.reset,
    })
}

/// Reads records one by one: one that cannot be read does not stop the others.
pub fn records(raw: &[&RawValue]) -> Result<Records, ApiError> {
    #[derive(Deserialize)]
    struct Head<'a> {
        entity: &'a str,
        id: uuid::Uuid,
    }
    let mut records = Records::default();
    for value in raw {
        let text = value.get();
        let key = match Entity::read(text) {
            Ok(Some(entity)) => {
                let key = entity.key().to_string();
                records.entities.push(entity);
                key
            }
            Ok(None) | Err(_) => {
                let head: Head = serde_json::from_str(text).map_err(|_| ApiError::Fault)?;
                records.unreadable |= smarketing_domain::entity::EntityKey::of(head.entity, head.id).is_some();
                format!("{}/{}", head.entity, head.id)
            }
        };
        records.rows.push((key, text.to_owned()));
    }
    Ok(records)
}

pub(super) fn write(body: &impl serde::Serialize) -> Result<String, ApiError> {
    serde_json::to_string(body).map_err(|_| ApiError::Fault)
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|_| ApiError::Fault)
}

/// The body of a good answer.
async fn fetch(request: RequestBuilder, body: Option<String>, patience: u32) -> Result<Vec<u8>, ApiError> {
    let (status, bytes) = answer(request, body, patience).await?;
    match status {
        200..300 => Ok(bytes),
        _ => Err(judge(status, &code(&bytes))),
    }
}

/// Status and body of any answer. The time limit covers the body, too.
pub(super) async fn answer(
    request: RequestBuilder,
    body: Option<String>,
    patience: u32,
) -> Result<(u16, Vec<u8>), ApiError> {
    let abort = web_sys::AbortController::new().map_err(|_| ApiError::Fault)?;
    let timed_out = Rc::new(Cell::new(false));
    let _timer = Timeout::new(patience, {
        let (abort, timed_out) = (abort.clone(), timed_out.clone());
        move || {
            timed_out.set(true);
            abort.abort();
        }
    });
    let lost = |_| if timed_out.get() { ApiError::TimedOut } else { ApiError::Unreachable };
    let request = request.cache(web_sys::RequestCache::NoStore).abort_signal(Some(&abort.signal()));
    let request = match body {
        Some(json) => request.header("content-type", "application/json").body(json),
        None => request.build(),
    };
    let response = request.map_err(|_| ApiError::Fault)?.send().await.map_err(lost)?;
    let bytes = response.binary().await.map_err(lost)?;
    Ok((response.status(), bytes))
}

/// The code of a problem; empty when it comes from something in between.
pub(super) fn code(body: &[u8]) -> String {
    serde_json::from_slice::<Problem>(body).map(|problem| problem.code).unwrap_or_default()
}

/// What an error answer means: its code says more than its status, which may
/// come from something in between.
pub(super) fn judge(status: u16, code: &str) -> ApiError {
    match (status, code) {
        (_, "operation_gap") => ApiError::Gap,
        (_, "foreign_client") => ApiError::ForeignClient,
        (_, "removed") => ApiError::Removed,
        (401, _) => ApiError::SignedOut,
        (413, _) => ApiError::TooLarge,
        (429, _) => ApiError::TooMany,
        // Nobody is there behind the proxy, or the server is starting or stopping.
        (408 | 502 | 503 | 504, _) => ApiError::Unreachable,
        _ => ApiError::Fault,
    }
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

    #[test]
    fn codes_say_more_than_statuses() {
        assert_eq!(judge(409, "operation_gap"), ApiError::Gap);
        assert_eq!(judge(403, "foreign_client"), ApiError::ForeignClient);
        assert_eq!(judge(403, "foreign_origin"), ApiError::Fault);
        assert_eq!(judge(401, ""), ApiError::SignedOut);
        assert_eq!(judge(401, "removed"), ApiError::Removed);
        assert_eq!(judge(413, "body_too_large"), ApiError::TooLarge);
        assert_eq!(judge(502, ""), ApiError::Unreachable);
        assert_eq!(judge(503, "busy"), ApiError::Unreachable);
        assert_eq!(judge(500, "internal"), ApiError::Fault);
        assert_eq!(judge(404, ""), ApiError::Fault);
    }
}
