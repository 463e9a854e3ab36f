//! What operations may not do, whatever their kind.

use super::{body, snapshot};
use crate::support::{Person, Server, code_of, deal_of, problem};
use serde_json::{Value, json};
use smarketing_domain::{
    ids::MemberId,
    member::Role,
    operation::{Body, Operation},
    wire::SyncResponse,
};
use uuid::Uuid;

/// The kinds of changes. A new kind does not compile here until it is tested.
pub fn kind(body: &Body) -> &'static str {
    match body {
        Body::Settings(_) => "settings",
        Body::Stage(_) => "stage",
        Body::Member(_) => "member",
        Body::Company(_) => "company",
        Body::Contact(_) => "contact",
        Body::Deal(_) => "deal",
        Body::Task(_) => "task",
        Body::Insight(_) => "insight",
        Body::Rule(_) => "rule",
        Body::Question(_) => "question",
        Body::Touchpoint(_) => "touchpoint",
        Body::Hypothesis(_) => "hypothesis",
        Body::Reach(_) => "reach",
        Body::Import(_) => "import",
        Body::Workshop(_) => "workshop",
        Body::Sticker(_) => "sticker",
        Body::Meeting(_) => "meeting",
        Body::Unknown(_) => "unknown",
    }
}

/// All of them.
pub const KINDS: [&str; 17] = [
    "settings",
    "stage",
    "member",
    "company",
    "contact",
    "deal",
    "task",
    "insight",
    "rule",
    "question",
    "touchpoint",
    "hypothesis",
    "reach",
    "import",
    "workshop",
    "sticker",
    "meeting",
];

/// The register that a record of a kind is called by, to be written.
pub fn naming(kind: &str) -> Value {
    match kind {
        "deal" | "task" | "hypothesis" | "workshop" => json!([{ "title": "Named" }]),
        "insight" | "sticker" => json!([{ "text": "Said" }]),
        "question" => json!([{ "field": "area" }, { "text": "How large?" }]),
        "touchpoint" => json!([{ "at": 1_700_000_000_000_i64 }]),
        "reach" => json!([{ "channel": "Fair" }, { "day": "2026-01-01" }]),
        "import" => json!([{ "file": "deals.csv" }]),
        "meeting" => json!([{ "ended": { "at": 1_700_000_000_000_i64 } }]),
        _ => json!([{ "name": "Named" }]),
    }
}

/// A creation of a record of a kind.
pub fn creation(person: &Person, kind: &str, id: Uuid) -> Body {
    let mut whole = json!({ "kind": kind, "do": "create", "id": id, "set": naming(kind) });
    if kind == "deal" {
        let deal = serde_json::to_value(person.new_deal("Named")).unwrap();
        (whole["place"], whole["past"]) = (deal["place"].clone(), deal["past"].clone());
    }
    body(whole)
}

/// Everything else that can be done to the record.
pub fn others(person: &Person, kind: &str, id: Uuid) -> Vec<Body> {
    let mut all = vec![
        body(json!({ "kind": kind, "do": "edit", "id": id, "set": naming(kind) })),
        body(json!({ "kind": kind, "do": "delete", "id": id })),
        body(json!({ "kind": kind, "do": "restore", "id": id })),
    ];
    if kind == "deal" {
        let to = serde_json::to_value(person.new_deal("Named")).unwrap()["place"].clone();
        all.push(body(json!({ "kind": kind, "do": "move", "id": id, "to": to, "entered": 1_700_000_000_000_i64 })));
    }
    all
}

#[tokio::test]
async fn a_viewer_changes_nothing_of_any_kind() {
    let server = Server::start().await;
    let mut admin = server.person("admin@example.org", Role::Admin).await;
    let mut eve = server.person("eve@example.org", Role::Viewer).await;
    let mut tried = Vec::new();
    for name in KINDS {
        let own = admin.session.workspace.0;
        let id = if name == "settings" { own } else { Uuid::now_v7() };
        if name != "settings" {
            let made = creation(&admin, name, id);
            assert_eq!(kind(&made), name);
            assert_eq!(code_of(&admin.make(made).await), "accepted", "{name}");
        }
        tried.push(creation(&eve, name, Uuid::now_v7()));
        tried.extend(others(&eve, name, id));
    }
    let before = snapshot(&admin).await;
    for body in tried {
        let said = format!("{body:?}");
        assert_eq!(code_of(&eve.make(body).await), "role_too_low", "{said}");
    }
    assert_eq!(snapshot(&admin).await, before);
}

#[tokio::test]
async fn nobody_votes_for_somebody_else_or_takes_their_votes_away() {
    let server = Server::start().await;
    let mut admin = server.person("admin@example.org", Role::Admin).await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let (trend, vote) = (Uuid::now_v7(), Uuid::now_v7());
    let made = creation(&admin, "sticker", trend);
    assert_eq!(code_of(&admin.make(made).await), "accepted");
    let dot = json!([{ "kind": "dot" }, { "on": trend }]);
    let cast = |who: Uuid| {
        let born = json!({ "born": { "by": who } });
        body(json!({ "kind": "sticker", "do": "create", "id": vote, "set": dot, "meta": born, "by": who }))
    };
    // Whatever it says, it is the vote of whoever sent it.
    assert_eq!(code_of(&ann.make(cast(admin.session.member.0)).await), "accepted");
    ann.pull().await;
    assert_eq!(ann.workspace.stickers[&vote.into()].meta.born.unwrap().by, ann.session.member);
    // An admin changes words of others, not votes; a member neither.
    for change in others(&admin, "sticker", vote) {
        assert_eq!(code_of(&admin.make(change).await), "not_yours");
    }
    for change in others(&ann, "sticker", trend) {
        assert_eq!(code_of(&ann.make(change).await), "not_yours");
    }
    let taken = body(json!({ "kind": "sticker", "do": "delete", "id": vote }));
    assert_eq!(code_of(&ann.make(taken).await), "accepted");
}

#[tokio::test]
async fn nobody_sets_role_workspace_sequence_or_author() {
    let server = Server::start().await;
    for role in [Role::Member, Role::Manager, Role::Admin] {
        let mut ann = server.person(&format!("{role:?}@example.org").to_lowercase(), role).await;
        let refused = if role == Role::Member { "role_too_low" } else { "server_only" };
        let me = ann.session.member;
        for set in [
            json!([{ "role": "admin" }]),
            json!([{ "signs_in": false }]),
            json!([{ "name": "Me" }, { "role": "admin" }]),
        ] {
            let edit = body(json!({ "kind": "member", "do": "edit", "id": me, "set": set }));
            assert_eq!(code_of(&ann.make(edit).await), refused, "{role:?} {set}");
        }
        let born = json!([{ "name": "New" }, { "role": "admin" }, { "signs_in": true }]);
        let born = body(json!({ "kind": "member", "do": "create", "id": Uuid::now_v7(), "set": born }));
        assert_eq!(code_of(&ann.make(born).await), refused, "{role:?}");
        for verb in ["delete", "restore"] {
            let gone = body(json!({ "kind": "member", "do": verb, "id": me }));
            assert_eq!(code_of(&ann.make(gone).await), refused, "{role:?} {verb}");
        }
        smuggles(&mut ann).await;
    }
}

/// Fields that are not an operation's are passed over, wherever they stand.
async fn smuggles(ann: &mut Person) {
    server_fields(ann).await;
    let made = ann.new_deal("Forged");
    let mut operation: Operation = ann.operation(made);
    operation.author = MemberId(Uuid::now_v7());
    assert_eq!(problem(ann.try_sync(&[operation.clone()]).await).await.1, "foreign_author");
    operation.author = MemberId::default();
    let id = deal_of(&operation.body);
    ann.sync(&[operation]).await;
    let deal = &ann.workspace.deals[&id];
    assert_eq!(deal.meta.born.unwrap().by, ann.session.member);
    assert!(deal.entries.iter().all(|entry| entry.by == ann.session.member));
}

async fn server_fields(ann: &mut Person) {
    let before = ann.pull().await.len();
    assert_eq!(before, 0);
    let made = ann.new_deal("Smuggled");
    let id = deal_of(&made);
    let operation = ann.operation(made);
    let mut request = serde_json::to_value(ann.request(&[operation])).unwrap();
    let foreign = Uuid::now_v7();
    for (name, value) in [("workspace", json!(foreign)), ("member", json!(foreign)), ("authority", json!("server"))] {
        request[name] = value;
    }
    let line = &mut request["operations"][0];
    for (name, value) in
        [("seq", json!(9_999)), ("workspace", json!(foreign)), ("role", json!("admin")), ("authority", json!("server"))]
    {
        line[name] = value.clone();
        line["body"][name] = value;
    }
    line["body"]["meta"] = json!({ "born": { "stamp": line["stamp"], "by": foreign } });
    let answer: SyncResponse = ann.post("/api/sync").json(&request).send().await.unwrap().json().await.unwrap();
    assert_eq!(code_of(&answer.answers[0].verdict), "accepted");
    assert_eq!(answer.cursor, ann.cursor + 1, "the sequence is the server's own");
    ann.pull().await;
    assert_eq!(ann.workspace.deals[&id].meta.born.unwrap().by, ann.session.member);
}

#[tokio::test]
async fn everybody_votes_for_themselves_alone() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Admin).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    let mut eve = server.person("eve@example.org", Role::Viewer).await;
    let (a, b, e) = (ann.session.member, bob.session.member, eve.session.member);
    let id = Uuid::now_v7();
    let made = creation(&ann, "hypothesis", id);
    assert_eq!(code_of(&ann.make(made).await), "accepted");
    let vote = |members: &[MemberId], impact: u8| {
        let votes: serde_json::Map<String, Value> =
            members.iter().map(|m| (m.to_string(), json!({ "impact": impact, "confidence": 5, "ease": 5 }))).collect();
        body(json!({ "kind": "hypothesis", "do": "edit", "id": id, "set": [{ "votes": votes }] }))
    };
    assert_eq!(code_of(&bob.make(vote(&[b], 3)).await), "accepted");
    assert_eq!(code_of(&ann.make(vote(&[a], 8)).await), "accepted", "without having seen the other's");
    for (tried, code) in [(vec![b], "vote_of_another"), (vec![a, b], "out_of_range"), (vec![], "out_of_range")] {
        assert_eq!(code_of(&ann.make(vote(&tried, 1)).await), code);
    }
    let withdrawn = json!([{ "votes": { b.to_string(): null } }]);
    let withdrawn = body(json!({ "kind": "hypothesis", "do": "edit", "id": id, "set": withdrawn }));
    assert_eq!(code_of(&ann.make(withdrawn.clone()).await), "vote_of_another", "not even to take it back");
    assert_eq!(code_of(&eve.make(vote(&[e], 5)).await), "role_too_low");
    let cast = |person: &Person| {
        let votes = person.workspace.hypotheses[&id.into()].votes.iter();
        votes.map(|(member, vote)| (member, vote.impact)).collect::<Vec<_>>()
    };
    ann.pull().await;
    let mut expected = vec![(b, 3), (a, 8)];
    expected.sort_unstable();
    assert_eq!(cast(&ann), expected);
    assert_eq!(code_of(&bob.make(withdrawn).await), "accepted");
    ann.pull().await;
    assert_eq!(cast(&ann), [(a, 8)]);
}
