//! The server's addresses, and what its statuses mean.

use gloo_net::http::{Request, RequestBuilder};
use gloo_timers::callback::Timeout;
use js_sys::{Reflect, Uint8Array};
use smarketing_domain::{
    ids::MemberId,
    wire::{Problem, Session, SignIn, SyncRequest},
};
pub(super) use smarketing_sync::answer::ApiError;
use smarketing_sync::{
    answer::{Reply, json},
    snapshot::{Reader, Snapshot},
};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

/// After this the server counts as unreachable, in milliseconds.
pub(super) const PATIENCE: u32 = 15_000;
/// A snapshot can be large, and hotel Wi-Fi slow.
const PATIENCE_SNAPSHOT: u32 = 90_000;

/// Who is signed in.
pub async fn session() -> Result<Session, ApiError> {
    json(&fetch(Request::get("/api/session"), None, PATIENCE).await?)
}

/// Signs in.
pub async fn sign_in(sign_in: &SignIn) -> Result<Session, ApiError> {
    json(&fetch(Request::post("/api/session"), Some(write(sign_in)?), PATIENCE).await?)
}

/// Signs out; without a session, too.
pub async fn sign_out() -> Result<(), ApiError> {
    fetch(Request::delete("/api/session"), None, PATIENCE).await.map(|_| ())
}

/// Everything. It is read while it comes.
pub async fn snapshot() -> Result<Snapshot, ApiError> {
    let mut reader = Reader::default();
    let mut take = |status, part: Vec<u8>| if status == 200 { reader.take(&part) } else { Err(refused(status, &part)) };
    in_parts(Request::get("/api/snapshot"), None, PATIENCE_SNAPSHOT, &mut take).await?;
    reader.finish()
}

/// Pushes and pulls.
pub async fn sync(request: &SyncRequest) -> Result<Reply, ApiError> {
    Reply::read(&fetch(Request::post("/api/sync"), Some(write(request)?), PATIENCE).await?, request)
}

pub(super) fn write(body: &impl serde::Serialize) -> Result<String, ApiError> {
    serde_json::to_string(body).map_err(|_| ApiError::Fault)
}

/// The body of a good answer.
async fn fetch(request: RequestBuilder, body: Option<String>, patience: u32) -> Result<Vec<u8>, ApiError> {
    let (status, bytes) = answer(request, body, patience).await?;
    match status {
        200..300 => Ok(bytes),
        _ => Err(refused(status, &bytes)),
    }
}

/// Why there is no good answer.
fn refused(status: u16, body: &[u8]) -> ApiError {
    match judge(status, &code(body)) {
        ApiError::Removed(_) => ApiError::Removed(removed(body)),
        error => error,
    }
}

/// Status and body of any answer.
pub(super) async fn answer(
    request: RequestBuilder,
    body: Option<String>,
    patience: u32,
) -> Result<(u16, Vec<u8>), ApiError> {
    let mut bytes = Vec::new();
    let mut take = |_, part: Vec<u8>| {
        bytes.extend(part);
        Ok(())
    };
    let status = in_parts(request, body, patience, &mut take).await?;
    Ok((status, bytes))
}

/// Takes the status of an answer, and a part of its body.
type Take<'a> = &'a mut dyn FnMut(u16, Vec<u8>) -> Result<(), ApiError>;

/// Hands out the body of any answer while it comes. The time limit covers all of it.
async fn in_parts(
    request: RequestBuilder,
    body: Option<String>,
    patience: u32,
    take: Take<'_>,
) -> Result<u16, ApiError> {
    let abort = web_sys::AbortController::new().map_err(|_| ApiError::Fault)?;
    let timed_out = Rc::new(Cell::new(false));
    let _timer = Timeout::new(patience, {
        let (abort, timed_out) = (abort.clone(), timed_out.clone());
        move || {
            timed_out.set(true);
            abort.abort();
        }
    });
    let lost = || if timed_out.get() { ApiError::TimedOut } else { ApiError::Unreachable };
    let request = request.cache(web_sys::RequestCache::NoStore).abort_signal(Some(&abort.signal()));
    let request = match body {
        Some(json) => request.header("content-type", "application/json").body(json),
        None => request.build(),
    };
    let response = request.map_err(|_| ApiError::Fault)?.send().await.map_err(|_| lost())?;
    let status = response.status();
    let Some(stream) = response.body() else { return Ok(status) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let read = JsFuture::from(reader.read()).await.map_err(|_| lost())?;
        let value = Reflect::get(&read, &"value".into()).map_err(|_| lost())?;
        let Some(part) = value.dyn_ref::<Uint8Array>() else { return Ok(status) };
        take(status, part.to_vec())?;
    }
}

/// The code of a problem; empty when it comes from something in between.
pub(super) fn code(body: &[u8]) -> String {
    json::<Problem>(body).map(|problem| problem.code).unwrap_or_default()
}

/// Who was removed, when the answer says so.
fn removed(body: &[u8]) -> Option<MemberId> {
    #[derive(serde::Deserialize)]
    struct Who {
        member: MemberId,
    }
    json::<Who>(body).ok().map(|who| who.member)
}

/// What an error answer means: its code says more than its status, which may
/// come from something in between.
pub(super) fn judge(status: u16, code: &str) -> ApiError {
    match (status, code) {
        (_, "operation_gap") => ApiError::Gap,
        (_, "foreign_client") => ApiError::ForeignClient,
        (_, "removed") => ApiError::Removed(None),
        (_, "foreign_author") => ApiError::ForeignAuthor,
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

    #[test]
    fn codes_say_more_than_statuses() {
        assert_eq!(judge(409, "operation_gap"), ApiError::Gap);
        assert_eq!(judge(403, "foreign_client"), ApiError::ForeignClient);
        assert_eq!(judge(403, "foreign_author"), ApiError::ForeignAuthor);
        assert_eq!(judge(403, "foreign_origin"), ApiError::Fault);
        assert_eq!(judge(401, ""), ApiError::SignedOut);
        assert_eq!(judge(401, "removed"), ApiError::Removed(None));
        assert_eq!(judge(413, "body_too_large"), ApiError::TooLarge);
        assert_eq!(judge(502, ""), ApiError::Unreachable);
        assert_eq!(judge(503, "busy"), ApiError::Unreachable);
        assert_eq!(judge(500, "internal"), ApiError::Fault);
        assert_eq!(judge(404, ""), ApiError::Fault);
    }
}
