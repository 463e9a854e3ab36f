//! Backup, restore and check of SQLite files, by the program itself. PostgreSQL
//! has its own tools: `instances.rs` has what is ours about them.

use crate::support::{
    self, Person, code_of,
    process::{Process, add, program},
    sign_in,
};
use smarketing_domain::{filter::Filter, report::report, wire::Verdict};
use std::{
    path::Path,
    process::Output,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

const PASSWORD: &str = "green chairs in the rain";

fn run(database: &str, arguments: &[&str]) -> Output {
    program(database).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

async fn ann(process: &Process) -> Person {
    let (cookie, session) = sign_in(&process.url, "ann@example.org", PASSWORD).await;
    Person::new(&process.url, cookie, session).await
}

fn figures(person: &Person) -> String {
    serde_json::to_string(&report(&person.workspace, &Filter::default(), None)).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_is_whole_and_restoring_it_brings_its_figures_back() {
    let folder = tempfile::tempdir().unwrap();
    let database = support::database::sqlite(folder.path());
    assert!(add(&database, "ann@example.org", PASSWORD).status.success());
    let (file, late) = (folder.path().join("backup.db"), folder.path().join("late.db"));
    let process = Process::start(&database, &[]);
    let mut writer = ann(&process).await;
    let mut quiet = ann(&process).await;
    let stop = Arc::new(AtomicBool::new(false));
    let load = tokio::spawn({
        let stop = stop.clone();
        async move {
            let mut made = 0;
            while !stop.load(Ordering::Relaxed) {
                let body = writer.new_deal("Under load");
                assert!(matches!(writer.make(body).await, Verdict::Accepted { .. }));
                made += 1;
            }
            (writer, made)
        }
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let done = tokio::task::spawn_blocking({
        let (database, file) = (database.clone(), file.clone());
        move || run(&database, &["backup", text(&file)])
    })
    .await
    .unwrap();
    assert_eq!(code(&done), Some(0), "{}", said(&done));
    tokio::time::sleep(Duration::from_millis(100)).await;
    stop.store(true, Ordering::Relaxed);
    let (mut writer, made) = load.await.unwrap();
    assert!(made > 5);

    // The copy is a database of its own, in order, and readable by nobody else.
    let copied = run(&format!("sqlite:{}", file.display()), &["check"]);
    assert_eq!(code(&copied), Some(0), "{}", said(&copied));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    // Never over another file, and never under a running server.
    assert!(said(&run(&database, &["backup", text(&file)])).contains("is there already"));
    assert!(said(&run(&database, &["restore", text(&file)])).contains("stop it"));

    assert_eq!(code(&run(&database, &["backup", text(&late)])), Some(0));
    quiet.pull().await;
    let before = figures(&quiet);
    let cursor = quiet.cursor;
    let body = writer.new_deal("After the backup");
    assert_eq!(code_of(&writer.make(body).await), "accepted");
    assert_eq!(process.stop(), Some(0));

    let restored = run(&database, &["restore", text(&late)]);
    assert_eq!(code(&restored), Some(0), "{}", said(&restored));
    let process = Process::start(&database, &[]);
    let again = ann(&process).await;
    assert_eq!((figures(&again), again.cursor), (before, cursor));
    assert_ne!(again.epoch, quiet.epoch, "clients have to learn of it");
    // A client that had seen more is told to begin anew; nothing is executed.
    writer.url.clone_from(&process.url);
    let body = writer.new_deal("Before it knows");
    let operation = writer.operation(body);
    let answer = writer.sync(&[operation]).await;
    assert!(answer.reset && answer.answers.is_empty() && answer.epoch == again.epoch);
    assert_eq!(process.stop(), Some(0));
    assert_eq!(code(&run(&database, &["check"])), Some(0));
    let kept = std::fs::read_dir(folder.path().join("data")).unwrap().flatten();
    assert!(kept.into_iter().any(|f| f.file_name().to_string_lossy().contains(".before-")), "the former one is kept");
}

#[test]
fn what_is_no_backup_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = support::database::sqlite(folder.path());
    assert!(add(&database, "ann@example.org", PASSWORD).status.success());
    let before = std::fs::read(folder.path().join("data/smarketing.db")).unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "not a database at all, but long enough to look at".repeat(100)).unwrap();
    let half = folder.path().join("half.db");
    std::fs::write(&half, &before[..before.len() / 2]).unwrap();
    for (path, sentence) in [
        (folder.path().join("missing.db"), "there is no file"),
        (file, "is no backup of Smarketing"),
        (half, "is no backup of Smarketing"),
    ] {
        let refused = run(&database, &["restore", text(&path)]);
        assert_eq!(code(&refused), Some(1));
        assert!(said(&refused).contains(sentence), "{}", said(&refused));
    }
    assert_eq!(std::fs::read(folder.path().join("data/smarketing.db")).unwrap(), before);
    let nowhere = folder.path().join("nowhere.db");
    let refused = run(&format!("sqlite:{}", nowhere.display()), &["backup", text(&folder.path().join("b.db"))]);
    assert!(code(&refused) == Some(1) && said(&refused).contains("there is no database") && !nowhere.exists());
}

#[test]
fn a_backup_is_restored_where_there_was_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let database = support::database::sqlite(folder.path());
    assert!(add(&database, "ann@example.org", PASSWORD).status.success());
    let file = folder.path().join("backup.db");
    assert_eq!(code(&run(&database, &["backup", text(&file)])), Some(0));
    let other = tempfile::tempdir().unwrap();
    let elsewhere = support::database::sqlite(other.path());
    let restored = run(&elsewhere, &["restore", text(&file)]);
    assert_eq!(code(&restored), Some(0), "{}", said(&restored));
    assert!(said(&run(&elsewhere, &["account", "list"])).contains("ann@example.org"));
}

#[tokio::test]
async fn check_tells_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let database = support::database::sqlite(folder.path());
    assert!(add(&database, "ann@example.org", PASSWORD).status.success());
    let clean = run(&database, &["check"]);
    assert_eq!(code(&clean), Some(0), "{}", said(&clean));
    assert!(said(&clean).contains("All is in order"));
    let harm = |statement: &'static str| {
        let path = folder.path().join("data/smarketing.db");
        async move {
            use sqlx::{ConnectOptions, Connection};
            let mut c = sqlx::sqlite::SqliteConnectOptions::new().filename(path).connect().await.unwrap();
            sqlx::query(statement).execute(&mut c).await.unwrap();
            c.close().await.unwrap();
        }
    };
    for (statement, mend, finding) in [
        (
            "UPDATE entity SET json = replace(json, '\"entity\"', '\"entity') WHERE kind = 'member'",
            "UPDATE entity SET json = replace(json, '\"entity', '\"entity\"') WHERE kind = 'member'",
            "cannot be read",
        ),
        ("UPDATE workspace SET counter = counter - 1", "UPDATE workspace SET counter = counter + 1", "counter"),
        ("UPDATE operation SET number = number + 7", "UPDATE operation SET number = number - 7", "another number"),
        ("UPDATE entity SET latest = latest - 1", "UPDATE entity SET latest = latest + 1", "history"),
        (
            "INSERT INTO receipt SELECT workspace, client, number, '{}' FROM operation",
            "DELETE FROM receipt",
            "a receipt beside it",
        ),
    ] {
        harm(statement).await;
        let found = run(&database, &["check"]);
        assert_eq!(code(&found), Some(2), "{statement}: {}", said(&found));
        assert!(said(&found).contains(finding), "{}", said(&found));
        harm(mend).await;
    }
    assert_eq!(code(&run(&database, &["check"])), Some(0));
}

#[test]
fn a_server_with_a_backup_folder_makes_one_a_day_and_keeps_the_latest() {
    let folder = tempfile::tempdir().unwrap();
    let database = support::database::sqlite(folder.path());
    assert!(add(&database, "ann@example.org", PASSWORD).status.success());
    let backups = folder.path().join("backups");
    std::fs::create_dir(&backups).unwrap();
    for day in 1..=9 {
        std::fs::write(backups.join(format!("smarketing-2020-01-0{day}.db")), "").unwrap();
    }
    let process = Process::start(&database, &["--backup-dir", text(&backups), "--backup-keep", "3"]);
    let names = || {
        let mut names: Vec<_> =
            std::fs::read_dir(&backups).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let began = Instant::now();
    while names().len() != 3 && began.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(50));
    }
    let left = names();
    assert_eq!(left.len(), 3, "{left:?}");
    assert_eq!(left[..2], ["smarketing-2020-01-08.db", "smarketing-2020-01-09.db"]);
    let copy = format!("sqlite:{}", backups.join(&left[2]).display());
    assert_eq!(code(&run(&copy, &["check"])), Some(0));
    assert_eq!(process.stop(), Some(0));
}
