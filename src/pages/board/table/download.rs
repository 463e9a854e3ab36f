//! The table as a CSV file, in its order, made in the browser.

use super::sheet::{Sheet, column_name};
use crate::{components::csv, prelude::*};
use smarketing_domain::{
    clock::DAY,
    score::Scorer,
    sheet::{Column, customer, next_steps},
    task::Task,
};

/// Hands all rows to the browser as a file.
pub fn download(sheet: Sheet) {
    let (words, notices) = (sheet.desk.words, sheet.desk.notices);
    let i18n = words.i18n;
    let text = csv::write(untrack(|| lines(sheet)));
    let name = format!("{}-{}.csv", t_string!(i18n, lists.file_name), words.today());
    match offer_csv(&text, &name) {
        Ok(()) => {
            let count = sheet.rows.with_untracked(|rows| rows.len());
            let n = words.number(count as u64);
            notices.say(t_string!(i18n, lists.exported, count = count as u32, n = n, name = name).to_string());
        }
        Err(_) => notices.error(t_string!(i18n, lists.export_failed)),
    }
}

fn lines(sheet: Sheet) -> Vec<Vec<String>> {
    let words = sheet.desk.words;
    let i18n = words.i18n;
    let state = sheet.desk.state;
    let now = state.now();
    let mut head: Vec<String> = Column::ALL.map(|column| column_name(words, column).to_owned()).to_vec();
    head.extend([t_string!(i18n, lists.currency).to_owned(), t_string!(i18n, lists.id).to_owned()]);
    let rows = sheet.rows.get_untracked();
    let mut lines = vec![head];
    state.read(|w| {
        let (scorer, currency) = (Scorer::new(w, now), w.currency());
        let steps = next_steps(w);
        for id in rows.iter() {
            let Some(deal) = w.deal(*id) else { continue };
            let owner = deal.owner.and_then(|owner| w.members.get(&owner));
            let amount = deal.worth.once.map(|money| plain_amount(money.minor, currency.decimals()));
            lines.push(vec![
                deal.title.clone(),
                customer(w, deal).unwrap_or_default().to_owned(),
                w.stages.get(&deal.place.stage).map(|stage| stage.name.clone()).unwrap_or_default(),
                amount.unwrap_or_default(),
                owner.map(|owner| owner.name.clone()).unwrap_or_default(),
                deal.channel.clone(),
                deal.expected_close.map(|day| day.to_string()).unwrap_or_default(),
                steps.get(id).map(|task| step(task)).unwrap_or_default(),
                deal.standing_since().map(|since| (now.since(since) / DAY).to_string()).unwrap_or_default(),
                scorer.score(deal).total.to_string(),
                currency.to_string(),
                id.to_string(),
            ]);
        }
    });
    lines
}

/// The day first, as dates are written for programs.
fn step(task: &Task) -> String {
    task.due.map_or_else(|| task.title.clone(), |due| format!("{due} {}", task.title))
}
