//! Around a commit: what was answered before it, and what is remembered after.

use super::{
    PushError,
    batch::{Batch, in_order, split},
};
use crate::store::{Client, Commit, Writing};
use smarketing_domain::{
    entity::EntityKey,
    fault::{Fault, planted},
    ids::ClientId,
    operation::Operation,
    wire::{Answer, Verdict},
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// What is known of a batch before it is executed.
type Found<'a> = (Option<Client>, Cow<'a, [Operation]>, Vec<Answer>);

/// What was known of a batch's client, the operations that were not answered
/// before, and the answers of those that were.
pub async fn look_up<'a>(tx: &mut dyn Writing, batch: &'a Batch) -> Result<Found<'a>, PushError> {
    let client = tx.client(batch.client).await?;
    if client.is_some_and(|known| known.member != batch.author()) {
        return Err(PushError::ForeignClient);
    }
    let last = client.map_or(0, |known| known.last);
    let gap = |expected| PushError::Gap { expected };
    if batch.gaps {
        in_order(&batch.operations).map_err(gap)?;
        let answers = answered(tx, batch).await?;
        let is_fresh = |o: &&Operation| answers.binary_search_by_key(&o.number, |answer| answer.number).is_err();
        let fresh: Vec<Operation> = batch.operations.iter().filter(is_fresh).cloned().collect();
        return Ok((client, Cow::Owned(fresh), answers));
    }
    let known = match split(&batch.operations, last) {
        Err(_) if planted(Fault::GapTaken) => 0,
        split => split.map_err(gap)?,
    };
    Ok((client, Cow::Borrowed(&batch.operations[known..]), repeat(tx, batch, known, last).await?))
}

/// The answers that operations of a batch got before, wherever they stand; by number.
async fn answered(tx: &mut dyn Writing, batch: &Batch) -> Result<Vec<Answer>, PushError> {
    let (Some(first), Some(last)) = (batch.operations.first(), batch.operations.last()) else { return Ok(Vec::new()) };
    let mut answers = tx.receipts(batch.client, first.number, last.number).await?;
    let asked: BTreeSet<u64> = batch.operations.iter().map(|o| o.number).collect();
    answers.retain(|answer| asked.contains(&answer.number));
    answers.sort_by_key(|answer| answer.number);
    Ok(answers)
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
    /// The last operation of which somebody has to be told.
    pub told: u64,
}

impl Kept {
    /// Of commits that are about to be written.
    pub fn of(commits: &[Commit]) -> Self {
        Self {
            clients: commits.iter().map(|commit| (commit.client, commit.state)).collect(),
            rows: commits.iter().flat_map(|commit| commit.entities.iter().cloned()).collect(),
            told: commits.iter().map(Commit::told).max().unwrap_or_default(),
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
