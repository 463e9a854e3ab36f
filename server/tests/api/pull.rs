//! Reading what is new: nothing skipped, nothing foreign.

use crate::support::{Person, Server, WORKSPACE, code_of, deal_of, problem, traffic::Dice};
use smarketing_domain::{
    clock::Timestamp,
    deal::{DealChange, Place},
    entity::EntityKey,
    ids::{DealId, EpochId, WorkspaceId},
    member::Role,
    operation::{Body, DealAction, Operation, apply},
    rank::Rank,
    wire::Snapshot,
    workspace::Workspace,
};
use smarketing_server::{commands::Absent, commands::open_workspace, hub::PushError, store};
use std::collections::{BTreeMap, BTreeSet};

/// Deals with so much text that their answers need several pages.
async fn many_heavy_deals(person: &mut Person, count: usize) -> BTreeSet<DealId> {
    let mut ids = BTreeSet::new();
    for _ in 0..count.div_ceil(100) {
        let operations: Vec<Operation> = (0..100)
            .map(|n| {
                let mut body = serde_json::to_value(person.new_deal(&format!("Deal {n}"))).unwrap();
                let story = serde_json::json!({ "fields": { "story": "x".repeat(18_000) } });
                body["set"].as_array_mut().unwrap().push(story);
                let body = serde_json::from_value(body).unwrap();
                ids.insert(deal_of(&body));
                person.operation(body)
            })
            .collect();
        let answer = person.sync(&operations).await;
        assert!(answer.answers.iter().all(|a| code_of(&a.verdict) == "accepted"));
    }
    ids
}

/// Deals with little in them.
async fn many_deals(person: &mut Person, count: usize) {
    for from in (0..count).step_by(1_000) {
        let operations: Vec<_> = (from..count.min(from + 1_000))
            .map(|n| {
                let body = person.new_deal(&format!("Small {n}"));
                person.operation(body)
            })
            .collect();
        person.sync(&operations).await;
    }
}

#[tokio::test]
async fn paging_by_cursor_never_skips() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    many_deals(&mut ann, 4_800).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let ids = many_heavy_deals(&mut ann, 300).await;
    let (mut pages, mut seen) = (0, BTreeSet::new());
    loop {
        let answer = bob.sync(&[]).await;
        pages += 1;
        seen.extend(answer.entities.iter().map(|entity| entity.key()));
        // Somebody keeps writing while bob reads; also to what he has read.
        let mut edited = ann.new_deal("New while reading");
        let read = seen.iter().find_map(|key| if let EntityKey::Deal(id) = key { Some(id) } else { None });
        if let Some(id) = read {
            let edit = serde_json::json!({ "kind": "deal", "do": "edit", "id": id, "set": [{ "title": format!("Page {pages}") }] });
            edited = serde_json::from_value(edit).unwrap();
        }
        ann.make(edited).await;
        if !answer.more {
            break;
        }
        assert!(pages < 100);
    }
    bob.pull().await;
    ann.pull().await;
    assert!(pages >= 3, "{pages} pages");
    assert!(ids.iter().all(|id| seen.contains(&EntityKey::Deal(*id))));
    assert_eq!(bob.workspace, ann.workspace);
}

#[tokio::test]
async fn who_is_far_behind_begins_anew_and_what_they_sent_counts() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let ids = many_heavy_deals(&mut ann, 200).await;
    let body = bob.new_deal("From the outbox");
    let (deal, operation) = (deal_of(&body), bob.operation(body));
    let answer = bob.sync(std::slice::from_ref(&operation)).await;
    assert!(answer.reset && answer.entities.is_empty() && !answer.more);
    assert_eq!(code_of(&answer.answers[0].verdict), "accepted");
    bob.bootstrap().await;
    assert!(ids.iter().chain([&deal]).all(|id| bob.workspace.deal(*id).is_some()));
    let again = bob.sync(&[operation]).await;
    assert_eq!((again.answers, again.reset), (answer.answers, false));
}

#[tokio::test]
async fn a_snapshot_equals_the_replay_of_all_operations() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Manager).await;
    let before = ann.workspace.clone();
    let mut operations = Vec::new();
    for n in 0..50 {
        let body = ann.new_deal(&format!("Deal {n}"));
        let edit =
            serde_json::json!({ "kind": "deal", "do": "edit", "id": deal_of(&body), "set": [{ "channel": "fair" }] });
        operations.push(ann.operation(body));
        operations.push(ann.operation(serde_json::from_value::<smarketing_domain::operation::Body>(edit).unwrap()));
    }
    ann.sync(&operations).await;
    let mut replayed: Workspace = before;
    for mut operation in operations {
        operation.author = ann.session.member;
        apply(&mut replayed, &operation);
    }
    let incremental = ann.workspace.clone();
    ann.bootstrap().await;
    assert_eq!(ann.workspace, replayed);
    assert_eq!(ann.workspace, incremental);
}

/// Something that happens to a workspace: somebody makes, changes, moves, deletes or
/// brings back, now or with a stamp of a while ago.
fn happens(ann: &mut Person, dice: &mut Dice, deals: &mut Vec<DealId>) -> Operation {
    let stages = ann.open_stages();
    let any = deals.get(dice.below(deals.len().max(1) as u64) as usize).copied();
    let mut operation = match (dice.below(7), any) {
        (0 | 1, _) | (_, None) => {
            let body = ann.new_deal("New");
            deals.push(deal_of(&body));
            ann.operation(body)
        }
        (2, Some(id)) => {
            let stage = stages[dice.below(stages.len() as u64) as usize];
            let to = Place { stage, rank: Rank::spread_after(None, 1).remove(0), loss: None };
            ann.operation(Body::Deal(DealAction::Move {
                id,
                to,
                entered: Some(Timestamp(1)),
                retract: None,
                remark: None,
            }))
        }
        (3, Some(id)) => ann.operation(Body::Deal(DealAction::Delete { id })),
        (4, Some(id)) => ann.operation(Body::Deal(DealAction::Restore { id })),
        (_, Some(id)) => {
            let set = vec![DealChange::Title(format!("Title {}", dice.below(5)))];
            ann.operation(Body::Deal(DealAction::Edit { id, set }))
        }
    };
    if dice.below(3) == 0 {
        operation.stamp.millis -= dice.below(1_000);
    }
    operation
}

/// The server keeps no log for clients to replay: of each record it keeps the latest
/// form and the place of its last change. That has to come to the same.
#[tokio::test]
async fn reading_on_from_any_cursor_comes_to_the_same_as_a_snapshot() {
    for seed in 0..4 {
        let server = Server::start().await;
        let mut ann = server.person("ann@example.org", Role::Manager).await;
        let mut reader = server.person("bob@example.org", Role::Manager).await;
        ann.pull().await;
        let (mut dice, mut deals) = (Dice(seed), Vec::new());
        let mut states = BTreeMap::from([(ann.cursor, ann.workspace.clone())]);
        for _ in 0..60 {
            let count = 1 + dice.below(3);
            let operations: Vec<_> = (0..count).map(|_| happens(&mut ann, &mut dice, &mut deals)).collect();
            ann.sync(&operations).await;
            states.insert(ann.cursor, ann.workspace.clone());
        }
        reader.bootstrap().await;
        let (snapshot, last) = (reader.workspace.clone(), reader.cursor);
        assert!(states.len() > 20 && states.contains_key(&last));
        for (cursor, state) in states {
            (reader.cursor, reader.workspace) = (cursor, state);
            reader.pull().await;
            assert_eq!((&reader.workspace, reader.cursor), (&snapshot, last), "seed {seed}, from {cursor}");
        }
    }
}

#[tokio::test]
async fn snapshots_are_compressed_never_stored_and_follow_changes() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let get = |ann: &Person| ann.get("/api/snapshot").header("accept-encoding", "gzip, br").send();
    let response = get(&ann).await.unwrap();
    assert_eq!(response.headers()["content-encoding"], "br");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let first = response.bytes().await.unwrap();
    assert_eq!(first, get(&ann).await.unwrap().bytes().await.unwrap(), "packed once for all");
    let (body, before) = (ann.new_deal("After the first"), ann.cursor);
    ann.make(body).await;
    assert_ne!(first, get(&ann).await.unwrap().bytes().await.unwrap());
    let gzip = ann.get("/api/snapshot").header("accept-encoding", "gzip, br;q=0").send().await.unwrap();
    assert_eq!(gzip.headers()["content-encoding"], "gzip");
    assert_eq!(gzip.bytes().await.unwrap()[..2], [0x1f, 0x8b]);
    let plain: Snapshot = ann.get("/api/snapshot").send().await.unwrap().json().await.unwrap();
    assert_eq!((plain.cursor, plain.entities.len()), (before + 1, ann.workspace.entities().count()));
}

#[tokio::test]
async fn a_cursor_of_another_life_is_told_to_start_anew() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let (epoch, cursor) = (ann.epoch, ann.cursor);
    let body = ann.new_deal("Waits in the outbox");
    let operation = ann.operation(body);
    ann.epoch = EpochId(uuid::Uuid::new_v4());
    let answer = ann.sync(std::slice::from_ref(&operation)).await;
    assert!(answer.reset && answer.answers.is_empty() && answer.entities.is_empty());
    assert_eq!((answer.epoch, answer.cursor), (epoch, cursor));
    (ann.epoch, ann.cursor) = (epoch, cursor + 100);
    assert!(ann.sync(std::slice::from_ref(&operation)).await.reset);
    ann.bootstrap().await;
    assert_eq!(code_of(&ann.sync(&[operation]).await.answers[0].verdict), "accepted");
}

#[tokio::test]
async fn workspaces_do_not_see_or_touch_one_another() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Admin).await;
    server.member_of("Elsewhere", "eve@example.org", Role::Admin).await;
    let mut eve = server.sign_in("eve@example.org").await;
    let body = ann.new_deal("Ours");
    let deal = deal_of(&body);
    ann.make(body).await;
    assert_ne!(ann.session.workspace, eve.session.workspace);
    assert!(eve.pull().await.is_empty() && eve.workspace.deal(deal).is_none());
    let stage = ann.open_stages()[0];
    let rename = serde_json::json!({ "kind": "settings", "do": "edit", "id": ann.session.workspace, "set": [{ "name": "Taken" }] });
    for (foreign, code) in [
        (serde_json::json!({ "kind": "deal", "do": "delete", "id": deal }), "unknown_record"),
        (serde_json::json!({ "kind": "stage", "do": "delete", "id": stage }), "unknown_record"),
        (
            serde_json::json!({ "kind": "task", "do": "create", "id": uuid::Uuid::now_v7(), "set": [{ "title": "x" }, { "deal": deal }] }),
            "unknown_reference",
        ),
        (rename, "unknown_record"),
    ] {
        let body: smarketing_domain::operation::Body = serde_json::from_value(foreign).unwrap();
        assert_eq!(code_of(&eve.make(body).await), code);
    }
    // The same client id in two workspaces is two clients.
    eve.client = ann.client;
    (eve.number, eve.clock) = (0, smarketing_domain::clock::Clock::new(ann.client));
    let body = eve.new_deal("Theirs");
    assert_eq!(code_of(&eve.make(body).await), "accepted");
    assert!(ann.pull().await.is_empty());
}

#[tokio::test]
async fn nothing_is_there_for_strangers() {
    let server = Server::start().await;
    server.member("ann@example.org", Role::Member).await;
    let members = ["/api/members", "/api/invites", "/api/sessions", "/api/workspaces", "/api/audit"];
    for path in ["/api/session", "/api/snapshot", "/api/events"].into_iter().chain(members) {
        assert_eq!(problem(server.get(path).send().await.unwrap()).await.0, 401, "{path}");
        let guess = server.get(path).header("cookie", "smarketing_session=guess").send().await.unwrap();
        assert_eq!(problem(guess).await.0, 401, "{path}");
    }
    let (status, code, _) = problem(server.get("/api/deals").send().await.unwrap()).await;
    assert_eq!((status, code.as_str()), (404, "not_found"));
    let (status, code, _) = problem(server.get("/api/sync").send().await.unwrap()).await;
    assert_eq!((status, code.as_str()), (405, "method_not_allowed"));
}

#[tokio::test]
async fn commands_see_what_is_there_and_say_what_is_not() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let handle = open_workspace(&server.database(), WORKSPACE, Absent::Fail).await.unwrap();
    assert_eq!(handle.workspace(), &ann.workspace);
    let missing = open_workspace(&server.database(), "Stduio", Absent::Fail).await.err().unwrap();
    assert!(missing.to_string().contains(WORKSPACE), "{missing}");
    let empty = open_workspace(&server.database(), "Empty", Absent::Empty).await.unwrap();
    assert_eq!((empty.workspace().stages.len(), empty.workspace().own().unwrap().name.as_str()), (0, "Empty"));
}

#[tokio::test]
async fn an_unknown_workspace_or_database_is_an_error_and_no_panic() {
    let server = Server::start().await;
    let nowhere = WorkspaceId(uuid::Uuid::new_v4());
    let batch = smarketing_server::hub::Batch {
        client: smarketing_domain::ids::ClientId(1),
        authority: smarketing_domain::operation::Authority::Server,
        operations: Vec::new(),
        gaps: false,
        seen: u64::MAX,
        now: server.now(),
    };
    assert!(matches!(server.app.hub.push(nowhere, batch).await, Err(PushError::Store(_))));
    for address in ["", "sqlite", "sqlite:", "sqlite::memory:", "mysql:x", "sqlite:/dev/null/x.db"] {
        assert!(store::open(address).await.is_err(), "{address}");
    }
}
