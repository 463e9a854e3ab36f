//! The hourglass of the day, drawn as on the first page. Its numbers are those of the
//! past: they open no lists, for a list tells the present.

use super::{View, shown::Row, shown::hue};
use crate::{
    components::glass::{self, Measure, Shape},
    prelude::*,
};
use smarketing_domain::{
    ids::StageId,
    stage::{Section, StageRole},
};

/// The picture.
#[component]
pub fn Glass(seen: View) -> impl IntoView {
    let i18n = use_i18n();
    let stages = Memo::new(move |_| seen.shown.with(|shown| ids(&shown.rows)));
    let shapes = Memo::new(move |_| seen.shown.with(|shown| glass::shapes(&measures(&shown.rows))));
    view! {
        // Named as on the first page, so that the same styles hold.
        <div class="hourglass time-glass">
            <figure class="panel glass-panel">
                <div class="glass">
                    <div class="glass-columns" aria-hidden="true">
                        <span></span>
                        <span></span>
                        <span>{t!(i18n, hourglass.column_lost)}</span>
                        <span>{t!(i18n, hourglass.column_passed)}</span>
                        <span>{t!(i18n, time.standing)}</span>
                    </div>
                    <div class="glass-body">
                        <Sections seen/>
                        <Drawing seen stages shapes/>
                        <ol class="glass-rows" aria-label=move || t_string!(i18n, hourglass.stages)>
                            <For each=move || stages.get() key=|id| *id let:stage><Step stage seen stages shapes/></For>
                        </ol>
                    </div>
                </div>
                <figcaption class="glass-scale">{t!(i18n, hourglass.scale)}</figcaption>
            </figure>
        </div>
    }
}

fn ids(rows: &[Row]) -> Vec<StageId> {
    rows.iter().map(|row| row.band.stage).collect()
}

fn measures(rows: &[Row]) -> Vec<Measure> {
    let measure = |row: &Row| Measure {
        entered: row.band.entered,
        lost: row.band.lost,
        grown: row.band.grown,
        is_reach: !row.band.role.holds_deals(),
        is_neck: row.band.role == StageRole::Won,
    };
    rows.iter().map(measure).collect()
}

/// The shape of a stage, kept up to date.
fn shape(stages: Memo<Vec<StageId>>, shapes: Memo<Vec<Shape>>, stage: StageId) -> Memo<Option<Shape>> {
    Memo::new(move |_| {
        let at = stages.with(|stages| stages.iter().position(|id| *id == stage))?;
        shapes.with(|shapes| shapes.get(at).cloned())
    })
}

/// Elements stay the same from day to day, so that they morph.
#[component]
fn Drawing(seen: View, stages: Memo<Vec<StageId>>, shapes: Memo<Vec<Shape>>) -> impl IntoView {
    let view_box = move || format!("0 0 {} {}", glass::WIDTH, glass::height(stages.with(Vec::len)));
    let stream = move |stage| {
        let shape = shape(stages, shapes, stage);
        let path = move || shape.with(|shape| shape.as_ref().and_then(|s| s.stream.clone()).unwrap_or_default());
        view! { <path class="glass-stream" d=path></path> }
    };
    let band = move |stage| {
        let row = seen.row(stage);
        let shape = shape(stages, shapes, stage);
        let section = move || row.with(|row| row.as_ref().map(|row| hue(row.section)));
        let is_cut = move || shape.with(|shape| shape.as_ref().is_some_and(|shape| shape.span.is_cut));
        let band = move || shape.with(|shape| shape.as_ref().map(|shape| shape.band.clone()).unwrap_or_default());
        let gap = move || shape.with(|shape| shape.as_ref().and_then(|s| s.gap.clone()).unwrap_or_default());
        view! {
            <path class="glass-gap" d=gap data-section=section data-cut=is_cut></path>
            <path class="glass-band" d=band data-section=section data-cut=is_cut></path>
        }
    };
    view! {
        <div class="glass-drawing" aria-hidden="true">
            <svg viewBox=view_box preserveAspectRatio="none" focusable="false">
                <defs>
                    <linearGradient id="glass-cut">
                        <stop offset="0" class="glass-cut-edge"></stop>
                        <stop offset="0.14" class="glass-cut-middle"></stop>
                        <stop offset="0.86" class="glass-cut-middle"></stop>
                        <stop offset="1" class="glass-cut-edge"></stop>
                    </linearGradient>
                    <linearGradient id="glass-stream">
                        <stop offset="0" class="glass-stream-near"></stop>
                        <stop offset="1" class="glass-stream-far"></stop>
                    </linearGradient>
                </defs>
                <For each=move || stages.get() key=|id| *id children=stream/>
                <For each=move || stages.get() key=|id| *id children=band/>
            </svg>
        </div>
    }
}

/// The sections at the left, each as long as its rows.
#[component]
fn Sections(seen: View) -> impl IntoView {
    let words = use_words();
    let spans = Memo::new(move |_| seen.shown.with(|shown| spans(&shown.rows)));
    let percent = |part: usize, rows: usize| format!("{:.3}%", 100.0 * part as f64 / rows.max(1) as f64);
    let bands = move || {
        let spans = spans.get();
        let rows = spans.iter().map(|(_, _, count)| count).sum();
        let band = move |(section, first, count)| {
            view! {
                <span
                    class="glass-section" data-section=hue(section)
                    style:top=percent(first, rows) style:height=percent(count, rows)
                ><b class="one-line">{section_name(words, section)}</b></span>
            }
        };
        spans.into_iter().map(band).collect_view()
    };
    view! { <div class="glass-sections" aria-hidden="true">{bands}</div> }
}

/// The sections with the rows they span: first, and how many.
fn spans(rows: &[Row]) -> Vec<(Section, usize, usize)> {
    let mut spans: Vec<(Section, usize, usize)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        match spans.last_mut() {
            Some((_, _, count)) if !row.opens_section => *count += 1,
            _ => spans.push((row.section, at, 1)),
        }
    }
    spans
}

/// The section's name in words.
pub fn section_name(words: words::Words, section: Section) -> &'static str {
    let i18n = words.i18n;
    match section {
        Section::Reach => t_string!(i18n, common.reach),
        Section::Marketing => t_string!(i18n, common.marketing),
        Section::Sales => t_string!(i18n, common.sales),
        Section::Customer => t_string!(i18n, common.customers),
    }
}

/// A stage beside the picture; on phones a bar with the same numbers.
#[component]
fn Step(stage: StageId, seen: View, stages: Memo<Vec<StageId>>, shapes: Memo<Vec<Shape>>) -> impl IntoView {
    let words = use_words();
    let row = seen.row(stage);
    let shape = shape(stages, shapes, stage);
    let bar = move || {
        let width = shape.with(|shape| shape.as_ref().map(|shape| shape.span.width)).unwrap_or_default();
        format!("{:.2}%", width / glass::WIDTH * 100.0)
    };
    let say = move |look: fn(&Row) -> String| row.with(|row| row.as_ref().map(look).unwrap_or_default());
    let is = move |look: fn(&Row) -> bool| row.with(|row| row.as_ref().is_some_and(look));
    let section = move || row.with(|row| row.as_ref().map(|row| hue(row.section)));
    let team = move || row.with(|row| row.as_ref().map(|row| row.team)).unwrap_or_default();
    view! {
        <li
            class="glass-row"
            data-hourglass-stage=stage.to_string()
            data-entered=move || say(|row| row.band.entered.to_string())
            data-passed=move || say(|row| row.band.passed.to_string())
            data-standing=move || say(|row| row.band.standing.count.to_string())
            data-section=section
            data-opens=move || is(|row| row.opens_section)
        >
            <span class="glass-row-section">
                {move || row.with(|row| row.as_ref().map(|row| section_name(words, row.section)))}
            </span>
            <div class="glass-name">
                <h3 class="two-lines">{move || say(|row| row.name.clone())}</h3>
                <span class="glass-team one-line" data-team=move || team_code(team())>{move || team_name(words, team())}</span>
            </div>
            <div class="glass-bar" aria-hidden="true"><i style:width=bar></i></div>
            {move || row.with(|row| row.as_ref().map(|row| numbers(words, row)))}
        </li>
    }
}

fn team_code(team: smarketing_domain::member::Team) -> &'static str {
    use smarketing_domain::member::Team;
    match team {
        Team::Marketing => "marketing",
        Team::Sales => "sales",
        Team::Management => "management",
    }
}

/// The numbers of a stage.
fn numbers(words: words::Words, row: &Row) -> impl IntoView + use<> {
    let i18n = words.i18n;
    let band = &row.band;
    let listed = band.role.holds_deals();
    let count = if listed { words.number(band.entered) } else { words.compact(band.entered) };
    let lost = (band.lost > 0).then(|| {
        view! {
            <span class="glass-lost number">
                <span class="glass-word">{t_string!(i18n, hourglass.column_lost)}</span>
                "−"{words.number(band.lost)}
            </span>
        }
    });
    let share = band.passed_of_known().map_or_else(|| "–".to_owned(), |share| words.percent(share));
    let passed = row.leads_on.then(|| {
        view! {
            <span class="glass-passed">
                <span class="glass-word">{t_string!(i18n, hourglass.column_passed)}</span>
                <span class="number">{share}</span>
            </span>
        }
    });
    let standing = listed.then(|| {
        let exact = words.money(band.standing.sum_minor);
        view! {
            <span class="glass-now" title=exact>
                <b class="number">{words.money_short(band.standing.sum_minor)}</b>
                <span class="number">{t_string!(i18n, hourglass.now, n = words.number(band.standing.count)).to_string()}</span>
            </span>
        }
    });
    let median = band.median_ms.map(|ms| {
        view! { <span class="glass-median">{t_string!(i18n, hourglass.median, time = words.duration(ms)).to_string()}</span> }
    });
    view! {
        <span class="glass-count number" title=words.number(band.entered)>{count}</span>
        {lost}
        {passed}
        <div class="glass-facts">{standing}{median}</div>
    }
}
