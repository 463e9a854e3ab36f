//! The server's addresses, and what its statuses mean.

use gloo_net::http::{Request, RequestBuilder};
use gloo_timers::callback::Timeout;
use serde::de::DeserializeOwned;
use smarketing_domain::{
    ids::MemberId,
    wire::{Problem, Session, SignIn, SyncRequest},
};
pub(super) use smarketing_sync::answer::ApiError;
use smarketing_sync::answer::{Reply, Snapshot};
use std::{cell::Cell, rc::Rc};

/// After this the server counts as unreachable, in milliseconds.
pub(super) const PATIENCE: u32 = 15_000;
/// A snapshot can be large, and hotel Wi-Fi slow.
const PATIENCE_SNAPSHOT: u32 = 90_000;

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
    Snapshot::read(fetch(Request::get("/api/snapshot"), None, PATIENCE_SNAPSHOT).await?)
}

/// Pushes and pulls.
pub async fn sync(request: &SyncRequest) -> Result<Reply, ApiError> {
    Reply::read(&fetch(Request::post("/api/sync"), Some(write(request)?), PATIENCE).await?, request)
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
        _ => Err(match judge(status, &code(&bytes)) {
            ApiError::Removed(_) => ApiError::Removed(removed(&bytes)),
            error => error,
        }),
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

/// Who was removed, when the answer says so.
fn removed(body: &[u8]) -> Option<MemberId> {
    #[derive(serde::Deserialize)]
    struct Who {
        member: MemberId,
    }
    serde_json::from_slice::<Who>(body).ok().map(|who| who.member)
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
