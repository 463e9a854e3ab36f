//! A client's view is confirmed state with its outbox replayed, whatever is
//! answered when.

use crate::support::{Client, Server, at, cases, choices, id, stage, steps, studio, to};
use proptest::prelude::*;
use smarketing_domain::{
    clock::Stamp,
    entity::EntityKey,
    ids::{ClientId, DealId},
    operation::{Body, DealAction, Operation, Refusal, apply, invert},
    replica::Replica,
    wire::{Answer, Verdict},
};
use std::collections::BTreeMap;

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn the_view_is_what_was_confirmed_with_what_was_made_replayed(steps in steps(1..60)) {
        let mut server = Server::new();
        let mut clients: Vec<_> = (0..3).map(|n| Client::new(n, &server)).collect();
        for (now, step) in steps.into_iter().enumerate() {
            step.happen(now, &mut server, &mut clients);
            for client in &clients {
                prop_assert!(client.replica.view() == &client.expected(), "after {step:?}");
                prop_assert_eq!(client.waiting(), client.unanswered(), "nothing unanswered is lost");
                prop_assert_eq!(client.replica.ways_back(|_| true), ways_back(&client.replica));
            }
        }
        // Quiet: everybody sends and reads until there is nothing more.
        for _ in 0..2 {
            for client in &mut clients {
                client.sync(&mut server, usize::MAX, usize::MAX, false);
            }
        }
        for client in &clients {
            prop_assert_eq!(client.replica.pending(), 0);
            prop_assert!(client.replica.view() == &server.workspace);
        }
    }

    /// All changes of a client arrive, one by one or together: the same answers.
    #[test]
    fn how_many_are_sent_at_once_changes_nothing(choices in choices(1..30), at_once in 1..9_usize) {
        let served = |operations| {
            let mut server = Server::new();
            let mut client = Client::new(0, &server);
            choices.iter().enumerate().for_each(|(now, choice)| client.make(now as i64, *choice));
            while client.replica.pending() > 0 {
                client.sync(&mut server, operations, usize::MAX, false);
            }
            server.workspace
        };
        prop_assert!(served(1) == served(at_once));
    }
}

/// What takes back each operation that waits: asked of the whole workspace, one by one.
fn ways_back(replica: &Replica) -> BTreeMap<(ClientId, u64), Body> {
    let mut w = replica.view().clone();
    for key in replica.unconfirmed().filter_map(|operation| operation.body.key()) {
        match replica.confirmed(key) {
            Some(record) => w.put(record),
            None => w.forget(key),
        }
    }
    let mut ways = BTreeMap::new();
    for operation in replica.unconfirmed() {
        let record = operation.body.key().and_then(|key| w.entity(key));
        let contains = record.is_some_and(|record| record.meta().has(operation.stamp));
        if let Some(way) = invert(&w, &operation.body, operation.stamp).filter(|_| !contains) {
            ways.insert((operation.stamp.client, operation.number), way);
        }
        apply(&mut w, operation);
    }
    ways
}

#[test]
fn what_takes_a_waiting_change_back_is_what_stands_there_by_now() {
    let mut replica = Replica::new(studio(), 1);
    replica.perform(moved(1, 5));
    replica.perform(moved(2, 6));
    let back_to = |replica: &Replica, number| match &replica.ways_back(|o| o.number == number)[&(CLIENT, number)] {
        Body::Deal(DealAction::Move { to, .. }) => (0..20).find(|n| stage(*n) == to.stage),
        _ => None,
    };
    let first = back_to(&replica, 1);
    assert_eq!((first, back_to(&replica, 2)), (Some(stands_at(&Replica::new(studio(), 1))), Some(5)));
    // Somebody else's earlier move arrives from the server: the first one came after it.
    let mut server = studio();
    let theirs = Stamp { millis: at(1).0 as u64 - 1, counter: 0, client: ClientId(9) };
    apply(&mut server, &Operation { number: 1, stamp: theirs, author: id(1), body: to(id(0), stage(3), 0) });
    replica.settle(ClientId(9), &[], vec![server.entity(EntityKey::Deal(id(0))).unwrap()], 2);
    assert_eq!((back_to(&replica, 1), back_to(&replica, 2)), (Some(3), Some(5)));
}

const CLIENT: ClientId = ClientId(1);

fn moved(number: u64, to_stage: usize) -> Operation {
    let stamp = Stamp { millis: at(number as i64).0 as u64, counter: 0, client: CLIENT };
    Operation { number, stamp, author: id(0), body: to(id(0), stage(to_stage), number as i64) }
}

fn stands_at(replica: &Replica) -> usize {
    let place = replica.view().deal(id::<DealId>(0)).map(|d| d.place.stage);
    (0..20).find(|n| Some(stage(*n)) == place).unwrap()
}

#[test]
fn a_refused_change_leaves_the_view_and_is_handed_back_with_its_reason() {
    let mut replica = Replica::new(studio(), 1);
    let before = replica.view().clone();
    replica.perform(moved(1, 5));
    replica.perform(moved(2, 6));
    assert_eq!(stands_at(&replica), 6);
    let refused = Answer { number: 2, verdict: Verdict::refused(Refusal::StageRetired) };
    let settled = replica.settle(CLIENT, &[refused], Vec::new(), 1);
    assert_eq!(settled.rejected[0].code, "stage_retired");
    assert_eq!((stands_at(&replica), replica.pending()), (5, 1));
    let refused = Answer { number: 1, verdict: Verdict::refused(Refusal::StageRetired) };
    replica.settle(CLIENT, &[refused], Vec::new(), 1);
    assert!(replica.view() == &before && replica.pending() == 0);
}

#[test]
fn an_accepted_change_stays_in_view_until_its_record_arrives() {
    let mut server = Server::new();
    let mut replica = Replica::new(server.workspace.clone(), 1);
    let mine = moved(1, 5);
    replica.perform(mine.clone());
    let answer = server.take(&mine);
    // A colleague changes the same card: its record is now at the end of the pages.
    server.take(&Operation { number: 1, stamp: Stamp { client: ClientId(9), ..mine.stamp }, ..moved(1, 4) });
    let (none, cursor) = (Vec::new(), 2);
    let settled = replica.settle(CLIENT, std::slice::from_ref(&answer), none, cursor);
    assert_eq!((settled.done, stands_at(&replica), replica.pending()), (vec![], 5, 1));
    let (entities, cursor) = server.changes(cursor, usize::MAX);
    let settled = replica.settle(CLIENT, &[], entities, cursor);
    assert_eq!((settled.done, replica.pending()), (vec![(CLIENT, 1)], 0));
    assert!(replica.view() == &server.workspace);
}

#[test]
fn answers_to_another_tab_with_the_same_number_settle_nothing_here() {
    let mut replica = Replica::new(studio(), 1);
    replica.perform(moved(1, 5));
    let accepted = Answer { number: 1, verdict: Verdict::accepted(1) };
    replica.settle(ClientId(2), &[accepted], Vec::new(), 1);
    assert_eq!((replica.pending(), replica.to_send(CLIENT).count(), replica.to_send(ClientId(2)).count()), (1, 1, 0));
}
