//! What is known of a person: as a file, and forgotten.

use super::body;
use crate::support::{Person, Server, code_of, database::postgres, deal_of, problem};
use reqwest::Response;
use serde_json::{Value, json};
use smarketing_domain::{
    deal::DealChange,
    ids::{ContactId, DealId},
    member::Role,
    operation::DealAction,
};
use uuid::Uuid;

/// Everything that must not be found afterwards.
const TOLD: [&str; 7] = ["Annabella", "Eikenbaum", "bella@", "5551234", "Purchaser", "trade fair", "Old-Name"];

/// A person with a past: a deal, a task and an insight that name them.
async fn person(ann: &mut Person) -> (ContactId, DealId) {
    let (id, insight, task) = (ContactId(Uuid::now_v7()), Uuid::now_v7(), Uuid::now_v7());
    let set = json!([
        { "name": "Old-Name" }, { "email": "bella@customer.example" }, { "phone": "+380 5551234" },
        { "position": "Purchaser" }, { "source": "trade fair" }, { "basis": "consent" },
    ]);
    let made = ann.new_deal("Kitchen for Annabella");
    let deal = deal_of(&made);
    for change in [
        body(json!({ "kind": "contact", "do": "create", "id": id, "set": set })),
        body(json!({ "kind": "contact", "do": "edit", "id": id, "set": [{ "name": "Annabella Eikenbaum" }] })),
        made,
        DealAction::Edit { id: deal, set: vec![DealChange::Contacts(vec![id])] }.into(),
        body(json!({ "kind": "deal", "do": "edit", "id": deal, "set": [{ "title": "Kitchen, ANNABELLA EIKENBAUM" }] })),
        body(
            json!({ "kind": "deal", "do": "edit", "id": deal, "set": [{ "fields": { "note": "ring +380 5551234" } }] }),
        ),
        body(
            json!({ "kind": "task", "do": "create", "id": task, "set": [{ "title": "Call Eikenbaum" }, { "deal": deal }] }),
        ),
        body(
            json!({ "kind": "insight", "do": "create", "id": insight, "set": [{ "text": "Old-Name wants oak" }, { "deal": deal }] }),
        ),
    ] {
        let said = format!("{change:?}");
        assert_eq!(code_of(&ann.make(change).await), "accepted", "{said}");
    }
    (id, deal)
}

async fn erase(person: &Person, id: ContactId) -> Response {
    person.post(&format!("/api/contacts/{id}/erase")).json(&json!({})).send().await.unwrap()
}

#[tokio::test]
async fn an_erased_person_is_gone_from_rows_history_and_clients() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Manager).await;
    let (id, deal) = person(&mut ann).await;
    let mut bob = server.person("bob@example.org", Role::Member).await;
    assert_eq!(bob.workspace.contacts[&id].name, "Annabella Eikenbaum");
    // Deleted records are reached, too.
    let gone = body(json!({ "kind": "deal", "do": "delete", "id": deal }));
    assert_eq!(code_of(&ann.make(gone).await), "accepted");
    // Bob is offline with a change of hers.
    let late = bob
        .operation(body(json!({ "kind": "contact", "do": "edit", "id": id, "set": [{ "name": "Late Annabella" }] })));

    assert_eq!(erase(&ann, id).await.status(), 204);

    // Clients: the change comes the usual way.
    let read = bob.pull().await;
    assert!(read.len() >= 4, "the person, the deal, the task and the insight");
    let record = &bob.workspace.contacts[&id];
    assert!(record.meta.is_deleted() && record.name.is_empty() && record.email.is_empty() && record.phone.is_empty());
    assert!(record.position.is_empty() && record.source.is_empty());
    assert_eq!(bob.workspace.deals[&deal].title, "Kitchen, …");
    let known: Vec<_> = bob.workspace.entities().map(|entity| serde_json::to_string(&entity).unwrap()).collect();
    assert_forgotten("a client", &known.join("\n"));
    assert_eq!(code_of(&bob.sync(&[late]).await.answers[0].verdict), "deleted", "nobody writes them back by accident");

    // Answers: everything anybody can ask for.
    for path in [
        "/api/snapshot".to_owned(),
        format!("/api/history?record={id}"),
        format!("/api/history?record={deal}"),
        "/api/history".to_owned(),
        "/api/audit".to_owned(),
    ] {
        let text = ann.get(&path).send().await.unwrap().text().await.unwrap();
        if path != "/api/audit" {
            assert_forgotten(&path, &text);
        }
    }
    // Taking back an old change brings nothing back.
    let log: smarketing_domain::history::Log =
        ann.get(&format!("/api/history?record={id}")).send().await.unwrap().json().await.unwrap();
    assert!(log.lines.len() >= 3, "what was done stays, without what it said");
    let again = server.sign_in("ann@example.org").await;
    assert_eq!(again.workspace.validate(), Ok(()));

    // Rows: the file itself, with what lies beside it.
    let folder = server.stop().await;
    let folder = folder.path().join("data");
    assert!(folder.exists() || postgres().is_some());
    for file in std::fs::read_dir(folder).into_iter().flatten() {
        let path = file.unwrap().path();
        // The log beside the database goes with its last connection.
        let Ok(bytes) = std::fs::read(&path) else { continue };
        assert_forgotten(&path.display().to_string(), &String::from_utf8_lossy(&bytes));
    }
}

fn assert_forgotten(place: &str, text: &str) {
    let lower = text.to_lowercase();
    for word in TOLD {
        assert!(!lower.contains(&word.to_lowercase()), "{word} is still in {place}");
    }
}

#[tokio::test]
async fn erasing_wins_over_a_clock_ahead_and_twice_is_once() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Admin).await;
    let id = ContactId(Uuid::now_v7());
    let mut made =
        ann.operation(body(json!({ "kind": "contact", "do": "create", "id": id, "set": [{ "name": "Annabella" }] })));
    made.stamp.millis += 50_000;
    ann.sync(&[made]).await;
    let gone = body(json!({ "kind": "contact", "do": "delete", "id": id }));
    let mut gone = ann.operation(gone);
    gone.stamp.millis += 51_000;
    ann.sync(&[gone]).await;
    for _ in 0..2 {
        assert_eq!(erase(&ann, id).await.status(), 204);
        ann.pull().await;
        assert!(ann.workspace.contacts[&id].name.is_empty() && ann.workspace.contacts[&id].meta.is_deleted());
    }
}

#[tokio::test]
async fn everything_about_a_person_is_one_file() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Manager).await;
    let (id, deal) = person(&mut ann).await;
    let other = ann.new_deal("Somebody else's");
    let other_id = deal_of(&other);
    ann.make(other).await;
    let response = ann.get(&format!("/api/contacts/{id}/export")).send().await.unwrap();
    assert!(response.headers()["content-disposition"].to_str().unwrap().starts_with("attachment; filename=\"person-"));
    let text = response.text().await.unwrap();
    for word in TOLD {
        assert!(text.contains(word) || text.contains(&word.to_uppercase()), "{word} is missing");
    }
    let export: Value = serde_json::from_str(&text).unwrap();
    let kinds: Vec<_> = export["records"].as_array().unwrap().iter().map(|r| r["entity"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["contact", "deal", "task", "insight"]);
    assert!(text.contains(&deal.to_string()) && !text.contains(&other_id.to_string()));
    assert_eq!(export["history"].as_array().unwrap().len(), 2, "made and renamed");
    let audit = server.person("admin@example.org", Role::Admin).await.get("/api/audit").send().await.unwrap();
    assert!(audit.text().await.unwrap().contains("person_exported"));
}

#[tokio::test]
async fn a_person_of_another_workspace_is_out_of_reach() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Manager).await;
    let (id, _) = person(&mut ann).await;
    server.member_of("Elsewhere", "eve@example.org", Role::Admin).await;
    let eve = server.sign_in("eve@example.org").await;
    assert_eq!(problem(erase(&eve, id).await).await.0, 404);
    assert_eq!(problem(eve.get(&format!("/api/contacts/{id}/export")).send().await.unwrap()).await.0, 404);
    for role in [Role::Viewer, Role::Member] {
        let low = server.person(&format!("{role:?}@example.org").to_lowercase(), role).await;
        assert_eq!(problem(erase(&low, id).await).await.1, "role_too_low");
        let read = low.get(&format!("/api/contacts/{id}/export")).send().await.unwrap();
        assert_eq!(problem(read).await.1, "role_too_low");
    }
    ann.bootstrap().await;
    assert_eq!(ann.workspace.contacts[&id].name, "Annabella Eikenbaum");
}
