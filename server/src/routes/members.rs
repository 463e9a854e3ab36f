//! `/api/members`: who signs in, and what they may do.

use super::{Body, Id};
use crate::{
    app::{App, Shared},
    auth::{Identity, token},
    error::{Failure, done},
    store::AuditRow,
};
use axum::{Json, extract::State, http::HeaderMap, response::Response};
use smarketing_domain::{
    account::{
        AccountRefusal, rules,
        wire::{ChangeRole, Link, SignInLine},
    },
    clock::{DAY, Timestamp},
    ids::{MemberId, WorkspaceId},
    member::MemberChange,
    operation::Action,
    workspace::Workspace,
};

/// Who signs in, with their addresses.
///
/// # Errors
/// When the role is too low.
pub async fn list(State(app): State<Shared>, headers: HeaderMap) -> Result<Json<Vec<SignInLine>>, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    rules::see_access(identity.member()?.role)?;
    let lines = app.store.sign_ins(identity.session.workspace).await?;
    Ok(Json(lines.into_iter().map(|(member, email)| SignInLine { member, email }).collect()))
}

/// Gives a member another role.
///
/// # Errors
/// When the role is too low, or no admin would be left.
pub async fn change_role(
    State(app): State<Shared>,
    headers: HeaderMap,
    Id(id): Id<MemberId>,
    Body(asked): Body<ChangeRole>,
) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let (by, workspace) = (identity.member()?, identity.session.workspace);
    rules::change_role(&people(&app, workspace).await?, by.role, id, asked.role)?;
    app.change(workspace, Action::Edit { id, set: vec![MemberChange::Role(asked.role)] }.into()).await?;
    let row = AuditRow::new(app.now(), Some(workspace), "role_changed");
    let detail = Some(format!("{:?}", asked.role).to_lowercase());
    app.note(AuditRow { actor: Some(by.id), about: Some(id), detail, ..row }).await;
    Ok(done())
}

/// Removes a member: their record goes, and with it every session and stream.
///
/// # Errors
/// When the role is too low, or no admin would be left.
pub async fn remove(State(app): State<Shared>, headers: HeaderMap, Id(id): Id<MemberId>) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let (by, workspace) = (identity.member()?, identity.session.workspace);
    rules::remove(&people(&app, workspace).await?, (by.id, by.role), id)?;
    let email = app.store.email_of(workspace, id).await?;
    app.change(workspace, Action::Delete { id }.into()).await?;
    app.store.end_membership(workspace, id).await?;
    app.hub.end_member(workspace, id);
    let row = AuditRow::new(app.now(), Some(workspace), "removed");
    app.note(AuditRow { actor: Some(by.id), about: Some(id), email, ..row }).await;
    Ok(done())
}

/// Makes a link by which a member chooses a new password.
///
/// # Errors
/// When the role is too low, or the person also works elsewhere: an admin of
/// one workspace must not get into another one.
pub async fn reset(
    State(app): State<Shared>,
    headers: HeaderMap,
    Id(id): Id<MemberId>,
    Body(Empty {}): Body<Empty>,
) -> Result<Json<Link>, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let (by, workspace) = (identity.member()?, identity.session.workspace);
    rules::reset(&people(&app, workspace).await?, by.role, id)?;
    let email = app.store.email_of(workspace, id).await?.ok_or(AccountRefusal::NoSignIn)?;
    let account = app.store.account(&email).await?.ok_or(AccountRefusal::NoSignIn)?;
    if account.members.len() > 1 {
        return Err(AccountRefusal::OtherWorkspaces.into());
    }
    let token = token::new().ok_or(Failure::Internal)?;
    let now = app.now();
    let expires = Timestamp(now.0 + DAY);
    app.store.add_reset(account.id, &token::digest(&token), expires).await?;
    let row = AuditRow::new(now, Some(workspace), "reset_link_made");
    app.note(AuditRow { actor: Some(by.id), about: Some(id), email: Some(email), ..row }).await;
    Ok(Json(Link { path: format!("/reset/{token}"), expires }))
}

/// A body that says nothing: `{}`.
#[derive(serde::Deserialize)]
pub struct Empty {}

/// The members of a workspace, for the rules.
async fn people(app: &App, workspace: WorkspaceId) -> Result<Workspace, Failure> {
    let members = app.store.members(workspace).await?;
    Ok(Workspace { members: members.into_iter().collect(), ..Workspace::default() })
}
