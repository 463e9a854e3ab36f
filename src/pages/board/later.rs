//! “Not now”: when to come back to a deal. Asked by the zone at the foot, a
//! swipe to the left, the card's menu, or L.

use super::desk::{Desk, use_desk};
use crate::prelude::*;
use chrono::NaiveDate;
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    ids::DealId,
    operation::Action,
    put_off::{FollowUp, put_off, soon},
    task::{Task, TaskChange},
};

/// The dialog that asks until when.
#[component]
pub fn LaterQuestion() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let open = RwSignal::new(false);
    Effect::new(move || open.set(desk.waiting.get().is_some()));
    Effect::new(move || {
        if !open.get() && desk.waiting.get_untracked().is_some() {
            desk.waiting.set(None);
        }
    });
    let title = Signal::derive(move || {
        let Some(deal) = desk.waiting.get() else { return String::new() };
        match desk.selection.carried(desk.state, deal).len() {
            0 | 1 => t_string!(i18n, touch.later_title, title = desk.title(deal)).to_string(),
            count => {
                let deals = t_string!(i18n, common.deals, count = count as u32).to_string();
                t_string!(i18n, touch.later_title_many, deals = deals).to_string()
            }
        }
    });
    view! {
        <Dialog open title>
            {move || desk.waiting.get().map(|deal| view! { <Question deal/> })}
        </Dialog>
    }
}

#[component]
fn Question(deal: DealId) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let i18n = words.i18n;
    let is_one = desk.selection.carried(desk.state, deal).len() < 2;
    let today = untrack(|| words.today());
    let [week, month] = soon(today);
    let own = RwSignal::new(String::new());
    let is_wrong = RwSignal::new(false);
    let wait = move |day: NaiveDate| {
        desk.waiting.set(None);
        wait(desk, deal, day);
    };
    let on_own = move |event: SubmitEvent| {
        event.prevent_default();
        match own.get_untracked().parse::<NaiveDate>().ok().filter(|day| *day >= today) {
            Some(day) => wait(day),
            None => is_wrong.set(true),
        }
    };
    let choice = move |name: &'static str, label: &'static str, day: NaiveDate| {
        let when = format!("{}, {}", words.weekday(day), words.day_month(day));
        view! {
            <button type="button" class="button later-choice" data-later=name on:click=move |_| wait(day)>
                <span>{label}</span>
                <span class="later-day number">{when}</span>
            </button>
        }
    };
    // The language does not change while the question is open.
    let choices = untrack(|| {
        let week = choice("week", t_string!(i18n, touch.in_a_week), week);
        (week, choice("month", t_string!(i18n, touch.in_a_month), month))
    });
    view! {
        <form class="later" on:submit=on_own novalidate>
            {is_one.then(|| view! { <NextStep deal/> })}
            <div class="later-choices">{choices}</div>
            <div class="later-own">
                <div class="field">
                    <label for="later-own">{t!(i18n, touch.another_day)}</label>
                    <input
                        id="later-own" class="input" type="date" min=today.to_string() aria-describedby="later-wrong"
                        aria-invalid=move || is_wrong.get().to_string()
                        prop:value=own
                        on:input:target=move |event| { own.set(event.target().value()); is_wrong.set(false); }
                    />
                </div>
                <button type="submit" class="button">{t!(i18n, touch.put_off)}</button>
            </div>
            <p class="field-error" id="later-wrong" role="alert">
                {move || is_wrong.get().then(|| t_string!(i18n, touch.day_wrong))}
            </p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| desk.waiting.set(None)>{t!(i18n, common.cancel)}</button>
            </div>
        </form>
    }
}

/// What would wait, and a way to say that it is done instead.
#[component]
fn NextStep(deal: DealId) -> impl IntoView {
    let desk = use_desk();
    let Desk { state, words, notices, .. } = desk;
    let i18n = words.i18n;
    let task = untrack(|| state.next_task(deal)).and_then(|id| state.read(|w| w.tasks.get(&id).cloned()));
    let Some(Task { id, title, due, .. }) = task else {
        return view! { <p class="field-hint">{t!(i18n, touch.no_step)}</p> }.into_any();
    };
    let when = due.map_or_else(String::new, |due| format!(" · {}", untrack(|| words.day_month(due))));
    let done = move |_| {
        let set = vec![TaskChange::Done(Some(state.now()))];
        desk.waiting.set(None);
        if show_refusal(state.perform(vec![Action::Edit { id, set }.into()]), notices, words) {
            notices.done(t_string!(i18n, deal.step_done));
        }
    };
    view! {
        <div class="later-step">
            <p><span class="label">{t!(i18n, touch.next_step)}</span><span data-next-step>{title}{when}</span></p>
            <button type="button" class="button" data-variant="quiet" data-step-done on:click=done>
                <Icon name=IconName::Check/>{t!(i18n, touch.step_is_done)}
            </button>
        </div>
    }
    .into_any()
}

/// Lets a deal, and those chosen with it, wait until `day`.
fn wait(desk: Desk, deal: DealId, day: NaiveDate) {
    let Desk { state, words, notices, .. } = desk;
    let i18n = words.i18n;
    let deals = desk.selection.carried(state, deal);
    let title = t_string!(i18n, touch.follow_up);
    let me = state.me_untracked().map(|me| me.member);
    let changes = state.read(|w| put_off(w, &deals, day, FollowUp { title, otherwise: me }, new_id));
    if !show_refusal(state.perform(changes), notices, words) {
        return;
    }
    let day = untrack(|| words.day_month(day));
    let text = match deals[..] {
        [_] => t_string!(i18n, touch.waits, title = desk.title(deal), day = day).to_string(),
        _ => {
            let count = t_string!(i18n, common.deals, count = deals.len() as u32).to_string();
            t_string!(i18n, touch.wait, deals = count, day = day).to_string()
        }
    };
    notices.done(text);
    desk.selection.release(&deals);
}
