//! The figures as a CSV file, made in the browser.

use super::{
    View,
    figures::{Figures, Line},
};
use crate::{
    components::{csv, offer_csv},
    prelude::*,
    words::Words,
};
use smarketing_domain::clock::DAY;

/// Hands the table to the browser as a file.
pub fn download(words: Words, seen: View) {
    let i18n = words.i18n;
    let Some(lines) = seen.figures.with_untracked(|figures| figures.as_deref().map(|f| lines(words, f))) else {
        return;
    };
    let name = format!("{}-{}.csv", t_string!(i18n, cohort.file_name), words.today());
    let Some(notices) = use_context::<Notices>() else { return };
    match offer_csv(&csv::write(lines), &name) {
        Ok(()) => notices.say(t_string!(i18n, lens.exported, name = name).to_string()),
        Err(_) => notices.error(t_string!(i18n, lists.export_failed)),
    }
}

/// The head and the lines, with everything that the table shows and what it is of.
fn lines(words: Words, figures: &Figures) -> Vec<Vec<String>> {
    let i18n = words.i18n;
    let head = [
        t_string!(i18n, cohort.start),
        t_string!(i18n, cohort.goal),
        t_string!(i18n, cohort.file_window),
        t_string!(i18n, cohort.col_group),
        t_string!(i18n, cohort.col_entered),
        t_string!(i18n, cohort.file_passed),
        t_string!(i18n, cohort.col_share),
        t_string!(i18n, lens.low),
        t_string!(i18n, lens.high),
        t_string!(i18n, cohort.file_known),
        t_string!(i18n, cohort.file_known_passed),
        t_string!(i18n, cohort.col_open),
        t_string!(i18n, cohort.col_at_risk),
        t_string!(i18n, cohort.file_median),
        t_string!(i18n, cohort.file_median_passed),
    ];
    let days = |ms: i64| format!("{:.2}", ms as f64 / DAY as f64);
    let share = |share: Option<f64>| share.map(|share| format!("{share:.6}")).unwrap_or_default();
    let row = |line: &Line| {
        let of = &line.figures;
        let name = if line.name.is_empty() { t_string!(i18n, cohort.all).to_owned() } else { line.name.clone() };
        vec![
            figures.start.name.clone(),
            figures.goal.name.clone(),
            days(figures.window.ms()),
            name,
            of.entered.to_string(),
            of.passed.to_string(),
            share(of.estimate.map(|e| e.rate)),
            share(of.estimate.map(|e| e.interval.low)),
            share(of.estimate.map(|e| e.interval.high)),
            of.known.to_string(),
            of.known_passed.to_string(),
            of.open.to_string(),
            of.estimate.map(|e| e.at_risk.to_string()).unwrap_or_default(),
            of.median_ms.map(days).unwrap_or_default(),
            of.median_passed_ms.map(days).unwrap_or_default(),
        ]
    };
    std::iter::once(head.map(str::to_owned).to_vec()).chain(figures.rows().map(row)).collect()
}
