//! What a member gets to see, where not everybody sees all: rows that are not
//! theirs are left out, or taken back.

use crate::store::{Changes, Row, StoreError};
use serde::Deserialize;
use smarketing_domain::{
    entity::EntityKey,
    ids::{DealId, InsightId, MemberId, TaskId, TouchpointId},
    member::Role,
    operation::Body,
    overwrite::Notice,
    visibility::{Audience, View, Visibility, decides, dependents, unseen, visibility},
    workspace::Workspace,
};
use uuid::Uuid;

/// Whose the deal is that a change is about, where that matters.
pub fn audience(workspace: &Workspace, body: &Body) -> Option<Audience> {
    let Body::Deal(action) = body else { return None };
    if visibility(workspace) == Visibility::Everybody {
        return None;
    }
    workspace.deals.get(&action.id()).map(|deal| Audience::of(workspace, deal))
}

/// Records that come into view, or leave it, with the deal that a change was
/// about: they get a new place in the order, so that clients read them again.
pub fn come_along(workspace: &Workspace, body: &Body, before: Option<Audience>) -> Vec<EntityKey> {
    match body {
        Body::Deal(action) if before.is_some() && before != audience(workspace, body) => {
            dependents(workspace, action.id())
        }
        _ => Vec::new(),
    }
}

/// What a client of `member` gets of `changes`; `None`: it has to read
/// everything anew, for rows may come or go that have not changed.
///
/// # Errors
/// When a row holds something unreadable.
pub fn narrow(workspace: &Workspace, member: MemberId, changes: Changes) -> Result<Option<Changes>, StoreError> {
    let Some(me) = workspace.members.get(&member) else { return Ok(Some(changes)) };
    let keys = changes.rows.iter().map(key).collect::<Result<Vec<_>, _>>()?;
    let decided = |key: &EntityKey| match key {
        // The workspace's name and hours change nothing.
        EntityKey::Settings(_) => workspace.own().is_some_and(|own| own.meta.is_edited("visibility")),
        _ => visibility(workspace) == Visibility::Teams && decides(*key),
    };
    let concerns = |key: &EntityKey| me.role < Role::Manager || *key == EntityKey::from(member);
    if keys.iter().flatten().any(|key| decided(key) && concerns(key)) {
        return Ok(None);
    }
    let view = View::of(workspace, me);
    if view.is_whole() {
        return Ok(Some(changes));
    }
    let mut seen = changes;
    for (row, key) in seen.rows.iter_mut().zip(keys) {
        let Some(nothing) = key.filter(|key| !view.sees(*key)).and_then(unseen) else { continue };
        row.json = serde_json::to_string(&nothing).map_err(|_| StoreError::Unreadable("a record that is not seen"))?;
    }
    Ok(Some(seen))
}

/// Of all records those that `member` sees.
///
/// # Errors
/// When a row holds something unreadable.
pub fn whole(workspace: &Workspace, member: MemberId, mut changes: Changes) -> Result<Changes, StoreError> {
    let Some(me) = workspace.members.get(&member) else { return Ok(changes) };
    let view = View::of(workspace, me);
    let mut rows = Vec::with_capacity(changes.rows.len());
    for row in changes.rows {
        if key(&row)?.is_none_or(|key| view.sees(key)) {
            rows.push(row);
        }
    }
    changes.rows = rows;
    Ok(changes)
}

/// Whether `member` may look back at the record of this id.
pub fn may_look_back(workspace: &Workspace, member: MemberId, id: Uuid) -> bool {
    let Some(me) = workspace.members.get(&member) else { return false };
    let view = View::of(workspace, me);
    let kinds: [EntityKey; 4] = [DealId(id).into(), TaskId(id).into(), InsightId(id).into(), TouchpointId(id).into()];
    view.is_whole() || kinds.into_iter().all(|key| workspace.entity(key).is_none() || view.sees(key))
}

/// Of what a member is told, what is about records that they still see.
pub fn told(workspace: &Workspace, member: MemberId, mut told: Vec<Notice>) -> Vec<Notice> {
    let Some(me) = workspace.members.get(&member) else { return Vec::new() };
    let view = View::of(workspace, me);
    told.retain(|notice| notice.operation.body.key().is_some_and(|key| view.sees(key)));
    told
}

/// Which record a row holds; `None` for a kind that this version does not know.
fn key(row: &Row) -> Result<Option<EntityKey>, StoreError> {
    #[derive(Deserialize)]
    struct Head<'a> {
        entity: &'a str,
        id: Uuid,
    }
    let head: Head = serde_json::from_str(&row.json).map_err(|_| StoreError::Unreadable("entity.json"))?;
    Ok(EntityKey::of(head.entity, head.id))
}
