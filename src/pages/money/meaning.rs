//! What each number counts, in words.

use crate::prelude::*;

/// The definitions, folded.
#[component]
pub fn Meaning() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <details class="panel conversion-meaning">
            <summary>{t!(i18n, money.what)}</summary>
            <dl>
                <dt>{t!(i18n, money.spend)}</dt>
                <dd>{t!(i18n, money.what_spend)}</dd>
                <dt>{t!(i18n, money.leads)}</dt>
                <dd>{t!(i18n, money.what_leads)}</dd>
                <dt>{t!(i18n, money.accepted)}</dt>
                <dd>{t!(i18n, money.what_accepted)}</dd>
                <dt>{t!(i18n, money.customers)}</dt>
                <dd>{t!(i18n, money.what_customers)}</dd>
                <dt>{t!(i18n, money.per_customer)}</dt>
                <dd>{t!(i18n, money.what_cost)}</dd>
                <dt>{t!(i18n, money.range)}</dt>
                <dd>{t!(i18n, money.what_range)}</dd>
                <dt>{t!(i18n, money.brought)}</dt>
                <dd>{t!(i18n, money.what_won)}</dd>
                <dt>{t!(i18n, money.payback)}</dt>
                <dd>{t!(i18n, money.what_payback)}</dd>
                <dt>{t!(i18n, hourglass.which_deals)}</dt>
                <dd>{t!(i18n, money.what_filter)}</dd>
                <dt>{t!(i18n, money.credit)}</dt>
                <dd>{t!(i18n, money.what_credit)}</dd>
            </dl>
        </details>
    }
}
