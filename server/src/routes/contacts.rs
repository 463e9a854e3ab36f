//! `/api/contacts`: what is known of a person, and forgetting it.

use super::{Body, Id, members::Empty};
use crate::{
    app::Shared,
    auth::Identity,
    error::{Failure, done},
    hub,
    store::{AuditRow, LogOf},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::value::RawValue;
use smarketing_domain::{
    account::rules, clock::Timestamp, entity::Entity, ids::ContactId, privacy, workspace::Workspace,
};

/// Operations about one record in an export.
const LINES: u32 = 10_000;

/// Everything that is known of a person.
#[derive(Serialize)]
struct Export {
    exported: Timestamp,
    person: ContactId,
    /// Their own record, the deals they stand in, and what belongs to those.
    records: Vec<Entity>,
    /// The accepted operations about their own record, newest first.
    history: Vec<Box<RawValue>>,
}

/// Everything that is known of a person, as a file.
///
/// # Errors
/// When the role is too low, or there is no such person.
pub async fn export(
    State(app): State<Shared>,
    headers: HeaderMap,
    Id(person): Id<ContactId>,
) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let (by, workspace) = (identity.member()?, identity.session.workspace);
    rules::handle_person(by.role)?;
    let rows = hub::snapshot(&*app.store, workspace).await?.rows;
    // Reading a whole workspace takes a while: not on a thread that answers requests.
    let gather = move || {
        let mut whole = Workspace::default();
        rows.iter().filter_map(|row| Entity::read(&row.json).ok().flatten()).for_each(|entity| whole.put(entity));
        let known = whole.contacts.get(&person).is_some_and(|contact| contact.meta.born.is_some());
        known
            .then(|| privacy::about(&whole, person).into_iter().filter_map(|key| whole.entity(key)).collect::<Vec<_>>())
    };
    let records = tokio::task::spawn_blocking(gather).await.map_err(|_| Failure::Internal)?.ok_or(Failure::NotFound)?;
    let lines = app.store.log(workspace, LogOf::Record(person.0), u64::MAX, LINES).await?;
    let history = lines.into_iter().map(|line| RawValue::from_string(line.operation)).collect::<Result<_, _>>();
    let history = history.map_err(|_| Failure::Internal)?;
    let line = AuditRow::new(app.now(), Some(workspace), "person_exported");
    app.note(AuditRow { actor: Some(by.id), detail: Some(person.to_string()), ..line }).await;
    let name = [(header::CONTENT_DISPOSITION, format!("attachment; filename=\"person-{person}.json\""))];
    Ok((name, Json(Export { exported: app.now(), person, records, history })).into_response())
}

/// Forgets a person, in the records and in the history. Cannot be undone.
///
/// # Errors
/// When the role is too low, or there is no such person.
pub async fn erase(
    State(app): State<Shared>,
    headers: HeaderMap,
    Id(person): Id<ContactId>,
    Body(Empty {}): Body<Empty>,
) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let (by, workspace) = (identity.member()?, identity.session.workspace);
    rules::handle_person(by.role)?;
    if !app.hub.erase(workspace, person, app.now()).await? {
        return Err(Failure::NotFound);
    }
    let line = AuditRow::new(app.now(), Some(workspace), "person_erased");
    app.note(AuditRow { actor: Some(by.id), detail: Some(person.to_string()), ..line }).await;
    Ok(done())
}
