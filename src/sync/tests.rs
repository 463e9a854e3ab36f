//! What only a browser can tell: IndexedDB keeps what it says it keeps.

use super::{
    browser::Browser,
    indexed::{Indexed, VERSION},
};
use crate::state::Me;
use smarketing_domain::{
    clock::Stamp,
    ids::{ClientId, EpochId, MemberId},
    operation::{Body, Operation},
};
use smarketing_sync::{
    cache::{Cache, CacheError},
    change::{Change, Kept, Read, Received, TrayRow},
    platform::{Database, Key, Transaction},
    writer::{Report, Writer},
};
use std::rc::Rc;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const HERE: ClientId = ClientId(7);

/// A database of its own for each test.
fn name() -> String {
    format!("test-{}", uuid::Uuid::new_v4())
}

async fn open(name: &str) -> Cache<Indexed> {
    Cache::new(raw(name).await)
}

async fn raw(name: &str) -> Indexed {
    Indexed::open(name, Rc::new(|_| {})).await.unwrap()
}

fn writer(name: &str) -> Rc<Writer<Browser>> {
    let writer = Writer::new(Rc::new(Browser::new(name)));
    writer.begin();
    writer
}

fn member(id: u128) -> MemberId {
    MemberId(uuid::Uuid::from_u128(id))
}

fn me(id: u128) -> Me {
    let json = serde_json::json!({
        "workspace": uuid::Uuid::from_u128(9), "member": member(id), "name": "Kim", "team": "sales", "role": "member"
    });
    serde_json::from_value(json).unwrap()
}

fn operation(author: u128, number: u64) -> Operation {
    let stamp = Stamp { millis: number, counter: 0, client: HERE };
    Operation { number, stamp, author: member(author), body: Body::Unknown(serde_json::json!({ "n": number })) }
}

fn put(numbers: std::ops::RangeInclusive<u64>) -> Change {
    Change { put: numbers.map(|n| operation(1, n)).collect(), ..Change::default() }
}

fn task(id: u128, title: &str) -> (String, String) {
    let id = uuid::Uuid::from_u128(id);
    let json = serde_json::json!({ "entity": "task", "id": id, "meta": {}, "title": title });
    (format!("task/{id}"), json.to_string())
}

fn received(since: Option<u64>, cursor: u64, title: &str) -> Change {
    let received = Received { since, read: read(cursor), rows: vec![task(1, title)].into() };
    Change { received: Some(received), ..Change::default() }
}

/// With a member signed in.
fn seated(change: Change) -> Change {
    Change { session: Some(me(1)), ..change }
}

fn read(cursor: u64) -> Read {
    Read { epoch: EpochId(uuid::Uuid::from_u128(3)), cursor }
}

async fn title(cache: &Cache<Indexed>) -> String {
    let kept = cache.read().await.unwrap();
    kept.records.tasks.values().next().unwrap().title.clone()
}

async fn numbers(cache: &Cache<Indexed>) -> Vec<u64> {
    outbox(&cache.read().await.unwrap())
}

/// The numbers of what is kept unsent, in its order.
fn outbox(kept: &Kept) -> Vec<u64> {
    kept.outbox.iter().map(|text| serde_json::from_str::<Operation>(text).unwrap().number).collect()
}

#[wasm_bindgen_test]
async fn a_reload_restores_everything() {
    let name = name();
    let row = TrayRow { operation: operation(1, 1), code: "no".into(), message: "No.".into(), subject: "It".into() };
    let cache = open(&name).await;
    let change = Change { session: Some(me(1)), refused: vec![row.clone()], ..put(2..=11) };
    cache.write(&[change, received(None, 5, "Call")]).await.unwrap();
    drop(cache);
    let kept = open(&name).await.read().await.unwrap();
    assert_eq!((&kept.session, kept.read), (&Some(me(1)), Some(read(5))));
    let tray: Vec<TrayRow> = kept.tray.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    assert_eq!((kept.records.tasks.len(), tray), (1, vec![row]));
    // In the order of their numbers, not of their texts.
    assert_eq!(outbox(&kept), (2..=11).collect::<Vec<_>>());
}

#[wasm_bindgen_test]
async fn records_and_their_cursor_are_kept_together_or_not_at_all() {
    let name = name();
    let cache = open(&name).await;
    cache.write(&[seated(received(None, 5, "old"))]).await.unwrap();
    // Dropped before its end: nothing of it stays.
    let tx = raw(&name).await.write(&["meta", "entities"]).unwrap();
    tx.put("entities", Key::Name(&task(1, "new").0), &task(1, "new").1).unwrap();
    drop(tx);
    assert_eq!((title(&cache).await, cache.read().await.unwrap().read), ("old".to_owned(), Some(read(5))));
    assert_eq!(cache.write(&[received(Some(5), 9, "new")]).await.unwrap(), Some(read(9)));
    assert_eq!((title(&cache).await, cache.read().await.unwrap().read), ("new".to_owned(), Some(read(9))));
}

#[wasm_bindgen_test]
async fn records_that_arrive_after_a_wipe_are_not_kept() {
    let cache = open(&name()).await;
    cache.write(&[seated(received(None, 5, "old"))]).await.unwrap();
    cache.wipe(member(1)).await.unwrap();
    assert_eq!(cache.write(&[received(None, 9, "late")]).await.unwrap(), None);
    let kept = cache.read().await.unwrap();
    assert!(kept.records.tasks.is_empty() && kept.read.is_none());
}

#[wasm_bindgen_test]
async fn an_older_answer_is_not_put_over_a_newer_one() {
    let name = name();
    let (first, second) = (open(&name).await, open(&name).await);
    first.write(&[seated(received(None, 5, "start"))]).await.unwrap();
    first.write(&[received(Some(5), 9, "newer")]).await.unwrap();
    // The other tab had asked before, and is answered later.
    assert_eq!(second.write(&[received(Some(5), 7, "older")]).await.unwrap(), Some(read(9)));
    assert_eq!(title(&second).await, "newer");
    // Nor is a gap left.
    assert_eq!(second.write(&[received(Some(10), 12, "later")]).await.unwrap(), Some(read(9)));
    assert_eq!(title(&second).await, "newer");
}

#[wasm_bindgen_test]
async fn answers_leave_the_outbox_and_enter_the_tray_in_one_step() {
    let cache = open(&name()).await;
    cache.write(&[put(1..=2)]).await.unwrap();
    let row = TrayRow { operation: operation(1, 1), code: "no".into(), message: "No.".into(), subject: "It".into() };
    let change = Change { remove: vec![(HERE, 1)], refused: vec![row], ..Change::default() };
    cache.write(&[seated(change)]).await.unwrap();
    assert_eq!((numbers(&cache).await, cache.read().await.unwrap().tray.len()), (vec![2], 1));
    cache.write(&[Change { dismissed: vec![(HERE, 1)], ..Change::default() }]).await.unwrap();
    assert!(cache.read().await.unwrap().tray.is_empty());
}

#[wasm_bindgen_test]
async fn what_another_member_left_unsent_stays_when_somebody_signs_out() {
    let cache = open(&name()).await;
    cache.write(&[Change { session: Some(me(1)), ..put(1..=2) }, received(None, 5, "Call")]).await.unwrap();
    cache.seat(&me(2)).await.unwrap();
    let kept = cache.read().await.unwrap();
    assert_eq!((kept.session, kept.read, kept.records.tasks.len()), (Some(me(2)), None, 0));
    cache.write(&[Change { put: vec![operation(2, 3)], ..Change::default() }]).await.unwrap();
    cache.wipe(member(2)).await.unwrap();
    assert_eq!((numbers(&cache).await, cache.read().await.unwrap().session), (vec![1, 2], None));
}

#[wasm_bindgen_test]
async fn operations_count_as_saved_only_when_they_are() {
    let name = name();
    let writer = writer(&name);
    writer.push(put(1..=3));
    assert_eq!(writer.unsaved(), 3);
    writer.flush().await;
    assert_eq!((writer.unsaved(), numbers(&open(&name).await).await), (0, vec![1, 2, 3]));
}

#[wasm_bindgen_test]
async fn a_vanished_database_is_made_anew_and_filled_from_memory() {
    let name = name();
    let writer = writer(&name);
    let weak = Rc::downgrade(&writer);
    writer.set_report(Rc::new(move |report| {
        if let (Report::Vanished, Some(writer)) = (report, weak.upgrade()) {
            writer.push_first(Change { session: Some(me(1)), ..put(1..=2) });
        }
    }));
    writer.push(Change { session: Some(me(1)), ..put(1..=2) });
    writer.flush().await;
    writer.set_member(Some(me(1)));
    idb::Factory::new().unwrap().delete(&name).unwrap().await.unwrap();
    writer.push(put(3..=3));
    writer.flush().await;
    let kept = open(&name).await.read().await.unwrap();
    assert_eq!((kept.session, kept.outbox.len()), (Some(me(1)), 3));
}

#[wasm_bindgen_test]
async fn a_database_of_a_newer_version_is_not_touched() {
    let name = name();
    idb::Factory::new().unwrap().open(&name, Some(VERSION + 1)).unwrap().await.unwrap().close();
    assert_eq!(Indexed::open(&name, Rc::new(|_| {})).await.unwrap_err(), CacheError::TooOld);
}
