//! `make load`: how long a change takes from its acknowledgement to every other
//! client's screen state, with 200 clients and 50 writes a second; on three
//! instances over PostgreSQL, and on one over SQLite.
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
        Ok(address) => well &= run("3 instances, PostgreSQL", &address, 3, load).await,
        Err(_) => println!("PostgreSQL is left out: scripts/with-postgres.sh gives one"),
    }
    let file = format!("sqlite:{}", folder.path().join("load.db").display());
    well &= run("1 instance, SQLite", &file, 1, load).await;
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One load; prints its figures and answers whether all went well.
async fn run(name: &str, database: &str, count: usize, load: Load) -> bool {
    println!("{name}: {} clients, {} writes a second for {:?}", load.clients, load.writes, load.time);
    let cookies = people::prepare(database, load.clients).await;
    let instances: Vec<_> = (0..count).map(|_| Instance::start(database)).collect();
    let book = Arc::new(Book::default());
    let mut opening = Vec::new();
    for (index, cookie) in cookies.into_iter().enumerate() {
        opening.push(tokio::spawn(Client::open(index, instances[index % count].url.clone(), cookie, book.clone())));
    }
    let mut clients = Vec::new();
    for client in opening {
        clients.push(client.await.expect("a client opens"));
    }
    let began = Instant::now();
    let every = Duration::from_secs_f64(load.clients as f64 / load.writes as f64);
    let running: Vec<_> = clients.into_iter().map(|c| tokio::spawn(c.run(began, every, load))).collect();
    let mut ended = Vec::new();
    for client in running {
        ended.push(client.await.expect("a client ends"));
    }
    let equal = ended.windows(2).all(|two| two[0].replica.view() == two[1].replica.view());
    let figures = book.figures(ended.iter().map(|client| &client.read));
    println!("{figures}");
    println!("  every client ends with the same records: {}", if equal { "yes" } else { "NO" });
    println!("  processor time of the servers: {:.1} s", instances.iter().map(Instance::processor).sum::<f64>());
    equal && figures.is_within(BAR)
}
