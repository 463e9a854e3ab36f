//! The list as a CSV file, made in the browser.

use super::rows::Row;
use crate::{prelude::*, words::Words};
use smarketing_domain::{clock::Timestamp, deal::Deal, workspace::Workspace};
use std::sync::Arc;

/// Hands the rows to the browser as a file.
pub fn download(state: State, words: Words, rows: &[Arc<Row>]) {
    let text = state.read(|w| csv::write(lines(w, words, rows)));
    let name = format!("{}-{}.csv", t_string!(words.i18n, lists.file_name), words.today());
    let notices = use_context::<Notices>();
    match save_csv(&text, &name) {
        Ok(()) => {
            let n = words.number(rows.len() as u64);
            let done = t_string!(words.i18n, lists.exported, count = rows.len() as u32, n = n, name = name).to_string();
            if let Some(notices) = notices {
                notices.say(done);
            }
        }
        Err(_) => {
            if let Some(notices) = notices {
                notices.error(t_string!(words.i18n, lists.export_failed));
            }
        }
    }
}

fn lines(workspace: &Workspace, words: Words, rows: &[Arc<Row>]) -> Vec<Vec<String>> {
    let i18n = words.i18n;
    let currency = workspace.currency();
    let head = [
        t_string!(i18n, lists.title),
        t_string!(i18n, lists.company),
        t_string!(i18n, lists.contacts),
        t_string!(i18n, lists.channel),
        t_string!(i18n, lists.kind),
        t_string!(i18n, lists.value),
        t_string!(i18n, lists.monthly),
        t_string!(i18n, lists.currency),
        t_string!(i18n, lists.stage),
        t_string!(i18n, lists.owner),
        t_string!(i18n, lists.began),
        t_string!(i18n, lists.since),
        t_string!(i18n, lists.close),
        t_string!(i18n, lists.loss_reason),
        t_string!(i18n, lists.id),
    ];
    let head = head.map(str::to_owned).to_vec();
    let amount = |minor: Option<i64>| minor.map(|minor| plain_amount(minor, currency.decimals())).unwrap_or_default();
    let line = |row: &Arc<Row>| {
        let deal = workspace.deal(row.id)?;
        let worth = &deal.worth;
        Some(vec![
            row.title.clone(),
            deal.company.and_then(|id| workspace.companies.get(&id)).map(|c| c.name.clone()).unwrap_or_default(),
            people(workspace, deal),
            deal.channel.clone(),
            kind(words, deal).to_owned(),
            amount(worth.once.map(|m| m.minor)),
            amount(worth.monthly.map(|m| m.minor)),
            currency.to_string(),
            row.stage.clone(),
            row.owner_name.clone(),
            day(deal.began()),
            day(row.since),
            deal.expected_close.map(|d| d.to_string()).unwrap_or_default(),
            deal.place.loss.as_ref().map(|l| l.reason.clone()).unwrap_or_default(),
            row.id.to_string(),
        ])
    };
    std::iter::once(head).chain(rows.iter().filter_map(line)).collect()
}

fn people(workspace: &Workspace, deal: &Deal) -> String {
    let names = deal.contacts.iter().filter_map(|id| workspace.contacts.get(id)).map(|c| c.name.as_str());
    names.collect::<Vec<_>>().join(", ")
}

/// The kind of a deal in words.
fn kind(words: Words, deal: &Deal) -> &'static str {
    use smarketing_domain::deal::DealKind;
    let i18n = words.i18n;
    match deal.kind {
        DealKind::New => t_string!(i18n, common.kind_new),
        DealKind::Repeat => t_string!(i18n, common.kind_repeat),
        DealKind::Upsell => t_string!(i18n, common.kind_upsell),
        DealKind::CrossSell => t_string!(i18n, common.kind_cross_sell),
        DealKind::DownSell => t_string!(i18n, common.kind_down_sell),
        DealKind::WinBack => t_string!(i18n, common.kind_win_back),
        DealKind::Referral => t_string!(i18n, common.kind_referral),
    }
}

fn day(at: Option<Timestamp>) -> String {
    at.and_then(Timestamp::day).map(|day| day.to_string()).unwrap_or_default()
}
