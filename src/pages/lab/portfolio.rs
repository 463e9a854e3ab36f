//! All decided tests together: how many worked, and how large the effects are.

use super::{
    counting::{Counting, judgement},
    geometry::{Axis, Bar},
    picture::{axis_of, grid, percent, round},
    scale::signed_points,
};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    hypothesis::{
        portfolio::{LIMIT, Portfolio as Figures, Test, portfolio},
        proportion::Interval,
        verdict::{Estimate, RATE_CONFIDENCE},
    },
    ids::HypothesisId,
};

/// The sentences, the picture and the table.
#[component]
pub fn Portfolio() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let counting = use_context::<Counting>();
    let all = Memo::new(move |_| {
        state.watch(Topic::Kind("hypothesis"), |_| ());
        state.read(|w| portfolio(w, |hypothesis| judgement(counting, hypothesis)))
    });
    let title = move |id: HypothesisId| {
        state.watch(Topic::Record(id.into()), |w| w.hypotheses.get(&id).map(|h| h.title.clone())).unwrap_or_default()
    };
    let summary = move || {
        all.with(|all| {
            let (sample, interval) = all.worked()?;
            let (n, worked) = (words.number(sample.exposed()), words.number(sample.converted()));
            let (low, high) = (words.percent(interval.low), words.percent(interval.high));
            let found = words.number(all.found() as u64);
            let (rate, limit) = (words.percent(sample.rate()), words.percent(LIMIT));
            Some(view! {
                <section class="panel lab-portfolio-said" data-worked=sample.converted().to_string() data-tests=sample.exposed().to_string()>
                    <h2>{t_string!(i18n, plays.worked, worked = worked, all = n.clone()).to_string()}</h2>
                    <p>{t_string!(i18n, plays.worked_why, rate = rate, low = low, high = high).to_string()}</p>
                    <p data-found=all.found().to_string()>{t_string!(i18n, plays.found, found = found, all = n).to_string()}</p>
                    <p class="field-hint">{t_string!(i18n, plays.found_why, limit = limit).to_string()}</p>
                </section>
            })
        })
    };
    view! {
        <Show
            when=move || all.with(|all| !all.tests.is_empty())
            fallback=move || view! {
                <Empty icon=IconName::Lab text=Signal::derive(move || t_string!(i18n, plays.empty_portfolio).to_owned())>
                    <a class="button" href=route::HYPOTHESES>{t!(i18n, plays.to_board)}</a>
                </Empty>
            }
        >
            <div class="lab-portfolio">
                {summary}
                <section class="panel">
                    {move || all.with(|all| forest(words, all, title))}
                    {move || all.with(|all| table(words, all, title))}
                </section>
            </div>
        </Show>
    }
}

/// Each test as it was seen and as it is drawn to the others, on one axis.
fn forest<T: Fn(HypothesisId) -> String>(words: Words, all: &Figures, title: T) -> impl IntoView + use<T> {
    let i18n = words.i18n;
    let ends = |test: &Test| [test.shrunk.interval.low, test.shrunk.interval.high, test.shown.value];
    let axis = Axis::around(all.tests.iter().flat_map(ends).chain([0.0]), (-1.0, 1.0));
    let zero = percent(axis.at(0.0));
    let rows = all.tests.iter().map(|test| {
        let bar = axis.bar(Estimate { value: test.shrunk.value, interval: test.shrunk.interval });
        let tone = if !test.is_found() { "flat" } else if test.shown.value > 0.0 { "good" } else { "bad" };
        let interval = between(words, test.shrunk.interval);
        view! {
            <div class="lab-row" data-tone=tone data-hypothesis=test.id.to_string()>
                <a class="lab-row-name two-lines" href=route::hypothesis(test.id)>{title(test.id)}</a>
                <span class="lab-row-value"><b class="number">{signed_points(words, test.shrunk.value)}</b>" "<small class="number">{interval}</small></span>
                <svg class="lab-row-plot" aria-hidden="true">
                    {grid(&axis)}
                    <line class="lab-zero" x1=zero.clone() x2=zero.clone() y1="0" y2="100%"></line>
                    {mark(bar, axis.at(test.shown.value))}
                </svg>
            </div>
        }
    });
    let ticks = axis.ticks.iter().map(|tick| words.exact(round(*tick) * 100.0)).collect();
    let sure = words.percent(RATE_CONFIDENCE);
    view! {
        <figure class="lab-picture">
            <figcaption>{t!(i18n, plays.effects)}</figcaption>
            {rows.collect_view()}
            {axis_of(&axis, ticks)}
            <p class="field-hint">{t_string!(i18n, plays.forest_key, sure = sure).to_string()}</p>
        </figure>
    }
}

fn mark(bar: Bar, raw: f64) -> impl IntoView {
    view! {
        <line class="lab-interval" x1=percent(bar.low) x2=percent(bar.high) y1="50%" y2="50%"></line>
        <circle class="lab-raw" cx=percent(raw) cy="50%" r="5"></circle>
        <circle class="lab-dot" cx=percent(bar.dot) cy="50%"></circle>
    }
}

fn table<T: Fn(HypothesisId) -> String>(words: Words, all: &Figures, title: T) -> impl IntoView + use<T> {
    let i18n = words.i18n;
    let row = |test: &Test| {
        let stands = if test.is_found() { t_string!(i18n, plays.yes) } else { t_string!(i18n, plays.no) };
        view! {
            <tr data-hypothesis=test.id.to_string()>
                <th scope="row">{title(test.id)}</th>
                <td class="number">{signed_points(words, test.shown.value)}</td>
                <td class="number">{between(words, test.shown.interval)}</td>
                <td class="number">{signed_points(words, test.shrunk.value)}</td>
                <td class="number">{between(words, test.shrunk.interval)}</td>
                <td class="number">{p_value(words, test.shown.p)}</td>
                <td class="number">{p_value(words, test.adjusted)}</td>
                <td>{stands}</td>
            </tr>
        }
    };
    let spread = all.common.map(|common| {
        let (mean, spread) = (signed_points(words, common.mean), signed_points(words, common.spread));
        t_string!(i18n, plays.spread, mean = mean, spread = spread.trim_start_matches('+').to_owned()).to_string()
    });
    view! {
        <details class="lab-figures">
            <summary>{t!(i18n, plays.table)}</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, plays.table)>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, plays.title)}</th>
                            <th scope="col" class="number">{t!(i18n, plays.raw)}</th>
                            <th scope="col" class="number">{t!(i18n, plays.interval)}</th>
                            <th scope="col" class="number">{t!(i18n, plays.shrunk)}</th>
                            <th scope="col" class="number">{t!(i18n, plays.interval)}</th>
                            <th scope="col" class="number">{t!(i18n, plays.p)}</th>
                            <th scope="col" class="number">{t!(i18n, plays.adjusted)}</th>
                            <th scope="col">{t!(i18n, plays.stands)}</th>
                        </tr>
                    </thead>
                    <tbody>{all.tests.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <p class="field-hint">{spread}</p>
        </details>
    }
}

fn between(words: Words, interval: Interval) -> String {
    let (low, high) = (words.signed_tenth(interval.low * 100.0), signed_points(words, interval.high));
    t_string!(words.i18n, lab.between, low = low, high = high).to_string()
}

/// A p value to a thousandth; smaller ones as less than that.
fn p_value(words: Words, p: f64) -> String {
    if p < 0.001 { format!("< {}", words.exact(0.001)) } else { words.exact((p * 1_000.0).round() / 1_000.0) }
}
