//! `/api/keys`: by which forms and platforms write from outside.

use super::{Body, Id};
use crate::{
    app::Shared,
    auth::{Identity, token},
    error::{Failure, done},
    store::{AuditRow, KeyRow},
};
use axum::{Json, extract::State, http::HeaderMap, response::Response};
use smarketing_domain::account::{
    AccountRefusal, name, rules,
    wire::{KeyLine, MadeKey, NewKey},
};
use uuid::Uuid;

/// Most keys of a workspace.
const MOST: usize = 50;
/// How a key begins, so that people and scanners of leaks know one.
const PREFIX: &str = "smk_";

/// The keys. What to send is told only once, when one is made.
///
/// # Errors
/// When the role is too low.
pub async fn list(State(app): State<Shared>, headers: HeaderMap) -> Result<Json<Vec<KeyLine>>, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    rules::manage_keys(identity.member()?.role)?;
    let line = |row: KeyRow| {
        let KeyRow { id, name, leads, reach, by, created, used, .. } = row;
        KeyLine { id, name, leads, reach, by, created, used }
    };
    let rows = app.store.keys(identity.session.workspace).await?;
    Ok(Json(rows.into_iter().map(line).collect()))
}

/// Makes a key.
///
/// # Errors
/// When the role is too low, it has no name or may bring nothing, or there are
/// too many.
pub async fn make(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(asked): Body<NewKey>,
) -> Result<Json<MadeKey>, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let (by, workspace) = (identity.member()?, identity.session.workspace);
    rules::manage_keys(by.role)?;
    let called = name(&asked.name)?;
    if !(asked.leads || asked.reach) || app.store.keys(workspace).await?.len() >= MOST {
        return Err(AccountRefusal::OutOfRange.into());
    }
    let key = format!("{PREFIX}{}", token::new().ok_or(Failure::Internal)?);
    let (id, now) = (Uuid::now_v7(), app.now());
    let row = KeyRow {
        id,
        key_hash: token::digest(&key),
        workspace,
        name: called.clone(),
        leads: asked.leads,
        reach: asked.reach,
        by: by.id,
        created: now,
        used: None,
    };
    app.store.add_key(row).await?;
    let line = AuditRow::new(now, Some(workspace), "key_made");
    app.note(AuditRow { actor: Some(by.id), detail: Some(called), ..line }).await;
    Ok(Json(MadeKey { id, key }))
}

/// Revokes a key: nothing more comes by it.
///
/// # Errors
/// When the role is too low, or there is none in this workspace.
pub async fn revoke(State(app): State<Shared>, headers: HeaderMap, Id(id): Id<Uuid>) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let (by, workspace) = (identity.member()?, identity.session.workspace);
    rules::manage_keys(by.role)?;
    let known = app.store.keys(workspace).await?.into_iter().find(|row| row.id == id).ok_or(Failure::NotFound)?;
    if !app.store.revoke_key(workspace, id).await? {
        return Err(Failure::NotFound);
    }
    let line = AuditRow::new(app.now(), Some(workspace), "key_revoked");
    app.note(AuditRow { actor: Some(by.id), detail: Some(known.name), ..line }).await;
    Ok(done())
}
