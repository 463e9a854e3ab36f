//! How the forecast would have done on past weeks: a sentence, each trial as a band
//! with what happened, and how many outcomes lay under each percentile.

use super::{
    geometry,
    run::{Phase, Run},
    weeks::week_words,
};
use crate::{prelude::*, words::Words};
use smarketing_domain::forecast::backtest::{BackTest, LEAST_TRIALS, Share as Part, Trial};
use std::sync::Arc;

/// What lies between the 10th and the 90th percentile of a good forecast.
const NOMINAL: f64 = 0.8;

/// What is to be said of how many lay within.
fn verdict(words: Words, share: Part) -> (&'static str, &'static str) {
    let i18n = words.i18n;
    match () {
        () if share.interval.high < NOMINAL => ("narrow", t_string!(i18n, forecast.too_narrow)),
        () if share.interval.low > NOMINAL => ("wide", t_string!(i18n, forecast.too_wide)),
        () => ("fits", t_string!(i18n, forecast.fits)),
    }
}

/// The panel.
#[component]
pub fn TrialView(run: Run) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let body = move || {
        let Some(tested) = run.tested.get() else {
            return view! { <Trying run/> }.into_any();
        };
        let Some(share) = tested.covered() else {
            let (have, least) = (words.number(tested.trials.len() as u64), words.number(LEAST_TRIALS as u64));
            let text = t_string!(i18n, forecast.few_trials, have = have, least = least).to_string();
            return view! { <p data-trials=tested.trials.len().to_string()>{text}</p> }.into_any();
        };
        let (count, of) = (words.number(share.count), words.number(share.of));
        let said = t_string!(i18n, forecast.covered, n = count, of = of).to_string();
        let (tone, verdict) = verdict(words, share);
        view! {
            <p class="forecast-trial-said" data-trials=share.of.to_string() data-within=share.count.to_string()>
                {said}" "<b data-verdict=tone>{verdict}</b>
            </p>
            <p class="forecast-covered"><span>{t!(i18n, forecast.within)}</span><Share share=Some((share.rate(), share.interval))/></p>
            <Picture tested=Arc::clone(&tested)/>
            <Calibration tested=Arc::clone(&tested)/>
            <Trials tested/>
        }
        .into_any()
    };
    view! {
        <section class="panel forecast-trial">
            <h2>{t!(i18n, forecast.trial)}</h2>
            <p class="field-hint">{t!(i18n, forecast.trial_hint)}</p>
            {body}
        </section>
    }
}

/// It is still tried, unless somebody has had enough.
#[component]
fn Trying(run: Run) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    view! {
        <Show when=move || run.phase.get() == Phase::Working>
            <p class="forecast-working">
                <span>{t!(i18n, forecast.trying)}" "<span class="number">{move || words.percent(run.progress.get())}</span></span>
                <button type="button" class="button" on:click=move |_| run.cancel()>{t!(i18n, common.cancel)}</button>
            </p>
        </Show>
    }
}

/// Each trial: its band, its middle, and what happened as a dot; hollow where it lies outside.
#[component]
fn Picture(tested: Arc<BackTest>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let trials = &tested.trials;
    let top = geometry::top_of(trials.iter().flat_map(|trial| [trial.band.high, trial.actual]));
    let place = |minor: i64| format!("{:.1}%", geometry::y(minor, top));
    let column = |trial: &Trial| {
        let name = week_words(words, state, trial.at, trial.until);
        let (low, high) = (words.money_short(trial.band.low), words.money_short(trial.band.high));
        let won = words.money_short(trial.actual);
        let title = t_string!(i18n, forecast.trial_title, weeks = name, low = low, high = high, won = won).to_string();
        let height = format!("{:.1}%", geometry::y(trial.band.low, top) - geometry::y(trial.band.high, top));
        let within = trial.band.contains(trial.actual).to_string();
        view! {
            <span class="trial-column" title=title>
                <i class="trial-band" style:top=place(trial.band.high) style:height=height></i>
                <i class="trial-middle" style:top=place(trial.band.middle)></i>
                <i class="trial-dot" data-within=within style:top=place(trial.actual)></i>
            </span>
        }
    };
    view! {
        <figure class="trial-picture">
            <p class="fan-key">
                <span data-key="band">{t!(i18n, forecast.key_band)}</span>
                <span data-key="middle">{t!(i18n, forecast.key_middle)}</span>
                <span data-key="dot">{t!(i18n, forecast.key_happened)}</span>
                <span data-key="out">{t!(i18n, forecast.key_out)}</span>
            </p>
            <div class="trial-columns" role="img" aria-label=move || t_string!(i18n, forecast.trial_text)>
                {trials.iter().map(column).collect_view()}
            </div>
        </figure>
    }
}

/// Outcomes under each percentile: where they should be, and where they were.
#[component]
fn Calibration(tested: Arc<BackTest>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let row = |(level, share): (u8, Part)| {
        let of = format!("{} / {}", words.number(share.count), words.number(share.of));
        view! {
            <tr data-level=level.to_string()>
                <th scope="row" class="number">{words.percent(f64::from(level) / 100.0)}</th>
                <td class="number">{of}</td>
                <td><Share share=Some((share.rate(), share.interval))/></td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, forecast.calibration)>
            <table class="table forecast-calibration">
                <caption>{t!(i18n, forecast.calibration)}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="number">{t!(i18n, forecast.should)}</th>
                        <th scope="col" class="number">{t!(i18n, forecast.counted)}</th>
                        <th scope="col">{t!(i18n, forecast.was)}</th>
                    </tr>
                </thead>
                <tbody>{tested.calibration().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The trials in figures.
#[component]
fn Trials(tested: Arc<BackTest>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let row = |trial: &Trial| {
        let money = |minor: i64| view! { <td class="number">{words.money(minor)}</td> };
        let within = match trial.band.contains(trial.actual) {
            true => t_string!(i18n, forecast.yes),
            false => t_string!(i18n, forecast.no),
        };
        view! {
            <tr>
                <th scope="row">{week_words(words, state, trial.at, trial.until)}</th>
                {[trial.band.low, trial.band.middle, trial.band.high, trial.actual].map(money)}
                <td>{within}</td>
            </tr>
        }
    };
    view! {
        <details class="forecast-weeks">
            <summary>{t!(i18n, forecast.trials)}</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, forecast.trials)>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, forecast.weeks)}</th>
                            <th scope="col" class="number">{t!(i18n, forecast.low)}</th>
                            <th scope="col" class="number">{t!(i18n, forecast.middle)}</th>
                            <th scope="col" class="number">{t!(i18n, forecast.high)}</th>
                            <th scope="col" class="number">{t!(i18n, forecast.happened)}</th>
                            <th scope="col">{t!(i18n, forecast.within)}</th>
                        </tr>
                    </thead>
                    <tbody>{tested.trials.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}
