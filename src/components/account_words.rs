//! Teams, roles, and why something about access was not done, in words.

use crate::{sync::accounts::AccountError, words::Words};
use smarketing_domain::{
    account::AccountRefusal,
    member::{Role, Team},
};
use smarketing_locales::t_string;

/// All teams, in the order of the hourglass.
pub const TEAMS: [Team; 3] = [Team::Marketing, Team::Sales, Team::Management];
/// All roles, the lowest first.
pub const ROLES: [Role; 4] = [Role::Viewer, Role::Member, Role::Manager, Role::Admin];

/// A team's name.
pub fn team_name(words: Words, team: Team) -> &'static str {
    let i18n = words.i18n;
    match team {
        Team::Marketing => t_string!(i18n, common.marketing),
        Team::Sales => t_string!(i18n, common.sales),
        Team::Management => t_string!(i18n, common.management),
    }
}

/// A role's name.
pub fn role_name(words: Words, role: Role) -> &'static str {
    let i18n = words.i18n;
    match role {
        Role::Viewer => t_string!(i18n, common.viewer),
        Role::Member => t_string!(i18n, common.member),
        Role::Manager => t_string!(i18n, common.manager),
        Role::Admin => t_string!(i18n, common.admin),
    }
}

/// What somebody with a role may do.
pub fn role_hint(words: Words, role: Role) -> &'static str {
    let i18n = words.i18n;
    match role {
        Role::Viewer => t_string!(i18n, account.role_viewer_hint),
        Role::Member => t_string!(i18n, account.role_member_hint),
        Role::Manager => t_string!(i18n, account.role_manager_hint),
        Role::Admin => t_string!(i18n, account.role_admin_hint),
    }
}

/// Why something was not done, and what to do.
pub fn account_error(words: Words, error: AccountError) -> &'static str {
    let i18n = words.i18n;
    match error {
        AccountError::Refused(refusal) => account_refusal(words, refusal),
        AccountError::Offline => t_string!(i18n, account.offline),
        AccountError::SignedOut => t_string!(i18n, account.signed_out),
        AccountError::TooMany => t_string!(i18n, account.too_many),
        AccountError::Fault => t_string!(i18n, account.fault),
    }
}

/// A rule about access, and what to do.
pub fn account_refusal(words: Words, refusal: AccountRefusal) -> &'static str {
    use AccountRefusal as R;
    let i18n = words.i18n;
    match refusal {
        R::AddressInvalid => t_string!(i18n, account.r_address_invalid),
        R::NameMissing => t_string!(i18n, account.r_name_missing),
        R::NameTooLong => t_string!(i18n, account.r_name_too_long),
        R::NameTaken => t_string!(i18n, account.r_name_taken),
        R::PasswordTooShort => t_string!(i18n, account.r_password_too_short),
        R::PasswordTooLong => t_string!(i18n, account.r_password_too_long),
        R::PasswordIsAddress => t_string!(i18n, account.r_password_is_address),
        R::PasswordCommon => t_string!(i18n, account.r_password_common),
        R::PasswordWrong => t_string!(i18n, account.r_password_wrong),
        R::RoleTooLow => t_string!(i18n, account.r_role_too_low),
        R::UnknownMember => t_string!(i18n, account.r_unknown_member),
        R::Yourself => t_string!(i18n, account.r_yourself),
        R::LastAdmin => t_string!(i18n, account.r_last_admin),
        R::AlreadyMember => t_string!(i18n, account.r_already_member),
        R::NoSignIn => t_string!(i18n, account.r_no_sign_in),
        R::OtherWorkspaces => t_string!(i18n, account.r_other_workspaces),
        R::LinkGone => t_string!(i18n, account.r_link_gone),
        R::SetupDone => t_string!(i18n, account.r_setup_done),
        R::SetupCodeWrong => t_string!(i18n, account.r_setup_code_wrong),
        R::OutOfRange => t_string!(i18n, account.r_out_of_range),
    }
}
