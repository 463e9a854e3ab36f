//! `score`: rules from the outcomes in one file, measured on another that they
//! have not seen. Nothing is written: files are imported into memory only.

mod leads;
mod print;

use super::{CommandError, plain::say};
use clap::Args;
use leads::Leads;
use smarketing_domain::score::assistant::{Assistant, LEAST, Proposal, TooFew};
use std::{path::PathBuf, time::Instant};

/// Halvings of the one file, where no other is given.
const HALVINGS: u64 = 10;

/// What is learned from, and what the rules are measured on.
#[derive(Debug, Args)]
pub struct Command {
    /// The CSV file to learn from: leads with their outcomes.
    train: PathBuf,
    /// A CSV file of the same columns to measure on. Without it the first is
    /// halved ten ways, and what is learned from one half is measured on the other.
    test: Option<PathBuf>,
    /// A field to take in though it may have been known only afterwards.
    #[arg(long, value_name = "COLUMN")]
    with: Vec<String>,
    /// A column to leave out of the files.
    #[arg(long, value_name = "COLUMN")]
    without: Vec<String>,
}

/// Prints the rules, what each adds, and how well they tell leads apart.
///
/// # Errors
/// When a file cannot be read or has too few outcomes.
pub fn run(command: Command) -> Result<(), CommandError> {
    let train = Leads::read(&command.train, None, &command.without)?;
    // A file that cannot be read is told before the work on the other.
    let test = command.test.as_ref().map(|test| Leads::read(test, Some(&train), &command.without)).transpose()?;
    let began = Instant::now();
    let proposal = propose(&train, &command.with)?;
    say(&print::proposal(&proposal, &train, began.elapsed()))?;
    say(&print::area(&format!("AUC on the {} leads it learned from", train.outcomes()), train.measure(&proposal)?))?;
    match test {
        Some(test) => {
            say(&print::area(&format!("AUC on {} other leads", test.outcomes()), test.measure(&proposal)?))?;
            Ok(())
        }
        None => halvings(&train, &command.with),
    }
}

/// Learns from one half and measures on the other, ten ways.
fn halvings(leads: &Leads, with: &[String]) -> Result<(), CommandError> {
    let mut areas = Vec::new();
    for seed in 1..=HALVINGS {
        let (one, other) = leads.halve(seed);
        let area = other.measure(&propose(&one, with)?)?;
        say(&format!("  halving {seed:>2}: {:.4}\n", area.area))?;
        areas.push(area.area);
    }
    let mean = areas.iter().sum::<f64>() / areas.len() as f64;
    let worst = areas.into_iter().fold(1.0, f64::min);
    say(&format!("AUC on the other half, mean of {HALVINGS}: {mean:.4}\nAUC on the other half, worst: {worst:.4}\n"))
}

fn propose(leads: &Leads, with: &[String]) -> Result<Proposal, CommandError> {
    let too_few = |TooFew { good, bad }| {
        CommandError::Other(format!(
            "{}: too few outcomes to learn from: {good} leads were won and {bad} were not, and {LEAST} of each are \
             needed. Is there a column that says which were won (such as “Converted” with 1 and 0)?",
            leads.file.display()
        ))
    };
    let mut assistant = Assistant::new(&leads.workspace, with.to_vec()).map_err(too_few)?;
    while !assistant.step(&leads.workspace) {}
    assistant.finish().ok_or_else(|| CommandError::Other("no rules came of it".to_owned()))
}
