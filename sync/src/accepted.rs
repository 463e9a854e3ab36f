//! Operations of one's own that the server has accepted, kept on the device for
//! a while: should the server come back from an older backup, it does not know
//! them any more, and they are offered again under the same client and number.
//!
//! Each row says in which life of the server's database it was accepted. The
//! disk knows which life its records are of (`read`), and this holds in every
//! one of its transactions: what was accepted in another life is in the outbox.

use crate::{
    cache::{Cache, CacheError, OUTBOX, parse, text},
    change::{Change, Read},
    outbox::Place,
    platform::{Database, Key, Transaction},
};
use serde::{Deserialize, Serialize};
use smarketing_domain::{
    clock::{DAY, Timestamp},
    fault::{Fault, planted},
    history::DAYS,
    ids::{EpochId, MemberId},
    operation::{Body, Operation},
    sort,
};
use std::collections::BTreeSet;

/// The store.
pub const ACCEPTED: &str = "accepted";

/// At most so many are kept: thirty days of 300 changes each.
pub const ROWS_MAX: usize = 10_000;
/// At most so many bytes of JSON are kept.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;
/// A tab throws out what is too old with the first operation that it keeps, and
/// then whenever it has kept so many more: until then there may be more of them.
pub const TRIM_EVERY: usize = 1_000;

/// An operation that the server accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accepted {
    /// As it was sent.
    pub operation: Operation,
    /// The life of the server's database in which it was accepted.
    pub epoch: EpochId,
    /// When that was heard, by the server's clock.
    pub at: Timestamp,
    /// What takes it back, by what stood there: its author may ask for it without a
    /// connection. Not known of what earlier versions kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Body>,
}

impl Accepted {
    /// Where it stood in the outbox.
    pub fn place(&self) -> Place {
        (self.operation.stamp.client, self.operation.number)
    }
}

/// Writes what a change says of accepted operations, where the records are by now
/// of the life that `read` names: what another life accepted is not accepted here.
///
/// # Errors
/// When the database refuses.
pub async fn write(tx: &impl Transaction, change: &Change, read: Option<Read>) -> Result<(), CacheError> {
    let here = |epoch: EpochId| read.is_none_or(|read| read.epoch == epoch);
    for row in &change.accepted {
        let key = Key::Place(row.place());
        if here(row.epoch) {
            tx.put(ACCEPTED, key, &text(row)?)?;
            continue;
        }
        // This tab has not heard of the new life yet; another one may have
        // offered the operation again by now, and have its answer.
        let known: Option<Accepted> = tx.get(ACCEPTED, key).await?.and_then(parse);
        if known.is_none_or(|known| !here(known.epoch)) {
            tx.delete(ACCEPTED, key)?;
            tx.put(OUTBOX, key, &text(&row.operation)?)?;
        }
    }
    Ok(())
}

/// After changes: where a snapshot came it may be of another life, and now and
/// then what is old is thrown out.
///
/// # Errors
/// When the database refuses.
pub async fn tidy(tx: &impl Transaction, changes: &[Change], read: Option<Read>) -> Result<(), CacheError> {
    let is_whole = |change: &Change| change.received.as_ref().is_some_and(|received| received.since.is_none());
    if let Some(read) = read.filter(|_| changes.iter().any(is_whole)) {
        offer_again(tx, read).await?;
    }
    match changes.iter().filter_map(|change| change.trim).max() {
        Some(now) => trim(tx, now).await,
        None => Ok(()),
    }
}

/// Another life may have begun: what former ones accepted is back in the outbox.
async fn offer_again(tx: &impl Transaction, read: Read) -> Result<(), CacheError> {
    if planted(Fault::AcceptedNotOffered) {
        return Ok(());
    }
    for row in rows(tx).await?.iter().filter(|row| row.epoch != read.epoch) {
        tx.delete(ACCEPTED, Key::Place(row.place()))?;
        tx.put(OUTBOX, Key::Place(row.place()), &text(&row.operation)?)?;
    }
    Ok(())
}

/// Throws out what is kept no longer.
async fn trim(tx: &impl Transaction, now: Timestamp) -> Result<(), CacheError> {
    let sized: Vec<_> = tx.all(ACCEPTED).await?.iter().filter_map(|json| Some((parse(json)?, json.len()))).collect();
    outlived(&sized, now).into_iter().try_for_each(|place| tx.delete(ACCEPTED, Key::Place(place)))
}

/// Forgets what a member made.
///
/// # Errors
/// When the database refuses.
pub async fn wipe(tx: &impl Transaction, member: MemberId) -> Result<(), CacheError> {
    let theirs = rows(tx).await?.into_iter().filter(|row| row.operation.author == member);
    theirs.map(|row| row.place()).try_for_each(|place| tx.delete(ACCEPTED, Key::Place(place)))
}

async fn rows(tx: &impl Transaction) -> Result<Vec<Accepted>, CacheError> {
    Ok(tx.all(ACCEPTED).await?.iter().filter_map(parse).collect())
}

impl<D: Database> Cache<D> {
    /// Of a member: what another life than this one accepted, and what waits
    /// in the outbox.
    ///
    /// # Errors
    /// When the database is closed or refuses.
    pub async fn read_unaccepted(
        &self,
        member: MemberId,
        epoch: EpochId,
    ) -> Result<(Vec<Operation>, Vec<Operation>), CacheError> {
        let tx = self.database().read(&[ACCEPTED, OUTBOX])?;
        let (accepted, outbox) = (rows(&tx).await?, tx.all(OUTBOX).await?);
        tx.complete().await?;
        let elsewhere = accepted.into_iter().filter(|row| row.epoch != epoch).map(|row| row.operation);
        let outbox = outbox.iter().filter_map(parse::<Operation, _>);
        let mine = |operation: &Operation| operation.author == member;
        Ok((elsewhere.filter(mine).collect(), outbox.filter(mine).collect()))
    }

    /// What of a member's the server accepted, as this device has it.
    ///
    /// # Errors
    /// When the database is closed or refuses.
    pub async fn read_accepted(&self, member: MemberId) -> Result<Vec<Accepted>, CacheError> {
        let tx = self.database().read(&[ACCEPTED])?;
        let accepted = rows(&tx).await?;
        tx.complete().await?;
        Ok(accepted.into_iter().filter(|row| row.operation.author == member).collect())
    }
}

/// What is too old, or too much: of rows with their bytes, the oldest.
fn outlived(rows: &[(Accepted, usize)], now: Timestamp) -> BTreeSet<Place> {
    let mut newest: Vec<_> = rows.iter().collect();
    sort::sort_by_key(&mut newest, |(row, _)| std::cmp::Reverse((row.at, row.operation.stamp, row.operation.number)));
    let (mut count, mut bytes) = (0, 0);
    let outlived = newest.into_iter().filter(|(row, size)| {
        count += 1;
        bytes += size;
        now.since(row.at) > DAYS * DAY || count > ROWS_MAX || bytes > BYTES_MAX
    });
    sort::gather(outlived.map(|(row, _)| row.place()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::{clock::Stamp, ids::ClientId};

    fn row(number: u64, at: i64) -> Accepted {
        let stamp = Stamp { millis: 5, counter: 0, client: ClientId(7) };
        let body = Body::Unknown(serde_json::Value::Null);
        let operation = Operation { number, stamp, author: MemberId::default(), body };
        Accepted { operation, epoch: EpochId::default(), at: Timestamp(at), undo: None }
    }

    fn gone(rows: &[(Accepted, usize)], now: i64) -> Vec<u64> {
        outlived(rows, Timestamp(now)).into_iter().map(|(_, number)| number).collect()
    }

    #[test]
    fn what_was_accepted_is_kept_for_thirty_days() {
        let rows = [(row(1, 0), 10), (row(2, DAY), 10)];
        assert!(gone(&rows, 30 * DAY).is_empty());
        assert_eq!(gone(&rows, 30 * DAY + 1), [1]);
    }

    #[test]
    fn when_it_is_too_much_the_oldest_goes_first() {
        let many: Vec<_> = (0..ROWS_MAX as u64 + 2).map(|n| (row(n, n as i64), 10)).collect();
        assert_eq!(gone(&many, 0), [0, 1]);
        let large = [(row(1, 1), BYTES_MAX / 2), (row(2, 2), BYTES_MAX / 2), (row(3, 3), BYTES_MAX / 2)];
        assert_eq!(gone(&large, 0), [1]);
    }
}
