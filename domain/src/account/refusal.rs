//! Why something about access is refused.

macro_rules! account_refusals {
    ($($variant:ident $code:literal $sentence:literal)*) => {
        /// Why something about access is refused. Each has a stable code and says what to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
        pub enum AccountRefusal {
            $(#[doc = $sentence] #[error($sentence)] $variant,)*
        }

        impl AccountRefusal {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable code, for programs and translations.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The refusal with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

account_refusals! {
    AddressInvalid "address_invalid" "This is not an e-mail address. Write it like name@example.org."
    NameMissing "name_missing" "Write a name."
    NameTooLong "name_too_long" "This name is too long. Give at most 100 characters on one line."
    NameTaken "name_taken" "There is a workspace of this name on this server. Choose another name."
    PasswordTooShort "password_too_short" "The password is too short. Give at least 8 characters."
    PasswordTooLong "password_too_long" "The password is too long. Give at most 1024 bytes."
    PasswordIsAddress "password_is_address" "The password is the address: choose another."
    PasswordCommon "password_common" "This password is among the first that are tried: choose another."
    PasswordWrong "password_wrong" "The present password is wrong. Check it and try again."
    RoleTooLow "role_too_low" "Your role does not allow this. Ask an admin."
    UnknownMember "unknown_member" "There is no such person in this workspace. Reload to see who is."
    Yourself "yourself" "You cannot do this to yourself. Ask another admin."
    LastAdmin "last_admin" "A workspace needs an admin. Make somebody else an admin first."
    AlreadyMember "already_member" "Somebody with this address is in the workspace already."
    NoSignIn "no_sign_in" "This person has no sign-in. Invite them first."
    OtherWorkspaces "other_workspaces" "This person also works in other workspaces. Whoever runs the server can make the link there."
    LinkGone "link_gone" "This link has been used, has expired or was taken back. Ask for a new one."
    SetupDone "setup_done" "This server has been set up already. Sign in."
    SetupCodeWrong "setup_code_wrong" "The set-up code is wrong. Copy it from where the server was started."
    OutOfRange "out_of_range" "This choice is out of range. Choose again."
}
