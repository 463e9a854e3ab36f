//! A fresh server's first workspace, from outside.

use crate::support::{
    self, Person, cookie_of, problem,
    process::{Process, add},
};
use reqwest::{Client, Response, redirect::Policy};
use serde_json::{Value, json};
use smarketing_domain::{member::Role, wire::Session};

fn asked(code: &str) -> Value {
    json!({
        "code": code, "workspace": "Студія", "currency": "UAH", "language": "uk", "calendar": "12345 10:00-19:00",
        "zone": "Europe/Kyiv", "response_hours": 8, "template": "furniture_by_sales", "name": "Олена", "email": "Olena@Example.org",
        "password": "зелені стільці під дощем",
    })
}

/// A fresh server and the code that it printed.
fn fresh(folder: &tempfile::TempDir) -> (Process, String) {
    let process = Process::start(&support::address(folder), &[]);
    let code = process.said.iter().find_map(|line| line.split_once("/setup#")).unwrap().1.to_owned();
    (process, code)
}

async fn set_up(process: &Process, asked: &Value) -> Response {
    Client::new().post(format!("{}/api/setup", process.url)).json(asked).send().await.unwrap()
}

async fn needed(process: &Process) -> bool {
    let state: Value = reqwest::get(format!("{}/api/setup", process.url)).await.unwrap().json().await.unwrap();
    state["needed"].as_bool().unwrap()
}

#[tokio::test]
async fn whoever_has_the_printed_code_founds_the_workspace_once() {
    let folder = tempfile::tempdir().unwrap();
    let (process, code) = fresh(&folder);
    assert!(needed(&process).await);
    let response = set_up(&process, &asked(&code)).await;
    assert_eq!(response.status(), 200);
    let cookie = cookie_of(&response).unwrap();
    let session: Session = response.json().await.unwrap();
    assert_eq!((session.name.as_str(), session.role), ("Олена", Role::Admin));
    let person = Person::new(&process.url, cookie, session).await;
    let own = person.workspace.own().unwrap();
    assert_eq!((own.name.as_str(), own.currency.code(), own.language.as_str()), ("Студія", "UAH", "uk"));
    assert_eq!((own.response_hours, own.calendar.to_string()), (8, "12345 10:00-19:00".to_owned()));
    assert_eq!(own.zone, "Europe/Kyiv");
    assert_eq!(person.workspace.stages_in_order()[0].name, "Побачили нас");
    support::sign_in(&process.url, "olena@example.org", "зелені стільці під дощем").await;

    assert!(!needed(&process).await);
    let (status, found, _) = problem(set_up(&process, &asked(&code)).await).await;
    assert_eq!((status, found.as_str()), (409, "setup_done"));
    assert_eq!(process.stop(), Some(0));
    let again = Process::start(&support::address(&folder), &[]);
    assert!(again.said.is_empty() && !needed(&again).await);
    again.kill();
}

#[tokio::test]
async fn a_stranger_does_not_take_over_a_fresh_server() {
    let folder = tempfile::tempdir().unwrap();
    let (process, code) = fresh(&folder);
    for _ in 0..5 {
        let (status, found, _) = problem(set_up(&process, &asked("guess")).await).await;
        assert_eq!((status, found.as_str()), (403, "setup_code_wrong"));
    }
    let (status, found, _) = problem(set_up(&process, &asked("guess")).await).await;
    assert_eq!((status, found.as_str()), (429, "too_many_attempts"));
    let foreign = Client::new().post(format!("{}/api/setup", process.url)).json(&asked(&code));
    let (status, found, _) = problem(foreign.header("origin", "https://elsewhere.example").send().await.unwrap()).await;
    assert_eq!((status, found.as_str()), (403, "foreign_origin"));
    // Strangers do not keep out whoever has the code.
    assert_eq!(set_up(&process, &asked(&code)).await.status(), 200);
    process.kill();
}

#[tokio::test]
async fn a_choice_that_is_no_good_is_told_and_the_code_still_works() {
    let folder = tempfile::tempdir().unwrap();
    let (process, code) = fresh(&folder);
    for (field, value, status, expected) in [
        ("workspace", json!(" "), 422, "name_missing"),
        ("email", json!("olena"), 422, "address_invalid"),
        ("password", json!("password1"), 422, "password_common"),
        ("password", json!("short"), 422, "password_too_short"),
        ("language", json!("de"), 422, "out_of_range"),
        ("zone", json!("Moon/Base"), 422, "out_of_range"),
        ("currency", json!("hryvnia"), 400, "malformed_json"),
        ("calendar", json!("12345 19:00-10:00"), 400, "malformed_json"),
    ] {
        let mut asked = asked(&code);
        asked[field] = value;
        let (found, problem_code, _) = problem(set_up(&process, &asked).await).await;
        assert_eq!((found, problem_code.as_str()), (status, expected), "{field}");
    }
    // A program of before does not know of zones.
    let mut without = asked(&code);
    without.as_object_mut().unwrap().remove("zone");
    assert_eq!(set_up(&process, &without).await.status(), 200);
    process.kill();
}

#[tokio::test]
async fn people_are_led_to_the_set_up_until_there_is_a_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let (process, code) = fresh(&folder);
    let http = Client::builder().redirect(Policy::none()).build().unwrap();
    let open = |path: &str| http.get(format!("{}{path}", process.url)).header("sec-fetch-mode", "navigate").send();
    for path in ["/", "/login", "/board"] {
        let response = open(path).await.unwrap();
        assert_eq!((response.status().as_u16(), &response.headers()["location"]), (307, &"/setup".parse().unwrap()));
    }
    assert!(!open("/setup").await.unwrap().status().is_redirection());
    // Programs and files are not led anywhere.
    assert!(!reqwest::get(format!("{}/healthz", process.url)).await.unwrap().status().is_redirection());
    assert!(add(&support::address(&folder), "ann@example.org", "green chairs in the rain").status.success());
    assert!(!open("/").await.unwrap().status().is_redirection(), "made from a shell meanwhile");
    let (status, found, _) = problem(set_up(&process, &asked(&code)).await).await;
    assert_eq!((status, found.as_str()), (409, "setup_done"));
    process.kill();
}
