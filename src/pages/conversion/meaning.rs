//! What each number counts, in words.

use super::View;
use crate::prelude::*;

/// The definitions, folded.
#[component]
pub fn Meaning(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let start = move || seen.with(|f| f.start.name.clone()).unwrap_or_default();
    let goal = move || seen.with(|f| f.goal.name.clone()).unwrap_or_default();
    let days = move || seen.with(|f| words.duration(f.window.ms())).unwrap_or_default();
    view! {
        <details class="panel conversion-meaning">
            <summary>{t!(i18n, cohort.what)}</summary>
            <dl>
                <dt>{t!(i18n, cohort.col_entered)}</dt>
                <dd>{move || t_string!(i18n, cohort.what_entered, start = start()).to_string()}</dd>
                <dt>{t!(i18n, cohort.col_share)}</dt>
                <dd>{t!(i18n, cohort.what_share)}</dd>
                <dt>{t!(i18n, cohort.col_known)}</dt>
                <dd>{move || t_string!(i18n, cohort.what_known, goal = goal(), days = days()).to_string()}</dd>
                <dt>{t!(i18n, cohort.col_open)}</dt>
                <dd>{move || t_string!(i18n, cohort.what_open, days = days()).to_string()}</dd>
                <dt>{t!(i18n, cohort.col_at_risk)}</dt>
                <dd>{move || t_string!(i18n, cohort.what_at_risk, days = days()).to_string()}</dd>
                <dt>{t!(i18n, cohort.col_median)}</dt>
                <dd>{t!(i18n, cohort.what_median)}</dd>
                <dt>{t!(i18n, cohort.col_median_passed)}</dt>
                <dd>{t!(i18n, cohort.what_median_passed)}</dd>
            </dl>
        </details>
    }
}
