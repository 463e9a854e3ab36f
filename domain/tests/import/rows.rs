//! What is refused, row by row, and what mappings do not fit.

use crate::support::Desk;
use smarketing_domain::{
    import::{
        ambiguous_dates, csv,
        date::DateOrder,
        error::{MappingError, RowError, RowFault},
        mapping::{Field, Mapping},
        words::Words,
    },
    money::Currency,
    workspace::Workspace,
};

fn refused(text: &str) -> Vec<(u32, RowFault, Option<String>)> {
    let mut desk = Desk::new(Currency::EUR);
    let errors = desk.import_text(text);
    assert!(desk.workspace.living_deals().count() > 0, "the other rows go in");
    errors.into_iter().map(|RowError { row, code, column, .. }| (row, code, column)).collect()
}

fn column(name: &str) -> Option<String> {
    Some(name.to_owned())
}

#[test]
fn a_bad_cell_refuses_its_row_only_and_names_line_and_column() {
    let text = "id,title,stage,amount,created,owner\n\
        1,Good,New,10,2025-01-20,Ann\n\
        2,Bad amount,New,ten,2025-01-20,Ann\n\
        3,Bad date,New,10,soon,Ann\n\
        4,\"Two\nlines\",New,-5,2025-01-20,Ann\n\
        5,Too precise,New,1.2345,2025-01-20,Ann\n\
        6,Too much,New,99999999999999,2025-01-20,Ann\n\
        7,Good again,New,,,\n";
    assert_eq!(
        refused(text),
        [
            (3, RowFault::BadAmount, column("amount")),
            (4, RowFault::BadDate, column("created")),
            (5, RowFault::NegativeAmount, column("amount")),
            (7, RowFault::TooPrecise, column("amount")),
            (8, RowFault::AmountTooLarge, column("amount")),
        ]
    );
}

#[test]
fn an_id_comes_in_once_and_the_first_row_counts() {
    let text = "id,title,stage\n1,First,New\n1,Second,New\n2,Third,New\n";
    let mut desk = Desk::new(Currency::EUR);
    assert_eq!(desk.import_text(text).iter().map(|e| (e.row, e.code)).collect::<Vec<_>>(), [(3, RowFault::Duplicate)]);
    let more = "id,title,stage\n2,Third,New\n3,Fourth,New\n";
    assert_eq!(desk.import_text(more).iter().map(|e| (e.row, e.code)).collect::<Vec<_>>(), [(2, RowFault::Duplicate)]);
    assert_eq!(desk.workspace.living_deals().count(), 3);
}

#[test]
fn a_row_that_nothing_can_be_called_by_is_refused() {
    let text = "id,title,company,product,stage\n,,,,New\n7,,,,New\n,,Novak,Table,New\n";
    assert_eq!(refused(text), [(2, RowFault::TitleMissing, column("title"))]);
}

#[test]
fn an_unknown_stage_or_status_is_refused_and_not_guessed() {
    let text = "title,stage,status\nA,New,Open\nB,,Open\nC,New,Snoozed\nD,New,Won\nE,New,Lost\n";
    assert_eq!(
        refused(text),
        [(3, RowFault::StageMissing, column("stage")), (4, RowFault::UnknownStatus, column("status"))]
    );
}

#[test]
fn a_stage_that_the_mapping_does_not_list_is_refused() {
    let table = csv::parse(b"title,stage\nA,New\nB,Old\n").expect("a table");
    let mut mapping = Mapping::guess(&table, &Workspace::default(), &Words::of("en"));
    mapping.stages.retain(|s| s.text == "New");
    let mut desk = Desk::new(Currency::EUR);
    let errors = desk.import(&table, &mapping).expect("a mapping that fits");
    assert_eq!(
        errors.iter().map(|e| (e.row, e.code, e.value.as_str())).collect::<Vec<_>>(),
        [(3, RowFault::UnknownStage, "Old")]
    );
}

#[test]
fn another_currency_is_refused_rather_than_counted_as_ours() {
    let text = "title,stage,amount,currency\nA,New,5,EUR\nB,New,5,USD\nC,New,5 ₴,\nD,New,,USD\nE,New,€7,\n";
    assert_eq!(
        refused(text),
        [(3, RowFault::OtherCurrency, column("currency")), (4, RowFault::OtherCurrency, column("amount"))]
    );
}

#[test]
fn a_text_that_no_record_can_hold_is_refused() {
    let text = format!("title,stage,note\nA,New,\nB{},New,\nC,New,{}\n", "b".repeat(500), "c".repeat(20_001));
    assert_eq!(
        refused(&text),
        [(3, RowFault::TextTooLong, column("title")), (4, RowFault::TextTooLong, column("note"))]
    );
}

#[test]
fn the_shown_cell_is_short_whatever_is_in_it() {
    let mut desk = Desk::new(Currency::EUR);
    let errors = desk.import_text(&format!("title,stage,amount\nA,New,1\nB,New,{}\nC,New,2\n", "9".repeat(5_000)));
    assert!(errors[0].value.chars().count() <= 61 && errors[0].value.ends_with('…'));
}

#[test]
fn a_deal_won_before_it_began_is_kept_and_says_so() {
    let mut desk = Desk::new(Currency::EUR);
    desk.import_text("title,stage,created,close date\nA,New,2025-01-20,\nB,Won,2025-03-20,2025-03-01\n");
    let odd = desk.workspace.living_deals().find(|d| d.title == "B").expect("the deal");
    assert!(odd.fields["Import note"].contains("before"));
    assert_eq!(desk.workspace.living_deals().filter(|d| d.fields.contains_key("Import note")).count(), 1);
}

#[test]
fn dates_that_read_either_way_are_asked_about() {
    let table = csv::parse(b"title,stage,created\nA,New,1/2/2025\nB,New,3/4/2025\n").expect("a table");
    let mut mapping = Mapping::guess(&table, &Workspace::default(), &Words::of("en"));
    assert_eq!(ambiguous_dates(&table, &mapping), [2]);
    let mut desk = Desk::new(Currency::EUR);
    assert_eq!(desk.import(&table, &mapping), Err(MappingError::DateOrderUnknown("created".into())));
    mapping.date_order = Some(DateOrder::Dmy);
    assert!(ambiguous_dates(&table, &mapping).is_empty());
    desk.import(&table, &mapping).expect("a mapping that fits");
    let began: Vec<_> = desk.workspace.living_deals().filter_map(|d| d.began()?.day()).collect();
    assert_eq!(
        began,
        [chrono::NaiveDate::from_ymd_opt(2025, 2, 1), chrono::NaiveDate::from_ymd_opt(2025, 4, 3)].map(Option::unwrap)
    );
}

#[test]
fn one_column_of_clear_dates_answers_for_the_file() {
    let table = csv::parse(b"title,stage,created,close date\nA,New,1/2/2025,2/25/2025\n").expect("a table");
    let mapping = Mapping::guess(&table, &Workspace::default(), &Words::of("en"));
    assert!(ambiguous_dates(&table, &mapping).is_empty());
    let mut desk = Desk::new(Currency::EUR);
    desk.import(&table, &mapping).expect("a mapping that fits");
    let began = desk.workspace.living_deals().find_map(|d| d.began()?.day());
    assert_eq!(began, chrono::NaiveDate::from_ymd_opt(2025, 1, 2));
}

#[test]
fn a_mapping_that_does_not_fit_says_what_to_do() {
    let table = csv::parse(b"title,stage,amount\nA,New,5\n").expect("a table");
    let guess = || Mapping::guess(&table, &Workspace::default(), &Words::of("en"));
    let mut desk = Desk::new(Currency::EUR);
    let mut unknown = guess();
    unknown.columns[0].column = "tittle".into();
    assert_eq!(desk.import(&table, &unknown), Err(MappingError::UnknownColumn("tittle".into())));
    let mut nameless = guess();
    nameless.set_field(&table, 0, Field::Ignore);
    assert_eq!(desk.import(&table, &nameless), Err(MappingError::NoTitle));
    let mut stageless = guess();
    stageless.set_field(&table, 1, Field::Ignore);
    assert_eq!(desk.import(&table, &stageless), Err(MappingError::NoStage));
    assert_eq!(desk.import(&table, &guess()), Ok(vec![]));
    let dollars = Mapping { currency: Some(Currency::USD), ..guess() };
    let clash = MappingError::WrongCurrency { file: Currency::USD, workspace: Currency::EUR };
    assert_eq!(desk.import(&table, &dollars), Err(clash));
}

#[test]
fn a_workspace_without_money_takes_over_the_currency_of_the_file() {
    let mut desk = Desk::new(Currency::EUR);
    assert_eq!(desk.import_text("title,stage,amount,currency\nA,New,5,USD\n"), []);
    assert_eq!(desk.workspace.currency(), Currency::USD);
}

#[test]
fn codes_are_stable_and_sentences_say_what_to_do() {
    for (at, fault) in RowFault::ALL.iter().enumerate() {
        assert!(RowFault::ALL[..at].iter().all(|other| other.code() != fault.code()));
        assert_eq!(serde_json::to_value(fault).expect("JSON"), fault.code());
        assert!(fault.to_string().ends_with('.'));
    }
}
