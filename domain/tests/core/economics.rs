//! What channels cost and bring, held against a slow reading of its definitions.

use crate::support::{Author, at, cases, create, deal_in, id, loss, stage, stage_with, studio, to, worth};
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    clock::{DAY, Timestamp},
    deal::{DealChange, DealKind, Place},
    economics::{Amount, Economics, Line, Margin, Model, Part, Payback, Share, Source, deals, economics, ledger},
    filter::Filter,
    hourglass::{self, Period},
    ids::{DealId, ReachId, TouchpointId},
    operation::{Action, DealAction},
    rank::Rank,
    reach::ReachChange,
    stage::StageRole,
    touchpoint::TouchpointChange,
    workspace::Workspace,
};

const CHANNELS: [&str; 4] = ["Search", "Fair", " fair", ""];

/// A lead: its channel, when it came, how far (a stage of the template), and the
/// channels and times of what touched it.
#[derive(Clone, Debug)]
struct Drawn {
    channel: usize,
    came: i64,
    stage: usize,
    is_lost: bool,
    euros: Option<i64>,
    is_further: bool,
    touches: Vec<(usize, i64)>,
}

prop_compose! {
    fn drawn()(
        channel in 0..4_usize, came in 0..60_i64, stage in 2..10_usize, is_lost in any::<bool>(),
        euros in proptest::option::of(0..5_000_i64), is_further in proptest::bool::weighted(0.2),
        touches in vec((0..4_usize, 0..90_i64), 0..5),
    ) -> Drawn {
        Drawn { channel, came, stage, is_lost, euros, is_further, touches }
    }
}

fn day(n: i64) -> Timestamp {
    Timestamp(at(0).0 + n * DAY)
}

/// A workspace of these leads, and of spend by channel and day.
fn made_of(leads: &[Drawn], spend: &[(usize, i64, i64)]) -> Workspace {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    for deal in w.deals.keys().collect::<Vec<_>>() {
        author.change(&mut w, at(1), DealAction::Delete { id: deal });
    }
    let now = day(200);
    for (n, lead) in leads.iter().enumerate() {
        let deal: DealId = id(1_000 + n as u128);
        let seconds = lead.came * DAY / 1000;
        author.change(&mut w, now, deal_in(deal, stage(2), seconds, "Lead"));
        let kind = if lead.is_further { DealKind::Upsell } else { DealKind::New };
        let mut set = vec![DealChange::Channel(CHANNELS[lead.channel].into()), DealChange::Kind(kind)];
        set.extend(lead.euros.map(|euros| DealChange::Worth(worth(euros))));
        author.change(&mut w, now, DealAction::Edit { id: deal, set });
        if lead.stage > 2 && w.stages[&stage(lead.stage)].role != StageRole::Lost {
            author.change(&mut w, now, to(deal, stage(lead.stage), seconds + 10 * DAY / 1000));
        }
        if lead.is_lost {
            let place =
                Place { stage: stage_with(StageRole::Lost), rank: Rank::between(None, None), loss: Some(loss()) };
            let entered = Some(now);
            author.change(&mut w, now, DealAction::Move { id: deal, to: place, entered, retract: None, remark: None });
        }
        for (m, (channel, touched)) in lead.touches.iter().enumerate() {
            let set = vec![
                TouchpointChange::At(Some(day(*touched))),
                TouchpointChange::Channel(CHANNELS[*channel].into()),
                TouchpointChange::Deal(Some(deal)),
            ];
            author.change(&mut w, now, create(id::<TouchpointId>((n * 100 + m) as u128), set));
        }
    }
    for (n, (channel, on, euros)) in spend.iter().enumerate() {
        let set = vec![
            ReachChange::Channel(format!("{}!", CHANNELS[*channel])),
            ReachChange::Day(day(*on).day()),
            ReachChange::Visits(3),
            ReachChange::SpendMinor(100 * euros),
        ];
        author.change(&mut w, now, create(id::<ReachId>(n as u128), set));
    }
    w
}

fn sums(found: &Economics) -> (Vec<Share>, Vec<Amount>, Vec<u64>) {
    let of = |lines: &[Line]| {
        let share = |look: fn(&Line) -> Share| lines.iter().map(look).sum::<Share>();
        let amount = |look: fn(&Line) -> Amount| lines.iter().map(look).sum::<Amount>();
        let count = |look: fn(&Line) -> u64| lines.iter().map(look).sum::<u64>();
        (
            vec![
                share(|l| l.leads),
                share(|l| l.accepted),
                share(|l| l.customers),
                share(|l| l.open),
                share(|l| l.unvalued),
            ],
            vec![amount(|l| l.won), amount(|l| l.monthly)],
            vec![count(|l| l.visits), count(|l| l.spend_minor.unwrap_or(0) as u64)],
        )
    };
    assert_eq!(of(&found.lines), of(std::slice::from_ref(&found.total)), "the parts make the whole");
    of(&found.lines)
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn the_parts_of_all_channels_make_the_whole_under_each_model(
        leads in vec(drawn(), 0..14),
        spend in vec((0..3_usize, 0..90_i64, 0..500_i64), 0..10),
        days in proptest::option::of((0..40_i64, 1..60_i64)),
    ) {
        let w = made_of(&leads, &spend);
        let period = days.map(|(from, long)| Period { from: day(from), to: day(from + long) });
        let totals: Vec<_> = Model::ALL.map(|model| economics(&w, &Filter::default(), period, model)).into_iter().collect();
        for (found, model) in totals.iter().zip(Model::ALL) {
            sums(found);
            prop_assert_eq!(&found.total, &totals[0].total, "whom it is credited to changes no total");
            for part in [Part::Leads, Part::Accepted, Part::Customers, Part::Open] {
                let all = deals(&w, period, model, None, part);
                prop_assert_eq!(all.iter().map(|_| Share::WHOLE).sum::<Share>(), found.total.count(part));
                let mut listed: Vec<DealId> = Vec::new();
                for line in &found.lines {
                    let theirs = deals(&w, period, model, line.source.as_ref(), part);
                    prop_assert_eq!(theirs.is_empty(), line.count(part).is_nothing());
                    listed.extend(theirs);
                }
                listed.sort_unstable();
                listed.dedup();
                prop_assert_eq!(listed, { let mut all = all; all.sort_unstable(); all });
            }
        }
    }

    #[test]
    fn customers_are_those_of_the_hourglass_but_for_further_purchases(leads in vec(drawn(), 0..14)) {
        let mut leads = leads;
        leads.iter_mut().for_each(|lead| lead.is_further = false);
        let w = made_of(&leads, &[]);
        let found = economics(&w, &Filter::default(), None, Model::First);
        let glass = hourglass::hourglass(&w, &Filter::default(), None);
        let won = glass.band(stage_with(StageRole::Won)).unwrap();
        prop_assert_eq!(found.total.customers.as_f64(), won.entered as f64);
        prop_assert_eq!(found.total.won.minor(), won.entered_minor);
    }

    #[test]
    fn what_is_typed_twice_is_noted_once(value in 0..100_000_i64, again in 0..100_000_i64) {
        let (mut w, mut author) = (studio(), Author::new(1, 0));
        let span = ledger::Span::week(day(3).day().unwrap());
        for (channel, value) in [("Fair", again), (" FAIR ", value)] {
            let rows = ledger::rows(channel, span, ledger::Measure::Spend, value);
            for body in ledger::bodies(&w, rows).unwrap() {
                author.change(&mut w, day(9), body);
            }
        }
        prop_assert_eq!(w.reach.len(), 7);
        prop_assert_eq!(ledger::Ledger::of(&w).sum("fair", span, ledger::Measure::Spend), Some(value));
        prop_assert_eq!(economics(&w, &Filter::default(), None, Model::Even).total.spend_minor, Some(value));
    }
}

fn lead(channel: usize, touches: &[(usize, i64)]) -> Drawn {
    let won = (0..10).find(|n| stage(*n) == stage_with(StageRole::Won)).unwrap();
    let touches = touches.to_vec();
    Drawn { channel, came: 1, stage: won, is_lost: false, euros: Some(900), is_further: false, touches }
}

fn customers(found: &Economics) -> Vec<(&str, f64)> {
    found.lines.iter().filter(|l| !l.customers.is_nothing()).map(|l| (l.name.as_str(), l.customers.as_f64())).collect()
}

#[test]
fn what_touched_after_the_purchase_did_not_bring_it() {
    // Won on day 11.
    let w = made_of(&[lead(1, &[(0, 5), (1, 20)])], &[]);
    for model in Model::ALL {
        assert_eq!(customers(&economics(&w, &Filter::default(), None, model)), [("Search", 1.0)], "{model:?}");
    }
}

#[test]
fn without_touchpoints_the_channel_of_the_deal_counts() {
    let w = made_of(&[lead(1, &[]), lead(3, &[])], &[]);
    for model in Model::ALL {
        assert_eq!(customers(&economics(&w, &Filter::default(), None, model)), [("Fair", 1.0), ("", 1.0)], "{model:?}");
    }
    let unknown = deals(&w, None, Model::First, Some(&Source::NotNoted), Part::Customers);
    assert_eq!(unknown, [id::<DealId>(1_001)]);
}

#[test]
fn first_and_last_and_even_share_differently() {
    let w = made_of(&[lead(3, &[(0, 2), (1, 3), (2, 4)])], &[]);
    assert_eq!(customers(&economics(&w, &Filter::default(), None, Model::First)), [("Search", 1.0)]);
    assert_eq!(customers(&economics(&w, &Filter::default(), None, Model::Last)), [("fair", 1.0)]);
    let found = economics(&w, &Filter::default(), None, Model::Even);
    let mut even = customers(&found);
    even.sort_by(|a, b| a.0.cmp(b.0));
    assert_eq!(even, [("Fair", 0.5), ("Search", 0.5)]);
}

#[test]
fn a_cost_is_known_only_where_spend_is_noted_and_somebody_came() {
    let w = made_of(&[lead(0, &[])], &[(0, 1, 50)]);
    let found = economics(&w, &Filter::default(), None, Model::First);
    let line = |name: &str| found.lines.iter().find(|l| l.name == name).unwrap();
    assert_eq!(line("Search").per_customer(), None, "its spend is unknown, not zero");
    assert_eq!(line("Search!").per_customer(), None, "nobody came by it");
    assert_eq!(found.total.per_customer().map(|cost| cost.minor), Some(5_000));
    assert_eq!(found.total.payback(Margin::ALL), Some(Payback::AtOnce));
}

#[test]
fn a_further_purchase_is_no_lead() {
    let w = made_of(&[Drawn { is_further: true, ..lead(0, &[]) }], &[]);
    assert_eq!(economics(&w, &Filter::default(), None, Model::First), Economics::default());
    let deleted = Action::<ReachId, ReachChange>::Delete { id: id(0) };
    let mut w = made_of(&[], &[(0, 1, 50)]);
    Author::new(2, 0).change(&mut w, day(300), deleted);
    assert_eq!(
        economics(&w, &Filter::default(), None, Model::First),
        Economics::default(),
        "what was deleted is not noted"
    );
}

#[test]
fn a_filter_narrows_leads_and_keeps_only_the_spend_that_is_theirs() {
    let mut w = made_of(&[lead(0, &[]), lead(1, &[])], &[(0, 1, 50)]);
    let set =
        vec![ReachChange::Channel("fair ".to_owned()), ReachChange::Day(day(1).day()), ReachChange::SpendMinor(7_000)];
    Author::new(3, 0).change(&mut w, day(300), create(id::<ReachId>(77), set));
    let total = |filter: &Filter| economics(&w, filter, None, Model::First).total;
    let all = total(&Filter::default());
    let fair = total(&Filter { channel: Some("Fair".to_owned()), ..Filter::default() });
    assert_eq!((all.leads.as_f64(), fair.leads.as_f64()), (2.0, 1.0));
    assert_eq!((all.spend_minor, fair.spend_minor), (Some(12_000), Some(7_000)));
    let new = total(&Filter { kind: Some(DealKind::New), ..Filter::default() });
    assert_eq!((new.leads, new.spend_minor), (all.leads, None), "nobody noted what of it went to them");
}
