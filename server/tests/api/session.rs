//! Signing in and out, from outside.

use crate::support::{self, PASSWORD, Server, cookie_of, problem, sign_in, try_sign_in};
use reqwest::StatusCode;
use serde_json::json;
use smarketing_domain::{
    member::{Role, Team},
    operation::Action,
    wire::Session,
};

const DAY: i64 = 24 * 60 * 60 * 1000;

#[tokio::test]
async fn a_session_lives_from_sign_in_to_sign_out() {
    let server = Server::start().await;
    let member = server.member("ann@example.org", Role::Manager).await;
    let (cookie, session) = sign_in(&server.url, " Ann@Example.org ", PASSWORD).await;
    assert_eq!((session.member, session.role, session.team), (member, Role::Manager, Team::Sales));

    let again: Session =
        server.get("/api/session").header("cookie", &cookie).send().await.unwrap().json().await.unwrap();
    assert_eq!(again.member, member);

    let url = format!("{}/api/session", server.url);
    let out = reqwest::Client::new().delete(&url).header("cookie", &cookie).send().await.unwrap();
    assert_eq!(out.status(), StatusCode::NO_CONTENT);
    assert!(out.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    let gone = server.get("/api/session").header("cookie", &cookie).send().await.unwrap();
    let (status, code, _) = problem(gone).await;
    assert_eq!((status, code.as_str()), (401, "signed_out"));
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let server = Server::start().await;
    server.member("ann@example.org", Role::Member).await;
    let plain = try_sign_in(&server.url, "ann@example.org", PASSWORD).await;
    let cookie = plain.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.ends_with("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"), "{cookie}");
    let typed = json!({ "email": "ann@example.org", "password": PASSWORD });
    let tls = server.post("/api/session").header("x-forwarded-proto", "https").json(&typed).send().await.unwrap();
    assert!(tls.headers()["set-cookie"].to_str().unwrap().ends_with("; Secure"));
}

#[tokio::test]
async fn signing_in_again_gives_a_new_session_and_ends_the_old_one() {
    let server = Server::start().await;
    server.member("ann@example.org", Role::Member).await;
    let (old, _) = sign_in(&server.url, "ann@example.org", PASSWORD).await;
    let typed = json!({ "email": "ann@example.org", "password": PASSWORD });
    let response = server.post("/api/session").header("cookie", &old).json(&typed).send().await.unwrap();
    let new = cookie_of(&response).unwrap();
    assert_ne!(old, new);
    assert_eq!(server.get("/api/session").header("cookie", old).send().await.unwrap().status(), 401);
    assert_eq!(server.get("/api/session").header("cookie", new).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn known_and_unknown_addresses_get_the_same_answer() {
    let server = Server::start().await;
    server.member("ann@example.org", Role::Member).await;
    let known = problem(try_sign_in(&server.url, "ann@example.org", "wrong wrong wrong").await).await;
    let unknown = problem(try_sign_in(&server.url, "nobody@example.org", "wrong wrong wrong").await).await;
    assert_eq!(known, unknown);
    assert_eq!((known.0, known.1.as_str()), (401, "sign_in_failed"));
}

#[tokio::test]
async fn guessing_is_slowed_down_and_the_owner_gets_in_after_the_wait() {
    let server = Server::start().await;
    server.member("ann@example.org", Role::Member).await;
    server.member("bob@example.org", Role::Member).await;
    for _ in 0..5 {
        assert_eq!(try_sign_in(&server.url, "ann@example.org", "a wrong guess").await.status(), 401);
    }
    let refused = try_sign_in(&server.url, "ann@example.org", PASSWORD).await;
    let wait: i64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    let (status, code, _) = problem(refused).await;
    assert_eq!((status, code.as_str()), (429, "too_many_attempts"));
    assert_eq!(try_sign_in(&server.url, "bob@example.org", PASSWORD).await.status(), 200);
    server.put_clock_forward(wait * 1000);
    assert_eq!(try_sign_in(&server.url, "ann@example.org", PASSWORD).await.status(), 200);
    assert_eq!(try_sign_in(&server.url, "ann@example.org", "a wrong guess").await.status(), 401);
}

#[tokio::test]
async fn an_expired_session_is_signed_out_everywhere() {
    let server = Server::start().await;
    let person = server.person("ann@example.org", Role::Member).await;
    server.put_clock_forward(31 * DAY);
    for path in ["/api/session", "/api/snapshot", "/api/events"] {
        let (status, code, _) = problem(person.get(path).send().await.unwrap()).await;
        assert_eq!((status, code.as_str()), (401, "signed_out"), "{path}");
    }
    let (status, code, _) = problem(person.try_sync(&[]).await).await;
    assert_eq!((status, code.as_str()), (401, "signed_out"));
}

#[tokio::test]
async fn a_session_in_use_does_not_expire() {
    let server = Server::start().await;
    let person = server.person("ann@example.org", Role::Member).await;
    let account = server.app.store.account("ann@example.org").await.unwrap().unwrap().id;
    for _ in 0..4 {
        server.put_clock_forward(20 * DAY);
        let response = person.get("/api/session").send().await.unwrap();
        assert!(response.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=2592000"));
        assert_eq!(response.status(), 200);
        // The use is noted behind the answer.
        while server.app.store.sessions_of(account, server.now()).await.unwrap()[0].seen.0 + 10_000 < server.now().0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test]
async fn changes_from_other_sites_are_refused() {
    let server = Server::start().await;
    let person = server.person("ann@example.org", Role::Member).await;
    let body = serde_json::to_string(&person.request(&[])).unwrap();
    let json = ("content-type", "application/json");
    for (headers, code) in [
        (vec![json, ("origin", "https://elsewhere.example")], "foreign_origin"),
        (vec![json, ("origin", "null")], "foreign_origin"),
        (vec![json, ("sec-fetch-site", "cross-site")], "foreign_origin"),
        (vec![("content-type", "text/plain")], "not_json"),
        (vec![("content-type", "application/x-www-form-urlencoded")], "not_json"),
        (vec![], "not_json"),
    ] {
        let request = headers.iter().fold(person.post("/api/sync"), |r, (name, value)| r.header(*name, *value));
        let (status, found, _) = problem(request.body(body.clone()).send().await.unwrap()).await;
        assert_eq!((status, found.as_str()), (403, code), "{headers:?}");
    }
    let own = person.post("/api/sync").header("origin", &server.url).header("content-type", "application/json");
    let response = own.body(body).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.headers().get("access-control-allow-origin").is_none());
}

#[tokio::test]
async fn a_removed_member_is_signed_out_and_learns_what_became_of_their_changes() {
    let server = Server::start().await;
    let mut person = server.person("ann@example.org", Role::Member).await;
    let removal = Action::Delete { id: person.session.member };
    server.workspace(support::WORKSPACE).await.commit(vec![removal.into()]).await.unwrap();
    let cursor = person.cursor;
    let operation = {
        let body = person.new_deal("Too late");
        person.operation(body)
    };
    let answer = person.sync(&[operation]).await;
    assert_eq!(support::code_of(&answer.answers[0].verdict), "not_a_member");
    assert_eq!((answer.entities.len(), answer.cursor), (0, cursor));
    assert_eq!(person.try_sync(&[]).await.status(), 401);
    for path in ["/api/session", "/api/snapshot", "/api/events"] {
        assert_eq!(person.get(path).send().await.unwrap().status(), 401, "{path}");
    }
}
