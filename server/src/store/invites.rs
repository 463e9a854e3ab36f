//! Who may come in by a link, and who leaves.

use super::Result;
use async_trait::async_trait;
use smarketing_domain::{
    clock::Timestamp,
    ids::{MemberId, WorkspaceId},
    member::{Member, Role, Team},
};
use uuid::Uuid;

/// An invitation.
#[derive(Clone, Debug)]
pub struct InviteRow {
    /// Its id.
    pub id: Uuid,
    /// SHA-256 of the link's token, in hexadecimal.
    pub token_hash: String,
    /// Where to.
    pub workspace: WorkspaceId,
    /// Who, by their normalised address.
    pub email: String,
    /// Whom they will be: chosen with the invitation, so that accepting it
    /// twice makes one member.
    pub member: MemberId,
    /// Their team.
    pub team: Team,
    /// Their role.
    pub role: Role,
    /// Who invited them.
    pub by: MemberId,
    /// When.
    pub created: Timestamp,
    /// Until when the link works.
    pub expires: Timestamp,
}

/// What became of an invitation that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// They can sign in with this account.
    As(Uuid),
    /// It had been used up meanwhile.
    Gone,
}

/// Invitations, and memberships that end.
#[async_trait]
pub trait Invites: Send + Sync {
    /// Keeps an invitation, in the place of an earlier one of the same address
    /// and workspace; forgets those that have expired.
    async fn add_invite(&self, row: InviteRow) -> Result<()>;
    /// Invitations of a workspace that still work, the newest first.
    async fn invites(&self, workspace: WorkspaceId, now: Timestamp) -> Result<Vec<InviteRow>>;
    /// The invitation with this token, if it still works.
    async fn invite(&self, token_hash: &str, now: Timestamp) -> Result<Option<InviteRow>>;
    /// Takes an invitation back; false when there was none.
    async fn revoke_invite(&self, workspace: WorkspaceId, id: Uuid) -> Result<bool>;
    /// Uses an invitation up and lets its address sign in: an account that is
    /// in use keeps its password, any other gets `password_hash`.
    async fn accept_invite(&self, invite: &InviteRow, password_hash: String, now: Timestamp) -> Result<Joined>;
    /// Takes a member's sign-in away: with the membership go the invitations
    /// that they made, and the password of an account that stands for nobody
    /// any more. Their sessions stay, to tell their devices.
    async fn end_membership(&self, workspace: WorkspaceId, member: MemberId) -> Result<()>;
    /// The address of a member who signs in.
    async fn email_of(&self, workspace: WorkspaceId, member: MemberId) -> Result<Option<String>>;
    /// All members of a workspace, removed ones too.
    async fn members(&self, workspace: WorkspaceId) -> Result<Vec<Member>>;
    /// Who signs in to a workspace.
    async fn sign_ins(&self, workspace: WorkspaceId) -> Result<Vec<(MemberId, String)>>;
}
