//! `/api/audit`: who did what about access.

use crate::{app::Shared, auth::Identity, error::Failure};
use axum::{Json, extract::State, http::HeaderMap};
use smarketing_domain::account::{rules, wire::AuditLine};

/// Lines in an answer.
const LINES: u32 = 200;

/// The latest, newest first.
///
/// # Errors
/// When the role is too low.
pub async fn list(State(app): State<Shared>, headers: HeaderMap) -> Result<Json<Vec<AuditLine>>, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    rules::see_audit(identity.member()?.role)?;
    Ok(Json(app.store.audit(identity.session.workspace, LINES).await?))
}
