//! Members see only their own rows and their team's, where the workspace chose so.

use crate::support::{Person, Server, code_of, deal_of};
use smarketing_domain::{
    deal::DealChange,
    entity::Entity,
    history::Log,
    ids::{DealId, MemberId, TaskId},
    member::{MemberChange, Role, Team},
    operation::{Action, Body, DealAction},
    settings::SettingsChange,
    task::TaskChange,
    visibility::Visibility,
    wire::Snapshot,
};
use uuid::Uuid;

/// Ann (an admin), Bob (sales) and Carl (marketing) in a workspace of this choice.
async fn studio(server: &Server, visibility: Visibility) -> (Person, Person, Person) {
    let mut ann = server.person("ann@example.org", Role::Admin).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let mut carl = server.person("carl@example.org", Role::Member).await;
    ann.pull().await;
    let set = vec![MemberChange::Team(Team::Marketing)];
    ann.make(Action::Edit { id: carl.session.member, set }).await;
    choose(&mut ann, visibility).await;
    bob.bootstrap().await;
    carl.bootstrap().await;
    (ann, bob, carl)
}

async fn choose(ann: &mut Person, visibility: Visibility) {
    let id = ann.workspace.own().unwrap().id;
    let verdict = ann.make(Action::Edit { id, set: vec![SettingsChange::Visibility(visibility)] }).await;
    assert_eq!(code_of(&verdict), "accepted");
}

fn give(id: DealId, owner: MemberId) -> Body {
    DealAction::Edit { id, set: vec![DealChange::Owner(Some(owner))] }.into()
}

/// A deal of `owner`'s with a task.
async fn deal_of_somebody(ann: &mut Person, owner: MemberId) -> (DealId, TaskId) {
    let body = ann.new_deal("Chair");
    let (id, task) = (deal_of(&body), TaskId(Uuid::now_v7()));
    let set = vec![TaskChange::Title("Call".into()), TaskChange::Deal(Some(id))];
    ann.make(body).await;
    ann.make(give(id, owner)).await;
    ann.make(Action::Create { id: task, set }).await;
    (id, task)
}

async fn snapshot(person: &Person) -> Vec<Entity> {
    let snapshot: Snapshot = person.get("/api/snapshot").send().await.unwrap().json().await.unwrap();
    snapshot.entities
}

#[tokio::test]
async fn what_one_may_not_see_is_in_no_answer() {
    let server = Server::start().await;
    let (mut ann, mut bob, mut carl) = studio(&server, Visibility::Teams).await;
    let (id, task) = deal_of_somebody(&mut ann, bob.session.member).await;
    let has = |entities: &[Entity]| entities.iter().filter(|e| e.key() == id.into() || e.key() == task.into()).count();
    assert_eq!(has(&snapshot(&carl).await), 0);
    assert_eq!(has(&snapshot(&bob).await), 2);
    assert_eq!(has(&snapshot(&ann).await), 2);
    carl.pull().await;
    assert!(carl.workspace.deal(id).is_none() && carl.workspace.deals.get(&id).is_none_or(|d| d.title.is_empty()));
    bob.pull().await;
    assert_eq!(bob.workspace.deal(id).unwrap().title, "Chair");
    let log: Log = carl.get(&format!("/api/history?record={id}")).send().await.unwrap().json().await.unwrap();
    assert!(log.lines.is_empty());
    let verdict = carl.make(give(id, carl.session.member)).await;
    assert_eq!(code_of(&verdict), "unknown_record");
}

#[tokio::test]
async fn a_deal_that_changes_hands_comes_with_what_belongs_to_it_and_goes_from_whom_it_left() {
    let server = Server::start().await;
    let (mut ann, mut bob, mut carl) = studio(&server, Visibility::Teams).await;
    let (id, task) = deal_of_somebody(&mut ann, bob.session.member).await;
    carl.pull().await;
    bob.pull().await;
    assert!(bob.workspace.deal(id).is_some() && carl.workspace.deal(id).is_none());
    ann.make(give(id, carl.session.member)).await;
    carl.pull().await;
    bob.pull().await;
    assert_eq!(carl.workspace.deal(id).unwrap().title, "Chair");
    assert_eq!(carl.workspace.tasks[&task].title, "Call");
    assert!(bob.workspace.deal(id).is_none() && bob.workspace.deals[&id].title.is_empty());
    assert!(bob.workspace.tasks[&task].title.is_empty());
}

#[tokio::test]
async fn another_choice_or_another_team_makes_clients_read_anew() {
    let server = Server::start().await;
    let (mut ann, mut bob, mut carl) = studio(&server, Visibility::Everybody).await;
    let (id, _) = deal_of_somebody(&mut ann, bob.session.member).await;
    carl.pull().await;
    assert!(carl.workspace.deal(id).is_some());
    choose(&mut ann, Visibility::Teams).await;
    assert!(carl.sync(&[]).await.reset, "rows have to go that never changed");
    carl.bootstrap().await;
    assert!(carl.workspace.deal(id).is_none());
    assert!(!carl.sync(&[]).await.reset);
    let set = vec![MemberChange::Team(Team::Sales)];
    ann.make(Action::Edit { id: carl.session.member, set }).await;
    assert!(carl.sync(&[]).await.reset, "rows have to come that never changed");
    carl.bootstrap().await;
    assert!(carl.workspace.deal(id).is_some());
    bob.pull().await;
    assert!(ann.pull().await.is_empty(), "managers and admins read on");
}
