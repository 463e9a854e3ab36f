//! `kill -9` in the middle of traffic, again and again.

mod support;

use smarketing_domain::{
    deal::Place,
    ids::{DealId, StageId},
    operation::{Body, DealAction, Operation},
    rank::Rank,
    wire::{SyncResponse, Verdict},
};
use sqlx::{Connection, SqliteConnection};
use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, Instant},
};
use support::{
    Person, deal_of,
    process::{Process, add},
    sign_in,
};

const ROUNDS: u64 = 100;
const PASSWORD: &str = "green chairs in the rain";

/// Chance that is the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// A client that sends until it hears, as the app does.
struct Worker {
    ann: Person,
    stages: Vec<StageId>,
    /// What was made and not answered yet, in order.
    waiting: VecDeque<Operation>,
    /// Number and counter of each acknowledged operation.
    acknowledged: BTreeMap<u64, u64>,
    /// How often each deal has entered a stage.
    entered: BTreeMap<DealId, usize>,
}

impl Worker {
    /// One more change: a new deal, or a move of one.
    fn make(&mut self, dice: &mut Dice) {
        let deals: Vec<DealId> = self.entered.keys().copied().collect();
        let body = if deals.len() < 5 || dice.below(4) == 0 {
            self.ann.new_deal("Survivor")
        } else {
            let id = deals[dice.below(deals.len() as u64) as usize];
            let stage = self.stages[dice.below(self.stages.len() as u64) as usize];
            let to = Place { stage, rank: Rank::spread_after(None, 1)[0].clone(), loss: None };
            Body::Deal(DealAction::Move { id, to, entered: Some(self.ann.clock.tick(now()).at()), retract: None })
        };
        *self.entered.entry(deal_of(&body)).or_default() += 1;
        let operation = self.ann.operation(body);
        self.waiting.push_back(operation);
    }

    /// Sends what waits; false when no answer came.
    async fn send(&mut self) -> bool {
        let batch: Vec<Operation> = self.waiting.iter().cloned().collect();
        let Some(response) = self.ann.try_sync_quietly(&batch).await else { return false };
        let Ok(answer) = response.json::<SyncResponse>().await else { return false };
        for answer in &answer.answers {
            let Verdict::Accepted { seq } = answer.verdict else { panic!("{answer:?}") };
            let known = self.acknowledged.insert(answer.number, seq);
            assert!(known.is_none_or(|known| known == seq), "a number is answered the same again");
        }
        self.waiting.clear();
        true
    }

    /// Asks again for what was acknowledged before.
    async fn ask_again(&mut self, old: &[Operation]) {
        let answers = self.ann.sync(old).await.answers;
        for answer in answers {
            let expected = Verdict::Accepted { seq: self.acknowledged[&answer.number] };
            assert_eq!(answer.verdict, expected, "what was acknowledged stays so");
        }
    }
}

fn now() -> smarketing_domain::clock::Timestamp {
    smarketing_server::time::now()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_lose_nothing_that_was_acknowledged_and_apply_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let database = support::address(&folder);
    assert!(add(&database, "ann@example.org", PASSWORD).status.success());

    let mut process = Process::start(&database, &[]);
    let (cookie, session) = sign_in(&process.url, "ann@example.org", PASSWORD).await;
    let ann = Person::new(&process.url, cookie, session).await;
    let begun = ann.cursor;
    let stages = ann.open_stages();
    let mut dice = Dice(20_261_122);
    let mut worker =
        Worker { ann, stages, waiting: VecDeque::new(), acknowledged: BTreeMap::new(), entered: BTreeMap::new() };
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

    // Each operation has a place of its own in the workspace's order.
    let mut counters: Vec<u64> = worker.acknowledged.values().copied().collect();
    counters.sort_unstable();
    assert_eq!(counters, (begun + 1..=begun + worker.ann.number).collect::<Vec<_>>());
    // And each change is there once.
    worker.ann.bootstrap().await;
    assert_eq!(worker.ann.cursor, begun + worker.ann.number);
    for (id, entered) in &worker.entered {
        let deal = worker.ann.workspace.deal(*id).unwrap_or_else(|| panic!("{id} is lost"));
        assert_eq!(deal.entries.len(), *entered, "{id}");
    }
    assert!(worker.acknowledged.len() as u64 > 5 * ROUNDS, "there was traffic");
    process.kill();
    assert_eq!(integrity(&database).await, "ok");
}

/// What SQLite says of the file. PostgreSQL itself was not killed.
async fn integrity(database: &str) -> String {
    if support::database::postgres().is_some() {
        return "ok".to_owned();
    }
    let mut connection = SqliteConnection::connect(database).await.unwrap();
    let said = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    said
}
