//! `/api/session`: signing in and out.

use super::Body;
use crate::{
    app::{App, Shared},
    auth::{
        Identity, address,
        entry::{self, with_cookie},
        token,
    },
    error::{Failure, done},
    store::{Account, AuditRow},
};
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use smarketing_domain::wire::SignIn;

/// Who is signed in. Also renews the cookie.
///
/// # Errors
/// When nobody is.
pub async fn current(State(app): State<Shared>, headers: HeaderMap) -> Result<Response, Failure> {
    let session = Identity::of(&app, &headers).await?.describe(app.now())?;
    let token = token::shown(&headers).unwrap_or_default();
    with_cookie(session, token, &headers)
}

/// Signs in, to where they were last.
///
/// # Errors
/// When address and password do not belong together, or too many tries failed.
pub async fn sign_in(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(typed): Body<SignIn>,
) -> Result<Response, Failure> {
    let account = verified(&app, typed).await?;
    let homes = app.store.homes(account.id).await?;
    let latest = app.store.sessions_of(account.id, app.now()).await?.into_iter().find_map(|session| {
        homes.iter().find(|(workspace, _, member)| (*workspace, *member) == (session.workspace, session.member))
    });
    // Removed from everywhere: nothing here to sign in to.
    let (workspace, _, member) = latest.or(homes.first()).ok_or(Failure::SignInFailed)?;
    let response = entry::begin(&app, account.id, (*workspace, *member), &headers).await?;
    let row = AuditRow::new(app.now(), Some(*workspace), "signed_in");
    app.note(AuditRow { actor: Some(*member), ..row }).await;
    Ok(response)
}

/// Signs out; without a session, too.
///
/// # Errors
/// When the database does not answer.
pub async fn sign_out(State(app): State<Shared>, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(token) = token::shown(&headers) {
        entry::end(&app, token).await?;
    }
    let mut response = done();
    response.headers_mut().extend(token::forget(&headers).map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

/// The account of an address with its password. Unknown addresses take the
/// same time and get the same answer.
async fn verified(app: &Shared, typed: SignIn) -> Result<Account, Failure> {
    let email = address(&typed.email);
    let account = app.store.account(&email).await?;
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let matches = entry::verify(app, &token::digest(&email), typed.password, hash).await?;
    match account {
        Some(account) if matches => Ok(account),
        Some(account) => {
            // Behind the answer: its time must not tell known addresses.
            tokio::spawn(note_failure(app.clone(), account, email));
            Err(Failure::SignInFailed)
        }
        None => Err(Failure::SignInFailed),
    }
}

async fn note_failure(app: Shared, account: Account, email: String) {
    for (workspace, member) in account.members {
        let row = AuditRow::new(App::now(&app), Some(workspace), "sign_in_failed");
        app.note(AuditRow { about: Some(member), email: Some(email.clone()), ..row }).await;
    }
}
