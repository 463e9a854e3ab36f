//! The hourglass, held against a slow reading of its definitions.

use crate::support::{Author, at, body, cases, choice, create, deal_in, id, loss, stage, stage_with, studio, to};
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    board::{self, Total},
    clock::Timestamp,
    deal::{Deal, DealChange, DealKind, Past, Place},
    filter::Filter,
    hourglass::{Band, Hourglass, Part, Period, WEAK_FROM, deals_behind, hourglass, sections},
    ids::{DealId, ReachId, StageId},
    operation::{Action, Authority, DealAction, admit, apply, invert},
    rank::Rank,
    reach::ReachChange,
    report::report,
    stage::{Section, Stage, StageChange, StageRole},
    workspace::Workspace,
};
use std::collections::BTreeSet;

/// The definitions, read aloud.
pub(crate) struct Slow<'a> {
    pub(crate) path: Vec<&'a Stage>,
    pub(crate) deals: Vec<&'a Deal>,
    w: &'a Workspace,
}

impl<'a> Slow<'a> {
    pub(crate) fn new(w: &'a Workspace, filter: &Filter, period: Option<Period>) -> Self {
        let path = w.stages_in_order().into_iter().filter(|s| s.role != StageRole::Lost).collect();
        let began = |d: &Deal| d.history().filter_map(|e| e.at).min();
        let in_period = |d: &Deal| period.is_none_or(|p| began(d).is_some_and(|at| p.from <= at && at < p.to));
        let deals = w.living_deals().filter(|d| wanted(w, filter, d) && in_period(d)).collect();
        Self { path, deals, w }
    }

    /// Where on the path a stage is; a retired one where the one before it is.
    pub(crate) fn place(&self, stage: StageId) -> Option<usize> {
        let stage = &self.w.stages[&stage];
        if stage.role == StageRole::Lost {
            return None;
        }
        let itself = self.path.iter().position(|s| s.id == stage.id);
        itself.or_else(|| self.path.iter().rposition(|s| s.rank <= stage.rank))
    }

    fn entered(&self, deal: &Deal, at: usize) -> bool {
        let seen = deal.history().map(|e| e.stage).chain([deal.place.stage]);
        seen.filter_map(|stage| self.place(stage)).any(|place| place >= at)
    }

    fn is_lost(&self, deal: &Deal) -> bool {
        self.w.stages[&deal.place.stage].role == StageRole::Lost
    }

    fn count(&self, holds: impl Fn(&Deal) -> bool) -> u64 {
        self.deals.iter().filter(|d| holds(d)).count() as u64
    }

    fn median(&self, at: usize) -> Option<i64> {
        let mut stays: Vec<i64> = Vec::new();
        for deal in &self.deals {
            let history: Vec<_> = deal.history().collect();
            for pair in history.windows(2).filter(|pair| self.place(pair[0].stage) == Some(at)) {
                stays.extend(pair[0].at.zip(pair[1].at).map(|(from, to)| to.0 - from.0));
            }
        }
        stays.sort_unstable();
        let (low, high) = (stays.get(stays.len().saturating_sub(1) / 2)?, stays.get(stays.len() / 2)?);
        Some(low + (high - low) / 2)
    }

    fn grown(&self, role: StageRole) -> u64 {
        let won = self.path.iter().position(|s| s.role == StageRole::Won).unwrap();
        let from: BTreeSet<DealId> = self.deals.iter().filter(|d| self.entered(d, won)).map(|d| d.id).collect();
        let grew = self.w.living_deals().filter(|d| d.grew_from.is_some_and(|id| from.contains(&id)));
        let counts = |d: &&Deal| match role {
            StageRole::Repeat => !matches!(d.kind, DealKind::New | DealKind::Referral),
            StageRole::Referral => d.kind == DealKind::Referral,
            _ => false,
        };
        grew.filter(counts).count() as u64
    }

    fn band(&self, at: usize) -> Band {
        let stage = self.path[at];
        let standing = Total::of(self.deals.iter().copied().filter(|d| d.place.stage == stage.id));
        Band {
            stage: stage.id,
            role: stage.role,
            standing,
            weighted_minor: standing.weighted_minor(stage),
            entered: self.count(|d| self.entered(d, at)),
            passed: self.count(|d| self.entered(d, at + 1)),
            lost: self.count(|d| self.entered(d, at) && !self.entered(d, at + 1) && self.is_lost(d)),
            entered_minor: self.deals.iter().filter(|d| self.entered(d, at)).map(|d| d.value_minor()).sum(),
            median_ms: self.median(at),
            grown: self.grown(stage.role),
        }
    }
}

fn wanted(w: &Workspace, filter: &Filter, deal: &Deal) -> bool {
    let company = deal.company.map_or("", |id| w.companies[&id].name.as_str());
    let hay = format!("{} | {} | {}", deal.title, company, deal.channel).to_lowercase();
    filter.channel.as_ref().is_none_or(|c| *c == deal.channel)
        && filter.owner.is_none_or(|o| deal.owner == Some(o))
        && filter.kind.is_none_or(|k| deal.kind == k)
        && filter.text.to_lowercase().split(' ').all(|word| hay.contains(word))
}

/// Many deals with a random past, then random changes by whoever.
pub(crate) fn business(deals: &[(u8, u8, u8, bool)], changes: &[crate::support::Choice]) -> Workspace {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    let lost = stage_with(StageRole::Lost);
    for (n, &(from, steps, what, is_lost)) in (20..).zip(deals) {
        let first = 2 + usize::from(from) % 10;
        let entered = |i: usize| (!(what == 0 && i == 0)).then(|| at((60 * i + usize::from(from)) as i64));
        let mut past: Vec<Past> =
            (0..=usize::from(steps) % 4).map(|i| Past::of(stage((first + i * 2).min(11)), entered(i))).collect();
        if is_lost {
            past.push(Past::of(lost, Some(at(999))));
        }
        let place = Place { stage: past.last().unwrap().stage, rank: "80".parse().unwrap(), loss: is_lost.then(loss) };
        let set = vec![
            DealChange::Title(format!("Kitchen {n}")),
            DealChange::Channel(["fair", "Search"][usize::from(what) % 2].into()),
            DealChange::Kind(DealKind::ALL[usize::from(what) % 7]),
            DealChange::GrewFrom((what > 100).then(|| id(20 + u128::from(what) % 9)).filter(|d| w.deal(*d).is_some())),
            DealChange::Worth(crate::support::worth(i64::from(what))),
            DealChange::Company((what % 3 == 0).then(|| id(1))),
        ];
        author.change(&mut w, at(2_000), DealAction::Create { id: id(n), place, past, set });
    }
    for (i, choice) in changes.iter().enumerate() {
        let operation = author.make(at(3_000 + i as i64), body(&w, *choice, at(3_000 + i as i64)));
        if admit(&w, Authority::Server, &operation).is_ok() {
            apply(&mut w, &operation);
        }
    }
    w
}

pub(crate) fn filters() -> impl Strategy<Value = Filter> {
    prop_oneof![
        3 => Just(Filter::default()),
        1 => Just(Filter { channel: Some("fair".into()), ..Filter::default() }),
        1 => Just(Filter { kind: Some(DealKind::Upsell), ..Filter::default() }),
        1 => Just(Filter { text: "company KITCHEN".into(), ..Filter::default() }),
        1 => Just(Filter { text: "1 search".into(), ..Filter::default() }),
    ]
}

pub(crate) fn period() -> impl Strategy<Value = Option<Period>> {
    let moment = || (0..300_i64).prop_map(at);
    proptest::option::of((moment(), moment()).prop_map(|(from, to)| Period { from, to }))
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn the_hourglass_is_what_its_definitions_say(
        deals in vec(any::<(u8, u8, u8, bool)>(), 0..40),
        changes in vec(choice(), 0..40),
        filter in filters(),
        period in period(),
    ) {
        let w = business(&deals, &changes);
        let glass = hourglass(&w, &filter, period);
        let slow = Slow::new(&w, &filter, period);
        prop_assert_eq!(glass.bands.len(), slow.path.len());
        prop_assert_eq!(glass.cohort, slow.deals.len() as u64);
        prop_assert_eq!(glass.lost, Total::of(slow.deals.iter().copied().filter(|d| slow.is_lost(d))));
        for (at, band) in glass.bands.iter().enumerate().filter(|(_, b)| b.role.holds_deals()) {
            prop_assert_eq!(band, &slow.band(at), "band {}", at);
            // What a click lists is what the number says.
            let behind = |part| deals_behind(&w, &filter, period, band.stage, part).len() as u64;
            prop_assert_eq!(behind(Part::Standing), band.standing.count);
            prop_assert_eq!(behind(Part::Entered), band.entered);
            prop_assert_eq!(behind(Part::Passed), band.passed);
            prop_assert_eq!(behind(Part::Lost), band.lost);
            prop_assert_eq!(behind(Part::Waiting), band.entered - band.passed - band.lost);
        }
        let lost = deals_behind(&w, &filter, period, stage_with(StageRole::Lost), Part::Standing);
        prop_assert_eq!(lost.len() as u64, glass.lost.count);
    }

    #[test]
    fn the_channels_together_are_the_whole(deals in vec(any::<(u8, u8, u8, bool)>(), 0..40)) {
        let w = business(&deals, &[]);
        let of = |channel: &str| hourglass(&w, &Filter { channel: Some(channel.into()), ..Filter::default() }, None);
        let (whole, parts) = (hourglass(&w, &Filter::default(), None), [of("fair"), of("Search"), of("")]);
        let sum = |number: fn(&Hourglass) -> u64| parts.iter().map(number).sum::<u64>();
        prop_assert_eq!((whole.cohort, whole.lost.count), (sum(|g| g.cohort), sum(|g| g.lost.count)));
        for (at, band) in whole.bands.iter().enumerate() {
            let sum = |number: fn(&Band) -> i64| parts.iter().map(|g| number(&g.bands[at])).sum::<i64>();
            prop_assert_eq!(band.entered as i64, sum(|b| b.entered as i64));
            prop_assert_eq!(band.lost as i64, sum(|b| b.lost as i64));
            prop_assert_eq!(band.standing.sum_minor, sum(|b| b.standing.sum_minor));
            prop_assert_eq!(band.entered_minor, sum(|b| b.entered_minor));
        }
    }

    /// Whatever is on the board is in the report, to the cent.
    #[test]
    fn the_columns_of_the_board_are_the_lines_of_the_report(deals in vec(any::<(u8, u8, u8, bool)>(), 0..40)) {
        let w = business(&deals, &[]);
        let report = report(&w, &Filter::default(), None);
        prop_assert_eq!(report.deals, report.stages.iter().map(|s| s.count).sum::<u64>());
        for line in report.stages {
            let column = Total::of(board::column(&w, line.id));
            prop_assert_eq!((line.count, line.sum_minor), (column.count, column.sum_minor));
            prop_assert!(line.conversion.is_none_or(|c| (0.0..=1.0).contains(&c)));
        }
    }
}

// --- single rules -----------------------------------------------------------

/// A studio without deals, but one that entered the third stage at 0.
fn with_one_deal() -> (Workspace, Author) {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    w.deals = Default::default();
    author.change(&mut w, at(0), deal_in(id(0), stage(2), 0, "Kitchen"));
    (w, author)
}

fn counts(w: &Workspace, n: usize) -> (u64, u64, u64) {
    let glass = hourglass(w, &Filter::default(), None);
    let band = glass.band(stage(n)).unwrap();
    (band.entered, band.passed, band.lost)
}

#[test]
fn a_skipped_stage_counts_as_passed() {
    let (mut w, mut author) = with_one_deal();
    author.change(&mut w, at(9), to(id(0), stage(6), 9));
    assert_eq!((counts(&w, 2), counts(&w, 4), counts(&w, 6)), ((1, 1, 0), (1, 1, 0), (1, 0, 0)));
}

#[test]
fn going_back_does_not_undo() {
    let (mut w, mut author) = with_one_deal();
    author.change(&mut w, at(9), to(id(0), stage(6), 9));
    author.change(&mut w, at(10), to(id(0), stage(3), 10));
    assert_eq!((counts(&w, 3), counts(&w, 6)), ((1, 1, 0), (1, 0, 0)));
    let standing = |n| hourglass(&w, &Filter::default(), None).band(stage(n)).unwrap().standing.count;
    assert_eq!((standing(3), standing(6)), (1, 0));
}

#[test]
fn a_lost_deal_stays_in_the_counts_of_the_stages_it_had_entered() {
    let (mut w, mut author) = with_one_deal();
    author.change(&mut w, at(9), to(id(0), stage(4), 9));
    let lost = Place { stage: stage_with(StageRole::Lost), rank: "80".parse().unwrap(), loss: Some(loss()) };
    author.change(
        &mut w,
        at(10),
        DealAction::Move { id: id(0), to: lost, entered: Some(at(10)), retract: None, remark: None },
    );
    assert_eq!((counts(&w, 2), counts(&w, 4), counts(&w, 5)), ((1, 1, 0), (1, 0, 1), (0, 0, 0)));
    assert_eq!(hourglass(&w, &Filter::default(), None).lost.count, 1);
}

#[test]
fn an_entry_that_was_taken_back_does_not_count() {
    let (mut w, mut author) = with_one_deal();
    let body = to(id(0), stage(6), 9);
    let operation = author.make(at(9), body);
    let undo = invert(&w, &operation.body, operation.stamp).unwrap();
    apply(&mut w, &operation);
    assert_eq!(counts(&w, 6), (1, 0, 0));
    author.change(&mut w, at(10), undo);
    assert_eq!((counts(&w, 2), counts(&w, 6)), ((1, 0, 0), (0, 0, 0)));
}

#[test]
fn a_deleted_deal_counts_nowhere() {
    let (mut w, mut author) = with_one_deal();
    author.change(&mut w, at(1), DealAction::Delete { id: id(0) });
    assert_eq!((counts(&w, 2), hourglass(&w, &Filter::default(), None).cohort), ((0, 0, 0), 0));
}

#[test]
fn a_cohort_is_who_began_in_the_period_with_all_that_happened_since() {
    let (mut w, mut author) = with_one_deal();
    author.change(&mut w, at(900), to(id(0), stage(6), 900));
    let cohort = |from: Timestamp, to: Timestamp| hourglass(&w, &Filter::default(), Some(Period { from, to }));
    assert_eq!(cohort(at(0), at(1)).band(stage(6)).unwrap().entered, 1);
    assert_eq!(cohort(at(-5), at(0)).cohort, 0, "the end is not in it");
    assert_eq!(cohort(at(800), at(1_000)).cohort, 0, "it began before");
}

#[test]
fn a_retired_stage_counts_as_the_one_before_it() {
    let (mut w, mut author) = with_one_deal();
    author.change(&mut w, at(9), to(id(0), stage(5), 9));
    author.change(&mut w, at(10), to(id(0), stage(4), 10));
    let retire = Action::Edit { id: stage(5), set: vec![StageChange::Retired(true)] };
    author.change(&mut w, at(11), retire);
    assert_eq!((counts(&w, 3), counts(&w, 4), counts(&w, 6)), ((1, 1, 0), (1, 0, 0), (0, 0, 0)));
    assert_eq!(hourglass(&w, &Filter::default(), None).band(stage(5)), None);
}

#[test]
fn reach_is_entered_by_its_count_and_passed_by_what_comes_next() {
    let (mut w, mut author) = with_one_deal();
    for (n, channel) in ["fair", "search"].into_iter().enumerate() {
        let day = at(0).day();
        let set = vec![
            ReachChange::Channel(channel.into()),
            ReachChange::Day(day),
            ReachChange::Impressions(1_000),
            ReachChange::Visits(50),
        ];
        author.change(&mut w, at(1), create(id::<ReachId>(n as u128), set));
    }
    let reach = |channel: Option<&str>, period| {
        let filter = Filter { channel: channel.map(Into::into), ..Filter::default() };
        let glass = hourglass(&w, &filter, period);
        [0, 1].map(|at| (glass.bands[at].entered, glass.bands[at].passed))
    };
    assert_eq!(reach(None, None), [(2_000, 100), (100, 1)]);
    assert_eq!(reach(Some("fair"), None), [(1_000, 50), (50, 0)]);
    let another_day = Period { from: at(200_000), to: at(400_000) };
    assert_eq!(reach(None, Some(another_day)), [(0, 0), (0, 0)]);
}

#[test]
fn a_conversion_is_unknown_while_nothing_entered() {
    let (w, _) = with_one_deal();
    let glass = hourglass(&w, &Filter::default(), None);
    assert_eq!(glass.band(stage(2)).unwrap().conversion(), Some(0.0));
    assert_eq!(glass.band(stage(6)).unwrap().conversion(), None);
}

#[test]
fn the_weakest_transition_is_named_only_where_enough_outcomes_are_known() {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    w.deals = Default::default();
    let lost = stage_with(StageRole::Lost);
    for n in 0..u128::from(WEAK_FROM) {
        author.change(&mut w, at(0), deal_in(id(n), stage(2), 0, "Kitchen"));
    }
    let weakest = |w: &Workspace| hourglass(w, &Filter::default(), None).weakest().map(|b| b.stage);
    assert_eq!(weakest(&w), None, "all of them wait: nobody has failed yet");
    for n in 1..u128::from(WEAK_FROM) {
        author.change(&mut w, at(1), to(id(n), stage(3), 1));
    }
    assert_eq!(weakest(&w), None, "29 outcomes are too few");
    let place = Place { stage: lost, rank: Rank::between(None, None), loss: Some(loss()) };
    let lose = DealAction::Move { id: id(0), to: place, entered: Some(at(2)), retract: None, remark: None };
    author.change(&mut w, at(2), lose);
    assert_eq!(weakest(&w), Some(stage(2)));
}

#[test]
fn a_customer_who_has_bought_once_counts_among_those_who_may_buy_again() {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    w.deals = Default::default();
    let (won, again) = (stage_with(StageRole::Won), stage_with(StageRole::Repeat));
    for n in 0..4 {
        author.change(&mut w, at(0), deal_in(id(n), won, 0, "Kitchen"));
    }
    author.change(&mut w, at(1), to(id(0), again, 1));
    let glass = hourglass(&w, &Filter::default(), None);
    let band = glass.band(won).unwrap();
    assert_eq!((band.known(), band.passed_of_known()), (4, Some(0.25)));
}

#[test]
fn a_share_does_not_fall_because_many_have_just_come() {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    w.deals = Default::default();
    author.change(&mut w, at(0), deal_in(id(0), stage(2), 0, "Kitchen"));
    author.change(&mut w, at(1), to(id(0), stage(3), 1));
    let share = |w: &Workspace| {
        let glass = hourglass(w, &Filter::default(), None);
        glass.band(stage(2)).map(|band| (band.known(), band.passed_of_known()))
    };
    assert_eq!(share(&w), Some((1, Some(1.0))));
    for n in 1..50 {
        author.change(&mut w, at(2), deal_in(id(n), stage(2), 2, "Kitchen"));
    }
    assert_eq!(share(&w), Some((1, Some(1.0))));
}

#[test]
fn sections_follow_the_path() {
    let w = studio();
    let stages = w.stages_in_order();
    let names: Vec<_> = sections(&stages).into_iter().map(|(section, members)| (section, members.len())).collect();
    let expected = [
        (Section::Reach, 2),
        (Section::Marketing, 3),
        (Section::Sales, 4),
        (Section::Customer, 3),
        (Section::Sales, 1),
    ];
    assert_eq!(names, expected);
}
