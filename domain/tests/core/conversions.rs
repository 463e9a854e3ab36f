//! Single rules about cohorts and what is said of them.

use crate::support::{Author, at, deal_in, id, loss, stage, stage_with, studio, to};
use smarketing_domain::{
    clock::{DAY, Timestamp},
    cohort::{
        Cohort, Entry, Journey, NoCohort, Window,
        compare::{Comparison, compare, overlap, periods},
        conversion::{Conversion, Look, conversion},
        group::{Dimension, Key, groups},
        journeys,
    },
    deal::{DealChange, Past, Place},
    filter::Filter,
    hourglass::Period,
    ids::{DealId, StageId},
    operation::{Action, DealAction},
    stage::StageRole,
    workspace::Workspace,
};

const FIRST: usize = 2;

/// A studio without deals.
fn empty() -> (Workspace, Author) {
    let mut w = studio();
    w.deals = Default::default();
    (w, Author::new(1, 0))
}

fn whole(w: &Workspace, period: Option<Period>) -> Cohort {
    Cohort::to_won(w, period).unwrap()
}

fn all(w: &Workspace, as_of: i64) -> Vec<Journey> {
    journeys(w, &Filter::default(), &whole(w, None), at(as_of))
}

fn bring(w: &mut Workspace, author: &mut Author, n: u128, past: &[(StageId, Option<i64>)], set: Vec<DealChange>) {
    let entry = |&(stage, seconds): &(StageId, Option<i64>)| Past::of(stage, seconds.map(at));
    let (last, _) = past[past.len() - 1];
    let is_lost = last == stage_with(StageRole::Lost);
    let place = Place { stage: last, rank: "80".parse().unwrap(), loss: is_lost.then(loss) };
    let set = [vec![DealChange::Title(format!("Deal {n}"))], set].concat();
    let past = past.iter().map(entry).collect();
    author.change(w, at(1_000_000), DealAction::Create { id: id(n), place, past, set });
}

/// `passed` of `entered` took a day each, all of them long ago.
fn long_ago(entered: u64, passed: u64) -> Conversion {
    let start = Timestamp(0);
    let journey = |n: u64| Journey {
        deal: id::<DealId>(n.into()),
        entered: Some(start),
        passed: if n < passed { Entry::At(Timestamp(DAY)) } else { Entry::Never },
    };
    let all: Vec<Journey> = (0..entered).map(journey).collect();
    conversion(&all, Look { as_of: Timestamp(100 * DAY), window: Window::days(30) })
}

#[test]
fn a_lost_deal_is_watched_on_and_counts_as_not_converted() {
    let (mut w, mut author) = empty();
    let (won, lost) = (stage_with(StageRole::Won), stage_with(StageRole::Lost));
    for n in 0..3 {
        bring(&mut w, &mut author, n, &[(stage(FIRST), Some(0)), (lost, Some(1))], vec![]);
    }
    bring(&mut w, &mut author, 3, &[(stage(FIRST), Some(0)), (won, Some(5_000))], vec![]);
    let look = Look { as_of: at(10_000), window: "2h".parse().unwrap() };
    let estimate = conversion(&all(&w, 10_000), look).estimate.unwrap();
    // Had watching ended with the loss, the one that was left would have made it 100 %.
    assert_eq!((estimate.rate, estimate.at_risk), (0.25, 3));
}

#[test]
fn a_lost_deal_that_comes_back_and_buys_has_passed() {
    let (mut w, mut author) = empty();
    let (won, lost) = (stage_with(StageRole::Won), stage_with(StageRole::Lost));
    bring(&mut w, &mut author, 0, &[(stage(FIRST), Some(0)), (lost, Some(1)), (won, Some(9))], vec![]);
    assert_eq!(all(&w, 100)[0].passed, Entry::At(at(9)));
}

#[test]
fn what_happened_later_has_not_happened() {
    let (mut w, mut author) = empty();
    bring(&mut w, &mut author, 0, &[(stage(FIRST), Some(10)), (stage_with(StageRole::Won), Some(50))], vec![]);
    assert_eq!(all(&w, 9), []);
    assert_eq!(all(&w, 49)[0].passed, Entry::Never);
    assert_eq!(all(&w, 50)[0].passed, Entry::At(at(50)));
}

#[test]
fn an_entry_that_was_taken_back_did_not_happen() {
    let (mut w, mut author) = empty();
    author.change(&mut w, at(0), deal_in(id(0), stage(FIRST), 0, "Kitchen"));
    let moved = author.change(&mut w, at(9), to(id(0), stage_with(StageRole::Won), 9));
    assert_eq!(all(&w, 100)[0].passed, Entry::At(at(9)));
    let back = Place { stage: stage(FIRST), rank: "80".parse().unwrap(), loss: None };
    let undo = DealAction::Move { id: id(0), to: back, entered: None, retract: Some(moved.stamp), remark: None };
    author.change(&mut w, at(10), undo);
    assert_eq!(all(&w, 100)[0].passed, Entry::Never);
}

#[test]
fn who_bought_before_the_first_contact_entered_with_the_purchase_and_took_no_time() {
    let (mut w, mut author) = empty();
    bring(&mut w, &mut author, 0, &[(stage(FIRST), Some(50)), (stage_with(StageRole::Won), Some(10))], vec![]);
    let journey = all(&w, 100)[0];
    assert_eq!((journey.entered, journey.passed, journey.took()), (Some(at(10)), Entry::At(at(10)), Some(0)));
}

#[test]
fn an_unknown_moment_is_in_the_plain_counts_and_in_no_figure_with_time() {
    let (mut w, mut author) = empty();
    let won = stage_with(StageRole::Won);
    bring(&mut w, &mut author, 0, &[(stage(FIRST), None), (won, Some(9))], vec![]);
    bring(&mut w, &mut author, 1, &[(stage(FIRST), Some(3)), (won, None)], vec![]);
    let look = Look { as_of: at(100_000), window: Window::days(1) };
    let figures = conversion(&all(&w, 100_000), look);
    assert_eq!((figures.entered, figures.passed, figures.undated), (2, 2, 2));
    assert_eq!((figures.known, figures.passed_within, figures.estimate), (0, 0, None));
    let period = Some(Period { from: at(0), to: at(100) });
    let dated = journeys(&w, &Filter::default(), &whole(&w, period), at(100_000));
    assert!(dated.is_empty(), "nobody knows whether they began in it: {dated:?}");
}

#[test]
fn the_end_of_the_window_is_in_it() {
    let (mut w, mut author) = empty();
    let won = stage_with(StageRole::Won);
    bring(&mut w, &mut author, 0, &[(stage(FIRST), Some(0)), (won, Some(3_600))], vec![]);
    bring(&mut w, &mut author, 1, &[(stage(FIRST), Some(0)), (won, Some(3_601))], vec![]);
    let figures = conversion(&all(&w, 3_601), Look { as_of: at(3_601), window: "1h".parse().unwrap() });
    assert_eq!((figures.known, figures.known_passed, figures.passed), (2, 1, 2));
}

#[test]
fn where_nobody_was_watched_through_the_window_nothing_is_known_yet() {
    let (mut w, mut author) = empty();
    for n in 0..4 {
        bring(&mut w, &mut author, n, &[(stage(FIRST), Some(0))], vec![]);
    }
    let figures = conversion(&all(&w, 60), Look { as_of: at(60), window: Window::days(30) });
    assert_eq!((figures.ratio(), figures.known_ratio(), figures.estimate), (Some(0.0), None, None));
    assert_eq!((figures.known, figures.open, figures.median_ms), (0, 4, None));
}

#[test]
fn a_period_is_that_of_entering() {
    let (mut w, mut author) = empty();
    bring(&mut w, &mut author, 0, &[(stage(FIRST), Some(10))], vec![]);
    bring(&mut w, &mut author, 1, &[(stage(FIRST), Some(20))], vec![]);
    let inside = |from, to| {
        let period = Some(Period { from: at(from), to: at(to) });
        journeys(&w, &Filter::default(), &whole(&w, period), at(99)).iter().map(|j| j.deal).collect::<Vec<_>>()
    };
    assert_eq!(inside(10, 20), [id::<DealId>(0)]);
    assert_eq!(inside(11, 21), [id::<DealId>(1)]);
}

#[test]
fn a_cohort_goes_forward_between_stages_that_hold_deals() {
    let (w, _) = empty();
    let cohort = |from, to| Cohort::new(&w, from, to, None);
    assert!(cohort(stage(2), stage(5)).is_ok());
    assert_eq!(cohort(stage(5), stage(5)), Err(NoCohort::NotAfter));
    assert_eq!(cohort(stage(5), stage(2)), Err(NoCohort::NotAfter));
    assert_eq!(cohort(stage(0), stage(5)), Err(NoCohort::NotOnPath(stage(0))));
    let lost = stage_with(StageRole::Lost);
    assert_eq!(cohort(stage(2), lost), Err(NoCohort::NotOnPath(lost)));
    assert_eq!(Cohort::to_won(&Workspace::default(), None), Err(NoCohort::NoPath));
}

#[test]
fn nothing_noted_is_a_group_of_its_own_beside_the_word_unknown() {
    let (mut w, mut author) = empty();
    let channel = |name: &str| vec![DealChange::Channel(name.into())];
    let fields = |name: &str, value: &str| vec![DealChange::Fields([(name.to_owned(), value.to_owned())].into())];
    bring(&mut w, &mut author, 0, &[(stage(FIRST), Some(0))], channel(""));
    bring(&mut w, &mut author, 1, &[(stage(FIRST), Some(0))], channel("unknown"));
    bring(&mut w, &mut author, 2, &[(stage(FIRST), Some(0))], channel("fair"));
    bring(
        &mut w,
        &mut author,
        3,
        &[(stage(FIRST), Some(0))],
        [channel("fair"), fields("business_segment", "pet")].concat(),
    );
    let keys = |by| groups(&w, &all(&w, 9), &by).into_iter().map(|(key, all)| (key, all.len())).collect::<Vec<_>>();
    let text = |text: &str| Key::Text(text.to_owned());
    assert_eq!(keys(Dimension::Channel), [(text("fair"), 2), (text("unknown"), 1), (Key::NotSet, 1)]);
    let segment = Dimension::named(&w, "Segment").unwrap();
    assert_eq!(segment, Dimension::Field("business_segment".to_owned()));
    assert_eq!(keys(segment), [(text("pet"), 1), (Key::NotSet, 3)]);
    assert_eq!(Dimension::named(&w, "product"), Err(vec!["business_segment".to_owned()]));
    let months = keys(Dimension::Month);
    assert_eq!(months, [(Key::Month { year: 2023, month: 11 }, 4)]);
}

#[test]
fn a_deleted_deal_is_in_no_cohort() {
    let (mut w, mut author) = empty();
    bring(&mut w, &mut author, 0, &[(stage(FIRST), Some(0))], vec![]);
    author.change(&mut w, at(2_000_000), DealAction::Delete { id: id(0) });
    assert!(all(&w, 3_000_000).is_empty());
}

#[test]
fn a_small_sample_is_compared_and_found_unclear() {
    assert!(matches!(compare(&long_ago(5, 1), &long_ago(5, 3)), Comparison::Unclear(d) if d.value > 0.3));
    assert!(matches!(compare(&long_ago(500, 100), &long_ago(500, 300)), Comparison::Higher(_)));
    assert!(matches!(compare(&long_ago(500, 300), &long_ago(500, 100)), Comparison::Lower(_)));
    assert_eq!(compare(&long_ago(0, 0), &long_ago(9, 1)), Comparison::NotYetKnown);
}

#[test]
fn the_medians_say_whom_they_speak_of() {
    let half = long_ago(10, 5);
    assert_eq!((half.median_ms, half.median_passed_ms), (Some(DAY), Some(DAY)));
    let few = long_ago(10, 4);
    assert_eq!((few.median_ms, few.median_passed_ms), (None, Some(DAY)));
}

#[test]
fn a_retired_stage_counts_as_the_one_before() {
    let (mut w, mut author) = empty();
    bring(&mut w, &mut author, 0, &[(stage(3), Some(5)), (stage(4), Some(7))], vec![]);
    let retire = smarketing_domain::stage::StageChange::Retired(true);
    author.change(&mut w, at(9), Action::Edit { id: stage(3), set: vec![retire] });
    assert_eq!(all(&w, 100)[0].entered, Some(at(5)));
    assert_eq!(Cohort::new(&w, stage(3), stage(5), None), Err(NoCohort::NotOnPath(stage(3))));
}

#[test]
fn two_periods_stand_side_by_side_and_nobody_is_in_both() {
    let (mut w, mut author) = empty();
    for n in 0..6 {
        bring(&mut w, &mut author, n, &[(stage(FIRST), Some(10 * n as i64)), (stage(FIRST + 1), Some(70))], vec![]);
    }
    let way = Cohort::new(&w, stage(FIRST), stage(FIRST + 1), None).unwrap();
    let both = |pair: [(i64, i64); 2]| pair.map(|(from, to)| Some(Period { from: at(from), to: at(to) }));
    let of = |pair| periods(&w, &Filter::default(), way, both(pair), at(1_000)).map(|all| all.len());
    assert_eq!(of([(30, 60), (0, 20)]), [3, 2], "in the order they were asked for");
    assert_eq!(of([(0, 20), (20, 30)]), [2, 1]);
    let overlap = |pair| {
        let [first, second] = both(pair);
        overlap(first, second)
    };
    assert!(!overlap([(30, 60), (0, 20)]));
    assert!(!overlap([(0, 20), (20, 30)]), "one may begin where the other ends");
    assert!(overlap([(0, 21), (20, 30)]) && overlap([(0, 60), (0, 60)]));
}

#[test]
fn all_of_time_overlaps_with_every_period() {
    let some = Some(Period { from: at(0), to: at(20) });
    assert!(overlap(None, some) && overlap(some, None) && overlap(None, None));
}
