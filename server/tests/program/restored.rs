//! A backup is put back while clients know of more: the client that ships, the
//! program itself, and real sockets between them. Restoring PostgreSQL is its own
//! tools' business; what is ours about it is in `instances.rs`.

use crate::support::browser::{Browser, Tab, perform, rest};
use crate::support::{
    database,
    process::{Process, add, program},
};
use smarketing_domain::{
    ids::TaskId,
    operation::{Action, Body},
    task::TaskChange,
};
use std::{cell::RefCell, rc::Rc};
use uuid::Uuid;

const PASSWORD: &str = "green chairs in the rain";
const CLIENTS: usize = 20;
const OPERATIONS: u64 = 500;

fn titled(title: String) -> Vec<TaskChange> {
    vec![TaskChange::Title(title)]
}

fn create(title: String) -> (TaskId, Body) {
    let id = TaskId(Uuid::now_v7());
    (id, Action::Create { id, set: titled(title) }.into())
}

/// Each client makes five tasks of its own, renames each three times, and one
/// that is everybody's five times.
fn work(tabs: &[Tab], of_all: TaskId) {
    for (n, tab) in tabs.iter().enumerate() {
        for task in 0..5 {
            let (id, body) = create(format!("{n}/{task}"));
            perform(tab, vec![body]);
            for round in 0..3 {
                perform(tab, vec![Action::Edit { id, set: titled(format!("{n}/{task}/{round}")) }.into()]);
            }
            perform(tab, vec![Action::Edit { id: of_all, set: titled(format!("{n}/all/{task}")) }.into()]);
        }
    }
}

#[tokio::test]
async fn what_was_confirmed_after_a_backup_is_there_again_once_and_for_all_after_it_is_restored() {
    tokio::task::LocalSet::new().run_until(restored()).await;
}

async fn restored() {
    let folder = tempfile::tempdir().unwrap();
    let database = database::sqlite(folder.path());
    let file = folder.path().join("backup.db");
    let said = |arguments: &[&str]| {
        let output = program(&database).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    assert!(add(&database, "ann@example.org", PASSWORD).status.success());
    let process = Process::start(&database, &[]);
    let url = Rc::new(RefCell::new(process.url.clone()));
    let mut tabs = Vec::new();
    for _ in 0..CLIENTS {
        tabs.push(Browser::open(&url, "ann@example.org", PASSWORD).await);
    }
    rest(&tabs).await;
    let (of_all, body) = create("Everybody's".to_owned());
    perform(&tabs[0], vec![body]);
    let at_backup = rest(&tabs).await;
    said(&["backup", file.to_str().unwrap()]);

    work(&tabs, of_all);
    assert_eq!(rest(&tabs).await, at_backup + OPERATIONS);
    let confirmed = tabs[0].screen.desk.borrow().view().clone();

    assert_eq!(process.stop(), Some(0));
    said(&["restore", file.to_str().unwrap()]);
    let process = Process::start(&database, &[]);
    url.borrow_mut().clone_from(&process.url);
    tabs.iter().for_each(|tab| tab.tell(smarketing_sync::engine::Engine::retry));

    // Each accepted operation raises the counter by one: none is missing, none is there twice.
    assert_eq!(rest(&tabs).await, at_backup + OPERATIONS);
    for tab in &tabs {
        assert_eq!(*tab.screen.desk.borrow().view(), confirmed, "as it was, in the order in which it was made");
        assert!(tab.screen.tray.borrow().iter().all(|item| item.rejection.code == "overwritten"));
    }
    process.kill();
    said(&["check"]);
}
