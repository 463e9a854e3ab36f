//! Time in stage: for each stage how soon deals leave it, how long their stays
//! were and how they ended, and who is late. Every number opens its deals.

use super::{
    View,
    parts::{Nobody, heads},
};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    clock::{DAY, Timestamp},
    lens::stay::{Band, Count, Ending, Part, Quartiles, StageStays, stays},
    workspace::Workspace,
};
use std::sync::Arc;

/// A stage as it is shown.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    name: String,
    quartiles: Quartiles,
    stays: StageStays,
}

impl Row {
    fn all(workspace: &Workspace, words: Words, scope: &Scope, now: Timestamp) -> Vec<Self> {
        let all = stays(workspace, &scope.filter, scope.period(words.today(), workspace), now);
        let row = |stays: StageStays| Self {
            name: workspace.stages.get(&stays.stage).map(|s| s.name.clone()).unwrap_or_default(),
            quartiles: stays.quartiles(),
            stays,
        };
        all.into_iter().map(row).collect()
    }

    fn count(&self, ending: Option<Ending>, band: Option<Band>) -> Count {
        self.stays.count(Part::Known { ending, band })
    }
}

/// The lens.
#[component]
pub fn StayLens(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let rows = Memo::new(move |_| {
        seen.ticks.track();
        let now = state.now();
        seen.scope.with(|scope| state.read(|w| Arc::new(Row::all(w, words, scope, now))))
    });
    let is_empty = Memo::new(move |_| rows.with(|rows| rows.iter().all(|row| row.stays.stays.is_empty())));
    let term = |text: fn(Words) -> String| Signal::derive(move || text(words));
    let terms = vec![
        (
            term(|w| t_string!(w.i18n, lens.stay_stays).to_owned()),
            term(|w| t_string!(w.i18n, lens.what_stays).to_owned()),
        ),
        (
            term(|w| t_string!(w.i18n, lens.stay_half).to_owned()),
            term(|w| t_string!(w.i18n, lens.what_half).to_owned()),
        ),
        (
            term(|w| t_string!(w.i18n, lens.stay_late).to_owned()),
            term(|w| t_string!(w.i18n, lens.what_late).to_owned()),
        ),
        (
            term(|w| t_string!(w.i18n, lens.stay_undated).to_owned()),
            term(|w| t_string!(w.i18n, lens.what_undated).to_owned()),
        ),
    ];
    view! {
        <p class="conversion-lead">{t!(i18n, lens.stay_lead)}</p>
        <Show when=move || !is_empty.get() fallback=move || view! { <Nobody seen/> }>
            <section class="panel stay">
                <p class="lens-key">{ENDINGS.map(|(ending, mark)| view! { <span data-ending=mark>{move || ending_name(words, ending)}</span> })}</p>
                <ol class="stay-stages">
                    {move || {
                        let rows = rows.get();
                        let top = rows.iter().map(tallest).fold(0.0, f64::max);
                        rows.iter().map(|row| view! { <Stage seen row=row.clone() top/> }).collect_view()
                    }}
                </ol>
            </section>
            <StayTable seen rows/>
        </Show>
        <Meaning terms/>
    }
}

/// The largest share of a stage's stays that is in one band.
fn tallest(row: &Row) -> f64 {
    let all = row.count(None, None).stays.max(1);
    let bands = Band::ALL.iter().map(|band| row.count(None, Some(*band)).stays);
    bands.max().unwrap_or(0) as f64 / all as f64
}

/// The link behind a number of stays; how many deals, where that is another number.
fn link(seen: View, words: Words, row: &Row, part: Part, name: &'static str) -> impl IntoView + use<> {
    let count = row.stays.count(part);
    let href = seen.deals(&LensPart::Stay(row.stays.stage, part));
    let deals = (count.deals != count.stays)
        .then(|| t_string!(words.i18n, lens.of_deals, n = words.number(count.deals)).to_string());
    view! {
        <a class="number" data-figure=name data-deals=count.deals.to_string() href=href>
            {words.number(count.stays)}{deals.map(|deals| view! { <small>" "{deals}</small> })}
        </a>
    }
}

#[component]
fn Stage(seen: View, row: Row, top: f64) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let stage = row.stays.stage.to_string();
    let sentence = {
        let [quarter, half, most] = row.quartiles.map(|ms| ms.map(|ms| words.duration(ms)));
        match (half, most) {
            (Some(half), Some(most)) => {
                let quarter = quarter.unwrap_or_default();
                t_string!(i18n, lens.stay_sentence, quarter = quarter, half = half, most = most).to_string()
            }
            (Some(half), None) => t_string!(i18n, lens.stay_sentence_half, half = half).to_string(),
            (None, _) => match quarter {
                Some(quarter) => t_string!(i18n, lens.stay_sentence_quarter, quarter = quarter).to_string(),
                None => t_string!(i18n, lens.stay_sentence_none).to_owned(),
            },
        }
    };
    let here = link(seen, words, &row, Part::Known { ending: Some(Ending::Here), band: None }, "here");
    let late = row.stays.rot_days.map(|days| {
        let (late, days) = (link(seen, words, &row, Part::Late, "late"), words.duration(i64::from(days) * DAY));
        let is_late = row.stays.count(Part::Late).stays > 0;
        view! { <span class="stay-late" data-late=is_late>{t_string!(i18n, lens.stay_late_after, days = days).to_string()}" "{late}</span> }
    });
    view! {
        <li data-stay=stage>
            <div class="stay-words">
                <h3>{row.name.clone()}</h3>
                <p>{sentence}</p>
                <p class="stay-now"><span>{t!(i18n, lens.ended_here)}": "{here}</span>{late}</p>
            </div>
            <Bars seen row top/>
        </li>
    }
}

/// A column for each band, stacked by how the stays ended. As high as its share
/// of the stage's stays, on the same scale for all stages.
#[component]
fn Bars(seen: View, row: Row, top: f64) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let all = row.count(None, None).stays.max(1) as f64;
    let scale = 100.0 / top.max(f64::EPSILON);
    let bar = |band: &Band| {
        let band = *band;
        let part = Part::Known { ending: None, band: Some(band) };
        let count = row.stays.count(part);
        let href = seen.deals(&LensPart::Stay(row.stays.stage, part));
        let title =
            t_string!(i18n, lens.stay_bar, band = band_name(words, band), n = words.number(count.stays)).to_string();
        let pieces = ENDINGS.map(|(ending, mark)| {
            let share = row.count(Some(ending), Some(band)).stays as f64 / all;
            (share > 0.0).then(|| view! { <i data-ending=mark style:height=format!("{:.2}%", share * scale)></i> })
        });
        let label = band
            .days()
            .map_or_else(|| format!("> {}", words.number(90)), |days| format!("≤ {}", words.number(days.into())));
        view! {
            <a class="stay-bar" href=href title=title.clone() aria-label=title>
                <span class="stay-column" aria-hidden="true">{pieces}</span>
                <small aria-hidden="true">{label}</small>
            </a>
        }
    };
    view! {
        <div class="stay-bars">
            {Band::ALL.iter().map(bar).collect_view()}
            <span class="stay-unit" aria-hidden="true">{t!(i18n, lens.stay_unit)}</span>
        </div>
    }
}

#[component]
fn StayTable(seen: View, rows: Memo<Arc<Vec<Row>>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let head = move || {
        let first = [t_string!(i18n, lens.stay_stage), t_string!(i18n, lens.stay_stays)];
        let ends = Ending::ALL.map(|ending| ending_name(words, ending));
        let last = [
            t_string!(i18n, lens.stay_late),
            t_string!(i18n, lens.stay_quarter),
            t_string!(i18n, lens.stay_half),
            t_string!(i18n, lens.stay_most),
            t_string!(i18n, lens.stay_undated),
        ];
        [first.as_slice(), &ends, &last].concat()
    };
    let lines = Callback::new(move |()| -> Lines {
        let bands = Band::ALL.map(|band| band_name(words, band).to_owned());
        let heads = head().into_iter().map(str::to_owned).chain(bands);
        let days = |ms: Option<i64>| ms.map(|ms| format!("{:.2}", ms as f64 / DAY as f64)).unwrap_or_default();
        let line = |row: &Row| {
            let n = |part| row.stays.count(part).stays.to_string();
            let ends = Ending::ALL.map(|ending| row.count(Some(ending), None).stays.to_string());
            let bands = Band::ALL.map(|band| row.count(None, Some(band)).stays.to_string());
            let first = vec![row.name.clone(), row.count(None, None).stays.to_string()];
            let middle = vec![n(Part::Late)];
            [first, ends.to_vec(), middle, row.quartiles.map(days).to_vec(), vec![n(Part::Undated)], bands.to_vec()]
                .concat()
        };
        let lines: Lines = rows.with_untracked(|rows| rows.iter().map(line).collect());
        [vec![heads.collect()], lines].concat()
    });
    let body = move || rows.with(|rows| rows.iter().map(|row| line(seen, words, row)).collect_view());
    view! {
        <section class="panel">
            <div class="lens-table-head"><h2>{t!(i18n, lens.stay_table)}</h2><TakeAlong lines name="time-in-stage"/></div>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, lens.stay_table)>
                <table class="table lens-table stay-table">
                    <thead><tr>{move || heads(head(), 1)}</tr></thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        </section>
    }
}

fn line(seen: View, words: Words, row: &Row) -> impl IntoView + use<> {
    let known = |ending| Part::Known { ending, band: None };
    let cell = |part, name| view! { <td class="number">{link(seen, words, row, part, name)}</td> };
    let time = |ms: Option<i64>| view! { <td class="number">{ms.map_or_else(|| "–".to_owned(), |ms| words.duration(ms))}</td> };
    let ends = ENDINGS.map(|(ending, name)| cell(known(Some(ending)), name));
    view! {
        <tr data-stage-stays=row.stays.stage.to_string()>
            <th scope="row">{row.name.clone()}</th>
            {cell(known(None), "stays")}
            {ends}
            {cell(Part::Late, "late")}
            {row.quartiles.map(time)}
            {cell(Part::Undated, "undated")}
        </tr>
    }
}
