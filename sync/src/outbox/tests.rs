//! Cases of the outbox: what is sent, held back, renamed and let go.

use super::*;
use smarketing_domain::{
    ids::{MemberId, TaskId, successor},
    operation::Action,
    task::TaskChange,
};

const HERE: ClientId = ClientId(7);
const THERE: ClientId = ClientId(8);

fn stamp(client: ClientId, millis: u64) -> Stamp {
    Stamp { millis, counter: 0, client }
}

fn operation(client: ClientId, number: u64) -> Operation {
    let body = Body::Unknown(serde_json::json!({ "n": number }));
    Operation { number, stamp: stamp(client, 100 + number), author: MemberId::default(), body }
}

fn outbox(client: ClientId, numbers: std::ops::RangeInclusive<u64>) -> Outbox {
    let mut outbox = Outbox::default();
    outbox.add(numbers.map(|n| operation(client, n)).collect(), 0);
    outbox.send_for(client);
    outbox
}

fn numbers(operations: &[Operation]) -> Vec<u64> {
    operations.iter().map(|o| o.number).collect()
}

#[test]
fn what_is_there_is_not_doubled() {
    let mut outbox = outbox(HERE, 1..=2);
    assert_eq!(numbers(&outbox.add(vec![operation(HERE, 2), operation(HERE, 3)], 0)), [3]);
    assert_eq!(numbers(&outbox.of(HERE)), [1, 2, 3]);
}

#[test]
fn operations_go_out_in_order_and_other_tabs_are_left_to_send_their_own() {
    let mut outbox = outbox(HERE, 1..=3);
    outbox.add(vec![operation(THERE, 1)], 0);
    assert_eq!(outbox.next_sender(), Some(HERE));
    assert_eq!(numbers(&outbox.batch(HERE, 2, usize::MAX)), [1, 2]);
    outbox.remove(&[(HERE, 1), (HERE, 2), (HERE, 3)]);
    assert_eq!(outbox.next_sender(), None);
    outbox.send_for(THERE);
    assert_eq!(outbox.next_sender(), Some(THERE));
}

#[test]
fn a_batch_keeps_to_its_bytes_but_is_never_empty() {
    let outbox = outbox(HERE, 1..=3);
    assert_eq!(numbers(&outbox.batch(HERE, 500, 1)), [1]);
    assert_eq!(outbox.batch(HERE, 500, 1_000).len(), 3);
}

#[test]
fn what_was_made_with_more_having_been_read_is_sent_by_itself() {
    let mut outbox = outbox(HERE, 1..=2);
    outbox.add(vec![operation(HERE, 3)], 7);
    assert_eq!((outbox.seen(HERE), numbers(&outbox.batch(HERE, 500, usize::MAX))), (Some(0), vec![1, 2]));
    outbox.remove(&[(HERE, 1), (HERE, 2)]);
    assert_eq!((outbox.seen(HERE), numbers(&outbox.batch(HERE, 500, usize::MAX))), (Some(7), vec![3]));
}

#[test]
fn what_is_about_a_record_that_is_not_there_waits_for_it_but_not_for_ever() {
    let task = TaskId::default();
    let edit =
        Operation { body: Action::Edit { id: task, set: vec![TaskChange::Done(None)] }.into(), ..operation(HERE, 1) };
    let mut outbox = Outbox::default();
    outbox.add(vec![edit, operation(HERE, 2)], 0);
    outbox.send_for(HERE);
    assert!(outbox.hold(5, |_| false));
    assert_eq!(numbers(&outbox.batch(HERE, 500, usize::MAX)), [2], "what waits keeps nothing else back");
    outbox.remove(&[(HERE, 2)]);
    assert_eq!(outbox.next_sender(), None);
    assert!(outbox.hold(4 + WAIT, |_| false) && outbox.next_sender().is_none());
    assert!(
        outbox.hold(5 + WAIT, |_| false) && outbox.next_sender() == Some(HERE),
        "the server may say what it thinks"
    );
    assert!(!outbox.hold(6, |key| key == task.into()) && outbox.next_sender() == Some(HERE));
}

#[test]
fn what_comes_after_a_gap_is_sent_by_itself_until_the_gap_is_known() {
    let mut outbox = outbox(HERE, 3..=4);
    outbox.add(vec![operation(HERE, 7)], 0);
    assert_eq!(numbers(&outbox.batch(HERE, 500, usize::MAX)), [3, 4]);
    outbox.allow_gaps(HERE);
    assert_eq!(numbers(&outbox.batch(HERE, 500, usize::MAX)), [3, 4, 7]);
    outbox.gaps_closed(HERE);
    outbox.remove(&[(HERE, 3), (HERE, 4)]);
    assert_eq!(numbers(&outbox.batch(HERE, 500, usize::MAX)), [7]);
}

/// Two tabs that each give the same operations another name must not have
/// them applied twice.
#[test]
fn all_tabs_find_the_same_successor_and_each_member_another() {
    let other = MemberId(uuid::Uuid::from_u128(7));
    assert_eq!(successor(HERE, other), successor(HERE, other));
    assert_ne!(successor(HERE, other), successor(HERE, MemberId::default()));
    assert_ne!(successor(HERE, other), successor(THERE, other));
    assert_ne!(successor(HERE, other), HERE);
}

#[test]
fn what_was_accepted_is_not_sent_again_until_another_life_begins() {
    let mut outbox = outbox(HERE, 1..=2);
    outbox.note(HERE, &[Answer { number: 1, verdict: Verdict::accepted(9) }]);
    assert_eq!(numbers(&outbox.batch(HERE, 500, usize::MAX)), [2]);
    assert_eq!(outbox.confirmed(8), []);
    outbox.offer_again();
    assert_eq!(numbers(&outbox.batch(HERE, 500, usize::MAX)), [1, 2]);
}

#[test]
fn a_snapshot_confirms_what_it_contains() {
    let mut outbox = outbox(HERE, 1..=2);
    outbox.note(HERE, &[Answer { number: 1, verdict: Verdict::accepted(9) }]);
    assert_eq!(outbox.confirmed(9), [(HERE, 1)]);
}

#[test]
fn of_what_leaves_it_is_known_whether_it_was_accepted() {
    let mut outbox = outbox(HERE, 1..=3);
    outbox.note(HERE, &[Answer { number: 1, verdict: Verdict::accepted(9) }]);
    assert_eq!(numbers(&outbox.remove(&[(HERE, 1), (HERE, 2), (HERE, 7)])), [1]);
    assert_eq!(numbers(&outbox.of(HERE)), [3]);
}

#[test]
fn another_name_keeps_the_numbers_and_undo_still_finds_its_move() {
    let mut outbox = outbox(HERE, 4..=5);
    let moved = stamp(HERE, 104);
    let body = DealAction::Move {
        id: Default::default(),
        to: Default::default(),
        entered: None,
        retract: Some(moved),
        remark: None,
    };
    let body = Body::from(body);
    outbox.add(vec![Operation { number: 6, stamp: stamp(HERE, 106), author: MemberId::default(), body }], 0);
    let renamed = outbox.rename(HERE, THERE);
    assert_eq!(renamed.gone, [(HERE, 4), (HERE, 5), (HERE, 6)]);
    assert_eq!(numbers(&renamed.operations), [4, 5, 6]);
    assert!(renamed.operations.iter().all(|o| o.stamp.client == THERE));
    assert!(outbox.sends_for(THERE) && !outbox.sends_for(HERE) && !outbox.has(HERE));
    let Body::Deal(DealAction::Move { retract, .. }) = &renamed.operations[2].body else { panic!("not a move") };
    assert_eq!(*retract, Some(stamp(THERE, 104)));
}

/// Another life of the server's database, where the former name is free, would take
/// it once more.
#[test]
fn what_has_another_name_does_not_come_back_under_its_former_one() {
    let mut outbox = outbox(HERE, 1..=2);
    let renamed = outbox.rename(HERE, THERE);
    let read = |outbox: &mut Outbox| numbers(&outbox.add((1..=3).map(|n| operation(HERE, n)).collect(), 0));
    assert_eq!(read(&mut outbox), [3], "what nobody has renamed is still to be sent");
    let mut other = Outbox::default();
    other.note_renamed(&renamed.gone);
    assert_eq!(read(&mut other), [3], "nor in a tab that was told");
}

#[test]
fn a_tab_stops_sending_for_others_that_have_nothing_left() {
    let mut outbox = outbox(THERE, 1..=1);
    outbox.send_for(HERE);
    assert_eq!(outbox.release(HERE), []);
    outbox.remove(&[(THERE, 1)]);
    assert_eq!(outbox.release(HERE), [THERE]);
    assert!(outbox.sends_for(HERE));
}
