//! One proposed rule: whether it is used, its points, and what it adds.

use super::super::describe::describe;
use crate::{prelude::*, words::Words};
use smarketing_domain::score::{POINTS_MAX, assistant::Proposed};

/// What a person makes of a proposed rule.
#[derive(Clone, Copy)]
pub struct Choice {
    /// It is to be used.
    pub taken: RwSignal<bool>,
    /// Its points as they were typed.
    pub points: RwSignal<String>,
}

impl Choice {
    /// As it was proposed.
    pub fn of(rule: &Proposed) -> Self {
        Self { taken: RwSignal::new(true), points: RwSignal::new(rule.points.to_string()) }
    }

    /// The points that it gives; `None` when it is not used, or they are no number.
    pub fn given(&self) -> Option<i32> {
        self.typed().filter(|_| self.taken.get())
    }

    /// Whether what was typed cannot be given.
    pub fn is_wrong(&self) -> bool {
        self.taken.get() && self.typed().is_none()
    }

    fn typed(&self) -> Option<i32> {
        let points = self.points.get().trim().replace('−', "-").parse().ok();
        points.filter(|points: &i32| points.abs() <= POINTS_MAX)
    }
}

/// Pairs of 100 that are in the right order, to a tenth.
pub fn pairs(words: Words, area: f64) -> String {
    words.exact((area * 1000.0).round() / 10.0)
}

/// The rule; `before` is the area under the ROC curve of those before it.
#[component]
pub fn Line(rule: Proposed, choice: Choice, before: f64, nth: usize) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let name = describe(words, &rule.when);
    let share = (rule.good as f64 / rule.cases.max(1) as f64, rule.share);
    let held = t_string!(i18n, assistant.held, count = u32::try_from(rule.cases).unwrap_or(u32::MAX)).to_string();
    let adds = t_string!(i18n, assistant.adds, pairs = pairs(words, rule.adds)).to_string();
    // From a coin's 50 of 100 to all of them.
    let at = |area: f64| format!("{:.1}%", (area - 0.5).clamp(0.0, 0.5) * 200.0);
    let (take, points_of) = (name.clone(), name.clone());
    let about = format!("proposed-{nth}-about");
    let (described_by, wrong) = (about.clone(), move || choice.is_wrong());
    view! {
        <li class="proposed" data-proposed data-taken=move || choice.taken.get().to_string()>
            <label class="proposed-take">
                <input
                    type="checkbox" prop:checked=choice.taken on:change:target=move |ev| choice.taken.set(ev.target().checked())
                    aria-label=move || t_string!(i18n, assistant.take, rule = take.clone()).to_string()
                />
            </label>
            <input
                class="input proposed-points" type="number" step="1" inputmode="numeric" prop:value=choice.points
                on:input:target=move |ev| choice.points.set(ev.target().value())
                aria-label=move || t_string!(i18n, assistant.points_of, rule = points_of.clone()).to_string()
                aria-invalid=move || wrong().to_string() aria-describedby=described_by
            />
            <span class="proposed-text">
                <b>{name}</b>
                <span class="proposed-share"><small>{held}</small><Share share=Some(share)/></span>
                <Show when=wrong><span class="field-error" id=about.clone()>{t!(i18n, assistant.bad_points)}</span></Show>
            </span>
            <span class="proposed-adds">
                <span class="share-track" aria-hidden="true">
                    <span class="proposed-before" style:width=at(before)></span>
                    <span class="proposed-more" style:left=at(before) style:width=at(0.5 + rule.adds)></span>
                </span>
                <small>{adds}</small>
            </span>
        </li>
    }
}
