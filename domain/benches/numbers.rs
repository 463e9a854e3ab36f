//! How long the numbers of a large workspace take: 10,000 deals with 100,000
//! stage entries. `cargo bench -p smarketing-domain`; prints the best of some runs.

use smarketing_domain::{
    board,
    clock::{Stamp, Timestamp},
    cohort::{
        Cohort, Window,
        bottleneck::{Search, Steps, dimensions},
        conversion::Look,
        group::Dimension,
        journeys,
        table::table,
    },
    company::CompanyChange,
    deal::{DealChange, Past, Place, Worth},
    filter::Filter,
    hourglass::{Part, deals_behind, hourglass},
    hypothesis::{Arm, Plan, verdict::judge},
    ids::{ClientId, CompanyId, DealId, MemberId, StageId},
    lens::{aarrr, flow, months, stay},
    money::{Currency, Money},
    operation::{Action, Authority, Body, DealAction, Operation, apply, check},
    rank::Rank,
    template::{FURNITURE_STUDIO, stages},
    workspace::Workspace,
};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};
use uuid::Uuid;

const DEALS: usize = 10_000;
const ENTRIES: usize = 10;
const RUNS: usize = 20;

fn main() {
    let operations = operations();
    let mut w = Workspace::default();
    let made = Instant::now();
    for operation in &operations {
        assert_eq!(check(&w, Authority::Server, &operation.body), Ok(()));
        apply(&mut w, operation);
    }
    report("check and apply 10,000 creations", made.elapsed());
    let entries: usize = w.deals.values().map(|d| d.entries.len()).sum();
    assert_eq!((w.deals.len(), entries), (DEALS, DEALS * ENTRIES));

    let whole = Filter::default();
    let text = Filter { text: "kitchen 12 oak".into(), ..Filter::default() };
    best("hourglass", || hourglass(&w, &whole, None));
    best("hourglass, text filter", || hourglass(&w, &text, None));
    cohorts(&w);
    lenses(&w);
    best("deals behind a number", || deals_behind(&w, &whole, None, stage(5), Part::Entered));
    best("one column of the board", || board::column(&w, stage(5)).len());
    let json = serde_json::to_string(&w.entities().collect::<Vec<_>>()).expect("records are JSON");
    best("records to JSON", || serde_json::to_string(&w.entities().collect::<Vec<_>>()).map(|s| s.len()));
    best("records from JSON", || {
        serde_json::from_str::<Vec<smarketing_domain::entity::Entity>>(&json).map(|list| list.len())
    });
    let arm = |converted| Arm { name: "arm".into(), exposed: 1_500, converted };
    let (plan, arms) = (Plan { baseline_bp: 2_000, effect_bp: 500 }, [arm(300), arm(330)]);
    best("an unclear verdict", || judge(&plan, &arms));
}

/// The figures of a cohort, whole, by group and for every step.
fn cohorts(w: &Workspace) {
    let whole = Filter::default();
    let cohort = Cohort::to_won(w, None).expect("the studio has a path");
    // Half of the deals had their window: the later half is young.
    let look = Look { as_of: Timestamp(DEALS as i64 * 1_000), window: Window::from_ms(500).expect("above zero") };
    best("a cohort's journeys", || journeys(w, &whole, &cohort, look.as_of));
    let by = [Dimension::Channel, Dimension::Month];
    best("cohort by channel", || table(w, &whole, &cohort, Some(("channel", &by[0])), look));
    best("cohort by month", || table(w, &whole, &cohort, Some(("month", &by[1])), look));
    let steps = Steps::of(w, &whole, None, None, look);
    best("bottleneck: the steps", || Steps::of(w, &whole, None, None, look));
    best("bottleneck against the best groups", || Search::whole(w, steps.clone(), dimensions(w)).gaps());
}

/// The lenses on all deals.
fn lenses(w: &Workspace) {
    let whole = Filter::default();
    let look = Look { as_of: Timestamp(DEALS as i64 * 1_000), window: Window::from_ms(500).expect("above zero") };
    let cohort = Cohort::to_won(w, None).expect("the studio has a path");
    let stages = aarrr::Stages::chosen(w, |_| None).expect("the studio has a path");
    best("flow between places", || flow::flows(w, &whole, None));
    best("time in stage", || {
        let all = stay::stays(w, &whole, None, look.as_of);
        all.iter().map(|stage| stage.quartiles()).collect::<Vec<_>>()
    });
    best("months of entry", || {
        let all = journeys(w, &whole, &cohort, look.as_of);
        months::months(w, &all, months::Step::Month, look.as_of)
    });
    best("AARRR", || aarrr::figures(w, &aarrr::Asked { filter: &whole, period: None, stages, look }));
}

/// Runs it some times; prints the shortest.
fn best<T>(name: &str, mut run: impl FnMut() -> T) {
    let time = || {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    };
    report(name, std::iter::repeat_with(time).take(RUNS).min().unwrap_or_default());
}

fn report(name: &str, time: Duration) {
    println!("{:>9.3} ms  {name}", time.as_secs_f64() * 1e3);
}

fn stage(n: usize) -> StageId {
    Uuid::from_u128(1 + n as u128).into()
}

/// The studio's stages, a hundred companies, and the deals.
fn operations() -> Vec<Operation> {
    let ids: Vec<StageId> = (0..FURNITURE_STUDIO.len()).map(stage).collect();
    let companies = (0..100_u128).map(|n| {
        let set = vec![CompanyChange::Name(format!("Company {n}"))];
        Body::from(Action::Create { id: CompanyId(Uuid::from_u128(n)), set })
    });
    let ranks = Rank::spread_after(None, DEALS);
    let deals = ranks.into_iter().enumerate().map(|(n, rank)| Body::from(deal(n, rank)));
    let bodies = stages(FURNITURE_STUDIO, &ids, "en").into_iter().chain(companies).chain(deals);
    let operation = |(n, body): (usize, Body)| Operation {
        number: 1 + n as u64,
        stamp: Stamp { millis: 1_700_000_000_000 + n as u64, counter: 0, client: ClientId(1) },
        author: MemberId::default(),
        body,
    };
    bodies.enumerate().map(operation).collect()
}

fn deal(n: usize, rank: Rank) -> DealAction {
    let woods = ["oak", "ash", "pine"];
    // Forth and back among the stages that hold deals, never into Lost.
    let past: Vec<Past> = (0..ENTRIES)
        .map(|i| Past::of(stage(2 + (n + i * (1 + n % 3)) % 9), Some(Timestamp((n * 1_000 + i * 77) as i64))))
        .collect();
    let last = past[ENTRIES - 1].stage;
    DealAction::Create {
        id: DealId(Uuid::from_u128(n as u128)),
        place: Place { stage: last, rank, loss: None },
        past,
        set: vec![
            DealChange::Title(format!("Kitchen {n}, {}", woods[n % 3])),
            DealChange::Company(Some(CompanyId(Uuid::from_u128(n as u128 % 100)))),
            DealChange::Channel(["fair", "search", "friends"][n % 3].into()),
            DealChange::Worth(Worth { once: Some(Money::new(n as i64 * 100, Currency::EUR)), monthly: None }),
        ],
    }
}
