//! What an import says of itself in a shell.

use crate::commands::plain::{count, money, table};
use smarketing_domain::import::{error::RowError, survey::Survey};

/// What is imported, in a few lines.
pub fn summary(survey: &Survey, workspace: &str) -> String {
    let currency = survey.layout().currency;
    let deals = count(survey.accepted() as u64);
    let refused = count(survey.refused().len() as u64);
    let mut text = format!("{workspace}: {deals} deals, {refused} rows refused\n");
    let new = [
        (survey.new_members().len(), "members"),
        (survey.new_companies().len(), "companies"),
        (survey.new_contacts(), "contacts"),
    ];
    let new: Vec<String> = new.iter().map(|(number, what)| format!("{} {what}", count(*number as u64))).collect();
    text += &format!("  new: {}\n", new.join(", "));
    let stages = survey.stages();
    let rows: Vec<Vec<String>> = stages
        .iter()
        .map(|line| {
            let new = if line.stage.id.is_none() { " (new)" } else { "" };
            vec![format!("{}{new}", line.stage.name), count(line.total.count), money(line.total.sum_minor, currency)]
        })
        .collect();
    text + &table(&rows)
}

/// How many deals carry a note on their dates, in a line; empty when none does.
pub fn odd(survey: &Survey) -> String {
    match survey.odd() {
        0 => String::new(),
        n => format!("  won or lost before the first date: {} (kept as in the file, with a note)\n", count(n as u64)),
    }
}

/// Why a row was refused, in one line that begins with its place.
pub fn refused(error: &RowError, place: &str) -> String {
    let column = error.column.as_ref().map(|name| format!(", column “{name}”")).unwrap_or_default();
    let value = if error.value.is_empty() {
        String::new()
    } else {
        format!(" (“{}”)", error.value.replace(['\r', '\n'], " "))
    };
    format!("{place}{column}: {}{value}", error.message)
}
