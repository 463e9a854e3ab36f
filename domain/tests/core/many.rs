//! Several cards at once: they land together, and wait together.

use crate::support::{Author, at, cases, create, deal_in, edit, id, loss, stage, stage_with, studio};
use chrono::NaiveDate;
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    board,
    ids::{DealId, MemberId, StageId, TaskId},
    moves::{Drop, as_they_stand, drop_deals, next_stage},
    operation::{Action, Body, DealAction, Refusal, invert},
    put_off::{FollowUp, put_off, soon},
    rank::Rank,
    stage::StageRole,
    task::TaskChange,
    workspace::Workspace,
};

const HERE: usize = 4;
const THERE: usize = 5;

/// Cards 10 to 14 in one column, 20 to 22 in the next one; no tasks.
fn two_columns() -> (Workspace, Author) {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    (w.deals, w.tasks) = Default::default();
    for (first, count, column) in [(10, 5, HERE), (20, 3, THERE)] {
        for (n, rank) in (first..).zip(Rank::spread_after(None, count)) {
            let mut deal = deal_in(id(n), stage(column), 0, "Kitchen");
            let DealAction::Create { place, .. } = &mut deal else { unreachable!() };
            place.rank = rank;
            author.change(&mut w, at(0), deal);
        }
    }
    (w, author)
}

fn order(w: &Workspace, stage: StageId) -> Vec<u128> {
    board::column(w, stage).iter().map(|d| d.id.0.as_u128() - 1).collect()
}

fn ids(deals: &[u128]) -> Vec<DealId> {
    deals.iter().map(|n| id(*n)).collect()
}

/// Drops cards into a column; answers how many changes there were.
fn make(w: &mut Workspace, author: &mut Author, deals: &[u128], column: usize, after: Option<u128>) -> usize {
    let drop = Drop { stage: stage(column), after: after.map(id), loss: None };
    let bodies = drop_deals(w, &ids(deals), drop, at(100)).unwrap();
    let count = bodies.len();
    for body in bodies {
        author.change(w, at(100), body);
    }
    count
}

#[test]
fn cards_land_one_behind_the_other_in_their_order() {
    let (mut w, mut author) = two_columns();
    assert_eq!(make(&mut w, &mut author, &[10, 12, 14], THERE, Some(20)), 3);
    assert_eq!(order(&w, stage(HERE)), [11, 13]);
    assert_eq!(order(&w, stage(THERE)), [20, 10, 12, 14, 21, 22]);
    assert!(ids(&[10, 12, 14]).iter().all(|deal| w.deals[deal].history().count() == 2));
}

#[test]
fn cards_of_several_columns_come_together_and_only_those_that_enter_take_a_step() {
    let (mut w, mut author) = two_columns();
    assert_eq!(make(&mut w, &mut author, &[11, 20, 22], THERE, None), 3);
    assert_eq!(order(&w, stage(THERE)), [11, 20, 22, 21]);
    assert_eq!(w.deals[&id(11)].history().count(), 2);
    assert_eq!(w.deals[&id(22)].history().count(), 1);
}

#[test]
fn after_one_of_themselves_is_where_that_one_stands() {
    let (mut w, mut author) = two_columns();
    make(&mut w, &mut author, &[10, 12], HERE, Some(12));
    assert_eq!(order(&w, stage(HERE)), [11, 10, 12, 13, 14]);
}

#[test]
fn cards_that_stand_there_already_change_nothing() {
    let (mut w, mut author) = two_columns();
    assert_eq!(make(&mut w, &mut author, &[11, 12], HERE, Some(10)), 0);
    assert_eq!(make(&mut w, &mut author, &[12, 11], HERE, Some(10)), 2, "in another order");
    assert_eq!(order(&w, stage(HERE)), [10, 12, 11, 13, 14]);
    assert_eq!(make(&mut w, &mut author, &[], HERE, None), 0);
}

#[test]
fn a_card_that_is_named_twice_moves_once_and_one_that_is_gone_is_said() {
    let (mut w, mut author) = two_columns();
    assert_eq!(make(&mut w, &mut author, &[10, 10], THERE, None), 1);
    let drop = Drop { stage: stage(THERE), after: None, loss: None };
    assert_eq!(drop_deals(&w, &ids(&[11, 99]), drop, at(1)), Err(Refusal::UnknownRecord));
}

#[test]
fn what_is_lost_together_has_one_reason() {
    let (mut w, mut author) = two_columns();
    let drop = Drop { stage: stage_with(StageRole::Lost), after: None, loss: Some(loss()) };
    for body in drop_deals(&w, &ids(&[10, 11]), drop, at(1)).unwrap() {
        author.change(&mut w, at(1), body);
    }
    assert!(ids(&[10, 11]).iter().all(|deal| w.deals[deal].place.loss == Some(loss())));
}

#[test]
fn taken_back_all_stand_where_they_stood() {
    let (mut w, mut author) = two_columns();
    let drop = Drop { stage: stage(THERE), after: Some(id(21)), loss: None };
    let mut back = Vec::new();
    for body in drop_deals(&w, &ids(&[10, 12, 13]), drop, at(1)).unwrap() {
        let before = w.clone();
        let operation = author.change(&mut w, at(1), body);
        back.extend(invert(&before, &operation.body, operation.stamp));
    }
    for body in back.into_iter().rev() {
        author.change(&mut w, at(2), body);
    }
    assert_eq!((order(&w, stage(HERE)), order(&w, stage(THERE))), (vec![10, 11, 12, 13, 14], vec![20, 21, 22]));
}

#[test]
fn their_order_is_that_of_the_board_whatever_they_were_chosen_in() {
    let (w, _) = two_columns();
    assert_eq!(as_they_stand(&w, ids(&[22, 14, 10, 20, 14, 99])), ids(&[10, 14, 20, 22]));
}

#[test]
fn the_next_stage_is_the_next_on_the_path() {
    let w = studio();
    assert_eq!(next_stage(&w, stage(HERE)), Some(stage(THERE)));
    assert_eq!(next_stage(&w, stage_with(StageRole::Lost)), None);
    let last = w.stages_in_order().into_iter().rfind(|s| s.is_on_path()).unwrap().id;
    assert_eq!(next_stage(&w, last), None);
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

const CALL: FollowUp<'static> = FollowUp { title: "Get in touch", otherwise: None };

/// Lets a deal wait; answers its open tasks: title and day, the earliest first.
fn wait(w: &mut Workspace, author: &mut Author, until: NaiveDate) -> Vec<(String, Option<NaiveDate>)> {
    let me = FollowUp { otherwise: Some(id(2)), ..CALL };
    let mut next = 500;
    let new_id = || {
        next += 1;
        id::<TaskId>(next)
    };
    for body in put_off(w, &ids(&[10]), until, me, new_id) {
        author.change(w, at(1), body);
    }
    let mut tasks: Vec<_> = w.open_tasks().map(|t| (t.title.clone(), t.due)).collect();
    tasks.sort_by_key(|(title, due)| (due.is_none(), *due, title.clone()));
    tasks
}

fn step(n: u128, title: &str, due: Option<NaiveDate>) -> Body {
    let set = vec![TaskChange::Title(title.into()), TaskChange::Deal(Some(id(10))), TaskChange::Due(due)];
    create(id::<TaskId>(n), set)
}

#[test]
fn a_deal_without_a_next_step_gets_one_for_whoever_looks_after_it() {
    let (mut w, mut author) = two_columns();
    assert_eq!(wait(&mut w, &mut author, day(9)), [("Get in touch".to_owned(), Some(day(9)))]);
    assert_eq!(w.open_tasks().next().unwrap().assignee, Some(id::<MemberId>(2)));
    // Once more: that very step waits longer.
    assert_eq!(wait(&mut w, &mut author, day(20)), [("Get in touch".to_owned(), Some(day(20)))]);
    assert!(put_off(&w, &ids(&[10]), day(20), CALL, || id(900)).is_empty(), "it is so already");
}

#[test]
fn nothing_is_due_before_that_day_and_what_is_later_stays() {
    let (mut w, mut author) = two_columns();
    let steps = [(1, "Call", Some(day(2))), (2, "Write", Some(day(5))), (3, "Visit", Some(day(25))), (4, "Ask", None)];
    for (n, title, due) in steps {
        author.change(&mut w, at(0), step(n, title, due));
    }
    author.change(&mut w, at(0), step(5, "Done long ago", Some(day(1))));
    author.change(&mut w, at(0), edit(id::<TaskId>(5), vec![TaskChange::Done(Some(at(0)))]));
    let owned = |(title, due): (&str, Option<NaiveDate>)| (title.to_owned(), due);
    let expected =
        [("Call", Some(day(9))), ("Write", Some(day(9))), ("Visit", Some(day(25))), ("Ask", None)].map(owned);
    assert_eq!(wait(&mut w, &mut author, day(9)), expected);
}

#[test]
fn the_next_step_itself_is_on_that_day_even_when_it_was_later_or_on_none() {
    for due in [None, Some(day(25))] {
        let (mut w, mut author) = two_columns();
        author.change(&mut w, at(0), step(1, "Visit", due));
        assert_eq!(wait(&mut w, &mut author, day(9)), [("Visit".to_owned(), Some(day(9)))]);
    }
}

#[test]
fn several_deals_wait_by_one_look_and_a_deleted_one_is_left_alone() {
    let (mut w, mut author) = two_columns();
    author.change(&mut w, at(1), Body::from(DealAction::Delete { id: id(11) }));
    let mut next = 0;
    let changes = put_off(&w, &ids(&[10, 11, 12, 12]), day(9), CALL, || {
        next += 1;
        id(next)
    });
    assert!(matches!(changes[..], [Body::Task(Action::Create { .. }), Body::Task(Action::Create { .. })]));
}

#[test]
fn soon_is_the_same_day_of_the_next_week_and_of_the_next_month() {
    let last = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let on = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    assert_eq!(soon(last), [on(2, 7), on(2, 28)]);
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn wherever_they_are_dropped_they_stand_together_and_the_others_keep_their_order(
        turns in vec((vec(0..8_u128, 1..5), 0..9_u128, HERE..=THERE), 1..40)
    ) {
        let (mut w, mut author) = two_columns();
        let card = |n: u128| if n < 5 { 10 + n } else { 20 + n - 5 };
        for (chosen, after, column) in turns {
            let carried = as_they_stand(&w, chosen.into_iter().map(|n| id(card(n))));
            let numbers: Vec<u128> = carried.iter().map(|d| d.0.as_u128() - 1).collect();
            let others = |w: &Workspace| -> Vec<u128> {
                order(w, stage(column)).into_iter().filter(|n| !numbers.contains(n)).collect()
            };
            let before = others(&w);
            make(&mut w, &mut author, &numbers, column, (after < 8).then(|| card(after)));
            let now = order(&w, stage(column));
            let first = now.iter().position(|n| numbers.contains(n)).unwrap();
            prop_assert_eq!(&now[first..first + numbers.len()], &numbers[..]);
            prop_assert_eq!(others(&w), before);
        }
    }
}
