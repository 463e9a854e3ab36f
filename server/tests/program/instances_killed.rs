//! Three instances on one PostgreSQL database under load: killed and started
//! again, a lock held for a while, their ears cut off again and again. Nothing
//! acknowledged is lost, nothing comes twice, and nobody misses anything.

use crate::support::{
    self, PASSWORD, Person, database, deal_of,
    events::Events,
    process::{Process, add, program},
    sign_in,
};
use smarketing_domain::{
    deal::Place,
    ids::{DealId, StageId},
    operation::{Body, DealAction, Operation},
    rank::Rank,
    wire::{SyncResponse, Verdict},
};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::{sleep, timeout};

const INSTANCES: usize = 3;
const WRITERS: usize = 6;
const WATCHERS: usize = 3;
const KILLS: usize = 12;

/// Where the instances are now.
type Addresses = Arc<Mutex<Vec<String>>>;

/// A client that goes to the next instance when its own does not answer.
struct Client {
    person: Person,
    at: usize,
    addresses: Addresses,
}

impl Client {
    async fn exchange(&mut self, operations: &[Operation]) -> SyncResponse {
        loop {
            self.person.url = self.addresses.lock().unwrap()[self.at % INSTANCES].clone();
            let asked = self.person.try_sync_quietly(operations);
            if let Ok(Some(response)) = timeout(Duration::from_secs(30), asked).await {
                let status = response.status();
                if let Ok(text) = response.text().await {
                    // One that is killed says nothing; one that says something does its work.
                    assert_eq!(status, 200, "{text}");
                    let answer: SyncResponse = serde_json::from_str(&text).unwrap();
                    assert!(!answer.reset && answer.cursor >= self.person.cursor);
                    self.person.cursor = answer.cursor;
                    answer.entities.iter().cloned().for_each(|entity| self.person.workspace.put(entity));
                    return answer;
                }
            }
            self.at += 1;
            sleep(Duration::from_millis(20)).await;
        }
    }

    async fn pull(&mut self) {
        while self.exchange(&[]).await.more {}
    }
}

/// What a writer was told.
#[derive(Default)]
struct Told {
    acknowledged: BTreeMap<u64, u64>,
    entered: BTreeMap<DealId, usize>,
}

async fn write(mut client: Client, stages: Vec<StageId>, stop: Arc<AtomicBool>) -> (Client, Told) {
    let (mut told, mut round) = (Told::default(), 0_usize);
    while !stop.load(Ordering::Relaxed) {
        let batch: Vec<Operation> = (0..=round % 3).map(|_| change(&mut client, &mut told, &stages)).collect();
        for answer in client.exchange(&batch).await.answers {
            let Verdict::Accepted { seq, .. } = answer.verdict else { panic!("{answer:?}") };
            assert!(told.acknowledged.insert(answer.number, seq).is_none());
        }
        round += 1;
        if round.is_multiple_of(5) {
            // Wherever it is asked, the answer is the same again.
            client.at += 1;
            for answer in client.exchange(&batch).await.answers {
                assert_eq!(answer.verdict, Verdict::accepted(told.acknowledged[&answer.number]));
            }
        }
        sleep(Duration::from_millis(10)).await;
    }
    (client, told)
}

/// A new deal, or a move of one of those this client has made.
fn change(client: &mut Client, told: &mut Told, stages: &[StageId]) -> Operation {
    let made = told.entered.len();
    let person = &mut client.person;
    let body = if made < 3 || person.number.is_multiple_of(4) {
        person.new_deal("Survivor")
    } else {
        let id = *told.entered.keys().nth(person.number as usize % made).unwrap();
        let stage = stages[person.number as usize % stages.len()];
        let to = Place { stage, rank: Rank::spread_after(None, 1)[0].clone(), loss: None };
        let at = person.clock.tick(smarketing_server::time::now()).at();
        Body::Deal(DealAction::Move { id, to, entered: Some(at), retract: None, remark: None })
    };
    *told.entered.entry(deal_of(&body)).or_default() += 1;
    person.operation(body)
}

/// Reads only when it is nudged, and listens elsewhere when a stream ends.
async fn watch(mut client: Client, until: tokio::sync::watch::Receiver<Option<u64>>) -> Client {
    loop {
        client.person.url = client.addresses.lock().unwrap()[client.at % INSTANCES].clone();
        let opened = client.person.get("/api/events").send().await;
        if let Ok(response) = opened.and_then(reqwest::Response::error_for_status) {
            let mut events = Events::of(response);
            while let Some(nudge) = events.next_within(Duration::from_secs(20)).await {
                if nudge.cursor > client.person.cursor {
                    client.pull().await;
                }
                if until.borrow().is_some_and(|counter| client.person.cursor >= counter) {
                    return client;
                }
            }
        }
        client.at += 1;
        sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn instances_killed_under_load_leave_no_gap_and_no_duplicate() {
    if database::postgres().is_none() {
        return eprintln!("skipped: several instances need PostgreSQL");
    }
    let folder = tempfile::tempdir().unwrap();
    let address = support::address(&folder);
    assert!(add(&address, "ann@example.org", PASSWORD).status.success());
    let mut processes: Vec<Process> = (0..INSTANCES).map(|_| Process::start(&address, &[])).collect();
    let addresses: Addresses = Arc::new(Mutex::new(processes.iter().map(|p| p.url.clone()).collect()));
    let mut clients = Vec::new();
    for at in 0..WRITERS + WATCHERS {
        let url = processes[at % INSTANCES].url.clone();
        let (cookie, session) = sign_in(&url, "ann@example.org", PASSWORD).await;
        clients.push(Client { person: Person::new(&url, cookie, session).await, at, addresses: addresses.clone() });
    }
    let begun = clients[0].person.cursor;
    let stages = clients[0].person.open_stages();
    let stop = Arc::new(AtomicBool::new(false));
    let (finish, finished) = tokio::sync::watch::channel(None);
    let watchers = clients.split_off(WRITERS);
    let watching: Vec<_> = watchers.into_iter().map(|c| tokio::spawn(watch(c, finished.clone()))).collect();
    let writing: Vec<_> = clients.into_iter().map(|c| tokio::spawn(write(c, stages.clone(), stop.clone()))).collect();

    for kill in 0..KILLS {
        sleep(Duration::from_millis(350)).await;
        let which = kill % INSTANCES;
        // Their connections for hints are cut while one of them dies.
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND query LIKE 'LISTEN%'";
        database::block_on(address.clone(), cut.to_owned());
        let process = Process::start(&address, &[]);
        addresses.lock().unwrap()[which].clone_from(&process.url);
        std::mem::replace(&mut processes[which], process).kill();
        if kill % 4 == 1 {
            // Somebody else holds the lock for a while.
            let hold = "BEGIN; SELECT counter FROM workspace FOR UPDATE; SELECT pg_sleep(1.5); COMMIT";
            let address = address.clone();
            tokio::task::spawn_blocking(move || database::block_on(address, hold.to_owned())).await.unwrap();
        }
    }
    stop.store(true, Ordering::Relaxed);

    let (mut ended, mut counters, mut entered) = (Vec::new(), Vec::new(), BTreeMap::new());
    for writer in writing {
        let (client, told) = writer.await.unwrap();
        counters.extend(told.acknowledged.into_values());
        entered.extend(told.entered);
        ended.push(client);
    }
    // Each operation has a place of its own in the workspace's order.
    counters.sort_unstable();
    let counter = begun + counters.len() as u64;
    assert_eq!(counters, (begun + 1..=counter).collect::<Vec<_>>());
    assert!(counters.len() > 200, "there was traffic: {}", counters.len());
    println!("{} changes, {KILLS} kills", counters.len());
    finish.send(Some(counter)).unwrap();
    // One more change, so that the watchers hear something.
    let last = ended[0].person.new_deal("The last one");
    entered.insert(deal_of(&last), 1);
    let operation = ended[0].person.operation(last);
    ended[0].exchange(&[operation]).await;
    for watcher in watching {
        // Nobody tells them to read but their nudges.
        ended.push(timeout(Duration::from_secs(10), watcher).await.expect("nudged in time").unwrap());
    }
    for client in &mut ended {
        client.pull().await;
        assert_eq!(client.person.cursor, counter + 1);
    }
    assert!(ended.windows(2).all(|two| two[0].person.workspace == two[1].person.workspace));
    ended[0].person.bootstrap().await;
    assert_eq!(ended[0].person.workspace, ended[1].person.workspace);
    for (id, times) in entered {
        let deal = ended[0].person.workspace.deal(id).unwrap_or_else(|| panic!("{id} is lost"));
        assert_eq!(deal.entries.len(), times, "{id}");
    }
    processes.into_iter().for_each(Process::kill);
    let checked = program(&address).arg("check").output().unwrap();
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stderr));
}
