//! The lenses on deals: moves, stays, months of entry, AARRR.

use crate::{
    glass::{business, filters, period},
    support::{Author, at, cases, choice, deal_in, id, loss, stage, stage_with, studio, to, worth},
};
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    board::Total,
    clock::{DAY, Timestamp},
    cohort::{
        Cohort, Window,
        conversion::{Look, conversion},
        group::{Dimension, groups},
        journeys,
    },
    deal::{DealChange, DealKind, Past, Place as At},
    filter::Filter,
    hourglass::Period,
    ids::{DealId, ReachId, StageId},
    lens::{
        aarrr::{self, Asked, Figures, Metric, Stages},
        flow::{self, Flows, Kind, flows},
        months::{Step, months},
        stay::{self, Band, Count, Ending, StageStays, stays},
        walk::Place,
    },
    operation::{Action, Body, DealAction},
    reach::ReachChange,
    stage::StageRole,
    template::{COFFEE_SHOP, TEMPLATES, stages},
    workspace::Workspace,
};
use std::collections::BTreeSet;

const FIRST: usize = 2;

/// A studio without deals.
fn empty() -> (Workspace, Author) {
    let mut w = studio();
    w.deals = Default::default();
    (w, Author::new(1, 0))
}

/// A deal with this past, in seconds.
fn bring(w: &mut Workspace, author: &mut Author, n: u128, past: &[(StageId, Option<i64>)], set: Vec<DealChange>) {
    let (last, _) = past[past.len() - 1];
    let is_lost = w.stages.get(&last).is_some_and(|s| s.role == StageRole::Lost);
    let place = At { stage: last, rank: "80".parse().unwrap(), loss: is_lost.then(loss) };
    let past = past.iter().map(|&(stage, seconds)| Past::of(stage, seconds.map(at))).collect();
    let set = [vec![DealChange::Title(format!("Deal {n}"))], set].concat();
    author.change(w, at(1_000_000), DealAction::Create { id: id(n), place, past, set });
}

fn all(w: &Workspace) -> Flows {
    flows(w, &Filter::default(), None)
}

fn place(n: usize) -> Place {
    Place::Stage(stage(n))
}

/// The kinds of all flows with how often each was made.
fn kinds(flows: &Flows) -> Vec<(Place, Place, Kind, u64)> {
    flows.flows.iter().map(|f| (f.from, f.to, f.kind, f.moves)).collect()
}

// Flow ---------------------------------------------------------------------

#[test]
fn each_move_has_its_kind() {
    let (mut w, mut author) = empty();
    let lost = stage_with(StageRole::Lost);
    let days = |n| Some(n);
    let way = [(FIRST, 0), (FIRST + 1, 1), (FIRST + 3, 2), (FIRST + 2, 3)].map(|(n, day)| (stage(n), days(day)));
    let way = [way.as_slice(), &[(lost, days(4)), (stage(FIRST), days(5))]].concat();
    bring(&mut w, &mut author, 0, &way, vec![]);
    let expected = [
        (Place::Outside, place(FIRST), Kind::Entry, 1),
        (place(FIRST), place(FIRST + 1), Kind::Forward, 1),
        (place(FIRST + 1), place(FIRST + 3), Kind::Skipping, 1),
        (place(FIRST + 2), Place::Lost, Kind::Loss, 1),
        (place(FIRST + 3), place(FIRST + 2), Kind::Return, 1),
        (Place::Lost, place(FIRST), Kind::Revival, 1),
    ];
    assert_eq!(kinds(&all(&w)), expected);
}

#[test]
fn a_move_that_was_taken_back_is_none() {
    let (mut w, mut author) = empty();
    author.change(&mut w, at(0), deal_in(id(0), stage(FIRST), 0, "Kitchen"));
    let moved = author.change(&mut w, at(9), to(id(0), stage(FIRST + 1), 9));
    assert_eq!(all(&w).flows.len(), 2);
    let back = At { stage: stage(FIRST), rank: "80".parse().unwrap(), loss: None };
    let undo = DealAction::Move { id: id(0), to: back, entered: None, retract: Some(moved.stamp), remark: None };
    author.change(&mut w, at(10), undo);
    assert_eq!(kinds(&all(&w)), [(Place::Outside, place(FIRST), Kind::Entry, 1)]);
}

#[test]
fn a_deal_that_goes_the_same_way_twice_is_one_deal_with_two_moves() {
    let (mut w, mut author) = empty();
    let way = [(FIRST, 0), (FIRST + 1, 1), (FIRST, 2), (FIRST + 1, 3)].map(|(n, day)| (stage(n), Some(day)));
    bring(&mut w, &mut author, 0, &way, vec![DealChange::Worth(worth(70))]);
    let flows = all(&w);
    let forward = flows.flows.iter().find(|f| f.kind == Kind::Forward).unwrap();
    assert_eq!((forward.moves, forward.deals), (2, Total { count: 1, sum_minor: 7_000 }));
}

#[test]
fn a_period_has_the_moves_made_in_it_whenever_the_path_began() {
    let (mut w, mut author) = empty();
    bring(&mut w, &mut author, 0, &[(stage(FIRST), Some(0)), (stage(FIRST + 1), Some(50))], vec![]);
    let period = Some(Period { from: at(50), to: at(51) });
    let flows = flows(&w, &Filter::default(), period);
    assert_eq!(kinds(&flows), [(place(FIRST), place(FIRST + 1), Kind::Forward, 1)]);
}

#[test]
fn a_move_without_a_moment_is_counted_apart() {
    let (mut w, mut author) = empty();
    bring(&mut w, &mut author, 0, &[(stage(FIRST), None), (stage(FIRST + 1), Some(50))], vec![]);
    let flows = all(&w);
    assert_eq!(kinds(&flows), [(place(FIRST), place(FIRST + 1), Kind::Forward, 1)]);
    assert_eq!((flows.undated_moves, flows.undated.count), (1, 1));
    assert_eq!(flow::deals(&w, &Filter::default(), None, flow::Part::Undated), [id(0)]);
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn what_came_into_a_place_left_it_or_stands_there(
        made in vec(any::<(u8, u8, u8, bool)>(), 0..40),
        changes in vec(choice(), 0..40),
        filter in filters(),
    ) {
        let w = business(&made, &changes);
        let seen = flows(&w, &filter, None);
        let came: u64 = seen.stations.iter().map(|s| s.came).sum();
        let moves: u64 = seen.flows.iter().map(|f| f.moves).sum();
        prop_assert_eq!(came, moves);
        if seen.undated_moves == 0 {
            for station in &seen.stations {
                prop_assert_eq!(station.came, station.left + station.standing.count, "{:?}", station);
            }
            let standing: u64 = seen.stations.iter().map(|s| s.standing.count).sum();
            let entered: u64 = seen.flows.iter().filter(|f| f.from == Place::Outside).map(|f| f.moves).sum();
            prop_assert_eq!(entered, standing, "each deal came from outside once");
        }
    }

    #[test]
    fn the_flows_of_all_periods_together_are_those_of_all_time(
        made in vec(any::<(u8, u8, u8, bool)>(), 0..40),
        changes in vec(choice(), 0..30),
        cut in 0..4_000_i64,
    ) {
        let w = business(&made, &changes);
        let sum = |period| -> u64 { flows(&w, &Filter::default(), period).flows.iter().map(|f| f.moves).sum() };
        let before = Period { from: Timestamp(i64::MIN), to: at(cut) };
        let after = Period { from: at(cut), to: Timestamp(i64::MAX) };
        prop_assert_eq!(sum(None), sum(Some(before)) + sum(Some(after)));
    }

    #[test]
    fn a_number_of_the_flow_opens_exactly_its_deals(
        made in vec(any::<(u8, u8, u8, bool)>(), 0..30),
        changes in vec(choice(), 0..30),
        (filter, period) in (filters(), period()),
    ) {
        let w = business(&made, &changes);
        let seen = flows(&w, &filter, period);
        let open = |part| {
            let deals = flow::deals(&w, &filter, period, part);
            Total::of(deals.iter().map(|deal| &w.deals[deal]))
        };
        for f in &seen.flows {
            prop_assert_eq!(open(flow::Part::Between(f.from, f.to)), f.deals);
        }
        for s in &seen.stations {
            prop_assert_eq!(open(flow::Part::Standing(s.place)), s.standing);
        }
        prop_assert_eq!(open(flow::Part::Undated), seen.undated);
    }
}

// Time in stage --------------------------------------------------------------

fn stay_of(w: &Workspace, n: usize, as_of: Timestamp) -> StageStays {
    let all = stays(w, &Filter::default(), None, as_of);
    all.into_iter().find(|s| s.stage == stage(n)).unwrap()
}

fn ended(ending: Ending) -> stay::Part {
    stay::Part::Known { ending: Some(ending), band: None }
}

const ANY: stay::Part = stay::Part::Known { ending: None, band: None };

fn days(n: i64) -> Option<i64> {
    Some(n * 24 * 60 * 60)
}

#[test]
fn a_stay_ends_on_back_or_lost_and_else_the_deal_is_still_here() {
    let (mut w, mut author) = empty();
    let ends = [stage(FIRST + 2), stage(FIRST), stage_with(StageRole::Lost)];
    for (n, end) in (0..).zip(ends) {
        bring(&mut w, &mut author, n, &[(stage(FIRST + 1), days(0)), (end, days(2))], vec![]);
    }
    bring(&mut w, &mut author, 3, &[(stage(FIRST + 1), days(0))], vec![]);
    let stays = stay_of(&w, FIRST + 1, at(10 * 86_400));
    for (n, ending) in (0..).zip(Ending::ALL) {
        assert_eq!(stays.deals(ended(ending)), [id::<DealId>(n)], "{ending:?}");
    }
    let known = stay::Part::Known { ending: None, band: Some(Band::ThreeDays) };
    assert_eq!(stays.count(known), Count { stays: 3, deals: 3 });
}

#[test]
fn a_deal_that_comes_back_stays_a_second_time() {
    let (mut w, mut author) = empty();
    let way = [(FIRST, 0), (FIRST + 1, 1), (FIRST, 2)].map(|(n, day)| (stage(n), days(day)));
    bring(&mut w, &mut author, 0, &way, vec![]);
    assert_eq!(stay_of(&w, FIRST, at(86_400 * 5)).count(ANY), Count { stays: 2, deals: 1 });
}

#[test]
fn those_still_here_make_the_median_longer_than_that_of_those_who_left() {
    let (mut w, mut author) = empty();
    for n in 0..4 {
        let past = [(stage(FIRST), days(0)), (stage(FIRST + 1), days(1))];
        bring(&mut w, &mut author, n, &past[..if n < 2 { 2 } else { 1 }], vec![]);
    }
    let stays = stay_of(&w, FIRST, at(30 * 86_400));
    assert_eq!(stays.quartiles(), [Some(DAY), Some(DAY), None]);
    bring(&mut w, &mut author, 4, &[(stage(FIRST), days(0))], vec![]);
    assert_eq!(stay_of(&w, FIRST, at(30 * 86_400)).quartiles(), [Some(DAY), None, None]);
}

#[test]
fn a_deal_is_late_after_the_days_that_its_stage_allows() {
    let (mut w, mut author) = empty();
    let allowed = i64::from(w.stages[&stage(FIRST)].rot_days.unwrap());
    bring(&mut w, &mut author, 0, &[(stage(FIRST), Some(0))], vec![]);
    let late = |ms: i64| stay_of(&w, FIRST, Timestamp(at(0).0 + ms)).count(stay::Part::Late).deals;
    assert_eq!((late(allowed * DAY), late(allowed * DAY + 1)), (0, 1));
}

#[test]
fn what_happened_later_has_not_ended_a_stay() {
    let (mut w, mut author) = empty();
    bring(&mut w, &mut author, 0, &[(stage(FIRST), days(0)), (stage(FIRST + 1), days(9))], vec![]);
    let stays = stay_of(&w, FIRST, at(8 * 86_400));
    assert_eq!(stays.stays[0].ending, Ending::Here);
    assert_eq!(stays.stays[0].ms, Some(8 * DAY));
    assert_eq!(stay_of(&w, FIRST + 1, at(8 * 86_400)).stays, []);
}

#[test]
fn a_stay_without_a_beginning_or_an_end_is_counted_apart() {
    let (mut w, mut author) = empty();
    bring(&mut w, &mut author, 0, &[(stage(FIRST), None), (stage(FIRST + 1), days(1))], vec![]);
    let stays = stay_of(&w, FIRST, at(8 * 86_400));
    assert_eq!((stays.count(ANY).stays, stays.count(stay::Part::Undated).stays), (0, 1));
    assert_eq!(stays.quartiles(), [None; 3]);
}

#[test]
fn the_bands_end_where_they_say() {
    let ends = Band::ALL.iter().filter_map(|band| Some((*band, i64::from(band.days()?) * DAY)));
    for ((band, end), next) in ends.zip(&Band::ALL[1..]) {
        assert_eq!((Band::of(end), Band::of(end + 1)), (band, *next));
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn the_parts_of_a_stage_are_all_its_stays(
        made in vec(any::<(u8, u8, u8, bool)>(), 0..40),
        changes in vec(choice(), 0..30),
        (filter, period) in (filters(), period()),
        as_of in 0..4_000_i64,
    ) {
        let w = business(&made, &changes);
        for stage in stays(&w, &filter, period, at(as_of)) {
            let stays = |part| stage.count(part).stays;
            let known = stays(ANY);
            prop_assert_eq!(known + stays(stay::Part::Undated), stage.stays.len() as u64);
            prop_assert_eq!(known, Ending::ALL.into_iter().map(|e| stays(ended(e))).sum::<u64>());
            let cells = Ending::ALL.into_iter().flat_map(|e| Band::ALL.map(|b| (Some(e), Some(b))));
            prop_assert_eq!(known, cells.map(|(ending, band)| stays(stay::Part::Known { ending, band })).sum::<u64>());
            prop_assert!(stage.stays.iter().all(|stay| stay.ms.is_none_or(|ms| ms >= 0)));
            for part in [ANY, ended(Ending::Here), stay::Part::Late, stay::Part::Undated] {
                let deals = stage.deals(part);
                prop_assert_eq!(deals.len() as u64, stage.count(part).deals);
                prop_assert_eq!(deals.iter().collect::<BTreeSet<_>>().len(), deals.len(), "each once");
            }
        }
    }

    #[test]
    fn who_is_still_here_stands_here(
        made in vec(any::<(u8, u8, u8, bool)>(), 0..40),
        changes in vec(choice(), 0..30),
    ) {
        let w = business(&made, &changes);
        let seen = flows(&w, &Filter::default(), None);
        for stage in stays(&w, &Filter::default(), None, Timestamp(i64::MAX)) {
            let here = stage.stays.iter().filter(|stay| stay.ending == Ending::Here).count() as u64;
            let station = seen.stations.iter().find(|s| s.place == Place::Stage(stage.stage)).unwrap();
            prop_assert_eq!(here, station.standing.count);
        }
    }

    // Months -----------------------------------------------------------------

    #[test]
    fn a_cell_is_the_conversion_of_its_month_and_never_falls_along_the_row(
        made in vec(any::<(u8, u8, u8, bool)>(), 0..40),
        changes in vec(choice(), 0..20),
        as_of in 0..200_i64,
    ) {
        let w = business(&made, &changes);
        let Ok(cohort) = Cohort::new(&w, stage(FIRST), stage(FIRST + 3), None) else { return Ok(()) };
        let as_of = Timestamp(at(0).0 + as_of * DAY);
        let all = journeys(&w, &Filter::default(), &cohort, as_of);
        for step in Step::ALL {
            let table = months(&w, &all, step, as_of);
            prop_assert_eq!(table.rows.iter().map(|row| row.entered).sum::<u64>(), all.len() as u64);
            for (row, (month, journeys)) in table.rows.iter().zip(groups(&w, &all, &Dimension::Month)) {
                prop_assert_eq!(&row.month, &month);
                let expected = table.columns.iter().map(|&window| conversion(&journeys, Look { as_of, window }).estimate);
                prop_assert_eq!(&row.cells, &expected.collect::<Vec<_>>());
                let rates: Vec<f64> = row.cells.iter().flatten().map(|e| e.rate).collect();
                prop_assert!(rates.is_sorted_by(|a, b| *a <= *b + 1e-12));
            }
        }
    }
}

#[test]
fn a_young_month_has_fewer_cells_and_not_worse_ones() {
    let (mut w, mut author) = empty();
    let won = stage_with(StageRole::Won);
    for n in 0..20 {
        let began = if n < 10 { 0 } else { 60 };
        let past = [(stage(FIRST), days(began)), (won, days(began + 5))];
        bring(&mut w, &mut author, n, &past[..if n % 2 == 0 { 2 } else { 1 }], vec![]);
    }
    let as_of = at(86_400 * 70);
    let cohort = Cohort::to_won(&w, None).unwrap();
    let table = months(&w, &journeys(&w, &Filter::default(), &cohort, as_of), Step::Week, as_of);
    let [old, young] = table.rows.as_slice() else { panic!("two months: {:?}", table.rows) };
    let known = |row: &smarketing_domain::lens::months::Row| row.cells.iter().flatten().count();
    assert_eq!((known(old), known(young)), (10, 1));
    assert_eq!(old.cells[0].unwrap().rate, young.cells[0].unwrap().rate);
}

// AARRR ------------------------------------------------------------------------

/// A workspace with a template's stages and nothing else; ids in their order.
fn business_of(steps: &[smarketing_domain::template::Step]) -> (Workspace, Author) {
    let (mut w, mut author) = empty();
    w.stages = Default::default();
    let ids: Vec<StageId> = (0..steps.len()).map(stage).collect();
    for body in stages(steps, &ids, "en") {
        author.change(&mut w, at(0), body);
    }
    (w, author)
}

fn usual(w: &Workspace) -> Stages {
    Stages::chosen(w, |_| None).unwrap()
}

fn look() -> Look {
    Look { as_of: at(86_400 * 365), window: Window::days(90) }
}

fn metric(w: &Workspace, metric: Metric) -> Figures {
    let filter = Filter::default();
    let asked = Asked { filter: &filter, period: None, stages: usual(w), look: look() };
    let figures = aarrr::figures(w, &asked);
    figures.into_iter().find(|f| f.metric == metric).unwrap()
}

#[test]
fn in_a_coffee_shop_the_five_are_contact_visit_return_friend_and_first_cup() {
    let (w, _) = business_of(COFFEE_SHOP);
    let name = |metric| usual(&w).of(metric).map(|id| w.stages[&id].name.clone()).unwrap();
    let expected = ["Left a contact", "Came in", "Came back", "Brought a friend", "Bought a first cup"];
    assert_eq!(Metric::ALL.map(name), expected);
}

#[test]
fn every_template_has_the_five_in_order() {
    for template in TEMPLATES {
        let (w, _) = business_of(template.steps);
        let stages = usual(&w);
        let order = [Metric::Acquisition, Metric::Activation, Metric::Revenue, Metric::Retention, Metric::Referral];
        let places: Vec<_> = order.iter().map(|m| stages.of(*m).unwrap()).collect();
        let places: Vec<_> = places.iter().map(|id| (0..).find(|n| stage(*n) == *id).unwrap()).collect();
        assert!(places.is_sorted_by(|a, b| a < b), "{:?}: {places:?}", template.name);
    }
}

#[test]
fn a_chosen_stage_counts_and_one_out_of_place_does_not() {
    let (w, _) = business_of(COFFEE_SHOP);
    let chosen = |metric, n| Stages::chosen(&w, |m| (m == metric).then(|| stage(n))).unwrap().of(metric);
    assert_eq!(chosen(Metric::Activation, 3), Some(stage(3)));
    assert_eq!(chosen(Metric::Activation, 7), Some(stage(4)), "behind the purchase");
    assert_eq!(chosen(Metric::Retention, 6), Some(stage(6)));
    assert_eq!(chosen(Metric::Retention, 3), Some(stage(7)), "before the purchase");
    assert_eq!(chosen(Metric::Acquisition, 0), Some(stage(2)), "holds no deals");
}

#[test]
fn a_workspace_without_a_won_stage_has_no_metrics() {
    assert_eq!(Stages::chosen(&Workspace::default(), |_| None), None);
}

/// Ten guests of a coffee shop: six came in, four bought, one came back by the
/// stage, one by a further purchase, one brought a friend.
fn guests() -> Workspace {
    let (mut w, mut author) = business_of(COFFEE_SHOP);
    for n in 0..10_u128 {
        let way = [(stage(2), days(0)), (stage(4), days(1)), (stage(5), days(2)), (stage(7), days(9))];
        let far = match n {
            0 => 4,
            1..4 => 3,
            4 | 5 => 2,
            _ => 1,
        };
        bring(&mut w, &mut author, n, &way[..far], vec![DealChange::Worth(worth(3))]);
    }
    let grown = |kind, from: u128| {
        vec![DealChange::Kind(kind), DealChange::GrewFrom(Some(id(from))), DealChange::Worth(worth(5))]
    };
    bring(&mut w, &mut author, 20, &[(stage(5), days(20))], grown(DealKind::Repeat, 1));
    bring(&mut w, &mut author, 21, &[(stage(2), days(30))], grown(DealKind::Referral, 2));
    w
}

#[test]
fn the_metrics_are_shares_of_those_who_came_and_of_those_who_bought() {
    let w = guests();
    let of = |m| {
        let f = metric(&w, m);
        (f.base, f.count, f.minor)
    };
    // The repeat purchase and the friend are deals, too.
    assert_eq!(of(Metric::Activation), (12, 7, 2_300));
    assert_eq!(of(Metric::Revenue), (12, 5, 1_700));
    assert_eq!(of(Metric::Retention), (5, 2, 500), "by the stage, and by what grew");
    assert_eq!(of(Metric::Referral), (5, 1, 500));
}

#[test]
fn who_brought_a_friend_has_not_thereby_bought_again() {
    let (mut w, mut author) = business_of(COFFEE_SHOP);
    let way = [(stage(2), days(0)), (stage(5), days(2)), (stage(8), days(9))];
    bring(&mut w, &mut author, 0, &way, vec![]);
    assert_eq!((metric(&w, Metric::Retention).count, metric(&w, Metric::Referral).count), (0, 1));
}

#[test]
fn a_share_is_not_yet_known_while_nobody_was_watched_through_the_window() {
    let w = guests();
    let (filter, look) = (Filter::default(), Look { as_of: at(86_400 * 40), window: Window::days(90) });
    let figures = aarrr::figures(&w, &Asked { filter: &filter, period: None, stages: usual(&w), look });
    for f in figures {
        assert_eq!(f.share, None, "{f:?}");
        assert!(f.metric == Metric::Acquisition || f.open > 0, "{f:?}");
    }
}

#[test]
fn the_acquired_are_a_share_of_the_visits_where_visits_can_be_told() {
    let mut w = guests();
    assert_eq!(metric(&w, Metric::Acquisition).share, None);
    let set = vec![
        ReachChange::Channel("street".into()),
        ReachChange::Visits(48),
        ReachChange::Day("2026-01-01".parse().ok()),
    ];
    let visits = Body::from(Action::Create { id: id::<ReachId>(0), set });
    Author::new(2, 0).change(&mut w, at(0), visits);
    let figures = metric(&w, Metric::Acquisition);
    assert_eq!((figures.base, figures.count), (48, 12));
    assert!((figures.share.unwrap().0 - 0.25).abs() < 1e-12);
    let filter = Filter { kind: Some(DealKind::New), ..Filter::default() };
    let asked = Asked { filter: &filter, period: None, stages: usual(&w), look: look() };
    assert_eq!(aarrr::figures(&w, &asked)[0].share, None, "visits have no kind");
}
