//! Who sits before the screen.

use smarketing_domain::{
    ids::{MemberId, WorkspaceId},
    member::{Role, Team},
    wire,
};

/// The signed-in member, as known on this device.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Me {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The member there.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Their team.
    pub team: Team,
    /// Their role at sign-in; the member's record in the workspace is newer.
    pub role: Role,
}

impl From<wire::Session> for Me {
    fn from(session: wire::Session) -> Self {
        Self {
            workspace: session.workspace,
            member: session.member,
            name: session.name,
            team: session.team,
            role: session.role,
        }
    }
}

/// What the app knows about the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Seated {
    /// Not looked up yet.
    #[default]
    Unknown,
    /// Nobody is signed in on this device.
    SignedOut,
    /// Signed in, here and (as far as known) at the server.
    SignedIn(Me),
    /// Was signed in, and the server's session has ended: work goes on and is
    /// kept; sync waits until they sign in again.
    Expired(Me),
}

impl Seated {
    /// The member, signed in or expired.
    pub fn me(&self) -> Option<&Me> {
        match self {
            Self::SignedIn(me) | Self::Expired(me) => Some(me),
            Self::Unknown | Self::SignedOut => None,
        }
    }
}
