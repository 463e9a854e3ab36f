//! The board and the hourglass of any day, held against a workspace in which nothing has
//! happened since.

use crate::{
    glass::{business, filters},
    support::{Author, at, cases, choice, deal_in, id, loss, stage, stage_with, stamp, studio, to},
};
use chrono::NaiveDate;
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    ago::{Deed, Recording, Tape, What},
    clock::Timestamp,
    deal::{DealChange, PLACE, Place as At},
    filter::Filter,
    hourglass::{Part, deals_behind, hourglass},
    ids::{DealId, ImportId, StageId},
    import::Import,
    lens::walk::Place,
    operation::{Action, DealAction},
    reach::Reach,
    record::{Birth, Record},
    stage::StageRole,
    table::Table,
    workspace::Workspace,
    zone::midnight,
};
use std::collections::BTreeSet;

/// The workspace as if it were read at `until`: what came later is taken out.
fn as_of(w: &Workspace, until: Timestamp) -> Workspace {
    let mut past = w.clone();
    past.deals = Table::default();
    for deal in w.deals.values() {
        let Some(born) = deal.meta.born.map(|born| born.stamp.at()) else { continue };
        let undone = deal.import.and_then(|id| w.imports.get(&id)).is_some_and(|import| import.undone);
        let deleted = deal.meta.presence.filter(|presence| presence.gone).map(|presence| presence.stamp.at());
        if deleted.is_some_and(|at| undone || at < until) {
            continue;
        }
        let known = deal.history().find_map(|entry| entry.at).map_or(born, |first| first.min(born));
        let made = |entry: Option<Timestamp>| entry.unwrap_or(known);
        let mut then = deal.clone();
        then.meta.presence = None;
        then.entries = deal.history().filter(|entry| made(entry.at) < until).cloned().collect();
        then.retracted = Vec::new();
        let last = deal.history().next_back();
        if last.is_none_or(|last| last.stage != deal.place.stage) {
            let written = deal.meta.written(PLACE).map_or(known, |stamp| stamp.at());
            if last.map_or(born, |last| made(last.at).max(written)) < until {
                past.deals.insert(deal.id, then);
                continue;
            }
        }
        if let Some(entry) = then.entries.last() {
            then.place.stage = entry.stage;
            past.deals.insert(deal.id, then);
        }
    }
    past.reach = Table::default();
    for row in w.reach.values().filter(|row| row.day.is_none_or(|day| midnight(w, day) < until)) {
        past.reach.insert(row.id, row.clone());
    }
    past
}

fn places(w: &Workspace) -> Vec<Place> {
    let path = w.stages_in_order().into_iter().filter(|stage| stage.is_on_path());
    path.map(|stage| Place::Stage(stage.id)).chain([Place::Lost]).collect()
}

fn whole(w: &Workspace) -> Tape {
    Recording::whole(w, Filter::default())
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn any_moment_is_counted_as_if_nothing_had_happened_since(
        deals in vec(any::<(u8, u8, u8, bool)>(), 0..30),
        changes in vec(choice(), 0..40),
        filter in filters(),
        moments in vec(prop_oneof![0..320_i64, 990..1_010_i64, 1_995..2_005_i64, 2_999..3_300_i64], 1..8),
    ) {
        let w = business(&deals, &changes);
        let mut tape = Recording::whole(&w, filter.clone());
        // Forward and back, in any order, on one and the same tape.
        for moment in moments {
            tape.wind(Some(at(moment)));
            prop_assert_eq!(tape.hourglass(), hourglass(&as_of(&w, at(moment)), &filter, None), "as of {}", moment);
        }
        tape.wind(None);
        prop_assert_eq!(tape.hourglass(), hourglass(&w, &filter, None), "as of now");
    }

    #[test]
    fn a_step_at_a_time_comes_to_the_same_as_one_leap(
        deals in vec(any::<(u8, u8, u8, bool)>(), 0..30),
        changes in vec(choice(), 0..40),
    ) {
        let w = business(&deals, &changes);
        let (mut walked, whole) = (whole(&w), whole(&w));
        let all = places(&w);
        for moment in (0..3_200).step_by(100) {
            walked.wind(Some(at(moment)));
            let mut leapt = whole.clone();
            leapt.wind(Some(at(moment)));
            prop_assert_eq!(walked.hourglass(), leapt.hourglass());
            prop_assert_eq!(walked.cards(&all, usize::MAX), leapt.cards(&all, usize::MAX));
            prop_assert_eq!(walked.open(), leapt.open());
        }
    }

    #[test]
    fn the_cards_of_now_are_those_of_the_board(
        deals in vec(any::<(u8, u8, u8, bool)>(), 0..30),
        changes in vec(choice(), 0..40),
        filter in filters(),
        most in 0..9_usize,
    ) {
        let w = business(&deals, &changes);
        let mut tape = Recording::whole(&w, filter.clone());
        tape.wind(None);
        let glass = tape.hourglass();
        let all = places(&w);
        for (place, cards) in all.iter().zip(tape.cards(&all, usize::MAX)) {
            let Place::Stage(stage) = place else { continue };
            let shown: BTreeSet<DealId> = cards.iter().map(|card| card.deal).collect();
            let live: BTreeSet<DealId> = deals_behind(&w, &filter, None, *stage, Part::Standing).into_iter().collect();
            prop_assert_eq!(&shown, &live);
            let counted = glass.band(*stage).map(|band| band.standing.count);
            prop_assert_eq!(counted, Some(cards.len() as u64));
            let since: Vec<_> = cards.iter().filter_map(|card| card.since).collect();
            prop_assert!(since.is_sorted_by(|one, next| one >= next));
        }
        let few = tape.cards(&all, most);
        prop_assert!(few.iter().zip(tape.cards(&all, usize::MAX)).all(|(few, all)| *few == all[..most.min(all.len())]));
    }

    #[test]
    fn in_slices_or_at_once_it_is_the_same_tape(
        deals in vec(any::<(u8, u8, u8, bool)>(), 0..30),
        changes in vec(choice(), 0..40),
        budget in 1..7_usize,
    ) {
        let w = business(&deals, &changes);
        let mut recording = Recording::new(&w, Filter::default());
        prop_assert!(recording.clone().finish().is_none());
        let mut progress = 0.0;
        while !recording.step(&w, budget) {
            prop_assert!(recording.progress() >= progress);
            progress = recording.progress();
        }
        let (mut sliced, mut whole) = (recording.finish().unwrap(), whole(&w));
        for moment in [0, 60, 150, 999, 2_000, 3_010] {
            sliced.wind(Some(at(moment)));
            whole.wind(Some(at(moment)));
            prop_assert_eq!(sliced.hourglass(), whole.hourglass());
            prop_assert_eq!(sliced.day(at(0), Some(at(moment)), 5), whole.day(at(0), Some(at(moment)), 5));
        }
    }

    #[test]
    fn what_happened_adds_up(
        deals in vec(any::<(u8, u8, u8, bool)>(), 0..30),
        changes in vec(choice(), 0..40),
    ) {
        let w = business(&deals, &changes);
        let tape = whole(&w);
        let ever = tape.day(Timestamp(i64::MIN), None, usize::MAX);
        prop_assert_eq!(ever.deeds.len() as u64, ever.count);
        let count = |what: What| ever.deeds.iter().filter(|deed| deed.what == what).count() as u64;
        prop_assert_eq!((ever.came.count, ever.won.count, ever.lost.count), (count(What::Came), count(What::Won), count(What::Lost)));
        // Everybody came once; who is there still is who came and was not deleted.
        let mut now = tape.clone();
        now.wind(None);
        prop_assert_eq!(now.hourglass().cohort, count(What::Came) - count(What::Deleted));
        // Days, one after another, hold all that ever happened.
        let days: u64 = (-1..40).map(|n| tape.day(at(n * 100), Some(at((n + 1) * 100)), 0).count).sum();
        prop_assert_eq!(days + tape.day(at(4_000), None, 0).count, ever.count);
    }
}

const FIRST: usize = 2;

fn won() -> StageId {
    stage_with(StageRole::Won)
}

/// One deal that came at 100 and went on at 200.
fn one() -> (Workspace, Author, DealId) {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    w.deals = Table::default();
    let deal = id(50);
    author.change(&mut w, at(100), deal_in(deal, stage(FIRST), 100, "Kitchen"));
    author.change(&mut w, at(200), to(deal, stage(FIRST + 1), 200));
    (w, author, deal)
}

fn standing(tape: &mut Tape, until: i64, stage: StageId) -> u64 {
    tape.wind(Some(at(until)));
    tape.hourglass().band(stage).map_or(0, |band| band.standing.count)
}

#[test]
fn a_deal_stands_where_it_stood_and_nowhere_before_it_came() {
    let (w, ..) = one();
    let mut tape = whole(&w);
    assert_eq!(tape.began(), Some(at(100)));
    for (until, first, next) in [(100, 0, 0), (101, 1, 0), (200, 1, 0), (201, 0, 1)] {
        assert_eq!(standing(&mut tape, until, stage(FIRST)), first, "{until}");
        assert_eq!(standing(&mut tape, until, stage(FIRST + 1)), next, "{until}");
    }
}

#[test]
fn a_day_tells_what_happened_the_latest_first() {
    let (mut w, mut author, deal) = one();
    author.change(&mut w, at(300), to(deal, won(), 300));
    let lost = At { stage: stage_with(StageRole::Lost), rank: "80".parse().unwrap(), loss: Some(loss()) };
    let entered = Some(at(400));
    author.change(&mut w, at(400), DealAction::Move { id: deal, to: lost, entered, retract: None, remark: None });
    author.change(&mut w, at(500), to(deal, stage(FIRST), 500));
    let day = whole(&w).day(at(100), Some(at(501)), 9);
    let told: Vec<What> = day.deeds.iter().map(|deed| deed.what).collect();
    assert_eq!(told, [What::Revived, What::Lost, What::Won, What::Forward, What::Came]);
    assert_eq!((day.count, day.came.count, day.moved, day.won.count, day.lost.count), (5, 1, 1, 1, 1));
    let (from, next) = (Place::Stage(stage(FIRST)), Place::Stage(stage(FIRST + 1)));
    let moved = whole(&w).day(at(200), Some(at(300)), 9).deeds;
    assert_eq!(moved, [Deed { deal, what: What::Forward, from, to: next, at: Some(at(200)) }]);
    // The end is not in it, and not more is told one by one than was asked for.
    assert_eq!(whole(&w).day(at(100), Some(at(300)), 1).deeds.len(), 1);
    assert_eq!(whole(&w).day(at(100), Some(at(300)), 1).count, 2);
}

#[test]
fn a_move_that_was_taken_back_never_happened() {
    let (mut w, mut author, deal) = one();
    let moved = author.change(&mut w, at(300), to(deal, stage(FIRST + 2), 300));
    let place = At { stage: stage(FIRST + 1), rank: "80".parse().unwrap(), loss: None };
    let back = DealAction::Move { id: deal, to: place, entered: None, retract: Some(moved.stamp), remark: None };
    author.change(&mut w, at(400), back);
    let mut tape = whole(&w);
    assert_eq!(standing(&mut tape, 350, stage(FIRST + 1)), 1);
    assert_eq!(tape.day(at(250), None, 9).count, 0);
}

#[test]
fn a_deleted_deal_was_there_until_it_was_deleted() {
    let (mut w, mut author, deal) = one();
    author.change(&mut w, at(300), DealAction::Delete { id: deal });
    let mut tape = whole(&w);
    assert_eq!(standing(&mut tape, 250, stage(FIRST + 1)), 1);
    assert_eq!(standing(&mut tape, 301, stage(FIRST + 1)), 0);
    assert_eq!(tape.hourglass().bands.iter().filter_map(|band| band.median_ms).count(), 0);
    assert_eq!(tape.day(at(300), None, 9).deeds[0].what, What::Deleted);
    assert_eq!(standing(&mut tape, 250, stage(FIRST + 1)), 1);
}

#[test]
fn what_an_undone_import_brought_never_was() {
    let (mut w, mut author, deal) = one();
    let import = Import { undone: true, ..Import::blank(id::<ImportId>(7)) };
    w.deals.get_mut(&deal).unwrap().import = Some(import.id);
    assert!(whole(&w).began().is_some(), "while it is there it counts");
    w.imports.insert(import.id, import);
    author.change(&mut w, at(400), DealAction::Delete { id: deal });
    assert_eq!(whole(&w).began(), None);
}

#[test]
fn entries_without_a_moment_are_as_old_as_the_deal() {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    w.deals = Table::default();
    let past = |stage, seconds: Option<i64>| smarketing_domain::deal::Past::of(stage, seconds.map(at));
    let make = |n, past: Vec<_>| DealAction::Create {
        id: id(n),
        place: At { stage: stage(FIRST + 1), rank: "80".parse().unwrap(), loss: None },
        past,
        set: vec![DealChange::Title("Kitchen".into())],
    };
    // Nothing dated: there since it was written down; else since its first date.
    author.change(&mut w, at(900), make(51, vec![past(stage(FIRST), None), past(stage(FIRST + 1), None)]));
    author.change(&mut w, at(900), make(52, vec![past(stage(FIRST), None), past(stage(FIRST + 1), Some(200))]));
    let mut tape = whole(&w);
    assert_eq!(standing(&mut tape, 901, stage(FIRST + 1)), 2);
    assert_eq!(standing(&mut tape, 900, stage(FIRST + 1)), 1);
    assert_eq!(standing(&mut tape, 200, stage(FIRST)), 0);
    let day = tape.day(at(900), Some(at(901)), 9);
    assert_eq!((day.count, day.undated, day.deeds[0].at), (1, 1, None));
}

#[test]
fn a_change_of_the_stages_while_it_is_read_begins_anew() {
    let (mut w, mut author, _) = one();
    author.change(&mut w, at(300), deal_in(id(51), stage(FIRST), 300, "Wardrobe"));
    let mut recording = Recording::new(&w, Filter::default());
    recording.step(&w, 1);
    let retired = smarketing_domain::stage::StageChange::Retired(true);
    author.change(&mut w, at(400), Action::Edit { id: stage(FIRST + 3), set: vec![retired] });
    while !recording.step(&w, 1) {}
    let mut tape = recording.finish().unwrap();
    tape.wind(None);
    assert_eq!(tape.hourglass(), hourglass(&w, &Filter::default(), None));
}

#[test]
fn without_deals_there_is_no_past() {
    let mut w = studio();
    w.deals = Table::default();
    let mut tape = whole(&w);
    assert_eq!(tape.began(), None);
    tape.wind(Some(at(100)));
    assert_eq!(tape.day(at(0), None, 9).count, 0);
}

#[test]
fn reach_is_counted_up_to_the_day() {
    let mut w = studio();
    w.reach = Table::default();
    let day = |n: u32| NaiveDate::from_ymd_opt(2026, 3, n).unwrap();
    for (n, noted) in (1..).zip([Some(day(1)), Some(day(2)), Some(day(2)), None]) {
        let mut row = Reach { day: noted, visits: 10_u64.pow(n), ..Reach::blank(id(n.into())) };
        row.meta.bear(Birth { stamp: stamp(0, n, 1), by: id(0) });
        w.reach.insert(row.id, row);
    }
    let mut tape = whole(&w);
    let visits = stage_with(StageRole::Visits);
    for (until, count) in [(Some(day(1)), 10_000), (Some(day(2)), 10_010), (Some(day(3)), 11_110), (None, 11_110)] {
        let until = until.map(|day| midnight(&w, day));
        tape.wind(until);
        assert_eq!(tape.hourglass().band(visits).unwrap().entered, count, "{until:?}");
        let past = until.map_or_else(|| w.clone(), |until| as_of(&w, until));
        assert_eq!(tape.hourglass(), hourglass(&past, &Filter::default(), None));
    }
}
