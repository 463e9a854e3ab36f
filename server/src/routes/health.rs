//! For whoever watches over the server.

use crate::{app::Shared, error::Failure};
use axum::{extract::State, http::header, response::IntoResponse};

/// The process answers.
pub async fn alive() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n")
}

/// The database answers, too.
///
/// # Errors
/// When it does not.
pub async fn ready(State(app): State<Shared>) -> Result<impl IntoResponse, Failure> {
    if app.stop.is_cancelled() {
        return Err(Failure::Busy);
    }
    app.store.ready().await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], "ready\n"))
}
