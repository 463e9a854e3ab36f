//! Who does what by when: what was agreed today, and what is still open from before.

use super::{Held, words::person};
use crate::prelude::*;
use chrono::{Days, NaiveDate};
use smarketing_domain::{
    clock::Timestamp,
    hourglass::Period,
    ids::{MemberId, TaskId},
    meeting::agenda::{agreed, still_open},
    operation::{Action, LINE_MAX},
    task::{Task, TaskChange, Urgency, urgency},
};

/// An action is due in so many days, unless somebody says otherwise.
const USUAL_DAYS: u64 = 7;

/// The item of the agenda.
#[component]
pub fn Actions(
    /// The meeting.
    held: Held,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let today = Memo::new(move |_| {
        let time = Period { from: held.began, to: Timestamp(i64::MAX) };
        state.watch(Topic::Kind("task"), |w| agreed(w, time))
    });
    let before = Memo::new(move |_| {
        state.track(Topic::Kind("meeting"));
        state.watch(Topic::Kind("task"), still_open)
    });
    view! {
        <AddAction/>
        <Show
            when=move || !today.with(Vec::is_empty)
            fallback=move || view! { <p class="meeting-lead">{t!(i18n, meeting.no_actions)}</p> }
        >
            <ul class="meeting-actions" data-agreed><For each=move || today.get() key=|id| *id let:id><ActionLine id=id/></For></ul>
        </Show>
        <Show when=move || !before.with(Vec::is_empty)>
            <h2>{t!(i18n, meeting.still_open)}</h2>
            <ul class="meeting-actions" data-before><For each=move || before.get() key=|id| *id let:id><ActionLine id=id/></For></ul>
        </Show>
    }
}

/// An action: done or not, what, who, by when.
#[component]
pub fn ActionLine(
    /// Which task.
    id: TaskId,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let task =
        Memo::new(move |_| state.watch(Topic::Record(id.into()), |w| w.tasks.get(&id).cloned()).unwrap_or_default());
    let is_done = move || task.with(|task: &Task| task.done.is_some());
    let toggle = move |_| {
        let done = if task.with_untracked(|task| task.done.is_some()) { None } else { Some(state.now()) };
        let write = Action::Edit { id, set: vec![TaskChange::Done(done)] };
        if show_refusal(state.perform(vec![write.into()]), notices, words) && done.is_some() {
            notices.done(t_string!(i18n, deal.step_done));
        }
    };
    let remove = move |_| {
        if show_refusal(state.perform(vec![Action::<TaskId, TaskChange>::Delete { id }.into()]), notices, words) {
            notices.done(t_string!(i18n, deal.step_deleted));
        }
    };
    let due = move || {
        let task = task.get();
        let level = if task.done.is_some() { Urgency::Later } else { urgency(Some(&task), words.today()) };
        let name = match level {
            Urgency::Overdue => "overdue",
            Urgency::Today => "today",
            Urgency::NoNextStep | Urgency::Later => "later",
        };
        view! { <span class="urgency" data-urgency=name>{words.urgency(level, task.due)}</span> }
    };
    let who = move || {
        let assignee = task.with(|task| task.assignee);
        assignee
            .map(|member| view! { <span class="meeting-who"><Avatar member/>{move || person(state, member)}</span> })
    };
    let title = move || task.with(|task| task.title.clone());
    view! {
        <li class="meeting-action" data-action=id.to_string() data-done=move || is_done().to_string()>
            <label class="meeting-check">
                <input type="checkbox" prop:checked=is_done on:change=toggle/>
                <span>{title}</span>
            </label>
            {who}
            {due}
            <button class="button" data-variant="quiet" data-icon-only aria-label=move || format!("{}: {}", t_string!(i18n, common.delete), title()) on:click=remove>
                <Icon name=IconName::Close/>
            </button>
        </li>
    }
}

/// A new action: Enter writes it down.
#[component]
fn AddAction() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let usual =
        move || words.today().checked_add_days(Days::new(USUAL_DAYS)).map(|day| day.to_string()).unwrap_or_default();
    let me = state.me_untracked().map(|me| me.member);
    let title = RwSignal::new(String::new());
    let owner = RwSignal::new(me);
    let due = RwSignal::new(untrack(usual));
    let tried = RwSignal::new(false);
    let is_missing = move || tried.get() && title.with(|title| title.trim().is_empty());
    let members = Memo::new(move |_| {
        let mut all = state.watch(Topic::Kind("member"), |w| {
            let here = w.members.values().filter(|member| member.meta.is_alive());
            here.map(|member| (member.name.clone(), member.id)).collect::<Vec<(String, MemberId)>>()
        });
        sort::sort_by(&mut all, |a, b| a.cmp(b));
        all
    });
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let what = title.get_untracked().trim().to_owned();
        if what.is_empty() {
            return;
        }
        let set = vec![
            TaskChange::Title(what),
            TaskChange::Assignee(owner.get_untracked()),
            TaskChange::Due(due.get_untracked().parse::<NaiveDate>().ok()),
        ];
        if show_refusal(state.perform(vec![Action::Create { id: new_id::<TaskId>(), set }.into()]), notices, words) {
            notices.done(t_string!(i18n, meeting.action_added));
            title.set(String::new());
            tried.set(false);
        }
    };
    view! {
        <form class="meeting-add" novalidate=true on:submit=add>
            <div class="field meeting-add-what">
                <label for="action-what">{t!(i18n, deal.what_next)}</label>
                <input
                    class="input" id="action-what" maxlength=LINE_MAX.to_string() autocomplete="off"
                    aria-invalid=move || is_missing().to_string() aria-describedby="action-missing"
                    prop:value=title on:input:target=move |ev| title.set(ev.target().value())
                />
                <p class="field-error" id="action-missing" aria-live="polite">{move || is_missing().then(|| t_string!(i18n, refusal.text_missing))}</p>
            </div>
            <div class="field">
                <label for="action-who">{t!(i18n, meeting.who)}</label>
                <select class="input" id="action-who" on:change:target=move |ev| owner.set(ev.target().value().parse().ok())>
                    {move || members.get().into_iter().map(|(name, id)| view! {
                        <option value=id.to_string() selected=owner.get_untracked() == Some(id)>{name}</option>
                    }).collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="action-due">{t!(i18n, deal.due)}</label>
                <input type="date" class="input" id="action-due" prop:value=due on:input:target=move |ev| due.set(ev.target().value())/>
            </div>
            <button type="submit" class="button" data-variant="primary"><Icon name=IconName::Plus/>{t!(i18n, common.add)}</button>
        </form>
    }
}
