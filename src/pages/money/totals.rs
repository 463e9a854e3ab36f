//! All channels together: the figures in large, and what is not known yet.

use super::{View, figure, to_enter};
use crate::prelude::*;
use smarketing_domain::economics::{Part, has_spend_of_its_own};

/// The large figures.
#[component]
pub fn Totals(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let tiles = move || {
        let total = seen.total();
        let margin = seen.choice.get().margin;
        let tile = |name: &'static str, value: AnyView, under: AnyView| {
            view! { <div class="money-tile"><dt>{name}</dt><dd>{value}</dd><dd class="money-under">{under}</dd></div> }
        };
        let each = |name: &'static str, cost: AnyView| view! { {cost}" "<span>{name}</span> }.into_any();
        let count = |part, name| figure::count(words, seen, &total, part, name);
        view! {
            {tile(
                t_string!(i18n, money.spend), view! { <a href=to_enter()>{figure::spend(words, &total)}</a> }.into_any(),
                ().into_any(),
            )}
            {tile(
                t_string!(i18n, money.leads), count(Part::Leads, "leads"),
                each(t_string!(i18n, money.per_lead), figure::cost(words, seen, &total, Part::Leads, "per-lead")),
            )}
            {tile(
                t_string!(i18n, money.accepted), count(Part::Accepted, "accepted"),
                each(t_string!(i18n, money.per_accepted), figure::cost(words, seen, &total, Part::Accepted, "per-accepted")),
            )}
            {tile(
                t_string!(i18n, money.customers), count(Part::Customers, "customers"),
                each(t_string!(i18n, money.per_customer), figure::cost(words, seen, &total, Part::Customers, "per-customer")),
            )}
            {tile(
                t_string!(i18n, money.brought),
                figure::of_customers(seen, &total, words.money(total.brought(margin)), "brought"),
                view! { <span>{t_string!(i18n, money.payback)}": "{figure::payback(words, total.payback(margin))}</span> }.into_any(),
            )}
        }
    };
    let open = move || {
        let total = seen.total();
        (!total.open.is_nothing()).then(|| {
            let n = words.exact(total.open.as_f64());
            let text = t_string!(i18n, money.open, n = n).to_string();
            view! { <p><a href=seen.deals(&total, Part::Open) data-figure="open">{text}</a></p> }
        })
    };
    let unvalued = move || {
        let unvalued = seen.total().unvalued;
        (!unvalued.is_nothing()).then(|| {
            let n = words.exact(unvalued.as_f64());
            view! { <p>{t_string!(i18n, money.unvalued, n = n).to_string()}</p> }
        })
    };
    let no_spend = move || {
        seen.total().spend_minor.is_none().then(|| {
            let can = seen.scope.with(|scope| has_spend_of_its_own(&scope.filter));
            let text = if can { t_string!(i18n, money.no_spend_here) } else { t_string!(i18n, money.no_spend_filter) };
            view! { <p>{text}</p> }
        })
    };
    view! {
        <section class="money-totals" aria-label=move || t_string!(i18n, money.tiles)>
            <dl>{tiles}</dl>
            <div class="money-notes">{open}{unvalued}{no_spend}</div>
        </section>
    }
}
