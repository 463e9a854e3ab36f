//! Leads are offered to sales by the server, when their score reaches the threshold.

use crate::support::{Person, Server, code_of, deal_of};
use smarketing_domain::{
    deal::{DealChange, Remark},
    ids::{DealId, RuleId, StageId},
    member::Role,
    operation::Action,
    operation::DealAction,
    score::{Condition, RuleChange},
    settings::SettingsChange,
    stage::StageRole,
};
use std::time::Duration;
use uuid::Uuid;

/// An admin of a workspace where a lead from the fair has 30 points.
async fn studio(server: &Server, threshold: i32) -> (Person, RuleId) {
    let mut ann = server.person("ann@example.org", Role::Admin).await;
    let rule = RuleId(Uuid::now_v7());
    let set = vec![
        RuleChange::Name("From the fair".into()),
        RuleChange::When(Condition::Channel("Fair".into())),
        RuleChange::Points(30),
    ];
    accepted(&mut ann, Action::Create { id: rule, set }).await;
    set_threshold(&mut ann, Some(threshold)).await;
    (ann, rule)
}

async fn accepted(ann: &mut Person, body: impl Into<smarketing_domain::operation::Body>) {
    let verdict = ann.make(body).await;
    assert_eq!(code_of(&verdict), "accepted");
}

async fn set_threshold(ann: &mut Person, points: Option<i32>) {
    let id = ann.workspace.own().unwrap().id;
    accepted(ann, Action::Edit { id, set: vec![SettingsChange::OfferFrom(points)] }).await;
}

/// A lead in the first stage of marketing that came through `channel`.
async fn lead(ann: &mut Person, channel: &str) -> DealId {
    let mut body = ann.new_deal("Oak table");
    let id = deal_of(&body);
    if let smarketing_domain::operation::Body::Deal(DealAction::Create { set, .. }) = &mut body {
        set.push(DealChange::Channel(channel.into()));
    }
    accepted(ann, body).await;
    id
}

fn stage_of_offers(ann: &Person) -> StageId {
    ann.workspace.stage_with(StageRole::Offered).unwrap().id
}

/// Reads until the lead stands where leads are offered, or does so no more.
async fn until_offered(ann: &mut Person, lead: DealId, is_offered: bool) {
    for _ in 0..100 {
        ann.pull().await;
        let stands = ann.workspace.deal(lead).map(|deal| deal.place.stage);
        if (stands == Some(stage_of_offers(ann))) == is_offered {
            return;
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    panic!("the lead is offered: {}", !is_offered);
}

#[tokio::test]
async fn a_lead_that_reaches_the_threshold_is_offered_with_its_points_once() {
    let server = Server::start().await;
    let (mut ann, rule) = studio(&server, 30).await;
    let id = lead(&mut ann, "fair").await;
    until_offered(&mut ann, id, true).await;
    accepted(&mut ann, DealAction::Edit { id, set: vec![DealChange::Title("Oak tables".into())] }).await;
    ann.pull().await;
    let offers: Vec<_> = ann.workspace.deal(id).unwrap().history().filter_map(|e| e.remark.clone()).collect();
    let [Remark::Offered(given)] = &offers[..] else { panic!("one offer: {offers:?}") };
    assert_eq!((given.len(), given[0].rule, given[0].points), (1, rule, 30));
    server.stop().await;
}

#[tokio::test]
async fn a_lead_below_the_threshold_waits() {
    let server = Server::start().await;
    let (mut ann, _) = studio(&server, 31).await;
    let id = lead(&mut ann, "fair").await;
    let other = lead(&mut ann, "web").await;
    ann.pull().await;
    for deal in [id, other] {
        assert_ne!(ann.workspace.deal(deal).unwrap().place.stage, stage_of_offers(&ann));
    }
    server.stop().await;
}

#[tokio::test]
async fn another_threshold_offers_and_withdraws_those_who_wait() {
    let server = Server::start().await;
    let (mut ann, _) = studio(&server, 31).await;
    let id = lead(&mut ann, "fair").await;
    set_threshold(&mut ann, Some(20)).await;
    until_offered(&mut ann, id, true).await;
    set_threshold(&mut ann, Some(40)).await;
    until_offered(&mut ann, id, false).await;
    server.stop().await;
}

#[tokio::test]
async fn undoing_a_pause_brings_back_the_offers_that_it_took() {
    let server = Server::start().await;
    let (mut ann, rule) = studio(&server, 30).await;
    let id = lead(&mut ann, "fair").await;
    until_offered(&mut ann, id, true).await;
    for (paused, is_offered) in [(true, false), (false, true), (true, false), (false, true)] {
        accepted(&mut ann, Action::Edit { id: rule, set: vec![RuleChange::Paused(paused)] }).await;
        until_offered(&mut ann, id, is_offered).await;
    }
    server.stop().await;
}

#[tokio::test]
async fn without_a_threshold_nobody_is_offered() {
    let server = Server::start().await;
    let (mut ann, _) = studio(&server, 30).await;
    set_threshold(&mut ann, None).await;
    let id = lead(&mut ann, "fair").await;
    ann.pull().await;
    assert_ne!(ann.workspace.deal(id).unwrap().place.stage, stage_of_offers(&ann));
    server.stop().await;
}
