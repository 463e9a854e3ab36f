//! Which step costs the most, against a reference.

use crate::support::{Author, at, edit, id, stage, studio, worth};
use smarketing_domain::{
    clock::{DAY, Timestamp},
    cohort::{
        Window,
        bottleneck::{Gap, Held, Reference, Search, Steps, dimensions, targets},
        conversion::Look,
        group::{Dimension, Key},
    },
    deal::{DealChange, Past, Place},
    filter::Filter,
    hourglass::Period,
    operation::{Authority, DealAction, Refusal, admit},
    stage::StageChange,
    workspace::Workspace,
};

/// The deal stages of the studio from the first lead to the purchase.
const FIRST: usize = 2;
const WON: usize = 9;

/// The day a quarter begins, from the studio's opening.
fn quarter(n: i64) -> Timestamp {
    Timestamp(at(0).0 + n * 90 * DAY)
}

/// A studio in which of the deals of a quarter and channel `reached[i]` came to the
/// stage `FIRST + i`, each step within a day.
fn business(quarters: &[(i64, &str, [usize; 8])]) -> Workspace {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    w.deals = Default::default();
    let mut n = 0;
    for (number, channel, reached) in quarters {
        for deal in 0..reached[0] {
            let last = reached.iter().rposition(|count| deal < *count).unwrap();
            let moment = |step: usize| Timestamp(quarter(*number).0 + step as i64 * DAY);
            let past: Vec<Past> = (0..=last).map(|step| Past::of(stage(FIRST + step), Some(moment(step)))).collect();
            let place = Place { stage: stage(FIRST + last), rank: "80".parse().unwrap(), loss: None };
            let set = vec![
                DealChange::Title(format!("Deal {n}")),
                DealChange::Channel((*channel).to_owned()),
                DealChange::Worth(worth(1_000)),
            ];
            author.change(&mut w, quarter(9), DealAction::Create { id: id(n), place, past, set });
            n += 1;
        }
    }
    w
}

fn period(n: i64) -> Period {
    Period { from: quarter(n), to: quarter(n + 1) }
}

fn found(w: &Workspace, reference: &Reference, period: Option<Period>) -> Vec<Gap> {
    held(w, reference, period, None)
}

fn held(w: &Workspace, reference: &Reference, period: Option<Period>, before: Option<Period>) -> Vec<Gap> {
    let look = Look { as_of: quarter(4), window: Window::days(30) };
    Steps::of(w, &Filter::default(), period, before, look).gaps(reference)
}

const BEFORE: [usize; 8] = [1_000, 800, 640, 512, 400, 320, 256, 200];

#[test]
fn the_step_that_fell_behind_the_last_period_is_the_bottleneck() {
    // The third step fell from 80 % to 40 %, the last one from 78 % to 75 %.
    let w = business(&[(0, "fair", BEFORE), (1, "fair", [1_000, 800, 640, 256, 200, 160, 128, 96])]);
    let gaps = held(&w, &Reference::Before, Some(period(1)), Some(period(0)));
    let first = &gaps[0];
    assert_eq!((first.stage, first.next), (stage(FIRST + 2), stage(FIRST + 3)));
    assert!(first.is_sure() && (first.gap.value - 0.4).abs() < 1e-12 && (first.reference - 0.8).abs() < 1e-12);
    // 640 deals × 0.4 × what the later steps let through (96 of 256).
    let extra = 640.0 * 0.4 * 96.0 / 256.0;
    assert!((first.extra_won - extra).abs() < 1e-9, "{}", first.extra_won);
    let (value, interval) = first.value_minor.unwrap();
    assert!((value - extra * 100_000.0).abs() < 1e-3 && interval.contains(value));
    let small = gaps.iter().find(|g| g.stage == stage(WON - 1)).unwrap();
    assert!(!small.is_sure() && small.extra_won_interval.low < 0.0, "{small:?}");
    assert_eq!(gaps.len(), 2, "steps that did not fall behind are not listed");
}

fn searched(w: &Workspace) -> Search {
    let look = Look { as_of: quarter(4), window: Window::days(30) };
    Search::whole(w, Steps::of(w, &Filter::default(), None, None, look), dimensions(w))
}

fn best(by: Dimension, name: &str) -> Held {
    Held::Best(by, Key::Text(name.to_owned()))
}

#[test]
fn the_best_group_is_held_against_all_others() {
    let weak = [500, 200, 160, 128, 100, 80, 64, 50];
    let w = business(&[(0, "fair", BEFORE), (0, "search", weak), (0, "luck", [3, 3, 3, 3, 3, 3, 3, 3])]);
    let gaps = searched(&w).gaps();
    assert_eq!((gaps[0].stage, gaps[0].held.clone()), (stage(FIRST), best(Dimension::Channel, "fair")));
    assert_eq!(gaps[0].own.entered, 503, "the best group itself has no gap");
    assert!(gaps[0].is_sure() && gaps[0].can_be_named());
}

/// Notes a fact in the deals of a business, by the numbers of those deals.
fn note(w: &mut Workspace, name: &str, of: impl Fn(usize) -> Option<String>) {
    let mut author = Author::new(3, 0);
    let deals: Vec<_> = w.living_deals().map(|deal| (deal.id, deal.title.clone())).collect();
    for (deal, title) in deals {
        let number: usize = title.trim_start_matches("Deal ").parse().unwrap();
        let Some(value) = of(number) else { continue };
        let set = vec![DealChange::Fields([(name.to_owned(), value)].into())];
        author.change(w, quarter(9), DealAction::Edit { id: deal, set });
    }
}

#[test]
fn every_attribute_is_looked_at_and_what_is_not_noted_is_no_group() {
    let mut w = business(&[(0, "fair", BEFORE)]);
    // The first 200 deals bought: the products divide them from the others.
    note(&mut w, "Product", |n| Some(if n < 400 { "Kitchen" } else { "Table" }.to_owned()));
    let gaps = searched(&w).gaps();
    assert_eq!(gaps[0].held, best(Dimension::Field("Product".to_owned()), "Kitchen"), "{gaps:?}");
    // Noted only of those who bought, it says nothing about the others.
    let mut w = business(&[(0, "fair", BEFORE)]);
    note(&mut w, "Segment", |n| (n < 200).then(|| if n % 2 == 0 { "pet" } else { "home" }.to_owned()));
    assert_eq!(searched(&w).gaps(), []);
}

#[test]
fn of_many_groups_the_best_one_has_to_stand_out_more() {
    // Two groups of 40 differ so that one look would be sure of it.
    let reached = |n: usize| [40, n, n, n, n, n, n, n];
    let mut w = business(&[(0, "fair", reached(30)), (0, "search", reached(20))]);
    let alone = searched(&w);
    let of_first = |search: &Search| search.gaps().into_iter().find(|gap| gap.stage == stage(FIRST)).unwrap();
    // Facts that have nothing to do with it are looked at, too.
    for fact in 2..10_usize {
        note(&mut w, &format!("Fact {fact}"), |n| Some((n / fact % 2).to_string()));
    }
    let many = searched(&w);
    assert!(many.comparisons() > alone.comparisons());
    let in_channel = |search: &Search| {
        let is_it = |gap: &Gap| gap.stage == stage(FIRST) && gap.held == best(Dimension::Channel, "fair");
        search.gaps().into_iter().find(is_it).unwrap()
    };
    assert!(of_first(&alone).gap.interval.low > in_channel(&many).gap.interval.low);
    assert!((of_first(&alone).gap.value - in_channel(&many).gap.value).abs() < 1e-12);
}

#[test]
fn what_is_paid_every_month_counts_for_a_year() {
    let of = |once: Option<i64>, monthly: Option<i64>| {
        let money = |minor: i64| smarketing_domain::money::Money { minor, currency: Default::default() };
        smarketing_domain::deal::Worth { once: once.map(money), monthly: monthly.map(money) }.first_year_minor()
    };
    assert_eq!((of(None, None), of(Some(500), None)), (None, Some(500)));
    assert_eq!((of(None, Some(10)), of(Some(500), Some(10))), (Some(120), Some(620)));
}

#[test]
fn what_is_known_is_told_before_a_step_may_be_named() {
    let w = business(&[(0, "fair", [7, 5, 4, 3, 2, 2, 2, 1]), (1, "fair", BEFORE)]);
    let look = Look { as_of: quarter(4), window: Window::days(30) };
    let steps = Steps::of(&w, &Filter::default(), Some(period(1)), Some(period(0)), look);
    assert_eq!((steps.known(false), steps.known(true)), (1_000, 7));
    assert_eq!(Steps::of(&Workspace::default(), &Filter::default(), None, None, look).known(false), 0);
}

#[test]
fn a_target_is_a_reference_too() {
    let w = business(&[(0, "fair", BEFORE)]);
    let gaps = found(&w, &Reference::Target(vec![(stage(FIRST + 1), 0.9), (stage(FIRST), 0.5)]), None);
    assert_eq!(gaps.iter().map(|g| g.stage).collect::<Vec<_>>(), [stage(FIRST + 1)]);
    assert!((gaps[0].gap.value - 0.1).abs() < 1e-12 && gaps[0].is_sure());
}

#[test]
fn a_stage_has_its_own_target_in_whole_percent() {
    let (mut w, mut author) = (business(&[(0, "fair", BEFORE)]), Author::new(2, 0));
    assert_eq!(targets(&w), []);
    author.change(&mut w, quarter(9), edit(stage(FIRST + 1), vec![StageChange::Target(Some(90))]));
    assert_eq!(targets(&w), [(stage(FIRST + 1), 0.9)]);
    let gaps = found(&w, &Reference::Target(targets(&w)), None);
    assert_eq!((gaps.len(), gaps[0].stage, gaps[0].reference), (1, stage(FIRST + 1), 0.9));
    author.change(&mut w, quarter(9), edit(stage(FIRST + 1), vec![StageChange::Target(None)]));
    assert_eq!(targets(&w), []);
    for percent in [0, 101] {
        let body = edit(stage(FIRST), vec![StageChange::Target(Some(percent))]);
        assert_eq!(admit(&w, Authority::Server, &author.make(quarter(9), body)), Err(Refusal::OutOfRange));
    }
}

#[test]
fn a_step_of_which_nothing_is_known_yet_is_no_bottleneck() {
    let w = business(&[(0, "fair", BEFORE), (4, "fair", [900, 0, 0, 0, 0, 0, 0, 0])]);
    assert_eq!(held(&w, &Reference::Before, Some(period(4)), Some(period(0))), []);
}
