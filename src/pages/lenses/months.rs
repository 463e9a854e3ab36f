//! The cohort table: months of entry as rows, the time since as columns. A cell
//! has its number, its interval and a shade of one colour. Every number opens its
//! deals.

use super::{
    View,
    parts::{Named, NoPath, Nobody, StageSelect, stages},
};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    clock::Timestamp,
    cohort::{Window, conversion::Part, group::Dimension, journeys},
    ids::StageId,
    lens::months::{Months, Row, Step, months},
    statistics::kaplan_meier::Estimate,
    workspace::Workspace,
};
use std::sync::Arc;

/// What is shown.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    stages: Vec<Named>,
    from: StageId,
    to: StageId,
    table: Months,
    /// What the months are called, in their order.
    names: Vec<String>,
    /// The highest share: the darkest shade.
    top: f64,
}

impl Shown {
    fn of(
        w: &Workspace,
        words: Words,
        choice: &CohortChoice,
        step: Step,
        scope: &Scope,
        now: Timestamp,
    ) -> Option<Self> {
        let cohort = choice.cohort(w, scope, words.today()).ok()?;
        let table = months(w, &journeys(w, &scope.filter, &cohort, now), step, now);
        let cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
        Some(Self {
            stages: stages(w),
            from: cohort.from(),
            to: cohort.to(),
            top: cells.map(|cell| cell.rate).fold(0.0, f64::max),
            names: table.rows.iter().map(|row| group_name(words, w, &row.month)).collect(),
            table,
        })
    }
}

/// The lens.
#[component]
pub fn MonthsLens(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let choice = Memo::new(move |_| CohortChoice::read(|name| seen.address.get(name)));
    let step = Memo::new(move |_| step_of(seen.address.get("step")));
    let shown = Memo::new(move |_| {
        seen.ticks.track();
        let now = state.now();
        seen.scope
            .with(|scope| state.read(|w| Shown::of(w, words, &choice.get(), step.get(), scope, now).map(Arc::new)))
    });
    let term = |text: fn(Words) -> String| Signal::derive(move || text(words));
    let terms = vec![
        (
            term(|w| t_string!(w.i18n, lens.months_cell).to_owned()),
            term(|w| t_string!(w.i18n, lens.what_cell).to_owned()),
        ),
        (
            term(|w| t_string!(w.i18n, lens.months_unknown).to_owned()),
            term(|w| t_string!(w.i18n, lens.what_unknown).to_owned()),
        ),
        (
            term(|w| t_string!(w.i18n, lens.months_entered).to_owned()),
            term(|w| t_string!(w.i18n, lens.what_months_entered).to_owned()),
        ),
    ];
    view! {
        <p class="conversion-lead">{t!(i18n, lens.months_lead)}</p>
        {move || match shown.get() {
            None => view! { <NoPath/> }.into_any(),
            Some(shown) => {
                let choices = view! { <Choices seen shown=shown.clone() step/> };
                let is_empty = shown.table.rows.is_empty();
                let body = if is_empty { view! { <Nobody seen/> }.into_any() } else { view! { <Table seen shown choice/> }.into_any() };
                view! { {choices}{body} }.into_any()
            }
        }}
        <Meaning terms/>
    }
}

fn step_of(days: Option<String>) -> Step {
    let days = days.and_then(|days| days.parse().ok());
    Step::ALL.into_iter().find(|step| Some(step.days()) == days).unwrap_or_default()
}

#[component]
fn Choices(seen: View, shown: Arc<Shown>, step: Memo<Step>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let at = shown.stages.iter().position(|s| s.id == shown.from).map_or(0, |at| at + 1);
    let starts = shown.stages[..shown.stages.len().saturating_sub(1)].to_vec();
    let goals = shown.stages[at..].to_vec();
    let label = |text: fn(Words) -> &'static str| Signal::derive(move || text(words).to_owned());
    view! {
        <div class="conversion-choices" role="group" aria-label=move || t_string!(i18n, cohort.choices)>
            <StageSelect seen name="start" label=label(|w| t_string!(w.i18n, cohort.start)) stages=starts chosen=Some(shown.from)/>
            <StageSelect seen name="goal" label=label(|w| t_string!(w.i18n, cohort.goal)) stages=goals chosen=Some(shown.to)/>
            <label>
                <span>{t!(i18n, lens.months_step)}</span>
                <select class="input" name="step" on:change=move |event| seen.address.set(&[("step", event_target_value(&event))])>
                    {Step::ALL.map(|offer| view! {
                        <option value=offer.days().to_string() prop:selected=move || step.get() == offer>
                            {move || words.duration(Window::days(offer.days()).ms())}
                        </option>
                    })}
                </select>
            </label>
        </div>
    }
}

#[component]
fn Table(seen: View, shown: Arc<Shown>, choice: Memo<CohortChoice>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let heads = shown.table.columns.iter().map(|window| {
        let text = t_string!(i18n, lens.months_by, days = words.duration(window.ms())).to_string();
        view! { <th scope="col" class="number">{text}</th> }
    });
    let lines = {
        let shown = shown.clone();
        Callback::new(move |()| lines(words, &shown))
    };
    let href = {
        let shown = shown.clone();
        move |row: &Row, window: Window, part: Part| {
            let (start, goal) = (Some(shown.from), Some(shown.to));
            let choice = CohortChoice { start, goal, window, by: Some(Dimension::Month) };
            let asked = CohortPart { choice, group: Some(row.month.clone()), part };
            seen.scope.with(|scope| asked.href(scope))
        }
    };
    let rows = shown.table.rows.iter().zip(&shown.names).map(|(row, name)| {
        let entered = href(row, choice.with_untracked(|c| c.window), Part::Entered);
        let cells = row.cells.iter().zip(&shown.table.columns).map(|(cell, window)| {
            let link = href(row, *window, if cell.is_some() { Part::PassedWithin } else { Part::Open });
            cell_view(words, cell.as_ref(), shown.top, link)
        });
        view! {
            <tr data-month=group_code(&row.month)>
                <th scope="row">{name.clone()}</th>
                <td class="number"><a class="number" data-figure="entered" href=entered>{words.number(row.entered)}</a></td>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <section class="panel">
            <div class="lens-table-head"><h2>{t!(i18n, lens.months_table)}</h2><TakeAlong lines name="cohorts"/></div>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, lens.months_table)>
                <table class="table lens-table months-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, lens.months_month)}</th>
                            <th scope="col" class="number">{t!(i18n, lens.months_entered)}</th>
                            {heads.collect_view()}
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

fn cell_view(words: Words, cell: Option<&Estimate>, top: f64, href: String) -> AnyView {
    let Some(cell) = cell else {
        let text = t_string!(words.i18n, lens.months_unknown);
        return view! { <td class="months-unknown"><a href=href title=text aria-label=text>"…"</a></td> }.into_any();
    };
    let heat = if top > 0.0 { cell.rate / top } else { 0.0 };
    let ends = format!("{}–{}", words.percent(cell.interval.low), words.percent(cell.interval.high));
    view! {
        <td class="months-cell" data-rate=format!("{:.6}", cell.rate) style=("--heat", format!("{:.0}%", heat * 55.0))>
            <a class="number" href=href><b>{words.percent(cell.rate)}</b><small>{ends}</small></a>
        </td>
    }
    .into_any()
}

fn lines(words: Words, shown: &Shown) -> Lines {
    let i18n = words.i18n;
    let mut head = vec![t_string!(i18n, lens.months_month).to_owned(), t_string!(i18n, lens.months_entered).to_owned()];
    for window in &shown.table.columns {
        let by = t_string!(i18n, lens.months_by, days = words.duration(window.ms())).to_string();
        head.extend([
            by.clone(),
            format!("{by}, {}", t_string!(i18n, lens.low)),
            format!("{by}, {}", t_string!(i18n, lens.high)),
        ]);
    }
    let share = |share: f64| format!("{share:.6}");
    let line = |(row, name): (&Row, &String)| {
        let cells = row.cells.iter().flat_map(|cell| match cell {
            Some(cell) => [cell.rate, cell.interval.low, cell.interval.high].map(share),
            None => [const { String::new() }; 3],
        });
        [name.clone(), row.entered.to_string()].into_iter().chain(cells).collect()
    };
    [vec![head], shown.table.rows.iter().zip(&shown.names).map(line).collect()].concat()
}
