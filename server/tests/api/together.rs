//! Batches that are committed together, and others who write meanwhile.

use crate::support::{self, Person, Server, code_of, database};
use smarketing_domain::{
    clock::Timestamp,
    ids::ClientId,
    member::Role,
    operation::{Authority, Body, Operation},
    wire::Verdict,
};
use smarketing_server::{hub::Batch, hub::PushError, hub::Room, time};
use std::time::Duration;

fn batch(person: &Person, operations: Vec<Operation>) -> Batch {
    let authority = Authority::Member(person.session.member);
    Batch { client: person.client, authority, operations, gaps: false, seen: person.cursor, now: time::now() }
}

fn deal(person: &mut Person, title: &str) -> Operation {
    let body = person.new_deal(title);
    person.operation(body)
}

#[tokio::test]
async fn each_batch_gets_its_own_answer_and_a_refused_one_touches_no_other() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let mut eve = server.person("eve@example.org", Role::Member).await;
    let mut vic = server.person("vic@example.org", Role::Viewer).await;
    let mut room = Room::new(server.app.store.clone(), ann.session.workspace);
    for round in 0..3_u64 {
        let first = deal(&mut ann, "Ann's");
        let late = Operation { number: 2 + round, ..deal(&mut bob, "Too late") };
        let forbidden = deal(&mut vic, "Forbidden");
        let operation = deal(&mut eve, "With Ann's client");
        let mut stolen = batch(&eve, vec![operation]);
        stolen.client = ann.client;
        let (mine, other) = (batch(&ann, vec![first.clone()]), deal(&mut eve, "Eve's"));
        let other = Operation { number: 1 + round, ..other };
        let group = [mine.clone(), batch(&bob, vec![late]), batch(&vic, vec![forbidden]), batch(&eve, vec![other])];
        let results = room.execute_all(&group).await;
        let answers = |n: usize| results[n].as_ref().unwrap();
        assert_eq!(code_of(&answers(0)[0].verdict), "accepted");
        assert!(matches!(results[1], Err(PushError::Gap { expected: 1 })));
        assert_eq!(code_of(&answers(2)[0].verdict), "role_too_low");
        assert_eq!(answers(3)[0].verdict, Verdict::accepted(room.counter()));
        assert!(matches!(room.execute(stolen).await, Err(PushError::ForeignClient)));
        // Once more: the same answer, and no second deal.
        assert_eq!(room.execute(mine).await.unwrap(), *answers(0));
    }
    ann.bootstrap().await;
    assert_eq!(ann.workspace.deals.len(), 6);
}

#[tokio::test]
async fn what_another_process_wrote_is_read_before_anything_is_decided() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut shell = server.workspace(support::WORKSPACE).await;
    for round in 0..4 {
        let operation = deal(&mut ann, &format!("Ann's {round}"));
        let answer = ann.sync(&[operation]).await;
        assert_eq!(code_of(&answer.answers[0].verdict), "accepted");
        let verdicts = shell.commit(vec![ann.new_deal(&format!("From a shell {round}"))]).await.unwrap();
        assert_eq!(verdicts.iter().map(code_of).collect::<Vec<_>>(), ["accepted"]);
    }
    ann.pull().await;
    assert_eq!(ann.workspace.deals.len(), 8, "nothing was skipped");
}

#[tokio::test]
async fn a_client_that_was_answered_elsewhere_goes_on_from_there() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let workspace = ann.session.workspace;
    let (mut here, mut there) =
        (Room::new(server.app.store.clone(), workspace), Room::new(server.app.store.clone(), workspace));
    let first = deal(&mut ann, "One");
    here.execute(batch(&ann, vec![first])).await.unwrap();
    // Refused: the counter stays, and only the client's number tells.
    let refused = ann.operation(Body::Unknown(serde_json::json!({ "kind": "spaceship" })));
    let told = there.execute(batch(&ann, vec![refused.clone()])).await.unwrap();
    assert_eq!(code_of(&told[0].verdict), "unknown_operation");
    assert_eq!(here.counter(), there.counter());
    assert_eq!(here.execute(batch(&ann, vec![refused])).await.unwrap(), told);
    let next = deal(&mut ann, "Two");
    there.execute(batch(&ann, vec![next])).await.unwrap();
    let third = deal(&mut ann, "Three");
    let answers = here.execute(batch(&ann, vec![third])).await.unwrap();
    assert_eq!(answers[0].verdict, Verdict::accepted(here.counter()));
    assert_eq!(here.workspace().deals.len(), 3);
}

#[tokio::test]
async fn many_clients_at_once_get_all_their_answers_and_read_everything() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut people = Vec::new();
    for n in 0..8_u64 {
        let mut person = Person::new(&server.url, ann.cookie.clone(), ann.session.clone()).await;
        person.client = ClientId(1_000 + n);
        person.clock = smarketing_domain::clock::Clock::new(person.client);
        person.clock.tick(Timestamp(time::now().0));
        people.push(person);
    }
    let tasks: Vec<_> = people
        .into_iter()
        .map(|mut person| {
            tokio::spawn(async move {
                for n in 0..20 {
                    let body = person.new_deal(&format!("Deal {n}"));
                    assert_eq!(code_of(&person.make(body).await), "accepted");
                }
                person.pull().await;
                person
            })
        })
        .collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.unwrap());
    }
    for mut person in done {
        person.pull().await;
        assert_eq!(person.workspace.deals.len(), 160, "every change of everybody was in some answer");
    }
    ann.bootstrap().await;
    assert_eq!((ann.workspace.deals.len(), server.app.hub.known(ann.session.workspace)), (160, ann.cursor));
}

#[tokio::test]
async fn while_another_process_writes_to_the_file_a_change_waits_and_nobody_else_does() {
    if database::postgres().is_some() {
        return; // Its locks are the server's own business.
    }
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    ann.bootstrap().await;
    let first = deal(&mut ann, "Before it");
    assert_eq!(code_of(&ann.sync(&[first]).await.answers[0].verdict), "accepted");
    let address = server.database();
    let other = rusqlite::Connection::open(address.strip_prefix("sqlite:").unwrap()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let operation = deal(&mut ann, "Waits");
    let mut change = std::pin::pin!(ann.sync(std::slice::from_ref(&operation)));
    for _ in 0..5 {
        let pause = tokio::time::timeout(Duration::from_millis(100), &mut change);
        assert!(pause.await.is_err(), "the file is locked");
        let alive = server.get("/healthz").timeout(Duration::from_secs(5)).send().await.unwrap();
        assert_eq!(alive.status(), 200);
    }
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(code_of(&change.await.answers[0].verdict), "accepted");
}
