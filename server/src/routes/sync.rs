//! `/api/sync`: operations in, answers and changed records out.

use super::Body;
use crate::{
    app::Shared,
    auth::Identity,
    error::Failure,
    hub::{Asking, Exchanged, exchange, view},
    store::{Changes, Row},
};
use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::value::RawValue;
use smarketing_domain::{
    clock::Timestamp,
    ids::EpochId,
    wire::{Answer, OPERATIONS_MAX, SyncRequest},
};

/// Bytes of records in one answer, about.
const PAGE: usize = 2 * 1024 * 1024;

/// [`smarketing_domain::wire::SyncResponse`] with records as they are stored.
#[derive(Serialize)]
struct Reply {
    epoch: EpochId,
    server_now: Timestamp,
    answers: Vec<Answer>,
    entities: Vec<Box<RawValue>>,
    cursor: u64,
    more: bool,
    reset: bool,
}

/// Takes operations and answers with what is new.
///
/// # Errors
/// When the request as a whole is refused. Refused operations are answers.
pub async fn sync(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(request): Body<SyncRequest>,
) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let workspace = identity.session.workspace;
    if request.operations.len() > OPERATIONS_MAX {
        return Err(Failure::TooManyOperations);
    }
    let (epoch, now) = (app.store.epoch(), app.now());
    let (member, removed) = (identity.session.member, identity.member().is_err());
    let asking = Asking { workspace, member, removed, epoch, now, known: app.hub.known(workspace) };
    let wanted = (request.cursor, PAGE);
    let push = |batch| app.hub.push_and_pull(workspace, batch, wanted);
    let done = exchange(&*app.store, asking, request, PAGE, push).await?;
    let Exchanged { answers, changes, reset } = done.ok_or(Failure::Removed(identity.session.member))?;
    // Who sees what may have been decided anew by one of these.
    let narrow = identity.is_narrow() || changes.rows.iter().any(|row| may_decide(&row.json));
    let (changes, reset) = match narrow && !reset && !removed {
        true => {
            let counter = changes.counter;
            let seen = app.hub.look(workspace, move |all| view::narrow(all, member, changes)).await??;
            let anew = seen.is_none();
            (seen.unwrap_or(Changes { cursor: counter, ..Changes::default() }), anew)
        }
        false => (changes, reset),
    };
    let entities = raw(changes.rows)?;
    let (cursor, more) = (changes.cursor, changes.more);
    Ok(Json(Reply { epoch, server_now: app.now(), answers, entities, cursor, more, reset }).into_response())
}

/// Records as they are stored begin with their kind.
fn may_decide(json: &str) -> bool {
    [r#"{"entity":"settings""#, r#"{"entity":"member""#].iter().any(|kind| json.starts_with(kind))
}

/// Stored JSON as it is.
pub(super) fn raw(rows: Vec<Row>) -> Result<Vec<Box<RawValue>>, Failure> {
    rows.into_iter().map(|row| RawValue::from_string(row.json)).collect::<Result<_, _>>().map_err(|_| {
        tracing::error!("a stored record is no JSON");
        Failure::Internal
    })
}
