//! What clients and server say to each other about access.

use crate::{
    calendar::Calendar,
    clock::Timestamp,
    ids::{MemberId, WorkspaceId},
    member::{Role, Team},
    money::Currency,
    template::TemplateName,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $ty:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $($(#[$field_doc])* pub $field: $ty,)* }
    )*};
}

messages! {
    /// `GET /api/setup`: whether the server waits to be set up.
    SetupState {
        /// There is no workspace yet.
        needed: bool,
    }
    /// `POST /api/setup`: the first workspace and its first admin.
    SetUp {
        /// What the server printed when it was started.
        code: String,
        /// The workspace's name.
        workspace: String,
        /// The currency of all its money.
        currency: Currency,
        /// `en`, `ru` or `uk`.
        language: String,
        /// When the company is at work.
        calendar: Calendar,
        /// The zone whose clocks count its days and hours, by its IANA name; empty:
        /// none is chosen.
        #[serde(default)]
        zone: String,
        /// Hours within which sales promises to answer a lead.
        response_hours: u16,
        /// Begin with the stages of a template; otherwise without any.
        template: Option<TemplateName>,
        /// The first admin's name.
        name: String,
        /// Their address.
        email: String,
        /// Their password.
        password: String,
    }
    /// `POST /api/invites`: somebody shall come in.
    NewInvite {
        /// Their address.
        email: String,
        /// Their team.
        team: Team,
        /// What they will be allowed to do.
        role: Role,
    }
    /// A link that works once.
    Link {
        /// The address on this server, such as `/join/…`. Told only now.
        path: String,
        /// Until when it works.
        expires: Timestamp,
    }
    /// A line of `GET /api/invites`.
    InviteLine {
        /// Its id.
        id: Uuid,
        /// Who is invited.
        email: String,
        /// Their team.
        team: Team,
        /// Their role.
        role: Role,
        /// Who invited them.
        by: MemberId,
        /// Until when the link works.
        expires: Timestamp,
    }
    /// `POST /api/join/look` and `POST /api/reset/look`: what is behind a link?
    Token {
        /// The last part of the link.
        token: String,
    }
    /// What is behind an invitation's link.
    Invitation {
        /// Where to.
        workspace: String,
        /// Who is invited.
        email: String,
        /// The address has a password on this server already: it is asked for.
        known: bool,
    }
    /// `POST /api/join`: accepts an invitation and signs in.
    Join {
        /// The last part of the link.
        token: String,
        /// How colleagues shall call them.
        name: String,
        /// A new password, or the one that the address has already.
        password: String,
    }
    /// A line of `GET /api/members`: who signs in, and how.
    SignInLine {
        /// Who.
        member: MemberId,
        /// The address.
        email: String,
    }
    /// `PUT /api/members/{id}/role`: another role.
    ChangeRole {
        /// Which.
        role: Role,
    }
    /// What is behind a link to a new password.
    ResetLook {
        /// Whose password it is.
        email: String,
    }
    /// `POST /api/reset`: a new password, by a link.
    NewPassword {
        /// The last part of the link.
        token: String,
        /// The new password.
        password: String,
    }
    /// `POST /api/password`: a new password, knowing the old one.
    ChangePassword {
        /// The present one.
        old: String,
        /// The new one.
        new: String,
    }
    /// A line of `GET /api/sessions`: where one is signed in.
    SessionLine {
        /// Since when.
        created: Timestamp,
        /// When it was last used, to the hour.
        seen: Timestamp,
        /// The browser in a few words; empty when it is not known.
        browser: String,
        /// It is the one that asks.
        current: bool,
    }
    /// A line of `GET /api/workspaces`: where one may go.
    WorkspaceLine {
        /// Its id.
        id: WorkspaceId,
        /// Its name.
        name: String,
        /// It is the one that one is in.
        current: bool,
    }
    /// `POST /api/workspaces`: goes there.
    OpenWorkspace {
        /// Where to.
        workspace: WorkspaceId,
    }
    /// `POST /api/keys`: a form or a platform shall send something.
    NewKey {
        /// What it is for.
        name: String,
        /// It may bring leads.
        leads: bool,
        /// It may bring reach.
        reach: bool,
    }
    /// A key that was made.
    MadeKey {
        /// Its id.
        id: Uuid,
        /// What to send as `Authorization: Bearer …`. Told only now.
        key: String,
    }
    /// A line of `GET /api/keys`.
    KeyLine {
        /// Its id.
        id: Uuid,
        /// What it is for.
        name: String,
        /// It may bring leads.
        leads: bool,
        /// It may bring reach.
        reach: bool,
        /// Who made it.
        by: MemberId,
        /// When.
        created: Timestamp,
        /// When something came with it last.
        used: Option<Timestamp>,
    }
    /// A line of `GET /api/intake/calls`: what came by a key.
    CallLine {
        /// When.
        at: Timestamp,
        /// What the key is for.
        key: String,
        /// `leads`, `reach` or `form`.
        what: String,
        /// Leads or rows in it; 0 where nothing could be read.
        units: u64,
        /// Why it was not taken in, as a stable code; absent where it was.
        code: Option<String>,
        /// The field or place that the reason is about.
        subject: Option<String>,
    }
    /// A line of `GET /api/audit`: who did what about access.
    AuditLine {
        /// When.
        at: Timestamp,
        /// What, as a stable code.
        what: String,
        /// Who did it, when a member did.
        actor: Option<MemberId>,
        /// To whom, when it was done to a member.
        about: Option<MemberId>,
        /// The address that it is about.
        email: Option<String>,
        /// More, such as the new role.
        detail: Option<String>,
    }
}
