//! Each rule is broken once, and answers with its own refusal.

use crate::support::{
    ADMIN, Author, SELLER, VIEWER, at, create, deal_in, edit, id, loss, stage, stage_with, studio, to,
};
use smarketing_domain::{
    clock::Timestamp,
    company::{CompanyChange, ContactChange},
    deal::{DealChange, Given, Past, Place, Remark, Unfit, Worth},
    filter::Filter,
    hypothesis::{
        Arm, Choice, Cost, Decision, Evidence, HALF_DAYS_MAX, HypothesisChange, Ice, Plan, Standing, Status,
        evidence::Number,
    },
    ids::*,
    insight::InsightChange,
    member::{Member, MemberChange, Role, Team},
    money::{Currency, Money},
    operation::{Action, Authority, Body, DealAction, Refusal as R, check},
    question::QuestionChange,
    rank::{RANK_MAX, Rank},
    reach::ReachChange,
    record::Each,
    score::{Condition, RuleChange},
    settings::SettingsChange,
    stage::{StageChange, StageRole},
    task::TaskChange,
    touchpoint::TouchpointChange,
    workshop::{StickerChange, StickerKind, WorkshopChange},
    workspace::Workspace,
};
use std::collections::HashSet;

const LONG: usize = 501;

fn admin() -> Authority {
    Authority::Member(id(ADMIN))
}

/// The studio with deal 1 deleted, stage 8 retired, stage 7 asking for a value, task 1
/// deleted, and a dot of a salesperson.
fn workspace() -> Workspace {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    author.change(&mut w, at(1), DealAction::Delete { id: id(1) });
    author.change(&mut w, at(1), Action::<TaskId, TaskChange>::Delete { id: id(1) });
    author.change(&mut w, at(1), edit(stage(7), vec![StageChange::Retired(false)]));
    author.change(&mut w, at(2), edit(stage(8), vec![StageChange::Retired(true)]));
    author.change(&mut w, at(2), edit(stage(7), vec![StageChange::Required(["value".to_owned()].into())]));
    let dot = vec![StickerChange::Kind(StickerKind::Dot), StickerChange::On(Some(id(0)))];
    Author::new(2, SELLER).change(&mut w, at(2), create(id::<StickerId>(9), dot));
    w
}

fn place(stage: StageId) -> Place {
    Place { stage, rank: Rank::between(None, None), loss: None }
}

fn created(place: Place, past: Vec<Past>, set: Vec<DealChange>) -> Body {
    DealAction::Create { id: id(99), place, past, set }.into()
}

fn deal(change: DealChange) -> Body {
    DealAction::Edit { id: id(0), set: vec![change] }.into()
}

fn moved(to: Place) -> Body {
    DealAction::Move { id: id(0), to, entered: Some(at(9)), retract: None, remark: None }.into()
}

fn noted(stage: StageId, entered: Option<Timestamp>, remark: Remark) -> Body {
    // Deal 2 stands in the stage of offers already: it may be ordered there.
    DealAction::Move { id: id(2), to: place(stage), entered, retract: None, remark: Some(remark) }.into()
}

fn given(points: i32) -> Given {
    Given { rule: id(99), points }
}

fn number(from: Option<f64>, below: Option<f64>) -> Condition {
    Condition::Number { field: "area".into(), from, below }
}

fn rule(change: RuleChange) -> Body {
    create(id::<RuleId>(0), vec![RuleChange::Name("Rule".into()), change])
}

fn hypothesis(change: HypothesisChange) -> Body {
    edit(id::<HypothesisId>(0), vec![change])
}

fn past(stage: StageId) -> Vec<Past> {
    vec![Past::of(stage, None)]
}

fn titled() -> Vec<DealChange> {
    vec![DealChange::Title("New".into())]
}

fn euros(minor: i64) -> DealChange {
    DealChange::Worth(Worth { once: Some(Money::new(minor, Currency::EUR)), monthly: None })
}

fn decided(by: u128, reason: &str) -> HypothesisChange {
    HypothesisChange::Decision(Some(Decision { choice: Choice::Stop, reason: reason.into(), by: id(by), at: at(1) }))
}

fn counted(from: StageId, entered: u64, converted: u64) -> Evidence {
    let segment = Filter::default();
    Evidence::Number(Number { from, to: stage(4), segment, entered, converted, at: at(1) })
}

fn evidence(links: Vec<Evidence>) -> Body {
    hypothesis(HypothesisChange::Evidence(links))
}

fn cost(spend_minor: i64, half_days: u16) -> Body {
    hypothesis(HypothesisChange::Cost(Cost { spend_minor, half_days }))
}

fn vote(member: u128, impact: u8) -> Body {
    let vote = Ice { impact, confidence: 5, ease: 5 };
    hypothesis(HypothesisChange::Votes(Each::one(id(member), Some(vote))))
}

#[test]
fn each_broken_rule_answers_with_its_own_refusal() {
    let w = workspace();
    let (won, lost) = (stage_with(StageRole::Won), stage_with(StageRole::Lost));
    let long = || "x".repeat(LONG);
    let arm = |exposed, converted| Arm { name: "arm".into(), exposed, converted };
    let lost_for = |reason: &str| {
        let loss = smarketing_domain::deal::Loss { reason: reason.into(), note: String::new() };
        moved(Place { loss: Some(loss), ..place(lost) })
    };
    let born = w.deals[&id(0)].meta.born.map(|b| b.stamp);
    let rejected = Remark::Rejected { reason: Unfit::Other, score: 0 };
    let usd = Worth { once: None, monthly: Some(Money::new(1, Currency::USD)) };
    let cases: Vec<(R, Body)> = vec![
        (R::UnknownOperation, Body::Unknown(serde_json::json!({ "kind": "play" }))),
        // Records that are not there, are there already, or are deleted.
        (R::UnknownRecord, to(id(99), stage(3), 1)),
        (R::UnknownRecord, DealAction::Edit { id: id(99), set: titled() }.into()),
        (R::UnknownRecord, DealAction::Restore { id: id(99) }.into()),
        (R::UnknownRecord, edit(id::<TaskId>(99), vec![TaskChange::Title("x".into())])),
        (R::UnknownRecord, edit(id::<ReachId>(99), vec![ReachChange::Visits(1)])),
        (R::AlreadyExists, deal_in(id(0), stage(3), 1, "Again").into()),
        (R::AlreadyExists, deal_in(id(1), stage(3), 1, "Deleted, and there").into()),
        (R::AlreadyExists, create(id::<CompanyId>(0), vec![CompanyChange::Name("x".into())])),
        (R::AlreadyExists, create(stage(50), vec![StageChange::Name("x".into()), StageChange::Role(StageRole::Won)])),
        (R::Deleted, to(id(1), stage(3), 1)),
        (R::Deleted, DealAction::Edit { id: id(1), set: titled() }.into()),
        (R::Deleted, edit(id::<TaskId>(1), vec![TaskChange::Done(None)])),
        // Where a deal may stand.
        (R::UnknownStage, moved(place(stage(99)))),
        (
            R::UnknownStage,
            created(place(stage(3)), vec![Past::of(stage(3), None), Past::of(stage(99), None)], titled()),
        ),
        (R::StageRetired, moved(place(stage(8)))),
        (R::StageHoldsNoDeals, moved(place(stage(0)))),
        (
            R::StageHoldsNoDeals,
            created(place(stage(3)), vec![Past::of(stage(3), None), Past::of(stage(1), None)], titled()),
        ),
        (R::StageHasDeals, edit(stage(2), vec![StageChange::Retired(true)])),
        (R::StageHasDeals, Action::<StageId, StageChange>::Delete { id: stage(2) }.into()),
        (R::StageIsNeeded, edit(won, vec![StageChange::Retired(true)])),
        (R::StageIsNeeded, Action::<StageId, StageChange>::Delete { id: lost }.into()),
        (R::LossReasonMissing, moved(place(lost))),
        (R::LossReasonMissing, lost_for(" ")),
        (R::LossReasonOutOfPlace, moved(Place { loss: Some(loss()), ..place(won) })),
        (R::RequirementMissing, moved(place(stage(7)))),
        (R::HistoryMissing, created(place(stage(3)), past(stage(4)), titled())),
        (
            R::HistoryMissing,
            DealAction::Move { id: id(0), to: place(stage(6)), entered: None, retract: None, remark: None }.into(),
        ),
        (
            R::HistoryMissing,
            DealAction::Move { id: id(0), to: place(stage(6)), entered: Some(at(1)), retract: born, remark: None }
                .into(),
        ),
        (R::OutOfRange, moved(Place { rank: Rank::default(), ..place(stage(3)) })),
        (
            R::OutOfRange,
            moved(Place { rank: format!("{}80", "7f".repeat(RANK_MAX / 2)).parse().unwrap(), ..place(stage(3)) }),
        ),
        // What goes between the teams.
        (R::RemarkOutOfPlace, noted(stage(5), Some(at(1)), Remark::Offered(vec![]))),
        (R::RemarkOutOfPlace, noted(stage(4), None, Remark::Offered(vec![]))),
        (R::RemarkOutOfPlace, noted(stage(4), Some(at(1)), rejected)),
        (R::OutOfRange, noted(stage(4), Some(at(1)), Remark::Offered(vec![given(1_001)]))),
        (R::UnknownReference, noted(stage(4), Some(at(1)), Remark::Offered(vec![given(1)]))),
        (R::OutOfRange, deal(DealChange::Rating(Some(6)))),
        (R::TextMissing, create(id::<RuleId>(0), vec![RuleChange::Points(1)])),
        (R::OutOfRange, rule(RuleChange::Points(1_001))),
        (R::OutOfRange, rule(RuleChange::HalfLifeDays(Some(0)))),
        (R::OutOfRange, rule(RuleChange::When(Condition::Rating(0)))),
        (R::OutOfRange, rule(RuleChange::When(Condition::People(0)))),
        (R::OutOfRange, rule(RuleChange::When(number(None, None)))),
        (R::OutOfRange, rule(RuleChange::When(number(Some(2.0), Some(1.0))))),
        (R::OutOfRange, rule(RuleChange::When(number(Some(f64::NAN), None)))),
        (R::TextMissing, rule(RuleChange::When(Condition::Channel(" ".into())))),
        (R::TextMissing, create(id::<QuestionId>(0), vec![QuestionChange::Text("How large?".into())])),
        (R::TextMissing, create(id::<TouchpointId>(0), vec![TouchpointChange::Deal(Some(id(0)))])),
        // References.
        (R::UnknownReference, deal(DealChange::Company(Some(id(99))))),
        (R::UnknownReference, deal(DealChange::Contacts(vec![id(0), id(99)]))),
        (R::UnknownReference, deal(DealChange::Owner(Some(id(99))))),
        (R::UnknownReference, deal(DealChange::GrewFrom(Some(id(99))))),
        (R::UnknownReference, deal(DealChange::GrewFrom(Some(id(0))))),
        (R::UnknownReference, deal(DealChange::Import(Some(id(99))))),
        (R::UnknownReference, edit(id::<ContactId>(0), vec![ContactChange::Company(Some(id(99)))])),
        (R::UnknownReference, edit(id::<TaskId>(0), vec![TaskChange::Assignee(Some(id(99)))])),
        (R::UnknownReference, edit(id::<TaskId>(0), vec![TaskChange::Deal(Some(id(99)))])),
        (R::UnknownReference, edit(id::<InsightId>(0), vec![InsightChange::Votes([id(99)].into())])),
        (R::UnknownReference, hypothesis(decided(99, "why"))),
        (R::UnknownReference, evidence(vec![Evidence::Insight(id(0)), Evidence::Insight(id(99))])),
        (R::UnknownReference, evidence(vec![counted(stage(99), 4, 2)])),
        (R::UnknownReference, vote(99, 5)),
        // What a hypothesis stands on, costs, and is worth.
        (R::OutOfRange, evidence(vec![Evidence::Insight(id(0)); 21])),
        (R::OutOfRange, evidence(vec![counted(stage(3), 4, 5)])),
        (R::NegativeValue, cost(-1, 0)),
        (R::OutOfRange, cost(i64::MAX, 0)),
        (R::OutOfRange, cost(0, HALF_DAYS_MAX + 1)),
        (R::OutOfRange, vote(ADMIN, 0)),
        (R::OutOfRange, vote(ADMIN, 11)),
        (R::OutOfRange, hypothesis(HypothesisChange::Votes(Each::default()))),
        (R::VoteOfAnother, vote(SELLER, 5)),
        // Words.
        (R::TextMissing, deal(DealChange::Title("  ".into()))),
        (R::TextMissing, created(place(stage(3)), past(stage(3)), vec![])),
        (R::TextMissing, create(stage(50), vec![StageChange::Role(StageRole::Open)])),
        (R::TextMissing, create(id::<MemberId>(50), vec![MemberChange::Team(Team::Sales)])),
        (R::TextMissing, create(id::<CompanyId>(50), vec![])),
        (R::TextMissing, create(id::<ContactId>(50), vec![])),
        (R::TextMissing, create(id::<TaskId>(50), vec![])),
        (R::TextMissing, create(id::<InsightId>(50), vec![InsightChange::Text(String::new())])),
        (R::TextMissing, create(id::<HypothesisId>(50), vec![HypothesisChange::Saw("x".into())])),
        (R::TextMissing, create(id::<ReachId>(50), vec![ReachChange::Visits(1)])),
        (R::TextMissing, hypothesis(decided(ADMIN, ""))),
        (R::TextMissing, edit(id::<WorkspaceId>(0), vec![SettingsChange::Name(" ".into())])),
        (R::TextTooLong, deal(DealChange::Title(long()))),
        (R::TextTooLong, deal(DealChange::Channel(long()))),
        (R::TextTooLong, lost_for(&long())),
        (R::TextTooLong, edit(id::<InsightId>(0), vec![InsightChange::Text("x".repeat(20_001))])),
        (R::TextTooLong, deal(DealChange::Fields([(long(), String::new())].into()))),
        // Numbers.
        (R::WrongCurrency, deal(DealChange::Worth(usd))),
        (R::NegativeValue, deal(euros(-1))),
        (R::OutOfRange, deal(euros(i64::MAX))),
        (R::OutOfRange, edit(stage(3), vec![StageChange::Probability(101)])),
        (R::TextMissing, edit(stage(3), vec![StageChange::Required([" ".to_owned()].into())])),
        (R::OutOfRange, edit(stage(3), vec![StageChange::Role(StageRole::Referral)])),
        (R::OutOfRange, edit(stage(3), vec![StageChange::Rank(Rank::default())])),
        (R::OutOfRange, edit(id::<WorkspaceId>(0), vec![SettingsChange::Language("tlh".into())])),
        (R::OutOfRange, hypothesis(HypothesisChange::Plan(Plan { baseline_bp: 10_001, effect_bp: 1 }))),
        (R::OutOfRange, hypothesis(HypothesisChange::Plan(Plan { baseline_bp: 5_000, effect_bp: 0 }))),
        (R::OutOfRange, hypothesis(HypothesisChange::Arms(vec![arm(1, 1); 5]))),
        (
            R::OutOfRange,
            create(id::<ReachId>(50), vec![ReachChange::Channel("fair".into()), ReachChange::SpendMinor(-1)]),
        ),
        (R::ConvertedExceedsExposed, hypothesis(HypothesisChange::Arms(vec![arm(5, 1), arm(5, 6)]))),
        (
            R::DecisionMissing,
            hypothesis(HypothesisChange::Standing(Standing { status: Status::Decided, ..Standing::default() })),
        ),
        // Around a canvas.
        (R::TextMissing, create(id::<WorkshopId>(50), vec![])),
        (R::TextMissing, edit(id::<WorkshopId>(0), vec![WorkshopChange::Title(" ".into())])),
        (R::TextMissing, create(id::<StickerId>(50), vec![StickerChange::Workshop(Some(id(0)))])),
        (R::TextMissing, create(id::<StickerId>(50), vec![StickerChange::Kind(StickerKind::Dot)])),
        (R::UnknownReference, edit(id::<StickerId>(0), vec![StickerChange::Workshop(Some(id(99)))])),
        (R::UnknownReference, edit(id::<StickerId>(0), vec![StickerChange::On(Some(id(99)))])),
        (R::UnknownReference, edit(id::<StickerId>(0), vec![StickerChange::Across(Some(id(99)))])),
        (R::UnknownReference, hypothesis(HypothesisChange::Origin(Some(id(99))))),
        (R::OutOfRange, edit(id::<StickerId>(0), vec![StickerChange::Kind(StickerKind::Dot)])),
        (R::NotYours, edit(id::<StickerId>(9), vec![StickerChange::On(Some(id(0)))])),
        (R::NotYours, Action::<StickerId, StickerChange>::Delete { id: id(9) }.into()),
        // Who may.
        (R::ServerOnly, edit(id::<MemberId>(1), vec![MemberChange::Role(Role::Admin)])),
        (R::ServerOnly, edit(id::<MemberId>(1), vec![MemberChange::SignsIn(false)])),
        (R::ServerOnly, Action::<MemberId, MemberChange>::Delete { id: id(1) }.into()),
        (R::ServerOnly, create(id::<WorkspaceId>(1), vec![SettingsChange::Name("Another".into())])),
        (R::ServerOnly, Action::<WorkspaceId, SettingsChange>::Delete { id: id(0) }.into()),
    ];
    let mut provoked: HashSet<R> = HashSet::from([R::NotAMember, R::RoleTooLow, R::LastAdmin]); // below
    for (refusal, body) in cases {
        assert_eq!(check(&w, admin(), &body), Err(refusal), "{body:?}");
        provoked.insert(refusal);
    }
    let forgotten: Vec<_> = R::ALL.iter().filter(|r| !provoked.contains(r)).collect();
    assert!(forgotten.is_empty(), "without a case: {forgotten:?}");
}

#[test]
fn a_workspace_keeps_an_admin_who_can_sign_in() {
    let mut w = studio();
    let ids: Vec<MemberId> = w.members.values().filter(|m| m.role == Role::Admin).map(|m| m.id).collect();
    for id in &ids {
        w.members.get_mut(id).unwrap().signs_in = *id == ids[0];
    }
    let leaves = [
        edit(ids[0], vec![MemberChange::Role(Role::Manager)]),
        edit(ids[0], vec![MemberChange::SignsIn(false)]),
        Action::<MemberId, MemberChange>::Delete { id: ids[0] }.into(),
    ];
    for body in &leaves {
        assert_eq!(check(&w, Authority::Server, body), Err(R::LastAdmin), "{body:?}");
    }
    let other = w.members.values().find(|m| m.id != ids[0]).cloned().unwrap();
    let id = other.id;
    w.members.insert(id, Member { role: Role::Admin, signs_in: true, ..other });
    for body in &leaves {
        assert_eq!(check(&w, Authority::Server, body), Ok(()), "{body:?}");
    }
}

#[test]
fn who_may_what() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let works = deal(DealChange::Title("x".into()));
    let shapes = edit(stage(3), vec![StageChange::Name("x".into())]);
    let chooses = edit(id::<WorkspaceId>(0), vec![SettingsChange::Name("x".into())]);
    let may =
        |w: &Workspace, who: u128| [&works, &shapes, &chooses].map(|body| check(w, Authority::Member(id(who)), body));
    let low = Err(R::RoleTooLow);
    assert_eq!(may(&w, VIEWER), [low; 3]);
    assert_eq!(may(&w, SELLER), [Ok(()), low, low]);
    assert_eq!(may(&w, 2), [Ok(()), Ok(()), low], "a manager");
    assert_eq!(may(&w, ADMIN), [Ok(()); 3]);
    assert_eq!(may(&w, 99), [Err(R::NotAMember); 3]);
    author.change(&mut w, at(1), Action::<MemberId, MemberChange>::Delete { id: id(SELLER) });
    assert_eq!(may(&w, SELLER), [Err(R::NotAMember); 3], "no longer");
}

#[test]
fn a_deal_comes_back_only_to_a_stage_that_is_in_use() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    author.change(&mut w, at(1), to(id(0), stage(8), 1));
    author.change(&mut w, at(2), DealAction::Delete { id: id(0) });
    author.change(&mut w, at(3), edit(stage(8), vec![StageChange::Retired(true)]));
    let restore: Body = DealAction::Restore { id: id(0) }.into();
    assert_eq!(check(&w, admin(), &restore), Err(R::StageRetired));
    author.change(&mut w, at(4), edit(stage(8), vec![StageChange::Retired(false)]));
    assert_eq!(check(&w, admin(), &restore), Ok(()));
}

#[test]
fn the_currency_stays_while_deals_have_amounts_in_it() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let dollars = edit(id::<WorkspaceId>(0), vec![SettingsChange::Currency(Currency::USD)]);
    assert_eq!(check(&w, admin(), &dollars), Ok(()));
    author.change(&mut w, at(1), deal(euros(5)));
    assert_eq!(check(&w, admin(), &dollars), Err(R::WrongCurrency));
}

#[test]
fn there_is_no_second_neck_even_a_retired_one() {
    let set = vec![StageChange::Name("x".into()), StageChange::Role(StageRole::Won), StageChange::Retired(true)];
    let mut w = studio();
    w.stages.remove(&stage_with(StageRole::Won));
    assert_eq!(check(&w, admin(), &create(stage(50), set)), Err(R::StageIsNeeded));
}

#[test]
fn the_reach_of_one_day_may_be_written_again_but_not_over_a_deleted_row() {
    let (mut w, mut author) = (studio(), Author::new(1, ADMIN));
    let row = |visits| create(id::<ReachId>(0), vec![ReachChange::Channel("fair".into()), ReachChange::Visits(visits)]);
    author.change(&mut w, at(1), row(5));
    author.change(&mut w, at(2), row(7));
    assert_eq!(w.reach[&id(0)].visits, 7);
    author.change(&mut w, at(3), Action::<ReachId, ReachChange>::Delete { id: id(0) });
    assert_eq!(check(&w, admin(), &row(9)), Err(R::Deleted));
}

#[test]
fn refusals_have_codes_of_their_own_that_read_back_and_say_what_to_do() {
    let codes: HashSet<_> = R::ALL.iter().map(|r| r.code()).collect();
    assert_eq!(codes.len(), R::ALL.len());
    for refusal in R::ALL {
        assert_eq!(R::from_code(refusal.code()), Some(*refusal));
        assert!(refusal.code().bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", refusal.code());
        assert!(refusal.to_string().ends_with('.'));
    }
    assert_eq!(R::from_code("no_such_code"), None);
}
