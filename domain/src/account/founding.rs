//! The first records of a workspace: its own one, its first admin, its stages.

use super::{AccountRefusal, address, name, password, wire::SetUp};
use crate::{
    ids::{MemberId, StageId, WorkspaceId},
    member::{MemberChange, Role, Team},
    operation::{Action, Body, LANGUAGES},
    settings::SettingsChange,
    template::{self, Step, TemplateName},
    zone,
};

/// Hours in which sales may promise to answer: up to two weeks.
pub const RESPONSE_HOURS: std::ops::RangeInclusive<u16> = 1..=336;

/// What a set-up asks for, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founding {
    /// The workspace's name.
    pub workspace: String,
    /// The first admin's name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// Whether a set-up can be done as it was asked for.
///
/// # Errors
/// What is wrong first.
pub fn check(asked: &SetUp) -> Result<Founding, AccountRefusal> {
    let workspace = name(&asked.workspace)?;
    let known = LANGUAGES.contains(&asked.language.as_str()) && RESPONSE_HOURS.contains(&asked.response_hours);
    if !known || !zone::is_name(&asked.zone) {
        return Err(AccountRefusal::OutOfRange);
    }
    let (person, email) = (name(&asked.name)?, address(&asked.email)?);
    password::check(&asked.password, &email)?;
    Ok(Founding { workspace, name: person, email })
}

/// The stages that a set-up begins with.
pub fn steps(asked: &SetUp) -> &'static [Step] {
    asked.template.map_or(&[], TemplateName::steps)
}

/// The creations of everything a workspace begins with; `stages` are ids for
/// [`steps`].
pub fn bodies(asked: &SetUp, founding: &Founding, id: WorkspaceId, admin: MemberId, stages: &[StageId]) -> Vec<Body> {
    let own = Action::Create {
        id,
        set: vec![
            SettingsChange::Name(founding.workspace.clone()),
            SettingsChange::Currency(asked.currency),
            SettingsChange::Language(asked.language.clone()),
            SettingsChange::ResponseHours(asked.response_hours),
            SettingsChange::Calendar(asked.calendar),
            SettingsChange::Zone(asked.zone.clone()),
        ],
    };
    let admin = Action::Create {
        id: admin,
        set: vec![
            MemberChange::Name(founding.name.clone()),
            MemberChange::Team(Team::Management),
            MemberChange::Role(Role::Admin),
            MemberChange::SignsIn(true),
        ],
    };
    let mut bodies = vec![own.into(), admin.into()];
    bodies.extend(template::stages(steps(asked), stages, &asked.language));
    bodies
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Stamp,
        operation::{Authority, Operation, admit, apply},
        workspace::Workspace,
    };
    use uuid::Uuid;

    fn asked() -> SetUp {
        SetUp {
            code: String::new(),
            workspace: " Studio ".to_owned(),
            currency: crate::money::Currency::USD,
            language: "uk".to_owned(),
            calendar: crate::calendar::Calendar::default(),
            zone: "Europe/Kyiv".to_owned(),
            response_hours: 24,
            template: Some(TemplateName::FurnitureBySales),
            name: "Ann".to_owned(),
            email: "Ann@Example.org".to_owned(),
            password: "green chairs in the rain".to_owned(),
        }
    }

    #[test]
    fn every_founding_record_is_admitted_and_the_workspace_is_sound() {
        let asked = asked();
        let founding = check(&asked).unwrap();
        let ids: Vec<_> = (0..steps(&asked).len()).map(|n| StageId(Uuid::from_u128(n as u128 + 9))).collect();
        let bodies = bodies(&asked, &founding, WorkspaceId(Uuid::from_u128(1)), MemberId(Uuid::from_u128(2)), &ids);
        let mut workspace = Workspace::default();
        for (at, body) in (1..).zip(bodies) {
            let stamp = Stamp { millis: at, ..Stamp::default() };
            let operation = Operation { number: at, stamp, author: MemberId::default(), body };
            assert_eq!(admit(&workspace, Authority::Server, &operation), Ok(()));
            apply(&mut workspace, &operation);
        }
        assert_eq!(workspace.validate(), Ok(()));
        assert_eq!(workspace.own().unwrap().name, "Studio");
        assert_eq!(workspace.own().unwrap().zone, "Europe/Kyiv");
        assert_eq!(workspace.stages_in_order()[0].name, "Побачили нас");
        assert!(workspace.is_last_admin(MemberId(Uuid::from_u128(2))));
    }

    #[test]
    fn a_set_up_with_something_missing_is_refused() {
        let refused = |change: &dyn Fn(&mut SetUp)| {
            let mut asked = asked();
            change(&mut asked);
            check(&asked).unwrap_err()
        };
        assert_eq!(refused(&|a| a.workspace = " ".to_owned()), AccountRefusal::NameMissing);
        assert_eq!(refused(&|a| a.name = String::new()), AccountRefusal::NameMissing);
        assert_eq!(refused(&|a| a.email = "ann".to_owned()), AccountRefusal::AddressInvalid);
        assert_eq!(refused(&|a| a.password = "12345678".to_owned()), AccountRefusal::PasswordCommon);
        assert_eq!(refused(&|a| a.language = "xx".to_owned()), AccountRefusal::OutOfRange);
        assert_eq!(refused(&|a| a.response_hours = 0), AccountRefusal::OutOfRange);
        assert_eq!(refused(&|a| a.zone = "Kyiv!".to_owned()), AccountRefusal::OutOfRange);
    }
}
