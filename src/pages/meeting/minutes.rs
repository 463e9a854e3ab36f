//! Minutes: who does what by when, and everything that was changed. To be copied and
//! printed.

use super::{
    actions::ActionLine,
    lines::Told,
    words::{clock, day, person},
};
use crate::{prelude::*, words::Words};
use leptos::{html, task::spawn_local};
use smarketing_domain::{
    clock::Timestamp,
    entity::EntityKey,
    ids::TaskId,
    meeting::{Ending, Happened},
};

/// When a meeting began, and its end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Minutes {
    /// When it began.
    pub began: Timestamp,
    /// When it ended, and what was changed.
    pub ending: Ending,
}

impl Minutes {
    /// The actions that were agreed and are still there.
    fn actions(&self, state: State) -> Vec<TaskId> {
        let lines = self.ending.lines.read();
        let made = lines.iter().filter(|line| line.what == Happened::Made);
        let tasks = made.filter_map(|line| match line.record {
            EntityKey::Task(id) => Some(id),
            _ => None,
        });
        state.watch(Topic::Kind("task"), |w| {
            tasks.filter(|id| w.tasks.get(id).is_some_and(|task| task.meta.is_alive())).collect()
        })
    }

    /// All lines in words, but the actions.
    fn told(&self, words: Words, state: State) -> Vec<Told> {
        let is_action = |record| matches!(record, EntityKey::Task(_));
        let lines = self.ending.lines.read();
        let others = lines.iter().filter(|line| !(line.what == Happened::Made && is_action(line.record)));
        others.map(|line| Told::of(words, state, line, self.ending.at)).collect()
    }

    /// As text, for a letter or a chat.
    fn text(&self, words: Words, state: State) -> String {
        let i18n = words.i18n;
        let action = |id: TaskId| {
            let (title, assignee, due) =
                state.read(|w| w.tasks.get(&id).map(|t| (t.title.clone(), t.assignee, t.due))).unwrap_or_default();
            let who = assignee.and_then(|member| person(state, member));
            let facts: Vec<String> = who.into_iter().chain(due.map(|day| words.date(day))).collect();
            if facts.is_empty() { format!("– {title}") } else { format!("– {title} ({})", facts.join(", ")) }
        };
        let span = format!("{}–{}", clock(state, self.began), clock(state, self.ending.at));
        let mut text = vec![format!("{} {}, {span}", t_string!(i18n, meeting.title), day(words, self.began))];
        let parts = [
            (t_string!(i18n, meeting.actions), self.actions(state).into_iter().map(action).collect::<Vec<_>>()),
            (
                t_string!(i18n, meeting.changed),
                self.told(words, state).iter().map(|told| format!("– {}", told.text())).collect(),
            ),
        ];
        for (heading, lines) in parts.into_iter().filter(|(_, lines)| !lines.is_empty()) {
            text.extend([String::new(), heading.to_owned()]);
            text.extend(lines);
        }
        if self.ending.more > 0 {
            text.push(t_string!(i18n, meeting.and_more, n = words.number(self.ending.more)).to_string());
        }
        text.join("\n")
    }
}

/// The minutes, as far as they are known.
#[component]
pub fn MinutesView(
    /// What they tell.
    #[prop(into)]
    minutes: Signal<Minutes>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let actions = Memo::new(move |_| minutes.with(|minutes| minutes.actions(state)));
    let told = Memo::new(move |_| minutes.with(|minutes| minutes.told(words, state)));
    let more = move || minutes.with(|minutes| minutes.ending.more);
    let line = move |told: Told| {
        view! {
            <li class="meeting-line">
                <time>{told.time}</time>
                <span class="meeting-line-who">{told.who}</span>
                {match told.href {
                    Some(href) => view! { <a href=href>{told.about}</a> }.into_any(),
                    None => view! { <span>{told.about}</span> }.into_any(),
                }}
                <span class="meeting-line-what">{told.what}</span>
            </li>
        }
    };
    view! {
        <section class="meeting-minutes" aria-labelledby="minutes-actions">
            <h2 id="minutes-actions">{t!(i18n, meeting.actions)}</h2>
            <Show
                when=move || !actions.with(Vec::is_empty)
                fallback=move || view! { <p class="field-hint">{t!(i18n, meeting.no_actions)}</p> }
            >
                <ul class="meeting-actions" data-agreed><For each=move || actions.get() key=|id| *id let:id><ActionLine id=id/></For></ul>
            </Show>
        </section>
        <section class="meeting-minutes" aria-labelledby="minutes-changes">
            <h2 id="minutes-changes">{t!(i18n, meeting.changed)}</h2>
            <Show
                when=move || !told.with(Vec::is_empty)
                fallback=move || view! { <p class="field-hint">{t!(i18n, meeting.nothing_changed)}</p> }
            >
                <ol class="meeting-lines">{move || told.get().into_iter().map(line).collect_view()}</ol>
            </Show>
            {move || (more() > 0).then(|| view! { <p>{t_string!(i18n, meeting.and_more, n = words.number(more())).to_string()}</p> })}
        </section>
    }
}

/// Some programs for letters take no longer address.
const LETTER_MAX: usize = 1_800;

/// Opens a letter with the text in it: its first line as the subject. What is too long
/// for an address is left out from the end; the minutes themselves are on their page.
fn letter(text: &str) -> String {
    let (subject, body) = text.split_once('\n').unwrap_or((text, ""));
    let mut address = format!("mailto:?subject={}&body=", route::encode(subject));
    for line in body.lines() {
        let line = route::encode(&format!("{line}\r\n"));
        if address.len() + line.len() > LETTER_MAX {
            address.push_str("%E2%80%A6");
            break;
        }
        address.push_str(&line);
    }
    address
}

/// The ways out of the screen: the clipboard, paper, and a letter.
#[component]
pub fn TakeAlong(
    /// What is taken along.
    #[prop(into)]
    minutes: Signal<Minutes>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    // Where there is no clipboard, the text is shown to be copied by hand.
    let by_hand = RwSignal::new(None::<String>);
    let field = NodeRef::<html::Textarea>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            field.select();
        }
    });
    let copy = move |_| {
        let text = minutes.with_untracked(|minutes| untrack(|| minutes.text(words, state)));
        spawn_local(async move {
            if copy_text(&text).await {
                notices.say(t_string!(i18n, account.copied));
            } else {
                // Nobody waits any more when the person has gone elsewhere.
                by_hand.try_set(Some(text));
            }
        });
    };
    let print = move |_| {
        // Refused only where printing is switched off.
        let _ = window().print();
    };
    view! {
        <div class="meeting-ways">
            <button type="button" class="button" data-copy on:click=copy>{t!(i18n, meeting.copy)}</button>
            <button type="button" class="button" data-print on:click=print>{t!(i18n, meeting.print)}</button>
            <a class="button" data-send href=move || minutes.with(|minutes| letter(&minutes.text(words, state)))>{t!(i18n, meeting.send)}</a>
        </div>
        {move || by_hand.get().map(|text| view! {
            <div class="field meeting-by-hand">
                <label for="minutes-text">{t!(i18n, meeting.by_hand)}</label>
                <textarea class="input" id="minutes-text" rows="10" readonly=true node_ref=field prop:value=text></textarea>
            </div>
        })}
    }
}
