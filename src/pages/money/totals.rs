//! All channels together: the figures in large, and what is not known yet.

use super::{View, figure};
use crate::prelude::*;
use smarketing_domain::economics::Part;

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
            {tile(t_string!(i18n, money.spend), figure::spend(words, &total), ().into_any())}
            {tile(
                t_string!(i18n, money.leads), count(Part::Leads, "leads"),
                each(t_string!(i18n, money.per_lead), figure::cost(words, &total, total.per_lead(), "per-lead")),
            )}
            {tile(
                t_string!(i18n, money.accepted), count(Part::Accepted, "accepted"),
                each(t_string!(i18n, money.per_accepted), figure::cost(words, &total, total.per_accepted(), "per-accepted")),
            )}
            {tile(
                t_string!(i18n, money.customers), count(Part::Customers, "customers"),
                each(t_string!(i18n, money.per_customer), figure::cost(words, &total, total.per_customer(), "per-customer")),
            )}
            {tile(
                t_string!(i18n, money.brought),
                view! { <span class="number" data-figure="brought">{words.money(total.brought(margin))}</span> }.into_any(),
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
    let no_spend = move || seen.total().spend_minor.is_none().then(|| view! { <p>{t!(i18n, money.no_spend_here)}</p> });
    view! {
        <section class="money-totals" aria-label=move || t_string!(i18n, money.tiles)>
            <dl>{tiles}</dl>
            <div class="money-notes">{open}{unvalued}{no_spend}</div>
        </section>
    }
}
