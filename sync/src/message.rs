//! What the tabs of one browser tell each other. Each is a client of its own
//! and asks the server for itself; these messages only make it faster, and
//! show what other tabs have not sent yet.

use crate::{change::TrayRow, outbox::Place};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::{
    from_str,
    value::{RawValue, to_raw_value},
};
use smarketing_domain::{
    clock::Timestamp,
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
#[derive(Debug)]
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
    /// When that was, by the server's clock; tabs of before do not say it.
    #[serde(default)]
    pub at: Timestamp,
}

impl Settled {
    /// No answer: only what was refused before.
    pub fn refused(client: ClientId, epoch: EpochId, refused: Vec<TrayRow>) -> Self {
        Self {
            client,
            epoch,
            answers: Vec::new(),
            since: 0,
            cursor: 0,
            rows: Vec::new(),
            refused,
            at: Timestamp::default(),
        }
    }
}

/// What is said as it travels: its name, and its parts as JSON. A derived form
/// would cost the browser several kilobytes of code.
#[derive(Serialize, Deserialize)]
struct Form {
    is: String,
    parts: Box<RawValue>,
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (is, parts) = match self {
            Self::Hello => ("hello", to_raw_value(&())),
            Self::Standing { client, cursor, operations } => ("standing", to_raw_value(&(client, cursor, operations))),
            Self::Performed(operations) => ("performed", to_raw_value(operations)),
            Self::Settled(settled) => ("settled", to_raw_value(settled)),
            Self::Renamed { from, gone, operations } => ("renamed", to_raw_value(&(from, gone, operations))),
            Self::Dismissed(place) => ("dismissed", to_raw_value(place)),
            Self::SignedIn => ("signed_in", to_raw_value(&())),
            Self::SignedOut => ("signed_out", to_raw_value(&())),
        };
        Form { is: is.to_owned(), parts: parts.map_err(ser::Error::custom)? }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Form { is, parts } = Form::deserialize(deserializer)?;
        said(&is, parts.get()).map_err(de::Error::custom)
    }
}

fn said(is: &str, parts: &str) -> Result<Said, serde_json::Error> {
    Ok(match is {
        "hello" => Said::Hello,
        "standing" => {
            let (client, cursor, operations) = from_str(parts)?;
            Said::Standing { client, cursor, operations }
        }
        "performed" => Said::Performed(from_str(parts)?),
        "settled" => Said::Settled(from_str(parts)?),
        "renamed" => {
            let (from, gone, operations) = from_str(parts)?;
            Said::Renamed { from, gone, operations }
        }
        "dismissed" => Said::Dismissed(from_str(parts)?),
        "signed_in" => Said::SignedIn,
        "signed_out" => Said::SignedOut,
        _ => return Err(de::Error::custom("a newer tab says what this one does not know")),
    })
}
