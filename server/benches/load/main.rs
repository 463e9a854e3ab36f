//! `make load`: how long a change takes from its acknowledgement to every other
//! client's screen state, with 200 clients and 50 writes a second; on three
//! instances over PostgreSQL, the same while one of them is killed and started
//! again, and on one instance over SQLite.
//!
//! LOAD_CLIENTS, LOAD_WRITES (a second) and LOAD_SECONDS change that.

mod client;
mod figures;
mod instance;
mod people;

use client::Client;
use figures::Book;
use instance::Instance;
use std::{
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

/// The longest that 99 of 100 changes may take.
const BAR: Duration = Duration::from_millis(500);

/// How long a killed instance is away.
const AWAY: Duration = Duration::from_secs(2);

/// What is put on.
#[derive(Clone, Copy)]
struct Load {
    clients: usize,
    writes: usize,
    time: Duration,
}

#[tokio::main]
async fn main() -> ExitCode {
    let number = |name: &str, or| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(or);
    let load = Load {
        clients: number("LOAD_CLIENTS", 200),
        writes: number("LOAD_WRITES", 50),
        time: Duration::from_secs(number("LOAD_SECONDS", 40) as u64),
    };
    let folder = tempfile::tempdir().expect("a folder for the database");
    let mut well = true;
    match std::env::var("SMARKETING_TEST_POSTGRES") {
        Ok(address) => {
            let plan = |what| Plan { what, database: &address, instances: 3, kills: false };
            well &= run(Plan { ..plan("calm") }, load).await;
            well &= run(Plan { kills: true, ..plan("killed") }, load).await;
        }
        Err(_) => println!("PostgreSQL is left out: scripts/with-postgres.sh gives one"),
    }
    let file = format!("sqlite:{}", folder.path().join("load.db").display());
    well &= run(Plan { what: "alone", database: &file, instances: 1, kills: false }, load).await;
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What the load is put on.
struct Plan<'a> {
    /// A name for the workspace.
    what: &'a str,
    database: &'a str,
    instances: usize,
    /// The first instance is killed in the middle, and started again.
    kills: bool,
}

/// One load; prints its figures and answers whether all went well.
async fn run(plan: Plan<'_>, load: Load) -> bool {
    let Plan { what, database, instances: count, kills } = plan;
    let kind = if database.starts_with("sqlite") { "SQLite" } else { "PostgreSQL" };
    let killed = if kills { ", one of them killed and started again" } else { "" };
    println!(
        "{count} instances on {kind}{killed}: {} clients, {} writes a second for {:?}",
        load.clients, load.writes, load.time
    );
    let cookies = people::prepare(database, what, load.clients).await;
    let mut instances: Vec<_> = (0..count).map(|_| Instance::start(database)).collect();
    let book = Arc::new(Book::default());
    let mut opening = Vec::new();
    for (index, cookie) in cookies.into_iter().enumerate() {
        opening.push(tokio::spawn(Client::open(index, instances[index % count].url.clone(), cookie, book.clone())));
    }
    let mut clients = Vec::new();
    for client in opening {
        clients.push(client.await.expect("a client opens"));
    }
    let first = clients.iter().map(|client| client.replica.cursor()).max().unwrap_or_default();
    let began = Instant::now();
    let every = Duration::from_secs_f64(load.clients as f64 / load.writes as f64);
    let running: Vec<_> = clients.into_iter().map(|c| tokio::spawn(c.run(began, every, load))).collect();
    if kills {
        tokio::time::sleep(load.time / 2).await;
        instances[0].kill();
        tokio::time::sleep(AWAY).await;
        tokio::task::block_in_place(|| instances[0].start_again());
    }
    let mut ended = Vec::new();
    for client in running {
        ended.push(client.await.expect("a client ends"));
    }
    let equal = ended.windows(2).all(|two| two[0].replica.view() == two[1].replica.view());
    let last = ended.iter().map(|client| client.replica.cursor()).max().unwrap_or_default();
    let lived = |client: usize| !kills || !client.is_multiple_of(count);
    let figures = book.figures(ended.iter().map(|client| &client.read), (first, last), lived);
    println!("{figures}");
    println!("  every client ends with the same records: {}", if equal { "yes" } else { "NO" });
    println!("  processor time of the servers: {:.1} s", instances.iter().map(Instance::processor).sum::<f64>());
    equal && figures.is_within(BAR) && (kills || figures.is_smooth())
}
