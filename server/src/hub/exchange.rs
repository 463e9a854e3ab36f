//! What a request for an exchange comes to: whether it fits this database, what
//! becomes of its operations, and what the client has not read yet.

use super::{Batch, PushError};
use crate::store::{Changes, Records, Result};
use smarketing_domain::{
    clock::Timestamp,
    fault::{Fault, planted},
    ids::{EpochId, MemberId, WorkspaceId},
    operation::Authority,
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
    /// The cursor is of another life of the database.
    pub reset: bool,
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
    page: usize,
    push: impl FnOnce(Batch) -> F,
) -> Result<Option<Exchanged>, PushError>
where
    F: Future<Output = Result<P, PushError>>,
    P: Into<Pushed>,
{
    let Asking { workspace, member, removed, epoch, now, known } = asking;
    let SyncRequest { client, cursor, operations, gaps, .. } = request;
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
        push(Batch { client, authority: Authority::Member(member), operations, gaps, now }).await?.into()
    };
    if removed || gone {
        // They learn what became of their changes, and nothing else: they have not
        // read everything up to here, and hear with the next request that they are out.
        let changes = Changes { cursor, more: true, ..Changes::default() };
        return Ok(Some(Exchanged { answers, changes, reset: false }));
    }
    let mut changes = match changes {
        Some(changes) => changes,
        None => records.changes(workspace, cursor, page).await?,
    };
    if planted(Fault::PageSkipped) {
        changes.cursor = changes.counter;
    }
    if planted(Fault::CursorAfterRows) && !changes.more {
        changes.cursor = records.counter(workspace).await?;
    }
    Ok(Some(Exchanged { answers, changes, reset: false }))
}

/// Everything.
///
/// # Errors
/// When the database does not answer.
pub async fn snapshot(records: &dyn Records, workspace: WorkspaceId) -> Result<Changes> {
    records.changes(workspace, 0, usize::MAX).await
}
