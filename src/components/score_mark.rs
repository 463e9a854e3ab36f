//! A lead's score, and the points it unfolds into.

use crate::{
    state::{Topic, use_state},
    words::use_words,
};
use leptos::prelude::*;
use smarketing_domain::{
    ids::DealId,
    score::{Point, Scorer},
};
use smarketing_locales::{t, t_string};

/// The score; opened, it names every rule that holds.
#[component]
pub fn ScoreMark(id: DealId) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let score = Memo::new(move |_| {
        state.track(Topic::Kind("rule"));
        state.track(Topic::Kind("touchpoint"));
        state.track(Topic::Record(id.into()));
        let now = state.now();
        state.read(|w| w.deal(id).map(|deal| Scorer::new(w, now).score(deal))).unwrap_or_default()
    });
    let line = move |point: Point| {
        let name = state.read(|w| w.rules.get(&point.rule).map(|r| r.name.clone())).unwrap_or_default();
        let faded =
            (point.now != point.full).then(|| t_string!(i18n, rules.faded, points = signed(point.full)).to_string());
        view! {
            <li>
                <span>{name}</span>
                <b data-below=(point.now < 0).to_string()>{signed(point.now)}</b>
                {faded.map(|text| view! { <small>{text}</small> })}
            </li>
        }
    };
    view! {
        <Show when=move || score.with(|s| !s.points.is_empty())>
            <details class="score">
                <summary>
                    <span class="score-sum">{move || words.exact(f64::from(score.with(|s| s.total)))}</span>
                    {t!(i18n, rules.points_word)}
                </summary>
                <ul class="score-points">{move || score.get().points.into_iter().map(line).collect_view()}</ul>
            </details>
        </Show>
    }
}

/// `+5`, `−3`.
pub fn signed(points: i32) -> String {
    format!("{points:+}").replace('-', "−")
}
