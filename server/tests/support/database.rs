//! Which database a test runs on: an SQLite file in its folder, or, when
//! SMARKETING_TEST_POSTGRES names a server, a database of its own there
//! (`scripts/with-postgres.sh` starts a server).

use sqlx::{ConnectOptions, Connection, Executor, postgres::PgConnectOptions};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// The server for tests on PostgreSQL.
pub fn postgres() -> Option<String> {
    std::env::var("SMARKETING_TEST_POSTGRES").ok().filter(|address| !address.is_empty())
}

/// The address of the folder's database: the same each time, for `--database`.
pub fn address(folder: &Path) -> String {
    match postgres() {
        Some(server) => address_at(&server, folder),
        None => sqlite(folder),
    }
}

/// The address of an SQLite file in the folder.
pub fn sqlite(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("data/smarketing.db").display())
}

fn address_at(server: &str, folder: &Path) -> String {
    static MADE: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = folder.display().to_string();
    made.entry(folder).or_insert_with(|| create(server)).clone()
}

/// An empty database of a fresh name.
fn create(server: &str) -> String {
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    let statement = format!("CREATE DATABASE {name}");
    block_on(server.to_owned(), statement);
    let (host, _) = server.rsplit_once('/').expect("an address ends with the database's name");
    format!("{host}/{name}")
}

/// Runs a statement on a server, from anywhere: a test may be asynchronous or not.
pub fn block_on(server: String, statement: String) {
    let run = async move {
        let options: PgConnectOptions = server.parse().unwrap();
        let mut connection = options.connect().await.unwrap();
        connection.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
        connection.close().await.unwrap();
    };
    let thread = std::thread::spawn(|| {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run);
    });
    thread.join().unwrap();
}
