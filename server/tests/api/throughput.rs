//! How fast: prints figures for people to judge.
//! `cargo test --release -p smarketing-server --test api throughput:: -- --ignored --nocapture`

use crate::support::{Server, code_of};
use smarketing_domain::member::Role;
use std::time::Instant;

const DEALS: usize = 8_800;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "prints figures"]
async fn an_import_of_8800_deals() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Manager).await;
    let operations: Vec<_> = (0..DEALS)
        .map(|n| {
            let body = ann.new_deal(&format!("Deal {n}"));
            ann.operation(body)
        })
        .collect();
    let began = Instant::now();
    for batch in operations.chunks(1_000) {
        let answer = ann.sync(batch).await;
        assert!(answer.answers.iter().all(|a| code_of(&a.verdict) == "accepted"));
    }
    let took = began.elapsed();
    println!("{DEALS} creations in 9 requests: {took:?}, {:.0} a second", DEALS as f64 / took.as_secs_f64());

    let began = Instant::now();
    for _ in 0..200 {
        let body = ann.new_deal("One by one");
        assert_eq!(code_of(&ann.make(body).await), "accepted");
    }
    println!("200 single changes: {:?} each", began.elapsed() / 200);

    for coding in ["identity", "br", "br", "gzip"] {
        let began = Instant::now();
        let bytes =
            ann.get("/api/snapshot").header("accept-encoding", coding).send().await.unwrap().bytes().await.unwrap();
        println!("snapshot ({coding}): {} bytes in {:?}", bytes.len(), began.elapsed());
    }
    let began = Instant::now();
    let (mut bob, mut pages) = (server.person("bob@example.org", Role::Member).await, 0);
    println!("sign-in and snapshot of a second person: {:?}", began.elapsed());
    bob.cursor = 0;
    let began = Instant::now();
    while bob.sync(&[]).await.more {
        pages += 1;
    }
    println!("everything by cursor: {} pages in {:?}", pages + 1, began.elapsed());
}
