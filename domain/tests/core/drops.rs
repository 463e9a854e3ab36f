//! Where a card is dropped, there it lands.

use crate::support::{Author, at, cases, deal_in, id, loss, stage, stage_with, studio};
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    board,
    deal::{Loss, Place},
    ids::{DealId, StageId},
    moves::{Drop, drop_deal},
    operation::{Body, DealAction, Refusal},
    rank::Rank,
    stage::StageRole,
    workspace::Workspace,
};

const COLUMN: usize = 5;

/// A column with cards 10, 11, 12, … in this order.
fn column_of(count: u128) -> (Workspace, Author) {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    w.deals = Default::default();
    let ranks = Rank::spread_after(None, count as usize);
    for (n, rank) in (10..).zip(ranks) {
        let mut deal = deal_in(id(n), stage(COLUMN), 0, "Kitchen");
        let DealAction::Create { place, .. } = &mut deal else { unreachable!() };
        place.rank = rank;
        author.change(&mut w, at(0), deal);
    }
    (w, author)
}

fn order(w: &Workspace, stage: StageId) -> Vec<u128> {
    board::column(w, stage).iter().map(|d| d.id.0.as_u128() - 1).collect()
}

fn dropped(deal: u128, after: Option<u128>) -> (DealId, Drop) {
    (id(deal), Drop { stage: stage(COLUMN), after: after.map(id), loss: None })
}

/// Drops a card and makes the changes; answers how many there were.
fn make(w: &mut Workspace, author: &mut Author, (deal, drop): (DealId, Drop)) -> usize {
    let bodies = drop_deal(w, deal, drop, at(100)).unwrap();
    let count = bodies.len();
    for body in bodies {
        author.change(w, at(100), body);
    }
    count
}

#[test]
fn a_card_lands_behind_the_one_it_was_dropped_after() {
    let (mut w, mut author) = column_of(4);
    assert_eq!(make(&mut w, &mut author, dropped(13, Some(10))), 1);
    assert_eq!(order(&w, stage(COLUMN)), [10, 13, 11, 12]);
    assert_eq!(make(&mut w, &mut author, dropped(10, Some(12))), 1);
    assert_eq!(order(&w, stage(COLUMN)), [13, 11, 12, 10]);
    assert_eq!(make(&mut w, &mut author, dropped(12, None)), 1);
    assert_eq!(order(&w, stage(COLUMN)), [12, 13, 11, 10]);
}

#[test]
fn a_card_dropped_where_it_stood_changes_nothing() {
    let (w, _) = column_of(3);
    for (deal, after) in [(10, None), (11, Some(10)), (12, Some(11)), (11, Some(11))] {
        let (deal, drop) = dropped(deal, after);
        assert_eq!(drop_deal(&w, deal, drop, at(1)), Ok(vec![]));
    }
}

#[test]
fn ordering_within_a_column_is_no_step_and_entering_another_is_one() {
    let (mut w, mut author) = column_of(2);
    make(&mut w, &mut author, dropped(11, None));
    assert_eq!(w.deals[&id(11)].history().count(), 1);
    let drop = Drop { stage: stage(COLUMN + 1), after: None, loss: None };
    make(&mut w, &mut author, (id(11), drop));
    let entered: Vec<_> = w.deals[&id(11)].history().map(|e| (e.stage, e.at)).collect();
    assert_eq!(entered, [(stage(COLUMN), Some(at(0))), (stage(COLUMN + 1), Some(at(100)))]);
}

#[test]
fn hidden_neighbours_keep_their_places() {
    // A filter shows 10 and 13 only; 10 is dropped after 13 and lands right behind it.
    let (mut w, mut author) = column_of(5);
    make(&mut w, &mut author, dropped(10, Some(13)));
    assert_eq!(order(&w, stage(COLUMN)), [11, 12, 13, 10, 14]);
}

#[test]
fn after_a_card_that_has_left_the_column_is_at_its_end() {
    let (mut w, mut author) = column_of(3);
    make(&mut w, &mut author, dropped(10, Some(99)));
    assert_eq!(order(&w, stage(COLUMN)), [11, 12, 10]);
}

#[test]
fn between_cards_with_the_same_key_there_is_made_room() {
    // Two people offline made the same key.
    let (mut w, mut author) = column_of(4);
    let same = w.deals[&id(11)].place.rank.clone();
    let to = Place { stage: stage(COLUMN), rank: same, loss: None };
    author.change(&mut w, at(1), DealAction::Move { id: id(12), to, entered: None, retract: None, remark: None });
    assert_eq!(order(&w, stage(COLUMN)), [10, 11, 12, 13]);
    assert!(make(&mut w, &mut author, dropped(13, Some(11))) > 1);
    assert_eq!(order(&w, stage(COLUMN)), [10, 11, 13, 12]);
    let ranks: Vec<_> = board::column(&w, stage(COLUMN)).iter().map(|d| &d.place.rank).collect();
    assert!(ranks.is_sorted_by(|a, b| a < b));
}

#[test]
fn a_crowded_spot_gets_short_keys_and_the_rest_of_the_column_is_left_alone() {
    let (mut w, mut author) = column_of(100);
    let mut most = 0;
    for turn in 0..2_000 {
        let (deal, after) = if turn % 2 == 0 { (59, 50) } else { (58, 50) };
        most = most.max(make(&mut w, &mut author, dropped(deal, Some(after))));
        assert!(w.living_deals().all(|d| !d.place.rank.is_crowded()));
    }
    assert!((2..20).contains(&most), "{most}");
    let mut expected: Vec<u128> = (10..110).filter(|n| ![58, 59].contains(n)).collect();
    expected.splice(41..41, [58, 59]);
    assert_eq!(order(&w, stage(COLUMN)), expected);
}

#[test]
fn a_lost_deal_keeps_its_reason_when_it_is_ordered_among_the_lost() {
    let (mut w, mut author) = column_of(2);
    let lost = stage_with(StageRole::Lost);
    for deal in [10, 11] {
        make(&mut w, &mut author, (id(deal), Drop { stage: lost, after: None, loss: Some(loss()) }));
    }
    make(&mut w, &mut author, (id(11), Drop { stage: lost, after: Some(id(10)), loss: None }));
    assert_eq!(order(&w, lost), [10, 11]);
    assert!(w.living_deals().all(|d| d.place.loss == Some(loss())));
    // Another reason is a change, wherever it is dropped.
    let other = Loss { reason: "went elsewhere".into(), note: String::new() };
    let count =
        make(&mut w, &mut author, (id(11), Drop { stage: lost, after: Some(id(10)), loss: Some(other.clone()) }));
    assert_eq!((count, w.deals[&id(11)].place.loss.as_ref()), (1, Some(&other)));
    // And on the way back the reason stays behind.
    make(&mut w, &mut author, dropped(11, None));
    assert_eq!(w.deals[&id(11)].place.loss, None);
}

#[test]
fn a_deleted_deal_cannot_be_dropped() {
    let (mut w, mut author) = column_of(1);
    author.change(&mut w, at(1), Body::from(DealAction::Delete { id: id(10) }));
    let (deal, drop) = dropped(10, None);
    assert_eq!(drop_deal(&w, deal, drop, at(2)), Err(Refusal::UnknownRecord));
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn a_column_is_in_the_order_in_which_its_cards_were_dropped(drops in vec((0..8_u128, 0..9_u128), 1..150)) {
        let (mut w, mut author) = column_of(8);
        let mut expected: Vec<u128> = (10..18).collect();
        for (deal, after) in drops {
            let (deal, after) = (10 + deal, (after < 8).then_some(10 + after));
            make(&mut w, &mut author, dropped(deal, after));
            if after != Some(deal) {
                expected.retain(|d| *d != deal);
                let at = after.map_or(0, |after| 1 + expected.iter().position(|d| *d == after).unwrap());
                expected.insert(at, deal);
            }
            prop_assert_eq!(&order(&w, stage(COLUMN)), &expected);
        }
    }
}
