//! Hypotheses whose tests have an answer: what the counts say, and the way to decide.

use super::words::verdict;
use crate::prelude::*;
use smarketing_domain::{
    hypothesis::verdict::Verdict,
    ids::HypothesisId,
    meeting::agenda::{Due, to_decide},
    workspace::Workspace,
};

/// A hypothesis to decide.
#[derive(Clone, PartialEq)]
struct Row {
    id: HypothesisId,
    title: String,
    believe: String,
    verdict: Verdict,
}

fn row(w: &Workspace, due: Due) -> Option<Row> {
    let hypothesis = w.hypotheses.get(&due.hypothesis)?;
    let (title, believe) = (hypothesis.title.clone(), hypothesis.believe.clone());
    Some(Row { id: due.hypothesis, title, believe, verdict: due.verdict })
}

/// The list.
#[component]
pub fn Hypotheses() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let ticks = calm_ticks(state);
    let seen = Memo::new(move |_| {
        ticks.track();
        let now = state.now();
        state.read(|w| {
            let (due, on) = to_decide(w, now);
            (due.into_iter().filter_map(|due| row(w, due)).collect::<Vec<_>>(), on)
        })
    });
    let line = move |row: Row| {
        let (said, tone) = verdict(words, &row.verdict);
        view! {
            <li class="meeting-test" data-decide=row.id.to_string() data-verdict=row.verdict.code()>
                <a class="meeting-deal-title two-lines" href=route::hypothesis(row.id)>{row.title}</a>
                <p class="two-lines">{row.believe}</p>
                <span class="chip" data-tone=tone>{said}</span>
                <a class="button" data-variant="primary" href=route::hypothesis(row.id)>{t!(i18n, lab.decide)}</a>
            </li>
        }
    };
    view! {
        <Show
            when=move || seen.with(|(due, _)| !due.is_empty())
            fallback=move || view! { <Empty icon=IconName::Lab text=Signal::derive(move || t_string!(i18n, meeting.none_due).to_owned())/> }
        >
            <ul class="meeting-tests">{move || seen.with(|(due, _)| due.clone()).into_iter().map(line).collect_view()}</ul>
        </Show>
        <p class="meeting-lead">
            {move || seen.with(|(_, on)| (*on > 0).then(|| t_string!(i18n, meeting.run_on, n = words.number(*on as u64)).to_string()))}
            " "<a href=route::HYPOTHESES>{t!(i18n, meeting.to_lab)}</a>
        </p>
    }
}
