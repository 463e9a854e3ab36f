//! Inviting, roles, removal, passwords and sessions, from outside.

use crate::support::{self, PASSWORD, Person, Server, cookie_of, problem, sign_in, try_sign_in};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use smarketing_domain::{
    ids::MemberId,
    member::{Role, Team},
    wire::Session,
};
use std::time::Duration;
use uuid::Uuid;

const DAY: i64 = 24 * 60 * 60 * 1000;
const NEW: &str = "seven wooden chairs walk slowly over the green bridge at noon ok";

impl Ask for Person {
    fn ask(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url)).header("cookie", &self.cookie)
    }
}

trait Ask {
    fn ask(&self, method: Method, path: &str) -> reqwest::RequestBuilder;
}

async fn post(person: &Person, path: &str, body: Value) -> Response {
    person.ask(Method::POST, path).json(&body).send().await.unwrap()
}

async fn invite(by: &Person, email: &str, role: &str) -> Response {
    post(by, "/api/invites", json!({ "email": email, "team": "sales", "role": role })).await
}

/// The token of a link that was just made.
async fn token(response: Response) -> String {
    assert_eq!(response.status(), 200);
    let link: Value = response.json().await.unwrap();
    link["path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

async fn open(server: &Server, path: &str, body: Value) -> Response {
    server.post(path).json(&body).send().await.unwrap()
}

async fn join(server: &Server, token: &str, password: &str) -> Response {
    open(server, "/api/join", json!({ "token": token, "name": "Bob", "password": password })).await
}

async fn code(response: Response) -> (u16, String) {
    let (status, code, _) = problem(response).await;
    (status, code)
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

async fn set_role(by: &Person, whom: MemberId, role: &str) -> Response {
    by.ask(Method::PUT, &format!("/api/members/{whom}/role")).json(&json!({ "role": role })).send().await.unwrap()
}

async fn remove(by: &Person, whom: MemberId) -> Response {
    by.ask(Method::DELETE, &format!("/api/members/{whom}")).send().await.unwrap()
}

#[tokio::test]
async fn an_invited_person_comes_in_once_with_the_role_they_were_given() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Manager).await;
    let token = token(invite(&ann, " Bob@Example.org ", "member").await).await;
    let look: Value = open(&server, "/api/join/look", json!({ "token": token })).await.json().await.unwrap();
    assert_eq!(look, json!({ "workspace": "Studio", "email": "bob@example.org", "known": false }));

    assert_eq!(code(join(&server, &token, "password1").await).await, refused(422, "password_common"));
    let response = join(&server, &token, NEW).await;
    assert_eq!(response.status(), 200);
    let cookie = cookie_of(&response).unwrap();
    let session: Session = response.json().await.unwrap();
    assert_eq!((session.name.as_str(), session.role, session.team), ("Bob", Role::Member, Team::Sales));
    let bob = Person::new(&server.url, cookie, session).await;
    assert!(bob.workspace.members[&bob.session.member].signs_in);
    sign_in(&server.url, "bob@example.org", NEW).await;
    ann.pull().await;
    assert_eq!(ann.workspace.members[&bob.session.member].name, "Bob");

    assert_eq!(code(join(&server, &token, NEW).await).await, refused(410, "link_gone"));
    assert_eq!(code(invite(&ann, "bob@example.org", "viewer").await).await, refused(409, "already_member"));
    let lines: Value = ann.get("/api/invites").send().await.unwrap().json().await.unwrap();
    assert_eq!(lines, json!([]));
}

#[tokio::test]
async fn a_link_that_expired_or_was_taken_back_lets_nobody_in() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let (first, second) = (
        token(invite(&ann, "bob@example.org", "member").await).await,
        token(invite(&ann, "bob@example.org", "member").await).await,
    );
    assert_eq!(code(join(&server, &first, NEW).await).await, refused(410, "link_gone"), "there is a newer one");
    let lines: Vec<Value> = ann.get("/api/invites").send().await.unwrap().json().await.unwrap();
    assert_eq!((lines.len(), &lines[0]["email"]), (1, &json!("bob@example.org")));
    assert!(!lines[0].to_string().contains(&second), "a link is told once");
    let path = format!("/api/invites/{}", lines[0]["id"].as_str().unwrap());
    assert_eq!(ann.ask(Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert_eq!(code(ann.ask(Method::DELETE, &path).send().await.unwrap()).await, refused(404, "not_found"));
    assert_eq!(code(join(&server, &second, NEW).await).await, refused(410, "link_gone"));
    let third = token(invite(&ann, "bob@example.org", "member").await).await;
    server.put_clock_forward(7 * DAY + 1);
    assert_eq!(code(join(&server, &third, NEW).await).await, refused(410, "link_gone"));
}

#[tokio::test]
async fn nobody_gives_a_higher_role_than_their_own_and_lower_roles_see_nothing() {
    let server = Server::start().await;
    let admin = server.person("admin@example.org", Role::Admin).await;
    let low = refused(403, "role_too_low");
    let pending = token(invite(&admin, "boss@example.org", "admin").await).await;
    let lines: Vec<Value> = admin.get("/api/invites").send().await.unwrap().json().await.unwrap();
    let revoke = format!("/api/invites/{}", lines[0]["id"].as_str().unwrap());
    for (role, highest) in [(Role::Viewer, None), (Role::Member, None), (Role::Manager, Some("manager"))] {
        let person = server.person(&format!("{role:?}@example.org").to_lowercase(), role).await;
        let higher = if highest.is_some() { "admin" } else { "viewer" };
        assert_eq!(code(invite(&person, "x@example.org", higher).await).await, low, "{role:?}");
        if let Some(highest) = highest {
            assert_eq!(invite(&person, "x@example.org", highest).await.status(), 200);
        } else {
            for path in ["/api/invites", "/api/members"] {
                assert_eq!(code(person.get(path).send().await.unwrap()).await, low, "{role:?} {path}");
            }
        }
        assert_eq!(code(person.get("/api/audit").send().await.unwrap()).await, low);
        assert_eq!(code(set_role(&person, person.session.member, "admin").await).await, low);
        assert_eq!(code(remove(&person, admin.session.member).await).await, low);
        let path = format!("/api/members/{}/reset", admin.session.member);
        assert_eq!(code(post(&person, &path, json!({})).await).await, low);
        assert_eq!(code(person.ask(Method::DELETE, &revoke).send().await.unwrap()).await, low, "an admin's invitation");
    }
    assert_eq!(join(&server, &pending, NEW).await.status(), 200);
}

#[tokio::test]
async fn a_foreign_workspace_is_out_of_reach() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let eve = {
        server.member_of("Elsewhere", "eve@example.org", Role::Admin).await;
        server.sign_in("eve@example.org").await
    };
    assert_eq!(invite(&ann, "bob@example.org", "member").await.status(), 200);
    let lines: Vec<Value> = ann.get("/api/invites").send().await.unwrap().json().await.unwrap();
    let seen: Value = eve.get("/api/invites").send().await.unwrap().json().await.unwrap();
    assert_eq!(seen, json!([]));
    let path = format!("/api/invites/{}", lines[0]["id"].as_str().unwrap());
    assert_eq!(code(eve.ask(Method::DELETE, &path).send().await.unwrap()).await, refused(404, "not_found"));
    let unknown = refused(404, "unknown_member");
    let whom = ann.session.member;
    assert_eq!(code(set_role(&eve, whom, "viewer").await).await, unknown);
    assert_eq!(code(remove(&eve, whom).await).await, unknown);
    assert_eq!(code(post(&eve, &format!("/api/members/{whom}/reset"), json!({})).await).await, unknown);
    let members: Value = eve.get("/api/members").send().await.unwrap().json().await.unwrap();
    assert!(!members.to_string().contains("ann@"));
    let audit: Value = eve.get("/api/audit").send().await.unwrap().json().await.unwrap();
    assert!(!audit.to_string().contains("bob@"), "{audit}");
    let open = post(&eve, "/api/workspaces", json!({ "workspace": ann.session.workspace })).await;
    assert_eq!(code(open).await, unknown);
}

#[tokio::test]
async fn a_role_counts_at_once_and_the_last_admin_stays() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let mut bob = server.person("bob@example.org", Role::Viewer).await;
    let (me, him) = (ann.session.member, bob.session.member);
    let body = bob.new_deal("Too low");
    assert_eq!(support::code_of(&bob.make(body).await), "role_too_low");
    assert_eq!(set_role(&ann, him, "member").await.status(), 204);
    let body = bob.new_deal("High enough");
    assert_eq!(support::code_of(&bob.make(body).await), "accepted");

    let last = refused(409, "last_admin");
    assert_eq!(code(set_role(&ann, me, "manager").await).await, last);
    assert_eq!(code(remove(&ann, me).await).await, last);
    assert_eq!(set_role(&ann, him, "admin").await.status(), 204);
    assert_eq!(code(remove(&ann, me).await).await, refused(409, "yourself"));
    assert_eq!(set_role(&ann, me, "manager").await.status(), 204);
    assert_eq!(code(set_role(&ann, him, "manager").await).await, refused(403, "role_too_low"), "no longer an admin");
    assert_eq!(code(set_role(&bob, MemberId(Uuid::now_v7()), "viewer").await).await, refused(404, "unknown_member"));
}

#[tokio::test]
async fn two_admins_who_remove_each_other_leave_one() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let bob = server.person("bob@example.org", Role::Admin).await;
    let (one, two) = tokio::join!(remove(&ann, bob.session.member), remove(&bob, ann.session.member));
    let gone = [one.status().as_u16(), two.status().as_u16()].into_iter().filter(|s| *s == 204).count();
    assert_eq!(gone, 1);
}

#[tokio::test]
async fn a_removed_member_is_out_within_five_seconds_and_can_be_invited_again() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let bob = server.person("bob@example.org", Role::Manager).await;
    let theirs = token(invite(&bob, "carl@example.org", "member").await).await;
    let mut stream = bob.get("/api/events").send().await.unwrap();
    assert!(stream.chunk().await.unwrap().is_some());
    assert_eq!(remove(&ann, bob.session.member).await.status(), 204);
    let ended = tokio::time::timeout(Duration::from_secs(5), async { while let Ok(Some(_)) = stream.chunk().await {} });
    assert!(ended.await.is_ok(), "the stream goes on");
    for path in ["/api/session", "/api/snapshot", "/api/events", "/api/sessions", "/api/workspaces", "/api/members"] {
        assert_eq!(code(bob.get(path).send().await.unwrap()).await, refused(401, "removed"), "{path}");
    }
    assert_eq!(code(bob.try_sync(&[]).await).await, refused(401, "removed"));
    assert_eq!(try_sign_in(&server.url, "bob@example.org", PASSWORD).await.status(), 401);
    assert_eq!(code(join(&server, &theirs, NEW).await).await, refused(410, "link_gone"), "their invitations go, too");

    let again = token(invite(&ann, "bob@example.org", "viewer").await).await;
    let look: Value = open(&server, "/api/join/look", json!({ "token": again })).await.json().await.unwrap();
    assert_eq!(look["known"], false, "the old password is gone");
    assert_eq!(join(&server, &again, NEW).await.status(), 200);
    assert_eq!(try_sign_in(&server.url, "bob@example.org", PASSWORD).await.status(), 401);
    let (_, session) = sign_in(&server.url, "bob@example.org", NEW).await;
    assert!(session.role == Role::Viewer && session.member != bob.session.member);
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_other_sessions() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let other = server.sign_in("ann@example.org").await;
    let change = |old: &str, new: &str| post(&ann, "/api/password", json!({ "old": old, "new": new }));
    assert_eq!(code(change("a wrong guess", NEW).await).await, refused(403, "password_wrong"));
    assert_eq!(code(change(PASSWORD, "iloveyou1").await).await, refused(422, "password_common"));
    assert_eq!(change(PASSWORD, NEW).await.status(), 204);
    assert_eq!(ann.get("/api/session").send().await.unwrap().status(), 200);
    assert_eq!(code(other.get("/api/session").send().await.unwrap()).await, refused(401, "signed_out"));
    assert_eq!(try_sign_in(&server.url, "ann@example.org", PASSWORD).await.status(), 401);
    sign_in(&server.url, "ann@example.org", NEW).await;
    for _ in 0..5 {
        change("a wrong guess", NEW).await;
    }
    assert_eq!(code(change(NEW, PASSWORD).await).await, refused(429, "too_many_attempts"));
}

#[tokio::test]
async fn an_admins_link_gives_a_new_password_once_within_a_day() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let bob = server.person("bob@example.org", Role::Member).await;
    let path = format!("/api/members/{}/reset", bob.session.member);
    let (old, link) =
        (token(post(&ann, &path, json!({})).await).await, token(post(&ann, &path, json!({})).await).await);
    let look = |token: &str| open(&server, "/api/reset/look", json!({ "token": token }));
    let reset =
        |token: &str, password: &str| open(&server, "/api/reset", json!({ "token": token, "password": password }));
    assert_eq!(code(look(&old).await).await, refused(410, "link_gone"), "there is a newer one");
    assert_eq!(look(&link).await.json::<Value>().await.unwrap(), json!({ "email": "bob@example.org" }));
    assert_eq!(code(reset(&link, "12345678").await).await, refused(422, "password_common"));
    let done = reset(&link, NEW).await;
    assert_eq!(done.status(), 200);
    assert!(cookie_of(&done).is_some());
    assert_eq!(code(bob.get("/api/session").send().await.unwrap()).await, refused(401, "signed_out"));
    assert_eq!(code(reset(&link, NEW).await).await, refused(410, "link_gone"));
    sign_in(&server.url, "bob@example.org", NEW).await;
    let late = token(post(&ann, &path, json!({})).await).await;
    server.put_clock_forward(DAY + 1);
    assert_eq!(code(reset(&late, PASSWORD).await).await, refused(410, "link_gone"));
}

#[tokio::test]
async fn one_sees_ones_own_sessions_and_ends_all_others() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
    let typed = json!({ "email": "ann@example.org", "password": PASSWORD });
    let other = server.post("/api/session").header("user-agent", firefox).json(&typed).send().await.unwrap();
    let other = cookie_of(&other).unwrap();
    let bob = server.person("bob@example.org", Role::Member).await;
    let lines: Vec<Value> = ann.get("/api/sessions").send().await.unwrap().json().await.unwrap();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines.iter().any(|l| l["browser"] == "Firefox, Linux" && l["current"] == false));
    assert_eq!(lines.iter().filter(|l| l["current"] == true).count(), 1);
    let mut stream = server.get("/api/events").header("cookie", &other).send().await.unwrap();
    assert!(stream.chunk().await.unwrap().is_some());
    assert_eq!(ann.ask(Method::DELETE, "/api/sessions").send().await.unwrap().status(), 204);
    let ended = tokio::time::timeout(Duration::from_secs(5), async { while let Ok(Some(_)) = stream.chunk().await {} });
    assert!(ended.await.is_ok(), "the stream goes on");
    assert_eq!(server.get("/api/session").header("cookie", other).send().await.unwrap().status(), 401);
    for person in [&ann, &bob] {
        assert_eq!(person.get("/api/session").send().await.unwrap().status(), 200);
    }
}

#[tokio::test]
async fn one_password_opens_several_workspaces_and_an_admin_of_one_gets_into_no_other() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    server.member_of("Elsewhere", "eve@example.org", Role::Admin).await;
    let eve = server.sign_in("eve@example.org").await;
    let token = token(invite(&ann, "eve@example.org", "member").await).await;
    let look: Value = open(&server, "/api/join/look", json!({ "token": token })).await.json().await.unwrap();
    assert_eq!(look["known"], true);
    assert_eq!(code(join(&server, &token, NEW).await).await, refused(403, "password_wrong"), "not a new one");
    let response = join(&server, &token, PASSWORD).await;
    assert_eq!(response.status(), 200);
    let cookie = cookie_of(&response).unwrap();
    let here = Person::new(&server.url, cookie, response.json().await.unwrap()).await;
    assert_eq!((here.session.workspace, here.session.role), (ann.session.workspace, Role::Member));

    let homes: Vec<Value> = here.get("/api/workspaces").send().await.unwrap().json().await.unwrap();
    assert_eq!(homes.len(), 2);
    let there = post(&here, "/api/workspaces", json!({ "workspace": eve.session.workspace })).await;
    let cookie = cookie_of(&there).unwrap();
    let session: Session = there.json().await.unwrap();
    assert_eq!(
        (session.workspace, session.member, session.role),
        (eve.session.workspace, eve.session.member, Role::Admin)
    );
    assert_eq!(here.get("/api/session").send().await.unwrap().status(), 401, "the session moved");
    assert_eq!(server.get("/api/snapshot").header("cookie", cookie).send().await.unwrap().status(), 200);
    // Signing in leads to where one was last.
    assert_eq!(sign_in(&server.url, "eve@example.org", PASSWORD).await.1.workspace, eve.session.workspace);

    let path = format!("/api/members/{}/reset", here.session.member);
    assert_eq!(code(post(&ann, &path, json!({})).await).await, refused(409, "other_workspaces"));
    assert_eq!(remove(&ann, here.session.member).await.status(), 204);
    assert_eq!(sign_in(&server.url, "eve@example.org", PASSWORD).await.1.workspace, eve.session.workspace);
}

#[tokio::test]
async fn the_audit_log_tells_admins_who_did_what() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let bob = server.person("bob@example.org", Role::Member).await;
    try_sign_in(&server.url, "bob@example.org", "a wrong guess").await;
    try_sign_in(&server.url, "nobody@example.org", "a wrong guess").await;
    let link = token(invite(&ann, "carl@example.org", "viewer").await).await;
    join(&server, &link, NEW).await;
    set_role(&ann, bob.session.member, "manager").await;
    let reset = token(post(&ann, &format!("/api/members/{}/reset", bob.session.member), json!({})).await).await;
    remove(&ann, bob.session.member).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let audit: Vec<Value> = ann.get("/api/audit").send().await.unwrap().json().await.unwrap();
    let mut what: Vec<_> = audit.iter().map(|line| line["what"].as_str().unwrap()).collect();
    what.sort_unstable();
    what.dedup();
    assert_eq!(
        what,
        ["invited", "joined", "removed", "reset_link_made", "role_changed", "sign_in_failed", "signed_in"]
    );
    let role = audit.iter().find(|line| line["what"] == "role_changed").unwrap();
    assert_eq!(role["detail"], "manager");
    assert_eq!(role["actor"], json!(ann.session.member));
    let all = serde_json::to_string(&audit).unwrap();
    for secret in [&*link, &*reset, "guess", NEW, "nobody@"] {
        assert!(!all.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn every_change_comes_from_our_own_pages_as_json() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let id = ann.session.member;
    for (method, path) in [
        (Method::POST, "/api/setup".to_owned()),
        (Method::POST, "/api/invites".to_owned()),
        (Method::DELETE, format!("/api/invites/{id}")),
        (Method::POST, "/api/join".to_owned()),
        (Method::POST, "/api/join/look".to_owned()),
        (Method::PUT, format!("/api/members/{id}/role")),
        (Method::POST, format!("/api/members/{id}/reset")),
        (Method::DELETE, format!("/api/members/{id}")),
        (Method::POST, "/api/password".to_owned()),
        (Method::POST, "/api/reset".to_owned()),
        (Method::POST, "/api/reset/look".to_owned()),
        (Method::DELETE, "/api/sessions".to_owned()),
        (Method::POST, "/api/workspaces".to_owned()),
    ] {
        let request = |name: &str, value: &str| ann.ask(method.clone(), &path).header(name, value).body("{}");
        let foreign = request("origin", "https://elsewhere.example").send().await.unwrap();
        assert_eq!(code(foreign).await, refused(403, "foreign_origin"), "{method} {path}");
        let form = request("content-type", "text/plain").send().await.unwrap();
        assert_eq!(code(form).await, refused(403, "not_json"), "{method} {path}");
        // Nothing but set-up and links is for people who are not signed in.
        let open = ["/api/setup", "/api/join", "/api/join/look", "/api/reset", "/api/reset/look"].contains(&&*path);
        let nobody = Client::new().request(method.clone(), format!("{}{path}", server.url)).json(&json!({
            "email": "x@example.org", "team": "sales", "role": "viewer", "old": "", "new": "", "workspace": id,
        }));
        let status = nobody.send().await.unwrap().status().as_u16();
        assert_eq!(status == 401, !open, "{method} {path}: {status}");
    }
    assert_eq!(ann.get("/api/session").send().await.unwrap().status(), 200);
}
