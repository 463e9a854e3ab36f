//! `/api/sessions` and `/api/workspaces`: where one is signed in, and where one
//! may go.

use super::Body;
use crate::{
    app::Shared,
    auth::{Identity, entry},
    error::{Failure, done},
    store::AuditRow,
};
use axum::{Json, extract::State, http::HeaderMap, response::Response};
use smarketing_domain::account::{
    AccountRefusal,
    wire::{OpenWorkspace, SessionLine, WorkspaceLine},
};

/// One's own sessions.
///
/// # Errors
/// When nobody is signed in.
pub async fn list(State(app): State<Shared>, headers: HeaderMap) -> Result<Json<Vec<SessionLine>>, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    identity.member()?;
    let rows = app.store.sessions_of(identity.session.account, app.now()).await?;
    let lines = rows.into_iter().map(|row| SessionLine {
        created: row.created,
        seen: row.seen,
        current: row.token_hash == identity.session.token_hash,
        browser: row.browser,
    });
    Ok(Json(lines.collect()))
}

/// Ends all of one's sessions but this one.
///
/// # Errors
/// When nobody is signed in.
pub async fn end_others(State(app): State<Shared>, headers: HeaderMap) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let (member, session) = (identity.member()?, &identity.session);
    let ended = app.store.end_sessions(session.account, &session.token_hash).await?;
    ended.iter().for_each(|session| app.hub.end_session(session));
    let row = AuditRow::new(app.now(), Some(session.workspace), "sessions_ended");
    app.note(AuditRow { actor: Some(member.id), ..row }).await;
    Ok(done())
}

/// Where one may go.
///
/// # Errors
/// When nobody is signed in.
pub async fn workspaces(State(app): State<Shared>, headers: HeaderMap) -> Result<Json<Vec<WorkspaceLine>>, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    identity.member()?;
    let homes = app.store.homes(identity.session.account).await?;
    let here = identity.session.workspace;
    Ok(Json(homes.into_iter().map(|(id, name, _)| WorkspaceLine { id, name, current: id == here }).collect()))
}

/// Goes to another workspace: a new session there, in the place of this one.
///
/// # Errors
/// When one is not a member there.
pub async fn open(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(asked): Body<OpenWorkspace>,
) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let homes = app.store.homes(identity.session.account).await?;
    let home = homes.into_iter().find(|(id, _, _)| *id == asked.workspace).ok_or(AccountRefusal::UnknownMember)?;
    let response = entry::begin(&app, identity.session.account, (home.0, home.2), &headers).await?;
    let row = AuditRow::new(app.now(), Some(home.0), "signed_in");
    app.note(AuditRow { actor: Some(home.2), ..row }).await;
    Ok(response)
}
