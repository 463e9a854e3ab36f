//! How much anybody may send or hold open.

use crate::support::{Server, code_of, problem};
use serde_json::json;
use smarketing_domain::{member::Role, wire::SyncResponse};
use std::time::{Duration, Instant};

#[tokio::test]
async fn deep_json_within_an_operation_breaks_nothing() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    for depth in [100, 1_000, 500_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let made = ann.new_deal("Deep");
            let operation = ann.operation(made);
            let whole = serde_json::to_string(&ann.request(&[operation])).unwrap();
            // In the place of the body, and of values within it.
            for place in ["\"title\":\"Deep\"", "\"kind\":\"deal\""] {
                let name = place.split(':').next().unwrap();
                let text = whole.replacen(place, &format!("{name}:{deep}"), 1);
                assert_ne!(text, whole);
                let sent = ann.post("/api/sync").header("content-type", "application/json").body(text);
                let began = Instant::now();
                let response = sent.send().await.unwrap();
                assert!(began.elapsed() < Duration::from_secs(5));
                if response.status() == 200 {
                    let answer: SyncResponse = response.json().await.unwrap();
                    assert_eq!(code_of(&answer.answers[0].verdict), "unknown_operation", "{depth} {name}");
                } else {
                    assert_eq!(problem(response).await.1, "malformed_json", "{depth} {name}");
                }
            }
        }
    }
    assert_eq!(server.get("/readyz").send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_compressed_body_is_never_unpacked() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    // The first bytes of a gzip file; what would follow does not matter.
    let bomb = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &[0; 4_096]].concat();
    for coding in ["gzip", "br", "deflate", "zstd", "gzip, gzip"] {
        let sent = ann.post("/api/sync").header("content-type", "application/json").header("content-encoding", coding);
        let (status, code, _) = problem(sent.body(bomb.clone()).send().await.unwrap()).await;
        assert_eq!((status, &*code), (415, "compressed"), "{coding}");
    }
    let unsaid = ann.post("/api/sync").header("content-type", "application/json").body(bomb);
    assert_eq!(problem(unsaid.send().await.unwrap()).await.1, "malformed_json");
}

#[tokio::test]
async fn too_many_streams_in_all_are_refused() {
    let server = Server::start().await;
    server.app.hub.streams().allow_in_all(3);
    let ann = server.person("ann@example.org", Role::Member).await;
    let bob = server.person("bob@example.org", Role::Member).await;
    let mut open = Vec::new();
    for _ in 0..3 {
        let mut stream = ann.get("/api/events").send().await.unwrap();
        assert!(stream.chunk().await.unwrap().is_some());
        open.push(stream);
    }
    let refused = bob.get("/api/events").send().await.unwrap();
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(problem(refused).await.1, "busy");
    drop(open);
    // Whoever left makes room.
    let began = Instant::now();
    while bob.get("/api/events").send().await.unwrap().status() != 200 {
        assert!(began.elapsed() < Duration::from_secs(5));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_long_address_or_header_is_refused() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let long = "x".repeat(2_000_000);
    for request in [ann.get(&format!("/api/history?record={long}")), ann.get("/api/session").header("x-long", &long)] {
        if let Ok(response) = request.send().await {
            assert!((400..500).contains(&response.status().as_u16()), "{}", response.status());
        }
    }
    let typed = json!({ "email": long, "password": long });
    let refused = server.post("/api/session").json(&typed).send().await.unwrap();
    assert_eq!(problem(refused).await.0, 401);
}
