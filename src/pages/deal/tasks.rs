//! Next steps: what must be done, by whom, by when.

use crate::prelude::*;
use smarketing_domain::{
    ids::{DealId, MemberId, TaskId},
    operation::Action,
    task::{Task, TaskChange, Urgency, urgency},
    typed,
};

/// The deal's tasks, open ones first.
#[component]
pub fn Tasks(
    /// Which deal.
    id: DealId,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let tasks = Memo::new(move |_| {
        let mut tasks = state.watch(Topic::Kind("task"), |w| {
            w.tasks.values().filter(|t| t.meta.is_alive() && t.deal == Some(id)).cloned().collect::<Vec<Task>>()
        });
        sort::sort_by_key(&mut tasks, |t| (t.done.is_some(), std::cmp::Reverse(t.done), t.due.is_none(), t.due, t.id));
        tasks.into_iter().map(|t| t.id).collect::<Vec<TaskId>>()
    });
    view! {
        <section class="panel">
            <h2>{t!(i18n, deal.next_steps)}</h2>
            <ul class="deal-tasks">
                <For each=move || tasks.get() key=|id| *id let:task>
                    <Step id=task/>
                </For>
            </ul>
            <Show when=move || tasks.get().is_empty()>
                <p class="deal-hint">{t!(i18n, deal.no_steps)}</p>
            </Show>
            <AddStep deal=id/>
        </section>
    }
}

#[component]
fn Step(id: TaskId) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let task = move || state.watch(Topic::Record(id.into()), |w| w.tasks.get(&id).cloned()).unwrap_or_default();
    let toggle = move |_| {
        let done =
            if state.read(|w| w.tasks.get(&id).is_some_and(|t| t.done.is_some())) { None } else { Some(state.now()) };
        if show_refusal(
            state.perform(vec![Action::Edit { id, set: vec![TaskChange::Done(done)] }.into()]),
            notices,
            words,
        ) && done.is_some()
        {
            notices.done(t_string!(i18n, deal.step_done));
        }
    };
    let remove = move |_| {
        if show_refusal(state.perform(vec![Action::<TaskId, TaskChange>::Delete { id }.into()]), notices, words) {
            notices.done(t_string!(i18n, deal.step_deleted));
        }
    };
    let level = move || {
        let task = task();
        let level = if task.done.is_some() { Urgency::Later } else { urgency(Some(&task), words.today()) };
        match level {
            Urgency::Overdue => "overdue",
            Urgency::Today => "today",
            Urgency::NoNextStep | Urgency::Later => "later",
        }
    };
    let when = move || {
        let task = task();
        match task.done {
            Some(at) => t_string!(i18n, deal.done_at, time = words.date_time(at)).to_string(),
            None => words.urgency(urgency(Some(&task), words.today()), task.due),
        }
    };
    let who = move || {
        let member: Option<MemberId> = task().assignee;
        member.map(|member| view! { <Avatar member=member/> })
    };
    view! {
        <li class="deal-task" data-done=move || task().done.is_some().to_string()>
            <label class="deal-check">
                <input type="checkbox" prop:checked=move || task().done.is_some() on:change=toggle/>
                <span class="deal-task-title">{move || task().title}</span>
            </label>
            <span class="urgency" data-urgency=level>{when}</span>
            {who}
            <button class="button" data-variant="quiet" data-icon-only aria-label=move || format!("{}: {}", t_string!(i18n, common.delete), task().title) on:click=remove>
                <Icon name=IconName::Close/>
            </button>
        </li>
    }
}

#[component]
fn AddStep(deal: DealId) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let (title, due) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let bad_date = RwSignal::new(false);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let what = title.get_untracked().trim().to_owned();
        let day = typed::day(&due.get_untracked(), words.today());
        bad_date.set(day.is_none() && !due.get_untracked().trim().is_empty());
        if what.is_empty() || bad_date.get_untracked() {
            return;
        }
        let owner = state.read(|w| w.deal(deal).and_then(|d| d.owner));
        let assignee = owner.or_else(|| state.me_untracked().map(|me| me.member));
        let set = vec![
            TaskChange::Title(what),
            TaskChange::Deal(Some(deal)),
            TaskChange::Due(day),
            TaskChange::Assignee(assignee),
        ];
        if show_refusal(state.perform(vec![Action::Create { id: new_id::<TaskId>(), set }.into()]), notices, words) {
            title.set(String::new());
            due.set(String::new());
        }
    };
    view! {
        <form class="deal-add" on:submit=add>
            <input
                class="input" aria-label=move || t_string!(i18n, deal.what_next) placeholder=move || t_string!(i18n, deal.what_next)
                prop:value=title on:input:target=move |ev| title.set(ev.target().value())
            />
            <input
                class="input deal-due" aria-label=move || t_string!(i18n, deal.due) placeholder=move || t_string!(i18n, deal.date_hint)
                aria-invalid=move || bad_date.get().to_string() aria-describedby="due-error"
                prop:value=due on:input:target=move |ev| due.set(ev.target().value())
            />
            <button class="button" type="submit">{t!(i18n, common.add)}</button>
            <p class="field-error" id="due-error" role="alert">
                {move || bad_date.get().then(|| t_string!(i18n, deal.bad_date))}
            </p>
        </form>
    }
}
