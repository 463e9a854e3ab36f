//! Why batches are refused.

use crate::store::StoreError;

/// Why a whole batch was refused.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// Numbers of a client go up by one.
    #[error("operation {expected} is missing")]
    Gap {
        /// The number that should have come.
        expected: u64,
    },
    /// The client belongs to another member.
    #[error("the client belongs to another member")]
    ForeignClient,
    /// Another member made the changes.
    #[error("another member made the changes")]
    ForeignAuthor,
    /// The server stopped, or failed, in the middle.
    #[error("the batch was interrupted")]
    Interrupted,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
