use super::*;
use chrono::{DateTime, Utc};
use smarketing_domain::{
    clock::{DAY, Stamp},
    deal::{Deal, DealKind},
    filter::Filter,
    hourglass::{self, Hourglass, Period},
    hypothesis::{
        Choice, Evidence, RunBy, Status,
        priority::{Mark, Priority},
    },
    ids::ClientId,
    member::Team,
    operation::{Authority, Operation, apply, check},
    report::report,
    stage::StageRole,
    workshop::{
        DOTS, Phase,
        canvas::{Canvas, workshops},
    },
    workspace::Workspace,
};
use std::{collections::BTreeMap, sync::OnceLock};

pub(super) fn at(text: &str) -> Timestamp {
    Timestamp(text.parse::<DateTime<Utc>>().unwrap().timestamp_millis())
}

/// Applies all steps in order, each allowed before.
pub(super) fn workspace(demo: &Demo) -> Workspace {
    let mut workspace = Workspace::default();
    for (i, step) in demo.steps.iter().enumerate() {
        check(&workspace, Authority::Server, &step.body).unwrap_or_else(|e| panic!("step {i}: {e}: {:?}", step.body));
        let stamp = Stamp { millis: step.at.0 as u64, counter: i as u32, client: ClientId(1) };
        apply(&mut workspace, &Operation { number: i as u64 + 1, stamp, author: step.author, body: step.body.clone() });
    }
    workspace
}

pub(super) const NOW: &str = "2026-06-17T13:20:00Z";

pub(super) fn default_demo() -> &'static (Demo, Workspace) {
    static DEMO: OnceLock<(Demo, Workspace)> = OnceLock::new();
    DEMO.get_or_init(|| {
        let demo = generate(2026, None, at(NOW));
        let workspace = workspace(&demo);
        (demo, workspace)
    })
}

fn all(workspace: &Workspace) -> Hourglass {
    hourglass::hourglass(workspace, &Filter::default(), None)
}

pub(super) fn entered(workspace: &Workspace, glass: &Hourglass, name: &str) -> u64 {
    let stage = workspace.stages.values().find(|s| s.name == name).unwrap();
    glass.band(stage.id).unwrap().entered
}

fn open(workspace: &Workspace) -> Vec<&Deal> {
    workspace.living_deals().filter(|d| workspace.stages[&d.place.stage].role.is_undecided()).collect()
}

fn is_in(text: &str, workspace: &Workspace, deal: &Deal) -> bool {
    workspace.stages[&deal.place.stage].name == text
}

#[test]
fn the_same_seed_and_moment_give_the_same_studio() {
    let bodies = |seed| -> Vec<Body> { generate(seed, Some(40), at(NOW)).steps.into_iter().map(|s| s.body).collect() };
    let one = bodies(1);
    assert!(one == bodies(1));
    assert!(one != bodies(2));
}

#[test]
fn it_is_a_business_of_the_size_we_tell() {
    for (seed, now) in [
        (2026, NOW),
        (2, "2026-01-04T09:00:00Z"),
        (3, "2026-04-30T23:10:00Z"),
        (4, "2026-08-08T04:00:00Z"),
        (5, "2026-11-02T11:45:00Z"),
    ] {
        let demo = generate(seed, None, at(now));
        let w = workspace(&demo);
        let glass = all(&w);
        let sold = entered(&w, &glass, "Bought");
        assert!((5_800..=6_200).contains(&w.deals.len()), "{seed}: {} leads", w.deals.len());
        let accepted = entered(&w, &glass, "Agreed to a measurement");
        assert!((820..=1_000).contains(&accepted), "{seed}: {accepted} accepted");
        assert!((250..=320).contains(&sold), "{seed}: {sold} won");
        let (deals, leads): (Vec<_>, Vec<_>) = open(&w)
            .into_iter()
            .partition(|d| w.stages[&d.place.stage].section == smarketing_domain::stage::Section::Sales);
        assert!((180..=260).contains(&leads.len()), "{seed}: {} open leads", leads.len());
        assert!((95..=125).contains(&deals.len()), "{seed}: {} open deals", deals.len());
        for days in [366.0, 180.0, 90.0] {
            let period = Period { from: calendar::before(at(now), days), to: Timestamp(at(now).0 + 1) };
            let glass = hourglass::hourglass(&w, &Filter::default(), Some(period));
            let weakest = glass.weakest().unwrap().stage;
            assert_eq!(w.stages[&weakest].name, "Introduced to a designer", "{seed}, {days} days");
        }
    }
}

#[test]
fn nothing_happens_after_now_and_everything_in_order() {
    let (demo, w) = default_demo();
    let now = at(NOW);
    assert!(demo.steps.is_sorted_by_key(|s| s.at));
    assert!(demo.steps.iter().all(|s| s.at <= now));
    for deal in w.deals.values() {
        let times: Vec<_> = deal.history().map(|e| e.at.unwrap()).collect();
        assert!(times.is_sorted_by(|a, b| a < b) && times.iter().all(|t| *t <= now), "{deal:?}");
        assert_eq!(deal.history().last().unwrap().stage, deal.place.stage);
        assert_eq!(deal.entries.len(), times.len());
    }
    assert!(w.tasks.values().filter_map(|t| t.done).all(|t| t <= now));
    assert!(w.reach.values().all(|r| r.day <= now.day()));
}

#[test]
fn the_first_answer_comes_later_and_later() {
    let (_, w) = default_demo();
    let median_days = |from: f64, to: f64| {
        let period = Period { from: calendar::before(at(NOW), from), to: calendar::before(at(NOW), to) };
        let filter = Filter { kind: Some(DealKind::New), ..Filter::default() };
        let glass = hourglass::hourglass(w, &filter, Some(period));
        let stage = w.stages.values().find(|s| s.name == "Introduced to a designer").unwrap();
        glass.band(stage.id).unwrap().median_ms.unwrap() as f64 / DAY as f64
    };
    let (early, late) = (median_days(360.0, 220.0), median_days(90.0, 30.0));
    assert!(late > early + 1.0, "{early:.1} days, then {late:.1}");
}

#[test]
fn marketplace_brings_most_leads_and_fewest_purchases_per_lead() {
    let (_, w) = default_demo();
    let of = |name: &str| {
        let glass = hourglass::hourglass(w, &Filter { channel: Some(name.to_owned()), ..Filter::default() }, None);
        (entered(w, &glass, "Left a request"), entered(w, &glass, "Bought"))
    };
    let (leads, won) = of("Marketplace");
    let rate = won as f64 / leads as f64;
    for channel in channels::CHANNELS.iter().filter(|c| c.name != "Marketplace") {
        let (others, sold) = of(channel.name);
        assert!(others < leads && sold as f64 / others as f64 > rate, "{}", channel.name);
    }
    let (partners, sold) = of("Partner designers");
    assert!(partners * 15 < w.deals.len() as u64 && sold as f64 / partners as f64 > 0.2, "{sold} of {partners}");
}

#[test]
fn the_sums_add_up() {
    let (_, w) = default_demo();
    let figures = report(w, &Filter::default(), None);
    assert_eq!(figures.stages.iter().map(|s| s.count).sum::<u64>(), w.deals.len() as u64);
    let minor: i64 = w.deals.values().map(Deal::value_minor).sum();
    assert_eq!(figures.stages.iter().map(|s| s.sum_minor).sum::<i64>(), minor);
    // Seen at least as often as visited, visited at least as often as asked.
    for channel in &channels::CHANNELS {
        let rows: Vec<_> = w.reach.values().filter(|r| r.channel == channel.name).collect();
        assert_eq!(rows.len() as u64, demand::YEAR + 1);
        for row in rows {
            let leads = w.deals.values().filter(|d| {
                d.channel == channel.name
                    && !d.kind.is_further_purchase()
                    && d.began().and_then(Timestamp::day) == row.day
            });
            assert!(row.visits >= leads.count() as u64);
            assert!(row.impressions >= row.visits || channel.views == 0.0);
        }
    }
}

#[test]
fn customers_come_back_and_bring_friends() {
    let (_, w) = default_demo();
    let glass = all(w);
    let grown = |role| glass.bands.iter().find(|b| b.role == role).unwrap().grown;
    assert!(grown(StageRole::Repeat) >= 25 && grown(StageRole::Referral) >= 30);
    for deal in w.deals.values().filter(|d| d.kind != DealKind::New) {
        let parent = &w.deals[&deal.grew_from.unwrap()];
        assert!(parent.began() < deal.began());
        assert!(deal.kind == DealKind::Referral || parent.contacts == deal.contacts);
    }
    assert!(
        w.deals.values().any(|d| is_in("Bought again", w, d))
            && w.deals.values().any(|d| is_in("Recommended us", w, d))
    );
}

#[test]
fn sales_knows_whom_it_works_for() {
    let (_, w) = default_demo();
    for deal in open(w) {
        assert!(!deal.contacts.is_empty() && deal.owner.is_some());
    }
    let without = |d: &&Deal| d.contacts.is_empty();
    let lost_early = w.deals.values().filter(without).count();
    assert!(w.deals.values().filter(without).all(|d| d.place.loss.is_some()));
    assert!(lost_early > 3_000, "old lost leads need no contact record: {lost_early}");
}

#[test]
fn next_steps_are_overdue_today_later_or_missing() {
    let (_, w) = default_demo();
    let today = at(NOW).day().unwrap();
    let mut count = BTreeMap::new();
    for deal in open(w) {
        *count.entry(smarketing_domain::task::urgency(w.next_task(deal.id), today)).or_insert(0) += 1;
    }
    assert!(count.len() == 4 && count.values().all(|n| *n >= 10), "{count:?}");
}

#[test]
fn hypotheses_are_in_all_states() {
    let (_, w) = default_demo();
    let of = |status| w.hypotheses.values().filter(|h| h.standing.status == status).count();
    assert_eq!(Status::ALL.map(of), [3, 2, 3, 4]);
    let verdict = |title: &str| w.hypotheses.values().find(|h| h.title == title).unwrap().judge().verdict.code();
    assert_eq!(verdict("Call within the hour"), "better");
    assert_eq!(verdict("Drawings for designers in five days"), "not_enough_yet");
    assert_eq!(verdict("Longer form for Marketplace"), "no_difference_worth_having");
    for hypothesis in w.hypotheses.values() {
        assert_eq!(hypothesis.decision.is_some(), hypothesis.standing.status == Status::Decided);
        if let Some(decision) = &hypothesis.decision {
            let expected = if decision.choice == Choice::Adopt { "better" } else { "no_difference_worth_having" };
            assert_eq!(hypothesis.judge().verdict.code(), expected, "{}", hypothesis.title);
        }
        assert!(!hypothesis.saw.is_empty() && !hypothesis.believe.is_empty() && !hypothesis.metric.is_empty());
    }
}

#[test]
fn the_teams_have_voted_on_ideas_and_do_not_agree_on_all_of_them() {
    let (_, w) = default_demo();
    let of = |title: &str| w.hypotheses.values().find(|h| h.title == title).unwrap();
    let priority = |title: &str| Priority::of(w, of(title));
    let saturdays = priority("Measure on Saturdays").apart().unwrap();
    assert!(saturdays.is_worth_talking() && saturdays.mark == Mark::Ease, "{saturdays:?}");
    assert_eq!(priority("A call after the delivery").missing(), [Team::Marketing]);
    assert!(!priority("Quote at three levels").is_provisional());
    let both = w.hypotheses.values().filter(|h| h.team == RunBy::Both).count();
    assert_eq!(both, 3);
    let linked: Vec<_> = w.hypotheses.values().filter(|h| !h.evidence.is_empty()).collect();
    assert!(linked.len() >= 7 && linked.iter().all(|h| h.cost.half_days > 0));
    for hypothesis in linked {
        assert!(hypothesis.evidence.iter().any(|link| matches!(link, Evidence::Insight(_))), "{}", hypothesis.title);
        let number = hypothesis.evidence.iter().find_map(|link| match link {
            Evidence::Number(number) => Some(number),
            Evidence::Insight(_) => None,
        });
        assert!(number.is_some_and(|number| number.entered > number.converted), "{}", hypothesis.title);
    }
}

#[test]
fn one_workshop_is_over_and_in_one_people_vote() {
    let w = &default_demo().1;
    let of = |id: &smarketing_domain::ids::WorkshopId| Canvas::of(w, *id, Default::default());
    let all = workshops(w);
    let [open, over] = &all.iter().map(of).collect::<Vec<_>>()[..] else { panic!("{all:?}") };
    assert_eq!((open.phase, over.phase), (Phase::Vote, Phase::Ended));
    assert!(over.adrift.is_empty() && open.voters.iter().any(|voter| voter.left < DOTS));
    let best = &over.ideas[0];
    assert!(best.dots > over.ideas[1].dots);
    let became = &w.hypotheses[&best.hypothesis.unwrap()];
    assert_eq!(became.title, "Call within the hour");
}

#[test]
fn as_many_deals_stand_open_as_are_wanted() {
    for wanted in [0, 7, 1_000, 2_500] {
        let w = workspace(&generate(1, Some(wanted), at(NOW)));
        assert_eq!(open(&w).len(), wanted as usize);
    }
}
