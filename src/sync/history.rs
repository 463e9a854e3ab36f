//! What was changed: as the server's log has it, asked for when somebody looks; and
//! without a connection what this device has of the member's own.

use super::{
    accounts::{AccountError, Answer, get},
    driver,
};
use crate::state::State;
use smarketing_domain::{
    entity::EntityKey,
    history::{Log, Logged, Replaced},
    operation::{Body, Operation},
    sort,
};
use std::collections::BTreeMap;

/// Changes, and who says so.
#[derive(Clone)]
pub struct Known {
    /// Newest first.
    pub log: Log,
    /// The server could not be asked: the member's own, as this device has them.
    pub is_kept: bool,
}

/// Changes of `record` (one's own without it) before `before`, newest first.
///
/// # Errors
/// When the server refuses; when it cannot be reached, and the device not be read.
pub async fn changes(state: State, record: Option<EntityKey>, before: Option<u64>) -> Answer<Known> {
    match asked(record, before).await {
        Ok(log) => Ok(Known { log, is_kept: false }),
        Err(AccountError::Offline) => {
            let lines = kept(state, record).await.ok_or(AccountError::Offline)?;
            Ok(Known { log: Log { lines, more: false }, is_kept: true })
        }
        Err(error) => Err(error),
    }
}

async fn asked(record: Option<EntityKey>, before: Option<u64>) -> Answer<Log> {
    let record = record.map(|key| format!("record={}&", key.id())).unwrap_or_default();
    let before = before.map(|seq| format!("before={seq}")).unwrap_or_default();
    get(&format!("/api/history?{record}{before}")).await
}

/// The member's own changes that this device knows of, newest first: those that wait
/// to be sent, and those that the server has accepted.
async fn kept(state: State, record: Option<EntityKey>) -> Option<Vec<Logged>> {
    let me = state.me_untracked()?.member;
    let accepted = driver()?.accepted_of(me).await.ok()?;
    let accepted = accepted.into_iter().map(|row| (row.place(), (row.operation, row.undo)));
    let waiting = state.unconfirmed_of(me).into_iter().map(|(o, undo)| ((o.stamp.client, o.number), (o, undo)));
    let all: BTreeMap<_, (Operation, Option<Body>)> = accepted.chain(waiting).collect();
    let is_asked_for = |body: &Body| record.is_none() || body.key() == record;
    let mut lines: Vec<_> = all.into_values().filter(|(operation, _)| is_asked_for(&operation.body)).collect();
    sort::sort_by_key(&mut lines, |(operation, _)| std::cmp::Reverse((operation.stamp, operation.number)));
    // Their place in the workspace's order is the server's to say.
    let line = |(operation, undo)| Logged { seq: 0, operation, replaced: Replaced { undo, ..Replaced::default() } };
    Some(lines.into_iter().map(line).collect())
}
