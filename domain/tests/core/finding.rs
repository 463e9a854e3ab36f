//! Finding things by a few letters.

use crate::support::{ADMIN, Author, at, create, deal_in, id, loss, stage, stage_with, studio};
use smarketing_domain::{
    company::{CompanyChange, ContactChange},
    deal::{DealChange, Place},
    find::{Fit, Thing, Typed, find},
    hypothesis::HypothesisChange,
    ids::{CompanyId, ContactId, DealId, HypothesisId},
    operation::{Action, DealAction},
    rank::Rank,
    stage::StageRole,
    workspace::Workspace,
};

const DEAL: u128 = 100;

fn deal(n: u128) -> DealId {
    id(DEAL + n)
}

/// A studio with deals of these titles, written one after another.
fn with(titles: &[&str]) -> (Workspace, Author) {
    let (mut w, mut ann) = (studio(), Author::new(20, ADMIN));
    for (n, title) in titles.iter().enumerate() {
        let seconds = 10_000 + n as i64;
        ann.change(&mut w, at(seconds), deal_in(deal(n as u128), stage(2), seconds, title));
    }
    (w, ann)
}

fn found(w: &Workspace, text: &str) -> Vec<Thing> {
    find(w, &Typed::new(text), 10).into_iter().map(|found| found.thing).collect()
}

#[test]
fn a_name_that_begins_so_comes_before_one_with_such_a_word_and_that_before_one_that_only_has_the_letters() {
    let (w, _) = with(&["Superkitchenette", "Oak kitchen", "Kitchen, beech", "Wardrobe"]);
    assert_eq!(found(&w, "KITCHEN"), [Thing::Deal(deal(2)), Thing::Deal(deal(1)), Thing::Deal(deal(0))]);
}

#[test]
fn words_are_found_in_any_order_and_in_every_alphabet() {
    let (w, _) = with(&["Кухня з дуба", "Шафа в передпокій"]);
    assert_eq!(found(&w, "дуб кух"), [Thing::Deal(deal(0))]);
    assert_eq!(found(&w, "ШАФА"), [Thing::Deal(deal(1))]);
    assert!(found(&w, "дуб шафа").is_empty());
}

#[test]
fn open_deals_come_before_decided_ones_and_those_written_last_before_the_others() {
    let (mut w, mut ann) = with(&["Kitchen a", "Kitchen b", "Kitchen c"]);
    let lost = stage_with(StageRole::Lost);
    let place = Place { stage: lost, rank: Rank::between(None, None), loss: Some(loss()) };
    let lose = DealAction::Move { id: deal(2), to: place, entered: Some(at(20_001)), retract: None, remark: None };
    ann.change(&mut w, at(20_001), lose);
    assert_eq!(found(&w, "kitchen"), [1, 0, 2].map(|n| Thing::Deal(deal(n))));
}

#[test]
fn a_deal_is_found_by_its_company_and_a_person_leads_to_their_latest_deal() {
    let (mut w, mut ann) = with(&["First", "Second"]);
    let (company, person): (CompanyId, ContactId) = (id(300), id(301));
    ann.change(&mut w, at(20_000), create(company, vec![CompanyChange::Name("Mriya Guesthouse".into())]));
    ann.change(&mut w, at(20_001), create(person, vec![ContactChange::Name("Thomas Fischer".into())]));
    assert!(found(&w, "fischer").is_empty(), "nobody can be gone to without a deal");
    for n in 0..2 {
        let set = vec![DealChange::Company(Some(company)), DealChange::Contacts(vec![person])];
        ann.change(&mut w, at(20_002 + n), DealAction::Edit { id: deal(n as u128), set });
    }
    assert_eq!(found(&w, "fischer"), [Thing::Person(person, deal(1))]);
    let guests = find(&w, &Typed::new("guesthouse sec"), 10);
    assert_eq!(guests.len(), 1);
    assert!(guests[0].about.starts_with("Mriya Guesthouse · "), "{guests:?}");
}

#[test]
fn what_is_in_the_trash_is_not_found_nor_anything_for_nothing() {
    let (mut w, mut ann) = with(&["Kitchen"]);
    assert!(found(&w, "  ").is_empty());
    ann.change(&mut w, at(20_000), DealAction::Delete { id: deal(0) });
    assert!(found(&w, "kitchen").is_empty());
    let idea: HypothesisId = id(400);
    ann.change(&mut w, at(20_001), create(idea, vec![HypothesisChange::Title("Kitchen prices".into())]));
    assert_eq!(found(&w, "kitchen"), [Thing::Hypothesis(idea)]);
    ann.change(&mut w, at(20_002), Action::<HypothesisId, HypothesisChange>::Delete { id: idea });
    assert!(found(&w, "kitchen").is_empty());
}

#[test]
fn of_many_only_the_best_are_told() {
    let titles: Vec<String> = (0..50).map(|n| format!("Kitchen {n}")).collect();
    let (w, _) = with(&titles.iter().map(String::as_str).collect::<Vec<_>>());
    let best = find(&w, &Typed::new("kitchen"), 5);
    assert_eq!(
        best.iter().map(|found| found.thing).collect::<Vec<_>>(),
        [49, 48, 47, 46, 45].map(|n| Thing::Deal(deal(n)))
    );
}

#[test]
fn pages_and_actions_fit_by_the_same_rule() {
    assert_eq!(Typed::new("set").fit("Settings", "Page"), Some(Fit::Begins));
    assert_eq!(Typed::new("cost").fit("Spend and cost", "Page"), Some(Fit::Words));
    assert_eq!(Typed::new("ettin").fit("Settings", "Page"), Some(Fit::Within));
    assert_eq!(Typed::new("page set").fit("Settings", "Page"), Some(Fit::Beside));
    assert_eq!(Typed::new("board").fit("Settings", "Page"), None);
    assert_eq!(Typed::new("").fit("Settings", ""), Some(Fit::Begins));
}
