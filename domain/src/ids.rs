//! Identities. Each kind of record has an id type of its own, so that a member
//! can never be passed where a deal is meant. Ids are made outside (version 7
//! UUIDs, so that they sort by creation) and passed in.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(s).map(Self)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// One company's data.
    WorkspaceId
    /// A person in a workspace.
    MemberId
    /// A step of the hourglass.
    StageId
    /// The one record that travels: lead, deal and customer.
    DealId
    /// A person on the customer's side.
    ContactId
    /// An organisation on the customer's side.
    CompanyId
    /// Something a member must do.
    TaskId
    /// Something a customer said or did that the other team should know.
    InsightId
    /// A statement to be tested.
    HypothesisId
    /// A change of a running test's design.
    AmendmentId
    /// A rule that gives points to leads.
    RuleId
    /// A question that leads are asked.
    QuestionId
    /// An encounter of a customer with us.
    TouchpointId
    /// Counts and spend of one channel on one day.
    ReachId
    /// One run of the importer.
    ImportId
    /// People around a canvas, in a meeting.
    WorkshopId
    /// What somebody has put on a canvas.
    StickerId
    /// People of both teams before one screen.
    MeetingId
    /// A saved view of the board.
    ViewId
    /// One life of a server's database: changes when a backup is restored.
    EpochId
}

/// A client (one browser profile, or one run of a command): the author of
/// operation numbers. 64 random bits, chosen by the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(pub u64);

/// A name that is made of a client's and a member's: whoever makes it finds the
/// same one, and nobody else has it.
pub fn successor(client: ClientId, member: MemberId) -> ClientId {
    let (high, low) = member.0.as_u64_pair();
    let mut bits = client.0 ^ high ^ low.rotate_left(32) ^ 0x9e37_79b9_7f4a_7c15;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ClientId(bits ^ (bits >> 31))
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for ClientId {
    type Err = std::num::ParseIntError;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(s, 16).map(Self)
    }
}

crate::text::serde_as_text!(ClientId, "16 hexadecimal digits");
