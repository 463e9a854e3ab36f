//! What is said over the wire reads back, and what is not known is kept or
//! passed over, never misread.

use crate::support::{Author, at, body, cases, choices, id, stage, studio, to};
use proptest::prelude::*;
use serde_json::{Value, json};
use smarketing_domain::{
    clock::Stamp,
    deal::Deal,
    entity::{Entity, EntityKey},
    ids::{ClientId, DealId, EpochId},
    money::{Currency, Money},
    operation::{Body, Operation, Refusal, apply},
    rank::Rank,
    wire::{Answer, Snapshot, SyncRequest, SyncResponse, Verdict},
};

fn there_and_back<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn every_operation_and_every_record_reads_back(choices in choices(1..40)) {
        let (mut w, mut author) = (studio(), Author::new(1, 0));
        for (i, choice) in choices.into_iter().enumerate() {
            let now = at(i as i64 + i64::from(choice.skew));
            let operation = author.make(now, body(&w, choice, now));
            prop_assert_eq!(&there_and_back(&operation), &operation);
            apply(&mut w, &operation);
        }
        for entity in w.entities() {
            prop_assert_eq!(&there_and_back(&entity), &entity);
            prop_assert_eq!(entity.key().to_string().parse(), Ok(entity.key()));
            prop_assert_eq!(w.entity(entity.key()), Some(entity));
        }
    }
}

#[test]
fn requests_and_responses_read_back() {
    let w = studio();
    let operation = Author::new(7, 0).make(at(1), to(id(0), stage(3), 1));
    let request = SyncRequest {
        client: ClientId(7),
        epoch: EpochId::default(),
        cursor: 5,
        operations: vec![operation],
        gaps: false,
        seen: Some(3),
        told: None,
    };
    assert_eq!(there_and_back(&request), request);
    let refused = Answer { number: 2, verdict: Verdict::refused(Refusal::StageRetired) };
    let response = SyncResponse {
        epoch: EpochId::default(),
        server_now: at(2),
        answers: vec![Answer { number: 1, verdict: Verdict::accepted(9) }, refused],
        entities: w.entities().collect(),
        cursor: 9,
        more: true,
        reset: false,
        tray: Vec::new(),
    };
    assert_eq!(there_and_back(&response), response);
}

#[test]
fn an_operation_is_readable_by_people() {
    let operation = Author::new(7, 0).make(at(1), to(id(0), stage(3), 1));
    let expected = json!({
        "number": 1,
        "stamp": "018bcfe56be8-00000000-0000000000000007",
        "author": "00000000-0000-0000-0000-000000000001",
        "body": {
            "kind": "deal",
            "do": "move",
            "id": "00000000-0000-0000-0000-000000000001",
            "to": { "stage": "00000000-0000-0000-0000-000000000004", "rank": "80000080" },
            "entered": 1_700_000_001_000_i64,
        },
    });
    assert_eq!(serde_json::to_value(operation).unwrap(), expected);
}

#[test]
fn changes_of_a_kind_that_is_not_known_are_kept_as_they_came() {
    for body in [
        json!({ "kind": "play", "do": "adopt", "id": 7, "deep": { "list": [1, 2.5, null] } }),
        json!({ "kind": "deal", "do": "merge", "into": "x" }),
        json!({ "kind": "deal", "do": "edit", "id": id::<DealId>(0), "set": [{ "colour": "red" }] }),
    ] {
        let sent = json!({ "number": 3, "stamp": Stamp::default(), "author": id::<DealId>(0), "body": body });
        let operation: Operation = serde_json::from_value(sent.clone()).unwrap();
        assert!(matches!(operation.body, Body::Unknown(_)), "{body}");
        assert_eq!(operation.body.key(), None);
        assert_eq!(serde_json::to_value(operation).unwrap(), sent);
    }
}

#[test]
fn fields_that_are_not_known_do_no_harm() {
    let w = studio();
    for entity in w.entities() {
        let mut value = serde_json::to_value(&entity).unwrap();
        value["mood"] = json!({ "of": ["tomorrow"] });
        value["meta"]["edited"] = json!({ "mood": Stamp::default() });
        let read: Entity = serde_json::from_value(value).unwrap();
        assert_eq!(read.key(), entity.key());
        assert_eq!(read.meta().written("mood"), Some(Stamp::default()), "its stamp is kept");
    }
    let mut operation = serde_json::to_value(Author::new(7, 0).make(at(1), to(id(0), stage(3), 1))).unwrap();
    operation["urgent"] = json!(true);
    operation["body"]["softly"] = json!(true);
    assert!(matches!(serde_json::from_value::<Operation>(operation).unwrap().body, Body::Deal(_)));
}

#[test]
fn records_of_a_kind_that_is_not_known_are_passed_over_and_broken_ones_are_not() {
    let deal = serde_json::to_value(Entity::Deal(Deal { id: id(4), ..Deal::default() })).unwrap();
    let snapshot = |entities: Value| {
        let value = json!({ "epoch": EpochId::default(), "cursor": 1, "entities": entities });
        serde_json::from_value::<Snapshot>(value)
    };
    let read = snapshot(json!([{ "entity": "play", "id": 7 }, deal])).unwrap();
    assert_eq!(read.entities.iter().map(Entity::key).collect::<Vec<_>>(), [EntityKey::Deal(id(4))]);
    assert!(snapshot(json!([{ "entity": "deal", "id": "not an id" }])).is_err());
    assert!(snapshot(json!([{ "id": 7 }])).is_err());
}

#[test]
fn what_is_no_value_is_an_error_that_says_what_is_expected() {
    let message = |error: serde_json::Error| error.to_string();
    for bad in [json!("1-2-3"), json!(7), json!(null), json!("000000000001-00000000-000000000000000g")] {
        let error = message(serde_json::from_value::<Stamp>(bad.clone()).unwrap_err());
        assert!(error.contains("a stamp: 12, 8 and 16 hexadecimal digits"), "{bad}: {error}");
    }
    for bad in [json!("zz80"), json!("7F80"), json!("81"), json!(1)] {
        let error = message(serde_json::from_value::<Rank>(bad.clone()).unwrap_err());
        assert!(error.contains("an order key"), "{bad}: {error}");
    }
    for bad in [json!("EURO"), json!("€"), json!("E1R"), json!({}), json!("")] {
        let error = message(serde_json::from_value::<Currency>(bad.clone()).unwrap_err());
        assert!(error.contains("a currency: three letters"), "{bad}: {error}");
    }
    for bad in [json!({ "minor": 1.5, "currency": "EUR" }), json!({ "minor": 1 }), json!(5)] {
        assert!(serde_json::from_value::<Money>(bad).is_err());
    }
    for bad in ["deal", "deal/7", "play/00000000-0000-0000-0000-000000000001", "/"] {
        assert!(bad.parse::<EntityKey>().is_err(), "{bad}");
    }
    assert!("12345678901234567".parse::<ClientId>().is_err());
}

#[test]
fn a_broken_request_is_refused_whole() {
    let good = serde_json::to_value(Author::new(7, 0).make(at(1), to(id(0), stage(3), 1))).unwrap();
    let request = |operation: &Value| {
        let value =
            json!({ "client": ClientId(7), "epoch": EpochId::default(), "cursor": 0, "operations": [operation] });
        serde_json::from_value::<SyncRequest>(value)
    };
    assert!(request(&good).is_ok());
    for field in ["number", "stamp", "body"] {
        let mut broken = good.clone();
        broken.as_object_mut().unwrap().remove(field);
        assert!(request(&broken).is_err(), "without {field}");
    }
}
