//! Leads from HTML forms of other sites, and the log of what came in.

use crate::support::{Person, Server, problem};
use reqwest::Response;
use serde_json::{Value, json};
use smarketing_domain::{
    company::LawfulBasis,
    ids::QuestionId,
    member::Role,
    operation::Action,
    question::{AnswerKind, QuestionChange},
    rank::Rank,
};
use uuid::Uuid;

const SHOP: &str = "https://shop.example";

async fn key(admin: &Person, leads: bool, reach: bool) -> String {
    let asked = json!({ "name": "Site", "leads": leads, "reach": reach });
    let made: Value = admin.post("/api/keys").json(&asked).send().await.unwrap().json().await.unwrap();
    made["key"].as_str().unwrap().to_owned()
}

/// Posts a form as a browser does that shows a page of the shop.
async fn post(server: &Server, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Response {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(fields);
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let request = client
        .post(format!("{}/api/intake/form", server.url))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", SHOP)
        .header("sec-fetch-site", "cross-site");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.body(body.finish()).send().await.unwrap()
}

const JSON: (&str, &str) = ("accept", "application/json");

#[tokio::test]
async fn a_form_of_another_site_becomes_a_deal_with_answers_and_with_nothing_else() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Admin).await;
    let key = key(&ann, true, false).await;
    let set = vec![
        QuestionChange::Field("budget".to_owned()),
        QuestionChange::Text("How much?".to_owned()),
        QuestionChange::Kind(AnswerKind::Choice),
        QuestionChange::Options(vec!["Little".to_owned(), "Much".to_owned()]),
        QuestionChange::Rank(Rank::between(None, None)),
    ];
    ann.make(Action::Create { id: QuestionId(Uuid::now_v7()), set }).await;
    let fields = [
        ("key", key.as_str()),
        ("name", "Anna Oak"),
        ("email", "anna@customer.example"),
        ("channel", "Web form"),
        ("answer.budget", "much"),
        ("answer.secret", "x"),
        ("consent", "yes"),
        ("website", ""),
    ];
    let page = post(&server, &fields, &[("accept-language", "uk")]).await;
    assert_eq!((page.status().as_u16(), page.headers()["access-control-allow-origin"].to_str().unwrap()), (200, "*"));
    assert!(page.headers().get("access-control-allow-credentials").is_none());
    assert!(page.text().await.unwrap().contains("Дякуємо"));
    // Pressed twice is sent once.
    let again: Value = post(&server, &fields, &[JSON]).await.json().await.unwrap();
    ann.pull().await;
    let deals: Vec<_> = ann.workspace.living_deals().collect();
    assert_eq!((deals.len(), deals[0].id.to_string()), (1, again["id"].as_str().unwrap().to_owned()));
    assert_eq!(deals[0].fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect::<Vec<_>>(), [("budget", "Much")]);
    assert_eq!(ann.workspace.contacts[&deals[0].contacts[0]].basis, LawfulBasis::Consent);
}

#[tokio::test]
async fn a_form_leads_on_to_its_own_site_and_nowhere_else() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let key = key(&ann, true, false).await;
    let go = |thanks: String| {
        let (server, key) = (&server, key.as_str());
        async move { post(server, &[("key", key), ("name", "Anna"), ("thanks", &thanks)], &[]).await }
    };
    let own = go(format!("{SHOP}/thanks")).await;
    assert_eq!(
        (own.status().as_u16(), own.headers()["location"].to_str().unwrap()),
        (303, "https://shop.example/thanks")
    );
    for elsewhere in ["https://evil.example/", "//evil.example", "javascript:alert(1)"] {
        let page = go(elsewhere.to_owned()).await;
        assert!(page.status() == 200 && page.headers().get("location").is_none(), "{elsewhere}");
    }
}

#[tokio::test]
async fn a_public_key_reads_nothing_and_spoils_nothing() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Admin).await;
    let (narrow, wide, reach) =
        (key(&ann, true, false).await, key(&ann, true, true).await, key(&ann, false, true).await);
    let send = |key: String, name: &'static str| {
        let server = &server;
        async move { post(server, &[("key", &key), ("name", name)], &[JSON]).await }
    };
    assert_eq!(problem(send(wide, "Anna").await).await.1, "key_too_wide");
    assert_eq!(problem(send(reach, "Anna").await).await.1, "key_kind");
    assert_eq!(problem(send("smk_guess".to_owned(), "Anna").await).await.1, "key_unknown");
    assert_eq!(problem(send(narrow.clone(), "").await).await.1, "lead_empty");
    // A cookie has no meaning here, and the key none elsewhere.
    let cookie = post(&server, &[("name", "Anna")], &[JSON, ("cookie", &ann.cookie)]).await;
    assert_eq!(problem(cookie).await.1, "key_unknown");
    for path in ["/api/snapshot", "/api/intake/calls", "/api/intake/form", "/api/keys", "/api/history", "/api/events"] {
        for request in [
            server.get(path).header("authorization", format!("Bearer {narrow}")),
            server.get(&format!("{path}?key={narrow}")),
        ] {
            let status = request.send().await.unwrap().status().as_u16();
            assert!([401, 405].contains(&status), "{path}: {status}");
        }
    }
    // What machines fill in is thanked and thrown away.
    let fields = [("key", narrow.as_str()), ("name", "Bot"), ("website", "http://spam.example")];
    assert_eq!(post(&server, &fields, &[JSON]).await.status(), 200);
    // Other kinds of bodies are none of a form's.
    let json = server.post("/api/intake/form").header("origin", SHOP).json(&json!({ "key": narrow, "name": "Anna" }));
    assert_eq!(problem(json.header("accept", "application/json").send().await.unwrap()).await.1, "not_form");
    ann.pull().await;
    assert_eq!((ann.workspace.deals.len(), ann.workspace.contacts.len()), (0, 0));
    // A day's number holds for forms as well.
    server.app.caps.set(1, 1);
    assert_eq!(send(narrow.clone(), "Anna").await.status(), 200);
    assert_eq!(problem(send(narrow, "Berta").await).await.1, "day_full");
}

#[tokio::test]
async fn a_form_that_is_refused_says_why_in_a_page_with_a_way_back() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let key = key(&ann, true, false).await;
    let page = post(&server, &[("key", &key), ("email", "anna")], &[("accept-language", "ru-RU")]).await;
    assert_eq!(page.status().as_u16(), 422);
    let html = page.text().await.unwrap();
    assert!(html.contains("исправьте") && html.contains("href=\"https://shop.example\""), "{html}");
}

#[tokio::test]
async fn managers_see_the_last_calls_and_their_errors_and_nothing_of_what_was_sent() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let key = key(&ann, true, true).await;
    let send = |body: Value| {
        server.post("/api/intake/leads").header("authorization", format!("Bearer {key}")).json(&body).send()
    };
    send(json!({ "name": "Anna Oak" })).await.unwrap();
    send(json!({ "email": "anna-at-home" })).await.unwrap();
    send(json!({ "name": "Anna Oak", "email": 7 })).await.unwrap();
    send(json!({ "name": "a".repeat(501) })).await.unwrap();
    for role in [Role::Viewer, Role::Member] {
        let person = server.person(&format!("{role:?}@example.org").to_lowercase(), role).await;
        assert_eq!(problem(person.get("/api/intake/calls").send().await.unwrap()).await.1, "role_too_low");
    }
    assert_eq!(server.get("/api/intake/calls").send().await.unwrap().status(), 401);
    let max = server.person("max@example.org", Role::Manager).await;
    let text = max.get("/api/intake/calls").send().await.unwrap().text().await.unwrap();
    assert!(!text.contains("Anna") && !text.contains("anna") && !text.contains("aaaa"), "{text}");
    let lines: Vec<Value> = serde_json::from_str(&text).unwrap();
    let codes: Vec<&Value> = lines.iter().map(|line| &line["code"]).collect();
    assert_eq!(codes, [&json!("field_too_long"), &json!("malformed_json"), &json!("email_invalid"), &Value::Null]);
    assert_eq!(
        (&lines[0]["subject"], &lines[0]["key"], &lines[3]["what"]),
        (&json!("name"), &json!("Site"), &json!("leads"))
    );
    assert!(lines[1]["subject"].as_str().unwrap().starts_with("line 1"));
    // Those of another workspace are out of sight.
    server.member_of("Elsewhere", "eve@example.org", Role::Admin).await;
    let eve = server.sign_in("eve@example.org").await;
    assert_eq!(eve.get("/api/intake/calls").send().await.unwrap().text().await.unwrap(), "[]");
}

#[tokio::test]
async fn no_more_than_the_last_calls_are_kept() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let key = key(&ann, true, false).await;
    for n in 0..205 {
        let body = if n == 0 { json!({ "email": "none" }) } else { json!({}) };
        server
            .post("/api/intake/leads")
            .header("authorization", format!("Bearer {key}"))
            .json(&body)
            .send()
            .await
            .unwrap();
    }
    let lines: Vec<Value> = ann.get("/api/intake/calls").send().await.unwrap().json().await.unwrap();
    assert_eq!(lines.len(), 200);
    assert!(lines.iter().all(|line| line["code"] == "lead_empty"), "the oldest is forgotten");
}
