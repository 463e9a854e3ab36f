//! One client, as the app is one: a stream of nudges, one exchange at a time,
//! and a replica of the workspace.

use super::{
    Load,
    figures::{Book, Read},
    people::new_deal,
};
use futures_util::{Stream, StreamExt};
use reqwest::RequestBuilder;
use serde_json::json;
use smarketing_domain::{
    clock::Clock,
    ids::{ClientId, DealId, EpochId, MemberId},
    operation::{Body, Operation},
    replica::Replica,
    wire::{Nudge, Snapshot, SyncRequest, SyncResponse, Verdict},
    workspace::Workspace,
};
use smarketing_server::time::now;
use std::{
    pin::Pin,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// How long a client may need at the end for what it has not seen.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a client waits before it tries again.
const AGAIN: Duration = Duration::from_millis(200);
/// Silence after which nothing more is expected.
const QUIET: Duration = Duration::from_secs(3);

type Nudges = Pin<Box<dyn Stream<Item = u64> + Send>>;

/// A client.
pub struct Client {
    /// Its view.
    pub replica: Replica,
    /// What it read when.
    pub read: Read,
    index: usize,
    http: reqwest::Client,
    url: String,
    cookie: String,
    nudges: Nudges,
    id: ClientId,
    clock: Clock,
    number: u64,
    epoch: EpochId,
    book: Arc<Book>,
}

impl Client {
    /// Takes a snapshot and opens the stream.
    pub async fn open(index: usize, url: String, cookie: String, book: Arc<Book>) -> Self {
        let http = reqwest::Client::new();
        let request = http.get(format!("{url}/api/snapshot")).header("cookie", &cookie);
        let snapshot: Snapshot = request.send().await.expect("a snapshot").json().await.expect("a whole one");
        let id = ClientId(Uuid::new_v4().as_u64_pair().0);
        let mut records = Workspace::default();
        snapshot.entities.into_iter().for_each(|entity| records.put(entity));
        let replica = Replica::new(records, snapshot.cursor);
        let nudges = listen(http.get(format!("{url}/api/events")).header("cookie", &cookie)).await;
        let (clock, epoch, read) = (Clock::new(id), snapshot.epoch, Read { by: index, steps: Vec::new() });
        Self { replica, read, index, http, url, cookie, nudges, id, clock, number: 0, epoch, book }
    }

    /// Works until the time is over and all is read.
    pub async fn run(mut self, began: Instant, every: Duration, load: Load) -> Self {
        // Spread evenly: the writes of all come one after another.
        let mut next = began + every.mul_f64(self.index as f64 / load.clients as f64);
        let end = began + load.time;
        while next < end {
            tokio::select! {
                () = tokio::time::sleep_until(next.into()) => {
                    next += every;
                    let body = self.change();
                    self.make(body).await;
                }
                nudge = self.nudges.next() => self.hear(nudge).await,
            }
        }
        let patience = end + PATIENCE;
        while Instant::now() < patience {
            match tokio::time::timeout(QUIET, self.nudges.next()).await {
                Ok(nudge) => self.hear(nudge).await,
                Err(_) => break,
            }
        }
        self
    }

    /// A new deal now and then, otherwise an edit of one.
    fn change(&self) -> Body {
        let view = self.replica.view();
        let round = self.number;
        if round % 4 == 3 {
            return new_deal(view, &format!("By {} in round {round}", self.index));
        }
        let deals: Vec<DealId> = view.deals.keys().collect();
        let id = deals[(self.index * 31 + round as usize * 7) % deals.len()];
        let title = format!("Said by {} in round {round}", self.index);
        let edit = json!({ "kind": "deal", "do": "edit", "id": id, "set": [{ "title": title }] });
        serde_json::from_value(edit).expect("an edit")
    }

    async fn make(&mut self, body: Body) {
        self.number += 1;
        self.book.made.fetch_add(1, Ordering::Relaxed);
        let stamp = self.clock.tick(now());
        self.replica.perform(Operation { number: self.number, stamp, author: MemberId::default(), body });
        self.exchange(Instant::now()).await;
    }

    async fn hear(&mut self, nudge: Option<u64>) {
        match nudge {
            Some(cursor) if cursor <= self.replica.cursor() => {}
            Some(_) => self.exchange(Instant::now()).await,
            None => {
                self.book.reopened.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(AGAIN).await;
                let request = self.http.get(format!("{}/api/events", self.url));
                self.nudges = listen(request.header("cookie", &self.cookie)).await;
            }
        }
    }

    /// Sends what waits and reads what is new, until nothing is. As the app does, it
    /// tries again when no answer comes.
    async fn exchange(&mut self, sent: Instant) {
        let patience = sent + PATIENCE;
        loop {
            let operations: Vec<Operation> = self.replica.to_send(self.id).cloned().collect();
            let (client, epoch, cursor) = (self.id, self.epoch, self.replica.cursor());
            let request = SyncRequest { client, epoch, cursor, operations, gaps: false, seen: None, told: None };
            self.book.exchanges.fetch_add(1, Ordering::Relaxed);
            let Some(answer) = self.ask(&request).await else {
                self.book.retried.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(AGAIN).await;
                if Instant::now() > patience {
                    return;
                }
                continue;
            };
            for said in &answer.answers {
                match said.verdict {
                    Verdict::Accepted { seq, .. } => self.book.wrote(self.index, seq, sent),
                    Verdict::Rejected { .. } => drop(self.book.errors.fetch_add(1, Ordering::Relaxed)),
                }
            }
            self.replica.settle(self.id, &answer.answers, answer.entities, answer.cursor);
            if answer.cursor > cursor {
                self.read.steps.push((cursor, answer.cursor, Instant::now()));
            }
            if !answer.more {
                self.replica.caught_up();
                return;
            }
        }
    }

    async fn ask(&mut self, request: &SyncRequest) -> Option<SyncResponse> {
        let post = self.http.post(format!("{}/api/sync", self.url)).header("cookie", &self.cookie);
        let response = post.json(request).send().await.ok()?.error_for_status().ok()?;
        response.json::<SyncResponse>().await.ok().filter(|answer| !answer.reset)
    }
}

/// The counters that a stream of nudges tells.
async fn listen(request: RequestBuilder) -> Nudges {
    let Ok(response) = request.send().await else { return futures_util::stream::empty().boxed() };
    let parts = response.bytes_stream().take_while(|part| futures_util::future::ready(part.is_ok()));
    let mut text = String::new();
    parts
        .map(move |part| {
            text.push_str(&String::from_utf8_lossy(&part.unwrap_or_default()));
            let mut latest = None;
            while let Some(end) = text.find("\n\n") {
                let event: String = text.drain(..end + 2).collect();
                let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                latest = data.and_then(|data| serde_json::from_str::<Nudge>(data).ok()).map(|n| n.cursor).or(latest);
            }
            latest
        })
        .filter_map(futures_util::future::ready)
        .boxed()
}
