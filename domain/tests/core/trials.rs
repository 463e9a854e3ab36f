//! Arms are fair and stable; live counts count only what is known.

use crate::support::cases;
use proptest::prelude::*;
use smarketing_domain::{
    clock::{DAY, Stamp, Timestamp},
    deal::{DealChange, Past, Place},
    filter::Filter,
    hypothesis::{
        Arm, Design, Hypothesis, Kind, Measure, Plan, Status, Unit, Way,
        assignment::{arm_by_hash, arms_of, by_hand, running},
        live::Deals,
        overlap::overlapping,
        verdict::{Fault, Verdict},
    },
    ids::{ClientId, CompanyId, DealId, HypothesisId, MemberId, StageId},
    operation::{Body, DealAction, Operation, apply},
    rank::Rank,
    record::{Birth, Record},
    statistics::sample_ratio::split_test,
    template::{FURNITURE_STUDIO, stages},
    workspace::Workspace,
};
use uuid::Uuid;

const START: i64 = 1_000 * DAY;

fn h(n: u128) -> HypothesisId {
    Uuid::from_u128(n).into()
}

fn stage(n: u128) -> StageId {
    Uuid::from_u128(1 + n).into()
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_unit_has_one_arm_and_the_arms_are_even(test in any::<u128>(), first in any::<u64>(), arms in 1..=4_usize) {
        let units = (0..4_000_u128).map(|n| Uuid::from_u128(u128::from(first) + n));
        let mut sizes = vec![0_u64; arms];
        for unit in units {
            let arm = arm_by_hash(h(test), unit, arms);
            prop_assert_eq!(arm, arm_by_hash(h(test), unit, arms));
            sizes[arm] += 1;
        }
        // One in 1,000 would be below 0.001 by chance; 64 cases below 1e-6 are none.
        let p = split_test(&sizes, &vec![1.0; arms]).map_or(1.0, |split| split.p);
        prop_assert!(p > 1e-6, "{:?}: {}", sizes, p);
    }

    #[test]
    fn two_hypotheses_know_nothing_of_each_other(one in any::<u128>(), step in 1..1_000_u128, first in any::<u64>()) {
        let mut table = [0_u64; 4];
        for n in 0..4_000_u128 {
            let unit = Uuid::from_u128(u128::from(first) + n);
            table[arm_by_hash(h(one), unit, 2) * 2 + arm_by_hash(h(one.wrapping_add(step)), unit, 2)] += 1;
        }
        let p = split_test(&table, &[1.0; 4]).map_or(1.0, |split| split.p);
        prop_assert!(p > 1e-6, "{table:?}: {p}");
    }
}

#[test]
fn the_arm_of_a_unit_never_changes_with_the_program() {
    // Devices of different versions are in one test: these values must not change.
    let arms: Vec<_> = (0..12).map(|n| arm_by_hash(h(7), Uuid::from_u128(n), 4)).collect();
    assert_eq!(arms, FIRST_TWELVE);
}

const FIRST_TWELVE: [usize; 12] = [0, 3, 2, 1, 3, 0, 3, 3, 0, 3, 3, 3];

struct World(Workspace, u64);

impl World {
    fn new() -> Self {
        let mut world = Self(Workspace::default(), 0);
        let ids: Vec<StageId> = (0..FURNITURE_STUDIO.len() as u128).map(stage).collect();
        stages(FURNITURE_STUDIO, &ids, "en").into_iter().for_each(|body| world.write(body));
        world
    }

    fn write(&mut self, body: Body) {
        self.1 += 1;
        let stamp = Stamp { millis: self.1, counter: 0, client: ClientId(1) };
        apply(&mut self.0, &Operation { number: self.1, stamp, author: MemberId::default(), body });
    }

    /// A deal that entered stage 2 on a day since the start, and stage 5 so many days later.
    fn deal(&mut self, n: u128, day: i64, took: Option<i64>, set: Vec<DealChange>) -> DealId {
        let id = DealId(Uuid::from_u128(n));
        let at = |day| Some(Timestamp(START + day * DAY));
        let mut past = vec![Past::of(stage(2), at(day))];
        past.extend(took.map(|took| Past::of(stage(5), at(day + took))));
        let place = Place { stage: past[past.len() - 1].stage, rank: Rank::between(None, None), loss: None };
        self.write(DealAction::Create { id, place, past, set }.into());
        id
    }

    fn run(&mut self, hypothesis: Hypothesis) {
        self.0.hypotheses.insert(hypothesis.id, hypothesis);
    }
}

fn hypothesis(way: Way) -> Hypothesis {
    let mut hypothesis = Hypothesis::blank(h(9));
    hypothesis
        .meta
        .bear(Birth { stamp: Stamp { millis: 1, counter: 0, client: ClientId(1) }, by: MemberId::default() });
    hypothesis.standing.status = Status::Running;
    hypothesis.arms = ["control", "variant"].map(|name| Arm { name: name.into(), ..Arm::default() }).to_vec();
    let measure = Measure { kind: Kind::Conversion, from: Some(stage(2)), to: Some(stage(5)), days: 10 };
    hypothesis.design = Design { way, measure, ..Design::default() };
    hypothesis.registered = vec![hypothesis.freeze(MemberId::default(), Timestamp(START))];
    hypothesis
}

fn as_of(day: i64) -> Timestamp {
    Timestamp(START + day * DAY)
}

#[test]
fn who_came_before_the_start_or_is_not_in_the_segment_has_no_arm() {
    let mut world = World::new();
    let mut test = hypothesis(Way::ByHash);
    test.segment = Filter { channel: Some("fair".into()), ..Filter::default() };
    world.run(test);
    let fair = || vec![DealChange::Channel("fair".into())];
    let (early, other, meant) =
        (world.deal(1, -1, None, fair()), world.deal(2, 1, None, Vec::new()), world.deal(3, 1, None, fair()));
    let trials = running(&world.0);
    let arms = |id: DealId| arms_of(&trials, &world.0, &world.0.deals[&id]).len();
    assert_eq!([early, other, meant].map(arms), [0, 0, 1]);
}

#[test]
fn what_is_not_registered_or_not_running_shows_no_arm() {
    let mut world = World::new();
    world.run(Hypothesis { registered: Vec::new(), ..hypothesis(Way::ByHash) });
    assert!(running(&world.0).is_empty());
    let mut ready = hypothesis(Way::ByHash);
    ready.standing.status = Status::Ready;
    world.run(ready);
    assert!(running(&world.0).is_empty());
}

#[test]
fn a_company_is_one_unit() {
    let mut world = World::new();
    let mut test = hypothesis(Way::ByHash);
    test.design.unit = Unit::Company;
    world.run(test.clone());
    let of = |n| vec![DealChange::Company(Some(CompanyId(Uuid::from_u128(n))))];
    for n in 0..20 {
        world.deal(100 + n, 1, (n == 3).then_some(2), of(1));
    }
    world.deal(200, 1, None, Vec::new());
    let live = Deals::new(&world.0, as_of(50)).count(&test, &test.design.measure).unwrap();
    assert_eq!(live.arms.iter().map(|arm| arm.known).sum::<u64>(), 2);
    assert_eq!(live.arms.iter().map(|arm| arm.converted).sum::<u64>(), 1);
    let trials = running(&world.0);
    let arm = |n: u128| arms_of(&trials, &world.0, &world.0.deals[&DealId(Uuid::from_u128(n))])[0].1;
    assert!((100..120).all(|n| arm(n) == arm(100)));
}

#[test]
fn only_those_whose_window_is_over_are_counted() {
    let mut world = World::new();
    let test = hypothesis(Way::ByHash);
    for n in 0..10 {
        // On day 15, five of them had ten days; those who came later converted at once.
        world.deal(n, n as i64 + 1, Some(if n < 5 { 10 } else { 0 }), Vec::new());
    }
    world.deal(50, 2, Some(11), Vec::new());
    let live = Deals::new(&world.0, as_of(15)).count(&test, &test.design.measure).unwrap();
    let sum = |f: fn(&smarketing_domain::hypothesis::live::LiveArm) -> u64| live.arms.iter().map(f).sum::<u64>();
    assert_eq!((sum(|a| a.entered), sum(|a| a.known), sum(|a| a.converted)), (11, 6, 5));
    let by_day: u64 = live.days.iter().flatten().map(|c| c.exposed).sum();
    assert_eq!(by_day, 6);
}

#[test]
fn a_person_chooses_on_the_deal_and_until_then_it_is_in_no_arm() {
    let mut world = World::new();
    let test = hypothesis(Way::ByPerson);
    let chosen = [(by_hand(test.id), "1".to_owned())].into();
    world.deal(1, 1, Some(1), vec![DealChange::Fields(chosen)]);
    world.deal(2, 1, Some(1), Vec::new());
    let live = Deals::new(&world.0, as_of(20)).count(&test, &test.design.measure).unwrap();
    assert_eq!((live.arms[1].known, live.unassigned), (1, 1));
}

#[test]
fn before_and_after_compares_times_of_one_length() {
    let mut world = World::new();
    let test = hypothesis(Way::BeforeAfter);
    for (n, day) in (0..).zip([-30, -19, -1, 0, 3]) {
        world.deal(n, day, Some(1), Vec::new());
    }
    let live = Deals::new(&world.0, as_of(20)).count(&test, &test.design.measure).unwrap();
    assert_eq!((live.arms[0].entered, live.arms[1].entered), (2, 2));
}

/// Before the start thirty deals a day, one of which converts at once; after it fifteen, and
/// five of them. Judged by e-values, for few are expected to convert.
fn changed(way: Way) -> (World, Hypothesis) {
    let (mut world, mut test) = (World::new(), hypothesis(way));
    test.plan = Plan { baseline_bp: 300, effect_bp: 500 };
    for day in -20..20 {
        let (n, converted) = if day < 0 { (30, 1) } else { (15, 5) };
        for i in 0..n {
            let id = ((day + 20) * 100 + i) as u128;
            let chosen = [(by_hand(test.id), if i % 3 == 0 { "0" } else { "1" }.to_owned())].into();
            world.deal(id, day, (i < converted).then_some(0), vec![DealChange::Fields(chosen)]);
        }
    }
    (world, test)
}

#[test]
fn before_and_after_compares_days_as_far_before_as_after_the_start() {
    let (world, test) = changed(Way::BeforeAfter);
    let live = Deals::new(&world.0, as_of(30)).count(&test, &test.design.measure).unwrap();
    assert_eq!((live.days[0][1].exposed, live.days[3][0].exposed, live.days[3][1].exposed), (15, 30, 15));
    let judged = live.judge(&test);
    assert!(matches!(judged.verdict, Verdict::Better { .. }), "{:?}", judged.verdict);
}

#[test]
fn only_a_split_by_chance_has_to_be_even() {
    for (way, is_broken) in [(Way::BeforeAfter, false), (Way::ByPerson, false), (Way::ByHash, true)] {
        let (world, mut test) = changed(Way::ByPerson);
        let live = Deals::new(&world.0, as_of(30)).count(&test, &test.design.measure).unwrap();
        assert!(live.arms[1].known > live.arms[0].known * 3 / 2);
        test.design.way = way;
        let fault = matches!(live.judge(&test).verdict, Verdict::Broken { why: Fault::SplitUneven { .. } });
        assert_eq!(fault, is_broken, "{way:?}");
    }
}

#[test]
fn the_time_of_those_who_did_not_come_is_the_whole_window() {
    let mut world = World::new();
    let mut test = hypothesis(Way::BeforeAfter);
    test.design.measure.kind = Kind::Time;
    world.deal(1, 1, Some(4), Vec::new());
    world.deal(2, 1, None, Vec::new());
    let live = Deals::new(&world.0, as_of(30)).count(&test, &test.design.measure).unwrap();
    assert!((live.arms[1].mean().unwrap().mean - 7.0).abs() < 1e-9);
}

#[test]
fn tests_on_one_measure_overlap_where_their_segments_share_deals() {
    let mut world = World::new();
    let (mut one, mut two) = (hypothesis(Way::ByHash), hypothesis(Way::ByHash));
    two.id = h(10);
    world.deal(1, 1, None, vec![DealChange::Channel("fair".into())]);
    world.run(two.clone());
    assert_eq!(overlapping(&world.0, &one), [h(10)]);
    one.segment.channel = Some("web".into());
    assert!(overlapping(&world.0, &one).is_empty());
    one.segment.channel = None;
    one.design.measure.to = Some(stage(6));
    assert!(overlapping(&world.0, &one).is_empty());
}
