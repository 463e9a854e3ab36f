//! What has come to each stage since last time, beside as much time before.

use super::{
    Held,
    words::{day, hue},
};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    meeting::numbers::{Came, Spans, came},
    stage::StageRole,
    workspace::Workspace,
};

/// A row of the table.
#[derive(Clone, PartialEq)]
struct Row {
    name: String,
    hue: &'static str,
    came: Came,
}

fn rows(w: &Workspace, spans: Spans) -> Vec<Row> {
    let row = |came: Came| {
        let stage = w.stages.get(&came.stage)?;
        let hue = if stage.role == StageRole::Lost { "reach" } else { hue(stage.section) };
        Some(Row { name: stage.name.clone(), hue, came })
    };
    came(w, spans).into_iter().filter_map(row).collect()
}

/// The table.
#[component]
pub fn Numbers(
    /// The meeting.
    held: Held,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let ticks = calm_ticks(state);
    let seen = Memo::new(move |_| {
        ticks.track();
        let now = state.now();
        state.read(|w| {
            let spans = Spans::of(w, held.began, now);
            (spans, rows(w, spans))
        })
    });
    let lead = move || {
        let (spans, span) = seen.with(|(spans, _)| (*spans, spans.since.to.since(spans.since.from)));
        let (day, time) = (day(words, spans.since.from), words.duration(span));
        match spans.met {
            true => t_string!(i18n, meeting.since_last, day = day, time = time).to_string(),
            false => t_string!(i18n, meeting.since_week, day = day, time = time).to_string(),
        }
    };
    let row = move |row: Row| {
        let Came { stage, since, before } = row.came;
        view! {
            <tr data-came=stage.to_string() data-count=since.count.to_string() data-before=before.count.to_string()>
                <th scope="row"><span class="chip" data-section=row.hue>{row.name}</span></th>
                <td class="number"><b>{words.number(since.count)}</b></td>
                <td class="number">{words.number(before.count)}</td>
                <td class="number">{difference(words, since.count, before.count)}</td>
                <td class="number">{(since.sum_minor > 0).then(|| words.money_short(since.sum_minor))}</td>
            </tr>
        }
    };
    view! {
        <p class="meeting-lead">{lead}</p>
        <div class="table-scroll">
            <table class="table meeting-numbers">
                <thead><tr>
                    <th scope="col">{t!(i18n, hourglass.column_stage)}</th>
                    <th scope="col" class="number">{t!(i18n, meeting.came)}</th>
                    <th scope="col" class="number">{t!(i18n, meeting.before)}</th>
                    <th scope="col" class="number">{t!(i18n, meeting.change)}</th>
                    <th scope="col" class="number">{t!(i18n, meeting.worth)}</th>
                </tr></thead>
                <tbody>{move || seen.with(|(_, rows)| rows.clone()).into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <p class="field-hint">{t!(i18n, meeting.came_means)}</p>
    }
}

/// `+3`, `−2`, `=`.
fn difference(words: Words, since: u64, before: u64) -> String {
    match since.cmp(&before) {
        std::cmp::Ordering::Greater => format!("+{}", words.number(since - before)),
        std::cmp::Ordering::Less => format!("−{}", words.number(before - since)),
        std::cmp::Ordering::Equal => "=".to_owned(),
    }
}
