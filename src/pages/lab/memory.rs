//! Everything that was tested, to be searched and taken along as a file.

use super::{
    counting::{Counting, judgement},
    saying::{Tone, brief},
    scale::{ends, signed},
    segment::in_words,
};
use crate::{
    components::{csv, offer_csv},
    prelude::*,
    words::Words,
};
use smarketing_domain::{
    clock::Timestamp,
    hypothesis::{
        Choice, Hypothesis,
        portfolio::shown,
        verdict::{Estimate, Judgement, Scale},
    },
    ids::HypothesisId,
    workspace::Workspace,
};
use std::cmp::Reverse;

/// A test in words.
#[derive(Clone, PartialEq)]
struct Line {
    id: HypothesisId,
    title: String,
    segment: String,
    metric: String,
    choice: Option<Choice>,
    tone: &'static str,
    result: String,
    effect: String,
    interval: String,
    at: Timestamp,
}

/// The difference that was seen, on whatever scale.
fn difference(judgement: &Judgement) -> Option<Estimate> {
    if judgement.scale == Scale::Share {
        return shown(judgement).map(|shown| Estimate { value: shown.value, interval: shown.interval });
    }
    judgement.arms.get(judgement.about.unwrap_or(1))?.difference
}

/// Whatever was started or decided, the latest first.
fn lines(w: &Workspace, words: Words, state: State, counting: Option<Counting>) -> Vec<Line> {
    let i18n = words.i18n;
    let line = |h: &Hypothesis| {
        let at = h.decision.as_ref().map(|d| d.at).or(h.started)?;
        let judgement = judgement(counting, h);
        let shown = difference(&judgement);
        let scale = judgement.scale;
        let ends = shown.map(|s| ends(words, scale, &s.interval));
        Some(Line {
            id: h.id,
            title: h.title.clone(),
            segment: in_words(words, state, &h.segment),
            metric: h.metric.clone(),
            choice: h.decision.as_ref().map(|d| d.choice),
            tone: Tone::of(&judgement.verdict).name(),
            result: brief(words, &judgement.verdict),
            effect: shown.map(|s| signed(words, scale, s.value)).unwrap_or_default(),
            interval: ends
                .map(|(low, high)| t_string!(i18n, lab.between, low = low, high = high).to_string())
                .unwrap_or_default(),
            at,
        })
    };
    let mut lines: Vec<_> = w.hypotheses.values().filter(|h| h.meta.is_alive()).filter_map(line).collect();
    sort::sort_by_key(&mut lines, |line| (Reverse(line.at), line.id));
    lines
}

impl Line {
    /// Whether all of these words, in lower case, stand in it.
    fn has(&self, wanted: &[String]) -> bool {
        let text = [&self.title, &self.segment, &self.metric, &self.result].map(|text| text.to_lowercase()).join("\n");
        wanted.iter().all(|word| text.contains(word))
    }

    fn decision(&self, words: Words) -> &'static str {
        let i18n = words.i18n;
        match self.choice {
            Some(Choice::Adopt) => t_string!(i18n, lab.adopted),
            Some(Choice::Stop) => t_string!(i18n, lab.stopped),
            None => t_string!(i18n, plays.not_decided),
        }
    }
}

/// The list, its search and its file.
#[component]
pub fn Memory() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let address = use_address();
    let counting = use_context::<Counting>();
    let asked = Memo::new(move |_| address.get("find").unwrap_or_default());
    let all = Memo::new(move |_| {
        state.watch(Topic::Kind("hypothesis"), |_| ());
        state.read(|w| lines(w, words, state, counting))
    });
    let found = Memo::new(move |_| {
        let wanted: Vec<String> = asked.with(|text| text.split_whitespace().map(str::to_lowercase).collect());
        all.with(|all| all.iter().filter(|line| line.has(&wanted)).cloned().collect::<Vec<_>>())
    });
    let search = move |event| address.set(&[("find", event_target_value(&event))]);
    let row = move |line: Line| {
        let decision = line.decision(words);
        let day = words.day(line.at).map(|day| words.date(day));
        view! {
            <tr data-hypothesis=line.id.to_string() data-tone=line.tone>
                <th scope="row"><a href=route::hypothesis(line.id)>{line.title}</a></th>
                <td>{line.segment}</td>
                <td>{line.metric}</td>
                <td>{decision}</td>
                <td>{line.result}</td>
                <td class="number">{line.effect}</td>
                <td class="number">{line.interval}</td>
                <td class="number">{day}</td>
            </tr>
        }
    };
    view! {
        <div class="lab-memory">
            <div class="lab-memory-tools">
                <input
                    type="search" class="input" autocomplete="off" aria-label=move || t_string!(i18n, plays.search)
                    placeholder=move || t_string!(i18n, plays.search) prop:value=asked on:input=search
                />
                <button
                    type="button" class="button" disabled=move || found.with(Vec::is_empty)
                    on:click=move |_| found.with_untracked(|found| download(words, found))
                ><Icon name=IconName::Download/>{t!(i18n, plays.export)}</button>
            </div>
            <Show
                when=move || found.with(|found| !found.is_empty())
                fallback=move || view! {
                    <Empty icon=IconName::Lab text=Signal::derive(move || {
                        let is_blank = all.with(Vec::is_empty);
                        let said = if is_blank { t_string!(i18n, plays.empty_memory) } else { t_string!(i18n, plays.nothing_found) };
                        said.to_owned()
                    })>
                        <a class="button" href=route::HYPOTHESES>{t!(i18n, plays.to_board)}</a>
                    </Empty>
                }
            >
                <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, plays.memory)>
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{t!(i18n, plays.title)}</th>
                                <th scope="col">{t!(i18n, plays.segment)}</th>
                                <th scope="col">{t!(i18n, plays.metric)}</th>
                                <th scope="col">{t!(i18n, plays.decision)}</th>
                                <th scope="col">{t!(i18n, plays.result)}</th>
                                <th scope="col" class="number">{t!(i18n, plays.effect)}</th>
                                <th scope="col" class="number">{t!(i18n, plays.interval)}</th>
                                <th scope="col" class="number">{t!(i18n, plays.when)}</th>
                            </tr>
                        </thead>
                        <tbody>{move || found.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </Show>
        </div>
    }
}

/// Hands the list to the browser as a file.
fn download(words: Words, found: &[Line]) {
    let i18n = words.i18n;
    let head = [
        t_string!(i18n, plays.title),
        t_string!(i18n, plays.segment),
        t_string!(i18n, plays.metric),
        t_string!(i18n, plays.decision),
        t_string!(i18n, plays.result),
        t_string!(i18n, plays.effect),
        t_string!(i18n, plays.interval),
        t_string!(i18n, plays.when),
        t_string!(i18n, plays.link),
    ];
    let origin = window().location().origin().unwrap_or_default();
    let cells = |line: &Line| {
        let day = line.at.day().map(|day| day.to_string()).unwrap_or_default();
        let link = format!("{origin}{}", route::hypothesis(line.id));
        let decision = line.decision(words).to_owned();
        let own = [&line.title, &line.segment, &line.metric].map(String::clone).to_vec();
        let seen = vec![decision, line.result.clone(), line.effect.clone(), line.interval.clone(), day, link];
        [own, seen].concat()
    };
    let lines = std::iter::once(head.map(str::to_owned).to_vec()).chain(found.iter().map(cells));
    let name = format!("{}-{}.csv", t_string!(i18n, plays.file_name), words.today());
    let Some(notices) = use_context::<Notices>() else { return };
    match offer_csv(&csv::write(lines), &name) {
        Ok(()) => notices.say(t_string!(i18n, plays.exported, name = name).to_string()),
        Err(_) => notices.error(t_string!(i18n, plays.export_failed)),
    }
}
