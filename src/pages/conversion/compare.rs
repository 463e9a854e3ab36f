//! Two groups side by side: which ones, and what their difference says.

use super::{
    View,
    figures::{Beside, Line},
};
use crate::{prelude::*, words::Words};
use smarketing_domain::cohort::{
    compare::{Comparison, compare},
    group::Key,
};

/// Where an address names the compared groups.
const NAMES: [&str; 2] = ["a", "b"];

/// The groups that an address compares.
pub fn asked(get: impl Fn(&str) -> Option<String>) -> Vec<Key> {
    NAMES.iter().filter_map(|name| group_key(&get(name)?)).collect()
}

/// Takes a group into the comparison or out of it; a third one takes the place
/// of the first.
pub fn toggle(seen: View, key: &Key) {
    let mut keys = seen.compared.get_untracked();
    match keys.iter().position(|k| k == key) {
        Some(at) => drop(keys.remove(at)),
        None => {
            if keys.len() == NAMES.len() {
                keys.remove(0);
            }
            keys.push(key.clone());
        }
    }
    let code = |at: usize| keys.get(at).map(group_code).unwrap_or_default();
    seen.address.set(&[(NAMES[0], code(0)), (NAMES[1], code(1))]);
}

/// What the comparison says.
#[component]
pub fn Compared(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let said = move || {
        let keys = seen.compared.get();
        let said = seen.with(|figures| {
            if figures.beside == Some(Beside::Overlapping) {
                return t_string!(i18n, cohort.periods_overlap).to_owned();
            }
            if let (Some(Beside::Apart), [first, second]) = (figures.beside, figures.lines.as_slice()) {
                return sentence(words, first, second, figures.window.ms());
            }
            let lines: Vec<&Line> = keys.iter().filter_map(|key| figures.line(key)).collect();
            match lines.as_slice() {
                [first, second] => sentence(words, first, second, figures.window.ms()),
                [_] => t_string!(i18n, cohort.compare_one).to_owned(),
                _ => t_string!(i18n, cohort.compare_hint).to_owned(),
            }
        });
        said.unwrap_or_default()
    };
    let is_said = move || seen.compared.with(|keys| keys.len() == NAMES.len()) || seen.beside.with(Option::is_some);
    view! { <p class="conversion-compared" data-said=is_said aria-live="polite">{said}</p> }
}

fn sentence(words: Words, first: &Line, second: &Line, window_ms: i64) -> String {
    let i18n = words.i18n;
    let points = |share: f64| words.exact((share * 1000.0).round() / 10.0);
    let better = |best: &Line, other: &Line, value: f64, low: f64, high: f64| {
        let (better, worse) = (best.name.clone(), other.name.clone());
        let (points, low, high) = (points(value), points(low), points(high));
        t_string!(i18n, cohort.compare_higher, better = better, worse = worse, points = points, low = low, high = high)
            .to_string()
    };
    let (first_name, second_name) = (first.name.clone(), second.name.clone());
    match compare(&first.figures, &second.figures) {
        Comparison::Higher(d) => better(second, first, d.value, d.interval.low, d.interval.high),
        Comparison::Lower(d) => better(first, second, -d.value, -d.interval.high, -d.interval.low),
        Comparison::Unclear(d) => {
            let (low, high) = (words.signed_tenth(d.interval.low * 100.0), words.signed_tenth(d.interval.high * 100.0));
            t_string!(i18n, cohort.compare_unclear, first = first_name, second = second_name, low = low, high = high)
                .to_string()
        }
        Comparison::NotYetKnown => {
            let days = words.duration(window_ms);
            t_string!(i18n, cohort.compare_unknown, first = first_name, second = second_name, days = days).to_string()
        }
    }
}
