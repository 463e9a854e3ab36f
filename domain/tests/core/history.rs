//! What stood where an operation wrote, and the way back.

use smarketing_domain::{
    clock::{Stamp, Timestamp},
    deal::{DealChange, Place},
    history::{Deed, Logged, again, lost_part, replaced},
    ids::{ClientId, DealId, MemberId, StageId},
    operation::{Body, DealAction, Operation, apply},
    workspace::Workspace,
};
use uuid::Uuid;

const DEAL: DealId = DealId(Uuid::from_u128(1));
const FIRST: StageId = StageId(Uuid::from_u128(11));
const SECOND: StageId = StageId(Uuid::from_u128(12));

fn stamp(millis: u64) -> Stamp {
    Stamp { millis, counter: 0, client: ClientId(millis % 7) }
}

fn place(stage: StageId) -> Place {
    Place { stage, ..Place::default() }
}

fn title(text: &str) -> Body {
    DealAction::Edit { id: DEAL, set: vec![DealChange::Title(text.to_owned())] }.into()
}

fn to(stage: StageId, at: i64) -> Body {
    DealAction::Move { id: DEAL, to: place(stage), entered: Some(Timestamp(at)), retract: None, remark: None }.into()
}

/// Accepts a change made at `millis`, as the server does.
fn accept(workspace: &mut Workspace, millis: u64, body: Body) -> Logged {
    let operation = Operation { number: millis, stamp: stamp(millis), author: MemberId::default(), body };
    let replaced = replaced(workspace, &operation);
    apply(workspace, &operation);
    Logged { seq: millis, operation, replaced }
}

fn studio() -> Workspace {
    let mut workspace = Workspace::default();
    let set = vec![DealChange::Title("Chair".to_owned())];
    accept(&mut workspace, 1, DealAction::Create { id: DEAL, place: place(FIRST), past: Vec::new(), set }.into());
    workspace
}

fn wrote(register: &str, from: &str, to: &str) -> Deed {
    Deed::Wrote { register: register.to_owned(), from: Some(from.into()), to: to.into() }
}

#[test]
fn a_line_says_what_stood_there_before() {
    let mut studio = studio();
    assert_eq!(accept(&mut studio, 10, title("Table")).deeds(), [wrote("title", "Chair", "Table")]);
    let moved = accept(&mut studio, 11, to(SECOND, 11));
    assert_eq!(moved.deeds(), [wrote("stage", &FIRST.to_string(), &SECOND.to_string())]);
    assert_eq!(accept(&mut studio, 12, DealAction::Delete { id: DEAL }.into()).deeds(), [Deed::Deleted]);
    assert_eq!(accept(&mut studio, 13, DealAction::Restore { id: DEAL }.into()).deeds(), [Deed::Restored]);
}

#[test]
fn a_write_without_effect_and_an_order_within_a_stage_are_no_lines() {
    let mut studio = studio();
    assert_eq!(accept(&mut studio, 10, title("Chair")).deeds(), []);
    let reordered = DealAction::Move { id: DEAL, to: place(FIRST), entered: None, retract: None, remark: None };
    assert_eq!(accept(&mut studio, 11, reordered.into()).deeds(), []);
}

#[test]
fn what_came_too_late_is_named_and_holds_when_it_is_made_again() {
    let mut studio = studio();
    accept(&mut studio, 20, title("Newer"));
    let mut both = vec![DealChange::Title("Older".to_owned()), DealChange::Channel("Fair".to_owned())];
    let late = accept(&mut studio, 10, DealAction::Edit { id: DEAL, set: both.clone() }.into());
    assert_eq!(late.replaced.lost, ["title"]);
    assert_eq!(studio.deals[&DEAL].title, "Newer");
    let body = again(lost_part(late.operation.body, &late.replaced.lost), Timestamp(30));
    both.truncate(1);
    assert_eq!(body, DealAction::Edit { id: DEAL, set: both }.into());
    accept(&mut studio, 30, body);
    assert_eq!((&*studio.deals[&DEAL].title, &*studio.deals[&DEAL].channel), ("Older", "Fair"));
}

#[test]
fn a_late_write_of_the_same_value_has_lost_nothing() {
    let mut studio = studio();
    accept(&mut studio, 20, title("Table"));
    assert!(accept(&mut studio, 10, title("Table")).replaced.lost.is_empty());
}

#[test]
fn a_late_move_enters_its_stage_when_it_is_made_again() {
    let third = StageId(Uuid::from_u128(13));
    let mut studio = studio();
    accept(&mut studio, 20, to(SECOND, 20));
    let late = accept(&mut studio, 10, to(third, 10));
    assert_eq!((&*late.replaced.lost, studio.deals[&DEAL].place.stage), (&["place".to_owned()][..], SECOND));
    let body = again(lost_part(late.operation.body, &late.replaced.lost), Timestamp(30));
    accept(&mut studio, 30, body);
    let deal = &studio.deals[&DEAL];
    assert_eq!((deal.place.stage, deal.in_stage_since()), (third, Some(Timestamp(30))));
}

#[test]
fn an_old_change_can_be_taken_back_after_others() {
    let mut studio = studio();
    let first = accept(&mut studio, 10, title("Table"));
    accept(&mut studio, 11, DealAction::Edit { id: DEAL, set: vec![DealChange::Channel("Fair".into())] }.into());
    let back = first.undo(&studio).unwrap();
    accept(&mut studio, 12, back);
    assert_eq!((&*studio.deals[&DEAL].title, &*studio.deals[&DEAL].channel), ("Chair", "Fair"));
}

#[test]
fn of_a_move_that_others_followed_only_the_entry_is_taken_back() {
    let mut studio = studio();
    let slip = accept(&mut studio, 10, to(SECOND, 10));
    accept(&mut studio, 11, to(FIRST, 11));
    accept(&mut studio, 12, to(SECOND, 12));
    let back = slip.undo(&studio).unwrap();
    accept(&mut studio, 13, back);
    let deal = &studio.deals[&DEAL];
    assert_eq!(deal.place.stage, SECOND);
    assert_eq!(deal.history().filter_map(|e| e.at).collect::<Vec<_>>(), [Timestamp(11), Timestamp(12)]);
}

#[test]
fn the_last_move_is_taken_back_whole() {
    let mut studio = studio();
    let slip = accept(&mut studio, 10, to(SECOND, 10));
    let back = slip.undo(&studio).unwrap();
    accept(&mut studio, 13, back);
    let deal = &studio.deals[&DEAL];
    assert_eq!((deal.place.stage, deal.history().count()), (FIRST, 0));
}
