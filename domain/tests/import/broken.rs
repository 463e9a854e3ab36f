//! Broken files: whatever the bytes are, there is a table or a reason.

use crate::support::Desk;
use proptest::prelude::*;
use smarketing_domain::{
    import::{
        csv::{self, FileError, Parser},
        error::RowFault,
        mapping::Mapping,
        table::{Fault, Table},
        words::Words,
    },
    money::Currency,
};

fn table(text: &str) -> Table {
    csv::parse(text.as_bytes()).expect("a table")
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    table.rows().map(|row| (0..table.header.len()).map(|at| row.cell(at)).collect()).collect()
}

#[test]
fn files_without_a_table_say_what_is_wrong() {
    for (bytes, error) in [
        (&b""[..], FileError::Empty),
        (b"\n\r\n\n", FileError::Empty),
        (b"\xef\xbb\xbf", FileError::Empty),
        (b"a,b\n", FileError::NoRows),
        (b"a,b\n\n,\n \n", FileError::NoRows),
        (b",,\n1,2,3\n", FileError::NoHeader),
        (b"\"a,b\n1,2\n", FileError::NoHeader),
        (b"PK\x03\x04 a spreadsheet", FileError::NotText),
    ] {
        assert_eq!(csv::parse(bytes).err(), Some(error), "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(csv::parse(",a".repeat(600).repeat(2).as_bytes()).err(), Some(FileError::TooManyColumns));
}

#[test]
fn lines_may_end_as_on_any_system_and_cells_may_hold_lines() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a;b", "1;\"x", "y\"", "", "2;z"].join(end);
        let table = table(&text);
        assert_eq!(cells(&table), [["1", &format!("x{end}y")], ["2", "z"]], "{end:?}");
        assert_eq!(table.rows().map(|r| r.line()).collect::<Vec<_>>(), [2, 5], "{end:?}");
    }
}

#[test]
fn a_spreadsheet_may_announce_its_delimiter() {
    let table = table("sep=;\r\na;b\r\n1,5;2\r\n");
    assert_eq!((table.delimiter, cells(&table)), (b';', vec![vec!["1,5", "2"]]));
    assert_eq!(table.row(0).map(|r| r.line()), Some(3));
}

#[test]
fn a_row_of_another_length_is_reported_unless_only_blanks_are_beyond() {
    let table = table("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,,\n");
    let faults: Vec<_> = table.rows().map(|r| r.fault()).collect();
    assert_eq!(faults, [None, Some(Fault::Ragged(2)), Some(Fault::Ragged(4)), None]);
}

#[test]
fn a_quotation_mark_that_nothing_closes_costs_its_own_line_only() {
    let table = table("a,b\n1,2\n3,\"4\n5,6\n7,8\n");
    let rows: Vec<_> = table.rows().map(|r| (r.line(), r.fault())).collect();
    assert_eq!(rows, [(2, None), (3, Some(Fault::UnclosedQuote)), (4, None), (5, None)]);
    assert_eq!(table.row(3).map(|r| r.cell(1)), Some("8"));
}

#[test]
fn a_ten_megabyte_cell_costs_its_own_row_only() {
    let text = format!("title,stage,note\nA,New,\nB,New,{}\nC,New,ok\n", "x".repeat(10 * 1024 * 1024));
    let mut desk = Desk::new(Currency::EUR);
    let errors = desk.import_text(&text);
    let found: Vec<_> = errors.iter().map(|e| (e.row, e.code, e.column.as_deref())).collect();
    assert_eq!(found, [(3, RowFault::CellTooLarge, Some("note"))]);
    assert_eq!(desk.workspace.living_deals().count(), 2);
}

#[test]
fn zero_bytes_are_reported_and_the_rows_around_them_go_in() {
    let mut desk = Desk::new(Currency::EUR);
    let errors = desk.import_text("title,stage\nA,New\nB\0,New\nC,New\n");
    assert_eq!(errors.iter().map(|e| (e.row, e.code)).collect::<Vec<_>>(), [(3, RowFault::Damaged)]);
}

#[test]
fn columns_of_one_name_are_told_apart() {
    let table = table(" a ,b,a,,a\n1,2,3,4,5\n");
    let labels: Vec<_> = (0..5).map(|at| table.label(at)).collect();
    assert_eq!(labels, ["a", "b", "a (2)", "#4", "a (3)"]);
}

#[test]
fn reading_in_slices_gives_the_same_table() {
    let text: String =
        std::iter::once("a,b\n".to_owned()).chain((0..5_000).map(|n| format!("{n},\"x\n{n}\"\n"))).collect();
    let mut parser = Parser::new(text.as_bytes()).expect("a header");
    let (mut steps, mut progress) = (0, 0.0);
    while !parser.step(1_000) {
        assert!(parser.progress() >= progress);
        progress = parser.progress();
        steps += 1;
    }
    assert!(steps > 40);
    let sliced = parser.finish().expect("a table");
    assert_eq!(cells(&sliced), cells(&table(&text)));
}

/// Bytes that look like a file, more or less.
fn scraps() -> impl Strategy<Value = Vec<u8>> {
    let scrap = prop_oneof![
        4 => prop::sample::select(vec![
            ",", ";", "\t", "\n", "\r\n", "\r", "\"", "\"\"", "title", "stage", "amount", "created", "Won", "Lost", "New",
            "1.054,50", "12/13/2025", "1/2/2025", "не закрыта", "Название сделки", "\0", "\u{feff}", "sep=;\n", "€5",
            "9999999999999999999999", "status", "id", "7", "-", " ",
        ]).prop_map(|s| s.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(scrap, 0..120).prop_map(|scraps| scraps.concat())
}

proptest! {
    #[test]
    fn no_bytes_panic_the_parser(bytes in prop_oneof![scraps(), prop::collection::vec(any::<u8>(), 0..400)]) {
        if let Ok(table) = csv::parse(&bytes) {
            for row in table.rows() {
                prop_assert!((0..table.header.len() + 2).all(|at| !row.cell(at).contains('\0')));
            }
        }
    }

    #[test]
    fn whatever_is_imported_is_allowed_in_the_order_it_comes(bytes in scraps()) {
        let Ok(table) = csv::parse(&bytes) else { return Ok(()) };
        let mut desk = Desk::new(Currency::EUR);
        let mapping = Mapping::guess(&table, &desk.workspace, &Words::of("en"));
        // `Desk` checks each change and the whole workspace at the end.
        if let Ok(refused) = desk.import(&table, &mapping) {
            prop_assert_eq!(desk.workspace.living_deals().count() + refused.len(), table.len());
        }
    }

    #[test]
    fn rows_of_good_cells_go_in_and_are_allowed(
        rows in prop::collection::vec(("[a-zA-Zа-яі ]{1,12}", "(New|Offer|Won|Lost|)", 0_u32..90_000, 1_u32..29, "[A-D]?", "(x|y|z)?@?"), 1..40),
    ) {
        let mut text = "title,stage,amount,created,owner,email\n".to_owned();
        for (title, stage, amount, day, owner, email) in &rows {
            text += &format!("{title},{stage},{amount},2025-01-{day:02},{owner},{email}\n");
        }
        let Ok(table) = csv::parse(text.as_bytes()) else { return Ok(()) };
        let mut desk = Desk::new(Currency::EUR);
        let mapping = Mapping::guess(&table, &desk.workspace, &Words::of("en"));
        let refused = desk.import(&table, &mapping).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(desk.workspace.living_deals().count() + refused.len(), rows.len());
    }
}
