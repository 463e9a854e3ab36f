//! Who sees which rows: everybody all of them, or members only their own and
//! their team's. Managers and admins see all.
//!
//! A deal is a team's when its owner is of that team, or when it has no owner
//! and stands in a stage of that team. Tasks, insights and encounters go with their deal; a
//! task is seen by whoever has to do it, too. Everything else (stages, people,
//! companies, hypotheses, reach) is the whole company's.

use crate::{
    deal::Deal,
    entity::{Entity, EntityKey},
    ids::{DealId, MemberId},
    insight::Insight,
    member::{Member, Role, Team},
    record::Record,
    task::Task,
    touchpoint::Touchpoint,
    workspace::Workspace,
};
use serde::{Deserialize, Serialize};

/// A workspace's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody sees all rows.
    #[default]
    Everybody,
    /// Members and viewers see their own rows and their team's.
    Teams,
}

/// What one member sees of a workspace.
pub struct View<'a> {
    workspace: &'a Workspace,
    /// `None`: everything.
    narrow: Option<&'a Member>,
}

impl<'a> View<'a> {
    /// Of a member; whoever is none sees nothing of what is narrowed.
    pub fn of(workspace: &'a Workspace, member: &'a Member) -> Self {
        let is_narrow = visibility(workspace) == Visibility::Teams && member.role < Role::Manager;
        Self { workspace, narrow: is_narrow.then_some(member) }
    }

    /// Whether there is nothing that they do not see.
    pub fn is_whole(&self) -> bool {
        self.narrow.is_none()
    }

    /// Whether they see a record.
    pub fn sees(&self, key: EntityKey) -> bool {
        let Some(me) = self.narrow else { return true };
        let w = self.workspace;
        match key {
            EntityKey::Deal(id) => self.sees_deal(me, id),
            EntityKey::Task(id) => w.tasks.get(&id).is_some_and(|task| self.sees_task(me, task)),
            EntityKey::Insight(id) => {
                w.insights.get(&id).is_some_and(|i| i.deal.is_none_or(|deal| self.sees_deal(me, deal)))
            }
            EntityKey::Touchpoint(id) => {
                w.touchpoints.get(&id).is_some_and(|t| t.deal.is_none_or(|deal| self.sees_deal(me, deal)))
            }
            _ => true,
        }
    }

    fn sees_deal(&self, me: &Member, id: DealId) -> bool {
        self.workspace.deals.get(&id).is_some_and(|deal| {
            let audience = Audience::of(self.workspace, deal);
            audience.owner == Some(me.id) || audience.team == Some(me.team)
        })
    }

    fn sees_task(&self, me: &Member, task: &Task) -> bool {
        let of_team = |id: MemberId| id == me.id || team(self.workspace, id) == Some(me.team);
        match task.deal {
            Some(deal) => task.assignee == Some(me.id) || self.sees_deal(me, deal),
            None => task.assignee.is_none_or(of_team),
        }
    }
}

/// Whose a deal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audience {
    owner: Option<MemberId>,
    team: Option<Team>,
}

impl Audience {
    /// Of a deal.
    pub fn of(workspace: &Workspace, deal: &Deal) -> Self {
        let stage = || workspace.stages.get(&deal.place.stage).map(|stage| stage.team);
        Self { owner: deal.owner, team: deal.owner.map_or_else(stage, |owner| team(workspace, owner)) }
    }
}

fn team(workspace: &Workspace, member: MemberId) -> Option<Team> {
    workspace.members.get(&member).map(|member| member.team)
}

/// The workspace's choice.
pub fn visibility(workspace: &Workspace) -> Visibility {
    workspace.own().map(|own| own.visibility).unwrap_or_default()
}

/// Records that are seen by whoever sees the deal.
pub fn dependents(workspace: &Workspace, deal: DealId) -> Vec<EntityKey> {
    let tasks = workspace.tasks.values().filter(|t| t.deal == Some(deal)).map(|t| t.id.into());
    let insights = workspace.insights.values().filter(|i| i.deal == Some(deal)).map(|i| i.id.into());
    let touches = workspace.touchpoints.values().filter(|t| t.deal == Some(deal)).map(|t| t.id.into());
    tasks.chain(insights).chain(touches).collect()
}

/// Whether a change of this record may change what many others see of many rows.
pub fn decides(key: EntityKey) -> bool {
    matches!(key, EntityKey::Settings(_) | EntityKey::Member(_) | EntityKey::Stage(_))
}

/// What is sent in the place of a record that is not to be seen: nothing is
/// known of it, so nothing is shown.
pub fn unseen(key: EntityKey) -> Option<Entity> {
    match key {
        EntityKey::Deal(id) => Some(Entity::Deal(Deal::blank(id))),
        EntityKey::Task(id) => Some(Entity::Task(Task::blank(id))),
        EntityKey::Insight(id) => Some(Entity::Insight(Insight::blank(id))),
        EntityKey::Touchpoint(id) => Some(Entity::Touchpoint(Touchpoint::blank(id))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Stamp,
        ids::{StageId, TaskId, WorkspaceId},
        record::Birth,
        settings::Settings,
        stage::Stage,
    };
    use uuid::Uuid;

    fn born<R: Record>(mut record: R) -> R {
        record.meta_mut().bear(Birth { stamp: Stamp { millis: 1, ..Stamp::default() }, by: MemberId::default() });
        record
    }

    fn id<I: From<Uuid>>(n: u128) -> I {
        Uuid::from_u128(n).into()
    }

    fn person(n: u128, team: Team, role: Role) -> Member {
        born(Member { team, role, ..Member::blank(id(n)) })
    }

    /// Stages 1 (marketing) and 2 (sales); people 1 and 2 of sales, 3 of
    /// marketing, 4 a manager; deals 1 (of person 2), 2 (of nobody, in marketing).
    fn studio(visibility: Visibility) -> Workspace {
        let mut w = Workspace::default();
        let settings = born(Settings { visibility, ..Settings::blank(id::<WorkspaceId>(1)) });
        w.settings.insert(settings.id, settings);
        for (n, team) in [(1, Team::Marketing), (2, Team::Sales)] {
            w.stages.insert(id(n), born(Stage { team, ..Stage::blank(id(n)) }));
        }
        let people = [(1, Team::Sales), (2, Team::Sales), (3, Team::Marketing)];
        for (n, team) in people {
            w.members.insert(id(n), person(n, team, Role::Member));
        }
        w.members.insert(id(4), person(4, Team::Management, Role::Manager));
        for (n, owner, stage) in [(1, Some(id(2)), 2), (2, None, 1)] {
            let mut deal = born(Deal { owner, ..Deal::blank(id(n)) });
            deal.place.stage = id::<StageId>(stage);
            w.deals.insert(deal.id, deal);
        }
        for (n, deal, assignee) in [(1, Some(id(1)), None), (2, Some(id(1)), Some(id(3))), (3, None, Some(id(1)))] {
            w.tasks.insert(id(n), born(Task { deal, assignee, ..Task::blank(id::<TaskId>(n)) }));
        }
        w
    }

    fn seen(w: &Workspace, who: u128) -> (Vec<u128>, Vec<u128>) {
        let view = View::of(w, &w.members[&id(who)]);
        let deals = w.deals.keys().filter(|d| view.sees((*d).into())).map(|d| d.0.as_u128()).collect();
        (deals, w.tasks.keys().filter(|t| view.sees((*t).into())).map(|t| t.0.as_u128()).collect())
    }

    #[test]
    fn everybody_sees_all_rows_unless_the_workspace_chose_otherwise() {
        let w = studio(Visibility::Everybody);
        assert_eq!(seen(&w, 3), (vec![1, 2], vec![1, 2, 3]));
    }

    #[test]
    fn members_see_their_own_rows_and_their_teams_and_managers_all() {
        let w = studio(Visibility::Teams);
        assert_eq!(seen(&w, 1), (vec![1], vec![1, 2, 3]));
        assert_eq!(seen(&w, 2), (vec![1], vec![1, 2, 3]));
        assert_eq!(seen(&w, 3), (vec![2], vec![2]), "what one has to do is seen");
        assert_eq!(seen(&w, 4), (vec![1, 2], vec![1, 2, 3]));
    }

    #[test]
    fn what_is_not_seen_is_a_record_of_which_nothing_is_known() {
        let blank = unseen(EntityKey::Deal(id(1))).unwrap();
        assert!(!blank.meta().is_alive() && !blank.meta().is_deleted());
        assert_eq!(blank.key(), EntityKey::Deal(id(1)));
    }
}
