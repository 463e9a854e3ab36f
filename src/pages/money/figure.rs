//! One number of a line, as the totals and the table write it.

use super::View;
use crate::{prelude::*, words::Words};
use smarketing_domain::economics::{Cost, Line, Part, Payback};

/// How many, leading to the deals. Parts of deals have decimals.
pub fn count(words: Words, seen: View, line: &Line, part: Part, name: &'static str) -> AnyView {
    let many = line.count(part);
    if many.is_nothing() {
        return view! { <span class="number" data-figure=name>"0"</span> }.into_any();
    }
    let text = words.exact(many.as_f64());
    view! { <a class="number" data-figure=name href=seen.deals(line, part)>{text}</a> }.into_any()
}

/// What one costs and where that may well lie, leading to those it is divided by; why
/// it is not known otherwise.
pub fn cost(words: Words, seen: View, line: &Line, part: Part, name: &'static str) -> AnyView {
    cost_of(words, line, part, seen.deals(line, part), name)
}

/// The same, leading to an address.
pub fn cost_of(words: Words, line: &Line, part: Part, href: String, name: &'static str) -> AnyView {
    let i18n = words.i18n;
    let range = line.range(part).map(|range| {
        let low = words.money_short(range.low.round() as i64);
        let text = match range.high {
            Some(high) => format!("{low}–{}", words.money_short(high.round() as i64)),
            None => t_string!(i18n, money.at_least, low = low).to_string(),
        };
        view! { <small class="money-range" data-range=name>{text}</small> }
    });
    let cost = match part {
        Part::Leads | Part::Open => line.per_lead(),
        Part::Accepted => line.per_accepted(),
        Part::Customers => line.per_customer(),
    };
    match cost {
        Some(Cost { minor, is_of_few }) => {
            let few = is_of_few.then(|| {
                let title = t_string!(i18n, money.few_title);
                view! { <abbr class="money-few" title=title aria-label=title>"≈"</abbr> }
            });
            view! {
                <a class="number" data-figure=name data-minor=minor data-few=is_of_few href=href>{few}{words.money(minor)}</a>
                {range}
            }
            .into_any()
        }
        None => {
            let why =
                if line.spend_minor.is_none() { t_string!(i18n, money.unknown) } else { t_string!(i18n, money.nobody) };
            view! {
                <span class="number money-unknown" data-figure=name title=why><span aria-hidden="true">"–"</span><span class="visually-hidden">{why}</span></span>
                {range}
            }
            .into_any()
        }
    }
}

/// A figure of the customers, leading to them; plain where there are none.
pub fn of_customers(seen: View, line: &Line, text: String, name: &'static str) -> AnyView {
    if line.customers.is_nothing() {
        return view! { <span class="number" data-figure=name>{text}</span> }.into_any();
    }
    view! { <a class="number" data-figure=name href=seen.deals(line, Part::Customers)>{text}</a> }.into_any()
}

/// What was spent; unknown is not zero.
pub fn spend(words: Words, line: &Line) -> AnyView {
    match line.spend_minor {
        Some(minor) => {
            view! { <span class="number" data-figure="spend" data-minor=minor>{words.money(minor)}</span> }.into_any()
        }
        None => view! { <span class="money-unknown" data-figure="spend">{t_string!(words.i18n, money.unknown)}</span> }
            .into_any(),
    }
}

/// When it is paid back.
pub fn payback(words: Words, payback: Option<Payback>) -> String {
    let i18n = words.i18n;
    match payback {
        None => "–".to_owned(),
        Some(Payback::AtOnce) => t_string!(i18n, money.payback_once).to_owned(),
        Some(Payback::NotYet) => t_string!(i18n, money.payback_not).to_owned(),
        Some(Payback::Months(months)) => {
            let n = words.exact((months * 10.0).ceil() / 10.0);
            t_string!(i18n, money.payback_months, n = n).to_string()
        }
    }
}

/// What people call the line.
pub fn name(words: Words, line: &Line) -> String {
    let i18n = words.i18n;
    match &line.source {
        None => t_string!(i18n, money.all).to_owned(),
        Some(_) if line.name.is_empty() => t_string!(i18n, money.not_noted).to_owned(),
        Some(_) => line.name.clone(),
    }
}
