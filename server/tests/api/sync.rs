//! Operations in, answers out.

use crate::support::{self, Server, code_of, deal_of, problem};
use serde_json::{Value, json};
use smarketing_domain::{
    clock::{Stamp, Timestamp},
    ids::{ClientId, MemberId},
    member::Role,
    operation::{Body, invert},
    rank::Rank,
    wire::{BODY_MAX, SyncResponse, Verdict},
};

#[tokio::test]
async fn an_accepted_operation_is_in_the_answer_and_on_a_colleagues_screen() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let body = ann.new_deal("Oak table");
    let deal = deal_of(&body);
    let before = ann.cursor;
    let operation = ann.operation(body);
    let answer = ann.sync(std::slice::from_ref(&operation)).await;
    assert_eq!(answer.answers[0].verdict, Verdict::accepted(answer.cursor));
    assert!(answer.cursor > before && !answer.more && !answer.reset);
    bob.pull().await;
    let seen = bob.workspace.deal(deal).unwrap();
    assert_eq!((seen.title.as_str(), seen.meta.born.unwrap().by), ("Oak table", ann.session.member));
    assert_eq!(seen.meta.born.unwrap().stamp, operation.stamp);
}

#[tokio::test]
async fn sending_twice_has_the_effect_of_once_and_the_same_answer() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let (good, bad) = (ann.new_deal("One"), json!({ "kind": "spaceship" }));
    let operations = [ann.operation(good), ann.operation(Body::Unknown(bad))];
    let first = ann.sync(&operations).await;
    assert_eq!(
        first.answers.iter().map(|a| code_of(&a.verdict)).collect::<Vec<_>>(),
        ["accepted", "unknown_operation"]
    );
    let body = ann.new_deal("Two");
    let more = [operations[0].clone(), operations[1].clone(), ann.operation(body)];
    let second = ann.sync(&more).await;
    assert_eq!(second.answers[..2], first.answers);
    assert_eq!(second.entities.len(), 1);
    let third = ann.sync(&more).await;
    assert_eq!((third.answers, third.cursor, third.entities.len()), (second.answers, second.cursor, 0));
}

#[tokio::test]
async fn a_gap_is_refused_whole_and_says_what_is_missing() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let (one, two, three) = (ann.new_deal("1"), ann.new_deal("2"), ann.new_deal("3"));
    let (one, _, three) = (ann.operation(one), ann.operation(two), ann.operation(three));
    let (status, code, whole) = problem(ann.try_sync(&[one.clone(), three]).await).await;
    assert_eq!((status, code.as_str(), &whole["expected"]), (409, "operation_gap", &json!(2)));
    // Nothing of the refused request has happened.
    let answer = ann.sync(&[one]).await;
    assert_eq!(answer.entities.len(), 1);
}

/// A tab that died had sent more than it had saved: what is left of it comes
/// with a gap, before or after the request that was under way.
#[tokio::test]
async fn what_comes_after_a_gap_that_is_told_is_taken_and_each_number_once() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let deals: Vec<_> = ["1", "2", "3", "4"].map(|title| ann.new_deal(title)).into();
    let all: Vec<_> = deals.into_iter().map(|deal| ann.operation(deal)).collect();
    let mut request = ann.request(&[all[1].clone(), all[3].clone()]);
    request.gaps = true;
    let answer = ann.post("/api/sync").json(&request).send().await.unwrap();
    let late: SyncResponse = answer.json().await.unwrap();
    assert_eq!(late.answers.iter().map(|a| a.number).collect::<Vec<_>>(), [2, 4]);
    // Without the word for it what is missing is still a mistake.
    assert_eq!(problem(ann.try_sync(&all).await).await.1, "operation_gap");
    let mut request = ann.request(&all);
    request.gaps = true;
    let answer = ann.post("/api/sync").json(&request).send().await.unwrap();
    let whole: SyncResponse = answer.json().await.unwrap();
    assert_eq!(whole.answers.iter().map(|a| a.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!([&whole.answers[1], &whole.answers[3]], [&late.answers[0], &late.answers[1]]);
    assert_eq!(whole.entities.len(), 4);
    assert_eq!(ann.sync(&all).await.answers, whole.answers);
}

#[tokio::test]
async fn a_client_belongs_to_the_member_who_first_used_it() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let body = ann.new_deal("Mine");
    ann.make(body).await;
    bob.client = ann.client;
    bob.number = 1;
    let body = bob.new_deal("Not mine");
    let operation = bob.operation(body);
    let (status, code, _) = problem(bob.try_sync(&[operation]).await).await;
    assert_eq!((status, code.as_str()), (403, "foreign_client"));
}

#[tokio::test]
async fn a_viewers_operations_are_rejected_one_by_one() {
    let server = Server::start().await;
    let mut eve = server.person("eve@example.org", Role::Viewer).await;
    let body = eve.new_deal("Forbidden");
    let deal = deal_of(&body);
    assert_eq!(code_of(&eve.make(body).await), "role_too_low");
    eve.bootstrap().await;
    assert!(eve.workspace.deal(deal).is_none());
}

#[tokio::test]
async fn nobody_writes_their_own_role_author_or_anothers_stamp() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Manager).await;
    let promote = json!({ "kind": "member", "do": "edit", "id": ann.session.member, "set": [{ "role": "admin" }] });
    let promote: Body = serde_json::from_value(promote).unwrap();
    assert_eq!(code_of(&ann.make(promote).await), "server_only");

    let body = ann.new_deal("Forged");
    let deal = deal_of(&body);
    let mut operation = ann.operation(body);
    operation.author = MemberId(uuid::Uuid::now_v7());
    operation.stamp.client = ClientId(1);
    let (status, code, _) = problem(ann.try_sync(&[operation.clone()]).await).await;
    assert_eq!((status, code.as_str()), (403, "foreign_author"), "whose change it is decides who may send it");
    operation.author = MemberId::default();
    ann.sync(&[operation]).await;
    let born = ann.workspace.deal(deal).unwrap().meta.born.unwrap();
    assert_eq!((born.by, born.stamp.client), (ann.session.member, ann.client));
}

#[tokio::test]
async fn an_operation_that_is_not_known_is_rejected_and_the_others_go_on() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    for unknown in [json!(null), json!("text"), json!({}), json!({ "kind": "deal", "do": "explode" }), json!([1, 2])] {
        let body = ann.new_deal("After it");
        let operations = [ann.operation(Body::Unknown(unknown)), ann.operation(body)];
        let answer = ann.sync(&operations).await;
        let codes: Vec<_> = answer.answers.iter().map(|a| code_of(&a.verdict)).collect();
        assert_eq!(codes, ["unknown_operation", "accepted"]);
    }
}

#[tokio::test]
async fn malformed_json_says_where() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bodies = ["", "{", "nonsense", "{\"client\": 7}", "{\"client\": \"0000000000000001\"}", &deep, "\u{0}"];
    for body in bodies {
        let request = ann.post("/api/sync").header("content-type", "application/json").body(body.to_owned());
        let (status, code, whole) = problem(request.send().await.unwrap()).await;
        assert_eq!((status, code.as_str()), (400, "malformed_json"));
        assert!(whole["detail"].as_str().unwrap().contains("line 1"), "{whole}");
    }
}

#[tokio::test]
async fn an_oversized_body_is_refused_with_a_readable_answer() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    for size in [BODY_MAX + 1, 10 * 1024 * 1024] {
        let request = ann.post("/api/sync").header("content-type", "application/json").body(" ".repeat(size));
        let (status, code, _) = problem(request.send().await.unwrap()).await;
        assert_eq!((status, code.as_str()), (413, "body_too_large"));
    }
}

#[tokio::test]
async fn too_many_operations_are_refused_and_a_thousand_are_not() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let operations: Vec<_> = (0..1_001)
        .map(|n| {
            let body = ann.new_deal(&format!("Deal {n}"));
            ann.operation(body)
        })
        .collect();
    let (status, code, _) = problem(ann.try_sync(&operations).await).await;
    assert_eq!((status, code.as_str()), (413, "too_many_operations"));
    let answer = ann.sync(&operations[..1_000]).await;
    assert!(answer.answers.iter().all(|a| matches!(a.verdict, Verdict::Accepted { .. })));
}

#[tokio::test]
async fn a_clock_ahead_by_ten_years_is_clamped_and_keeps_its_order() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let future = server.now().0 + 10 * 365 * 24 * 60 * 60 * 1000;
    let body = ann.new_deal("Draft");
    let deal = deal_of(&body);
    let edit = |title: &str| -> Body {
        serde_json::from_value(json!({ "kind": "deal", "do": "edit", "id": deal, "set": [{ "title": title }] }))
            .unwrap()
    };
    let mut operations = vec![ann.operation(body)];
    operations.extend(["Second", "Third", "Last"].map(edit).map(|body| ann.operation(body)));
    for (index, operation) in operations.iter_mut().enumerate() {
        operation.stamp.millis = future as u64 + index as u64;
    }
    let answer = ann.sync(&operations).await;
    assert!(answer.answers.iter().all(|a| matches!(a.verdict, Verdict::Accepted { .. })));
    let stored = ann.workspace.deal(deal).unwrap();
    assert_eq!(stored.title, "Last");
    let last = stored.meta.last_written().unwrap();
    assert!(last.at() <= server.now(), "{last}");
    // A colleague with a right clock edits after it, and wins.
    let mut bob = server.person("bob@example.org", Role::Member).await;
    bob.make(edit("Bob's")).await;
    assert_eq!(bob.workspace.deal(deal).unwrap().title, "Bob's");
}

#[tokio::test]
async fn an_undo_finds_the_move_whose_stamp_was_clamped() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let body = ann.new_deal("Slip of the finger");
    let deal = deal_of(&body);
    ann.make(body).await;
    let rank = Rank::spread_after(None, 1).remove(0);
    let (from, to) = (ann.open_stages()[0], ann.open_stages()[1]);
    // Hours apart: no clock gives one stamp twice.
    for (hours, in_one_batch) in [(1, true), (2, false)] {
        let future = server.now().0 + hours * 3_600_000;
        let mut clock = ann.clock.clone();
        let there = json!({
            "kind": "deal", "do": "move", "id": deal, "to": { "stage": to, "rank": rank }, "entered": Timestamp(future),
        });
        let there: Body = serde_json::from_value(there).unwrap();
        let mut moved = ann.operation(there.clone());
        moved.stamp = clock.tick(Timestamp(future));
        let mut undone = ann.operation(invert(&ann.workspace, &there, moved.stamp).unwrap());
        undone.stamp = clock.tick(Timestamp(future + 5));
        if in_one_batch {
            ann.sync(&[moved, undone]).await;
        } else {
            ann.sync(&[moved]).await;
            assert_eq!(ann.workspace.deal(deal).unwrap().place.stage, to);
            ann.sync(&[undone]).await;
        }
        let deal = ann.workspace.deal(deal).unwrap();
        assert_eq!(deal.place.stage, from);
        assert!(deal.history().all(|entry| entry.stage == from), "the entry was taken back: {deal:?}");
    }
}

#[tokio::test]
async fn ten_people_at_once_lose_nothing() {
    let server = Server::start().await;
    let mut people = Vec::new();
    for n in 0..10 {
        people.push(server.person(&format!("p{n}@example.org"), Role::Member).await);
    }
    let working = people.into_iter().map(|mut person| {
        tokio::spawn(async move {
            for n in 0..10 {
                let body = person.new_deal(&format!("Deal {n}"));
                assert_eq!(code_of(&person.make(body).await), "accepted");
            }
        })
    });
    for done in working.collect::<Vec<_>>() {
        done.await.unwrap();
    }
    let watcher = server.sign_in("p0@example.org").await;
    assert_eq!(watcher.workspace.living_deals().count(), 100);
}

#[tokio::test]
async fn another_process_writes_in_between_and_both_count() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let body = ann.new_deal("From the browser");
    ann.make(body).await;
    let body = ann.new_deal("From a shell");
    let shell = deal_of(&body);
    server.workspace(support::WORKSPACE).await.commit(vec![body]).await.unwrap();
    // The server's memory learns of it before it applies the next batch.
    let edit = json!({ "kind": "deal", "do": "edit", "id": shell, "set": [{ "title": "Edited" }] });
    let verdict = ann.make(serde_json::from_value::<Body>(edit).unwrap()).await;
    assert_eq!(code_of(&verdict), "accepted");
    assert_eq!(ann.workspace.living_deals().count(), 2);
    assert_eq!(ann.workspace.deal(shell).unwrap().title, "Edited");
}

#[tokio::test]
async fn the_wire_form_is_what_the_domain_says() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let body = ann.new_deal("Wire");
    let operation = ann.operation(body);
    let text = ann.try_sync(&[operation]).await.text().await.unwrap();
    let typed: SyncResponse = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), serde_json::to_value(typed).unwrap());
    assert!(Stamp::default() < ann.clock.tick(server.now()));
}
