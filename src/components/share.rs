//! A share of deals with what is not known about it.

use crate::words::use_words;
use leptos::prelude::*;
use smarketing_domain::statistics::proportion::Interval;
use smarketing_locales::t;

/// A share as it can be known: a bar over its interval with a tick at the
/// estimate, and both in figures.
#[component]
pub fn Share(
    /// The estimate and its interval, 0 to 1; `None` is not yet known.
    share: Option<(f64, Interval)>,
    /// The share at the end of the scale.
    #[prop(default = 1.0)]
    top: f64,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    match share {
        None => view! { <span class="field-hint">{t!(i18n, feedback.not_yet)}</span> }.into_any(),
        Some((estimate, interval)) => {
            let at = |share: f64| format!("{:.1}%", 100.0 * share / top);
            view! {
                <span class="share">
                    <span class="share-track" aria-hidden="true">
                        <span class="share-range" style:left=at(interval.low) style:width=at(interval.width())></span>
                        <span class="share-tick" style:left=at(estimate)></span>
                    </span>
                    <b>{words.percent(estimate)}</b>
                    <small>{format!("{}–{}", words.percent(interval.low), words.percent(interval.high))}</small>
                </span>
            }
            .into_any()
        }
    }
}
