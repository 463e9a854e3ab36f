//! The hand-off: its clock, its answers, and what both teams learn from them.

use crate::support::{ADMIN, Author, SELLER, at, create, deal_in, edit, id, stage, stage_with, studio, to};
use proptest::prelude::*;
use smarketing_domain::{
    calendar::Calendar,
    clock::{DAY, Timestamp},
    deal::{DealChange, Given, Loss, Remark, Unfit},
    handoff::{
        Answer, Case, Escalated, Group, Kept, Level, Number, Part, accept, agreement, by_speed, cases, deadline,
        deals_of, escalated, escalations, feedback, is_told, offers_behind, reject, rule_records, working_ms,
    },
    hourglass::Period,
    ids::*,
    member::{Member, Role, Team},
    moves::{Drop, drop_deal},
    operation::{Body, DealAction},
    score::{Condition, RuleChange},
    settings::{Promise, SettingsChange},
    stage::StageRole,
    workspace::Workspace,
};

const HOUR: i64 = 3_600_000;

fn utc(_: Timestamp) -> i32 {
    0
}

/// A moment of a day of November 2026; the 2nd is a Monday.
fn november(day: u32, hour: u32, minute: u32) -> Timestamp {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    Timestamp(day.and_hms_opt(hour, minute, 0).unwrap().and_utc().timestamp_millis())
}

#[test]
fn the_clock_runs_in_working_hours_only() {
    let office = Calendar::default();
    let worked = |from, to| working_ms(&office, &utc, from, to);
    assert_eq!(worked(november(2, 10, 0), november(2, 11, 30)), 90 * 60_000);
    assert_eq!(worked(november(2, 17, 0), november(3, 10, 0)), 2 * HOUR, "the night does not count");
    assert_eq!(worked(november(6, 17, 0), november(9, 10, 0)), 2 * HOUR, "nor does the week-end");
    assert_eq!(worked(november(7, 10, 0), november(8, 20, 0)), 0);
    assert_eq!(worked(november(3, 10, 0), november(2, 10, 0)), 0, "an answer before the offer took no time");
}

#[test]
fn the_clock_follows_the_workspaces_own_time() {
    let office = Calendar::default();
    let kyiv = |_: Timestamp| 120;
    assert_eq!(working_ms(&office, &kyiv, november(2, 6, 0), november(2, 8, 0)), HOUR, "there it opens at 7 UTC");
    let west = |_: Timestamp| -480;
    assert_eq!(working_ms(&office, &west, november(3, 0, 0), november(3, 3, 0)), 2 * HOUR, "there it is Monday still");
}

#[test]
fn a_promise_ends_when_its_hours_have_been_worked() {
    let office = Calendar::default();
    assert_eq!(deadline(&office, &utc, november(6, 17, 0), 4), Some(november(9, 12, 0)));
    assert_eq!(deadline(&office, &utc, november(7, 3, 0), 9), Some(november(9, 18, 0)));
    assert_eq!(deadline(&office, &utc, november(6, 17, 0), 0), None);
}

proptest! {
    #[test]
    fn the_deadline_is_where_the_promised_time_has_been_worked(from in 0..40 * DAY, hours in 1_u16..60, ahead in -720..720_i32) {
        let office = Calendar::default();
        let zone = move |_: Timestamp| ahead;
        let from = Timestamp(november(1, 0, 0).0 + from);
        let end = deadline(&office, &zone, from, hours).unwrap();
        prop_assert_eq!(working_ms(&office, &zone, from, end), i64::from(hours) * HOUR);
    }

    #[test]
    fn working_time_adds_up(a in 0..20 * DAY, b in 0..20 * DAY, ahead in -720..720_i32) {
        let office = Calendar::default();
        let zone = move |_: Timestamp| ahead;
        let [from, mid, to] = [0, a, a + b].map(|ms| Timestamp(november(1, 0, 0).0 + ms));
        let worked = |from, to| working_ms(&office, &zone, from, to);
        prop_assert_eq!(worked(from, mid) + worked(mid, to), worked(from, to));
    }
}

#[test]
fn it_turns_amber_at_half_red_at_the_end_and_escalates_at_twice_the_promise() {
    let levels = [0, 1, 2, 3, 4, 5, 7, 8].map(|worked| Level::of(worked, 4));
    use Level::{Due, Escalated, Fresh, Late};
    assert_eq!(levels, [Fresh, Fresh, Due, Due, Late, Late, Late, Escalated]);
    assert_eq!(Level::of(i64::MAX, 0), Fresh, "nothing was promised");
}

/// A studio whose leads are offered and answered.
struct Desk {
    w: Workspace,
    author: Author,
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self { w: studio(), author: Author::new(1, ADMIN) };
        let set = vec![SettingsChange::ResponseHours(2)];
        desk.change(0, edit(id::<WorkspaceId>(0), set));
        desk
    }

    fn change(&mut self, seconds: i64, body: impl Into<Body>) {
        self.author.change(&mut self.w, at(seconds), body);
    }

    fn all(&mut self, seconds: i64, bodies: Vec<Body>) {
        bodies.into_iter().for_each(|body| self.change(seconds, body));
    }

    /// A lead that was offered by these rules.
    fn offered(&mut self, n: u128, seconds: i64, channel: &str, rules: &[u128]) -> DealId {
        let deal: DealId = id(100 + n);
        self.change(seconds - 1, deal_in(deal, stage(3), seconds - 1, "Lead"));
        self.change(seconds - 1, DealAction::Edit { id: deal, set: vec![DealChange::Channel(channel.into())] });
        for rule in rules.iter().filter(|rule| !self.w.rules.contains_key(&id(**rule))).collect::<Vec<_>>() {
            let set = vec![RuleChange::Name("Rule".into()), RuleChange::When(Condition::Rating(1))];
            self.change(seconds - 1, create(id::<RuleId>(*rule), set));
        }
        let given = rules.iter().map(|rule| Given { rule: id(*rule), points: 10 }).collect();
        let Body::Deal(DealAction::Move { id, to, entered, retract, .. }) =
            to(deal, stage_with(StageRole::Offered), seconds)
        else {
            panic!()
        };
        let remark = (!rules.is_empty()).then_some(Remark::Offered(given));
        self.change(seconds, DealAction::Move { id, to, entered, retract, remark });
        deal
    }

    fn accept(&mut self, deal: DealId, seconds: i64) {
        let step = accept(&self.w, deal, id(SELLER), at(seconds)).unwrap();
        self.all(seconds, step);
    }

    fn reject(&mut self, deal: DealId, reason: Unfit, words: &str, seconds: i64) {
        let said = id(1_000 + self.w.insights.len() as u128);
        let step = reject(&self.w, deal, reason, words, said, at(seconds)).unwrap();
        self.all(seconds, step);
    }

    fn answers(&self) -> Vec<Answer> {
        cases(&self.w).into_iter().filter(|case| case.deal >= id(100)).map(|case| case.answer).collect()
    }
}

#[test]
fn an_accepted_lead_stands_in_the_first_stage_of_sales_and_has_an_owner() {
    let mut desk = Desk::new();
    let lead = desk.offered(0, 10, "fair", &[]);
    desk.accept(lead, 20);
    let deal = desk.w.deal(lead).unwrap();
    assert_eq!((deal.place.stage, deal.owner), (stage(5), Some(id(SELLER))));
    assert_eq!(desk.answers(), [Answer::Accepted]);
}

#[test]
fn a_rejected_lead_goes_back_to_where_marketing_had_it_with_the_reason_and_the_words() {
    let mut desk = Desk::new();
    let lead = desk.offered(0, 10, "fair", &[]);
    desk.reject(lead, Unfit::TooFar, " They live abroad ", 20);
    let deal = desk.w.deal(lead).unwrap();
    assert_eq!(deal.place.stage, stage(3));
    assert_eq!(desk.answers(), [Answer::Rejected(Unfit::TooFar)]);
    assert!(desk.w.insights.values().any(|i| i.deal == Some(lead) && i.text == "They live abroad"));
}

#[test]
fn an_offer_that_is_taken_back_counts_against_nobody() {
    let mut desk = Desk::new();
    let lead = desk.offered(0, 10, "fair", &[]);
    desk.change(20, to(lead, stage(2), 20));
    assert_eq!(desk.answers(), [Answer::Withdrawn]);
    assert!(feedback(&desk.w, &utc, smarketing_domain::handoff::Group::Channel, None).iter().all(|g| g.name != "fair"));
}

#[test]
fn an_undone_offer_never_was() {
    let mut desk = Desk::new();
    let lead = desk.offered(0, 10, "fair", &[]);
    let stamp = desk.w.deal(lead).unwrap().history().last().unwrap().stamp;
    let Body::Deal(DealAction::Move { id, to, .. }) = to(lead, stage(3), 20) else { panic!() };
    desk.change(20, DealAction::Move { id, to, entered: None, retract: Some(stamp), remark: None });
    assert_eq!(desk.answers(), []);
}

#[test]
fn two_offers_of_two_people_are_one() {
    let mut desk = Desk::new();
    let lead = desk.offered(0, 10, "fair", &[]);
    desk.change(12, to(lead, stage_with(StageRole::Offered), 12));
    desk.accept(lead, 20);
    assert_eq!(desk.answers(), [Answer::Accepted]);
}

#[test]
fn a_lead_may_be_offered_again_and_both_offers_count() {
    let mut desk = Desk::new();
    let lead = desk.offered(0, 10, "fair", &[0]);
    desk.reject(lead, Unfit::NotNow, "", 20);
    desk.change(30, to(lead, stage_with(StageRole::Offered), 30));
    desk.accept(lead, 40);
    desk.change(50, to(lead, stage_with(StageRole::Won), 50));
    assert_eq!(desk.answers(), [Answer::Rejected(Unfit::NotNow), Answer::Accepted]);
    assert!(cases(&desk.w).iter().filter(|c| c.deal == lead).all(|c| c.won), "won after both");
}

#[test]
fn feedback_counts_offers_by_channel_with_reasons() {
    let mut desk = Desk::new();
    for n in 0..4 {
        let lead = desk.offered(n, 10, "fair", &[]);
        match n {
            0 => desk.accept(lead, 20),
            1 | 2 => desk.reject(lead, Unfit::Budget, "", 20),
            _ => {}
        }
    }
    let web = desk.offered(9, 10, "web", &[]);
    desk.accept(web, 20);
    desk.change(30, to(web, stage_with(StageRole::Won), 30));
    let groups = feedback(&desk.w, &utc, smarketing_domain::handoff::Group::Channel, None);
    let fair = groups.iter().find(|g| g.name == "fair").unwrap();
    assert_eq!((fair.offered, fair.accepted, fair.rejected, fair.waiting(), fair.won), (4, 1, 2, 1, 0));
    assert_eq!(fair.reasons, [(Unfit::Budget, 2)].into());
    let (share, interval) = fair.acceptance().unwrap();
    assert!((share - 1.0 / 3.0).abs() < 1e-12 && interval.contains(share) && interval.width() > 0.4);
    assert_eq!(groups.iter().find(|g| g.name == "web").unwrap().won, 1);
    let all = feedback(&desk.w, &utc, smarketing_domain::handoff::Group::All, None);
    let sum = |part: fn(&smarketing_domain::handoff::Feedback) -> u64| groups.iter().map(part).sum::<u64>();
    assert_eq!((all[0].offered, all[0].accepted), (sum(|g| g.offered), sum(|g| g.accepted)));
}

#[test]
fn a_rule_whose_leads_are_rejected_more_often_misleads_once_there_are_enough() {
    let mut desk = Desk::new();
    for n in 0..60 {
        // Rule 0 helps the first half, of which sales accepts one in ten; of the others eight.
        let (rules, accepted): (&[u128], _) = if n < 30 { (&[0, 1], n % 10 == 0) } else { (&[1], n % 10 < 8) };
        let lead = desk.offered(n, 10, "fair", rules);
        if accepted { desk.accept(lead, 20) } else { desk.reject(lead, Unfit::WrongProduct, "", 20) }
    }
    let records = rule_records(&desk.w, None);
    let [first, second] = &records[..] else { panic!("two rules") };
    assert_eq!((first.answered, first.accepted, second.answered, second.accepted), (30, 3, 60, 27));
    assert!(first.misleads());
    assert!(!second.misleads(), "there is nothing to compare it with");
    assert_eq!(second.difference, None);
}

#[test]
fn speed_is_told_by_the_promised_time() {
    let mut desk = Desk::new();
    desk.change(1, edit(id::<WorkspaceId>(0), vec![SettingsChange::Calendar("1234567 00:00-24:00".parse().unwrap())]));
    let hours = 3_600;
    for (n, took) in [hours / 2, hours, 3 * hours, 10 * hours].into_iter().enumerate() {
        let lead = desk.offered(n as u128, 10, "fair", &[]);
        desk.accept(lead, 10 + took);
        if n == 0 {
            desk.change(20 * hours, to(lead, stage_with(StageRole::Won), 20 * hours));
        }
    }
    let speeds = by_speed(&desk.w, &utc, None);
    assert_eq!(speeds.map(|s| (s.accepted, s.won)), [(1, 1), (1, 0), (1, 0), (1, 0)]);
}

#[test]
fn the_week_shows_what_both_teams_promised_and_what_they_kept() {
    let mut desk = Desk::new();
    let promise = Promise { leads_per_week: 5, least_score: Some(20) };
    let always = SettingsChange::Calendar("1234567 00:00-24:00".parse().unwrap());
    desk.change(1, edit(id::<WorkspaceId>(0), vec![SettingsChange::Promise(promise), always]));
    let hours = 3_600;
    let good = desk.offered(0, 10, "fair", &[0, 1]);
    let poor = desk.offered(1, 10, "fair", &[0]);
    let late = desk.offered(2, 10, "fair", &[0, 1]);
    desk.offered(3, 10, "fair", &[0, 1]); // nobody answers
    desk.accept(good, hours);
    desk.accept(poor, hours);
    desk.reject(late, Unfit::Other, "", 5 * hours);
    let week = Period { from: at(0), to: at(7 * 24 * hours) };
    let state = agreement(&desk.w, &utc, week, at(6 * hours));
    assert_eq!((state.promise, state.promised_hours), (promise, 2));
    assert_eq!((state.accepted, state.accepted_below), (1, 1));
    assert_eq!((state.in_time, state.late, state.overdue), (2, 1, 2), "the studio has one that waits, too");
    let next = Period { from: at(7 * 24 * hours), to: at(14 * 24 * hours) };
    let empty = agreement(&desk.w, &utc, next, at(6 * hours));
    assert_eq!((empty.accepted, empty.in_time, empty.median_ms), (0, 0, None));
}

/// A desk of some dozen offers, answered in every way and at every speed.
fn busy() -> Desk {
    let (mut desk, hours) = (restless(), 3_600);
    let promise = Promise { leads_per_week: 5, least_score: Some(20) };
    desk.change(1, edit(id::<WorkspaceId>(0), vec![SettingsChange::Promise(promise)]));
    for n in 0..36 {
        let rules: &[u128] = [&[0, 1][..], &[0], &[1], &[]][n as usize % 4];
        let channel = ["fair", "web", ""][n as usize % 3];
        let lead = desk.offered(n, 10, channel, rules);
        let fields = [("campaign".to_owned(), format!("c{}", n % 2))].into();
        desk.change(10, DealAction::Edit { id: lead, set: vec![DealChange::Fields(fields)] });
        let answered = 10 + hours / 2 + hours * (n as i64 % 7);
        match n % 6 {
            0..=2 => desk.accept(lead, answered),
            3 => desk.reject(lead, if n % 2 == 0 { Unfit::Budget } else { Unfit::NotNow }, "", answered),
            4 => {
                let loss = Some(Loss { reason: if n % 4 == 0 { "Price" } else { "Time" }.into(), ..Loss::default() });
                let drop = Drop { stage: stage_with(StageRole::Lost), after: None, loss };
                let step = drop_deal(&desk.w, lead, drop, at(answered)).unwrap();
                desk.all(answered, step);
            }
            _ => {}
        }
        if n % 4 == 0 && n % 6 < 3 {
            desk.change(answered + hours, to(lead, stage_with(StageRole::Won), answered + hours));
        }
    }
    desk
}

#[test]
fn every_number_counts_the_very_offers_that_it_opens() {
    let desk = busy();
    let now = at(20 * 3_600);
    let whole = Period { from: at(0), to: now };
    let behind = |number: Number, period| offers_behind(&desk.w, &utc, &number, period, now);
    let check = |number: Number, period: Option<Period>, counted: u64| -> Vec<Case> {
        let found = behind(number.clone(), period);
        assert_eq!(found.len() as u64, counted, "{number:?}");
        assert_eq!(deals_of(&found).len() as u64, counted, "each lead was offered once: {number:?}");
        found
    };
    let mut seen = 0;
    for period in [None, Some(whole), Some(Period { from: now, to: at(90_000) })] {
        for by in [Group::All, Group::Channel, Group::Campaign] {
            for group in feedback(&desk.w, &utc, by, period) {
                let part = |part: Part| Number::Group { by, name: group.name.clone(), part };
                let counts = [
                    (Part::Offered, group.offered),
                    (Part::Answered, group.answered()),
                    (Part::Accepted, group.accepted),
                    (Part::Rejected(None), group.rejected),
                    (Part::Left(None), group.left),
                    (Part::Waiting, group.waiting()),
                    (Part::Won, group.won),
                ];
                let reasons = group.reasons.iter().map(|(reason, n)| (Part::Rejected(Some(*reason)), *n));
                let losses = group.losses.iter().map(|(reason, n)| (Part::Left(Some(reason.clone())), *n));
                for (of, counted) in counts.into_iter().chain(reasons).chain(losses) {
                    seen += check(part(of), period, counted).len();
                }
            }
        }
        for record in rule_records(&desk.w, period) {
            let counts =
                [(Part::Answered, record.answered), (Part::Accepted, record.accepted), (Part::Won, record.won)];
            for (part, counted) in counts {
                seen += check(Number::Rule { rule: record.rule, part }, period, counted).len();
            }
        }
        let levels = [Level::Fresh, Level::Due, Level::Late, Level::Escalated];
        for (level, speed) in levels.into_iter().zip(by_speed(&desk.w, &utc, period)) {
            for (part, counted) in [(Part::Accepted, speed.accepted), (Part::Won, speed.won)] {
                seen += check(Number::Speed { level, part }, period, counted).len();
            }
        }
    }
    let week = agreement(&desk.w, &utc, whole, now);
    for (kept, counted) in [
        (Kept::Accepted, week.accepted),
        (Kept::Below, week.accepted_below),
        (Kept::InTime, week.in_time),
        (Kept::Late, week.late),
        (Kept::Overdue, week.overdue),
        (Kept::Waiting, week.waiting),
    ] {
        seen += check(Number::Week(kept), Some(whole), counted).len();
    }
    assert!(week.accepted > 0 && week.accepted_below > 0 && week.late > 0 && week.overdue > 0 && seen > 500, "{seen}");
    assert_eq!(behind(Number::Week(Kept::Late), None), []);
}

#[test]
fn a_lead_that_was_offered_twice_is_two_offers_and_stands_in_the_list_once() {
    let mut desk = restless();
    let lead = desk.offered(0, 10, "fair", &[]);
    desk.reject(lead, Unfit::NotNow, "", 20);
    desk.change(30, to(lead, stage_with(StageRole::Offered), 30));
    let number = Number::Group { by: Group::Channel, name: "fair".into(), part: Part::Offered };
    let found = offers_behind(&desk.w, &utc, &number, None, at(40));
    assert_eq!((found.len(), deals_of(&found)), (2, vec![lead]));
}

/// A desk that promises two hours, and works around the clock.
fn restless() -> Desk {
    let mut desk = Desk::new();
    let always = SettingsChange::Calendar("1234567 00:00-24:00".parse().unwrap());
    desk.change(1, edit(id::<WorkspaceId>(0), vec![always]));
    desk.w.deals = Default::default();
    desk
}

#[test]
fn an_offer_escalates_when_it_was_red_for_as_long_as_was_promised() {
    let (mut desk, hours) = (restless(), 3_600);
    let lead = desk.offered(0, 10, "fair", &[]);
    assert_eq!(escalated(&desk.w, &utc, at(10 + 4 * hours - 1)), []);
    let owner = desk.w.deal(lead).unwrap().owner;
    let told = Escalated { deal: lead, owner, offered: at(10), since: at(10 + 4 * hours) };
    assert_eq!(escalated(&desk.w, &utc, at(10 + 4 * hours)), [told]);
    desk.change(5 * hours, DealAction::Edit { id: lead, set: vec![DealChange::Owner(Some(id(SELLER)))] });
    assert_eq!(escalated(&desk.w, &utc, at(6 * hours))[0].owner, Some(id(SELLER)), "who has it now");
    desk.accept(lead, 7 * hours);
    assert_eq!(escalated(&desk.w, &utc, at(8 * hours)), []);
}

#[test]
fn the_history_keeps_that_an_offer_had_escalated() {
    let (mut desk, hours) = (restless(), 3_600);
    let (slow, fast) = (desk.offered(0, 10, "fair", &[]), desk.offered(1, 10, "fair", &[]));
    desk.accept(fast, 3 * hours);
    desk.accept(slow, 7 * hours);
    assert_eq!(escalations(&desk.w, &utc, slow, at(9 * hours)), [at(10 + 4 * hours)]);
    assert_eq!(escalations(&desk.w, &utc, fast, at(9 * hours)), [], "it was late, but answered before that");
}

#[test]
fn the_longest_waiting_offer_comes_first_and_without_a_promise_none_escalates() {
    let (mut desk, hours) = (restless(), 3_600);
    let leads = [desk.offered(0, 20, "fair", &[]), desk.offered(1, 10, "fair", &[])];
    let told = |desk: &Desk| escalated(&desk.w, &utc, at(9 * hours)).iter().map(|e| e.deal).collect::<Vec<_>>();
    assert_eq!(told(&desk), [leads[1], leads[0]]);
    desk.change(30, edit(id::<WorkspaceId>(0), vec![SettingsChange::ResponseHours(0)]));
    assert_eq!(told(&desk), []);
}

#[test]
fn managers_are_told_but_not_those_of_marketing() {
    let is = |role, team| is_told(&Member { role, team, ..Member::default() });
    assert!(is(Role::Manager, Team::Sales) && is(Role::Manager, Team::Management) && is(Role::Admin, Team::Management));
    assert!(!is(Role::Member, Team::Sales) && !is(Role::Manager, Team::Marketing));
}
