//! What the device keeps is what was received, however it lies in blocks.

use futures::FutureExt;
use smarketing_domain::{
    clock::{Stamp, Timestamp},
    ids::{ClientId, EpochId, MemberId},
    operation::Operation,
};
use smarketing_sync::{
    accepted::Accepted,
    blocks,
    cache::{Cache, CacheError},
    change::{Change, Read, Received, TrayRow},
    platform::{Database, Key, Transaction},
    rows::{Rows, Texts},
    seat::Me,
};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};
use uuid::Uuid;

type Stores = BTreeMap<String, BTreeMap<String, String>>;

/// A database in memory; what is put is there at once.
#[derive(Clone, Default)]
struct Memory(Rc<RefCell<Stores>>);

impl Database for Memory {
    type Transaction = Memory;
    fn read(&self, _: &[&str]) -> Result<Memory, CacheError> {
        Ok(self.clone())
    }
    fn write(&self, _: &[&str]) -> Result<Memory, CacheError> {
        Ok(self.clone())
    }
    fn close(&self) {}
}

impl Transaction for Memory {
    const BLOCK: usize = 2_000;
    const LOOSE: usize = 20;

    async fn get(&self, store: &str, key: Key<'_>) -> Result<Option<String>, CacheError> {
        Ok(self.0.borrow().get(store).and_then(|rows| rows.get(&name(key)).cloned()))
    }
    async fn all(&self, store: &str) -> Result<Vec<String>, CacheError> {
        Ok(self.0.borrow().get(store).map(|rows| rows.values().cloned().collect()).unwrap_or_default())
    }
    async fn each(&self, store: &str, take: impl FnMut(String)) -> Result<(), CacheError> {
        self.all(store).await?.into_iter().for_each(take);
        Ok(())
    }
    fn put(&self, store: &str, key: Key<'_>, value: &str) -> Result<(), CacheError> {
        self.0.borrow_mut().entry(store.to_owned()).or_default().insert(name(key), value.to_owned());
        Ok(())
    }
    fn delete(&self, store: &str, key: Key<'_>) -> Result<(), CacheError> {
        self.0.borrow_mut().entry(store.to_owned()).or_default().remove(&name(key));
        Ok(())
    }
    fn clear(&self, store: &str) -> Result<(), CacheError> {
        self.0.borrow_mut().remove(store);
        Ok(())
    }
    async fn complete(self) -> Result<(), CacheError> {
        Ok(())
    }
}

fn name(key: Key<'_>) -> String {
    match key {
        Key::Name(name) => name.to_owned(),
        Key::Place((client, number)) => format!("{client}/{number:020}"),
    }
}

impl Memory {
    fn write(&self, change: Change) {
        Cache::new(self.clone()).write(&[change]).now_or_never().unwrap().unwrap();
    }

    /// Titles of the tasks that are read back, by their numbers.
    fn titles(&self) -> BTreeMap<u128, String> {
        let kept = Cache::new(self.clone()).read().now_or_never().unwrap().unwrap();
        kept.records.tasks.values().map(|task| (task.id.0.as_u128(), task.title.clone())).collect()
    }

    fn count(&self, store: &str) -> usize {
        self.0.borrow().get(store).map_or(0, BTreeMap::len)
    }

    fn holds(&self, text: &str) -> bool {
        self.0.borrow().values().flat_map(BTreeMap::values).any(|value| value.contains(text))
    }
}

const BORN: &str =
    r#"{"born":{"stamp":"000000000001-00000000-0000000000000001","by":"00000000-0000-0000-0000-000000000001"}}"#;

fn task(n: u128, title: &str) -> (String, String) {
    let json = format!(r#"{{"entity":"task","id":"{}","meta":{BORN},"title":"{title}"}}"#, Uuid::from_u128(n));
    (blocks::key(&json).unwrap(), json)
}

fn received(since: Option<u64>, cursor: u64, rows: impl Into<Rows>) -> Change {
    let read = Read { epoch: EpochId(Uuid::from_u128(3)), cursor };
    Change { received: Some(Received { since, read, rows: rows.into() }), ..Change::default() }
}

/// A device with so many tasks on it.
fn device(tasks: u128) -> Memory {
    let memory = Memory::default();
    let me = serde_json::json!({
        "workspace": Uuid::from_u128(9), "member": MemberId::default(), "name": "Kim", "team": "sales", "role": "member"
    });
    let me: Me = serde_json::from_value(me).unwrap();
    let rows: Vec<_> = (0..tasks).map(|n| task(n, &format!("first {n}"))).collect();
    memory.write(Change { session: Some(me), ..received(None, 1, rows) });
    memory
}

#[test]
fn what_is_received_is_read_back_through_every_change() {
    let memory = device(100);
    let mut expected: BTreeMap<u128, String> = (0..100).map(|n| (n, format!("first {n}"))).collect();
    assert_eq!((memory.titles(), memory.count("entities")), (expected.clone(), 0));
    let mut dice = 7_u64;
    for cursor in 1..200 {
        let mut rows = Vec::new();
        for _ in 0..=cursor % 4 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let n = u128::from(dice >> 33) % 400;
            let title = format!("changed {cursor}");
            rows.push(task(n, &title));
            expected.insert(n, title);
        }
        memory.write(received(Some(cursor), cursor + 1, rows));
        assert_eq!(memory.titles(), expected, "{cursor}");
        assert!(memory.count("entities") <= 20, "what lies loose is put into blocks");
    }
    let blocks = memory.0.borrow()["blocks"].clone();
    assert!(blocks.len() > 10, "blocks that have grown are taken apart");
    assert!(blocks.values().all(|text| text.len() < 5_000));
}

#[test]
fn the_text_of_what_was_deleted_does_not_stay_on_the_device() {
    let memory = device(100);
    memory.write(received(Some(1), 2, vec![task(5, "Call Olga"), task(6, "Olga's kitchen")]));
    assert!(memory.holds("Olga"));
    let gone = task(5, "").1.replace(
        r#""meta":{"#,
        r#""meta":{"presence":{"gone":true,"stamp":"000000000002-00000000-0000000000000001","by":"00000000-0000-0000-0000-000000000001"},"#,
    );
    memory.write(received(Some(2), 3, vec![(blocks::key(&gone).unwrap(), gone), task(6, "…'s kitchen")]));
    assert!(!memory.holds("Olga") && !memory.holds("first 5\"") && !memory.holds("first 6\""));
    assert_eq!((memory.titles().len(), memory.titles()[&6].as_str()), (100, "…'s kitchen"));
}

#[test]
fn what_an_earlier_version_kept_row_by_row_is_read_and_comes_into_blocks() {
    let memory = device(0);
    memory.0.borrow_mut().remove("blocks");
    memory.0.borrow_mut().get_mut("meta").unwrap().remove("blocks");
    let rows = (0..50).map(|n| task(n, "old"));
    memory.0.borrow_mut().insert("entities".to_owned(), rows.collect());
    assert_eq!(memory.titles().len(), 50);
    memory.write(received(Some(1), 2, vec![task(7, "new")]));
    assert_eq!((memory.titles().len(), memory.titles()[&7].as_str(), memory.count("entities")), (50, "new", 0));
}

#[test]
fn a_snapshot_takes_the_place_of_everything() {
    let memory = device(100);
    memory.write(received(Some(1), 2, vec![task(5, "changed")]));
    memory.write(received(None, 3, vec![task(200, "new")]));
    assert_eq!(memory.titles(), BTreeMap::from([(200, "new".to_owned())]));
    assert!(!memory.holds("first 1") && !memory.holds("changed"));
}

const PERSON: u128 = 1_000;

fn contact(meta: &str, name: &str) -> (String, String) {
    let json = format!(r#"{{"entity":"contact","id":"{}","meta":{meta},"name":"{name}"}}"#, Uuid::from_u128(PERSON));
    (blocks::key(&json).unwrap(), json)
}

fn operation(number: u64, body: serde_json::Value) -> Operation {
    let stamp = Stamp { millis: number, counter: 0, client: ClientId(7) };
    let body = serde_json::from_value(body).unwrap();
    Operation { number, stamp, author: MemberId::default(), body }
}

/// A device with a person on it, of whom accepted and refused operations speak.
fn device_with_a_person() -> Memory {
    let memory = device(10);
    memory.write(received(Some(1), 2, vec![contact(BORN, "Anna Dub")]));
    let id = |n: u128| Uuid::from_u128(n);
    let edit = |n: u64, id: Uuid, kind: &str, set: serde_json::Value| {
        operation(n, serde_json::json!({ "kind": kind, "do": "edit", "id": id, "set": [set] }))
    };
    let accepted = |operation: Operation| Accepted {
        undo: Some(operation.body.clone()),
        operation,
        epoch: EpochId(Uuid::from_u128(3)),
        at: Timestamp(5),
    };
    let kept = [
        edit(1, id(PERSON), "contact", serde_json::json!({ "name": "Anna Kovalenko" })),
        edit(2, id(5), "deal", serde_json::json!({ "title": "Kitchen for KOVALENKO" })),
        edit(3, id(6), "deal", serde_json::json!({ "title": "Hallway for somebody" })),
    ];
    let refused = TrayRow {
        operation: edit(4, id(7), "deal", serde_json::json!({ "title": "Anna again" })),
        code: "no".into(),
        message: "no".into(),
        subject: "Wardrobe of Anna".into(),
    };
    memory.write(Change { accepted: kept.map(accepted).to_vec(), refused: vec![refused], ..Change::default() });
    assert!(memory.holds("Anna") && memory.holds("KOVALENKO"));
    memory
}

#[test]
fn a_person_who_was_erased_is_in_nothing_that_the_device_keeps() {
    let memory = device_with_a_person();
    memory.write(received(Some(2), 3, vec![contact("{}", "")]));
    assert!(["Anna", "Dub", "KOVALENKO", "Kovalenko"].iter().all(|word| !memory.holds(word)));
    // Everything else stays, and can still be read.
    assert!(memory.holds("Hallway for somebody") && memory.holds("Kitchen for …"));
    let kept = Cache::new(memory.clone()).read_accepted(MemberId::default()).now_or_never().unwrap().unwrap();
    assert_eq!(kept.iter().map(|row| row.operation.number).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(memory.count("tray"), 1);
}

#[test]
fn a_person_who_is_not_in_a_snapshot_any_more_is_forgotten_too() {
    let memory = device_with_a_person();
    let others: Vec<_> = (0..10).map(|n| task(n, "later").1).collect();
    memory.write(received(None, 9, Texts::new(vec![others.join("\n")], false)));
    assert!(["Anna", "KOVALENKO", "Kovalenko"].iter().all(|word| !memory.holds(word)));
}

#[test]
fn a_person_who_is_still_there_is_not_forgotten() {
    let memory = device_with_a_person();
    memory.write(received(Some(2), 3, vec![contact(BORN, "Anna Dub-Kovalenko")]));
    memory.write(received(None, 9, vec![contact(BORN, "Anna Dub-Kovalenko")]));
    assert!(memory.holds("Kitchen for KOVALENKO") && memory.holds("Wardrobe of Anna"));
}
