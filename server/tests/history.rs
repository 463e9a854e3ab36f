//! Looking back: who changed what, from which value.

mod support;

use serde_json::json;
use smarketing_domain::{
    deal::DealChange,
    history::{Deed, Log},
    ids::DealId,
    member::Role,
    operation::{Body, DealAction},
    wire::Verdict,
};
use support::{Person, Server, deal_of, problem};

fn title(id: DealId, text: &str) -> Body {
    DealAction::Edit { id, set: vec![DealChange::Title(text.to_owned())] }.into()
}

async fn log(person: &Person, query: &str) -> Log {
    let response = person.get(&format!("/api/history{query}")).send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.json().await.unwrap()
}

async fn new_deal(person: &mut Person) -> DealId {
    let body = person.new_deal("Chair");
    let id = deal_of(&body);
    person.make(body).await;
    id
}

fn wrote(from: &str, to: &str) -> Vec<Deed> {
    vec![Deed::Wrote { register: "title".to_owned(), from: Some(json!(from)), to: json!(to) }]
}

#[tokio::test]
async fn the_history_of_a_record_says_who_changed_what_from_which_value() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let id = new_deal(&mut ann).await;
    bob.pull().await;
    bob.make(title(id, "Table")).await;
    ann.pull().await;
    ann.make(title(id, "Lamp")).await;
    let Log { lines, more } = log(&ann, &format!("?record={id}")).await;
    let told: Vec<_> = lines.iter().map(|line| (line.operation.author, line.deeds())).collect();
    let (one, two) = (ann.session.member, bob.session.member);
    assert_eq!(told, [(one, wrote("Table", "Lamp")), (two, wrote("Chair", "Table")), (one, vec![Deed::Created])]);
    assert!(!more);
}

#[tokio::test]
async fn a_member_sees_what_they_changed_page_by_page_and_can_take_it_back() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let id = new_deal(&mut ann).await;
    bob.pull().await;
    bob.make(title(id, "Bob was here")).await;
    let edits: Vec<_> = (0..120).map(|n| ann.operation(title(id, &format!("Chair {n}")))).collect();
    ann.sync(&edits).await;
    let first = log(&ann, "").await;
    assert!(first.more && first.lines.len() == 100);
    let rest = log(&ann, &format!("?before={}", first.lines[99].seq)).await;
    assert!(!rest.more && rest.lines.len() == 21, "bob's change is not ann's");
    let back = rest.lines[19].undo(&ann.workspace).unwrap();
    ann.make(back).await;
    assert_eq!(ann.workspace.deal(id).unwrap().title, "Bob was here");
}

#[tokio::test]
async fn a_write_that_came_too_late_is_accepted_and_says_what_it_lost() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let id = new_deal(&mut ann).await;
    bob.pull().await;
    let offline = ann.operation(title(id, "Ann, earlier"));
    tokio::time::sleep(std::time::Duration::from_millis(3)).await;
    bob.make(title(id, "Bob, later")).await;
    let answer = ann.sync(std::slice::from_ref(&offline)).await;
    let Verdict::Accepted { lost, .. } = &answer.answers[0].verdict else { panic!("{answer:?}") };
    assert_eq!(lost, &["title"]);
    assert_eq!(ann.workspace.deal(id).unwrap().title, "Bob, later");
    let again = ann.sync(&[offline]).await;
    assert_eq!(again.answers, answer.answers, "sending it twice is answered the same");
}

#[tokio::test]
async fn nothing_is_seen_of_another_workspace_and_nothing_without_a_session() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Admin).await;
    let id = new_deal(&mut ann).await;
    server.member_of("Elsewhere", "eve@example.org", Role::Admin).await;
    let eve = server.sign_in("eve@example.org").await;
    assert!(log(&eve, &format!("?record={id}")).await.lines.is_empty());
    assert_eq!(problem(server.get("/api/history").send().await.unwrap()).await.0, 401);
    let nonsense = ann.get("/api/history?record=x").send().await.unwrap();
    assert_eq!(problem(nonsense).await.0, 404);
}
