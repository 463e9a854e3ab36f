//! What becomes of leads and reach from outside.

use super::*;
use crate::{
    board,
    clock::{Stamp, Timestamp},
    company::LawfulBasis,
    ids::{CompanyId, ContactId, DealId, InsightId, MemberId, ReachId, StageId},
    operation::{Action, Authority, Body, Operation, admit, apply},
    reach::ReachChange,
    stage::Section,
    template,
    workspace::Workspace,
};
use crate::{
    question::{AnswerKind, QuestionChange},
    rank::Rank,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_760_000_000_000);

fn ids(n: u128) -> LeadIds {
    let id = |part: u128| Uuid::from_u128(n * 10 + part);
    LeadIds { deal: DealId(id(1)), contact: ContactId(id(2)), company: CompanyId(id(3)), insight: InsightId(id(4)) }
}

fn studio() -> Workspace {
    let mut w = Workspace::default();
    let ids: Vec<_> =
        (0..template::FURNITURE_STUDIO.len()).map(|n| StageId(Uuid::from_u128(n as u128 + 900))).collect();
    take(&mut w, template::stages(template::FURNITURE_STUDIO, &ids, "en"));
    w
}

fn take(w: &mut Workspace, bodies: Vec<Body>) {
    for body in bodies {
        let last = w.entities().filter_map(|e| e.meta().last_written()).map(|s| s.millis).max().unwrap_or(0);
        let stamp = Stamp { millis: last + 1, ..Stamp::default() };
        let operation = Operation { number: 1, stamp, author: MemberId::default(), body };
        assert_eq!(admit(w, Authority::Server, &operation), Ok(()), "{:?}", operation.body);
        apply(w, &operation);
    }
}

fn lead() -> Lead {
    Lead {
        name: " Anna Oak ".to_owned(),
        email: "Anna@Example.org".to_owned(),
        company: "Oak & Sons".to_owned(),
        channel: "Web form".to_owned(),
        campaign: "Spring".to_owned(),
        message: "Six chairs, please".to_owned(),
        basis: LawfulBasis::Consent,
        source: "https://example.org/contact".to_owned(),
        ..Lead::default()
    }
}

#[test]
fn a_lead_becomes_a_deal_in_the_first_stage_of_marketing_with_all_that_is_known() {
    let mut w = studio();
    let lead = lead().check().unwrap();
    let bodies = lead.bodies(&w, ids(1), NOW).unwrap();
    take(&mut w, bodies);
    let deal = w.deal(ids(1).deal).unwrap();
    assert_eq!(w.stages[&deal.place.stage].section, Section::Marketing);
    assert_eq!(
        (deal.title.as_str(), deal.channel.as_str(), &*deal.fields["campaign"]),
        ("Oak & Sons", "Web form", "Spring")
    );
    let person = &w.contacts[&deal.contacts[0]];
    assert_eq!(
        (person.name.as_str(), person.email.as_str(), person.basis),
        ("Anna Oak", "anna@example.org", LawfulBasis::Consent)
    );
    assert_eq!(w.insights[&ids(1).insight].text, "Six chairs, please");
    assert_eq!(w.validate(), Ok(()));
    assert_eq!(lead.bodies(&w, ids(1), NOW), Ok(Vec::new()), "twice is once");
}

#[test]
fn who_is_known_is_not_made_again_and_not_written_over() {
    let mut w = studio();
    let bodies = lead().check().unwrap().bodies(&w, ids(1), NOW).unwrap();
    take(&mut w, bodies);
    let again = Lead { name: "Somebody else".to_owned(), company: "oak & sons".to_owned(), ..lead() };
    let bodies = again.check().unwrap().bodies(&w, ids(2), NOW).unwrap();
    take(&mut w, bodies);
    assert_eq!((w.contacts.len(), w.companies.len(), w.deals.len()), (1, 1, 2));
    assert_eq!(w.contacts[&ids(1).contact].name, "Anna Oak");
    let first = board::column(&w, w.deals[&ids(2).deal].place.stage)[0].id;
    assert_eq!(first, ids(2).deal, "the newest stands on top");
}

#[test]
fn what_is_no_lead_says_why() {
    let refused = |lead: Lead| lead.check().unwrap_err();
    assert_eq!(refused(Lead { message: "hello".to_owned(), ..Lead::default() }), IntakeFault::LeadEmpty);
    assert_eq!(refused(Lead { email: "anna".to_owned(), ..Lead::default() }), IntakeFault::EmailInvalid);
    assert_eq!(refused(Lead { name: "a".repeat(501), ..Lead::default() }), IntakeFault::TooLong("name"));
    let fields = BTreeMap::from([(" ".to_owned(), String::new())]);
    assert_eq!(refused(Lead { fields, ..lead() }), IntakeFault::Fields);
    assert_eq!(lead().bodies(&Workspace::default(), ids(1), NOW), Err(IntakeFault::NoStage));
}

#[test]
fn reach_is_written_over_by_channel_and_day() {
    let mut w = studio();
    let row = |channel: &str, visits| ReachRow {
        channel: channel.to_owned(),
        day: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(),
        impressions: None,
        visits: Some(visits),
        spend_minor: Some(100),
    };
    let id = ReachId(Uuid::from_u128(77));
    let send = |w: &mut Workspace, rows: Vec<ReachRow>| {
        let rows = ReachRows { rows, ..ReachRows::default() }.check().unwrap();
        let bodies = rows.bodies(w, |_, _| id).unwrap();
        take(w, bodies);
    };
    send(&mut w, vec![row("Search", 5), row(" search ", 6)]);
    send(&mut w, vec![ReachRow { spend_minor: None, ..row("SEARCH", 7) }]);
    assert_eq!(w.reach.len(), 1);
    assert_eq!((w.reach[&id].channel.as_str(), w.reach[&id].visits, w.reach[&id].spend_minor), ("Search", 7, 100));
    take(&mut w, vec![Action::<ReachId, ReachChange>::Delete { id }.into()]);
    send(&mut w, vec![row("Search", 8)]);
    assert!(w.reach[&id].meta.is_alive() && w.reach[&id].visits == 8);
    let refused = |rows: Vec<ReachRow>| ReachRows { rows, ..ReachRows::default() }.check().unwrap_err();
    assert_eq!(refused(Vec::new()), IntakeFault::Rows);
    assert_eq!(refused(vec![row(" ", 1)]), IntakeFault::ChannelMissing);
    assert_eq!(refused(vec![row("a", u64::MAX)]), IntakeFault::OutOfRange);
}

fn asked(w: &mut Workspace) {
    let set = vec![
        QuestionChange::Field("budget".to_owned()),
        QuestionChange::Text("How much?".to_owned()),
        QuestionChange::Kind(AnswerKind::Choice),
        QuestionChange::Options(vec!["Up to 2,000".to_owned(), "More".to_owned()]),
        QuestionChange::Rank(Rank::between(None, None)),
    ];
    take(w, vec![Action::Create { id: crate::ids::QuestionId(Uuid::from_u128(5)), set }.into()]);
}

#[test]
fn a_form_sends_names_and_values_and_nothing_else_comes_in() {
    let mut w = studio();
    asked(&mut w);
    let pairs = [
        ("key", "smk_x"),
        ("name", " Anna "),
        ("answer.budget", " more "),
        ("answer.role", "admin"),
        ("owner", "me"),
        ("consent", "yes"),
        ("phone", ""),
        ("message", "One"),
        ("message", "Two"),
    ];
    let form = form::Form::read(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!((form.key.as_str(), form.is_trapped, form.lead.basis), ("smk_x", false, LawfulBasis::Consent));
    let lead = form.lead.check().unwrap().answers_only(&w).answered(&w);
    assert_eq!((lead.name.as_str(), lead.message.as_str()), ("Anna", "One, Two"));
    assert_eq!(lead.fields, BTreeMap::from([("budget".to_owned(), "More".to_owned())]));
    assert!(form::Form::read([("website".to_owned(), "http://spam.example".to_owned())]).is_trapped);
}
