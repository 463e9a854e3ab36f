//! Leads and reach from outside, by keys that can write and nothing else.

use crate::support::{Person, Server, database::postgres, problem};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use smarketing_domain::{member::Role, stage::Section};

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn make(admin: &Person, leads: bool, reach: bool) -> (String, String) {
    let asked = json!({ "name": "Contact form", "leads": leads, "reach": reach });
    let response = admin.post("/api/keys").json(&asked).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let made: Value = response.json().await.unwrap();
    (made["id"].as_str().unwrap().to_owned(), made["key"].as_str().unwrap().to_owned())
}

fn send(server: &Server, what: &str, key: &str, body: &Value) -> RequestBuilder {
    server.post(&format!("/api/intake/{what}")).header("authorization", format!("Bearer {key}")).json(body)
}

async fn lead(server: &Server, key: &str, name: &str, body: Value) -> Response {
    send(server, "leads", key, &body).header("idempotency-key", name).send().await.unwrap()
}

async fn id(response: Response) -> String {
    assert_eq!(response.status(), 200);
    let taken: Value = response.json().await.unwrap();
    taken["id"].as_str().unwrap().to_owned()
}

fn anna() -> Value {
    json!({
        "name": "Anna Oak", "email": "anna@customer.example", "phone": "+380 44 123", "company": "Oak & Sons",
        "channel": "Web form", "campaign": "Spring", "message": "<b>Six chairs</b>", "basis": "consent",
        "source": "https://example.org/contact", "fields": { "budget": "2000" },
    })
}

#[tokio::test]
async fn a_lead_becomes_a_deal_once_and_every_client_reads_it() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Admin).await;
    let (_, key) = make(&ann, true, false).await;
    let first = id(lead(&server, &key, "r1", anna()).await).await;
    assert_eq!(id(lead(&server, &key, "r1", anna()).await).await, first, "the second answer equals the first");
    ann.pull().await;
    assert_eq!(ann.workspace.living_deals().count(), 1);
    let deal = ann.workspace.living_deals().next().unwrap();
    assert_eq!(
        (deal.id.to_string(), deal.title.as_str(), deal.channel.as_str()),
        (first.clone(), "Oak & Sons", "Web form")
    );
    assert_eq!((&*deal.fields["campaign"], &*deal.fields["budget"]), ("Spring", "2000"));
    assert_eq!(ann.workspace.stages[&deal.place.stage].section, Section::Marketing);
    let person = &ann.workspace.contacts[&deal.contacts[0]];
    assert_eq!((person.name.as_str(), person.source.as_str()), ("Anna Oak", "https://example.org/contact"));
    assert_eq!(ann.workspace.insights.values().next().unwrap().text, "<b>Six chairs</b>");

    // Another body under the same name is refused; another name is another lead.
    let mut other = anna();
    other["message"] = json!("Seven");
    assert_eq!(problem(lead(&server, &key, "r1", other.clone()).await).await.1, "other_request");
    assert_ne!(id(lead(&server, &key, "r2", other).await).await, first);
    // A name in the body counts as well, and many at once are one.
    let named = json!({ "id": "r3", "title": "By id" });
    let (a, b, c) = tokio::join!(
        send(&server, "leads", &key, &named).send(),
        send(&server, "leads", &key, &named).send(),
        send(&server, "leads", &key, &named).send(),
    );
    let ids = [id(a.unwrap()).await, id(b.unwrap()).await, id(c.unwrap()).await];
    assert!(ids.iter().all(|one| *one == ids[0]));
    ann.pull().await;
    assert_eq!(
        (ann.workspace.living_deals().count(), ann.workspace.contacts.len()),
        (3, 1),
        "who is known is not made again"
    );
}

#[tokio::test]
async fn reach_is_written_over_by_day_and_channel() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Admin).await;
    let (_, key) = make(&ann, false, true).await;
    let rows = |visits: u64| json!({ "rows": [{ "channel": "Search", "day": "2026-03-01", "visits": visits, "spend_minor": 500 }] });
    for visits in [5, 9] {
        assert_eq!(send(&server, "reach", &key, &rows(visits)).send().await.unwrap().status(), 200);
    }
    ann.pull().await;
    let all: Vec<_> = ann.workspace.reach.values().collect();
    assert_eq!((all.len(), all[0].visits, all[0].spend_minor, all[0].channel.as_str()), (1, 9, 500, "Search"));
    // A late repetition of an older request changes nothing.
    let old = |visits| send(&server, "reach", &key, &rows(visits)).header("idempotency-key", "old");
    for visits in [3, 4, 3] {
        old(visits).send().await.unwrap();
        if visits == 3 {
            let newer = rows(20);
            send(&server, "reach", &key, &newer).send().await.unwrap();
        }
    }
    ann.pull().await;
    assert_eq!(ann.workspace.reach.values().next().unwrap().visits, 20);
}

#[tokio::test]
async fn a_key_writes_what_it_may_and_reads_nothing() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let (key_id, key) = make(&ann, true, false).await;
    let reach = json!({ "rows": [{ "channel": "Search", "day": "2026-03-01" }] });
    assert_eq!(problem(send(&server, "reach", &key, &reach).send().await.unwrap()).await.1, "key_kind");
    for path in ["/api/snapshot", "/api/session", "/api/history", "/api/keys", "/api/members", "/api/intake/leads"] {
        let read = server.get(path).header("authorization", format!("Bearer {key}")).send().await.unwrap();
        assert!([401, 405].contains(&read.status().as_u16()), "{path}");
    }
    // A session is no key, and a key is no session.
    assert_eq!(problem(ann.post("/api/intake/leads").json(&anna()).send().await.unwrap()).await.1, "key_unknown");
    for wrong in ["", "smk_guess", &key[..20], &format!("{key}x")] {
        let refused = send(&server, "leads", wrong, &anna()).send().await.unwrap();
        assert_eq!(refused.headers()["www-authenticate"], "Bearer");
        assert_eq!(problem(refused).await.0, 401, "{wrong}");
    }
    // A page of another site gets nowhere, whatever key it has.
    let page = send(&server, "leads", &key, &anna()).header("origin", "https://shop.example");
    assert_eq!(problem(page.send().await.unwrap()).await.1, "foreign_origin");
    // Stored is a digest only; told it is once.
    let listed = ann.get("/api/keys").send().await.unwrap().text().await.unwrap();
    let audit = ann.get("/api/audit").send().await.unwrap().text().await.unwrap();
    assert!(listed.contains("Contact form") && !listed.contains(&key) && !audit.contains(&key));
    assert!(audit.contains("key_made"));
    let folder = server.folder.path().join("data");
    assert!(folder.exists() || postgres().is_some());
    for file in std::fs::read_dir(folder).into_iter().flatten() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(key.len()).any(|window| window == key.as_bytes()), "the key is in the database");
    }

    assert_eq!(id(lead(&server, &key, "r1", anna()).await).await.len(), 36);
    let lines: Vec<Value> = ann.get("/api/keys").send().await.unwrap().json().await.unwrap();
    assert!(lines[0]["used"].is_i64());
    let gone = format!("{}/api/keys/{key_id}", server.url);
    let revoke = || ann.http.request(Method::DELETE, &gone).header("cookie", &ann.cookie);
    assert_eq!(revoke().send().await.unwrap().status(), 204);
    assert_eq!(problem(revoke().send().await.unwrap()).await.0, 404);
    assert_eq!(problem(lead(&server, &key, "r2", anna()).await).await.1, "key_unknown", "revoked at once");
    let audit = ann.get("/api/audit").send().await.unwrap().text().await.unwrap();
    assert!(audit.contains("key_revoked"));
}

#[tokio::test]
async fn what_comes_on_one_day_is_capped_and_the_next_day_goes_on() {
    let server = Server::start().await;
    server.app.caps.set(2, 3);
    let ann = server.person("ann@example.org", Role::Admin).await;
    let (_, key) = make(&ann, true, true).await;
    for name in ["a", "b"] {
        assert_eq!(lead(&server, &key, name, anna()).await.status(), 200);
    }
    let full = lead(&server, &key, "c", anna()).await;
    let wait: i64 = full.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(wait > 0 && wait <= 24 * 60 * 60 + 1);
    assert_eq!(problem(full).await.1, "day_full");
    assert_eq!(lead(&server, &key, "a", anna()).await.status(), 200, "what came before is answered again");
    let (_, another) = make(&ann, true, false).await;
    assert_eq!(lead(&server, &another, "c", anna()).await.status(), 200, "each key has its own");
    let rows = |count: usize| {
        let rows: Vec<_> =
            (1..=count).map(|day| json!({ "channel": "x", "day": format!("2026-01-{day:02}") })).collect();
        json!({ "rows": rows })
    };
    assert_eq!(send(&server, "reach", &key, &rows(4)).send().await.unwrap().status(), 429);
    assert_eq!(send(&server, "reach", &key, &rows(3)).send().await.unwrap().status(), 200);
    assert_eq!(send(&server, "reach", &key, &rows(1)).send().await.unwrap().status(), 429);
    server.put_clock_forward(wait * 1000);
    assert_eq!(lead(&server, &key, "c", anna()).await.status(), 200);
    server.put_clock_forward(8 * DAY);
    assert_eq!(lead(&server, &key, "a", anna()).await.status(), 200);
}

#[tokio::test]
async fn bad_input_says_what_to_do() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let (_, key) = make(&ann, true, true).await;
    for (what, body, code) in [
        ("leads", json!({}), "lead_empty"),
        ("leads", json!({ "message": "hello" }), "lead_empty"),
        ("leads", json!({ "email": "anna" }), "email_invalid"),
        ("leads", json!({ "name": "a".repeat(501) }), "field_too_long"),
        ("leads", json!({ "name": "Anna", "id": "x".repeat(201) }), "field_too_long"),
        ("leads", json!({ "name": "Anna", "role": "admin" }), "malformed_json"),
        ("leads", json!({ "name": 7 }), "malformed_json"),
        ("leads", json!([anna()]), "malformed_json"),
        ("reach", json!({ "rows": [] }), "rows_out_of_range"),
        ("reach", json!({ "rows": [{ "channel": " ", "day": "2026-01-01" }] }), "channel_missing"),
        ("reach", json!({ "rows": [{ "channel": "x", "day": "2026-02-30" }] }), "malformed_json"),
        (
            "reach",
            json!({ "rows": [{ "channel": "x", "day": "2026-01-01", "spend_minor": -1 }] }),
            "number_out_of_range",
        ),
        ("reach", json!({ "currency": "JPY", "rows": [{ "channel": "x", "day": "2026-01-01" }] }), "wrong_currency"),
    ] {
        let (status, found, whole) = problem(send(&server, what, &key, &body).send().await.unwrap()).await;
        assert!((400..500).contains(&status) && found == code, "{body}: {whole}");
    }
    let mut seen = server.sign_in("ann@example.org").await;
    seen.pull().await;
    assert_eq!((seen.workspace.deals.len(), seen.workspace.contacts.len(), seen.workspace.reach.len()), (0, 0, 0));
}

#[tokio::test]
async fn only_admins_make_keys() {
    let server = Server::start().await;
    for role in [Role::Viewer, Role::Member, Role::Manager] {
        let person = server.person(&format!("{role:?}@example.org").to_lowercase(), role).await;
        let asked = json!({ "name": "x", "leads": true, "reach": false });
        assert_eq!(problem(person.post("/api/keys").json(&asked).send().await.unwrap()).await.1, "role_too_low");
        assert_eq!(problem(person.get("/api/keys").send().await.unwrap()).await.1, "role_too_low");
    }
    let ann = server.person("ann@example.org", Role::Admin).await;
    for asked in
        [json!({ "name": " ", "leads": true, "reach": true }), json!({ "name": "x", "leads": false, "reach": false })]
    {
        assert_eq!(problem(ann.post("/api/keys").json(&asked).send().await.unwrap()).await.0, 422);
    }
}

#[tokio::test]
async fn keys_of_another_workspace_are_out_of_reach() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let (key_id, key) = make(&ann, true, false).await;
    server.member_of("Elsewhere", "eve@example.org", Role::Admin).await;
    let mut eve = server.sign_in("eve@example.org").await;
    let lines: Value = eve.get("/api/keys").send().await.unwrap().json().await.unwrap();
    assert_eq!(lines, json!([]));
    let url = format!("{}/api/keys/{key_id}", server.url);
    let gone = eve.http.delete(url).header("cookie", &eve.cookie).send().await.unwrap();
    assert_eq!(problem(gone).await.0, 404);
    assert_eq!(lead(&server, &key, "r1", anna()).await.status(), 200);
    eve.pull().await;
    assert_eq!(eve.workspace.deals.len(), 0);
}
