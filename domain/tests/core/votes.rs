//! Votes: each member's is a register of its own, and only theirs to write. With it what
//! else a hypothesis is written down with.

use crate::support::{ADMIN, Author, SELLER, VIEWER, at, create, deal_in, edit, id, stage, studio, to};
use serde_json::json;
use smarketing_domain::{
    clock::{Stamp, Timestamp},
    entity::Entity,
    filter::Filter,
    history::{lost_part, replaced},
    hypothesis::{
        Evidence, Hypothesis, HypothesisChange as Change, Ice, RunBy,
        evidence::{self, Number},
        priority::{Priority, by_priority},
    },
    ids::*,
    insight::InsightChange,
    member::{MemberChange, Team},
    operation::{Action, Authority, Body, Operation, Refusal, apply, check, invert},
    rank::Rank,
    record::Each,
    workspace::Workspace,
};

/// The marketer of the studio.
const MARKETER: u128 = 2;

fn ice(mark: u8) -> Ice {
    Ice { impact: mark, confidence: mark, ease: mark }
}

fn vote(member: u128, mark: u8) -> Body {
    edit(id::<HypothesisId>(0), vec![Change::Votes(Each::one(id(member), Some(ice(mark))))])
}

fn withdrawal(member: u128) -> Body {
    edit(id::<HypothesisId>(0), vec![Change::Votes(Each::one(id(member), None))])
}

fn votes(w: &Workspace) -> Vec<(MemberId, u8)> {
    w.hypotheses[&id(0)].votes.iter().map(|(member, vote)| (member, vote.impact)).collect()
}

fn apply_all<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Workspace {
    let mut w = studio();
    operations.into_iter().for_each(|operation| {
        apply(&mut w, operation);
    });
    w
}

#[test]
fn votes_of_two_members_at_once_are_both_kept_in_either_order() {
    let one = Author::new(1, SELLER).make(at(5), vote(SELLER, 3));
    let two = Author::new(2, MARKETER).make(at(5), vote(MARKETER, 8));
    let either = [apply_all([&one, &two]), apply_all([&two, &one])];
    assert_eq!(votes(&either[0]), [(id(SELLER), 3), (id(MARKETER), 8)]);
    assert_eq!(either[0], either[1]);
}

#[test]
fn of_a_members_own_votes_the_latest_counts_whatever_order_they_arrive_in() {
    let mut author = Author::new(1, SELLER);
    let made = [(5, vote(SELLER, 3)), (6, withdrawal(SELLER)), (7, vote(SELLER, 9)), (8, withdrawal(SELLER))];
    let made: Vec<Operation> = made.into_iter().map(|(now, body)| author.make(at(now), body)).collect();
    assert_eq!(votes(&apply_all(&made[..3])), [(id(SELLER), 9)]);
    assert_eq!(apply_all(made[..3].iter().rev()), apply_all(&made[..3]));
    assert_eq!(votes(&apply_all(made.iter().rev())), []);
}

#[test]
fn a_vote_that_arrives_before_its_hypothesis_holds() {
    let mut author = Author::new(1, SELLER);
    let title = vec![Change::Title("New".into()), Change::Votes(Each::one(id(SELLER), Some(ice(2))))];
    let made = author.make(at(5), create(id::<HypothesisId>(9), title));
    let change = vec![Change::Votes(Each::one(id(MARKETER), Some(ice(7))))];
    let voted = Author::new(2, MARKETER).make(at(6), edit(id::<HypothesisId>(9), change));
    let either = [apply_all([&made, &voted]), apply_all([&voted, &made])];
    assert_eq!(either[0].hypotheses[&id(9)].votes.iter().count(), 2);
    assert_eq!(either[0], either[1]);
}

#[test]
fn nobody_votes_for_another_and_viewers_do_not_vote() {
    let w = studio();
    let may = |member: u128, body: &Body| check(&w, Authority::Member(id(member)), body);
    assert_eq!(may(SELLER, &vote(SELLER, 5)), Ok(()));
    assert_eq!(may(ADMIN, &vote(SELLER, 5)), Err(Refusal::VoteOfAnother), "not even an admin");
    assert_eq!(may(MARKETER, &withdrawal(SELLER)), Err(Refusal::VoteOfAnother));
    assert_eq!(may(VIEWER, &vote(VIEWER, 5)), Err(Refusal::RoleTooLow));
    let set = vec![Change::Title("New".into()), Change::Votes(Each::one(id(SELLER), Some(ice(5))))];
    assert_eq!(may(MARKETER, &create(id::<HypothesisId>(9), set)), Err(Refusal::VoteOfAnother), "nor at birth");
    let both = serde_json::from_value::<Body>(json!({
        "kind": "hypothesis", "do": "edit", "id": id::<HypothesisId>(0),
        "set": [{ "votes": { id::<MemberId>(SELLER).to_string(): ice(5), id::<MemberId>(MARKETER).to_string(): ice(5) } }],
    }));
    assert_eq!(may(SELLER, &both.unwrap()), Err(Refusal::OutOfRange), "one vote at a time");
}

#[test]
fn a_vote_is_taken_back_by_what_undoes_it() {
    let (mut w, mut author) = (studio(), Author::new(1, SELLER));
    let before = w.hypotheses[&id(0)].votes.clone();
    let undo = invert(&w, &vote(SELLER, 5), Stamp::default()).unwrap();
    author.change(&mut w, at(1), vote(SELLER, 5));
    let changed = invert(&w, &vote(SELLER, 9), Stamp::default()).unwrap();
    assert_eq!(changed, vote(SELLER, 5));
    author.change(&mut w, at(2), undo);
    assert_eq!(w.hypotheses[&id(0)].votes, before);
}

#[test]
fn a_vote_that_came_too_late_is_told_to_its_author_alone() {
    let (mut w, mut author) = (studio(), Author::new(1, SELLER));
    let early = Author::new(2, SELLER).make(at(1), vote(SELLER, 2));
    let other = Author::new(3, MARKETER).make(at(1), vote(MARKETER, 2));
    author.change(&mut w, at(5), vote(SELLER, 5));
    let lost = replaced(&w, &early).lost;
    assert_eq!(lost.len(), 1);
    assert_eq!(lost_part(early.body.clone(), &lost), early.body);
    assert_eq!(replaced(&w, &other).lost, Vec::<String>::new());
}

#[test]
fn a_vote_counts_where_its_member_is_now_and_not_once_they_have_left() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    for (member, mark) in [(SELLER, 4), (MARKETER, 8), (ADMIN, 1)] {
        author.change(&mut w, at(1), vote(member, mark));
    }
    let score = |w: &Workspace| Priority::of(w, &w.hypotheses[&id(0)]).score();
    assert_eq!(score(&w), Some(6.0));
    author.change(&mut w, at(2), edit(id::<MemberId>(SELLER), vec![MemberChange::Team(Team::Marketing)]));
    assert_eq!(score(&w), Some(6.0), "the mean of marketing, provisional");
    assert_eq!(Priority::of(&w, &w.hypotheses[&id(0)]).missing(), [Team::Sales]);
    author.change(&mut w, at(3), Action::<MemberId, MemberChange>::Delete { id: id(MARKETER) });
    assert_eq!(score(&w), Some(4.0));
}

#[test]
fn what_nobody_voted_on_comes_last_and_equal_ones_stay_in_order() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    for n in 1..5 {
        let set = vec![Change::Title(format!("Idea {n}"))];
        author.change(&mut w, at(1), create(id::<HypothesisId>(n), set));
    }
    for (n, mark) in [(2, 5), (3, 9), (4, 5)] {
        let change = vec![Change::Votes(Each::one(id(SELLER), Some(ice(mark))))];
        author.change(&mut w, at(2), edit(id::<HypothesisId>(n), change));
    }
    let ids = |all: [u128; 4]| all.map(id::<HypothesisId>).to_vec();
    assert_eq!(by_priority(&w, ids([1, 2, 3, 4])), ids([3, 2, 4, 1]));
    assert_eq!(by_priority(&w, ids([1, 4, 3, 2])), ids([3, 4, 2, 1]));
}

#[test]
fn a_number_is_what_was_counted_when_it_was_linked() {
    let (mut w, mut author) = (Workspace::default(), Author::new(1, ADMIN));
    for entity in studio().entities().filter(|entity| !matches!(entity, Entity::Deal(_))) {
        w.put(entity);
    }
    for n in 0..4 {
        author.change(&mut w, at(5), deal_in(id(n), stage(3), 1, "Deal"));
    }
    let all = Filter::default();
    let seen = Number::count(&w, &all, stage(3), stage(4), at(9)).unwrap();
    assert_eq!((seen.entered, seen.converted, seen.at), (4, 0, at(9)));
    author.change(&mut w, at(10), to(id(0), stage(4), 10));
    let later = Number::count(&w, &all, stage(3), stage(4), at(20)).unwrap();
    assert_eq!((later.entered, later.converted), (4, 1));
    assert!(seen.is_about_the_same(&later) && seen.share() == Some(0.0));
    assert_eq!(Number::count(&w, &all, stage(4), stage(3), at(20)), None, "the other way round");
    assert_eq!(Number::count(&w, &all, stage(3), stage(99), Timestamp(0)), None);
}

#[test]
fn a_link_outlives_the_insight_that_it_leads_to() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let links = vec![Evidence::Insight(id(0))];
    author.change(&mut w, at(1), edit(id::<HypothesisId>(0), vec![Change::Evidence(links.clone())]));
    assert!(evidence::insight(&w, id(0)).is_some());
    author.change(&mut w, at(2), Action::<InsightId, InsightChange>::Delete { id: id(0) });
    assert_eq!(evidence::insight(&w, id(0)), None);
    assert_eq!(w.validate(), Ok(()));
    // Other links of the same list can still be written.
    author.change(&mut w, at(3), edit(id::<HypothesisId>(0), vec![Change::Evidence(links)]));
}

#[test]
fn a_link_that_stands_may_stay_where_its_insight_is_not_seen() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let links = |n: u128| vec![Evidence::Insight(id(n)), Evidence::Insight(id(0))];
    author.change(&mut w, at(1), edit(id::<HypothesisId>(0), vec![Change::Evidence(vec![Evidence::Insight(id(0))])]));
    author.change(&mut w, at(1), create(id::<InsightId>(7), vec![InsightChange::Text("They like oak".into())]));
    // On a device that does not see the first one.
    w.insights.remove(&id(0));
    let write = |n: u128| {
        check(&w, Authority::Member(id(SELLER)), &edit(id::<HypothesisId>(0), vec![Change::Evidence(links(n))]))
    };
    assert_eq!(write(7), Ok(()));
    assert_eq!(write(8), Err(Refusal::UnknownReference));
}

#[test]
fn a_hypothesis_of_before_reads_and_is_written_as_it_was() {
    let old = json!({
        "entity": "hypothesis", "id": id::<HypothesisId>(5), "meta": {}, "title": "Call first", "team": "management",
    });
    let Entity::Hypothesis(read) = serde_json::from_value(old).unwrap() else { panic!("a hypothesis") };
    let expected = Hypothesis { id: id(5), title: "Call first".into(), team: RunBy::Both, ..Hypothesis::default() };
    assert_eq!(read, expected);
    let bare = serde_json::to_value(&Hypothesis { id: id(5), ..Hypothesis::default() }).unwrap();
    assert_eq!(bare.as_object().unwrap().len(), 2, "what was not written takes no room: {bare}");
}

#[test]
fn votes_and_links_come_back_from_the_wire() {
    let number = Number {
        from: stage(3),
        to: stage(4),
        segment: Filter { channel: Some("Fair".into()), ..Filter::default() },
        entered: 40,
        converted: 12,
        at: at(7),
    };
    let set = vec![
        Change::Evidence(vec![Evidence::Insight(id(0)), Evidence::Number(number)]),
        Change::Votes(Each::one(id(SELLER), Some(ice(4)))),
        Change::Votes(Each::one(id(MARKETER), None)),
        Change::Team(RunBy::Both),
    ];
    let body: Body = edit(id::<HypothesisId>(0), set);
    let json = serde_json::to_string(&body).unwrap();
    assert_eq!(serde_json::from_str::<Body>(&json).unwrap(), body, "{json}");
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    author.change(&mut w, at(1), body);
    let entity = w.entity(id::<HypothesisId>(0).into()).unwrap();
    assert_eq!(Entity::read(&serde_json::to_string(&entity).unwrap()).unwrap(), Some(entity));
    assert_eq!(w.hypotheses[&id(0)].standing.rank, Rank::between(None, None));
}
