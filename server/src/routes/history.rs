//! `/api/history`: accepted operations, of one record or of one's own.

use crate::{
    app::Shared,
    auth::Identity,
    error::Failure,
    hub::view,
    store::{LogOf, LogRow},
};
use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

/// Operations in an answer.
const LINES: u32 = 100;

/// What is asked for.
#[derive(Deserialize)]
pub struct Wanted {
    /// The record; without it, what the member made.
    record: Option<Uuid>,
    /// Only what was accepted before this value of the workspace's counter.
    before: Option<u64>,
}

/// [`smarketing_domain::history::Log`] as it is stored.
#[derive(Serialize)]
pub struct Reply {
    lines: Vec<Line>,
    more: bool,
}

#[derive(Serialize)]
struct Line {
    seq: u64,
    operation: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced: Option<Box<RawValue>>,
}

/// The latest, newest first.
///
/// # Errors
/// When nobody is signed in, or the address asks for nonsense.
pub async fn list(
    State(app): State<Shared>,
    headers: HeaderMap,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Json<Reply>, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let me = identity.member()?;
    let Query(wanted) = wanted.map_err(|_| Failure::NotFound)?;
    if let Some(record) = wanted.record.filter(|_| identity.is_narrow()) {
        let me = me.id;
        let may = app.hub.look(identity.session.workspace, move |all| view::may_look_back(all, me, record)).await?;
        if !may {
            return Ok(Json(Reply { lines: Vec::new(), more: false }));
        }
    }
    let of = wanted.record.map_or(LogOf::Author(me.id), LogOf::Record);
    let before = wanted.before.unwrap_or(u64::MAX);
    let mut rows = app.store.log(identity.session.workspace, of, before, LINES + 1).await?;
    let more = rows.len() > LINES as usize;
    rows.truncate(LINES as usize);
    let lines = rows.into_iter().map(line).collect::<Result<_, _>>()?;
    Ok(Json(Reply { lines, more }))
}

fn line(row: LogRow) -> Result<Line, Failure> {
    let raw = |json: String| {
        RawValue::from_string(json).map_err(|_| {
            tracing::error!("a stored operation is no JSON");
            Failure::Internal
        })
    };
    Ok(Line { seq: row.seq, operation: raw(row.operation)?, replaced: row.replaced.map(raw).transpose()? })
}
