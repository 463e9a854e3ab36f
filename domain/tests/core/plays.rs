//! Plays of adopted hypotheses: whose they are, and whether they keep what was promised.

use crate::support::{Author, at, deal_in, edit, id, stage, studio, to};
use smarketing_domain::{
    clock::{DAY, Timestamp},
    deal::DealChange,
    filter::Filter,
    hypothesis::{
        Arm, Choice, Decision, HypothesisChange as C, Plan, Standing, Status,
        drift::{Drift, State, drift, needed},
        play::{self, Play, Promised, Retired},
        verdict::judge,
    },
    ids::{DealId, HypothesisId, StageId},
    operation::{Authority, Body, DealAction, Refusal, admit},
    rank::Rank,
    stage::StageChange,
    workspace::Workspace,
};

const STAGE: usize = 4;
const GOAL: usize = 5;
const WINDOW: u16 = 10;

fn day(n: i64) -> Timestamp {
    Timestamp(at(0).0 + n * DAY)
}

fn a_play() -> Play {
    let promised = Some(Promised { rate_bp: 5_000, low_bp: 4_000, high_bp: 6_000 });
    let what = "Call within an hour".to_owned();
    Play { what, stage: stage(STAGE), goal: stage(GOAL), days: WINDOW, since: day(0), promised, retired: None }
}

fn decided(choice: Choice, play: Play) -> Body {
    let decision = Decision { choice, reason: "So it is".into(), by: id(0), at: day(0) };
    let standing = Standing { status: Status::Decided, rank: Rank::between(None, None) };
    edit(id::<HypothesisId>(0), vec![C::Decision(Some(decision)), C::Standing(standing), C::Play(Some(play))])
}

/// A studio without deals that adopted its hypothesis on day 0, and who writes to it.
fn adopted() -> (Workspace, Author) {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    w.deals = Default::default();
    author.change(&mut w, at(1), decided(Choice::Adopt, a_play()));
    (w, author)
}

/// Deals that enter the stage one a day from `from` on; each for which `converts` says so
/// reaches the goal a day later.
fn cohort(w: &mut Workspace, author: &mut Author, from: i64, size: i64, converts: impl Fn(i64) -> bool) {
    for n in 0..size {
        let (deal, entered) = (id::<DealId>((1_000 + from + n) as u128), (from + n) * DAY / 1_000);
        author.change(w, day(400), deal_in(deal, stage(STAGE), entered, "Deal"));
        if converts(n) {
            author.change(w, day(400), to(deal, stage(GOAL), entered + DAY / 1_000));
        }
    }
}

fn seen(w: &Workspace, now: Timestamp) -> Drift {
    drift(w, w.hypotheses[&id(0)].play_in_use().unwrap(), now)
}

fn plays_at(w: &Workspace, deal: u128) -> usize {
    play::for_deal(w, w.deal(id(deal)).unwrap()).len()
}

#[test]
fn a_play_shows_on_deals_of_its_stage_and_segment_only() {
    let (mut w, mut author) = adopted();
    let segment = Filter { channel: Some("web".into()), ..Filter::default() };
    author.change(&mut w, day(1), edit(id::<HypothesisId>(0), vec![C::Segment(segment)]));
    let mut add = |deal: u128, place: usize, channel: &str| {
        let DealAction::Create { id, place, past, mut set } = deal_in(self::id(deal), stage(place), 5, "Deal") else {
            unreachable!()
        };
        set.push(DealChange::Channel(channel.into()));
        author.change(&mut w, day(1), DealAction::Create { id, place, past, set });
    };
    add(1, STAGE, "web");
    add(2, STAGE, "shop");
    add(3, GOAL, "web");
    assert_eq!([1, 2, 3].map(|deal| plays_at(&w, deal)), [1, 0, 0]);
    assert_eq!(play::of_stage(&w, stage(STAGE)).len(), 1);
    assert!(play::of_stage(&w, stage(GOAL)).is_empty());
}

#[test]
fn the_plays_of_a_stage_that_is_used_no_more_stand_where_its_deals_do() {
    let (mut w, mut author) = adopted();
    author.change(&mut w, day(1), edit(stage(STAGE), vec![StageChange::Retired(true)]));
    assert_eq!(play::of_stage(&w, stage(STAGE - 1)).len(), 1);
}

#[test]
fn only_what_is_adopted_and_not_retired_is_in_use() {
    let (mut w, mut author) = adopted();
    let count = |w: &Workspace| play::playbook(w).len();
    assert_eq!(count(&w), 1);
    let retired = Play { retired: Some(Retired { reason: "It fades".into(), at: day(9) }), ..a_play() };
    author.change(&mut w, day(9), edit(id::<HypothesisId>(0), vec![C::Play(Some(retired))]));
    assert_eq!(count(&w), 0);
    author.change(&mut w, day(10), decided(Choice::Stop, a_play()));
    assert_eq!(count(&w), 0);
    author.change(&mut w, day(11), decided(Choice::Adopt, a_play()));
    let again = Standing { status: Status::Running, rank: Rank::between(None, None) };
    author.change(&mut w, day(12), edit(id::<HypothesisId>(0), vec![C::Decision(None), C::Standing(again)]));
    assert_eq!(count(&w), 0);
}

#[test]
fn an_impossible_play_is_refused() {
    let (w, mut author) = adopted();
    let mut refused = |play: Play, why: Refusal| {
        let operation = author.make(day(1), edit(id::<HypothesisId>(0), vec![C::Play(Some(play))]));
        assert_eq!(admit(&w, Authority::Server, &operation), Err(why));
    };
    refused(Play { what: " ".into(), ..a_play() }, Refusal::TextMissing);
    refused(Play { goal: id::<StageId>(999), ..a_play() }, Refusal::UnknownReference);
    refused(Play { days: 0, ..a_play() }, Refusal::OutOfRange);
    let outside = Promised { rate_bp: 3_000, low_bp: 4_000, high_bp: 6_000 };
    refused(Play { promised: Some(outside), ..a_play() }, Refusal::OutOfRange);
    let unsaid = Retired { reason: String::new(), at: day(1) };
    refused(Play { retired: Some(unsaid), ..a_play() }, Refusal::TextMissing);
}

#[test]
fn the_promise_is_the_adopted_arms_rate_with_its_interval() {
    let arm = |exposed, converted| Arm { name: "arm".into(), exposed, converted };
    let judgement = judge(&Plan::default(), &[arm(1_200, 240), arm(1_200, 360), arm(1_200, 250)]);
    let promised = Promised::of(&judgement).unwrap();
    assert_eq!(promised.rate_bp, 3_000);
    assert!(promised.is_sound() && promised.low_bp < 3_000 && promised.high_bp > 3_000);
    assert_eq!(Promised::of(&judge(&Plan::default(), &[arm(0, 0), arm(0, 0)])), None);
}

#[test]
fn a_deal_counts_when_its_window_is_over_and_only_if_it_came_after_the_adoption() {
    let (mut w, mut author) = adopted();
    cohort(&mut w, &mut author, -20, 20, |_| true);
    cohort(&mut w, &mut author, 1, 30, |n| n % 2 == 0);
    let early = seen(&w, day(5));
    assert_eq!((early.counted, early.waiting, early.state), (0, 5, State::TooEarly { more: needed(0.4) }));
    let later = seen(&w, day(20));
    assert_eq!((later.counted, later.converted, later.waiting), (10, 5, 10));
    assert_eq!(later.sample().unwrap().rate(), 0.5);
    assert_eq!(seen(&w, day(400)).counted, 30);
}

#[test]
fn a_conversion_after_the_window_is_none() {
    let (mut w, mut author) = adopted();
    cohort(&mut w, &mut author, 1, 1, |_| false);
    let late = to(id(1_001), stage(GOAL), (1 + i64::from(WINDOW)) * DAY / 1_000 + 1);
    author.change(&mut w, day(400), late);
    assert_eq!((seen(&w, day(400)).counted, seen(&w, day(400)).converted), (1, 0));
}

#[test]
fn a_play_that_keeps_its_promise_holds_and_one_that_stops_working_fades() {
    let (mut w, mut author) = adopted();
    cohort(&mut w, &mut author, 1, 120, |n| n % 2 == 0);
    assert_eq!(seen(&w, day(140)).state, State::Holding);
    cohort(&mut w, &mut author, 121, 80, |n| n % 10 == 0);
    let drifted = seen(&w, day(220));
    assert_eq!(drifted.state, State::Fading);
    assert!(drifted.evidence >= 20.0 && drifted.counted == 200, "{drifted:?}");
    // As of then nothing was known of it yet.
    assert_eq!(seen(&w, day(140)).state, State::Holding);
}

#[test]
fn without_a_promise_or_a_way_there_is_nothing_to_hold_deals_against() {
    let (mut w, mut author) = adopted();
    cohort(&mut w, &mut author, 1, 50, |_| false);
    for play in [Play { promised: None, ..a_play() }, Play { goal: stage(STAGE), ..a_play() }] {
        author.change(&mut w, day(1), edit(id::<HypothesisId>(0), vec![C::Play(Some(play))]));
        assert_eq!(seen(&w, day(400)).state, State::Unknown);
    }
}
