//! How the app stands with the server, for the pill in the top bar and for
//! `<body data-sync data-outbox data-cursor>`.

use smarketing_domain::replica::Rejection;

/// The word on the pill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SyncWord {
    /// The server has everything, and so do we.
    Synced,
    /// Saved on this device, on its way.
    #[default]
    Pending,
    /// Saved on this device; the server cannot be reached.
    Offline,
    /// A change was refused and waits to be looked at.
    Rejected,
    /// Something is wrong that the person must act on.
    Error,
}

impl SyncWord {
    /// The word in `data-sync`.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Synced => "synced",
            Self::Pending => "pending",
            Self::Offline => "offline",
            Self::Rejected => "rejected",
            Self::Error => "error",
        }
    }
}

/// What went wrong, when [`SyncWord::Error`] is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// The session has ended: sign in again; changes are kept.
    SignedOut,
    /// The browser does not let us save: storage is full or blocked.
    NotSaved,
    /// The server answers with an error again and again.
    ServerFault,
    /// The page is older than the server: reload.
    TooOld,
}

/// How the app stands with the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyncStatus {
    /// The word on the pill.
    pub word: SyncWord,
    /// Changes that the server has not confirmed.
    pub outbox: usize,
    /// Of those, changes that are not yet saved on this device.
    pub unsaved: usize,
    /// How far the server has been read.
    pub cursor: u64,
    /// What went wrong.
    pub trouble: Option<Trouble>,
}

/// A refused change, until the person dismisses it.
#[derive(Clone, Debug, PartialEq)]
pub struct TrayItem {
    /// What was asked for, and why it was refused.
    pub rejection: Rejection,
    /// What the record was called.
    pub subject: String,
}
