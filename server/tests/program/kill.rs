//! `kill -9` in the middle of traffic, again and again.

use crate::support::{
    self, Person,
    process::{Process, add},
    sign_in,
    traffic::{Dice, Worker, integrity},
};
use smarketing_domain::operation::Operation;
use std::time::{Duration, Instant};

const ROUNDS: u64 = 100;
const PASSWORD: &str = "green chairs in the rain";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_lose_nothing_that_was_acknowledged_and_apply_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let database = support::address(&folder);
    assert!(add(&database, "ann@example.org", PASSWORD).status.success());

    let mut process = Process::start(&database, &[]);
    let (cookie, session) = sign_in(&process.url, "ann@example.org", PASSWORD).await;
    let mut worker = Worker::new(Person::new(&process.url, cookie, session).await);
    let mut dice = Dice(20_261_122);
    let mut last: Vec<Operation> = Vec::new();

    for round in 0..ROUNDS {
        // What the last round left open is sent again under its old numbers.
        assert!(worker.send().await, "round {round}");
        worker.ask_again(&last).await;
        let until = Instant::now() + Duration::from_millis(10 + dice.below(60));
        while Instant::now() < until {
            (0..=dice.below(12)).for_each(|_| worker.make(&mut dice));
            last = worker.waiting.iter().cloned().collect();
            assert!(worker.send().await, "round {round}");
        }
        // More is under way when the lights go out.
        (0..=dice.below(12)).for_each(|_| worker.make(&mut dice));
        let (rest, delay) = (dice.below(4_000), process);
        let killer = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_micros(rest)).await;
            delay.kill();
        });
        worker.send().await;
        killer.await.unwrap();
        if round % 10 == 9 {
            assert_eq!(integrity(&database).await, "ok", "round {round}");
        }
        process = Process::start(&database, &[]);
        worker.ann.url = process.url.clone();
    }
    assert!(worker.send().await);

    worker.check().await;
    assert!(worker.acknowledged.len() as u64 > 5 * ROUNDS, "there was traffic");
    process.kill();
    assert_eq!(integrity(&database).await, "ok");
}
