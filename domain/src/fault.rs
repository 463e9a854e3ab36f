//! Faults that can be planted to prove that tests find them. In a program
//! [`planted`] is the constant `false`, and what stands behind it is not there.

macro_rules! faults {
    ($($variant:ident $sentence:literal)*) => {
        /// A mistake that somebody could make in one line.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Fault {
            $(#[doc = $sentence] $variant,)*
        }

        impl Fault {
            /// All of them.
            pub const ALL: &[Fault] = &[$(Self::$variant,)*];

            /// What is wrong, in words.
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }
        }
    };
}

faults! {
    ReceiptNotStored "the server keeps no receipt of what it accepted"
    LastNumberNotStored "the server does not keep a client's last number"
    CommitWithoutRecords "the server keeps an operation without the record that it changed"
    MemoryAfterFailedCommit "after a failed commit the server goes on with what it had in memory"
    StampNotClamped "stamps of the far future are taken as they are"
    AuthorFromClient "the author of an operation is whom the client names"
    RefusedIsApplied "what is refused is applied all the same"
    RoleNotAsked "a viewer's changes are accepted"
    EditBeatsDelete "an edit of a deleted record brings it back"
    LastToArriveWins "of two writes of a register the one that arrives last counts"
    DeleteIsForgotten "a late restore beats a later delete"
    GapTaken "numbers with a gap are accepted"
    OthersNotRead "the server does not read what another process wrote"
    EpochIgnored "the server answers a cursor of another life of its database"
    PageSkipped "after a page the cursor jumps to the end"
    CursorAfterRows "the answer's cursor is read after its rows"
    SentCountsAsAnswered "the outbox is emptied when it is sent"
    RefusedIsSilent "a refused change does not reach the tray"
    RejectionStaysInView "a refused change stays in the view"
    BaseNotReplayed "received records replace what is not confirmed"
    ConfirmedTooEarly "an operation leaves the outbox before its record has arrived"
    CursorWithoutRows "the cursor is saved without its records"
    RowsWithoutCursor "records are saved without their cursor"
    SavedBeforeComplete "changes count as saved before the disk has them"
    FailedSaveForgotten "what could not be saved is not saved again"
    AnyAnswerFollows "older records are saved over newer ones"
    RetryNotArmed "after a failure no timer is armed"
    NumbersUsedAgain "after a restart a tab takes up its former client without its number"
    OutboxOfOthersSent "what another member left on the device is sent in one's own name"
    RenameLosesRest "a client that gets a new name keeps only its first operation"
    ResetKeepsAccepted "after another life of the database has begun, accepted operations are not offered again"
    LeftBehindNotSent "what a closed tab left is not sent"
    AcceptedNotKept "what the server accepted is not kept on the device"
    RecordNotWaitedFor "what is offered again does not wait for a colleague's record"
    AcceptedNotOffered "what another life of the database had accepted is not offered again"
}

#[cfg(feature = "planted-faults")]
mod planting {
    use super::Fault;
    use std::cell::Cell;

    thread_local! {
        static PLANTED: Cell<Option<Fault>> = const { Cell::new(None) };
    }

    /// Plants a fault in this thread, in the place of the one before.
    pub fn plant(fault: Option<Fault>) {
        PLANTED.set(fault);
    }

    /// Whether this fault is planted.
    pub fn planted(fault: Fault) -> bool {
        PLANTED.get() == Some(fault)
    }
}

#[cfg(feature = "planted-faults")]
pub use planting::{plant, planted};

/// Whether this fault is planted: never, in a program.
#[cfg(not(feature = "planted-faults"))]
#[inline(always)]
pub const fn planted(_: Fault) -> bool {
    false
}
