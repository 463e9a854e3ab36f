//! How a session begins: at sign-in, and by links that let somebody in.

use super::{Identity, browser, throttle, token};
use crate::{app::App, error::Failure, store::SessionRow};
use axum::{
    Json,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use smarketing_domain::{
    clock::Timestamp,
    ids::{MemberId, WorkspaceId},
    member::MemberChange,
    operation::Action,
    wire::Session,
};
use uuid::Uuid;

/// Begins a session in the place of the one that the request shows.
///
/// That somebody signs in is said by their first session, and not before:
/// colleagues who hear it ask at once for whom the invitation let in.
///
/// # Errors
/// When the member was removed, or the database does not answer.
pub async fn begin(
    app: &App,
    account: Uuid,
    (workspace, member): (WorkspaceId, MemberId),
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    if let Some(old) = token::shown(headers) {
        end(app, old).await?;
    }
    let token = token::new().ok_or(Failure::Internal)?;
    let now = app.now();
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let row = SessionRow {
        token_hash: token::digest(&token),
        account,
        workspace,
        member,
        created: now,
        expires: Timestamp(now.0 + token::LASTS * 1000),
        seen: now,
        browser: browser::name(agent),
    };
    app.store.add_session(row).await?;
    let mut shown = HeaderMap::new();
    shown.insert(header::COOKIE, format!("{}={token}", token::COOKIE).parse().map_err(|_| Failure::Internal)?);
    let identity = Identity::of(app, &shown).await?;
    if !identity.member()?.signs_in {
        let set = vec![MemberChange::SignsIn(true)];
        app.change(workspace, Action::Edit { id: member, set }.into()).await?;
    }
    with_cookie(identity.describe(now)?, &token, headers)
}

/// Ends the session of a token, with its streams.
///
/// # Errors
/// When the database does not answer.
pub async fn end(app: &App, token: &str) -> Result<(), Failure> {
    let token_hash = token::digest(token);
    app.store.end_session(&token_hash).await?;
    app.hub.end_session(&token_hash);
    Ok(())
}

/// A session with the cookie that keeps it.
///
/// # Errors
/// When the token is none of ours.
pub fn with_cookie(session: Session, token: &str, headers: &HeaderMap) -> Result<Response, Failure> {
    let cookie = token::keep(token, headers).ok_or(Failure::Internal)?;
    Ok(([(header::SET_COOKIE, cookie)], Json(session)).into_response())
}

/// Checks the password of an account by the throttle of its address: `key` is
/// the digest of that. Without a hash it takes the same time, and answers no.
///
/// # Errors
/// When too many tries failed, or the database does not answer.
pub async fn verify(app: &App, key: &str, password: String, hash: Option<String>) -> Result<bool, Failure> {
    // Asked with the turn in hand: of many tries at once only a few get through.
    let turn = app.passwords.turn().await.ok_or(Failure::Busy)?;
    let (now, since) = window(app);
    let failures = app.store.failures(key, since).await?;
    if let Some(seconds) = throttle::wait(&failures, now) {
        return Err(Failure::TooManyAttempts { seconds });
    }
    let matches = turn.verify(password, hash).await;
    if !matches {
        app.store.note_failure(key, now, since).await?;
    } else if !failures.is_empty() {
        app.store.forget_failures(key).await?;
    }
    Ok(matches)
}

/// Notes a link or code that was wrong, and answers `otherwise`; after a few of
/// them that one has to wait. They have 256 bits: nobody finds one by trying,
/// and whoever has the right one never waits.
///
/// # Errors
/// Always.
pub async fn wrong_link<T>(app: &App, kind: &str, otherwise: Failure) -> Result<T, Failure> {
    let key = token::digest(kind);
    let (now, since) = window(app);
    if let Some(seconds) = throttle::wait(&app.store.failures(&key, since).await?, now) {
        return Err(Failure::TooManyAttempts { seconds });
    }
    app.store.note_failure(&key, now, since).await?;
    Err(otherwise)
}

fn window(app: &App) -> (Timestamp, Timestamp) {
    let now = app.now();
    (now, Timestamp(now.0 - throttle::WINDOW))
}
