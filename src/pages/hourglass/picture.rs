//! The picture: the shape behind, the sections at its left, a row per stage.

use super::{View, geometry, step::Step};
use crate::prelude::*;
use smarketing_domain::{ids::StageId, stage::Section};

/// The whole picture with its rows, and what its widths mean.
#[component]
pub fn Picture(seen: View) -> impl IntoView {
    let i18n = use_i18n();
    let stages = Memo::new(move |_| seen.glass.with(|g| g.rows.iter().map(|r| r.band.stage).collect::<Vec<_>>()));
    let is_ghost = Memo::new(move |_| seen.glass.with(|g| g.is_empty()));
    let is_cut = Memo::new(move |_| seen.shapes.with(|shapes| shapes.iter().any(|s| s.span.is_cut)));
    let grows = Memo::new(move |_| seen.glass.with(|g| g.rows.iter().any(|r| r.band.grown > 0)));
    view! {
        <figure class="panel glass-panel">
            <div class="glass" data-ghost=move || is_ghost.get()>
                {(seen.parts.weakest)()}
                <div class="glass-columns" aria-hidden="true">
                    <span></span>
                    <span></span>
                    <span>{t!(i18n, hourglass.column_lost)}</span>
                    <span>{t!(i18n, hourglass.column_passed)}</span>
                    <span>{t!(i18n, hourglass.column_now)}</span>
                </div>
                <div class="glass-body">
                    <Sections seen/>
                    <Drawing seen stages/>
                    <ol class="glass-rows" aria-label=move || t_string!(i18n, hourglass.stages)>
                        <For each=move || stages.get() key=|id| *id let:stage><Step stage seen/></For>
                    </ol>
                </div>
            </div>
            <figcaption class="glass-scale">
                {t!(i18n, hourglass.scale)}
                <Show when=move || is_cut.get()>" "{t!(i18n, hourglass.scale_reach)}</Show>
                <Show when=move || grows.get()>" "{t!(i18n, hourglass.scale_grown)}</Show>
            </figcaption>
        </figure>
    }
}

/// The bands, what leads from one to the next, and the streams of losses.
/// Elements stay the same while numbers change, so that they morph.
#[component]
fn Drawing(seen: View, stages: Memo<Vec<StageId>>) -> impl IntoView {
    let view_box = move || format!("0 0 {} {}", geometry::WIDTH, geometry::height(stages.with(Vec::len)));
    view! {
        <div class="glass-drawing" aria-hidden="true">
            <svg viewBox=view_box preserveAspectRatio="none" focusable="false">
                <defs>
                    // Reach that is wider than the picture fades out at its edges.
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
                    <radialGradient id="glass-glow">
                        <stop offset="0" class="glass-glow-near"></stop>
                        <stop offset="1" class="glass-glow-far"></stop>
                    </radialGradient>
                </defs>
                <For each=move || stages.get() key=|id| *id let:stage><Streams stage seen/></For>
                <Glow seen/>
                <For each=move || stages.get() key=|id| *id let:stage><Bands stage seen/></For>
            </svg>
        </div>
    }
}

/// A value of a stage's shape, kept up to date.
fn of_shape<T: Clone + PartialEq + Send + Sync + 'static>(
    seen: View,
    stage: StageId,
    look: impl Fn(&geometry::Shape) -> T + Send + Sync + 'static,
) -> Memo<Option<T>> {
    Memo::new(move |_| {
        let at = seen.glass.with(|g| g.rows.iter().position(|r| r.band.stage == stage))?;
        seen.shapes.with(|shapes| shapes.get(at).map(&look))
    })
}

#[component]
fn Bands(stage: StageId, seen: View) -> impl IntoView {
    let band = of_shape(seen, stage, |s| s.band.clone());
    let gap = of_shape(seen, stage, |s| s.gap.clone().unwrap_or_default());
    let is_cut = of_shape(seen, stage, |s| s.span.is_cut);
    let section = Memo::new(move |_| seen.glass.with(|g| g.row(stage).map(|r| attribute(r.section))));
    let is_weakest = Memo::new(move |_| seen.glass.with(|g| g.weakest.as_ref().is_some_and(|w| w.from == stage)));
    view! {
        <path
            class="glass-gap" d=move || gap.get() data-section=move || section.get()
            data-cut=move || is_cut.get().unwrap_or_default() data-weakest=move || is_weakest.get()
        ></path>
        <path
            class="glass-band" d=move || band.get() data-section=move || section.get()
            data-cut=move || is_cut.get().unwrap_or_default()
        ></path>
    }
}

#[component]
fn Streams(stage: StageId, seen: View) -> impl IntoView {
    let stream = of_shape(seen, stage, |s| s.stream.clone().unwrap_or_default());
    view! { <path class="glass-stream" d=move || stream.get()></path> }
}

/// A soft light behind the weakest transition.
#[component]
fn Glow(seen: View) -> impl IntoView {
    let place = Memo::new(move |_| {
        let at = seen.glass.with(|g| g.weakest.as_ref().map(|w| w.at))?;
        let width = seen.shapes.with(|shapes| shapes.get(at).map(|s| s.span.width))?;
        Some((at, width))
    });
    move || {
        place.get().map(|(at, width)| {
            let y = geometry::ROW * at as f64 + (geometry::BAND + geometry::ROW) / 2.0;
            let reach = (width / 2.0 + 150.0).min(geometry::WIDTH / 2.0);
            view! {
                <ellipse class="glass-glow" cx=geometry::WIDTH / 2.0 cy=y rx=reach ry=geometry::ROW * 0.62></ellipse>
            }
        })
    }
}

/// The sections at the left, each as long as its rows.
#[component]
fn Sections(seen: View) -> impl IntoView {
    let words = use_words();
    let spans = Memo::new(move |_| seen.glass.with(|g| (g.sections(), g.rows.len())));
    let percent = |part: f64, rows: usize| format!("{:.3}%", 100.0 * part / rows.max(1) as f64);
    view! {
        <div class="glass-sections" aria-hidden="true">
            {move || {
                let (spans, rows) = spans.get();
                spans.into_iter().map(|(section, first, count)| view! {
                    <span
                        class="glass-section" data-section=attribute(section)
                        style:top=percent(first as f64, rows) style:height=percent(count as f64, rows)
                    ><b class="one-line">{move || section_name(words, section)}</b></span>
                }).collect_view()
            }}
        </div>
    }
}

/// The section's name in `data-section`.
pub fn attribute(section: Section) -> &'static str {
    match section {
        Section::Reach => "reach",
        Section::Marketing => "marketing",
        Section::Sales => "sales",
        Section::Customer => "customer",
    }
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
