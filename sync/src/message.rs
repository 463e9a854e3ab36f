//! What the tabs of one browser tell each other. Each is a client of its own
//! and asks the server for itself; these messages only make it faster, and
//! show what other tabs have not sent yet.

use crate::{change::TrayRow, outbox::Place};
use serde::{Deserialize, Serialize};
use smarketing_domain::{
    ids::{ClientId, EpochId, MemberId},
    operation::Operation,
    wire::Answer,
};

/// A message of a member's tab.
#[derive(Debug, Serialize, Deserialize)]
pub struct Message {
    /// Whose tab.
    pub member: MemberId,
    /// What it says.
    pub said: Said,
}

/// What a tab says.
#[derive(Debug, Serialize, Deserialize)]
pub enum Said {
    /// I have begun: what do you have that is not confirmed?
    Hello,
    /// This, as of this cursor, and nothing else of this client.
    Standing {
        /// A client that the tab sends for.
        client: ClientId,
        /// How far the tab has read.
        cursor: u64,
        /// Everything of that client that is not confirmed.
        operations: Vec<Operation>,
    },
    /// Changes were made.
    Performed(Vec<Operation>),
    /// The server answered.
    Settled(Settled),
    /// A client's operations got another client's numbers.
    Renamed {
        /// The former client.
        from: ClientId,
        /// Where they stood.
        gone: Vec<Place>,
        /// As they are now.
        operations: Vec<Operation>,
    },
    /// The person has seen a refused operation.
    Dismissed(Place),
    /// Somebody signed in.
    SignedIn,
    /// They signed out: the device has been wiped.
    SignedOut,
}

/// What the server answered to a tab.
#[derive(Debug, Serialize, Deserialize)]
pub struct Settled {
    /// The client it answered.
    pub client: ClientId,
    /// The life of its database.
    pub epoch: EpochId,
    /// The answers.
    pub answers: Vec<Answer>,
    /// The cursor of the request.
    pub since: u64,
    /// The cursor of the answer.
    pub cursor: u64,
    /// The records between them, as JSON.
    pub rows: Vec<String>,
    /// Refused operations.
    pub refused: Vec<TrayRow>,
}
