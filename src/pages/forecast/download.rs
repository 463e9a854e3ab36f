//! The forecast as a CSV file, made in the browser: a line for each group and week.

use super::{View, group_words, last_day, too_little};
use crate::{
    components::{csv, offer_csv, plain_amount},
    prelude::*,
    words::Words,
};
use smarketing_domain::{
    forecast::{Band, Group, Line},
    zone,
};

/// Hands the figures to the browser as a file.
pub fn download(state: State, words: Words, seen: View) {
    let i18n = words.i18n;
    let notices = use_notices();
    let name = format!("{}-{}.csv", t_string!(i18n, forecast.file_name), words.today());
    match offer_csv(&csv::write(lines(state, words, seen)), &name) {
        Ok(()) => notices.say(t_string!(i18n, lens.exported, name = name).to_string()),
        Err(_) => notices.error(t_string!(i18n, lists.export_failed)),
    }
}

fn lines(state: State, words: Words, seen: View) -> Vec<Vec<String>> {
    let i18n = words.i18n;
    let currency = words.currency();
    let bands = [t_string!(i18n, forecast.low), t_string!(i18n, forecast.middle), t_string!(i18n, forecast.high)];
    let of = |what: &str| bands.map(|band| format!("{what}: {band}"));
    let first = [
        t_string!(i18n, forecast.whose),
        t_string!(i18n, forecast.from),
        t_string!(i18n, forecast.until),
        t_string!(i18n, forecast.currency),
    ]
    .map(str::to_owned);
    let last = [t_string!(i18n, forecast.plan), t_string!(i18n, forecast.note)].map(str::to_owned);
    let weekly = of(t_string!(i18n, forecast.weekly));
    let together = of(t_string!(i18n, forecast.together));
    let deals = of(t_string!(i18n, forecast.deals_won));
    let head = [first.as_slice(), &weekly, &together, &deals, &last].concat();
    let money = |band: Band| [band.low, band.middle, band.high].map(|minor| plain_amount(minor, currency.decimals()));
    let number = |band: Band| [band.low, band.middle, band.high].map(|n| n.to_string());
    let Some(forecast) = seen.forecast.get_untracked() else { return vec![head] };
    let plan = super::plan::until(state, Group::All, &forecast.coming);
    let of_group = |line: &Line| -> Vec<Vec<String>> {
        let name = group_words(words, state, line.group);
        let figures = match &line.figures {
            Ok(figures) => figures,
            Err(why) => {
                let mut refused = vec![String::new(); head.len()];
                refused[0] = name;
                if let Some(note) = refused.last_mut() {
                    *note = too_little(words, *why);
                }
                return vec![refused];
            }
        };
        let week = |week: usize| {
            let (from, to) = (forecast.coming.get(week)?, forecast.coming.get(week + 1)?);
            let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
            let dates = [day(state.read(|w| zone::day(w, *from))), day(last_day(state, *to))];
            let planned = plan.get(week).copied().flatten().filter(|_| line.group == Group::All);
            let planned = planned.map(|minor| plain_amount(minor, currency.decimals())).unwrap_or_default();
            let single = money(*figures.value.weekly.get(week)?);
            let together = money(*figures.value.together.get(week)?);
            let deals = number(*figures.count.together.get(week)?);
            let first = [name.clone()].into_iter().chain(dates).chain([currency.to_string()]);
            Some(first.chain(single).chain(together).chain(deals).chain([planned, String::new()]).collect())
        };
        (0..forecast.weeks()).filter_map(week).collect()
    };
    std::iter::once(head.clone()).chain(forecast.lines.iter().flat_map(of_group)).collect()
}
