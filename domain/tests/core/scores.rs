//! Points of leads, and who is offered to sales because of them.

use crate::support::{ADMIN, Author, SELLER, at, create, edit, id, stage, stage_with, studio, to};
use smarketing_domain::{
    clock::{DAY, Timestamp},
    deal::{DealChange, Given, Remark, Unfit},
    handoff,
    ids::*,
    operation::{Authority, Body, DealAction, check},
    score::{Condition, Offers, Point, Rule, RuleChange, Scorer, preview},
    settings::SettingsChange,
    stage::StageRole,
    touchpoint::{Moment, TouchpointChange},
    workspace::Workspace,
};

/// The studio, with a lead (deal 0) that stands in marketing.
struct Studio {
    w: Workspace,
    author: Author,
    made: u128,
}

const LEAD: u128 = 0;

impl Studio {
    fn new() -> Self {
        Self { w: studio(), author: Author::new(1, ADMIN), made: 0 }
    }

    fn change(&mut self, seconds: i64, body: impl Into<Body>) {
        self.author.change(&mut self.w, at(seconds), body);
    }

    fn set(&mut self, set: Vec<DealChange>) {
        self.change(1, DealAction::Edit { id: id(LEAD), set });
    }

    fn rule(&mut self, when: Condition, points: i32) -> RuleId {
        self.rule_with(vec![RuleChange::When(when), RuleChange::Points(points)])
    }

    fn rule_with(&mut self, mut set: Vec<RuleChange>) -> RuleId {
        let rule = id(self.made);
        self.made += 1;
        set.push(RuleChange::Name("Rule".into()));
        self.change(1, create(rule, set));
        rule
    }

    fn touch(&mut self, seconds: i64, more: Vec<TouchpointChange>) {
        let touch = id::<TouchpointId>(1_000 + self.made);
        self.made += 1;
        let set = [TouchpointChange::At(Some(at(seconds))), TouchpointChange::Deal(Some(id(LEAD)))];
        self.change(1, create(touch, set.into_iter().chain(more).collect()));
    }

    fn threshold(&mut self, points: i32) {
        self.change(1, edit(id::<WorkspaceId>(0), vec![SettingsChange::OfferFrom(Some(points))]));
    }

    fn total(&self, now: Timestamp) -> i32 {
        Scorer::new(&self.w, now).score(self.w.deal(id(LEAD)).unwrap()).total
    }

    fn is_due(&self) -> bool {
        Offers::new(&self.w, at(10)).is_some_and(|offers| offers.due(self.w.deal(id(LEAD)).unwrap()).is_some())
    }
}

/// So the server is called when it makes a change of its own.
fn nobody() -> Author {
    let mut nobody = Author::new(2, ADMIN);
    nobody.member = MemberId::default();
    nobody
}

fn touched(times: u16, within_days: Option<u16>) -> Condition {
    Condition::Touched { moment: None, channel: String::new(), campaign: String::new(), times, within_days }
}

#[test]
fn a_score_is_the_sum_of_the_rules_that_hold_and_names_each() {
    let mut studio = Studio::new();
    let fair = studio.rule(Condition::Channel(" Fair ".into()), 30);
    studio.rule(Condition::Channel("web".into()), 100);
    let bad =
        studio.rule(Condition::Answer { field: "place".into(), any_of: vec!["Far".into(), "abroad".into()] }, -10);
    let fields = [("place".to_owned(), "far".to_owned())];
    studio.set(vec![DealChange::Channel("fair".into()), DealChange::Fields(fields.into())]);
    let score = Scorer::new(&studio.w, at(10)).score(studio.w.deal(id(LEAD)).unwrap());
    let point = |rule, points| Point { rule, full: points, now: points, since: None };
    assert_eq!((score.total, score.points), (20, vec![point(fair, 30), point(bad, -10)]));
}

#[test]
fn an_empty_answer_is_none_and_any_answer_will_do_where_none_is_named() {
    let mut studio = Studio::new();
    studio.rule(Condition::Answer { field: "size".into(), any_of: Vec::new() }, 5);
    let answer = |text: &str| vec![DealChange::Fields([("size".to_owned(), text.to_owned())].into())];
    for (text, points) in [("", 0), ("  ", 0), ("large", 5)] {
        studio.set(answer(text));
        assert_eq!(studio.total(at(10)), points, "{text:?}");
    }
}

#[test]
fn a_number_counts_from_its_lower_bound_up_to_before_its_upper_one() {
    let mut studio = Studio::new();
    studio.rule(Condition::Number { field: "area".into(), from: Some(20.0), below: Some(50.0) }, 5);
    for (text, points) in [("19.9", 0), ("20", 5), ("49,5", 5), ("50", 0), ("many", 0), ("NaN", 0)] {
        studio.set(vec![DealChange::Fields([("area".to_owned(), text.to_owned())].into())]);
        assert_eq!(studio.total(at(10)), points, "{text:?}");
    }
}

#[test]
fn people_and_stars_count_from_their_least() {
    let mut studio = Studio::new();
    studio.rule(Condition::People(2), 5);
    studio.rule(Condition::Rating(4), 7);
    assert_eq!(studio.total(at(10)), 0);
    studio.set(vec![DealChange::Contacts(vec![id(0), id(1)]), DealChange::Rating(Some(3))]);
    assert_eq!(studio.total(at(10)), 5);
    studio.set(vec![DealChange::Rating(Some(4))]);
    assert_eq!(studio.total(at(10)), 12);
}

#[test]
fn encounters_count_when_there_are_enough_of_the_right_kind_in_time() {
    let mut studio = Studio::new();
    let moment = Some(Moment::Do);
    studio.rule(
        Condition::Touched { moment, channel: "Shop".into(), campaign: String::new(), times: 2, within_days: Some(7) },
        9,
    );
    let asked = || vec![TouchpointChange::Moment(Moment::Do), TouchpointChange::Channel("shop".into())];
    studio.touch(0, asked());
    studio.touch(1, vec![TouchpointChange::Moment(Moment::Go), TouchpointChange::Channel("shop".into())]);
    assert_eq!(studio.total(at(10)), 0, "one of the two only looked in");
    studio.touch(5, asked());
    assert_eq!(studio.total(at(10)), 9);
    assert_eq!(studio.total(Timestamp(at(0).0 + 8 * DAY)), 0, "a week later they are too long ago");
    assert_eq!(studio.total(at(4)), 0, "what is yet to come does not count");
}

#[test]
fn an_encounter_of_a_person_counts_for_their_deals() {
    let mut studio = Studio::new();
    studio.rule(touched(1, None), 9);
    let set = vec![TouchpointChange::At(Some(at(0))), TouchpointChange::Contact(Some(id(1)))];
    studio.change(1, create(id::<TouchpointId>(0), set));
    assert_eq!(studio.total(at(10)), 0);
    studio.set(vec![DealChange::Contacts(vec![id(1)])]);
    assert_eq!(studio.total(at(10)), 9);
}

#[test]
fn points_halve_with_every_half_life_since_the_last_encounter() {
    let mut studio = Studio::new();
    studio.rule_with(vec![
        RuleChange::When(touched(1, None)),
        RuleChange::Points(40),
        RuleChange::HalfLifeDays(Some(10)),
    ]);
    studio.touch(0, Vec::new());
    let after = |days: i64| Timestamp(at(0).0 + days * DAY);
    assert_eq!([0, 10, 20, 1_000].map(|days| studio.total(after(days))), [40, 20, 10, 0]);
    let last = (after(10).0 - at(0).0) / 1_000;
    studio.touch(last, Vec::new());
    assert_eq!(studio.total(after(10)), 40, "they came again");
}

#[test]
fn a_paused_rule_gives_nothing() {
    let mut studio = Studio::new();
    let rule = studio.rule(Condition::Channel("fair".into()), 30);
    studio.set(vec![DealChange::Channel("fair".into())]);
    studio.change(2, edit(rule, vec![RuleChange::Paused(true)]));
    assert_eq!(studio.total(at(10)), 0);
}

#[test]
fn a_lead_is_due_at_the_threshold_and_only_while_marketing_has_it() {
    let mut studio = Studio::new();
    studio.rule(Condition::Channel("fair".into()), 30);
    studio.set(vec![DealChange::Channel("fair".into())]);
    assert!(!studio.is_due(), "without a threshold leads are offered by hand");
    studio.threshold(31);
    assert!(!studio.is_due());
    studio.threshold(30);
    assert!(studio.is_due());
    studio.change(2, to(id(LEAD), stage(5), 2));
    assert!(!studio.is_due(), "sales has it");
}

#[test]
fn a_rejected_lead_is_offered_again_only_with_a_higher_score() {
    let mut studio = Studio::new();
    studio.rule(Condition::Channel("fair".into()), 30);
    studio.rule(Condition::Rating(5), 5);
    studio.threshold(30);
    studio.set(vec![DealChange::Channel("fair".into())]);
    let offers = Offers::new(&studio.w, at(3)).unwrap();
    let score = offers.due(studio.w.deal(id(LEAD)).unwrap()).unwrap();
    let offer = offers.offer(id(LEAD), &score, at(3));
    studio.change(3, offer);
    let deal = studio.w.deal(id(LEAD)).unwrap();
    assert_eq!(deal.place.stage, stage_with(StageRole::Offered));
    let noted = Remark::Offered(vec![Given { rule: id(0), points: 30 }]);
    assert_eq!(deal.history().last().unwrap().remark, Some(noted));
    for body in handoff::reject(&studio.w, id(LEAD), Unfit::Budget, "", id(9), at(4)).unwrap() {
        studio.change(4, body);
    }
    assert!(!studio.is_due(), "nothing has changed since");
    studio.set(vec![DealChange::Rating(Some(5))]);
    assert!(studio.is_due());
}

#[test]
fn who_was_taken_back_from_an_offer_by_hand_is_not_offered_by_itself() {
    let mut studio = Studio::new();
    studio.rule(Condition::Channel("fair".into()), 30);
    studio.threshold(30);
    studio.change(2, to(id(LEAD), stage_with(StageRole::Offered), 2));
    studio.change(3, to(id(LEAD), stage(3), 3));
    studio.set(vec![DealChange::Channel("fair".into())]);
    assert!(!studio.is_due());
}

#[test]
fn what_other_rules_took_back_is_offered_again_when_the_rules_are_as_they_were() {
    let mut studio = Studio::new();
    let fair = studio.rule(Condition::Channel("fair".into()), 30);
    studio.threshold(30);
    studio.set(vec![DealChange::Channel("fair".into())]);
    let lead = |w: &Workspace| w.deal(id(LEAD)).unwrap().clone();
    let offers = Offers::new(&studio.w, at(3)).unwrap();
    let offer = offers.offer(id(LEAD), &offers.due(&lead(&studio.w)).unwrap(), at(3));
    nobody().change(&mut studio.w, at(3), offer);
    studio.change(4, edit(fair, vec![RuleChange::Paused(true)]));
    let offers = Offers::new(&studio.w, at(5)).unwrap();
    assert!(offers.undue(&lead(&studio.w)));
    let back = offers.withdraw(&lead(&studio.w), at(5));
    let (mut by_rules, mut by_hand) = (studio.w.clone(), studio.w.clone());
    for body in back {
        nobody().change(&mut by_rules, at(5), body.clone());
        Author::new(2, SELLER).change(&mut by_hand, at(5), body);
    }
    for (w, is_offered_again) in [(&mut by_rules, true), (&mut by_hand, false)] {
        let due = |w: &Workspace| Offers::new(w, at(7)).unwrap().due(&lead(w)).is_some();
        assert!(!due(w), "the rule is paused");
        Author::new(3, ADMIN).change(w, at(6), edit(fair, vec![RuleChange::Paused(false)]));
        assert_eq!(due(w), is_offered_again);
    }
}

#[test]
fn whom_a_person_has_offered_no_rule_takes_back() {
    let mut studio = Studio::new();
    studio.rule(Condition::Channel("fair".into()), 30);
    studio.threshold(60);
    studio.set(vec![DealChange::Channel("fair".into())]);
    let by_hand = handoff::offer_by_hand(&studio.w, id(LEAD), at(3)).unwrap();
    for body in by_hand {
        studio.change(3, body);
    }
    let lead = studio.w.deal(id(LEAD)).unwrap();
    assert_eq!(lead.place.stage, stage_with(StageRole::Offered));
    assert!(!Offers::new(&studio.w, at(4)).unwrap().undue(lead), "they had their reasons");
    let rules: Vec<Rule> = studio.w.rules.values().cloned().collect();
    assert_eq!(preview(&studio.w, &rules, 90, at(4)).withdrawn, []);
}

#[test]
fn a_preview_names_whom_other_rules_would_offer_and_withdraw_and_changes_nothing() {
    let mut studio = Studio::new();
    let fair = studio.rule(Condition::Channel("fair".into()), 30);
    studio.threshold(30);
    studio.set(vec![DealChange::Channel("fair".into())]);
    let rules = |w: &Workspace| -> Vec<Rule> { w.rules.values().cloned().collect() };
    let as_is = preview(&studio.w, &rules(&studio.w), 30, at(3));
    assert_eq!((as_is.offered, as_is.withdrawn), (vec![id(LEAD)], vec![]));
    let offers = Offers::new(&studio.w, at(3)).unwrap();
    let score = offers.due(studio.w.deal(id(LEAD)).unwrap()).unwrap();
    let offer = offers.offer(id(LEAD), &score, at(3));
    nobody().change(&mut studio.w, at(3), offer);
    let mut lower = rules(&studio.w);
    lower.iter_mut().filter(|rule| rule.id == fair).for_each(|rule| rule.points = 10);
    let before = studio.w.clone();
    let changed = preview(&studio.w, &lower, 30, at(4));
    assert_eq!((changed.offered, changed.withdrawn), (vec![], vec![id(LEAD)]));
    assert_eq!(studio.w, before);
}

#[test]
fn an_offer_is_noted_only_where_leads_are_offered() {
    let studio = Studio::new();
    let remark = Some(Remark::Offered(Vec::new()));
    let Body::Deal(DealAction::Move { id, to, entered, retract, .. }) = to(id(LEAD), stage(5), 2) else { panic!() };
    let body = DealAction::Move { id, to, entered, retract, remark }.into();
    let refused = check(&studio.w, Authority::Server, &body).unwrap_err();
    assert_eq!(refused.code(), "remark_out_of_place");
}
