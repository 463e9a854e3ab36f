//! All figures behind the picture, one tap below.

use super::{
    Judged,
    method::Method,
    scale::{ends, measured, signed},
};
use crate::{prelude::*, words::Words};
use smarketing_domain::hypothesis::verdict::{ArmFigures, Estimate, RATE_CONFIDENCE, Scale};

/// The table behind the picture.
#[component]
pub fn Figures(
    /// Of what.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let rows = move || {
        judged.with(|seen| {
            let named = seen.hypothesis.arms.iter().zip(&seen.judgement.arms);
            named.map(|(arm, figures)| row(words, seen.judgement.scale, arm.name.clone(), figures)).collect_view()
        })
    };
    let head = move || match judged.with(|seen| seen.judgement.scale) {
        Scale::Share => t_string!(i18n, lab.rate),
        _ => t_string!(i18n, trial.mean),
    };
    let note = move || {
        judged.with(|seen| {
            let n = seen
                .judgement
                .planned_per_arm
                .map_or_else(|| t_string!(i18n, lab.no_size).to_owned(), |n| words.number(n));
            let rates = words.percent(RATE_CONFIDENCE);
            let differences = words.percent_exact(seen.judgement.difference_confidence);
            t_string!(i18n, lab.figures_note, rates = rates, differences = differences, n = n).to_string()
        })
    };
    view! {
        <details class="lab-figures">
            <summary>{t!(i18n, lab.figures)}</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, lab.figures)>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, lab.arm)}</th>
                            <th scope="col" class="number">{t!(i18n, lab.exposed)}</th>
                            <th scope="col" class="number">{t!(i18n, lab.converted)}</th>
                            <th scope="col" class="number">{head}</th>
                            <th scope="col" class="number">{t!(i18n, lab.interval)}</th>
                            <th scope="col" class="number">{t!(i18n, lab.difference_short)}</th>
                            <th scope="col" class="number">{t!(i18n, lab.interval)}</th>
                            <th scope="col" class="number">{t!(i18n, lab.missing_short)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="field-hint">{note}</p>
            <Method judged/>
        </details>
    }
}

fn row(words: Words, scale: Scale, name: String, figures: &ArmFigures) -> impl IntoView + use<> {
    let i18n = words.i18n;
    // The unit stands once, after the upper end.
    let between = |low: String, high: String| t_string!(i18n, lab.between, low = low, high = high).to_string();
    // What is compared: the rate, or the mean.
    let shown = |value| match scale {
        Scale::Share => words.percent_tenth(value),
        _ => measured(words, scale, value),
    };
    let compared = figures.compared(scale);
    let rate = compared.map(|e| shown(e.value));
    let rate_interval = compared.map(|Estimate { interval, .. }| between(shown(interval.low), shown(interval.high)));
    let difference = figures.difference.map(|e| signed(words, scale, e.value));
    let difference_interval = figures.difference.map(|Estimate { interval, .. }| {
        let (low, high) = ends(words, scale, &interval);
        between(low, high)
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number">{words.number(figures.exposed)}</td>
            <td class="number">{words.number(figures.converted)}</td>
            <td class="number">{rate}</td>
            <td class="number">{rate_interval}</td>
            <td class="number">{difference}</td>
            <td class="number">{difference_interval}</td>
            <td class="number">{words.number(figures.missing)}</td>
        </tr>
    }
}
