//! The program itself: started, killed, started again.

use crate::support::{
    self, Person, Server, code_of, deal_of,
    process::{Process, add, program},
    sign_in,
};
use rand_like::Lcg;
use smarketing_domain::member::Role;
use std::time::Duration;

const PASSWORD: &str = "demo-demo-demo";

#[tokio::test]
async fn the_demo_fills_an_empty_database_once_and_refuses_another() {
    let folder = tempfile::tempdir().unwrap();
    let database = support::address(&folder);
    for _ in 0..2 {
        let process = Process::start(&database, &["--demo"]);
        for who in ["marketer", "sales", "manager", "admin"] {
            let (cookie, session) = sign_in(&process.url, &format!("{who}@demo.local"), PASSWORD).await;
            if who == "sales" {
                let mut person = Person::new(&process.url, cookie, session).await;
                assert!(person.workspace.living_deals().count() > 5_000);
                let body = person.new_deal("On top of the demo");
                assert_eq!(code_of(&person.make(body).await), "accepted");
            }
        }
        assert_eq!(process.stop(), Some(0));
    }
    let other = tempfile::tempdir().unwrap();
    let database = support::address(&other);
    assert!(add(&database, "ann@example.org", "green chairs in the rain").status.success());
    let refused = program(&database).args(["--demo", "--listen", "127.0.0.1:0"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("other data"));
}

#[tokio::test]
async fn the_log_names_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let database = support::address(&folder);
    assert!(add(&database, "ann@example.org", "green chairs in the rain").status.success());
    let log = folder.path().join("log");
    let arguments = ["--log-format", "json"];
    let process = Process::start_logging(&database, &arguments, std::fs::File::create(&log).unwrap().into());
    support::try_sign_in(&process.url, "ann@example.org", "a secret guess").await;
    let (cookie, session) = sign_in(&process.url, "ann@example.org", "green chairs in the rain").await;
    let mut ann = Person::new(&process.url, cookie.clone(), session).await;
    let body = ann.new_deal("Confidential table");
    ann.make(body).await;
    assert_eq!(process.stop(), Some(0));
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{log}");
    assert!(log.contains("/api/sync") && log.contains("\"status\":401") && log.contains("stopped"), "{log}");
    let token = cookie.split_once('=').unwrap().1;
    for secret in ["ann@", "Ann", "green chairs", "a secret guess", "Confidential", token] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[tokio::test]
async fn accounts_are_made_and_listed_from_a_shell() {
    let folder = tempfile::tempdir().unwrap();
    let database = support::address(&folder);
    let weak = add(&database, "ann@example.org", "password1");
    assert_eq!(weak.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&weak.stderr).contains("choose another"));
    assert!(add(&database, "Ann@Example.org", "green chairs in the rain").status.success());
    let twice = add(&database, "ann@example.org", "green chairs in the rain");
    assert_eq!(twice.status.code(), Some(1));
    let list = program(&database).args(["account", "list"]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&list.stdout), "Studio\tann@example.org\tAnn\tSales\tAdmin\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_disconnect_at_random_cause_no_failure() {
    let server = Server::start().await;
    let mut random = Lcg(7);
    let mut people = Vec::new();
    for n in 0..4 {
        people.push(server.person(&format!("p{n}@example.org"), Role::Member).await);
    }
    let mut tasks = Vec::new();
    for mut person in people {
        let waits: Vec<u64> = (0..50).map(|_| random.next() % 12).collect();
        tasks.push(tokio::spawn(async move {
            let mut made = Vec::new();
            for wait in waits {
                let body = person.new_deal("Perhaps lost on the way");
                made.push(deal_of(&body));
                let operation = person.operation(body);
                // The connection is cut after a few milliseconds, then the same is sent again.
                let sent = person.try_sync_quietly(std::slice::from_ref(&operation));
                let _ = tokio::time::timeout(Duration::from_millis(wait), sent).await;
                let answer = person.sync(&[operation]).await;
                assert_eq!(code_of(&answer.answers[0].verdict), "accepted");
            }
            made
        }));
    }
    let mut made = Vec::new();
    for task in tasks {
        made.extend(task.await.unwrap());
    }
    let watcher = server.sign_in("p0@example.org").await;
    assert_eq!(watcher.workspace.living_deals().count(), made.len());
}

/// Enough randomness for a test, the same each time.
mod rand_like {
    pub struct Lcg(pub u64);

    impl Lcg {
        pub fn next(&mut self) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            self.0 >> 33
        }
    }
}
