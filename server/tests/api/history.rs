//! Looking back: who changed what, from which value.

use crate::support::{Person, Server, deal_of, problem};
use serde_json::json;
use smarketing_domain::{
    deal::DealChange,
    history::{Deed, Log, again},
    ids::DealId,
    member::Role,
    operation::{Authority, Body, DealAction, Operation},
    overwrite::WRITTEN_OVER,
    wire::{SyncRequest, SyncResponse, Verdict},
};
use smarketing_server::hub::{Batch, Room};

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
async fn whoever_is_overwritten_by_somebody_who_had_not_seen_it_is_told_and_nobody_else() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let mut eve = server.person("eve@example.org", Role::Member).await;
    let mut tablet = server.sign_in("ann@example.org").await;
    let id = new_deal(&mut ann).await;
    for person in [&mut bob, &mut eve, &mut tablet] {
        person.pull().await;
    }
    ann.make(title(id, "Ann's")).await;
    let late = [bob.operation(title(id, "Bob's"))];
    let answer = bob.sync(&late).await;
    assert_eq!((answer.answers[0].verdict.is_accepted(), answer.tray.len()), (true, 0), "he meant to write");
    // Sent twice it is answered as before, and told once.
    bob.try_sync(&late).await;

    let before = ann.cursor;
    let told = ann.sync(&[]).await.tray;
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].code.as_str(), &told[0].operation.body), (WRITTEN_OVER, &title(id, "Ann's")));
    let theirs: Operation = serde_json::from_str(&told[0].message).unwrap();
    assert_eq!((theirs.author, theirs.body), (bob.session.member, title(id, "Bob's")));
    assert!(ann.sync(&[]).await.tray.is_empty(), "whoever has read on is not told again");
    ann.cursor = before;
    assert_eq!(ann.sync(&[]).await.tray, told, "an answer that was lost comes again");
    let from = tablet.cursor;
    assert_eq!(tablet.sync(&[]).await.tray, told, "every device of hers");
    let request = SyncRequest { told: Some(from), ..tablet.request(&[]) };
    let after: SyncResponse = tablet.post("/api/sync").json(&request).send().await.unwrap().json().await.unwrap();
    assert_eq!(after.tray, told, "also one that has taken a snapshot since");
    assert!(eve.sync(&[]).await.tray.is_empty());

    ann.make(again(told[0].operation.body.clone(), server.now())).await;
    assert_eq!(ann.workspace.deal(id).unwrap().title, "Ann's");
    assert!(bob.sync(&[]).await.tray.is_empty(), "she had seen his");
}

#[tokio::test]
async fn what_counts_is_how_far_a_device_had_read_when_the_change_was_made() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let id = new_deal(&mut ann).await;
    bob.pull().await;
    let seen = bob.cursor;
    ann.make(title(id, "Ann's")).await;
    // Made offline, and sent after he has read on: with a second batch.
    bob.pull().await;
    let operation = bob.operation(title(id, "Bob's"));
    let request = SyncRequest { seen: Some(seen), ..bob.request(&[operation]) };
    assert_eq!(bob.post("/api/sync").json(&request).send().await.unwrap().status(), 200);
    assert_eq!(ann.sync(&[]).await.tray.len(), 1);
    // And the other way round: he knows it, though his device has not kept it yet.
    bob.pull().await;
    ann.make(title(id, "Ann's again")).await;
    let seen = ann.cursor;
    let operation = bob.operation(title(id, "Bob knows"));
    let request = SyncRequest { seen: Some(seen), ..bob.request(&[operation]) };
    assert_eq!(bob.post("/api/sync").json(&request).send().await.unwrap().status(), 200);
    assert!(ann.sync(&[]).await.tray.is_empty());
}

#[tokio::test]
async fn a_move_of_the_same_moment_by_another_instance_is_found_in_the_log() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let id = new_deal(&mut ann).await;
    bob.pull().await;
    let mut other = Room::new(server.app.store.clone(), ann.session.workspace);
    let operation = ann.operation(title(id, "Ann's, by another process"));
    let batch = Batch {
        client: ann.client,
        authority: Authority::Member(ann.session.member),
        operations: vec![operation],
        gaps: false,
        seen: ann.cursor,
        now: server.now(),
    };
    other.execute(batch).await.unwrap();
    bob.make(title(id, "Bob's")).await;
    assert_eq!(ann.sync(&[]).await.tray.len(), 1);
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
