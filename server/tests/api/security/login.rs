//! Passwords, sessions and streams.

use super::ends;
use crate::support::{PASSWORD, Person, Server, WORKSPACE, cookie_of, problem, sign_in, try_sign_in};
use argon2::password_hash::phc::PasswordHash;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use smarketing_domain::{member::Role, operation::Action};
use std::time::{Duration, Instant};

const NEW: &str = "seven wooden chairs walk slowly over the green bridge at noon ok";

async fn post(person: &Person, path: &str, body: Value) -> Response {
    person.post(path).json(&body).send().await.unwrap()
}

async fn stored(server: &Server, email: &str) -> String {
    server.app.store.account(email).await.unwrap().unwrap().password_hash
}

fn token(link: &Value) -> &str {
    link["path"].as_str().unwrap().rsplit('/').next().unwrap()
}

#[tokio::test]
async fn every_way_to_a_password_stores_argon2id_with_enough_memory_and_passes() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let asked = json!({ "email": "bob@example.org", "team": "sales", "role": "member" });
    let link: Value = post(&ann, "/api/invites", asked).await.json().await.unwrap();
    let join = json!({ "token": token(&link), "name": "Bob", "password": PASSWORD });
    let joined = server.post("/api/join").json(&join).send().await.unwrap();
    let cookie = cookie_of(&joined).unwrap();
    let bob = Person::new(&server.url, cookie, joined.json().await.unwrap()).await;
    let mut hashes = vec![stored(&server, "bob@example.org").await];
    assert_eq!(post(&bob, "/api/password", json!({ "old": PASSWORD, "new": NEW })).await.status(), 204);
    hashes.push(stored(&server, "bob@example.org").await);
    let path = format!("/api/members/{}/reset", bob.session.member);
    let link: Value = post(&ann, &path, json!({})).await.json().await.unwrap();
    let reset = json!({ "token": token(&link), "password": PASSWORD });
    assert_eq!(server.post("/api/reset").json(&reset).send().await.unwrap().status(), 200);
    hashes.push(stored(&server, "bob@example.org").await);
    for hash in &hashes {
        let read = PasswordHash::new(hash).unwrap();
        assert_eq!(read.algorithm.as_str(), "argon2id");
        let number = |name: &str| read.params.get_decimal(name).unwrap();
        assert!(number("m") >= 19 * 1024 && number("t") >= 2 && number("p") >= 1, "{hash}");
        assert!(read.salt.is_some_and(|salt| salt.len() >= 16));
    }
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), 3, "each has a salt of its own");
}

#[tokio::test]
async fn long_passphrases_pass_and_common_passwords_do_not() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let change = |old: &str, new: &str| {
        let asked = json!({ "old": old, "new": new });
        post(&ann, "/api/password", asked)
    };
    for common in ["password1", "qwertyuiop", "12345678901234567890", "ЙЦУКЕНГШ", "Пароль123", "ann@example.org"]
    {
        assert_eq!(problem(change(PASSWORD, common).await).await.0, 422, "{common}");
    }
    assert_eq!(NEW.chars().count(), 64);
    assert_eq!(change(PASSWORD, NEW).await.status(), 204);
    sign_in(&server.url, "ann@example.org", NEW).await;
    let longest = "сім стільців ".repeat(40);
    assert_eq!(change(NEW, &longest).await.status(), 204);
    sign_in(&server.url, "ann@example.org", &longest).await;
    assert_eq!(try_sign_in(&server.url, "ann@example.org", NEW).await.status(), 401, "not only its beginning counts");
    let cut = longest.chars().take(60).collect::<String>();
    assert_eq!(try_sign_in(&server.url, "ann@example.org", &cut).await.status(), 401);
}

/// The shortest of several tries: what the work costs when nothing disturbs.
async fn shortest(server: &Server, email: &str) -> Duration {
    let mut shortest = Duration::MAX;
    for _ in 0..4 {
        let began = Instant::now();
        assert_eq!(try_sign_in(&server.url, email, "a wrong guess").await.status(), 401);
        shortest = shortest.min(began.elapsed());
    }
    shortest
}

#[tokio::test]
async fn an_unknown_and_a_removed_address_take_as_long_as_a_known_one() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let bob = server.person("bob@example.org", Role::Member).await;
    let gone = format!("{}/api/members/{}", server.url, bob.session.member);
    let removed = ann.http.request(Method::DELETE, gone).header("cookie", &ann.cookie).send().await.unwrap();
    assert_eq!(removed.status(), 204);
    let known = shortest(&server, "ann@example.org").await;
    for email in ["nobody@example.org", "bob@example.org", "nobody\u{0}@example.org", ""] {
        let took = shortest(&server, email).await;
        assert!(took > known / 3 && took < known * 3, "{email:?} took {took:?}, a known one {known:?}");
    }
}

#[tokio::test]
async fn a_token_that_the_browser_brings_is_never_taken_over() {
    let server = Server::start().await;
    server.member("ann@example.org", Role::Member).await;
    let planted = "smarketing_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let typed = json!({ "email": "ann@example.org", "password": PASSWORD });
    let response = server.post("/api/session").header("cookie", planted).json(&typed).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_ne!(cookie_of(&response).unwrap(), planted);
    assert_eq!(server.get("/api/session").header("cookie", planted).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn behind_tls_only_the_host_cookie_counts() {
    let server = Server::start().await;
    server.member("ann@example.org", Role::Member).await;
    let typed = json!({ "email": "ann@example.org", "password": PASSWORD });
    let tls = |request: reqwest::RequestBuilder| request.header("x-forwarded-proto", "https");
    let response = tls(server.post("/api/session")).json(&typed).send().await.unwrap();
    let line = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(line.starts_with("__Host-smarketing_session="), "{line}");
    assert!(line.contains("; Path=/;") && line.ends_with("; HttpOnly; SameSite=Lax; Secure"), "{line}");
    assert!(!line.to_lowercase().contains("domain"), "{line}");
    let cookie = cookie_of(&response).unwrap();
    assert_eq!(tls(server.get("/api/session")).header("cookie", &cookie).send().await.unwrap().status(), 200);
    // One that a plain connection or a neighbouring host could have put there.
    let tossed = cookie.replace("__Host-", "");
    assert_eq!(tls(server.get("/api/session")).header("cookie", tossed).send().await.unwrap().status(), 401);
    let url = format!("{}/api/session", server.url);
    let out = tls(reqwest::Client::new().delete(url)).header("cookie", &cookie).send().await.unwrap();
    assert!(out.headers()["set-cookie"].to_str().unwrap().starts_with("__Host-smarketing_session=; Path=/; Max-Age=0"));
    assert_eq!(tls(server.get("/api/session")).header("cookie", &cookie).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn a_new_password_ends_the_other_streams_in_time() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let other = server.sign_in("ann@example.org").await;
    let mut stream = other.get("/api/events").send().await.unwrap();
    assert!(stream.chunk().await.unwrap().is_some());
    assert_eq!(post(&ann, "/api/password", json!({ "old": PASSWORD, "new": NEW })).await.status(), 204);
    assert!(ends(&mut stream).await, "the stream goes on");
}

#[tokio::test]
async fn a_removal_by_another_process_ends_streams_in_time() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let mut stream = ann.get("/api/events").send().await.unwrap();
    assert!(stream.chunk().await.unwrap().is_some());
    let removal = Action::Delete { id: ann.session.member };
    server.workspace(WORKSPACE).await.commit(vec![removal.into()]).await.unwrap();
    assert!(ends(&mut stream).await, "the stream goes on");
    assert_eq!(problem(ann.get("/api/events").send().await.unwrap()).await.1, "removed");
}
