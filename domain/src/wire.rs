//! What clients and server say to each other, written once for both.

use crate::{
    clock::Timestamp,
    entity::{Entity, known_entities},
    ids::{ClientId, EpochId, MemberId, WorkspaceId},
    member::{Role, Team},
    operation::{Operation, Refusal},
    overwrite::Notice,
};
use serde::{Deserialize, Serialize};

/// Most operations in one request.
pub const OPERATIONS_MAX: usize = 1_000;
/// Largest request body in bytes.
pub const BODY_MAX: usize = 4 * 1024 * 1024;

/// `POST /api/session`: sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// `GET` and `POST /api/session`: who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The member there.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Their team.
    pub team: Team,
    /// Their role, as the server knows it.
    pub role: Role,
    /// The server's clock.
    pub server_now: Timestamp,
}

/// How a [`Snapshot`] ends.
pub const SNAPSHOT_END: &str = "]}";

/// `GET /api/snapshot`: everything, as of `cursor`. Each record stands in a line of its
/// own, after one with all that comes before them and before [`SNAPSHOT_END`]: a client
/// reads it while it comes. It is the same for everybody who sees all, so it does not
/// say when it was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The life of the server's database.
    pub epoch: EpochId,
    /// How far this has been read.
    pub cursor: u64,
    /// Every record.
    #[serde(deserialize_with = "known_entities")]
    pub entities: Vec<Entity>,
}

/// `POST /api/sync`: push operations and pull what changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// Who speaks.
    pub client: ClientId,
    /// The life of the database that `cursor` belongs to.
    pub epoch: EpochId,
    /// How far the client has read.
    pub cursor: u64,
    /// Its unconfirmed operations, in order, without gaps.
    pub operations: Vec<Operation>,
    /// There are gaps all the same, and what is missing never comes (it was
    /// never saved, or is known to be refused): take what has no answer yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gaps: bool,
    /// How far the client had read when these operations were made, where that is
    /// not `cursor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<u64>,
    /// After which value of the counter the client has not been told what others wrote
    /// over, where that is not `cursor`: it has taken a snapshot since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<u64>,
}

/// The answer to [`SyncRequest`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncResponse {
    /// The life of the database.
    pub epoch: EpochId,
    /// The server's clock.
    pub server_now: Timestamp,
    /// One answer for each operation of the request, in order.
    pub answers: Vec<Answer>,
    /// Every record that changed after the request's cursor.
    #[serde(deserialize_with = "known_entities")]
    pub entities: Vec<Entity>,
    /// How far the client has read with this.
    pub cursor: u64,
    /// There is more: ask again at once.
    #[serde(default)]
    pub more: bool,
    /// The cursor is of another life of the database, or too old to read on from:
    /// take a new snapshot.
    #[serde(default)]
    pub reset: bool,
    /// What of this member's others have written over after the request's cursor
    /// without having seen it: for the tray.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tray: Vec<Notice>,
}

/// What became of one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Flat")]
pub struct Answer {
    /// The operation's number.
    pub number: u64,
    /// Accepted or not.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Accepted, or rejected with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case", try_from = "Flat")]
pub enum Verdict {
    /// It is part of the workspace from `seq` on.
    Accepted {
        /// The workspace's counter.
        seq: u64,
        /// Registers that had a newer value already: they were not written.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lost: Vec<String>,
    },
    /// It changed nothing.
    Rejected {
        /// A stable code.
        code: String,
        /// A sentence that says what to do.
        message: String,
    },
}

/// An answer as it is read: flat, for serde's way with tags costs more code.
#[derive(Deserialize)]
struct Flat {
    number: Option<u64>,
    verdict: String,
    seq: Option<u64>,
    #[serde(default)]
    lost: Vec<String>,
    code: Option<String>,
    message: Option<String>,
}

impl TryFrom<Flat> for Verdict {
    type Error = &'static str;

    fn try_from(flat: Flat) -> Result<Self, Self::Error> {
        match (&*flat.verdict, flat.seq, flat.code) {
            ("accepted", Some(seq), _) => Ok(Self::Accepted { seq, lost: flat.lost }),
            ("rejected", _, Some(code)) => Ok(Self::Rejected { code, message: flat.message.unwrap_or_default() }),
            _ => Err("an answer is accepted with its seq, or rejected with a code"),
        }
    }
}

impl TryFrom<Flat> for Answer {
    type Error = &'static str;

    fn try_from(flat: Flat) -> Result<Self, Self::Error> {
        let number = flat.number.ok_or("an answer has the number of its operation")?;
        Ok(Self { number, verdict: flat.try_into()? })
    }
}

impl Verdict {
    /// Accepted, with nothing lost.
    pub fn accepted(seq: u64) -> Self {
        Self::Accepted { seq, lost: Vec::new() }
    }

    /// Whether it is part of the workspace.
    pub fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepted { .. })
    }

    /// A rejection by a rule.
    pub fn refused(refusal: Refusal) -> Self {
        Self::Rejected { code: refusal.code().to_owned(), message: refusal.to_string() }
    }
}

/// An event on `GET /api/events`: a hint to pull.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nudge {
    /// The workspace's counter after the commit.
    pub cursor: u64,
}

/// An error answer (RFC 9457, `application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A URI that names the problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// A few words.
    pub title: String,
    /// The HTTP status again.
    pub status: u16,
    /// A stable code.
    pub code: String,
    /// What happened and what to do.
    pub detail: String,
}
