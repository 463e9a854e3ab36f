//! `/api/invites`: who may come in by a link.

use super::{Body, Id};
use crate::{
    app::Shared,
    auth::{Identity, token},
    error::{Failure, done},
    store::{AuditRow, InviteRow},
};
use axum::{Json, extract::State, http::HeaderMap, response::Response};
use smarketing_domain::{
    account::{
        AccountRefusal, address, rules,
        wire::{InviteLine, Link, NewInvite},
    },
    clock::{DAY, Timestamp},
    ids::MemberId,
};
use uuid::Uuid;

/// How long a link works, in days.
const DAYS: i64 = 7;

/// Invites somebody; an earlier link of theirs stops to work.
///
/// # Errors
/// When the role is too low, or the address is here already.
pub async fn invite(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(asked): Body<NewInvite>,
) -> Result<Json<Link>, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let by = identity.member()?;
    rules::invite(by.role, asked.role)?;
    let workspace = identity.session.workspace;
    let email = address(&asked.email)?;
    if app.store.sign_ins(workspace).await?.iter().any(|(_, known)| *known == email) {
        return Err(AccountRefusal::AlreadyMember.into());
    }
    let token = token::new().ok_or(Failure::Internal)?;
    let now = app.now();
    let row = InviteRow {
        id: Uuid::now_v7(),
        token_hash: token::digest(&token),
        workspace,
        email: email.clone(),
        member: MemberId(Uuid::now_v7()),
        team: asked.team,
        role: asked.role,
        by: by.id,
        created: now,
        expires: Timestamp(now.0 + DAYS * DAY),
    };
    let link = Link { path: format!("/join/{token}"), expires: row.expires };
    app.store.add_invite(row).await?;
    let line = AuditRow::new(now, Some(workspace), "invited");
    let detail = Some(format!("{:?}", asked.role).to_lowercase());
    app.note(AuditRow { actor: Some(by.id), email: Some(email), detail, ..line }).await;
    Ok(Json(link))
}

/// Who is invited and has not come yet.
///
/// # Errors
/// When the role is too low.
pub async fn list(State(app): State<Shared>, headers: HeaderMap) -> Result<Json<Vec<InviteLine>>, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    rules::see_access(identity.member()?.role)?;
    let rows = app.store.invites(identity.session.workspace, app.now()).await?;
    let line = |row: InviteRow| InviteLine {
        id: row.id,
        email: row.email,
        team: row.team,
        role: row.role,
        by: row.by,
        expires: row.expires,
    };
    Ok(Json(rows.into_iter().map(line).collect()))
}

/// Takes an invitation back.
///
/// # Errors
/// When the role is too low, or there is none in this workspace.
pub async fn revoke(State(app): State<Shared>, headers: HeaderMap, Id(id): Id<Uuid>) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let by = identity.member()?;
    rules::see_access(by.role)?;
    let workspace = identity.session.workspace;
    let known = app.store.invites(workspace, app.now()).await?.into_iter().find(|row| row.id == id);
    let row = known.ok_or(Failure::NotFound)?;
    rules::invite(by.role, row.role)?;
    if !app.store.revoke_invite(workspace, id).await? {
        return Err(Failure::NotFound);
    }
    let line = AuditRow::new(app.now(), Some(workspace), "invite_revoked");
    app.note(AuditRow { actor: Some(by.id), email: Some(row.email), ..line }).await;
    Ok(done())
}
