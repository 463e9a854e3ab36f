//! What stands below a table of figures: what they count, and the table as a file.

use super::{Icon, IconName, csv, offer_csv, use_notices};
use crate::words::use_words;
use leptos::prelude::*;
use smarketing_locales::{t, t_string, use_i18n};

/// The lines of a table, its head first.
pub type Lines = Vec<Vec<String>>;

/// The button that hands a table to the browser as a file.
#[component]
pub fn TakeAlong(
    /// The table, made when it is asked for.
    lines: Callback<(), Lines>,
    /// What the file is called, without its ending.
    name: &'static str,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let notices = use_notices();
    let take = move |_| {
        let text = csv::write(lines.run(()));
        let name = format!("{name}-{}.csv", words.today());
        match offer_csv(&text, &name) {
            Ok(()) => notices.say(t_string!(i18n, lens.exported, name = name).to_string()),
            Err(_) => notices.error(t_string!(i18n, lists.export_failed)),
        }
    };
    view! {
        <button type="button" class="button lens-export" on:click=take>
            <Icon name=IconName::Download/>{t!(i18n, lists.export)}
        </button>
    }
}

/// Terms and what they mean, folded.
#[component]
pub fn Meaning(
    /// The terms in their order.
    terms: Vec<(Signal<String>, Signal<String>)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let terms = terms.into_iter().map(|(term, text)| {
        view! {
            <dt>{move || term.get()}</dt>
            <dd>{move || text.get()}</dd>
        }
    });
    view! {
        <details class="panel conversion-meaning">
            <summary>{t!(i18n, cohort.what)}</summary>
            <dl>{terms.collect_view()}</dl>
        </details>
    }
}
