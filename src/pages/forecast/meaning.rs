//! How it is computed, in words.

use crate::prelude::*;

/// The definitions, folded.
#[component]
pub fn Meaning() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <details class="panel conversion-meaning">
            <summary>{t!(i18n, forecast.what)}</summary>
            <dl>
                <dt>{t!(i18n, forecast.term_won)}</dt>
                <dd>{t!(i18n, forecast.what_won)}</dd>
                <dt>{t!(i18n, forecast.term_method)}</dt>
                <dd>{t!(i18n, forecast.what_method)}</dd>
                <dt>{t!(i18n, forecast.open)}</dt>
                <dd>{t!(i18n, forecast.what_open)}</dd>
                <dt>{t!(i18n, forecast.new)}</dt>
                <dd>{t!(i18n, forecast.what_new)}</dd>
                <dt>{t!(i18n, forecast.term_band)}</dt>
                <dd>{t!(i18n, forecast.what_band)}</dd>
                <dt>{t!(i18n, forecast.groups)}</dt>
                <dd>{t!(i18n, forecast.what_groups)}</dd>
                <dt>{t!(i18n, forecast.part)}</dt>
                <dd>{t!(i18n, forecast.what_part)}</dd>
                <dt>{t!(i18n, forecast.trial)}</dt>
                <dd>{t!(i18n, forecast.what_trial)}</dd>
                <dt>{t!(i18n, forecast.plan)}</dt>
                <dd>{t!(i18n, forecast.what_plan)}</dd>
            </dl>
        </details>
    }
}
