//! `/api/join`: coming in by an invitation's link.

use super::Body;
use crate::{
    app::{App, Shared},
    auth::{entry, token},
    error::Failure,
    store::{AuditRow, InviteRow, Joined},
};
use axum::{Json, extract::State, http::HeaderMap, response::Response};
use smarketing_domain::{
    account::{
        AccountRefusal, name, password,
        wire::{Invitation, Join, Token},
    },
    member::MemberChange,
    operation::Action,
};

/// What is behind a link. Changes nothing; the token is in the body, so that
/// no log has it.
///
/// # Errors
/// When the link does not work.
pub async fn look(State(app): State<Shared>, Body(asked): Body<Token>) -> Result<Json<Invitation>, Failure> {
    let invite = find(&app, &asked.token).await?;
    let lines = app.store.workspaces().await?;
    let workspace = lines.into_iter().find(|w| w.id == invite.workspace).map(|w| w.name).unwrap_or_default();
    let known = app.store.account(&invite.email).await?.is_some();
    Ok(Json(Invitation { workspace, email: invite.email, known }))
}

/// Comes in: makes the member and their sign-in, and signs them in.
///
/// # Errors
/// When the link does not work, or name or password are no good.
pub async fn join(State(app): State<Shared>, headers: HeaderMap, Body(asked): Body<Join>) -> Result<Response, Failure> {
    let invite = find(&app, &asked.token).await?;
    let called = name(&asked.name)?;
    let password_hash = match app.store.account(&invite.email).await? {
        // Whoever holds the link need not be whom the address belongs to.
        Some(account) => {
            let key = token::digest(&invite.email);
            if !entry::verify(&app, &key, asked.password, Some(account.password_hash.clone())).await? {
                return Err(AccountRefusal::PasswordWrong.into());
            }
            account.password_hash
        }
        None => {
            password::check(&asked.password, &invite.email)?;
            app.passwords.hash(&asked.password).await.ok_or(Failure::Busy)?
        }
    };
    become_member(&app, &invite, called).await?;
    let Joined::As(account) = app.store.accept_invite(&invite, password_hash, app.now()).await? else {
        return Err(AccountRefusal::LinkGone.into());
    };
    let row = AuditRow::new(app.now(), Some(invite.workspace), "joined");
    let (actor, about) = (Some(invite.member), Some(invite.by));
    app.note(AuditRow { actor, about, email: Some(invite.email), ..row }).await;
    entry::begin(&app, account, (invite.workspace, invite.member), &headers).await
}

async fn find(app: &App, token: &str) -> Result<InviteRow, Failure> {
    match app.store.invite(&token::digest(token), app.now()).await? {
        Some(invite) => Ok(invite),
        None => entry::wrong_link(app, "join", AccountRefusal::LinkGone.into()).await,
    }
}

/// Makes the member, who does not sign in yet: [`entry::begin`] says when they
/// do. One who was cut off after it has a member already.
async fn become_member(app: &App, invite: &InviteRow, called: String) -> Result<(), Failure> {
    let members = app.store.members(invite.workspace).await?;
    let id = invite.member;
    if members.iter().any(|member| member.id == id) {
        return app.change(invite.workspace, Action::Edit { id, set: vec![MemberChange::Name(called)] }.into()).await;
    }
    let set = vec![MemberChange::Name(called), MemberChange::Team(invite.team), MemberChange::Role(invite.role)];
    app.change(invite.workspace, Action::Create { id, set }.into()).await
}
