//! Who can sign in: set-up, invitations, roles, passwords, sessions. Asked and
//! told directly: this needs the server, and nothing of it is kept here.

use super::api::{self, ApiError, PATIENCE};
use gloo_net::http::{Request, RequestBuilder};
use serde::{Serialize, de::DeserializeOwned};
use smarketing_domain::{
    account::{
        AccountRefusal,
        wire::{
            AuditLine, CallLine, ChangePassword, ChangeRole, Invitation, InviteLine, Join, KeyLine, Link, MadeKey,
            NewInvite, NewKey, NewPassword, OpenWorkspace, ResetLook, SessionLine, SetUp, SetupState, SignInLine,
            Token, WorkspaceLine,
        },
    },
    ids::{ContactId, MemberId, WorkspaceId},
    member::Role,
    wire::Session,
};
use uuid::Uuid;

/// Why it was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountError {
    /// A rule refuses it.
    Refused(AccountRefusal),
    /// The server cannot be reached.
    Offline,
    /// The session has ended.
    SignedOut,
    /// Too many failed tries.
    TooMany,
    /// The server made a mistake.
    Fault,
}

/// What is answered.
pub type Answer<T> = Result<T, AccountError>;

/// Whether the server waits to be set up.
pub async fn setup_state() -> Answer<SetupState> {
    get("/api/setup").await
}

/// Founds the workspace; the browser is signed in then.
pub async fn set_up(asked: &SetUp) -> Answer<Session> {
    post("/api/setup", asked).await
}

/// Invites somebody.
pub async fn invite(asked: &NewInvite) -> Answer<Link> {
    post("/api/invites", asked).await
}

/// Who is invited and has not come yet.
pub async fn invites() -> Answer<Vec<InviteLine>> {
    get("/api/invites").await
}

/// Takes an invitation back.
pub async fn revoke(id: Uuid) -> Answer<()> {
    call(Request::delete(&format!("/api/invites/{id}")), None).await
}

/// What is behind an invitation's link.
pub async fn look_at_invitation(token: String) -> Answer<Invitation> {
    post("/api/join/look", &Token { token }).await
}

/// Accepts an invitation; the browser is signed in then.
pub async fn join(asked: &Join) -> Answer<Session> {
    post("/api/join", asked).await
}

/// Who signs in, with their addresses.
pub async fn sign_ins() -> Answer<Vec<SignInLine>> {
    get("/api/members").await
}

/// Gives a member another role.
pub async fn change_role(member: MemberId, role: Role) -> Answer<()> {
    let request = Request::put(&format!("/api/members/{member}/role"));
    call(request, Some(api::write(&ChangeRole { role })?)).await
}

/// Removes a member.
pub async fn remove(member: MemberId) -> Answer<()> {
    call(Request::delete(&format!("/api/members/{member}")), None).await
}

/// Makes a link by which a member chooses a new password.
pub async fn make_reset_link(member: MemberId) -> Answer<Link> {
    call(Request::post(&format!("/api/members/{member}/reset")), Some("{}".to_owned())).await
}

/// Whose password a link is for.
pub async fn look_at_reset(token: String) -> Answer<ResetLook> {
    post("/api/reset/look", &Token { token }).await
}

/// Sets a new password by a link; the browser is signed in then.
pub async fn reset(asked: &NewPassword) -> Answer<Session> {
    post("/api/reset", asked).await
}

/// Sets a new password, knowing the old one.
pub async fn change_password(asked: &ChangePassword) -> Answer<()> {
    post("/api/password", asked).await
}

/// Where one is signed in.
pub async fn sessions() -> Answer<Vec<SessionLine>> {
    get("/api/sessions").await
}

/// Signs out everywhere but here.
pub async fn end_other_sessions() -> Answer<()> {
    call(Request::delete("/api/sessions"), None).await
}

/// Where one may go.
pub async fn workspaces() -> Answer<Vec<WorkspaceLine>> {
    get("/api/workspaces").await
}

/// Goes to another workspace.
pub async fn open_workspace(workspace: WorkspaceId) -> Answer<Session> {
    post("/api/workspaces", &OpenWorkspace { workspace }).await
}

/// Who did what about access.
pub async fn audit() -> Answer<Vec<AuditLine>> {
    get("/api/audit").await
}

/// The intake keys.
pub async fn keys() -> Answer<Vec<KeyLine>> {
    get("/api/keys").await
}

/// Makes an intake key.
pub async fn make_key(asked: &NewKey) -> Answer<MadeKey> {
    post("/api/keys", asked).await
}

/// Revokes an intake key.
pub async fn revoke_key(id: Uuid) -> Answer<()> {
    call(Request::delete(&format!("/api/keys/{id}")), None).await
}

/// The last calls of the intake.
pub async fn calls() -> Answer<Vec<CallLine>> {
    get("/api/intake/calls").await
}

/// Has a person forgotten, for good.
pub async fn erase_person(person: ContactId) -> Answer<()> {
    call(Request::post(&format!("/api/contacts/{person}/erase")), Some("{}".to_owned())).await
}

/// Begins the app anew at `path`: somebody else may be signed in by now.
pub fn start_at(path: &str) {
    if let Some(window) = web_sys::window() {
        // Refused only while the page is being unloaded anyway.
        let _ = window.location().replace(path);
    }
}

pub(super) async fn get<T: DeserializeOwned>(path: &str) -> Answer<T> {
    call(Request::get(path), None).await
}

async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Answer<T> {
    call(Request::post(path), Some(api::write(body)?)).await
}

async fn call<T: DeserializeOwned>(request: RequestBuilder, body: Option<String>) -> Answer<T> {
    let (status, bytes) = api::answer(request, body, PATIENCE).await?;
    if (200..300).contains(&status) {
        // "Done, and nothing to say" reads as nothing.
        let text: &[u8] = if bytes.is_empty() { b"null" } else { &bytes };
        return smarketing_sync::answer::json(text).map_err(|_| AccountError::Fault);
    }
    Err(judge(status, &api::code(&bytes)))
}

/// What an error answer means here: a rule that this version knows, or what it
/// would mean anywhere.
fn judge(status: u16, code: &str) -> AccountError {
    match AccountRefusal::from_code(code) {
        Some(refusal) => AccountError::Refused(refusal),
        None => api::judge(status, code).into(),
    }
}

impl From<ApiError> for AccountError {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Unreachable | ApiError::TimedOut => Self::Offline,
            ApiError::SignedOut | ApiError::Removed(_) => Self::SignedOut,
            ApiError::TooMany => Self::TooMany,
            _ => Self::Fault,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_rule_says_more_than_its_status() {
        assert_eq!(judge(409, "last_admin"), AccountError::Refused(AccountRefusal::LastAdmin));
        assert_eq!(judge(410, "link_gone"), AccountError::Refused(AccountRefusal::LinkGone));
        assert_eq!(judge(429, "too_many_attempts"), AccountError::TooMany);
        assert_eq!(judge(401, "removed"), AccountError::SignedOut);
        assert_eq!(judge(503, "busy"), AccountError::Offline);
        assert_eq!(judge(409, "something_new"), AccountError::Fault);
    }
}
