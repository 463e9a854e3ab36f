//! How requests are refused: the only place that chooses HTTP status codes.

use crate::{hub::PushError, store::StoreError};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use smarketing_domain::{
    account::AccountRefusal,
    ids::MemberId,
    intake::IntakeFault,
    operation::Refusal,
    wire::{BODY_MAX, OPERATIONS_MAX, Problem},
};

/// Why a request was refused.
#[derive(Debug)]
pub enum Failure {
    /// No session, or one that has ended.
    SignedOut,
    /// The session's member was removed from the workspace.
    Removed(MemberId),
    /// Address and password do not belong together.
    SignInFailed,
    /// A rule about access.
    Account(AccountRefusal),
    /// Too many failed tries.
    TooManyAttempts {
        /// Until the next try.
        seconds: u64,
    },
    /// No intake key, or one that was revoked.
    KeyUnknown,
    /// An intake key that may bring something else.
    KeyKind,
    /// An intake key that may do more than a public form should.
    KeyTooWide,
    /// A form that is none.
    NotForm,
    /// Another request of this name came by the key before.
    OtherRequest,
    /// What may come by an intake key on one day has come.
    DayFull {
        /// Until the next day (UTC).
        seconds: u64,
    },
    /// Something from outside that cannot be taken in.
    Intake(IntakeFault),
    /// A change that did not come from our own pages.
    ForeignOrigin,
    /// A change that is not JSON.
    NotJson,
    /// A body that would have to be unpacked.
    Compressed,
    /// The body could not be read as JSON, and why.
    MalformedJson(String),
    /// More bytes than a request may have.
    BodyTooLarge,
    /// The body ended in the middle.
    BodyCutOff,
    /// More operations than a request may have.
    TooManyOperations,
    /// Operations are missing before those that came.
    OperationGap {
        /// The number that should have come.
        expected: u64,
    },
    /// A client id that another member uses.
    ForeignClient,
    /// Changes that another member made.
    ForeignAuthor,
    /// No such address.
    NotFound,
    /// The address exists, the method does not.
    MethodNotAllowed,
    /// Too much is waiting.
    Busy,
    /// Our fault; the log says more.
    Internal,
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Self::SignedOut | Self::Removed(_) | Self::SignInFailed | Self::KeyUnknown => StatusCode::UNAUTHORIZED,
            Self::KeyKind | Self::KeyTooWide => StatusCode::FORBIDDEN,
            Self::OtherRequest | Self::Intake(IntakeFault::NoStage) => StatusCode::CONFLICT,
            Self::Intake(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Account(refusal) => account_status(*refusal),
            Self::TooManyAttempts { .. } | Self::DayFull { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::ForeignOrigin | Self::NotJson | Self::ForeignClient | Self::ForeignAuthor => StatusCode::FORBIDDEN,
            Self::MalformedJson(_) | Self::BodyCutOff => StatusCode::BAD_REQUEST,
            Self::Compressed | Self::NotForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyTooLarge | Self::TooManyOperations => StatusCode::PAYLOAD_TOO_LARGE,
            Self::OperationGap { .. } => StatusCode::CONFLICT,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.words().0
    }

    /// The field or place that it is about; never what was sent.
    pub fn subject(&self) -> Option<String> {
        match self {
            Self::Intake(IntakeFault::TooLong(field)) => Some((*field).to_owned()),
            Self::MalformedJson(why) => why.rsplit_once(" at line ").map(|(_, place)| format!("line {place}")),
            _ => None,
        }
    }

    /// Code, title, and what happened and what to do.
    fn words(&self) -> (&'static str, &'static str, String) {
        let (code, title, detail) = match self {
            Self::SignedOut => ("signed_out", "Signed out", "Sign in again. Changes on this device are kept."),
            Self::Removed(_) => (
                "removed",
                "Removed",
                "You are no longer a member of this workspace. Ask an admin to invite you again.",
            ),
            Self::Account(refusal) => return (refusal.code(), "Refused", refusal.to_string()),
            Self::SignInFailed => {
                ("sign_in_failed", "Sign-in failed", "Address and password do not belong together. Check both.")
            }
            Self::TooManyAttempts { seconds } => {
                let detail = format!("Too many failed tries. Try again in {seconds} seconds.");
                return ("too_many_attempts", "Too many attempts", detail);
            }
            Self::KeyUnknown => (
                "key_unknown",
                "Unknown key",
                "Send Authorization: Bearer with a key that an admin made under Settings, Intake keys.",
            ),
            Self::KeyKind => ("key_kind", "Another key", "This key may not bring this. Ask an admin for one that may."),
            Self::KeyTooWide => (
                "key_too_wide",
                "Another key",
                "A form is public, and this key may bring reach as well. Use a key that may bring leads only.",
            ),
            Self::NotForm => (
                "not_form",
                "Not a form",
                "Send the form as application/x-www-form-urlencoded: without enctype, or with URLSearchParams.",
            ),
            Self::OtherRequest => (
                "other_request",
                "Another request",
                "Another body came under this Idempotency-Key before. Give each request a key of its own.",
            ),
            Self::DayFull { seconds } => {
                let detail =
                    format!("What may come by this key on one day has come. Send the rest in {seconds} seconds.");
                return ("day_full", "Enough for today", detail);
            }
            Self::Intake(fault) => return (fault.code(), "Not taken in", fault.to_string()),
            Self::ForeignOrigin => (
                "foreign_origin",
                "Foreign origin",
                "Changes are accepted from this server's own pages only. Open them.",
            ),
            Self::Compressed => ("compressed", "Compressed body", "Send the body as it is, without Content-Encoding."),
            Self::NotJson => ("not_json", "Not JSON", "Send the body with Content-Type: application/json."),
            Self::MalformedJson(why) => {
                return ("malformed_json", "Malformed JSON", format!("The body could not be read: {why}. Correct it."));
            }
            Self::BodyTooLarge => {
                let detail = format!("A request may have at most {BODY_MAX} bytes. Send less at a time.");
                return ("body_too_large", "Body too large", detail);
            }
            Self::BodyCutOff => {
                ("body_cut_off", "Body cut off", "The body ended before it was complete. Send it again.")
            }
            Self::TooManyOperations => {
                let detail = format!("A request may have at most {OPERATIONS_MAX} operations. Send fewer at a time.");
                return ("too_many_operations", "Too many operations", detail);
            }
            Self::OperationGap { expected } => {
                let detail = format!(
                    "Operations are missing: number {expected} comes next. Send them from there, without gaps."
                );
                return ("operation_gap", "Operations are missing", detail);
            }
            Self::ForeignClient => {
                ("foreign_client", "Foreign client", "Another member uses this client id. Take a new one.")
            }
            Self::ForeignAuthor => (
                "foreign_author",
                "Foreign author",
                "Another member made these changes. Look who is signed in, and send them from their session.",
            ),
            Self::NotFound => ("not_found", "Not found", "There is nothing at this address. Check it."),
            Self::MethodNotAllowed => {
                ("method_not_allowed", "Method not allowed", "This address does not know that method. Use another.")
            }
            Self::Busy => ("busy", "Busy", "The server has too much to do. Try again in a moment."),
            Self::Internal => ("internal", "Something broke", "The server made a mistake. Try again in a moment."),
        };
        (code, title, detail.to_owned())
    }
}

fn account_status(refusal: AccountRefusal) -> StatusCode {
    use AccountRefusal as R;
    match refusal {
        R::AddressInvalid
        | R::NameMissing
        | R::NameTooLong
        | R::PasswordTooShort
        | R::PasswordTooLong
        | R::PasswordIsAddress
        | R::PasswordCommon
        | R::OutOfRange => StatusCode::UNPROCESSABLE_ENTITY,
        R::PasswordWrong | R::RoleTooLow | R::SetupCodeWrong => StatusCode::FORBIDDEN,
        R::UnknownMember => StatusCode::NOT_FOUND,
        R::LinkGone => StatusCode::GONE,
        R::NameTaken
        | R::Yourself
        | R::LastAdmin
        | R::AlreadyMember
        | R::NoSignIn
        | R::OtherWorkspaces
        | R::SetupDone => StatusCode::CONFLICT,
    }
}

/// [`Problem`] with what some problems add to it.
#[derive(Serialize)]
struct Body {
    #[serde(flatten)]
    problem: Problem,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<u64>,
    /// Who was removed: another member may sit at this browser by now.
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<MemberId>,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = self.status();
        let (code, title, detail) = self.words();
        let problem = Problem {
            kind: format!("urn:smarketing:problem:{code}"),
            title: title.to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            detail,
        };
        let expected = match self {
            Self::OperationGap { expected } => Some(expected),
            _ => None,
        };
        let member = match self {
            Self::Removed(member) => Some(member),
            _ => None,
        };
        let mut response = (status, Json(Body { problem, expected, member })).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self {
            Self::TooManyAttempts { seconds } | Self::DayFull { seconds } => {
                headers.insert(header::RETRY_AFTER, seconds.into())
            }
            Self::KeyUnknown => headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
            Self::Busy => headers.insert(header::RETRY_AFTER, 2.into()),
            _ => None,
        };
        response
    }
}

impl From<AccountRefusal> for Failure {
    fn from(refusal: AccountRefusal) -> Self {
        Self::Account(refusal)
    }
}

impl From<IntakeFault> for Failure {
    fn from(fault: IntakeFault) -> Self {
        Self::Intake(fault)
    }
}

/// A rule that an operation of the server itself broke: somebody else was faster.
impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::LastAdmin => AccountRefusal::LastAdmin.into(),
            Refusal::UnknownRecord | Refusal::Deleted => AccountRefusal::UnknownMember.into(),
            refusal => {
                tracing::error!(code = refusal.code(), "the server's own change was refused");
                Self::Internal
            }
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        // The database's words name tables and columns, never a person.
        tracing::error!(%error, "the store failed");
        Self::Internal
    }
}

impl From<PushError> for Failure {
    fn from(error: PushError) -> Self {
        match error {
            PushError::Gap { expected } => Self::OperationGap { expected },
            PushError::ForeignClient => Self::ForeignClient,
            PushError::ForeignAuthor => Self::ForeignAuthor,
            PushError::Interrupted => Self::Busy,
            PushError::Store(error) => error.into(),
        }
    }
}

/// Look there instead, now; never kept.
pub fn elsewhere(path: &'static str) -> Response {
    let headers = [
        (header::LOCATION, HeaderValue::from_static(path)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::TEMPORARY_REDIRECT, headers).into_response()
}

/// A page for whoever sent a form, with the status of what became of it.
pub fn page(outcome: &Result<(), Failure>, html: String) -> Response {
    let status = outcome.as_ref().map_or_else(Failure::status, |()| StatusCode::OK);
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html).into_response()
}

/// Whoever sent a form goes on to this address.
pub fn go_on(address: HeaderValue) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

/// Done, and there is nothing to say.
pub fn done() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// What the browser has is still right.
pub fn unchanged() -> Response {
    StatusCode::NOT_MODIFIED.into_response()
}

/// The answer to a panic.
pub fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    Failure::Internal.into_response()
}
