//! Saved views: each a register of its own among the workspace's settings; the order
//! by urgency; swim lanes.

use crate::support::{ADMIN, Author, SELLER, VIEWER, at, create, edit, id, studio, to};
use chrono::NaiveDate;
use smarketing_domain::{
    cohort::group::{Dimension, Key},
    deal::DealChange,
    ids::*,
    operation::{Action, Authority, Body, DealAction, Operation, Refusal, apply, check, invert},
    record::Each,
    settings::SettingsChange as Change,
    stage::StageChange,
    task::{TaskChange, Urgency},
    view::{
        SavedView, VIEWS_MAX, in_order,
        lanes::{self, Lanes},
        shared,
        urgent::Needs,
    },
    workspace::Workspace,
};

/// A manager of the studio.
const MANAGER: u128 = 2;

fn saved(view: u128, name: &str, by: u128) -> Body {
    write(view, Some(SavedView::new(name, "lens=sales&sort=urgency", id(by))))
}

fn write(view: u128, to: Option<SavedView>) -> Body {
    edit(id::<WorkspaceId>(0), vec![Change::Views(Each::one(id(view), to))])
}

fn names(w: &Workspace) -> Vec<String> {
    shared(w).into_iter().map(|(_, view)| view.name().to_owned()).collect()
}

fn may(w: &Workspace, who: u128, body: &Body) -> Result<(), Refusal> {
    check(w, Authority::Member(id(who)), body)
}

fn apply_all<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Workspace {
    let mut w = studio();
    operations.into_iter().for_each(|operation| {
        apply(&mut w, operation);
    });
    w
}

#[test]
fn views_of_two_members_at_once_are_both_kept_in_either_order() {
    let one = Author::new(1, SELLER).make(at(5), saved(1, "b", SELLER));
    let two = Author::new(2, MANAGER).make(at(5), saved(2, "A", MANAGER));
    let either = [apply_all([&one, &two]), apply_all([&two, &one])];
    assert_eq!(names(&either[0]), ["A", "b"]);
    assert_eq!(either[0], either[1]);
}

#[test]
fn its_author_or_a_manager_changes_a_view_and_nobody_else() {
    let (mut w, mut author) = (studio(), Author::new(1, SELLER));
    assert_eq!(may(&w, VIEWER, &saved(1, "Mine", VIEWER)), Err(Refusal::RoleTooLow));
    assert_eq!(may(&w, SELLER, &saved(1, "Mine", MANAGER)), Err(Refusal::NotYours), "in another's name");
    author.change(&mut w, at(1), saved(1, "Mine", SELLER));
    assert_eq!(may(&w, SELLER, &saved(1, "Ours", SELLER)), Ok(()));
    assert_eq!(may(&w, MANAGER, &saved(1, "Ours", SELLER)), Ok(()));
    assert_eq!(may(&w, MANAGER, &saved(1, "Ours", MANAGER)), Err(Refusal::NotYours), "whose it is stays");
    assert_eq!(may(&w, MANAGER, &write(1, None)), Ok(()));
    author.change(&mut w, at(2), saved(2, "Theirs", SELLER));
    let by_manager = Author::new(2, MANAGER).make(at(3), saved(3, "The manager's", MANAGER));
    apply(&mut w, &by_manager);
    assert_eq!(may(&w, SELLER, &saved(3, "Mine", MANAGER)), Err(Refusal::NotYours));
    assert_eq!(may(&w, SELLER, &write(3, None)), Err(Refusal::NotYours));
}

#[test]
fn a_view_comes_back_when_its_end_is_taken_back() {
    let (mut w, mut manager) = (studio(), Author::new(2, MANAGER));
    Author::new(1, SELLER).change(&mut w, at(1), saved(1, "Mine", SELLER));
    let before = names(&w);
    let end = manager.make(at(2), write(1, None));
    let back = invert(&w, &end.body, end.stamp);
    apply(&mut w, &end);
    assert!(names(&w).is_empty());
    let back = back.expect("what ended can come back");
    assert_eq!(may(&w, MANAGER, &back), Ok(()));
    manager.change(&mut w, at(3), back);
    assert_eq!(names(&w), before);
}

#[test]
fn a_view_has_a_name_and_an_author_and_there_are_not_endlessly_many() {
    let (mut w, mut author) = (studio(), Author::new(1, SELLER));
    assert_eq!(may(&w, SELLER, &saved(1, "  ", SELLER)), Err(Refusal::TextMissing));
    assert_eq!(may(&w, SELLER, &saved(1, &"x".repeat(61), SELLER)), Err(Refusal::TextTooLong));
    for n in 0..VIEWS_MAX as u128 {
        author.change(&mut w, at(1), saved(n, &format!("View {n}"), SELLER));
    }
    assert_eq!(may(&w, SELLER, &saved(999, "One more", SELLER)), Err(Refusal::OutOfRange));
    assert_eq!(may(&w, SELLER, &saved(5, "Another name", SELLER)), Ok(()));
    let name_too =
        edit(id::<WorkspaceId>(0), vec![Change::Views(Each::one(id(5), None)), Change::Name("Mine".to_owned())]);
    assert_eq!(may(&w, SELLER, &name_too), Err(Refusal::RoleTooLow), "the rest of the settings is an admin's");
    assert_eq!(may(&w, ADMIN, &name_too), Ok(()));
}

#[test]
fn views_are_found_by_their_names_in_any_case() {
    let view = |name: &str| SavedView::new(name, "", id(SELLER));
    let mut views =
        vec![(id(1), view("ярмарок")), (id(2), view("Етапи")), (id(3), view("fair")), (id(4), view("Fair"))];
    in_order(&mut views);
    assert_eq!(views.iter().map(|(_, v)| v.name()).collect::<Vec<_>>(), ["fair", "Fair", "Етапи", "ярмарок"]);
}

fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
}

/// Deals 0 to 4 in one column, put into it one after another; with steps due on these days.
fn column(steps: &[(u128, Option<u32>)]) -> (Workspace, Vec<DealId>) {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let set = vec![StageChange::RotDays(Some(1))];
    author.change(&mut w, at(0), edit(crate::support::stage(3), set));
    for n in 0..5 {
        author.change(&mut w, at(9), Action::<TaskId, TaskChange>::Delete { id: id(n) });
        let seconds = 10 + i64::try_from(n).unwrap();
        author.change(&mut w, at(seconds), to(id(n), crate::support::stage(3), seconds));
    }
    for (n, (deal, due)) in steps.iter().enumerate() {
        let set =
            vec![TaskChange::Title("Call".into()), TaskChange::Deal(Some(id(*deal))), TaskChange::Due(due.map(day))];
        author.change(&mut w, at(20), create(id::<TaskId>(n as u128 + 100), set));
    }
    let deals = smarketing_domain::board::column(&w, crate::support::stage(3));
    let deals = deals.into_iter().map(|d| d.id).filter(|d| number(*d) < 5).collect();
    (w, deals)
}

/// The number that `id` made it of.
fn number(deal: DealId) -> u128 {
    deal.0.as_u128() - 1
}

fn sorted(w: &Workspace, mut deals: Vec<DealId>) -> Vec<u128> {
    Needs::of(w, day(10)).sort(w, &mut deals, at(100));
    deals.into_iter().map(number).collect()
}

#[test]
fn overdue_stands_before_today_before_nothing_planned_before_later() {
    let (w, deals) = column(&[(0, Some(20)), (1, None), (2, Some(10)), (3, Some(9)), (3, Some(30))]);
    assert_eq!(sorted(&w, deals), [3, 2, 4, 0, 1]);
    let needs = Needs::of(&w, day(10));
    let levels = [3, 2, 4, 0, 1].map(|n| needs.level(id(n)));
    assert_eq!(levels, [Urgency::Overdue, Urgency::Today, Urgency::NoNextStep, Urgency::Later, Urgency::Later]);
}

#[test]
fn the_longest_overdue_is_first_and_equals_keep_the_order_people_gave_them() {
    let (w, deals) = column(&[(0, Some(9)), (1, Some(3)), (2, Some(9)), (3, Some(5)), (4, Some(9))]);
    assert_eq!(sorted(&w, deals), [1, 3, 0, 2, 4]);
}

#[test]
fn without_a_next_step_the_longest_standing_is_first() {
    let (w, deals) = column(&[]);
    let backwards = deals.iter().rev().copied().collect();
    assert_eq!(sorted(&w, backwards), [0, 1, 2, 3, 4]);
}

#[test]
fn a_card_that_is_put_into_a_sorted_column_stands_where_its_urgency_puts_it() {
    let (w, deals) = column(&[(0, Some(9)), (1, Some(10)), (2, Some(20)), (3, Some(9))]);
    let needs = Needs::of(&w, day(10));
    let mut order = deals.clone();
    needs.sort(&w, &mut order, at(100));
    assert_eq!(order, [0, 3, 1, 4, 2].map(id));
    let stage = crate::support::stage(3);
    for (n, deal) in order.iter().enumerate() {
        assert_eq!(needs.place(&w, &order, *deal, stage, at(100)), n, "where it stands already");
    }
    let others: Vec<DealId> = order.iter().copied().filter(|d| *d != id(3)).collect();
    let elsewhere = crate::support::stage(4);
    assert_eq!(needs.place(&w, &others, id(3), elsewhere, at(100)), 0, "above its equals");
    let others: Vec<DealId> = order.iter().copied().filter(|d| *d != id(4)).collect();
    assert_eq!(needs.place(&w, &others, id(4), elsewhere, at(100)), 3, "it has just come, and does not wait yet");
}

#[test]
fn every_deal_stands_in_one_lane_and_comes_into_an_owners_by_hand_only() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let set = |w: &mut Workspace, author: &mut Author, n: u128, change| {
        author.change(w, at(1), DealAction::Edit { id: id(n), set: vec![change] });
    };
    set(&mut w, &mut author, 0, DealChange::Owner(Some(id(SELLER))));
    set(&mut w, &mut author, 1, DealChange::Owner(None));
    set(&mut w, &mut author, 2, DealChange::Owner(Some(id(ADMIN))));
    set(&mut w, &mut author, 1, DealChange::Channel(" ".into()));
    set(&mut w, &mut author, 2, DealChange::Channel("Fair".into()));
    let all: Vec<DealId> = (0..3).map(id).collect();
    let by = Lanes::Owner.dimension(&w);
    let cells = lanes::split(&w, &by, &all);
    assert_eq!(cells.values().map(|c| c.total.count).sum::<u64>(), 3);
    assert_eq!(cells[&Key::Owner(id(SELLER))].deals, [id(0)]);
    assert_eq!(cells[&Key::NotSet].deals, [id(1)]);
    let channels = lanes::split(&w, &Lanes::Channel.dimension(&w), &all);
    assert!(channels[&Key::NotSet].deals.contains(&id(1)) && channels[&Key::Text("Fair".into())].deals == [id(2)]);
    assert_eq!(Lanes::Segment.dimension(&w), Dimension::Kind, "no fact is called a segment");

    let deal = w.deals[&id(0)].clone();
    assert_eq!(Lanes::Owner.bring(&deal, &Key::Owner(id(SELLER))), None, "it is there");
    let given = Lanes::Owner.bring(&deal, &Key::NotSet).unwrap();
    author.change(&mut w, at(2), given);
    assert_eq!(w.deals[&id(0)].owner, None);
    assert_eq!(Lanes::Channel.bring(&deal, &Key::Text("Fair".into())), None);
    let given = Lanes::Owner.bring_all(&w, &all, &Key::Owner(id(ADMIN)));
    assert_eq!(given.len(), 2, "one of the three is there");
    for body in given {
        author.change(&mut w, at(3), body);
    }
    assert!(all.iter().all(|deal| w.deals[deal].owner == Some(id(ADMIN))));
    assert!(Lanes::ALL.into_iter().all(|lanes| Lanes::named(lanes.name()) == Some(lanes)));
}
