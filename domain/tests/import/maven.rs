//! The real pipeline of 8,800 deals, in both ways of writing dates. It lies
//! beside the checkout; where it does not, these tests say so and pass.

use crate::support::Desk;
use smarketing_domain::{
    clock::Timestamp,
    filter::Filter,
    import::{csv, mapping::Mapping, undo, words::Words},
    money::Currency,
    report::{Report, report},
    stage::StageRole,
};
use std::time::Instant;

fn file(name: &str) -> Option<Vec<u8>> {
    let path = format!("{}/../../shared/data/maven_crm/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: {name} is not beside the checkout");
    }
    bytes
}

fn import(name: &str) -> Option<Desk> {
    let bytes = file(name)?;
    let started = Instant::now();
    let table = csv::parse(&bytes).expect("a table");
    let parsed = started.elapsed();
    let mut desk = Desk::new(Currency::USD);
    let mapping = Mapping::guess(&table, &desk.workspace, &Words::of("en"));
    let guessed = started.elapsed();
    let refused = desk.import(&table, &mapping).expect("a mapping that fits");
    eprintln!("{name}: parsed {parsed:?}, mapping guessed {guessed:?}, imported {:?}", started.elapsed());
    assert_eq!(refused, []);
    Some(desk)
}

fn lines(report: &Report) -> Vec<(&str, u64, i64, u64, u64)> {
    report.stages.iter().map(|s| (s.name.as_str(), s.count, s.sum_minor, s.entered, s.passed)).collect()
}

const FIGURES: [(&str, u64, i64, u64, u64); 4] = [
    ("Prospecting", 500, 0, 8_800, 8_300),
    ("Engaging", 1_589, 0, 8_300, 4_238),
    ("Won", 4_238, 1_000_553_400, 4_238, 0),
    ("Lost", 2_473, 0, 2_473, 0),
];

#[test]
fn both_ways_of_writing_dates_give_the_same_figures_and_the_same_history() {
    let (Some(iso), Some(slashes)) = (import("sales_pipeline.csv"), import("sales_pipeline_m-d-yyyy_slashes.csv"))
    else {
        return;
    };
    for desk in [&iso, &slashes] {
        let report = report(&desk.workspace, &Filter::default(), None);
        assert_eq!(report.deals, 8_800);
        assert_eq!(lines(&report), FIGURES);
        assert_eq!(desk.workspace.members.len(), 30);
        assert!(desk.workspace.members.values().all(|m| !m.signs_in));
        assert_eq!(desk.workspace.companies.len(), 85);
    }
    assert_eq!(iso.workspace.deals, slashes.workspace.deals);
}

#[test]
fn what_the_file_does_not_say_stays_unknown() {
    let Some(desk) = import("sales_pipeline.csv") else { return };
    let deals: Vec<_> = desk.workspace.living_deals().collect();
    assert_eq!(deals.iter().filter(|d| d.company.is_none()).count(), 1_425);
    assert_eq!(deals.iter().filter(|d| d.worth.once.is_none()).count(), 2_089);
    assert_eq!(deals.iter().filter(|d| d.began().is_none()).count(), 500);
    let lost = desk.workspace.stage_with(StageRole::Lost).expect("a stage for lost deals").id;
    let reasons = deals.iter().filter(|d| d.place.stage == lost).map(|d| d.place.loss.clone().map(|l| l.reason));
    assert!(reasons.eq(std::iter::repeat_n(Some("Not stated".to_owned()), 2_473)));
}

#[test]
fn the_dates_of_the_file_are_the_history() {
    let Some(desk) = import("sales_pipeline.csv") else { return };
    let w = &desk.workspace;
    let deal = w.living_deals().find(|d| d.fields["opportunity_id"] == "1C1I7A6R").expect("the first row");
    let day = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).map(Timestamp::from_day);
    let history: Vec<_> = deal.history().map(|e| (w.stages[&e.stage].name.as_str(), e.at)).collect();
    assert_eq!(history, [("Engaging", day(2016, 10, 20)), ("Won", day(2017, 3, 1))]);
    assert_eq!(deal.title, "Cancity · GTX Plus Basic");
    assert_eq!(deal.owner.map(|id| w.members[&id].name.as_str()), Some("Moses Frase"));
    assert_eq!(deal.fields["product"], "GTX Plus Basic");
}

#[test]
fn the_same_file_again_brings_nothing_and_undo_leaves_no_trace() {
    let (Some(mut desk), Some(bytes)) = (import("sales_pipeline.csv"), file("sales_pipeline.csv")) else { return };
    let table = csv::parse(&bytes).expect("a table");
    let mapping = Mapping::guess(&table, &desk.workspace, &Words::of("en"));
    let refused = desk.import(&table, &mapping).expect("a mapping that fits");
    assert_eq!(refused.len(), 8_800);
    assert!(refused.iter().all(|e| e.code.code() == "duplicate"));
    assert_eq!(desk.workspace.stages.len(), 4);
    let imports: Vec<_> = desk.workspace.imports.keys().collect();
    for import in imports {
        for body in undo(&desk.workspace, import) {
            desk.perform(body);
        }
    }
    let w = &desk.workspace;
    assert_eq!(w.living_deals().count(), 0);
    assert!(w.members.values().all(|m| !m.meta.is_alive()) && w.companies.values().all(|c| !c.meta.is_alive()));
    let left: Vec<_> = w.stages_in_order().iter().map(|s| s.role).collect();
    assert_eq!(left, [StageRole::Won, StageRole::Lost]);
    assert!(w.imports.values().all(|i| i.undone));
}
