//! Everything that was decided, with its result and its play, to be searched and taken along
//! as a file. What still runs is counted beside it.

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
        Choice, Decision, Hypothesis,
        memory::{remembered, under_way},
        portfolio::shown,
        verdict::{Estimate, Judgement, Scale},
    },
    ids::HypothesisId,
    workspace::Workspace,
};

/// A test in words.
#[derive(Clone, PartialEq)]
struct Line {
    id: HypothesisId,
    title: String,
    segment: String,
    metric: String,
    choice: Choice,
    reason: String,
    /// What the team does since, and whether it still does.
    play: Option<(String, bool)>,
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

/// Whatever was decided, the latest first.
fn lines(w: &Workspace, words: Words, state: State, counting: Option<Counting>) -> Vec<Line> {
    let i18n = words.i18n;
    let line = |(h, decision): (&Hypothesis, &Decision)| {
        let judgement = judgement(counting, h);
        let shown = difference(&judgement);
        let scale = judgement.scale;
        let ends = shown.map(|s| ends(words, scale, &s.interval));
        let play = h.play.as_ref().filter(|_| decision.choice == Choice::Adopt);
        Line {
            id: h.id,
            title: h.title.clone(),
            segment: in_words(words, state, &h.segment),
            metric: h.metric.clone(),
            choice: decision.choice,
            reason: decision.reason.clone(),
            play: play.map(|play| (play.what.clone(), play.retired.is_none())),
            tone: Tone::of(&judgement.verdict).name(),
            result: brief(words, &judgement.verdict),
            effect: shown.map(|s| signed(words, scale, s.value)).unwrap_or_default(),
            interval: ends
                .map(|(low, high)| t_string!(i18n, lab.between, low = low, high = high).to_string())
                .unwrap_or_default(),
            at: decision.at,
        }
    };
    remembered(w).into_iter().map(line).collect()
}

impl Line {
    /// Whether all of these words, in lower case, stand in it.
    fn has(&self, wanted: &[String]) -> bool {
        let play = self.play.as_ref().map_or("", |(what, _)| what);
        let texts = [&self.title, &self.segment, &self.metric, &self.result, &self.reason, play];
        let text = texts.map(str::to_lowercase).join("\n");
        wanted.iter().all(|word| text.contains(word))
    }

    fn decision(&self, words: Words) -> &'static str {
        let i18n = words.i18n;
        match self.choice {
            Choice::Adopt => t_string!(i18n, lab.adopted),
            Choice::Stop => t_string!(i18n, lab.stopped),
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
    let running = Memo::new(move |_| state.watch(Topic::Kind("hypothesis"), under_way));
    let search = move |event| address.set(&[("find", event_target_value(&event))]);
    let row = move |line: Line| {
        let decision = line.decision(words);
        let day = words.day(line.at).map(|day| words.date(day));
        let play = line.play.map(|(what, is_done)| {
            if is_done {
                let playbook = format!("{}?view=playbook", route::HYPOTHESES);
                view! { <a href=playbook data-play=line.id.to_string()>{what}</a> }.into_any()
            } else {
                let note = t_string!(i18n, plays.no_more);
                view! { <span data-play=line.id.to_string()>{what}" "<small>{note}</small></span> }.into_any()
            }
        });
        view! {
            <tr data-hypothesis=line.id.to_string() data-tone=line.tone>
                <th scope="row"><a href=route::hypothesis(line.id)>{line.title}</a></th>
                <td data-label=t_string!(i18n, plays.segment)>{line.segment}</td>
                <td data-label=t_string!(i18n, plays.metric)>{line.metric}</td>
                <td data-label=t_string!(i18n, plays.decision)>{decision}<small class="lab-why">{line.reason}</small></td>
                <td data-label=t_string!(i18n, plays.result)>{line.result}</td>
                <td class="number" data-label=t_string!(i18n, plays.effect)>{line.effect}</td>
                <td class="number" data-label=t_string!(i18n, plays.interval)>{line.interval}</td>
                <td data-label=t_string!(i18n, plays.play)>{play}</td>
                <td class="number" data-label=t_string!(i18n, plays.when)>{day}</td>
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
                    <table class="table lab-remembered">
                        <thead>
                            <tr>
                                <th scope="col">{t!(i18n, plays.title)}</th>
                                <th scope="col">{t!(i18n, plays.segment)}</th>
                                <th scope="col">{t!(i18n, plays.metric)}</th>
                                <th scope="col">{t!(i18n, plays.decision)}</th>
                                <th scope="col">{t!(i18n, plays.result)}</th>
                                <th scope="col" class="number">{t!(i18n, plays.effect)}</th>
                                <th scope="col" class="number">{t!(i18n, plays.interval)}</th>
                                <th scope="col">{t!(i18n, plays.play)}</th>
                                <th scope="col" class="number">{t!(i18n, plays.when)}</th>
                            </tr>
                        </thead>
                        <tbody>{move || found.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </Show>
            {move || Some(running.get()).filter(|n| *n > 0).map(|n| view! {
                <p class="lab-note" data-under-way=n.to_string()>
                    <a href=route::HYPOTHESES>{t_string!(i18n, plays.under_way, n = words.number(n as u64)).to_string()}</a>
                </p>
            })}
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
        t_string!(i18n, plays.play),
        t_string!(i18n, plays.why),
        t_string!(i18n, plays.when),
        t_string!(i18n, plays.link),
    ];
    let origin = window().location().origin().unwrap_or_default();
    let cells = |line: &Line| {
        let day = line.at.day().map(|day| day.to_string()).unwrap_or_default();
        let link = format!("{origin}{}", route::hypothesis(line.id));
        let decision = line.decision(words).to_owned();
        let own = [&line.title, &line.segment, &line.metric].map(String::clone).to_vec();
        let play = line.play.as_ref().map(|(what, _)| what.clone()).unwrap_or_default();
        let result = [&line.result, &line.effect, &line.interval].map(String::clone);
        let seen = [vec![decision], result.to_vec(), vec![play, line.reason.clone(), day, link]].concat();
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
