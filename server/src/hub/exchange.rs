//! What a request for an exchange comes to: whether it fits this database, what
//! becomes of its operations, and what the client has not read yet.

use super::{Batch, PushError};
use crate::store::{Changes, Records, Result, Told};
use smarketing_domain::{
    clock::Timestamp,
    fault::{Fault, planted},
    ids::{EpochId, MemberId, WorkspaceId},
    operation::Authority,
    overwrite::{Notice, Overwritten, notice},
    wire::{Answer, SyncRequest},
};

/// Whose request it is, and when it came.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// The workspace of the session.
    pub workspace: WorkspaceId,
    /// The member of the session.
    pub member: MemberId,
    /// Whether they were removed meanwhile.
    pub removed: bool,
    /// The life of the database.
    pub epoch: EpochId,
    /// The server's clock.
    pub now: Timestamp,
    /// The workspace's counter is at least this; 0 when nothing is known of it.
    pub known: u64,
}

/// How much of what a client has not read yet comes in one answer.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Bytes of records, about.
    pub bytes: usize,
    /// Whoever misses more than that, and more than one in so many of all records, reads
    /// everything anew: one request takes less than page after page of nearly everything.
    pub one_in: u64,
}

/// What became of a batch.
#[derive(Debug, Default)]
pub struct Pushed {
    /// One answer for each operation, in order.
    pub answers: Vec<Answer>,
    /// What changed after the request's cursor, when the database need not be asked.
    pub changes: Option<Changes>,
    /// The author is no member any more; the one who asks may not have known.
    pub removed: bool,
}

impl From<Vec<Answer>> for Pushed {
    fn from(answers: Vec<Answer>) -> Self {
        Self { answers, ..Self::default() }
    }
}

/// The answer to a request.
#[derive(Debug, Default)]
pub struct Exchanged {
    /// One answer for each operation of the request, in order.
    pub answers: Vec<Answer>,
    /// What changed after the request's cursor.
    pub changes: Changes,
    /// The cursor is of another life of the database, or so old that everything is
    /// to be read anew. Operations have been executed then, too, where there are answers.
    pub reset: bool,
    /// What the member is told of that others have written over.
    pub told: Vec<Notice>,
}

/// Takes operations (by way of `push`) and reads what is new. `None`: somebody
/// who was removed only wants to read; there is nothing here for them.
///
/// # Errors
/// When the batch as a whole is refused, or the database failed.
pub async fn exchange<F, P>(
    records: &dyn Records,
    asking: Asking,
    request: SyncRequest,
    page: Page,
    push: impl FnOnce(Batch) -> F,
) -> Result<Option<Exchanged>, PushError>
where
    F: Future<Output = Result<P, PushError>>,
    P: Into<Pushed>,
{
    let Asking { workspace, member, removed, epoch, now, known } = asking;
    let SyncRequest { client, cursor, operations, gaps, seen, told, .. } = request;
    let other_life = request.epoch != epoch && !planted(Fault::EpochIgnored);
    if other_life || cursor > known {
        let counter = records.counter(workspace).await?;
        if other_life || cursor > counter {
            // Nothing is executed: the client first has to know where it is.
            let changes = Changes { cursor: counter, ..Changes::default() };
            return Ok(Some(Exchanged { changes, reset: true, ..Exchanged::default() }));
        }
    }
    // A browser's tabs share one session. Somebody else may have signed in by
    // now; what their colleague made must not be taken in their name.
    let foreign =
        |author: MemberId| !planted(Fault::AuthorFromClient) && author != member && author != MemberId::default();
    if operations.iter().any(|operation| foreign(operation.author)) {
        return Err(PushError::ForeignAuthor);
    }
    let Pushed { answers, changes, removed: gone } = if operations.is_empty() {
        if removed {
            return Ok(None);
        }
        Pushed::default()
    } else {
        push(Batch {
            client,
            authority: Authority::Member(member),
            operations,
            gaps,
            seen: seen.unwrap_or(cursor),
            now,
        })
        .await?
        .into()
    };
    if removed || gone {
        // They learn what became of their changes, and nothing else: they have not
        // read everything up to here, and hear with the next request that they are out.
        let changes = Changes { cursor, more: true, ..Changes::default() };
        return Ok(Some(Exchanged { answers, changes, ..Exchanged::default() }));
    }
    let mut changes = match changes {
        Some(changes) => changes,
        None => records.changes(workspace, cursor, page.bytes).await?,
    };
    if changes.more {
        let (missed, all) = records.missed(workspace, cursor).await?;
        if missed > all / page.one_in {
            let changes = Changes { cursor: changes.counter, ..Changes::default() };
            // What they are told comes with the first exchange after the snapshot.
            return Ok(Some(Exchanged { answers, changes, reset: true, told: Vec::new() }));
        }
    }
    if planted(Fault::PageSkipped) {
        changes.cursor = changes.counter;
    }
    if planted(Fault::CursorAfterRows) && !changes.more {
        changes.cursor = records.counter(workspace).await?;
    }
    let from = told.map_or(cursor, |told| told.min(cursor));
    let told = match from < cursor || changes.told > cursor {
        true => notices(records.told(workspace, member, from, changes.cursor).await?, member)?,
        false => Vec::new(),
    };
    Ok(Some(Exchanged { answers, changes, reset: false, told }))
}

/// What a member is told, as it comes into their tray.
fn notices(told: Vec<Told>, member: MemberId) -> Result<Vec<Notice>> {
    let mut notices = Vec::with_capacity(told.len());
    for Told { registers, row } in told {
        notices.extend(notice(&row.read()?, &Overwritten { member, registers }));
    }
    Ok(notices)
}
