//! A client that goes on whatever happens to the server, and knows what it was
//! promised.

use super::{Person, deal_of};
use smarketing_domain::{
    deal::Place,
    ids::{DealId, StageId},
    operation::{Body, DealAction, Operation},
    rank::Rank,
    wire::{SyncResponse, Verdict},
};
use sqlx::{Connection, SqliteConnection};
use std::collections::{BTreeMap, VecDeque};

/// Chance that is the same in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// A client that sends until it hears, as the app does.
pub struct Worker {
    pub ann: Person,
    stages: Vec<StageId>,
    /// The workspace's counter before the first change.
    begun: u64,
    /// What was made and not answered yet, in order.
    pub waiting: VecDeque<Operation>,
    /// Number and counter of each acknowledged operation.
    pub acknowledged: BTreeMap<u64, u64>,
    /// How often each deal has entered a stage.
    pub entered: BTreeMap<DealId, usize>,
}

impl Worker {
    pub fn new(ann: Person) -> Self {
        let (stages, begun) = (ann.open_stages(), ann.cursor);
        Self { ann, stages, begun, waiting: VecDeque::new(), acknowledged: BTreeMap::new(), entered: BTreeMap::new() }
    }

    /// After everything was answered: each operation has a place of its own in
    /// the workspace's order, and each change is there once.
    pub async fn check(&mut self) {
        let mut counters: Vec<u64> = self.acknowledged.values().copied().collect();
        counters.sort_unstable();
        assert_eq!(counters, (self.begun + 1..=self.begun + self.ann.number).collect::<Vec<_>>());
        self.ann.bootstrap().await;
        assert_eq!(self.ann.cursor, self.begun + self.ann.number);
        for (id, entered) in &self.entered {
            let deal = self.ann.workspace.deal(*id).unwrap_or_else(|| panic!("{id} is lost"));
            assert_eq!(deal.entries.len(), *entered, "{id}");
        }
    }

    /// One more change: a new deal, or a move of one.
    pub fn make(&mut self, dice: &mut Dice) {
        let deals: Vec<DealId> = self.entered.keys().copied().collect();
        let body = if deals.len() < 5 || dice.below(4) == 0 {
            self.ann.new_deal("Survivor")
        } else {
            let id = deals[dice.below(deals.len() as u64) as usize];
            let stage = self.stages[dice.below(self.stages.len() as u64) as usize];
            let to = Place { stage, rank: Rank::spread_after(None, 1)[0].clone(), loss: None };
            Body::Deal(DealAction::Move {
                id,
                to,
                entered: Some(self.ann.clock.tick(now()).at()),
                retract: None,
                remark: None,
            })
        };
        *self.entered.entry(deal_of(&body)).or_default() += 1;
        let operation = self.ann.operation(body);
        self.waiting.push_back(operation);
    }

    /// Sends what waits; false when no answer came.
    pub async fn send(&mut self) -> bool {
        let batch: Vec<Operation> = self.waiting.iter().cloned().collect();
        let Some(response) = self.ann.try_sync_quietly(&batch).await else { return false };
        let Ok(answer) = response.json::<SyncResponse>().await else { return false };
        for answer in &answer.answers {
            let Verdict::Accepted { seq, .. } = answer.verdict else { panic!("{answer:?}") };
            let known = self.acknowledged.insert(answer.number, seq);
            assert!(known.is_none_or(|known| known == seq), "a number is answered the same again");
        }
        self.waiting.clear();
        true
    }

    /// Asks again for what was acknowledged before.
    pub async fn ask_again(&mut self, old: &[Operation]) {
        let answers = self.ann.sync(old).await.answers;
        for answer in answers {
            let expected = Verdict::accepted(self.acknowledged[&answer.number]);
            assert_eq!(answer.verdict, expected, "what was acknowledged stays so");
        }
    }
}

fn now() -> smarketing_domain::clock::Timestamp {
    smarketing_server::time::now()
}

/// What SQLite says of the file. PostgreSQL itself was not killed.
pub async fn integrity(database: &str) -> String {
    if super::database::postgres().is_some() {
        return "ok".to_owned();
    }
    let mut connection = SqliteConnection::connect(database).await.unwrap();
    let said = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    said
}
