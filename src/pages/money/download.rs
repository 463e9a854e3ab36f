//! The figures as a CSV file, made in the browser.

use super::{View, figure};
use crate::{
    components::{csv, offer_csv, plain_amount},
    prelude::*,
    words::Words,
};
use smarketing_domain::economics::{Cost, Economics, Line, Margin, Part, Payback};

/// Hands the figures to the browser as a file.
pub fn download(state: State, words: Words, seen: View) {
    let i18n = words.i18n;
    let choice = seen.choice.get_untracked();
    let decimals = state.read(|w| w.currency()).decimals();
    let lines = seen.figures.with_untracked(|figures| lines(words, figures, choice.margin, decimals));
    let name = format!("{}-{}-{}.csv", t_string!(i18n, money.file_name), model_code(choice.model), words.today());
    let Some(notices) = use_context::<Notices>() else { return };
    match offer_csv(&csv::write(lines), &name) {
        Ok(()) => notices.say(t_string!(i18n, money.exported, name = name).to_string()),
        Err(_) => notices.error(t_string!(i18n, money.export_failed)),
    }
}

fn lines(words: Words, figures: &Economics, margin: Margin, decimals: u32) -> Vec<Vec<String>> {
    let i18n = words.i18n;
    let head = [
        t_string!(i18n, money.channel),
        t_string!(i18n, money.currency),
        t_string!(i18n, money.spend),
        t_string!(i18n, money.impressions),
        t_string!(i18n, money.visits),
        t_string!(i18n, money.leads),
        t_string!(i18n, money.open_leads),
        t_string!(i18n, money.per_lead),
        t_string!(i18n, money.accepted),
        t_string!(i18n, money.per_accepted),
        t_string!(i18n, money.customers),
        t_string!(i18n, money.per_customer),
        t_string!(i18n, money.range_low),
        t_string!(i18n, money.range_high),
        t_string!(i18n, money.won),
        t_string!(i18n, money.month_value),
        t_string!(i18n, money.margin),
        t_string!(i18n, money.payback_column),
    ];
    let currency = words.currency().to_string();
    let money = |minor: Option<i64>| minor.map(|minor| plain_amount(minor, decimals)).unwrap_or_default();
    let cost = |cost: Option<Cost>| money(cost.map(|cost| cost.minor));
    let share = |share: smarketing_domain::economics::Share| {
        let text = format!("{:.6}", share.as_f64());
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let line = |line: &Line| {
        vec![
            figure::name(words, line),
            currency.clone(),
            money(line.spend_minor),
            line.impressions.to_string(),
            line.visits.to_string(),
            share(line.leads),
            share(line.open),
            cost(line.per_lead()),
            share(line.accepted),
            cost(line.per_accepted()),
            share(line.customers),
            cost(line.per_customer()),
            money(line.range(Part::Customers).map(|range| range.low.round() as i64)),
            money(line.range(Part::Customers).and_then(|range| range.high).map(|high| high.round() as i64)),
            money(Some(line.won.minor())),
            money(Some(line.monthly.minor())),
            margin.in_percent().to_string(),
            match line.payback(margin) {
                Some(Payback::AtOnce) => "0".to_owned(),
                Some(Payback::Months(months)) => format!("{months:.1}"),
                Some(Payback::NotYet) | None => String::new(),
            },
        ]
    };
    let head = std::iter::once(head.map(str::to_owned).to_vec());
    head.chain(figures.lines.iter().chain([&figures.total]).map(line)).collect()
}
