//! Who may do what to whom. That a workspace keeps an admin is checked once
//! more by [`crate::operation::check`], under the workspace's lock.

use super::AccountRefusal;
use crate::{
    ids::MemberId,
    member::{Member, Role},
    workspace::Workspace,
};

fn allow(holds: bool, otherwise: AccountRefusal) -> Result<(), AccountRefusal> {
    if holds { Ok(()) } else { Err(otherwise) }
}

/// Whether somebody with role `by` may invite as `role`: managers and admins
/// may, and nobody gives more than they have.
///
/// # Errors
/// When not.
pub fn invite(by: Role, role: Role) -> Result<(), AccountRefusal> {
    allow(by >= Role::Manager && role <= by, AccountRefusal::RoleTooLow)
}

/// Whether somebody with role `by` may see who signs in and who is invited.
///
/// # Errors
/// When not.
pub fn see_access(by: Role) -> Result<(), AccountRefusal> {
    allow(by >= Role::Manager, AccountRefusal::RoleTooLow)
}

/// Whether somebody with role `by` may read the audit log.
///
/// # Errors
/// When not.
pub fn see_audit(by: Role) -> Result<(), AccountRefusal> {
    allow(by >= Role::Admin, AccountRefusal::RoleTooLow)
}

/// Whether somebody with role `by` may make and revoke intake keys.
///
/// # Errors
/// When not.
pub fn manage_keys(by: Role) -> Result<(), AccountRefusal> {
    allow(by >= Role::Admin, AccountRefusal::RoleTooLow)
}

/// Whether somebody with role `by` may see the last calls of the intake.
///
/// # Errors
/// When not.
pub fn see_calls(by: Role) -> Result<(), AccountRefusal> {
    allow(by >= Role::Manager, AccountRefusal::RoleTooLow)
}

/// Whether somebody with role `by` may export and erase what is known of a person.
///
/// # Errors
/// When not.
pub fn handle_person(by: Role) -> Result<(), AccountRefusal> {
    allow(by >= Role::Manager, AccountRefusal::RoleTooLow)
}

/// Whether an admin may change the role of `whom` to `role`.
///
/// # Errors
/// When not.
pub fn change_role(w: &Workspace, by: Role, whom: MemberId, role: Role) -> Result<(), AccountRefusal> {
    allow(by >= Role::Admin, AccountRefusal::RoleTooLow)?;
    let member = known(w, whom)?;
    allow(member.signs_in, AccountRefusal::NoSignIn)?;
    allow(role == Role::Admin || !w.is_last_admin(whom), AccountRefusal::LastAdmin)
}

/// Whether `by` (with that role) may remove `whom`.
///
/// # Errors
/// When not.
pub fn remove(w: &Workspace, by: (MemberId, Role), whom: MemberId) -> Result<(), AccountRefusal> {
    allow(by.1 >= Role::Admin, AccountRefusal::RoleTooLow)?;
    known(w, whom)?;
    allow(!w.is_last_admin(whom), AccountRefusal::LastAdmin)?;
    allow(by.0 != whom, AccountRefusal::Yourself)
}

/// Whether somebody with role `by` may let `whom` choose a new password.
///
/// # Errors
/// When not.
pub fn reset(w: &Workspace, by: Role, whom: MemberId) -> Result<(), AccountRefusal> {
    allow(by >= Role::Admin, AccountRefusal::RoleTooLow)?;
    allow(known(w, whom)?.signs_in, AccountRefusal::NoSignIn)
}

fn known(w: &Workspace, whom: MemberId) -> Result<&Member, AccountRefusal> {
    w.members.get(&whom).filter(|m| m.meta.is_alive()).ok_or(AccountRefusal::UnknownMember)
}

impl Workspace {
    /// Whether `member` is the only admin left who can sign in.
    pub fn is_last_admin(&self, member: MemberId) -> bool {
        let mut admins = self.members.values().filter(|m| m.meta.is_alive() && m.signs_in && m.role == Role::Admin);
        admins.next().is_some_and(|admin| admin.id == member) && admins.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Stamp, record::Birth};

    fn workspace(members: &[(u128, Role)]) -> Workspace {
        let mut w = Workspace::default();
        for (id, role) in members {
            let id = MemberId(uuid::Uuid::from_u128(*id));
            let mut member = Member { id, role: *role, signs_in: true, ..Member::default() };
            member.meta.bear(Birth { stamp: Stamp::default(), by: id });
            w.members.insert(id, member);
        }
        w
    }

    fn id(id: u128) -> MemberId {
        MemberId(uuid::Uuid::from_u128(id))
    }

    #[test]
    fn nobody_gives_more_than_they_have() {
        assert_eq!(invite(Role::Manager, Role::Manager), Ok(()));
        assert_eq!(invite(Role::Manager, Role::Admin), Err(AccountRefusal::RoleTooLow));
        assert_eq!(invite(Role::Member, Role::Viewer), Err(AccountRefusal::RoleTooLow));
        assert_eq!(invite(Role::Admin, Role::Admin), Ok(()));
    }

    #[test]
    fn the_last_admin_is_neither_removed_nor_demoted() {
        let one = workspace(&[(1, Role::Admin), (2, Role::Manager)]);
        assert_eq!(change_role(&one, Role::Admin, id(1), Role::Manager), Err(AccountRefusal::LastAdmin));
        assert_eq!(remove(&one, (id(2), Role::Admin), id(1)), Err(AccountRefusal::LastAdmin));
        assert_eq!(change_role(&one, Role::Admin, id(1), Role::Admin), Ok(()));
        let two = workspace(&[(1, Role::Admin), (2, Role::Admin)]);
        assert_eq!(change_role(&two, Role::Admin, id(1), Role::Manager), Ok(()));
        assert_eq!(remove(&two, (id(2), Role::Admin), id(1)), Ok(()));
        assert_eq!(remove(&two, (id(1), Role::Admin), id(1)), Err(AccountRefusal::Yourself));
    }

    #[test]
    fn only_admins_change_roles_remove_and_reset() {
        let w = workspace(&[(1, Role::Admin), (2, Role::Member)]);
        for role in [Role::Viewer, Role::Member, Role::Manager] {
            assert_eq!(change_role(&w, role, id(2), Role::Viewer), Err(AccountRefusal::RoleTooLow));
            assert_eq!(remove(&w, (id(3), role), id(2)), Err(AccountRefusal::RoleTooLow));
            assert_eq!(reset(&w, role, id(2)), Err(AccountRefusal::RoleTooLow));
            assert_eq!(see_audit(role), Err(AccountRefusal::RoleTooLow));
            assert_eq!(manage_keys(role), Err(AccountRefusal::RoleTooLow));
        }
        assert_eq!(reset(&w, Role::Admin, id(9)), Err(AccountRefusal::UnknownMember));
    }
}
