//! Which deals the table has, in which order, and what they come to.

use super::*;
use crate::{
    deal::StageEntry,
    ids::{MemberId, TaskId},
    member::Member,
    money::{Currency, Money},
    record::{Birth, Record},
    stage::Stage,
    task::Task,
};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_000_000_000_000);

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn alive() -> Birth {
    Birth { stamp: Default::default(), by: Default::default() }
}

fn workspace() -> Workspace {
    let mut w = Workspace::default();
    for (n, (rank, probability)) in [("8180", 33), ("8280", 50), ("8380", 0)].into_iter().enumerate() {
        let mut stage = Stage::blank(StageId(id(n as u128 + 1)));
        stage.meta.bear(alive());
        (stage.rank, stage.probability) = (rank.parse().unwrap(), probability);
        w.stages.insert(stage.id, stage);
    }
    w
}

fn put(w: &mut Workspace, n: u128, stage: u128, minor: Option<i64>, change: impl FnOnce(&mut Deal)) {
    let mut deal = Deal::blank(DealId(id(n)));
    deal.meta.bear(alive());
    deal.title = format!("Deal {n}");
    deal.place.stage = StageId(id(stage));
    deal.worth.once = minor.map(|minor| Money::new(minor, Currency::EUR));
    change(&mut deal);
    w.deals.insert(deal.id, deal);
}

fn order(w: &Workspace, order: Order) -> Vec<u128> {
    let deals: Vec<&Deal> = w.living_deals().collect();
    arranged(w, &deals, order, NOW).into_iter().map(|deal| deal.0.as_u128()).collect()
}

#[test]
fn the_weighted_sum_is_that_of_the_boards_feet() {
    let mut w = workspace();
    for (n, stage, minor) in [(10, 1, 50), (11, 1, 100), (12, 2, 1), (13, 3, 9_999)] {
        put(&mut w, n, stage, Some(minor), |_| {});
    }
    put(&mut w, 14, 2, None, |_| {});
    put(&mut w, 15, 77, Some(7), |_| {});
    let deals: Vec<&Deal> = w.living_deals().collect();
    let sums = Sums::of(&w, deals);
    assert_eq!(sums.total, Total { count: 6, sum_minor: 50 + 100 + 1 + 9_999 + 7 });
    // 150 × 33 % rounds to 50, 1 × 50 % to 1; a stage that is not there has no chance.
    assert_eq!(sums.weighted_minor, 51);
}

#[test]
fn only_deals_of_the_stages_shown_that_the_filter_lets_through_are_there() {
    let mut w = workspace();
    put(&mut w, 10, 1, None, |d| d.channel = "Fair".into());
    put(&mut w, 11, 1, None, |_| {});
    put(&mut w, 12, 2, None, |d| d.channel = "Fair".into());
    let filter = Filter { channel: Some("Fair".into()), ..Filter::default() };
    let found: Vec<u128> = shown(&w, &[StageId(id(1))], &filter).iter().map(|d| d.id.0.as_u128()).collect();
    assert_eq!(found, [10]);
    assert_eq!(shown(&w, &[], &Filter::default()).len(), 0);
}

#[test]
fn by_itself_the_table_has_the_boards_order() {
    let mut w = workspace();
    put(&mut w, 10, 2, None, |_| {});
    put(&mut w, 11, 1, None, |d| d.place.rank = "8280".parse().unwrap());
    put(&mut w, 12, 1, None, |d| d.place.rank = "8180".parse().unwrap());
    put(&mut w, 13, 77, None, |_| {});
    assert_eq!(order(&w, Order::default()), [12, 11, 10, 13]);
    assert_eq!(order(&w, Order { is_falling: true, ..Order::default() }), [13, 10, 12, 11]);
}

#[test]
fn what_is_unknown_comes_last_either_way() {
    let mut w = workspace();
    put(&mut w, 10, 1, None, |_| {});
    put(&mut w, 11, 1, Some(1), |_| {});
    put(&mut w, 12, 1, Some(9), |_| {});
    let by = Order::by(Column::Value);
    assert_eq!(order(&w, by), [12, 11, 10]);
    assert_eq!(order(&w, by.press(Column::Value)), [11, 12, 10]);
}

#[test]
fn people_and_days_are_sorted_as_one_looks_them_up() {
    let mut w = workspace();
    for (n, name) in [(1, "Іван"), (2, "єва")] {
        let mut member = Member::blank(MemberId(id(n)));
        member.name = name.to_owned();
        w.members.insert(member.id, member);
    }
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    put(&mut w, 10, 1, None, |d| (d.owner, d.expected_close) = (Some(MemberId(id(1))), day("2026-12-01")));
    put(&mut w, 11, 1, None, |d| (d.owner, d.expected_close) = (Some(MemberId(id(2))), day("2027-01-01")));
    put(&mut w, 12, 1, None, |d| d.expected_close = day("2026-02-01"));
    assert_eq!(order(&w, Order::by(Column::Owner)), [11, 10, 12]);
    assert_eq!(order(&w, Order::by(Column::Close)), [12, 10, 11]);
}

#[test]
fn the_next_step_is_the_open_one_due_first() {
    let mut w = workspace();
    (10..14).for_each(|n| put(&mut w, n, 1, None, |_| {}));
    let steps = [(1, 10, Some("2026-12-09")), (2, 10, Some("2026-12-01")), (3, 11, Some("2026-12-05")), (4, 12, None)];
    for (n, deal, due) in steps {
        let mut task = Task::blank(TaskId(id(n)));
        task.meta.bear(alive());
        (task.deal, task.due) = (Some(DealId(id(deal))), due.and_then(|due| due.parse().ok()));
        w.tasks.insert(task.id, task);
    }
    assert_eq!(order(&w, Order::by(Column::NextStep)), [10, 11, 12, 13]);
    w.tasks.get_mut(&TaskId(id(2))).unwrap().done = Some(NOW);
    assert_eq!(order(&w, Order::by(Column::NextStep)), [11, 10, 12, 13]);
}

#[test]
fn whoever_stands_longest_in_a_stage_comes_first() {
    let mut w = workspace();
    for (n, at) in [(10, 5), (11, 1), (12, 9)] {
        put(&mut w, n, 1, None, |d| {
            let stage = d.place.stage;
            d.enter(StageEntry {
                stage,
                at: Some(Timestamp(at)),
                by: MemberId::default(),
                stamp: Default::default(),
                remark: None,
            });
        });
    }
    assert_eq!(order(&w, Order::by(Column::Days)), [11, 10, 12]);
}
