//! What to look at while it runs. The verdict is elsewhere; these lines say whether the counts
//! come as they should.

use super::{
    super::{Judged, scale::signed_points},
    picture::{Band, HEIGHT, WIDTH, band},
};
use crate::{prelude::*, words::Words};
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use smarketing_domain::{
    clock::DAY,
    hypothesis::{
        Kind, Measure, Status,
        live::Live,
        verdict::{SPLIT_CHECK_FROM, Scale},
        watch::{Moment, looks, moment, novelty, odd_days},
    },
    statistics::{evalue::Counts, sample_ratio::split_test},
};

/// At most so many points of time are drawn: each is an analysis of its own.
const POINTS: usize = 24;
/// How long they are made without letting anything else go first, in milliseconds.
const SLICE_MS: i64 = 6;
/// From so many days on it is said that weekdays are not alike.
const WEEKDAYS_FROM: usize = 3;

/// Intervals over time, the split, warnings, the guardrail. Nothing where only totals are known.
#[component]
pub fn Watch(
    /// Of what.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let days = Memo::new(move |_| {
        judged.with(|seen| {
            let is_tried = matches!(seen.hypothesis.standing.status, Status::Running | Status::Decided);
            let days = seen.hypothesis.by_day(seen.counted.as_ref().map(|counted| &counted.live));
            days.filter(|days| is_tried && !days.is_empty())
        })
    });
    let about = move || judged.with(|seen| seen.judgement.about.unwrap_or(1));
    let asked = Memo::new(move |_| {
        let (plan, design) = judged.with(|seen| (seen.hypothesis.plan, seen.hypothesis.design.clone()));
        // Of means nothing is said before the planned number, so there is nothing to follow.
        judged.with(|seen| seen.judgement.scale == Scale::Share).then_some(())?;
        Some((plan, design, about(), days.get()?))
    });
    let drawn = RwSignal::new(None::<(Band, Moment)>);
    // Each drawing has a number; one that is overtaken stops.
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let this = turn.get_value();
        let Some((plan, design, about, days)) = asked.get() else { return drawn.set(None) };
        spawn_local(async move {
            let (mut moments, mut began) = (Vec::new(), state.now());
            for day in looks(days.len(), POINTS) {
                if state.now().since(began) >= SLICE_MS {
                    TimeoutFuture::new(0).await;
                    began = state.now();
                }
                if turn.try_get_value() != Some(this) {
                    return;
                }
                moments.extend(moment(&plan, &design, &days[..day], about));
            }
            drawn.try_set(band(&moments).zip(moments.last().copied()));
        });
    });
    let picture = move || {
        drawn.with(|drawn| {
            let (band, last) = drawn.as_ref()?;
            let (value, low, high) = (last.value, last.interval.low, last.interval.high);
            let (value, low, high) = (signed_points(words, value), words.signed_tenth(low * 100.0), signed_points(words, high));
            let label = t_string!(i18n, trial.over_time_is, value = value, low = low, high = high).to_string();
            Some(view! {
                <figure class="lab-over-time" data-over-time>
                    <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=label.clone()>
                        <polygon class="lab-band" points=band.band.clone()></polygon>
                        <line class="lab-zero" x1="0" x2=WIDTH.to_string() y1=band.zero.to_string() y2=band.zero.to_string()></line>
                        <polyline class="lab-estimate" points=band.line.clone()></polyline>
                    </svg>
                    <figcaption>{label}" "{t!(i18n, trial.over_time_why)}</figcaption>
                </figure>
            })
        })
    };
    let lines = move || {
        let days = days.get()?;
        let all = judged.with(|seen| {
            let lines = [split(words, seen), new_effect(words, &days, about()), weekdays(words, days.len())];
            let guarded = guardrail(words, seen);
            lines.into_iter().flatten().chain(guarded).collect::<Vec<_>>()
        });
        Some(
            view! { <ul>{all.into_iter().map(|(name, text)| view! { <li data-watch=name>{text}</li> }).collect_view()}</ul> },
        )
    };
    view! {
        <Show when=move || days.with(Option::is_some)>
            <section class="panel lab-watch" aria-labelledby="lab-watch">
                <h2 id="lab-watch">{t!(i18n, trial.watch)}</h2>
                {picture}
                {lines}
            </section>
        </Show>
    }
}

/// How many are in an arm that is counted live, and how many are not yet known.
#[component]
pub fn LiveArm(
    /// Of which hypothesis.
    judged: Memo<Judged>,
    /// Which arm.
    index: usize,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    move || {
        judged.with(|seen| {
            if !seen.hypothesis.design.measure.is_live() {
                let arm = seen.hypothesis.arms.get(index)?;
                let (x, n) = (words.number(arm.converted), words.number(arm.exposed));
                let text = match seen.hypothesis.design.measure.kind {
                    Kind::Days => t_string!(i18n, trial.typed_arm, x = x, n = n).to_string(),
                    _ => t_string!(i18n, lab.rate_of, converted = x, exposed = n).to_string(),
                };
                return Some(view! { <p class="lab-live">{text}</p> });
            }
            let Some(arm) = seen.counted.as_ref().and_then(|counted| counted.live.arms.get(index)) else {
                let why = t_string!(i18n, trial.live_later).to_owned();
                return Some(view! { <p class="lab-live">{why}</p> });
            };
            let (x, known) = (words.number(arm.converted), words.number(arm.known));
            let open = words.number(arm.entered - arm.known);
            let text = t_string!(i18n, trial.live_arm, x = x, n = known, open = open).to_string();
            Some(view! { <p class="lab-live">{text}</p> })
        })
    }
}

type Line = (&'static str, String);

fn split(words: Words, seen: &Judged) -> Option<Line> {
    let i18n = words.i18n;
    let of_all = |counted: &super::super::Counted| counted.live.arms.iter().map(|arm| arm.entered).collect();
    let typed = || seen.hypothesis.arms.iter().map(|arm| arm.exposed).collect();
    let sizes: Vec<u64> = seen.counted.as_ref().map_or_else(typed, of_all);
    let unassigned = seen.counted.as_ref().map_or(0, |counted| counted.live.unassigned);
    if unassigned > 0 {
        let n = words.number(unassigned);
        return Some(("unassigned", t_string!(i18n, trial.unassigned, n = n).to_string()));
    }
    if !seen.hypothesis.design.way.is_even() {
        return None;
    }
    let total: u64 = sizes.iter().sum();
    let test = split_test(&sizes, &vec![1.0; sizes.len()])?;
    Some(if total < SPLIT_CHECK_FROM {
        ("split", t_string!(i18n, trial.split_early, n = words.number(SPLIT_CHECK_FROM)).to_string())
    } else if test.is_broken() {
        ("split_broken", t_string!(i18n, trial.split_broken).to_owned())
    } else {
        ("split", t_string!(i18n, trial.split_fine).to_owned())
    })
}

fn new_effect(words: Words, days: &[Vec<Counts>], variant: usize) -> Option<Line> {
    let (early, late) = novelty(days, variant)?;
    let (early, late) = (signed_points(words, early), signed_points(words, late));
    Some(("novelty", t_string!(words.i18n, trial.novelty, early = early, late = late).to_string()))
}

fn weekdays(words: Words, days: usize) -> Option<Line> {
    let odd = odd_days(days);
    (days >= WEEKDAYS_FROM && odd != 0).then(|| {
        let time = words.duration((7 - odd as i64) * DAY);
        ("weekdays", t_string!(words.i18n, trial.weekdays, time = time).to_string())
    })
}

/// A line for each variant: its guardrail's mean or share against the control's.
fn guardrail(words: Words, seen: &Judged) -> Vec<Line> {
    let (Some(measure), Some(live)) =
        (seen.hypothesis.design.guardrail, seen.counted.as_ref().and_then(|counted| counted.guardrail.as_ref()))
    else {
        return Vec::new();
    };
    let confidence = seen.judgement.difference_confidence;
    let line = |i: usize| {
        let arm = seen.hypothesis.arms.get(i)?.name.clone();
        let figure = |value: f64| in_unit(words, &measure, value);
        let (control, variant) = (mean(live, &measure, 0)?, mean(live, &measure, i)?);
        let (control, variant) = (figure(control), figure(variant));
        let is_worse = live.is_worse(i, measure.kind, confidence);
        let what = super::spelled::kind(words, measure.kind);
        let i18n = words.i18n;
        let text =
            t_string!(i18n, trial.guarded, what = what, arm = arm, variant = variant, control = control).to_string();
        Some(if is_worse {
            ("guardrail_worse", format!("{text} {}", t_string!(i18n, trial.guarded_worse)))
        } else {
            ("guardrail", text)
        })
    };
    (1..seen.hypothesis.arms.len()).filter_map(line).collect()
}

fn mean(live: &Live, measure: &Measure, i: usize) -> Option<f64> {
    let arm = live.arms.get(i).filter(|arm| arm.known > 0)?;
    if measure.is_rate() { Some(arm.converted as f64 / arm.known as f64) } else { Some(arm.mean()?.mean) }
}

fn in_unit(words: Words, measure: &Measure, value: f64) -> String {
    match measure.kind {
        Kind::Value => words.money(value.round() as i64),
        Kind::Time => words.duration((value * DAY as f64).round() as i64),
        _ => words.percent_tenth(value),
    }
}
