//! Exports of other programs, imported by the mapping that is guessed for them.

use crate::support::Desk;
use smarketing_domain::{
    clock::Timestamp,
    deal::Deal,
    import::{
        csv,
        mapping::{Field, Mapping},
        words::Words,
    },
    money::Currency,
    workspace::Workspace,
};

const PIPEDRIVE: &str = include_str!("../fixtures/pipedrive_deals.csv");
const AMOCRM: &str = include_str!("../fixtures/amocrm_leads.csv");

fn roubles() -> Currency {
    "RUB".parse().expect("a currency")
}

fn deal<'w>(workspace: &'w Workspace, title: &str) -> &'w Deal {
    workspace.living_deals().find(|d| d.title == title).unwrap_or_else(|| panic!("no deal {title}"))
}

fn at(text: &str) -> Option<Timestamp> {
    chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .ok()
        .map(|t| Timestamp(t.and_utc().timestamp_millis()))
}

fn history<'w>(workspace: &'w Workspace, deal: &Deal) -> Vec<(&'w str, Option<Timestamp>)> {
    deal.history().map(|e| (workspace.stages[&e.stage].name.as_str(), e.at)).collect()
}

#[test]
fn a_status_beside_the_stage_decides_and_the_stage_stays_in_the_history() {
    let mut desk = Desk::new(Currency::EUR);
    assert_eq!(desk.import_text(PIPEDRIVE), []);
    let w = &desk.workspace;
    let names: Vec<_> = w.stages_in_order().iter().map(|s| s.name.as_str()).collect();
    assert_eq!(
        names,
        ["Contact Made", "Qualified", "Proposal Made", "Negotiations Started", "Bought", "Left without buying"]
    );
    assert_eq!(
        history(w, deal(w, "Wardrobe")),
        [
            ("Contact Made", at("2025-02-10 12:00")),
            ("Negotiations Started", at("2025-03-02 08:00")),
            ("Bought", at("2025-03-11 16:40")),
        ]
    );
    let lost = deal(w, "Shelves, oak");
    assert_eq!(lost.place.loss.as_ref().map(|l| l.reason.as_str()), Some("Price"));
    assert_eq!(lost.worth.once.map(|m| m.minor), Some(120_000));
    assert_eq!(deal(w, "Table").worth.once, None);
}

#[test]
fn everything_the_export_says_of_an_open_deal_is_there() {
    let mut desk = Desk::new(Currency::EUR);
    desk.import_text(PIPEDRIVE);
    let w = &desk.workspace;
    let kitchen = deal(w, "Kitchen for the Novak family");
    assert_eq!(kitchen.company.map(|id| w.companies[&id].name.as_str()), Some("Novak"));
    let contact = &w.contacts[&kitchen.contacts[0]];
    assert_eq!(
        (contact.name.as_str(), contact.company, contact.source.as_str()),
        ("Jan Novak", kitchen.company, "deals.csv")
    );
    assert_eq!(kitchen.owner.map(|id| w.members[&id].name.as_str()), Some("Olena Bondar"));
    assert_eq!(kitchen.channel, "Fair");
    assert_eq!(kitchen.expected_close, chrono::NaiveDate::from_ymd_opt(2025, 6, 1));
    assert_eq!((kitchen.fields["Deal - ID"].as_str(), kitchen.fields["Deal - Label"].as_str()), ("101", "Warm"));
    assert_eq!(w.members.len(), 2, "one member for each owner, however many deals");
}

#[test]
fn a_cyrillic_export_reads_the_same_in_either_encoding() {
    let windows = encoding_rs::WINDOWS_1251.encode(AMOCRM).0;
    let mut desks = [Desk::new(roubles()), Desk::new(roubles())];
    for (desk, bytes) in desks.iter_mut().zip([AMOCRM.as_bytes(), &windows]) {
        let table = csv::parse(bytes).expect("a table");
        let mapping = Mapping::guess(&table, &desk.workspace, &Words::of("ru"));
        assert_eq!(desk.import(&table, &mapping), Ok(vec![]));
    }
    assert_eq!(desks[0].workspace.deals, desks[1].workspace.deals);
    let w = &desks[0].workspace;
    let names: Vec<_> = w.stages_in_order().iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["Первичный контакт", "Переговоры", "Успешно реализовано", "Закрыто и не реализовано"]);
    let kitchen = deal(w, "Кухня под заказ");
    assert_eq!(kitchen.worth.once.map(|m| m.minor), Some(25_400_000));
    assert_eq!(kitchen.expected_close, None, "“не закрыта” is no date");
    assert_eq!((kitchen.fields["Товар"].as_str(), kitchen.fields["Товар (2)"].as_str()), ("Кухня", "Фасады"));
    assert_eq!(
        history(w, kitchen),
        [("Переговоры", None), ("Первичный контакт", at("2025-02-03 11:20"))],
        "when it entered the later stage is unknown"
    );
    assert_eq!(deal(w, "Лис и сын · Стол").worth.once.map(|m| m.minor), Some(1_250_050));
}

#[test]
fn the_date_a_deal_closed_is_the_expected_one_while_it_is_open() {
    let mut desk = Desk::new(Currency::USD);
    desk.import_text(
        "Record ID,Deal Name,Deal Stage,Close Date,Amount\n1,One,Closed Won,2025-03-20,5\n2,Two,Contract Sent,2025-05-20,5\n",
    );
    let w = &desk.workspace;
    assert_eq!(history(w, deal(w, "One")), [("Closed Won", at("2025-03-20 00:00"))]);
    assert_eq!(deal(w, "Two").expected_close, chrono::NaiveDate::from_ymd_opt(2025, 5, 20));
}

#[test]
fn a_lead_list_without_a_stage_column_starts_in_the_first_stage() {
    let mut desk = Desk::new(Currency::USD);
    desk.import_text("First Name,Last Name,Email,Create Date\nAyu,Lestari,ayu@example.com,2025-04-08 17:19\n");
    let w = &desk.workspace;
    let lead = deal(w, "Ayu Lestari");
    assert_eq!(history(w, lead), [("Left a request", at("2025-04-08 17:19"))]);
    assert_eq!(w.contacts[&lead.contacts[0]].email, "ayu@example.com");
}

#[test]
fn a_stage_column_without_a_single_stage_is_as_none() {
    let mut desk = Desk::new(Currency::USD);
    assert_eq!(desk.import_text("Record ID,First Name,Lead Status\n1,Ayu,\n2,Rafi,\n"), []);
    assert_eq!(desk.workspace.living_deals().count(), 2);
}

#[test]
fn columns_of_dates_named_after_stages_say_when_those_were_entered() {
    let mut desk = Desk::new(Currency::USD);
    desk.import_text(
        "Deal Name,Deal Stage,Date entered Proposal,Date entered Contract\nOne,Contract,2025-01-02,2025-02-20\nTwo,Proposal,2025-01-13,\n",
    );
    let w = &desk.workspace;
    assert_eq!(
        history(w, deal(w, "One")),
        [("Proposal", at("2025-01-02 00:00")), ("Contract", at("2025-02-20 00:00"))]
    );
}

#[test]
fn a_mapping_is_json_that_a_person_can_write_and_reads_back() {
    let json = r#"{
        "columns": [
            {"column": " nummer ", "as": "id"},
            {"column": "Was", "as": "title"},
            {"column": "Stand", "as": "stage"},
            {"column": "Seit", "as": "entered", "date_order": "dmy"},
            {"column": "Wert", "as": "value"}
        ],
        "unlisted": "ignore",
        "stages": [
            {"text": "angefragt", "to": {"new": {"name": "Asked", "section": "marketing"}}},
            {"text": "gekauft", "to": {"new": {"name": "Bought it", "role": "won", "section": "customer"}}}
        ],
        "decimal_mark": "comma"
    }"#;
    let mapping: Mapping = serde_json::from_str(json).expect("a mapping");
    let again: Mapping = serde_json::from_str(&serde_json::to_string(&mapping).expect("JSON")).expect("a mapping");
    assert_eq!(again, mapping);
    let text =
        "Nummer;Was;Stand;Seit;Wert;Notiz\n1;Regal;Angefragt;01.02.2025;1.054;x\n2;Tisch;gekauft;03.02.2025;12,5;y\n";
    let mut desk = Desk::new(Currency::EUR);
    let table = csv::parse(text.as_bytes()).expect("a table");
    assert_eq!(desk.import(&table, &mapping), Ok(vec![]));
    let w = &desk.workspace;
    let names: Vec<_> = w.stages_in_order().iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["Asked", "Bought it", "Left without buying"]);
    assert_eq!(deal(w, "Regal").worth.once.map(|m| m.minor), Some(105_400));
    assert_eq!(deal(w, "Regal").fields.keys().collect::<Vec<_>>(), ["Nummer"]);
}

#[test]
fn a_person_can_use_a_column_as_something_else() {
    let table = csv::parse(b"Name,Step\nShelf,Asked\n").expect("a table");
    let mut mapping = Mapping::guess(&table, &Workspace::default(), &Words::of("en"));
    assert_eq!(mapping.field(&table, 1), Field::Keep);
    mapping.set_field(&table, 1, Field::Stage);
    mapping.stage_when_empty = None;
    let mut desk = Desk::new(Currency::EUR);
    assert_eq!(desk.import(&table, &mapping), Ok(vec![]));
    assert_eq!(history(&desk.workspace, deal(&desk.workspace, "Shelf")), [("Asked", None)]);
}
