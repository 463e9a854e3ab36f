//! What takes a change back brings back every visible register, and the history.

use crate::support::{Author, Choice, at, body, cases, choice, choices, deal_in, edit, id, stage, studio, to};
use proptest::prelude::*;
use smarketing_domain::{
    clock::Timestamp,
    entity::Entity,
    ids::{DealId, StageId},
    operation::{Authority, Body, Operation, apply, check, invert},
    record::Meta,
    stage::StageChange,
    workspace::Workspace,
};

/// Stages and times of one deal's history.
type Entered = Vec<(StageId, Option<Timestamp>)>;

/// What can be seen: living records without their book-keeping, and of a
/// history what was entered when.
fn visible(w: &Workspace) -> (Vec<Entity>, Vec<Entered>) {
    let bare = |mut entity: Entity| {
        *match &mut entity {
            Entity::Settings(e) => &mut e.meta,
            Entity::Stage(e) => &mut e.meta,
            Entity::Member(e) => &mut e.meta,
            Entity::Company(e) => &mut e.meta,
            Entity::Contact(e) => &mut e.meta,
            Entity::Deal(e) => {
                (e.entries, e.retracted) = (Vec::new(), Vec::new());
                &mut e.meta
            }
            Entity::Task(e) => &mut e.meta,
            Entity::Insight(e) => &mut e.meta,
            Entity::Rule(e) => &mut e.meta,
            Entity::Question(e) => &mut e.meta,
            Entity::Touchpoint(e) => &mut e.meta,
            Entity::Hypothesis(e) => &mut e.meta,
            Entity::Reach(e) => &mut e.meta,
            Entity::Import(e) => &mut e.meta,
            Entity::Workshop(e) => &mut e.meta,
            Entity::Sticker(e) => &mut e.meta,
            Entity::Meeting(e) => &mut e.meta,
        } = Meta::default();
        entity
    };
    let living = w.entities().filter(|e| e.meta().is_alive()).map(bare).collect();
    let histories = w.living_deals().map(|d| d.history().map(|e| (e.stage, e.at)).collect());
    (living, histories.collect())
}

/// Makes a change that is allowed; answers what takes it back.
fn perform(w: &mut Workspace, author: &mut Author, now: i64, body: Body) -> Option<Body> {
    check(w, Authority::Server, &body).ok()?;
    let operation: Operation = author.make(at(now), body);
    let inverse = invert(w, &operation.body, operation.stamp);
    apply(w, &operation);
    inverse
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn what_was_undone_looks_as_before_and_what_was_redone_as_after(
        earlier in choices(0..15),
        last in choice(),
    ) {
        let (mut w, mut author) = (studio(), Author::new(1, 0));
        for (now, choice) in earlier.into_iter().enumerate() {
            let body = body(&w, choice, at(now as i64));
            perform(&mut w, &mut author, now as i64, body);
        }
        let before = visible(&w);
        let body = body(&w, Choice { skew: 0, ..last }, at(100));
        if let Some(undo) = perform(&mut w, &mut author, 100, body.clone()) {
            let after = visible(&w);
            let redo = perform(&mut w, &mut author, 200, undo.clone());
            prop_assert!(redo.is_some(), "{body:?} undone by {undo:?} is refused");
            prop_assert_eq!(visible(&w), before, "{:?} undone by {:?}", body, undo);
            perform(&mut w, &mut author, 300, redo.unwrap());
            prop_assert_eq!(visible(&w), after, "{:?} redone", body);
        }
    }
}

#[test]
fn an_undone_move_never_counts_as_a_step_and_a_redone_one_counts_at_its_own_time() {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    let deal = id::<DealId>(0);
    let entered = |w: &Workspace| w.deals[&deal].history().map(|e| (e.stage, e.at)).collect::<Vec<_>>();
    let before = entered(&w);
    // Said at 50 that it had happened at 40.
    let undo = perform(&mut w, &mut author, 50, to(deal, stage(6), 40)).unwrap();
    let after = entered(&w);
    assert_eq!(after.last(), Some(&(stage(6), Some(at(40)))));
    let redo = perform(&mut w, &mut author, 60, undo).unwrap();
    assert_eq!(entered(&w), before);
    let undo = perform(&mut w, &mut author, 70, redo).unwrap();
    assert_eq!(entered(&w), after);
    perform(&mut w, &mut author, 80, undo).unwrap();
    assert_eq!(entered(&w), before);
}

#[test]
fn a_created_record_is_undone_by_a_delete_and_redone_by_a_restore() {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    let deal = id::<DealId>(50);
    let undo = perform(&mut w, &mut author, 1, deal_in(deal, stage(3), 1, "New").into()).unwrap();
    let redo = perform(&mut w, &mut author, 2, undo).unwrap();
    assert!(w.deal(deal).is_none());
    perform(&mut w, &mut author, 3, redo).unwrap();
    assert!(w.deal(deal).is_some());
}

#[test]
fn an_edit_of_several_registers_is_undone_as_one() {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    let before = visible(&w);
    let set = vec![StageChange::Name("Sat on it".into()), StageChange::Probability(44)];
    let undo = perform(&mut w, &mut author, 1, edit(stage(3), set)).unwrap();
    perform(&mut w, &mut author, 2, undo).unwrap();
    assert_eq!(visible(&w), before);
}
