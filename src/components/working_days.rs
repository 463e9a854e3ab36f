//! The working days of a week, to choose.

use crate::words::use_words;
use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use smarketing_locales::t;

/// The days of a week, Monday first, each pressed when it is a working day.
#[component]
pub fn WorkingDays(
    /// Monday first.
    days: RwSignal<[bool; 7]>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    // Some Monday; only the names of the days are shown.
    let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
    let day = move |at: usize| {
        let date = monday.checked_add_days(Days::new(at as u64)).unwrap_or(monday);
        view! {
            <button
                type="button" class="segment" data-weekday=at + 1
                aria-pressed=move || days.with(|days| days[at]).to_string()
                on:click=move |_| days.update(|days| days[at] = !days[at])
            >{move || words.weekday(date)}</button>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="label">{t!(i18n, account.working_days)}</legend>
            <div class="segments access-days" role="group">{(0..7).map(day).collect_view()}</div>
        </fieldset>
    }
}
