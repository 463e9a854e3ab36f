//! `/api/sync`: operations in, answers and changed records out.

use super::Body;
use crate::{
    app::Shared,
    auth::Identity,
    error::Failure,
    hub::{Asking, Exchanged, Page, exchange, view},
    store::{Changes, Row},
};
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use smarketing_domain::{
    clock::Timestamp,
    ids::EpochId,
    overwrite::Notice,
    wire::{Answer, OPERATIONS_MAX, SyncRequest},
};

/// What comes in one answer: of a workspace of 32 MB whatever is missing comes in one
/// request, with the answer or as a snapshot; of one of 100 MB in at most four.
const PAGE: Page = Page { bytes: 2 * 1024 * 1024, one_in: 16 };

/// [`smarketing_domain::wire::SyncResponse`] before its records.
#[derive(Serialize)]
struct Head {
    epoch: EpochId,
    server_now: Timestamp,
    answers: Vec<Answer>,
    cursor: u64,
    more: bool,
    reset: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tray: Vec<Notice>,
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
    let wanted = (request.cursor, PAGE.bytes);
    let push = |batch| app.hub.push_and_pull(workspace, batch, wanted);
    let done = exchange(&*app.store, asking, request, PAGE, push).await?;
    let Exchanged { answers, changes, reset, told: mut tray } =
        done.ok_or(Failure::Removed(identity.session.member))?;
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
    if narrow && !tray.is_empty() {
        tray = app.hub.look(workspace, move |all| view::told(all, member, tray)).await?;
    }
    let (cursor, more) = (changes.cursor, changes.more);
    let head = open(&Head { epoch, server_now: app.now(), answers, cursor, more, reset, tray })?;
    let records: usize = changes.rows.iter().map(|row| row.json.len() + 1).sum();
    let mut body = Vec::with_capacity(head.len() + records + 3);
    body.extend_from_slice(head.as_bytes());
    list(&mut body, &changes.rows);
    body.push(b'}');
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// Records as they are stored begin with their kind.
fn may_decide(json: &str) -> bool {
    [r#"{"entity":"settings""#, r#"{"entity":"member""#].iter().any(|kind| json.starts_with(kind))
}

/// An answer up to where its records begin: reading them all, to write the same
/// again, would take longer than everything else.
fn open(head: &impl Serialize) -> Result<String, Failure> {
    let mut head = serde_json::to_string(head).map_err(|_| Failure::Internal)?;
    // The object goes on.
    head.truncate(head.len() - 1);
    head.push_str(",\"entities\":");
    Ok(head)
}

/// Adds a list of records as they are stored.
fn list(body: &mut Vec<u8>, rows: &[Row]) {
    body.push(b'[');
    for (n, row) in rows.iter().enumerate() {
        if n > 0 {
            body.push(b',');
        }
        body.extend_from_slice(row.json.as_bytes());
    }
    body.push(b']');
}
