//! What people write is data, and answers are for those who asked only.

use super::{READ, body, changing};
use crate::support::{Server, deal_of};
use serde_json::json;
use smarketing_domain::{deal::DealChange, member::Role, operation::DealAction};
use uuid::Uuid;

const NASTY: [&str; 5] = [
    "<script>document.title='run'</script>",
    "\"><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "</script><svg onload=alert(1)>",
    "=HYPERLINK(\"http://elsewhere.example\")",
];

#[tokio::test]
async fn what_people_write_is_data() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    for text in NASTY {
        let made = ann.new_deal(text);
        let id = deal_of(&made);
        ann.make(made).await;
        let note = body(
            json!({ "kind": "insight", "do": "create", "id": Uuid::now_v7(), "set": [{ "text": text }, { "deal": id }] }),
        );
        ann.make(note).await;
        let set = vec![DealChange::Title(format!("{text}!"))];
        ann.make(DealAction::Edit { id, set }).await;
        for path in ["/api/snapshot".to_owned(), format!("/api/history?record={id}")] {
            let response = ann.get(&path).send().await.unwrap();
            assert_eq!(response.headers()["content-type"], "application/json", "{path}");
            assert_eq!(response.headers()["x-content-type-options"], "nosniff");
            assert!(response.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
            // Kept as it was written: nothing is "cleaned", nothing is lost.
            let said = serde_json::to_string(text).unwrap();
            assert!(response.text().await.unwrap().contains(said.trim_matches('"')), "{path} {text}");
        }
    }
    // What an address or a body says comes back as data, too.
    let page = ann.get("/board?q=<script>alert(1)</script>").send().await.unwrap().text().await.unwrap();
    assert!(!page.contains("alert(1)"));
    let broken = ann.post("/api/sync").header("content-type", "application/json").body("{\"<script>\": <script>}");
    let broken = broken.send().await.unwrap();
    assert_eq!(broken.headers()["content-type"], "application/problem+json");
}

#[tokio::test]
async fn no_answer_of_the_api_is_kept_or_sniffed() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let mut answers = Vec::new();
    for path in READ.iter().filter(|path| path.starts_with("/api/")) {
        for request in [ann.get(path), server.get(path)] {
            answers.push((format!("GET {path}"), request.send().await.unwrap()));
        }
    }
    for (method, path, body) in changing() {
        let url = format!("{}{path}", server.url);
        let sent = reqwest::Client::new().request(method.clone(), url).json(&body).send().await.unwrap();
        answers.push((format!("{method} {path}"), sent));
    }
    for path in ["/api/", "/api", "/api/%00", "/api/members/nonsense/role", "/api/invites/nonsense"] {
        let patched = ann.http.patch(format!("{}{path}", server.url)).header("cookie", &ann.cookie).json(&json!({}));
        answers.push((format!("PATCH {path}"), patched.send().await.unwrap()));
    }
    let odd = format!("{}/api/invites/nonsense", server.url);
    answers
        .push(("DELETE nonsense".to_owned(), ann.http.delete(odd).header("cookie", &ann.cookie).send().await.unwrap()));
    for (what, response) in answers {
        let header =
            |name: &str| response.headers().get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
        assert_eq!(header("cache-control"), "no-store", "{what}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"), "{what}");
        assert!(response.status().as_u16() < 500, "{what}");
        if response.status().as_u16() >= 400 {
            assert_eq!(header("content-type"), "application/problem+json", "{what}");
        }
    }
}
