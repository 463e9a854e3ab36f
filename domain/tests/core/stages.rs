//! Stages are added, ordered, merged and retired, and no deal is lost on the way.

use crate::support::{ADMIN, Author, at, deal_in, edit, id, loss, stage, stage_with, studio, to};
use smarketing_domain::{
    board,
    clock::DAY,
    deal::{DealChange, Place},
    handoff,
    hourglass::hourglass,
    ids::*,
    operation::{Authority, Body, DealAction, Refusal, check, invert},
    rank::Rank,
    stage::{
        Section, StageChange, StageRole,
        arrange::{Towards, add, bring_back, home, merge, retire, retired, shift, targets},
        observed::{STAYS_LEAST, observed},
    },
    trash,
    workspace::Workspace,
};

fn names(w: &Workspace) -> Vec<String> {
    w.stages_in_order().into_iter().map(|s| s.name.clone()).collect()
}

fn perform(w: &mut Workspace, author: &mut Author, bodies: Vec<Body>) {
    for body in bodies {
        assert_eq!(check(w, Authority::Member(id(ADMIN)), &body), Ok(()), "{body:?}");
        author.change(w, at(500), body);
    }
}

fn shifted(w: &mut Workspace, author: &mut Author, id: StageId, towards: Towards) -> bool {
    let step = shift(w, id, towards);
    let moved = step.is_some();
    perform(w, author, step.unwrap_or_default());
    moved
}

#[test]
fn a_stage_is_added_between_two_even_where_their_order_keys_leave_no_room() {
    for crowded in [false, true] {
        let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
        if crowded {
            let rank = w.stages[&stage(5)].rank.clone();
            author.change(&mut w, at(1), edit(stage(6), vec![StageChange::Rank(rank)]));
        }
        let before = names(&w);
        let step = add(&w, stage(50), "Chose the wood", stage(5)).unwrap();
        perform(&mut w, &mut author, step);
        let mut expected = before;
        expected.insert(6, "Chose the wood".to_owned());
        assert_eq!(names(&w), expected, "crowded: {crowded}");
        assert_eq!((w.stages[&stage(50)].section, w.validate()), (Section::Sales, Ok(())));
    }
}

#[test]
fn nothing_stands_between_what_is_only_counted() {
    let w = studio();
    assert_eq!(add(&w, stage(50), "x", stage(0)), Err(Refusal::StageHoldsNoDeals));
    assert!(add(&w, stage(50), "x", stage(1)).is_ok(), "behind it");
    assert_eq!(add(&w, stage(50), "x", stage_with(StageRole::Lost)), Err(Refusal::UnknownStage));
    assert_eq!(shift(&w, stage(0), Towards::End), None);
    assert_eq!(shift(&w, stage(2), Towards::Begin), None, "leads stay below reach");
}

#[test]
fn a_stage_passes_its_neighbours_and_joins_the_next_section_at_its_border() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let before = names(&w);
    assert!(shifted(&mut w, &mut author, stage(6), Towards::End));
    let mut expected = before.clone();
    expected.swap(6, 7);
    assert_eq!(names(&w), expected);
    assert!(shifted(&mut w, &mut author, stage(6), Towards::Begin));
    assert_eq!(names(&w), before);
    // The first stage of sales becomes the last of marketing where it stands.
    assert!(shifted(&mut w, &mut author, stage(5), Towards::Begin));
    assert_eq!((names(&w), w.stages[&stage(5)].section), (before.clone(), Section::Marketing));
    assert!(shifted(&mut w, &mut author, stage(5), Towards::End));
    assert_eq!((names(&w), w.stages[&stage(5)].section), (before, Section::Sales));
}

#[test]
fn beyond_won_is_the_customer_and_on_this_side_of_it_sales() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    assert!(shifted(&mut w, &mut author, stage(8), Towards::End));
    assert_eq!((names(&w)[8].as_str(), w.stages[&stage(8)].section), ("Bought", Section::Customer));
    assert!(shifted(&mut w, &mut author, stage(8), Towards::Begin));
    assert_eq!((names(&w)[9].as_str(), w.stages[&stage(8)].section), ("Bought", Section::Sales));
    assert_eq!(shift(&w, stage_with(StageRole::Won), Towards::Begin), None, "the neck stays");
    assert_eq!(shift(&w, stage_with(StageRole::Referral), Towards::End), None, "the last");
}

#[test]
fn merged_deals_keep_their_order_their_time_and_what_they_had_entered() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let (from, into) = (stage(6), stage(5));
    let mut last = Rank::between(None, None);
    for n in 0..7 {
        last = Rank::between(Some(&last), None);
        let DealAction::Create { id, mut place, past, set } = deal_in(id(100 + n), from, 10 + n as i64, "Chair") else {
            unreachable!()
        };
        place.rank = last.clone();
        author.change(&mut w, at(20), DealAction::Create { id, place, past, set });
    }
    // It had been in the target before, and elsewhere since.
    author.change(&mut w, at(21), to(id(100), into, 21));
    author.change(&mut w, at(22), to(id(100), from, 22));
    let order = |w: &Workspace, stage| board::column(w, stage).into_iter().map(|d| d.id).collect::<Vec<_>>();
    let (stood, leaving) = (order(&w, into), order(&w, from));
    let since = |w: &Workspace| leaving.iter().map(|id| w.deals[id].in_stage_since()).collect::<Vec<_>>();
    let (since_before, count) = (since(&w), w.living_deals().count());
    let reached = |w: &Workspace, id| hourglass(w, &Default::default(), None).band(id).unwrap().entered;
    let glass_before = [stage(4), into, stage(7), stage(9)].map(|id| reached(&w, id));

    assert_eq!(check(&w, Authority::Member(id(ADMIN)), &retire(from)), Err(Refusal::StageHasDeals));
    loop {
        let slice = merge(&w, from, into, 3).unwrap();
        if slice.is_empty() {
            break;
        }
        assert!(slice.len() <= 3);
        perform(&mut w, &mut author, slice);
    }
    perform(&mut w, &mut author, vec![retire(from)]);

    assert_eq!(order(&w, into), [stood, leaving.clone()].concat());
    assert_eq!((since(&w), w.living_deals().count(), w.validate()), (since_before, count, Ok(())));
    assert_eq!([stage(4), into, stage(7), stage(9)].map(|id| reached(&w, id)), glass_before);
}

#[test]
fn a_merge_can_be_taken_back() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    author.change(&mut w, at(3), to(id(0), stage(6), 3));
    let before = w.clone();
    let mut step = merge(&w, stage(6), stage(7), usize::MAX).unwrap();
    step.push(retire(stage(6)));
    let mut reverse = Vec::new();
    for body in step {
        let stamp = author.make(at(501), body.clone()).stamp;
        reverse.extend(invert(&w, &body, stamp));
        let operation = smarketing_domain::operation::Operation { number: 0, stamp, author: id(ADMIN), body };
        smarketing_domain::operation::apply(&mut w, &operation);
    }
    reverse.reverse();
    perform(&mut w, &mut author, reverse);
    let look = |w: &Workspace| {
        let deal = &w.deals[&id(0)];
        (deal.place.clone(), deal.in_stage_since(), deal.history().count(), w.stages[&stage(6)].retired)
    };
    assert_eq!(look(&w), look(&before));
}

#[test]
fn a_merge_neither_wins_nor_loses_a_deal_and_offers_none() {
    let w = studio();
    let ids = |from| targets(&w, from).into_iter().map(|s| s.id).collect::<Vec<_>>();
    assert_eq!(ids(stage(6)), [stage(2), stage(3), stage(5), stage(7), stage(8)]);
    assert_eq!(ids(stage(10)), [stage(9), stage(11)], "customers stay customers");
    for wrong in [stage(0), stage(4), stage(6), stage(9), stage(12), stage(99)] {
        assert_eq!(merge(&w, stage(6), wrong, 1), Err(Refusal::UnknownStage));
    }
}

fn studio_that_asks() -> (Workspace, Author) {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let required = StageChange::Required(["channel", "Area"].map(str::to_owned).into());
    author.change(&mut w, at(1), edit(stage(5), vec![required]));
    (w, author)
}

fn fill(deal: u128) -> Body {
    let set =
        vec![DealChange::Channel("Fair".into()), DealChange::Fields([("Area".to_owned(), "12".to_owned())].into())];
    DealAction::Edit { id: id(deal), set }.into()
}

#[test]
fn a_deal_enters_a_stage_when_it_has_what_the_stage_asks_for() {
    let (mut w, mut author) = studio_that_asks();
    let member = Authority::Member(id(ADMIN));
    let enters = to(id(0), stage(5), 700);
    assert_eq!(check(&w, member, &enters), Err(Refusal::RequirementMissing));
    assert_eq!(check(&w, Authority::Server, &enters), Ok(()), "an import, a form");
    assert_eq!(check(&w, member, &deal_in(id(90), stage(5), 1, "New").into()), Ok(()), "begins there");
    let place = Place { stage: stage(5), rank: Rank::between(None, None), loss: None };
    let ordered = DealAction::Move { id: id(3), to: place, entered: None, retract: None, remark: None };
    assert_eq!(check(&w, member, &ordered.into()), Ok(()), "stands there already");
    author.change(&mut w, at(2), fill(0));
    assert_eq!(check(&w, member, &enters), Ok(()));
}

#[test]
fn accepting_a_lead_is_refused_with_the_reason_while_something_is_missing() {
    let (w, _) = studio_that_asks();
    let step = handoff::accept(&w, id(2), id(ADMIN), at(700)).unwrap();
    let refused = step.iter().find_map(|body| check(&w, Authority::Member(id(ADMIN)), body).err());
    assert_eq!(refused, Some(Refusal::RequirementMissing));
}

#[test]
fn what_is_undone_and_made_again_is_not_asked() {
    let (mut w, mut author) = studio_that_asks();
    author.change(&mut w, at(2), fill(0));
    let enters = to(id(0), stage(5), 3);
    let operation = author.make(at(3), enters.clone());
    let back = invert(&w, &enters, operation.stamp).unwrap();
    smarketing_domain::operation::apply(&mut w, &operation);
    // Since then somebody has emptied it.
    author.change(&mut w, at(4), DealAction::Edit { id: id(0), set: vec![DealChange::Channel(String::new())] });
    let undo = author.make(at(5), back.clone());
    let again = invert(&w, &back, undo.stamp).unwrap();
    perform(&mut w, &mut author, vec![back, again]);
    assert_eq!(w.deals[&id(0)].place.stage, stage(5));
}

#[test]
fn a_merge_asks_nothing_of_its_deals() {
    let (mut w, mut author) = studio_that_asks();
    author.change(&mut w, at(3), to(id(0), stage(6), 3));
    let step = merge(&w, stage(6), stage(5), usize::MAX).unwrap();
    assert!(!step.is_empty());
    perform(&mut w, &mut author, step);
}

#[test]
fn a_chance_is_observed_from_those_who_came_this_far_and_are_decided() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let (won, lost) = (stage_with(StageRole::Won), stage_with(StageRole::Lost));
    for n in 0..10_u128 {
        author.change(&mut w, at(1), deal_in(id(200 + n), stage(7), 1, "Desk"));
        if n < 6 {
            author.change(&mut w, at(2), to(id(200 + n), won, 2));
        } else if n < 8 {
            let place = Place { stage: lost, rank: Rank::between(None, None), loss: Some(loss()) };
            let lose =
                DealAction::Move { id: id(200 + n), to: place, entered: Some(at(2)), retract: None, remark: None };
            author.change(&mut w, at(2), lose);
        }
    }
    let seen = |n: usize| observed(&w, &w.stages[&stage(n)]).unwrap();
    let ended = seen(7).ended.unwrap();
    assert_eq!((ended.won, ended.lost, ended.waiting, ended.percent()), (6, 2, 2, Some(75)));
    let interval = ended.interval().unwrap();
    assert!(interval.low > 0.40 && interval.high < 0.93, "{interval:?}");
    assert_eq!(seen(8).ended.map(|e| (e.won, e.lost)), Some((6, 0)), "the lost had not come so far");
    assert_eq!(observed(&w, &w.stages[&won]).map(|o| o.ended), Some(None));
    assert_eq!(observed(&w, &w.stages[&stage(0)]), None);
}

#[test]
fn how_long_is_too_long_is_learned_from_those_who_moved_on() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let days = |n: i64| n * DAY / 1_000;
    for n in 0..STAYS_LEAST as i64 {
        let deal: DealId = id(300 + n as u128);
        author.change(&mut w, at(0), deal_in(deal, stage(7), 0, "Shelf"));
        let entered = |stage| to(deal, stage, days(n + 1));
        // One goes back instead: that is no way to move on.
        author.change(&mut w, at(days(n + 1)), entered(if n == 0 { stage(6) } else { stage(8) }));
    }
    let learned = |w: &Workspace| observed(w, &w.stages[&stage(7)]).map(|o| (o.stays, o.rot_days)).unwrap();
    assert_eq!(learned(&w), (STAYS_LEAST - 1, None));
    author.change(&mut w, at(days(30)), to(id(300), stage(7), days(30)));
    author.change(&mut w, at(days(31)), to(id(300), stage(8), days(31)));
    // 1 day, and 2 to 20: the fifteenth of twenty.
    assert_eq!(learned(&w), (STAYS_LEAST, Some(15)));
}

#[test]
fn a_retired_stage_is_brought_back_to_its_place() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    w.deals = Default::default();
    let before = names(&w);
    perform(&mut w, &mut author, vec![retire(stage(6))]);
    assert_eq!((names(&w).len(), retired(&w)[0].id), (before.len() - 1, stage(6)));
    let step = bring_back(&w, stage(6)).unwrap();
    let undo: Vec<Body> = step.iter().filter_map(|body| invert(&w, body, Default::default())).collect();
    perform(&mut w, &mut author, step);
    assert_eq!((names(&w), retired(&w).len()), (before, 0));
    assert_eq!(bring_back(&w, stage(6)), Err(Refusal::UnknownStage), "it is in use");
    perform(&mut w, &mut author, undo);
    assert_eq!(retired(&w).len(), 1, "that can be undone");
}

#[test]
fn a_stage_that_would_come_back_into_another_section_stands_at_the_end_of_its_own() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    w.deals = Default::default();
    // Of sales, retired between two that then became marketing's.
    perform(&mut w, &mut author, vec![retire(stage(6))]);
    for n in [5, 7] {
        author.change(&mut w, at(400), edit(stage(n), vec![StageChange::Section(Section::Marketing)]));
    }
    let step = bring_back(&w, stage(6)).unwrap();
    perform(&mut w, &mut author, step);
    let order: Vec<_> = w.stages_in_order().iter().map(|s| s.id).collect();
    let place = |n| order.iter().position(|id| *id == stage(n)).unwrap();
    assert!(place(6) == place(8) + 1 && place(6) + 1 == place(9), "behind the last of sales: {:?}", names(&w));
    // A customer's stage never comes back before the won one.
    perform(&mut w, &mut author, vec![retire(stage(10))]);
    let first = w.stages[&stage(2)].rank.clone();
    author.change(&mut w, at(450), edit(stage(10), vec![StageChange::Rank(first)]));
    let step = bring_back(&w, stage(10)).unwrap();
    perform(&mut w, &mut author, step);
    let last: Vec<_> = w.stages_in_order().iter().filter(|s| s.is_on_path()).map(|s| s.id).collect();
    assert_eq!(last.last(), Some(&stage(10)));
}

/// A stage that was merged into another while one of its deals was in the trash.
fn with_a_stranded_deal() -> (Workspace, Author) {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    w.deals = Default::default();
    for n in 0..3 {
        author.change(&mut w, at(10 + n as i64), deal_in(id(n), stage(6), 10 + n as i64, "Chairs"));
    }
    author.change(&mut w, at(20), DealAction::Delete { id: id(0) });
    let step = merge(&w, stage(6), stage(8), 10).unwrap();
    perform(&mut w, &mut author, step);
    perform(&mut w, &mut author, vec![retire(stage(6))]);
    (w, author)
}

#[test]
fn a_deal_from_the_trash_goes_where_the_others_of_its_retired_stage_went() {
    let (mut w, mut author) = with_a_stranded_deal();
    assert_eq!(home(&w, stage(6)), Some(stage(8)));
    let plain: Body = DealAction::Restore { id: id(0) }.into();
    assert_eq!(check(&w, Authority::Member(id(ADMIN)), &plain), Err(Refusal::StageRetired));
    let step = trash::restore(&w, id(0)).unwrap();
    perform(&mut w, &mut author, step);
    let deal = w.deal(id(0)).unwrap();
    assert_eq!((deal.place.stage, deal.in_stage_since()), (stage(8), Some(at(10))), "as old as it is");
    assert_eq!(board::column(&w, stage(8)).last().unwrap().id, id(0), "behind those that stand there");
}

#[test]
fn a_restore_from_a_retired_stage_can_be_undone_and_made_again() {
    let (mut w, mut author) = with_a_stranded_deal();
    let mut undo = Vec::new();
    for body in trash::restore(&w, id(0)).unwrap() {
        let before = w.clone();
        let made = author.change(&mut w, at(500), body);
        undo.insert(0, invert(&before, &made.body, made.stamp).unwrap());
    }
    perform(&mut w, &mut author, undo);
    assert!(w.deals[&id(0)].meta.is_deleted() && w.deals[&id(0)].place.stage == stage(6));
    let again = trash::restore(&w, id(0)).unwrap();
    perform(&mut w, &mut author, again);
    assert_eq!(w.deal(id(0)).unwrap().place.stage, stage(8));
}

#[test]
fn a_stage_that_was_retired_empty_sends_its_deals_to_the_one_before() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    w.deals = Default::default();
    author.change(&mut w, at(10), deal_in(id(0), stage(7), 10, "Chairs"));
    author.change(&mut w, at(20), DealAction::Delete { id: id(0) });
    perform(&mut w, &mut author, vec![retire(stage(7))]);
    assert_eq!(home(&w, stage(7)), Some(stage(6)));
    let step = trash::restore(&w, id(0)).unwrap();
    perform(&mut w, &mut author, step);
    assert_eq!(w.deal(id(0)).unwrap().place.stage, stage(6));
    // A stage in use needs no move.
    author.change(&mut w, at(600), DealAction::Delete { id: id(0) });
    assert_eq!(trash::restore(&w, id(0)), Ok(vec![DealAction::Restore { id: id(0) }.into()]));
}

#[test]
fn what_is_deleted_is_moved_by_nobody_else() {
    let (mut w, mut author) = with_a_stranded_deal();
    let within = to(id(1), stage(7), 600);
    author.change(&mut w, at(550), DealAction::Delete { id: id(1) });
    assert_eq!(check(&w, Authority::Member(id(ADMIN)), &within), Err(Refusal::Deleted));
}
