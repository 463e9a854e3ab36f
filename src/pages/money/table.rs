//! The numbers, one line for each channel and one for all. Every count opens its
//! deals, every spend the table it was typed into.

use super::{View, figure, to_enter};
use crate::prelude::*;
use smarketing_domain::economics::{Line, Margin, Part, Source};

/// The table.
#[component]
pub fn Table(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let rows = move || {
        // The links name the period, even where other days give the same figures.
        seen.scope.track();
        let margin = seen.choice.get().margin;
        seen.figures.with(|figures| {
            let lines = figures.lines.iter().chain([&figures.total]);
            lines.map(|line| view! { <Row line=line.clone() margin seen/> }).collect_view()
        })
    };
    let head = move |name: &'static str| view! { <th scope="col" class="number">{name}</th> };
    view! {
        <section class="panel">
            <h2>{t!(i18n, money.table)}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, money.table)>
                <table class="table money-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, money.channel)}</th>
                            {move || head(t_string!(i18n, money.spend))}
                            {move || head(t_string!(i18n, money.visits))}
                            {move || head(t_string!(i18n, money.leads))}
                            {move || head(t_string!(i18n, money.per_lead))}
                            {move || head(t_string!(i18n, money.accepted))}
                            {move || head(t_string!(i18n, money.per_accepted))}
                            {move || head(t_string!(i18n, money.customers))}
                            {move || head(t_string!(i18n, money.per_customer))}
                            {move || head(t_string!(i18n, money.brought))}
                            {move || head(t_string!(i18n, money.payback))}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="field-hint">{t!(i18n, money.few)}</p>
        </section>
    }
}

/// A line's name for those who test.
fn code(line: &Line) -> String {
    match &line.source {
        None => "all".to_owned(),
        Some(Source::NotNoted) => "none".to_owned(),
        Some(Source::Channel(key)) => format!("name:{key}"),
    }
}

#[component]
fn Row(line: Line, margin: Margin, seen: View) -> impl IntoView {
    let words = use_words();
    let count = |part, name| figure::count(words, seen, &line, part, name);
    let cost = |part, name| figure::cost(words, seen, &line, part, name);
    let visits = line.spend_minor.map_or_else(|| "–".to_owned(), |_| words.number(line.visits));
    view! {
        <tr data-source=code(&line) data-spend-minor=line.spend_minor.map(|minor| minor.to_string())>
            <th scope="row"><span class="two-lines">{figure::name(words, &line)}</span></th>
            <td class="number"><a href=to_enter()>{figure::spend(words, &line)}</a></td>
            <td class="number"><a href=to_enter()>{visits}</a></td>
            <td class="number">{count(Part::Leads, "leads")}</td>
            <td class="number">{cost(Part::Leads, "per-lead")}</td>
            <td class="number">{count(Part::Accepted, "accepted")}</td>
            <td class="number">{cost(Part::Accepted, "per-accepted")}</td>
            <td class="number">{count(Part::Customers, "customers")}</td>
            <td class="number">{cost(Part::Customers, "per-customer")}</td>
            <td class="number">{figure::of_customers(seen, &line, words.money(line.brought(margin)), "brought")}</td>
            <td class="number">{figure::of_customers(seen, &line, figure::payback(words, line.payback(margin)), "payback")}</td>
        </tr>
    }
}
