//! How many reference cases of each statistic the domain answers as the reference does:
//! `make oracle`, or `make oracle CASES=FILE` for another file of the same form. Ends
//! with 1 when a case fails, or the file is not one of cases.

#[path = "../tests/statistics/oracle/mod.rs"]
mod oracle;

use std::process::ExitCode;

const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/oracle.json");

fn main() -> ExitCode {
    let file = std::env::args().nth(1).unwrap_or_else(|| OWN.to_owned());
    let reports = std::fs::read_to_string(&file).map_err(|e| e.to_string()).and_then(|text| oracle::ask(&text));
    let reports = match reports {
        Ok(reports) => reports,
        Err(why) => {
            eprintln!("✗ {file}: {why}");
            return ExitCode::FAILURE;
        }
    };
    for report in &reports {
        let share = report.nearest_to_limit;
        println!(
            "{:<22} {:>5}/{:<5} largest difference {share:.1e} of what is allowed",
            report.function,
            report.passed(),
            report.total
        );
        report.failures.iter().for_each(|failure| println!("  ✗ {failure}"));
    }
    let total: usize = reports.iter().map(|r| r.total).sum();
    let passed: usize = reports.iter().map(oracle::Report::passed).sum();
    let failed = reports.iter().any(|report| !report.failures.is_empty());
    println!("{:<22} {passed:>5}/{total}", "all");
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
