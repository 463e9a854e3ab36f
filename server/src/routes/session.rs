//! `/api/session`: signing in and out.

use super::Body;
use crate::{
    app::{App, Shared},
    auth::{Identity, address, throttle, token},
    error::{Failure, done},
    store::{Account, SessionRow},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use smarketing_domain::{
    clock::Timestamp,
    wire::{Session, SignIn},
};

/// Who is signed in. Also renews the cookie.
///
/// # Errors
/// When nobody is.
pub async fn current(State(app): State<Shared>, headers: HeaderMap) -> Result<Response, Failure> {
    let session = Identity::of(&app, &headers).await?.describe(app.now())?;
    let token = token::shown(&headers).unwrap_or_default();
    with_cookie(session, token, &headers)
}

/// Signs in.
///
/// # Errors
/// When address and password do not belong together, or too many tries failed.
pub async fn sign_in(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(typed): Body<SignIn>,
) -> Result<Response, Failure> {
    let account = verified(&app, typed).await?;
    let (workspace, member) = *account.members.first().ok_or(Failure::SignInFailed)?;
    if let Some(old) = token::shown(&headers) {
        end(&app, old).await?;
    }
    let token = token::new().ok_or(Failure::Internal)?;
    let now = app.now();
    let expires = Timestamp(now.0 + token::LASTS * 1000);
    let token_hash = token::digest(&token);
    let row = SessionRow {
        token_hash: token_hash.clone(),
        account: account.id,
        workspace,
        member,
        created: now,
        expires,
        seen: now,
    };
    app.store.add_session(row).await?;
    let mut shown = HeaderMap::new();
    shown.insert(header::COOKIE, format!("{}={token}", token::COOKIE).parse().map_err(|_| Failure::Internal)?);
    let identity = Identity::of(&app, &shown).await?;
    // Removed from the workspace: nothing here to sign in to.
    let session = identity.describe(now).map_err(|_| Failure::SignInFailed)?;
    with_cookie(session, &token, &headers)
}

/// Signs out; without a session, too.
///
/// # Errors
/// When the database does not answer.
pub async fn sign_out(State(app): State<Shared>, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(token) = token::shown(&headers) {
        end(&app, token).await?;
    }
    let mut response = done();
    response.headers_mut().extend(token::forget(&headers).map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

/// The account of an address with its password. Unknown addresses take the
/// same time and get the same answer.
async fn verified(app: &App, typed: SignIn) -> Result<Account, Failure> {
    let email = address(&typed.email);
    let address_hash = token::digest(&email);
    // Asked with the turn in hand: of many tries at once only a few get through.
    let turn = app.passwords.turn().await.ok_or(Failure::Busy)?;
    let now = app.now();
    let since = Timestamp(now.0 - throttle::WINDOW);
    let failures = app.store.failures(&address_hash, since).await?;
    if let Some(seconds) = throttle::wait(&failures, now) {
        return Err(Failure::TooManyAttempts { seconds });
    }
    let account = app.store.account(&email).await?;
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let matches = turn.verify(typed.password, hash).await;
    let Some(account) = account.filter(|_| matches) else {
        app.store.note_failure(&address_hash, now, since).await?;
        return Err(Failure::SignInFailed);
    };
    if !failures.is_empty() {
        app.store.forget_failures(&address_hash).await?;
    }
    Ok(account)
}

async fn end(app: &App, token: &str) -> Result<(), Failure> {
    let token_hash = token::digest(token);
    app.store.end_session(&token_hash).await?;
    app.hub.streams().end_session(&token_hash);
    Ok(())
}

fn with_cookie(session: Session, token: &str, headers: &HeaderMap) -> Result<Response, Failure> {
    let cookie = token::keep(token, headers).ok_or(Failure::Internal)?;
    Ok(([(header::SET_COOKIE, cookie)], Json(session)).into_response())
}
