//! The verdict as a picture: each arm as a dot with its interval on one axis,
//! and the difference with the smallest effect that matters shaded.

use super::{
    Judged,
    geometry::{Axis, Bar, differences, rates},
    saying::Tone,
    scale::{ends, measured, signed, size, tick},
};
use crate::{prelude::*, words::Words};
use smarketing_domain::hypothesis::verdict::{ArmFigures, RATE_CONFIDENCE, Scale};

/// Both pictures; nothing while nobody was counted.
#[component]
pub fn Picture(
    /// Of what.
    judged: Memo<Judged>,
) -> impl IntoView {
    view! {
        <Rates judged/>
        <Difference judged/>
    }
}

#[component]
fn Rates(judged: Memo<Judged>) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let row = move |seen: &Judged, i: usize, axis: &Axis, bar: Option<Bar>| {
        let figures = seen.judgement.arms.get(i).copied();
        let scale = seen.judgement.scale;
        let value = figures.and_then(|f| f.compared(scale)).map(|estimate| shown(words, scale, estimate.value));
        let counts = figures.map(|f| counts(words, f)).unwrap_or_default();
        view! {
            <div class="lab-row" data-arm=if i == 0 { "control" } else { "variant" }>
                <span class="lab-row-name two-lines">{arm_name(seen, i)}</span>
                <span class="lab-row-value"><b class="number">{value}</b>" "<small class="number">{counts}</small></span>
                <svg class="lab-row-plot" aria-hidden="true">
                    {grid(axis)}
                    {bar.map(mark)}
                </svg>
            </div>
        }
    };
    move || {
        judged.with(|seen| {
            let picture = rates(&seen.judgement)?;
            let rows = picture.rows.iter().enumerate().map(|(i, bar)| row(seen, i, &picture.axis, *bar)).collect_view();
            let scale = seen.judgement.scale;
            let caption = match scale {
                Scale::Share => t_string!(i18n, lab.rates),
                Scale::Money => t_string!(i18n, trial.means_money),
                Scale::Days => t_string!(i18n, trial.means_days),
            };
            let mark = |at: &f64| match scale {
                Scale::Share => words.percent_exact(*at),
                _ => tick(words, scale, round(*at)),
            };
            Some(view! {
                <figure class="lab-picture">
                    <figcaption>{caption}</figcaption>
                    {rows}
                    {axis_of(&picture.axis, picture.axis.ticks.iter().map(mark).collect())}
                </figure>
            })
        })
    }
}

#[component]
fn Difference(judged: Memo<Judged>) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    move || {
        judged.with(|seen| {
            let picture = differences(&seen.judgement)?;
            let scale = seen.judgement.scale;
            let (left, right) = picture.small;
            let zero = percent(picture.zero);
            let row = |(i, bar): (usize, &Option<Bar>)| {
                let figures = seen.judgement.arms.get(i)?;
                let difference = figures.difference.map(|d| {
                    let (low, high) = match scale {
                        // The unit of points stands with the value.
                        Scale::Share => (words.signed_tenth(d.interval.low * 100.0), words.signed_tenth(d.interval.high * 100.0)),
                        _ => ends(words, scale, &d.interval),
                    };
                    (signed(words, scale, d.value), t_string!(i18n, lab.between, low = low, high = high).to_string())
                });
                let (value, interval) = difference.unwrap_or_default();
                let tone = figures.verdict.as_ref().map_or(Tone::Waiting, Tone::of).name();
                Some(view! {
                    <div class="lab-row" data-arm="variant" data-tone=tone>
                        <span class="lab-row-name two-lines">{arm_name(seen, i)}</span>
                        <span class="lab-row-value"><b class="number">{value}</b>" "<small class="number">{interval}</small></span>
                        <svg class="lab-row-plot" aria-hidden="true">
                            <rect class="lab-zone" x=percent(left) width=percent(right - left) y="0" height="100%"></rect>
                            {grid(&picture.axis)}
                            <line class="lab-zero" x1=zero.clone() x2=zero.clone() y1="0" y2="100%"></line>
                            {bar.map(mark)}
                        </svg>
                    </div>
                })
            };
            let control = arm_name(seen, 0);
            let ticks = picture.axis.ticks.iter().map(|at| tick(words, scale, round(*at))).collect();
            let effect = size(words, scale, seen.judgement.effect);
            let sure = words.percent(RATE_CONFIDENCE);
            Some(view! {
                <figure class="lab-picture">
                    <figcaption>{t_string!(i18n, lab.difference, control = control).to_string()}</figcaption>
                    {(1..).zip(&picture.rows).map(row).collect_view()}
                    {axis_of(&picture.axis, ticks)}
                    <p class="lab-legend">
                        <span class="lab-legend-zone">{t_string!(i18n, lab.small_zone, effect = effect).to_string()}</span>
                        <span class="lab-legend-line">{t_string!(i18n, lab.line_is, sure = sure).to_string()}</span>
                    </p>
                </figure>
            })
        })
    }
}

/// The difference alone, small enough for a card.
#[component]
pub fn Glance(
    /// Of what.
    judged: Memo<Judged>,
) -> impl IntoView {
    move || {
        judged.with(|seen| {
            let picture = differences(&seen.judgement)?;
            let i = seen.judgement.about.unwrap_or(1);
            let bar = picture.rows.get(i.checked_sub(1)?).copied().flatten()?;
            let (left, right) = picture.small;
            let zero = percent(picture.zero);
            Some(view! {
                <svg class="lab-glance" aria-hidden="true" data-tone=Tone::of(&seen.judgement.verdict).name()>
                    <rect class="lab-zone" x=percent(left) width=percent(right - left) y="0" height="100%"></rect>
                    <line class="lab-zero" x1=zero.clone() x2=zero y1="0" y2="100%"></line>
                    {mark(bar)}
                </svg>
            })
        })
    }
}

fn arm_name(seen: &Judged, i: usize) -> String {
    seen.hypothesis.arms.get(i).map(|arm| arm.name.clone()).unwrap_or_default()
}

fn counts(words: Words, figures: ArmFigures) -> String {
    let i18n = words.i18n;
    if figures.exposed == 0 {
        return t_string!(i18n, lab.nobody_yet).to_owned();
    }
    let (converted, exposed) = (words.number(figures.converted), words.number(figures.exposed));
    t_string!(i18n, lab.rate_of, converted = converted, exposed = exposed).to_string()
}

/// A rate, or a mean.
fn shown(words: Words, scale: Scale, value: f64) -> String {
    if scale == Scale::Share { words.percent_tenth(value) } else { measured(words, scale, value) }
}

fn mark(bar: Bar) -> impl IntoView {
    view! {
        <line class="lab-interval" x1=percent(bar.low) x2=percent(bar.high) y1="50%" y2="50%"></line>
        <circle class="lab-dot" cx=percent(bar.dot) cy="50%"></circle>
    }
}

/// The lines of the axis' ticks.
pub fn grid(axis: &Axis) -> impl IntoView + use<> {
    let lines = axis.ticks.iter().map(|tick| percent(axis.at(*tick)));
    lines.map(|x| view! { <line class="lab-grid" x1=x.clone() x2=x y1="0" y2="100%"></line> }).collect_view()
}

/// The axis: the ticks' values under their lines.
pub fn axis_of(axis: &Axis, labels: Vec<String>) -> impl IntoView + use<> {
    let places: Vec<String> = axis.ticks.iter().map(|tick| percent(axis.at(*tick))).collect();
    let ticks = places.into_iter().zip(labels);
    view! {
        <div class="lab-scale" aria-hidden="true">
            {ticks.map(|(left, label)| view! { <span class="number" style:left=left>{label}</span> }).collect_view()}
        </div>
    }
}

/// A place on the axis as a length.
pub fn percent(place: f64) -> String {
    format!("{place:.3}%")
}

/// A tick without the dust of its computation.
pub fn round(tick: f64) -> f64 {
    // Adding zero makes a plain zero of a negative one.
    (tick * 1e6).round() / 1e6 + 0.0
}
