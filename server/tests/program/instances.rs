//! Several instances on one database.

use crate::support::{
    self, PASSWORD, Person, Server, code_of, database,
    events::Events,
    process::{Process, add, program},
    sign_in,
};
use smarketing_domain::{ids::MemberId, member::Role};
use smarketing_server::store;
use std::{
    process::{Command, Output},
    time::{Duration, Instant},
};

fn run(database: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let output: Output = program(database).args(arguments).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code(), said)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_on_one_instance_is_nudged_on_another_at_once() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let other = Process::start(&server.database(), &[]);
    let mut bob = server.sign_in("ann@example.org").await;
    bob.url.clone_from(&other.url);
    let mut events = Events::open(&bob).await;
    events.next().await.unwrap();
    let began = Instant::now();
    for _ in 0..5 {
        let body = ann.new_deal("Made elsewhere");
        assert_eq!(code_of(&ann.make(body).await), "accepted");
        while events.next().await.unwrap().cursor < ann.cursor {}
        // Each sees what the other wrote, and writes on top of it.
        let body = bob.new_deal("Made here");
        assert_eq!(code_of(&bob.make(body).await), "accepted");
    }
    ann.pull().await;
    assert_eq!((ann.cursor, &ann.workspace), (bob.cursor, &bob.workspace));
    if database::postgres().is_some() {
        // They are told; SQLite's processes look once a second.
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    }
    other.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_or_is_removed_on_one_instance_loses_streams_on_another_within_five_seconds() {
    let server = Server::start().await;
    let mut admin = server.person("admin@example.org", Role::Admin).await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let bob = server.person("bob@example.org", Role::Member).await;
    let other = Process::start(&server.database(), &[]);
    let mut streams = Vec::new();
    for person in [&mut admin.elsewhere(&other), &mut ann.elsewhere(&other), &mut bob.elsewhere(&other)] {
        let mut events = Events::open(person).await;
        events.next().await.unwrap();
        streams.push(events);
    }
    let url = format!("{}/api/session", server.url);
    assert!(ann.http.delete(url).header("cookie", &ann.cookie).send().await.unwrap().status().is_success());
    let url = format!("{}/api/members/{}", server.url, bob.session.member);
    assert_eq!(admin.http.delete(url).header("cookie", &admin.cookie).send().await.unwrap().status(), 204);
    let began = Instant::now();
    while streams[1].next().await.is_some() {}
    while streams[2].next().await.is_some() {}
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    // Whoever stays keeps theirs.
    let body = admin.new_deal("Afterwards");
    admin.make(body).await;
    while streams[0].next().await.unwrap().cursor < admin.cursor {}
    other.kill();
}

/// Somebody's browser, led to another instance by the proxy.
trait Elsewhere {
    fn elsewhere(&self, process: &Process) -> Person;
}

impl Elsewhere for Person {
    fn elsewhere(&self, process: &Process) -> Person {
        Person {
            http: reqwest::Client::new(),
            url: process.url.clone(),
            cookie: self.cookie.clone(),
            session: self.session.clone(),
            workspace: self.workspace.clone(),
            clock: self.clock.clone(),
            ..*self
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn instances_that_start_at_once_on_an_empty_database_agree_on_its_life() {
    let folder = tempfile::tempdir().unwrap();
    let address = support::address(&folder);
    let opened = futures_util::future::join_all((0..6).map(|_| store::open(&address))).await;
    let epochs: Vec<_> = opened.into_iter().map(|store| store.unwrap().epoch()).collect();
    assert!(epochs.windows(2).all(|two| two[0] == two[1]), "{epochs:?}");
}

#[tokio::test]
async fn an_invitation_and_a_reset_that_two_use_at_once_work_once() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let (store, now) = (&server.app.store, server.now());
    let account = store.account("ann@example.org").await.unwrap().unwrap().id;
    let later = smarketing_domain::clock::Timestamp(now.0 + 60_000);
    for round in 0..10 {
        let token = format!("token {round}");
        store.add_reset(account, &token, later).await.unwrap();
        let uses = (0..4).map(|n| store.use_reset(&token, format!("hash {n}"), now));
        let used = futures_util::future::join_all(uses).await;
        assert_eq!(used.into_iter().filter(|u| u.as_ref().unwrap().is_some()).count(), 1);

        let row = store::InviteRow {
            id: uuid::Uuid::now_v7(),
            token_hash: token.clone(),
            workspace: ann.session.workspace,
            email: format!("new{round}@example.org"),
            member: MemberId(uuid::Uuid::now_v7()),
            team: ann.session.team,
            role: ann.session.role,
            by: ann.session.member,
            created: now,
            expires: later,
        };
        store.add_invite(row.clone()).await.unwrap();
        let uses = (0..4).map(|n| store.accept_invite(&row, format!("hash {n}"), now));
        let joined = futures_util::future::join_all(uses).await;
        assert_eq!(joined.into_iter().filter(|j| !matches!(j, Ok(store::Joined::Gone))).count(), 1);
    }
}

#[tokio::test]
async fn text_has_one_order_in_rust_and_in_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let address = support::address(&folder);
    let store = store::open(&address).await.unwrap();
    let mut names: Vec<String> = [
        "a", "B", "Z", "z", "ab", "a b", "a-b", "a_b", "aB", "0", "10", "9", "~", "é", "e\u{301}", "Ж", "ж", "ї", "і",
        "и", "ё", "ß", "ss", "\u{fffd}", "\u{ffff}", "😀", "a😀", "\u{1}", "a'\"", "V", "Zz", "a0V", "a0", "a00",
    ]
    .map(str::to_owned)
    .to_vec();
    let ranks = smarketing_domain::rank::Rank::spread_after(None, 40);
    names.extend(ranks.iter().map(ToString::to_string));
    for name in &names {
        smarketing_server::commands::open_workspace(&address, name, smarketing_server::commands::Absent::Empty)
            .await
            .unwrap();
    }
    let stored: Vec<String> = store.workspaces().await.unwrap().into_iter().map(|line| line.name).collect();
    let mut expected: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
    expected.sort_unstable();
    expected.dedup();
    assert_eq!(stored, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_postgres_put_back_begins_a_new_life() {
    if database::postgres().is_none() {
        return eprintln!("skipped: this is about PostgreSQL");
    }
    let folder = tempfile::tempdir().unwrap();
    let address = support::address(&folder);
    assert!(add(&address, "ann@example.org", PASSWORD).status.success());
    let process = Process::start(&address, &[]);
    let (cookie, session) = sign_in(&process.url, "ann@example.org", PASSWORD).await;
    let mut ann = Person::new(&process.url, cookie, session).await;
    let file = folder.path().join("backup");
    let mut dump = Command::new("pg_dump");
    assert!(dump.args(["--format=custom", &address, "--file"]).arg(&file).status().unwrap().success());
    let cursor = ann.cursor;
    let body = ann.new_deal("After the backup");
    ann.make(body).await;

    let (code, said) = run(&address, &["restored"]);
    assert!(code == Some(1) && said.contains("stop all instances"), "{said}");
    assert_eq!(process.stop(), Some(0));
    let mut restore = Command::new("pg_restore");
    restore.args(["--clean", "--if-exists", "--dbname", &address]).arg(&file);
    assert!(restore.status().unwrap().success());
    let (code, said) = run(&address, &["restored"]);
    assert_eq!(code, Some(0), "{said}");

    let process = Process::start(&address, &[]);
    ann.url.clone_from(&process.url);
    let body = ann.new_deal("Before it knows");
    let operation = ann.operation(body);
    let answer = ann.sync(&[operation]).await;
    assert!(answer.reset && answer.answers.is_empty() && answer.epoch != ann.epoch);
    ann.bootstrap().await;
    assert_eq!(ann.cursor, cursor);
    process.kill();

    // What SQLite's commands do here, PostgreSQL's tools do better; they are named.
    for arguments in [vec!["backup", "x"], vec!["restore", "x"], vec!["--backup-dir", "x", "--listen", "127.0.0.1:0"]] {
        let (code, said) = run(&address, &arguments);
        assert!(code == Some(1) && said.contains("pg_dump"), "{arguments:?}: {said}");
    }
    let (code, said) = run(&address, &["check"]);
    assert!(code == Some(0) && said.contains("All is in order"), "{said}");
    database::block_on(address.clone(), "UPDATE workspace SET counter = counter - 1".to_owned());
    assert_eq!(run(&address, &["check"]).0, Some(2));
}
