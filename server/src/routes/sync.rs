//! `/api/sync`: operations in, answers and changed records out.

use super::Body;
use crate::{app::Shared, auth::Identity, error::Failure, hub::Batch, store::Row};
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
    operation::Authority,
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
    let epoch = app.store.epoch();
    let reply = |answers, entities, cursor, more, reset| {
        Json(Reply { epoch, server_now: app.now(), answers, entities, cursor, more, reset }).into_response()
    };
    let counter = app.store.counter(workspace).await?;
    if request.epoch != epoch || request.cursor > counter {
        // Nothing is executed: the client first has to know where it is.
        return Ok(reply(Vec::new(), Vec::new(), counter, false, true));
    }
    let answers = if request.operations.is_empty() {
        identity.member()?;
        Vec::new()
    } else {
        let authority = Authority::Member(identity.session.member);
        let batch = Batch { client: request.client, authority, operations: request.operations, now: app.now() };
        app.hub.push(workspace, batch).await?
    };
    if identity.member().is_err() {
        // A removed member learns what became of their changes, and no more.
        return Ok(reply(answers, Vec::new(), request.cursor, false, false));
    }
    let changes = app.store.changes(workspace, request.cursor, PAGE).await?;
    Ok(reply(answers, raw(changes.rows)?, changes.cursor, changes.more, false))
}

/// Stored JSON as it is.
pub(super) fn raw(rows: Vec<Row>) -> Result<Vec<Box<RawValue>>, Failure> {
    rows.into_iter().map(|row| RawValue::from_string(row.json)).collect::<Result<_, _>>().map_err(|_| {
        tracing::error!("a stored record is no JSON");
        Failure::Internal
    })
}
