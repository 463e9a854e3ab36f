//! `/api/snapshot`: everything.

use super::sync::{list, open};
use crate::{
    app::{App, Shared},
    auth::Identity,
    error::Failure,
    hub,
    store::Row,
};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use http_body::{Frame, SizeHint};
use serde::Serialize;
use smarketing_domain::{
    clock::Timestamp,
    ids::{EpochId, MemberId, WorkspaceId},
};
use std::{
    collections::{HashMap, VecDeque},
    convert::Infallible,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
};

/// The records of each workspace at its latest counter, as JSON: after an
/// outage all clients of a workspace ask for the same.
#[derive(Default)]
pub struct Snapshots {
    latest: Mutex<HashMap<WorkspaceId, (u64, Bytes)>>,
}

/// [`smarketing_domain::wire::Snapshot`] around the records.
#[derive(Serialize)]
struct Head {
    epoch: EpochId,
    cursor: u64,
    server_now: Timestamp,
}

/// Everything as of now.
///
/// # Errors
/// When nobody is signed in or the database does not answer.
pub async fn snapshot(State(app): State<Shared>, headers: HeaderMap) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    identity.member()?;
    let workspace = identity.session.workspace;
    let (cursor, entities) = match identity.is_narrow() {
        true => seen(&app, workspace, identity.session.member).await?,
        false => records(&app, workspace).await?,
    };
    let head = Head { epoch: app.store.epoch(), cursor, server_now: app.now() };
    let body = Body::new(Parts([open(&head)?.into(), entities, Bytes::from_static(b"}")].into()));
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// The records that a member sees. Made for each of them.
async fn seen(app: &Shared, workspace: WorkspaceId, member: MemberId) -> Result<(u64, Bytes), Failure> {
    let changes = hub::snapshot(&*app.store, workspace).await?;
    let changes = app.hub.look(workspace, move |all| hub::view::whole(all, member, changes)).await??;
    Ok((changes.cursor, all(&changes.rows)))
}

async fn records(app: &App, workspace: WorkspaceId) -> Result<(u64, Bytes), Failure> {
    let counter = app.store.counter(workspace).await?;
    let known = app.snapshots.latest.lock().unwrap_or_else(PoisonError::into_inner).get(&workspace).cloned();
    if let Some((at, entities)) = known.filter(|(at, _)| *at == counter) {
        return Ok((at, entities));
    }
    let changes = hub::snapshot(&*app.store, workspace).await?;
    let entities = all(&changes.rows);
    let mut latest = app.snapshots.latest.lock().unwrap_or_else(PoisonError::into_inner);
    latest.insert(workspace, (changes.cursor, entities.clone()));
    Ok((changes.cursor, entities))
}

fn all(rows: &[Row]) -> Bytes {
    let mut bytes = Vec::with_capacity(rows.iter().map(|row| row.json.len() + 1).sum::<usize>() + 2);
    list(&mut bytes, rows);
    bytes.into()
}

/// A body in pieces that are not copied, for others send the same ones.
struct Parts(VecDeque<Bytes>);

impl HttpBody for Parts {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop_front().map(|part| Ok(Frame::data(part))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.iter().map(|part| part.len() as u64).sum())
    }
}
