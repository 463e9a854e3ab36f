//! `/api/snapshot`: everything.

use super::sync::raw;
use crate::{
    app::{App, Shared},
    auth::Identity,
    error::Failure,
    hub,
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::value::RawValue;
use smarketing_domain::{
    clock::Timestamp,
    ids::{EpochId, WorkspaceId},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// [`smarketing_domain::wire::Snapshot`] with records as they are stored.
#[derive(Serialize)]
struct Reply<'a> {
    epoch: EpochId,
    cursor: u64,
    server_now: Timestamp,
    entities: &'a RawValue,
}

/// The records of each workspace at its latest counter, as JSON: after an
/// outage all clients of a workspace ask for the same.
#[derive(Default)]
pub struct Snapshots {
    latest: Mutex<HashMap<WorkspaceId, (u64, Arc<RawValue>)>>,
}

/// Everything as of now.
///
/// # Errors
/// When nobody is signed in or the database does not answer.
pub async fn snapshot(State(app): State<Shared>, headers: HeaderMap) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    identity.member()?;
    let (cursor, entities) = records(&app, identity.session.workspace).await?;
    let reply = Reply { epoch: app.store.epoch(), cursor, server_now: app.now(), entities: &entities };
    let body = serde_json::to_vec(&reply).map_err(|_| Failure::Internal)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], Bytes::from(body)).into_response())
}

async fn records(app: &App, workspace: WorkspaceId) -> Result<(u64, Arc<RawValue>), Failure> {
    let counter = app.store.counter(workspace).await?;
    let known = app.snapshots.latest.lock().unwrap_or_else(PoisonError::into_inner).get(&workspace).cloned();
    if let Some((at, entities)) = known.filter(|(at, _)| *at == counter) {
        return Ok((at, entities));
    }
    let changes = hub::snapshot(&*app.store, workspace).await?;
    let entities: Arc<RawValue> =
        serde_json::value::to_raw_value(&raw(changes.rows)?).map_err(|_| Failure::Internal)?.into();
    let mut latest = app.snapshots.latest.lock().unwrap_or_else(PoisonError::into_inner);
    latest.insert(workspace, (changes.cursor, entities.clone()));
    Ok((changes.cursor, entities))
}
