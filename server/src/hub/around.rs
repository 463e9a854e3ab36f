//! Around a commit: what was answered before it, and what is remembered after.

use super::{
    PushError,
    batch::{Batch, split},
};
use crate::store::{Client, Commit, Writing};
use smarketing_domain::{
    entity::EntityKey,
    fault::{Fault, planted},
    ids::ClientId,
    wire::{Answer, Verdict},
};
use std::collections::BTreeMap;

/// What was known of a batch's client, how many of the operations were answered
/// before, and those answers.
pub async fn look_up(tx: &mut dyn Writing, batch: &Batch) -> Result<(Option<Client>, usize, Vec<Answer>), PushError> {
    let client = tx.client(batch.client).await?;
    if client.is_some_and(|known| known.member != batch.author()) {
        return Err(PushError::ForeignClient);
    }
    let last = client.map_or(0, |known| known.last);
    let known = match split(&batch.operations, last) {
        Err(_) if planted(Fault::GapTaken) => 0,
        split => split.map_err(|expected| PushError::Gap { expected })?,
    };
    Ok((client, known, repeat(tx, batch, known, last).await?))
}

/// The answers that the first `known` operations got before.
async fn repeat(tx: &mut dyn Writing, batch: &Batch, known: usize, last: u64) -> Result<Vec<Answer>, PushError> {
    let numbers = batch.operations[..known].iter().map(|o| o.number);
    let (Some(from), Some(to)) = (numbers.clone().min(), numbers.clone().max()) else { return Ok(Vec::new()) };
    let stored: BTreeMap<u64, Verdict> =
        tx.receipts(batch.client, from, to).await?.into_iter().map(|a| (a.number, a.verdict)).collect();
    numbers
        .map(|number| {
            let verdict = stored.get(&number).cloned().ok_or(PushError::Gap { expected: last + 1 })?;
            Ok(Answer { number, verdict })
        })
        .collect()
}

/// What a room remembers of commits once they stand.
pub struct Kept {
    /// Clients that spoke, and where they stand.
    pub clients: Vec<(ClientId, Client)>,
    /// Records that changed.
    pub rows: Vec<(u64, EntityKey, String)>,
}

impl Kept {
    /// Of commits that are about to be written.
    pub fn of(commits: &[Commit]) -> Self {
        Self {
            clients: commits.iter().map(|commit| (commit.client, commit.state)).collect(),
            rows: commits.iter().flat_map(|commit| commit.entities.iter().cloned()).collect(),
        }
    }
}

/// A commit as it is, unless a fault is planted.
pub fn spoiled(mut commit: Commit) -> Commit {
    if planted(Fault::ReceiptNotStored) {
        commit.answers.clear();
    }
    if planted(Fault::LastNumberNotStored) {
        commit.state.last = commit.before.map_or(0, |client| client.last);
    }
    if planted(Fault::CommitWithoutRecords) {
        commit.entities.pop();
    }
    commit
}
