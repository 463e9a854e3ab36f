//! `/api/password` and `/api/reset`: new passwords.

use super::Body;
use crate::{
    app::{App, Shared},
    auth::{Identity, entry, token},
    error::{Failure, done},
    store::AuditRow,
};
use axum::{Json, extract::State, http::HeaderMap, response::Response};
use smarketing_domain::account::{
    AccountRefusal, password,
    wire::{ChangePassword, NewPassword, ResetLook, Token},
};
use uuid::Uuid;

/// A new password for whoever knows the old one; ends their other sessions.
///
/// # Errors
/// When the old one is wrong, or the new one is no good.
pub async fn change(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(asked): Body<ChangePassword>,
) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let (member, session) = (identity.member()?, &identity.session);
    let email = app.store.email_of(session.workspace, member.id).await?.ok_or(Failure::SignedOut)?;
    let hash = app.store.account(&email).await?.map(|account| account.password_hash);
    if !entry::verify(&app, &token::digest(&email), asked.old, hash).await? {
        return Err(AccountRefusal::PasswordWrong.into());
    }
    password::check(&asked.new, &email)?;
    let hash = app.passwords.hash(&asked.new).await.ok_or(Failure::Busy)?;
    let ended = app.store.set_password(session.account, hash, &session.token_hash).await?;
    ended.iter().for_each(|session| app.hub.end_session(session));
    let row = AuditRow::new(app.now(), Some(session.workspace), "password_changed");
    app.note(AuditRow { actor: Some(member.id), ..row }).await;
    Ok(done())
}

/// Whose password a link is for.
///
/// # Errors
/// When the link does not work.
pub async fn look(State(app): State<Shared>, Body(asked): Body<Token>) -> Result<Json<ResetLook>, Failure> {
    let (_, email) = find(&app, &asked.token).await?;
    Ok(Json(ResetLook { email }))
}

/// A new password by a link; ends all sessions and begins one.
///
/// # Errors
/// When the link does not work, or the password is no good.
pub async fn reset(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(asked): Body<NewPassword>,
) -> Result<Response, Failure> {
    let (account, email) = find(&app, &asked.token).await?;
    password::check(&asked.password, &email)?;
    let hash = app.passwords.hash(&asked.password).await.ok_or(Failure::Busy)?;
    let ended = app.store.use_reset(&token::digest(&asked.token), hash, app.now()).await?;
    let ended = ended.ok_or(AccountRefusal::LinkGone)?;
    ended.iter().for_each(|session| app.hub.end_session(session));
    app.store.forget_failures(&token::digest(&email)).await?;
    let homes = app.store.homes(account).await?;
    for (workspace, _, member) in &homes {
        let row = AuditRow::new(app.now(), Some(*workspace), "password_reset");
        app.note(AuditRow { actor: Some(*member), email: Some(email.clone()), ..row }).await;
    }
    let (workspace, _, member) = homes.first().ok_or(AccountRefusal::LinkGone)?;
    entry::begin(&app, account, (*workspace, *member), &headers).await
}

async fn find(app: &App, token: &str) -> Result<(Uuid, String), Failure> {
    match app.store.reset(&token::digest(token), app.now()).await? {
        Some(found) => Ok(found),
        None => entry::wrong_link(app, "reset", AccountRefusal::LinkGone.into()).await,
    }
}
