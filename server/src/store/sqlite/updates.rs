//! Databases of earlier versions, and what becomes of what they hold.

use super::*;
use crate::store::{Log as _, LogOf, Records as _};
use smarketing_domain::ids::{MemberId, WorkspaceId};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// A new database with the tables as of a step.
async fn as_of(step: i64, path: &Path) -> SqlitePool {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let old = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    let until: Vec<_> = MIGRATIONS.iter().filter(|one| one.version <= step).cloned().collect();
    Migrator { migrations: until.into(), ..Migrator::DEFAULT }.run(&old).await.unwrap();
    old
}

#[tokio::test]
async fn a_database_of_the_first_tables_is_brought_up_to_date_with_all_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let old = as_of(2, &path).await;
    let rows = "INSERT INTO workspace VALUES ('w', 'Studio', 2, 0); \
         INSERT INTO operation VALUES ('w', 2, 'c', 2, 'm', 's2', '2'), ('w', 1, 'c', 1, 'm', 's1', '1'); \
         INSERT INTO receipt VALUES ('w', 'c', 3, 'no'), ('w', 'c', 1, 'yes'), ('w', 'c', 2, 'yes')";
    sqlx::raw_sql(rows).execute(&old).await.unwrap();
    old.close().await;

    let now = Sqlite::open(path.to_str().unwrap()).await.unwrap();
    let operations: Vec<(i64, String)> =
        sqlx::query_as("SELECT seq, json FROM operation ORDER BY seq").fetch_all(&now.readers).await.unwrap();
    assert_eq!(operations, [(1, "1".to_owned()), (2, "2".to_owned())]);
    // What was accepted is its own receipt from then on.
    let receipts: Vec<(i64, String)> =
        sqlx::query_as("SELECT number, verdict FROM receipt").fetch_all(&now.readers).await.unwrap();
    assert_eq!(receipts, [(3, "no".to_owned())]);
}

#[tokio::test]
async fn what_was_done_to_a_record_hangs_together_after_an_update() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let old = as_of(5, &path).await;
    let (workspace, one, two) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
    let about = |seq: i64, id: Uuid| {
        format!("('{workspace}', {seq}, 'c', {seq}, 'm', 's', '{{\"body\":{{\"id\":\"{id}\"}}}}', NULL)")
    };
    let rows = format!(
        "INSERT INTO workspace VALUES ('{workspace}', 'Studio', 4, 0); \
         INSERT INTO entity VALUES ('{workspace}', 'deal', '{one}', 4, '1'), ('{workspace}', 'task', '{two}', 2, '2'); \
         INSERT INTO operation VALUES {}, {}, {}, {}",
        about(1, one),
        about(2, two),
        about(3, one),
        about(4, one)
    );
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(&old).await.unwrap();
    old.close().await;

    let now = Sqlite::open(path.to_str().unwrap()).await.unwrap();
    let found = async |id, before, count| {
        let of = LogOf::Record(id);
        let rows = now.log(WorkspaceId(workspace), of, before, count).await.unwrap();
        rows.iter().map(|row| row.seq).collect::<Vec<_>>()
    };
    assert_eq!(found(one, u64::MAX, 10).await, [4, 3, 1]);
    assert_eq!(found(one, 4, 1).await, [3]);
    assert_eq!(found(two, u64::MAX, 10).await, [2]);
    assert_eq!(found(Uuid::from_u128(9), u64::MAX, 10).await, [0; 0]);
}

#[tokio::test]
async fn changes_and_authors_are_found_after_an_update_in_each_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let old = as_of(8, &path).await;
    let [one, other, ann, bob] = [1, 2, 3, 4].map(Uuid::from_u128);
    for (workspace, name) in [(one, "One"), (other, "Other")] {
        // Ann wrote from two devices, what Bob wrote came in between; a record changed twice.
        let rows = format!(
            "INSERT INTO workspace VALUES ('{workspace}', '{name}', 5, 0, 0); \
             INSERT INTO entity VALUES ('{workspace}', 'deal', 'a', 4, 'a4', 4), ('{workspace}', 'deal', 'b', 2, 'b2', 2), \
                 ('{workspace}', 'deal', 'c', 5, 'c5', NULL); \
             INSERT INTO client VALUES ('{workspace}', 'x', '{ann}'), ('{workspace}', 'y', '{ann}'), ('{workspace}', 'z', '{bob}'); \
             INSERT INTO operation (workspace, seq, client, number, author, stamp, json) VALUES \
                 ('{workspace}', 1, 'x', 1, '{ann}', 's', '1'), ('{workspace}', 2, 'z', 1, '{bob}', 's', '2'), \
                 ('{workspace}', 3, 'y', 7, '{ann}', 's', '3'), ('{workspace}', 4, 'x', 2, '{ann}', 's', '4')"
        );
        sqlx::raw_sql(AssertSqlSafe(rows)).execute(&old).await.unwrap();
    }
    old.close().await;

    let now = Sqlite::open(path.to_str().unwrap()).await.unwrap();
    for workspace in [one, other].map(WorkspaceId) {
        let changed = async |after, bytes| {
            let changes = now.changes(workspace, after, bytes).await.unwrap();
            (changes.rows.into_iter().map(|row| row.json).collect::<Vec<_>>(), changes.cursor, changes.counter)
        };
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(changed(0, 99).await, (texts(&["b2", "a4", "c5"]), 5, 5));
        assert_eq!(changed(0, 3).await, (texts(&["b2"]), 2, 5));
        assert_eq!(changed(4, 99).await, (texts(&["c5"]), 5, 5));
        assert_eq!(changed(u64::MAX, 99).await, (texts(&[]), 5, 5));
        assert_eq!(now.missed(workspace, 2).await.unwrap(), (2, 3));
        assert_eq!(now.missed(workspace, u64::MAX).await.unwrap(), (0, 3));
        let by = async |member, before, count| {
            let rows = now.log(workspace, LogOf::Author(MemberId(member)), before, count).await.unwrap();
            rows.iter().map(|row| row.seq).collect::<Vec<_>>()
        };
        assert_eq!(by(ann, u64::MAX, 9).await, [4, 3, 1]);
        assert_eq!(by(ann, 4, 1).await, [3]);
        assert_eq!(by(bob, u64::MAX, 9).await, [2]);
    }
    // Lines of changes are added by the tables themselves, in their own workspace only.
    let moved = format!("UPDATE entity SET seq = 6, json = 'b6' WHERE workspace = '{one}' AND id = 'b'");
    sqlx::raw_sql(AssertSqlSafe(moved)).execute(&now.writer).await.unwrap();
    let after = async |workspace| now.changes(WorkspaceId(workspace), 5, 99).await.unwrap().rows.len();
    assert_eq!((after(one).await, after(other).await), (1, 0));
    assert!(sqlx::query(places::UNPLACED).fetch_all(&now.readers).await.unwrap().is_empty());
}
