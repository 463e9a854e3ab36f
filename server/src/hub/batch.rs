//! A batch of one client's operations, and what is put right about them before
//! they are applied. Pure.

use smarketing_domain::{
    clock::{Stamp, Timestamp},
    ids::{ClientId, MemberId},
    operation::{Authority, Body, DealAction, Operation},
};
use std::collections::HashMap;

/// How far ahead of the server a stamp may be, in milliseconds.
const AHEAD: i64 = 60_000;

/// Operations of one client, in order.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The client.
    pub client: ClientId,
    /// Who speaks.
    pub authority: Authority,
    /// In the order of their numbers.
    pub operations: Vec<Operation>,
    /// Their numbers have gaps, and what is missing never comes.
    pub gaps: bool,
    /// How far the client had read when they were made.
    pub seen: u64,
    /// The server's clock.
    pub now: Timestamp,
}

impl Batch {
    /// Who becomes the author; nobody for the server itself.
    pub fn author(&self) -> MemberId {
        match self.authority {
            Authority::Member(member) => member,
            Authority::Server => MemberId::default(),
        }
    }
}

/// Splits operations into how many were answered before (numbers up to
/// `last`) and the rest, which must go on from there without a gap.
///
/// # Errors
/// The number that should have come.
pub fn split(operations: &[Operation], last: u64) -> Result<usize, u64> {
    let known = operations.iter().take_while(|o| o.number <= last).count();
    if operations.first().is_some_and(|o| o.number == 0) {
        return Err(last + 1);
    }
    for (expected, operation) in (last + 1..).zip(&operations[known..]) {
        if operation.number != expected {
            return Err(expected);
        }
    }
    Ok(known)
}

/// Checks operations of a client that says that its numbers have gaps: which of
/// them were answered before is told by their receipts only.
///
/// # Errors
/// The number that could have come, when they are not in order.
pub fn in_order(operations: &[Operation]) -> Result<(), u64> {
    let mut last = 0;
    for operation in operations {
        if operation.number <= last {
            return Err(last + 1);
        }
        last = operation.number;
    }
    Ok(())
}

/// Brings stamps from the future back to the server's time. Clamped stamps
/// are in the order in which they came, whoever sent them: an edit of what a
/// colleague with the same wrong clock has just made stays after it.
#[derive(Debug, Default)]
pub struct Clamp {
    /// The latest stamp given out.
    latest: Stamp,
    /// What became of the stamps of the batch.
    renamed: HashMap<Stamp, Stamp>,
}

impl Clamp {
    /// Forgets the previous batch.
    pub fn begin(&mut self) {
        self.renamed.clear();
    }

    /// The stamp to apply for one that `client` sent.
    pub fn stamp(&mut self, sent: Stamp, client: ClientId, now: Timestamp) -> Stamp {
        // Nobody stamps in another client's name.
        let mut stamp = Stamp { client, ..sent };
        let limit = now.0.saturating_add(AHEAD).max(0) as u64;
        if stamp.millis > limit {
            (stamp.millis, stamp.counter) = (now.0.max(0) as u64, 0);
            let latest = self.latest;
            if (latest.millis, latest.counter) >= (stamp.millis, stamp.counter) {
                (stamp.millis, stamp.counter) = match latest.counter.checked_add(1) {
                    Some(counter) => (latest.millis, counter),
                    None => (latest.millis + 1, 0),
                };
            }
            self.latest = stamp;
        }
        if stamp != sent {
            self.renamed.insert(sent, stamp);
        }
        stamp
    }

    /// What a stamp of this batch became.
    pub fn renamed(&self, sent: Stamp) -> Option<Stamp> {
        self.renamed.get(&sent).copied()
    }
}

/// The stamp of the stage entry that an operation takes back.
pub fn retracted(body: &mut Body) -> Option<&mut Stamp> {
    match body {
        Body::Deal(DealAction::Move { retract, .. }) => retract.as_mut(),
        _ => None,
    }
}

/// Whether an operation takes a stage entry back.
pub fn takes_back(body: &Body) -> bool {
    matches!(body, Body::Deal(DealAction::Move { retract: Some(_), .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const HERE: ClientId = ClientId(7);
    const NOW: Timestamp = Timestamp(1_000_000);

    fn operation(number: u64) -> Operation {
        let body = Body::Unknown(json!({}));
        Operation { number, stamp: Stamp::default(), author: MemberId::default(), body }
    }

    fn stamp(millis: u64, counter: u32) -> Stamp {
        Stamp { millis, counter, client: HERE }
    }

    #[test]
    fn numbers_go_on_from_the_last_one_without_a_gap() {
        let numbered = |numbers: &[u64]| numbers.iter().map(|n| operation(*n)).collect::<Vec<_>>();
        assert_eq!(split(&numbered(&[1, 2]), 0), Ok(0));
        assert_eq!(split(&numbered(&[2, 3, 4]), 3), Ok(2));
        assert_eq!(split(&numbered(&[]), 3), Ok(0));
        assert_eq!(split(&numbered(&[2]), 0), Err(1));
        assert_eq!(split(&numbered(&[0, 1]), 0), Err(1));
        assert_eq!(split(&numbered(&[4, 4]), 3), Err(5));
        assert_eq!(split(&numbered(&[4, 2]), 3), Err(5));
    }

    #[test]
    fn with_gaps_numbers_still_rise() {
        let numbered = |numbers: &[u64]| numbers.iter().map(|n| operation(*n)).collect::<Vec<_>>();
        assert_eq!(in_order(&numbered(&[3, 7, 8])), Ok(()));
        assert_eq!(in_order(&numbered(&[3, 3])), Err(4));
        assert_eq!(in_order(&numbered(&[0])), Err(1));
    }

    #[test]
    fn a_stamp_of_the_past_or_the_next_minute_stays() {
        let mut clamp = Clamp::default();
        assert_eq!(clamp.stamp(stamp(5, 3), HERE, NOW), stamp(5, 3));
        assert_eq!(clamp.stamp(stamp(1_060_000, 3), HERE, NOW), stamp(1_060_000, 3));
    }

    #[test]
    fn future_stamps_become_now_and_keep_their_order() {
        let mut clamp = Clamp::default();
        let first = clamp.stamp(stamp(9_000_000, 0), HERE, NOW);
        let second = clamp.stamp(stamp(9_000_000, 1), HERE, NOW);
        let third = clamp.stamp(stamp(9_500_000, 0), HERE, NOW);
        assert_eq!(first, stamp(1_000_000, 0));
        assert!(first < second && second < third && third.millis == 1_000_000);
        assert_eq!(clamp.renamed(stamp(9_500_000, 0)), Some(third));
    }

    /// Found by simulation: two tabs with one wrong clock in the same millisecond.
    #[test]
    fn an_edit_stays_after_the_creation_that_another_client_sent() {
        let mut clamp = Clamp::default();
        let made = clamp.stamp(stamp(9_000_000, 5), HERE, NOW);
        clamp.begin();
        let there = ClientId(3);
        let edited = clamp.stamp(Stamp { client: there, ..stamp(9_000_001, 0) }, there, NOW);
        assert!(made < edited && edited.client == there);
    }

    #[test]
    fn nobody_stamps_in_another_clients_name() {
        let forged = Stamp { client: ClientId(8), ..stamp(5, 0) };
        assert_eq!(Clamp::default().stamp(forged, HERE, NOW), stamp(5, 0));
    }
}
