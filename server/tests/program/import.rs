//! `import` and `report` as a person runs them: arguments, output, exit codes.

use crate::support::{self, shell::Shell};
use serde_json::Value;
use std::path::Path;

const GOOD: &str = "id,title,stage,amount,created,owner\n\
    1,Table,New,100,2025-01-20,Ann\n\
    2,Chair,Offer,50.5,2025-01-21,Bob\n\
    3,Shelf,Won,7,2025-01-22,Ann\n";

fn line(name: &str, count: u64, sum: i64) -> (String, u64, i64) {
    (name.to_owned(), count, sum)
}

#[test]
fn a_whole_file_goes_into_a_workspace_that_is_made_for_it() {
    let shell = Shell::new();
    let ran = shell.import(&shell.file("deals.csv", GOOD), &["--currency", "USD"]);
    assert_eq!((ran.code(), ran.err().as_str()), (0, ""));
    assert!(ran.out().contains("3 deals, 0 rows refused"), "{}", ran.out());
    assert!(ran.out().contains("2 members"));
    assert_eq!(
        shell.figures(),
        [line("New", 1, 10_000), line("Offer", 1, 5_050), line("Won", 1, 700), line("Left without buying", 0, 0)]
    );
    let readable = shell.run(&["report", "--workspace", "Studio"]);
    assert!(readable.out().contains("100.00 USD"), "{}", readable.out());
}

#[test]
fn refused_rows_are_listed_and_the_others_go_in() {
    let shell = Shell::new();
    let bad = format!("{GOOD}4,Lamp,New,plenty,2025-01-22,Ann\n1,Twin,New,5,2025-01-22,Ann\n");
    let ran = shell.import(&shell.file("deals.csv", bad), &[]);
    assert_eq!(ran.code(), 2);
    let lines: Vec<String> = ran.err().lines().map(str::to_owned).collect();
    assert!(lines[0].starts_with("line 5, column “amount”: This is not an amount."), "{lines:?}");
    assert!(lines[0].ends_with("(“plenty”)") && lines[1].starts_with("line 6, column “id”: A deal with this id"));
    assert_eq!(shell.figures()[0], line("New", 1, 10_000));
}

#[test]
fn a_dry_run_changes_nothing_and_prints_a_mapping_that_works() {
    let shell = Shell::new();
    let file = shell.file("deals.csv", GOOD);
    let ran = shell.import(&file, &["--dry-run"]);
    assert_eq!(ran.code(), 0);
    assert!(ran.out().contains("3 deals, 0 rows refused"));
    assert!(!shell.path("data").exists());
    let out = ran.out();
    let mut mapping: Value = serde_json::from_str(&out[out.find('{').unwrap()..]).unwrap();
    mapping["stages"][0]["to"]["new"]["name"] = "Asked".into();
    let mapping = shell.file("mapping.json", mapping.to_string());
    let ran = shell.import(&file, &["--mapping", mapping.to_str().unwrap()]);
    assert_eq!(ran.code(), 0, "{}", ran.err());
    assert_eq!(shell.figures()[0], line("Asked", 1, 10_000));
}

#[test]
fn the_same_file_again_brings_nothing() {
    let shell = Shell::new();
    let file = shell.file("deals.csv", GOOD);
    assert_eq!(shell.import(&file, &[]).code(), 0);
    let again = shell.import(&file, &[]);
    assert_eq!(again.code(), 1);
    assert!(again.err().contains("none of the 3 rows"), "{}", again.err());
    assert_eq!(shell.figures()[0], line("New", 1, 10_000));
}

#[test]
fn what_cannot_be_imported_says_what_to_do_and_leaves_no_workspace_behind() {
    let shell = Shell::new();
    let good = shell.file("good.csv", GOOD);
    let broken = shell.file("broken.json", r#"{"columns": [{"column": "id"}]}"#);
    let foreign = shell.file("foreign.json", r#"{"columns": [{"column": "Nummer", "as": "id"}]}"#);
    for (file, more, says) in [
        (shell.path("absent.csv"), vec![], "Check its name"),
        (shell.file("empty.csv", ""), vec![], "The file is empty"),
        (shell.file("header.csv", "id,title\n"), vec![], "no rows"),
        (shell.file("sheet.xlsx", b"PK\x03\x04\0\0"), vec![], "save it as CSV"),
        (good.clone(), vec!["--mapping", broken.to_str().unwrap()], "this is not a mapping"),
        (good.clone(), vec!["--mapping", foreign.to_str().unwrap()], "no column “Nummer”"),
        (good.clone(), vec!["--mapping", "absent.json"], "Check its name"),
        (shell.file("dates.csv", "title,stage,created\nA,New,1/2/2025\n"), vec![], "--date-order dmy"),
    ] {
        let ran = shell.import(&file, &more);
        assert_eq!(ran.code(), 1, "{says}");
        assert!(ran.err().contains(says), "{}", ran.err());
    }
    let ran = shell.run(&["report", "--workspace", "Studio"]);
    assert_eq!(ran.code(), 1);
    // A database of PostgreSQL is there before anything is in it.
    let says = if support::database::postgres().is_some() { "it has: none" } else { "no database" };
    assert!(ran.err().contains(says), "{}", ran.err());
}

#[test]
fn dates_that_read_either_way_are_read_as_told() {
    let shell = Shell::new();
    let file = shell.file("dates.csv", "title,stage,created\nA,New,1/2/2025\n");
    assert_eq!(shell.import(&file, &["--date-order", "mdy"]).code(), 0);
}

#[test]
fn a_workspace_that_is_not_there_has_no_report_and_the_others_are_named() {
    let shell = Shell::new();
    shell.import(&shell.file("deals.csv", GOOD), &[]);
    let ran = shell.run(&["report", "--workspace", "Stduio", "--json"]);
    assert_eq!((ran.code(), ran.out().as_str()), (1, ""));
    assert!(ran.err().contains("“Stduio”") && ran.err().contains("it has: Studio"), "{}", ran.err());
}

#[test]
fn the_real_pipeline_gives_the_expected_figures() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/maven_crm/sales_pipeline.csv");
    if !path.exists() {
        eprintln!("skipped: sales_pipeline.csv is not beside the checkout");
        return;
    }
    let shell = Shell::new();
    let ran = shell.import(&path, &["--currency", "USD"]);
    assert_eq!((ran.code(), ran.err().as_str()), (0, ""));
    assert_eq!(
        shell.figures(),
        [
            line("Prospecting", 500, 0),
            line("Engaging", 1_589, 0),
            line("Won", 4_238, 1_000_553_400),
            line("Lost", 2_473, 0)
        ]
    );
}
