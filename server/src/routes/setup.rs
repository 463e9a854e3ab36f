//! `/api/setup`: a fresh server's first workspace and first admin.

use super::Body;
use crate::{
    app::{App, Shared},
    auth::entry,
    commands::settle,
    error::{Failure, elsewhere},
    store::{AuditRow, NewAccount, NewWorkspace, StoreError},
    time::minutes_ahead,
};
use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, Method},
    response::Response,
};
use smarketing_domain::{
    account::{
        AccountRefusal,
        founding::{self, Founding},
        wire::{SetUp, SetupState},
    },
    ids::{MemberId, StageId, WorkspaceId},
};
use uuid::Uuid;

/// Where a fresh server is set up.
const PAGE: &str = "/setup";

/// Whether the server waits to be set up.
///
/// # Errors
/// When the database does not answer.
pub async fn state(State(app): State<Shared>) -> Result<Json<SetupState>, Failure> {
    Ok(Json(SetupState { needed: is_needed(&app).await? }))
}

/// Makes the workspace and its first admin, and signs them in.
///
/// # Errors
/// When the code is wrong, a choice is no good, or the server is set up already.
pub async fn set_up(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(asked): Body<SetUp>,
) -> Result<Response, Failure> {
    let turn = app.gate.turn().await;
    if !turn.is_open() || !app.store.workspaces().await?.is_empty() {
        return Err(AccountRefusal::SetupDone.into());
    }
    if !turn.opens(&asked.code) {
        return entry::wrong_link(&app, "set-up", AccountRefusal::SetupCodeWrong.into()).await;
    }
    let founding = founding::check(&asked)?;
    if !asked.zone.is_empty() && minutes_ahead(&asked.zone, app.now()).is_none() {
        return Err(AccountRefusal::OutOfRange.into());
    }
    let password_hash = app.passwords.hash(&asked.password).await.ok_or(Failure::Busy)?;
    let home = found(&app, &asked, &founding, password_hash).await?;
    turn.close();
    let account = app.store.account(&founding.email).await?.ok_or(Failure::Internal)?;
    let row = AuditRow::new(app.now(), Some(home.0), "set_up");
    app.note(AuditRow { actor: Some(home.1), email: Some(founding.email), ..row }).await;
    entry::begin(&app, account.id, home, &headers).await
}

async fn found(
    app: &App,
    asked: &SetUp,
    founding: &Founding,
    password_hash: String,
) -> Result<(WorkspaceId, MemberId), Failure> {
    let (id, member) = (WorkspaceId(Uuid::now_v7()), MemberId(Uuid::now_v7()));
    let stages: Vec<_> = founding::steps(asked).iter().map(|_| StageId(Uuid::now_v7())).collect();
    let at = app.now();
    let bodies = founding::bodies(asked, founding, id, member, &stages);
    let entities = settle(bodies.into_iter().map(|body| (body, at, member)));
    let account = NewAccount { email: founding.email.clone(), password_hash, workspace: id, member, created: at };
    let new = NewWorkspace { id, name: founding.workspace.clone(), created: at, entities, accounts: vec![account] };
    match app.store.create_workspace(new).await {
        Ok(()) => Ok((id, member)),
        Err(StoreError::Exists(_)) => Err(AccountRefusal::NameTaken.into()),
        Err(error) => Err(error.into()),
    }
}

/// People who open a fresh server are led to where it is set up.
pub fn led() -> Response {
    elsewhere(PAGE)
}

/// A person goes to another page; not a program, nor a file that a page needs.
pub fn is_led(request: &Request) -> bool {
    let navigates = request.headers().get("sec-fetch-mode").is_some_and(|mode| mode.as_bytes() == b"navigate");
    let path = request.uri().path();
    navigates && *request.method() == Method::GET && path != PAGE && !path.starts_with("/api/")
}

/// Whether there is no workspace yet: one may have been made from a shell meanwhile.
///
/// # Errors
/// When the database does not answer.
pub async fn is_needed(app: &App) -> Result<bool, Failure> {
    Ok(app.gate.is_open().await && app.store.workspaces().await?.is_empty())
}
