//! What is to be kept on the device, as data, and the rule by which received
//! records follow on kept ones. Pure.

use crate::{accepted::Accepted, outbox::Place, rows::Rows, seat::Me, status::TrayItem};
use serde::{Deserialize, Serialize};
use smarketing_domain::{
    clock::Timestamp,
    fault::{Fault, planted},
    ids::EpochId,
    operation::Operation,
    replica::Rejection,
    workspace::Workspace,
};

/// How far the kept records have been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// The life of the server's database.
    pub epoch: EpochId,
    /// Its counter.
    pub cursor: u64,
}

/// Everything the device keeps.
#[derive(Debug, Default)]
pub struct Kept {
    /// Who is signed in.
    pub session: Option<Me>,
    /// How far the records have been read; `None`: there are none.
    pub read: Option<Read>,
    /// The confirmed records.
    pub records: Workspace,
    /// Unconfirmed operations, of all members: their text.
    pub outbox: Vec<String>,
    /// Refused operations, of all members: their text.
    pub tray: Vec<String>,
}

/// Things that are kept together or not at all.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Operations to keep until they are confirmed.
    pub put: Vec<Operation>,
    /// Operations that are confirmed, refused or renamed.
    pub remove: Vec<Place>,
    /// Of those, the ones that the server accepted.
    pub accepted: Vec<Accepted>,
    /// The server's time, when accepted operations are to be thrown out that are
    /// kept no longer.
    pub trim: Option<Timestamp>,
    /// Refused operations, for the tray.
    pub refused: Vec<TrayRow>,
    /// Those that the person has seen.
    pub dismissed: Vec<Place>,
    /// Records from the server.
    pub received: Option<Received>,
    /// Who is signed in.
    pub session: Option<Me>,
}

/// Records from the server.
#[derive(Clone, Debug)]
pub struct Received {
    /// What changed after this cursor; `None`: all there is.
    pub since: Option<u64>,
    /// How far one has read with them.
    pub read: Read,
    /// Their text.
    pub rows: Rows,
}

/// A refused operation in the tray.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrayRow {
    /// What was asked for.
    pub operation: Operation,
    /// A stable code.
    pub code: String,
    /// Why, and what to do.
    pub message: String,
    /// What the record was called.
    pub subject: String,
}

impl Received {
    /// How far one has read after these records follow on what has been
    /// `kept`; `None` when they do not: they are older, or would leave a gap.
    pub fn follows(&self, kept: Option<Read>) -> Option<Read> {
        let same_life = kept.filter(|kept| kept.epoch == self.read.epoch);
        let fits = match (self.since, same_life) {
            (None, None) => true,
            (None, Some(kept)) => kept.cursor < self.read.cursor,
            (Some(_), None) => false,
            (Some(since), Some(kept)) => since <= kept.cursor && kept.cursor < self.read.cursor,
        };
        (fits || planted(Fault::AnyAnswerFollows)).then_some(self.read)
    }
}

impl TrayRow {
    /// Where the operation stood in the outbox.
    pub fn place(&self) -> Place {
        (self.operation.stamp.client, self.operation.number)
    }
}

impl From<TrayRow> for TrayItem {
    fn from(row: TrayRow) -> Self {
        let TrayRow { operation, code, message, subject } = row;
        Self { rejection: Rejection { operation, code, message }, subject }
    }
}

impl From<&TrayItem> for TrayRow {
    fn from(item: &TrayItem) -> Self {
        let Rejection { operation, code, message } = item.rejection.clone();
        Self { operation, code, message, subject: item.subject.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::ids::EpochId;

    fn read(epoch: u128, cursor: u64) -> Read {
        Read { epoch: EpochId(uuid::Uuid::from_u128(epoch)), cursor }
    }

    fn received(since: Option<u64>, cursor: u64) -> Received {
        Received { since, read: read(1, cursor), rows: Vec::new().into() }
    }

    #[test]
    fn changes_follow_on_what_is_kept_without_gap() {
        assert_eq!(received(Some(5), 9).follows(Some(read(1, 5))), Some(read(1, 9)));
        assert_eq!(received(Some(5), 9).follows(Some(read(1, 7))), Some(read(1, 9)));
        assert_eq!(received(Some(5), 9).follows(Some(read(1, 4))), None);
        assert_eq!(received(Some(5), 9).follows(None), None);
    }

    #[test]
    fn an_older_row_is_never_put_over_a_newer_one() {
        assert_eq!(received(Some(5), 9).follows(Some(read(1, 9))), None);
        assert_eq!(received(Some(5), 9).follows(Some(read(1, 12))), None);
        assert_eq!(received(None, 9).follows(Some(read(1, 12))), None);
        assert_eq!(received(Some(5), 9).follows(Some(read(2, 5))), None);
    }

    #[test]
    fn a_snapshot_replaces_what_is_older_or_of_another_life() {
        assert_eq!(received(None, 9).follows(None), Some(read(1, 9)));
        assert_eq!(received(None, 9).follows(Some(read(1, 5))), Some(read(1, 9)));
        assert_eq!(received(None, 9).follows(Some(read(2, 99))), Some(read(1, 9)));
    }
}
