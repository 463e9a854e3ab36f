//! Changes of a running test: every one is kept, whoever else changes something meanwhile.

use crate::support::{ADMIN, Author, SELLER, VIEWER, at, cases, edit, id, studio};
use proptest::prelude::*;
use serde_json::json;
use smarketing_domain::{
    clock::Stamp,
    entity::Entity,
    filter::Filter,
    hypothesis::{Design, Hypothesis, HypothesisChange as Change, Plan, registration::Part},
    ids::*,
    operation::{Authority, Body, Operation, Refusal, apply, check, invert},
    workspace::Workspace,
};

const MARKETER: u128 = 2;

/// The studio with a test that was started.
fn running() -> Workspace {
    let mut w = studio();
    let registered = vec![w.hypotheses[&id(0)].freeze(id(ADMIN), at(1))];
    Author::new(9, ADMIN).change(&mut w, at(1), edit(id::<HypothesisId>(0), vec![Change::Registered(registered)]));
    w
}

/// What the app sends when a member changes something of the running test as they see it.
fn amending(w: &Workspace, n: u128, by: u128, millis: i64, change: Change) -> Body {
    let mut set = vec![change];
    set.extend(w.hypotheses[&id(0)].amendment(id(n), &set, id(by), at(millis)));
    assert_eq!(set.len(), 2, "an amendment");
    edit(id::<HypothesisId>(0), set)
}

fn plan(baseline_bp: u32) -> Change {
    Change::Plan(Plan { baseline_bp, effect_bp: 777 })
}

fn segment(text: &str) -> Change {
    Change::Segment(Filter { text: text.into(), ..Filter::default() })
}

fn lines(w: &Workspace) -> Vec<(MemberId, Vec<Part>)> {
    w.hypotheses[&id(0)].amendments().into_iter().map(|line| (line.to.by, line.parts)).collect()
}

fn applied<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Workspace {
    let mut w = running();
    operations.into_iter().for_each(|operation| {
        apply(&mut w, operation);
    });
    w
}

#[test]
fn of_two_who_amend_at_once_both_lines_are_kept_in_either_order() {
    let w = running();
    let one = Author::new(1, SELLER).make(at(5), amending(&w, 1, SELLER, 5, plan(1_500)));
    let two = Author::new(2, MARKETER).make(at(5), amending(&w, 2, MARKETER, 5, segment("oak")));
    let either = [applied([&one, &two]), applied([&two, &one])];
    assert_eq!(lines(&either[0]), [(id(SELLER), vec![Part::Plan]), (id(MARKETER), vec![Part::Segment])]);
    assert_eq!(either[0], either[1]);
    assert_eq!(either[0].validate(), Ok(()));
    // Both changes hold, and the next line tells only what it changed itself.
    let next = amending(&either[0], 3, SELLER, 6, Change::Design(Design { error_bp: 100, ..Design::default() }));
    let mut w = either[0].clone();
    Author::new(1, SELLER).change(&mut w, at(6), next);
    assert_eq!(lines(&w)[2], (id(SELLER), vec![Part::Errors]));
    let now = &w.hypotheses[&id(0)];
    assert_eq!((now.plan.baseline_bp, now.segment.text.as_str()), (1_500, "oak"));
}

#[test]
fn of_two_who_change_the_same_one_counts_and_both_lines_are_kept() {
    let w = running();
    let one = Author::new(1, SELLER).make(at(5), amending(&w, 1, SELLER, 5, plan(1_500)));
    let two = Author::new(2, MARKETER).make(at(6), amending(&w, 2, MARKETER, 6, plan(1_600)));
    let w = applied([&two, &one]);
    assert_eq!(w.hypotheses[&id(0)].plan.baseline_bp, 1_600);
    assert_eq!(lines(&w).len(), 2);
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn no_order_of_arrival_loses_an_amendment(
        made in proptest::collection::vec((0..3_usize, 2..50_i64, 0..3_u32), 1..8).prop_shuffle(),
        order in Just(Vec::from_iter(0..8_usize)).prop_shuffle(),
    ) {
        let w = running();
        let who = [SELLER, MARKETER, ADMIN];
        let mut authors = [1, 2, 3].map(|client| Author::new(client, who[client as usize - 1]));
        let change = |n: usize, kind: u32| match kind {
            0 => plan(1_000 + n as u32),
            1 => segment(&format!("oak {n}")),
            _ => Change::Design(Design { error_bp: 10 + n as u16, ..Design::default() }),
        };
        let made: Vec<Operation> = made
            .iter()
            .enumerate()
            .map(|(n, (author, millis, kind))| {
                let body = amending(&w, n as u128 + 1, who[*author], *millis, change(n, *kind));
                authors[*author].make(at(*millis), body)
            })
            .collect();
        let shuffled = applied(order.iter().filter_map(|n| made.get(*n)));
        prop_assert_eq!(lines(&shuffled).len(), made.len());
        prop_assert_eq!(shuffled, applied(&made));
    }
}

#[test]
fn everybody_signs_for_themselves_and_takes_back_their_own() {
    let mut w = running();
    let may = |w: &Workspace, member: u128, body: &Body| check(w, Authority::Member(id(member)), body);
    let body = amending(&w, 1, MARKETER, 5, plan(1_500));
    assert_eq!(may(&w, SELLER, &body), Err(Refusal::NotYours), "in another's name");
    assert_eq!(may(&w, VIEWER, &amending(&w, 1, VIEWER, 5, plan(1_500))), Err(Refusal::RoleTooLow));
    assert_eq!(may(&w, MARKETER, &body), Ok(()));
    let undo = invert(&w, &body, Stamp::default()).unwrap();
    let before = w.hypotheses[&id(0)].clone();
    Author::new(1, MARKETER).change(&mut w, at(5), body);
    for by in [SELLER, ADMIN] {
        assert_eq!(may(&w, by, &amending(&w, 1, by, 6, plan(9))), Err(Refusal::NotYours), "over another's");
    }
    assert_eq!(may(&w, SELLER, &undo), Err(Refusal::NotYours));
    assert_eq!((may(&w, MARKETER, &undo), may(&w, ADMIN, &undo)), (Ok(()), Ok(())));
    Author::new(1, MARKETER).change(&mut w, at(6), undo);
    let after = &w.hypotheses[&id(0)];
    assert_eq!((&after.amended, after.plan), (&before.amended, before.plan));
}

#[test]
fn a_record_with_amendments_in_its_list_reads_and_is_written_as_it_was() {
    let line = |at: i64, baseline_bp: u32| json!({ "by": id::<MemberId>(ADMIN), "at": at, "plan": { "baseline_bp": baseline_bp, "effect_bp": 500 } });
    let old = json!({
        "entity": "hypothesis", "id": id::<HypothesisId>(5), "meta": {}, "title": "Call first",
        "registered": [line(1, 2_000), line(2, 2_500)],
    });
    let Entity::Hypothesis(read) = serde_json::from_value(old).unwrap() else { panic!("a hypothesis") };
    assert_eq!(read.registration().map(|first| first.plan.baseline_bp), Some(2_000));
    assert_eq!(read.amendments().into_iter().map(|line| line.parts).collect::<Vec<_>>(), [[Part::Plan]]);
    let written = serde_json::to_value(&read).unwrap();
    assert!(written.get("amended").is_none() && written["registered"].as_array().is_some_and(|all| all.len() == 2));
    let new: Hypothesis = running().hypotheses[&id(0)].clone();
    let mut w = running();
    Author::new(1, SELLER).change(&mut w, at(5), amending(&running(), 1, SELLER, 5, plan(1_500)));
    let json = serde_json::to_string(&Entity::Hypothesis(w.hypotheses[&id(0)].clone())).unwrap();
    let Entity::Hypothesis(back) = serde_json::from_str(&json).unwrap() else { panic!("a hypothesis") };
    assert_eq!(back, w.hypotheses[&id(0)]);
    assert_ne!(back.amended, new.amended);
}
