//! What can be asked: from where to where, how long, divided by what. All of it
//! stands in the address.

use super::{View, figures::Named};
use crate::{
    components::beside::{self, Periods},
    prelude::*,
};
use smarketing_domain::{
    clock::DAY,
    cohort::{
        Window,
        group::{Dimension, dividing_facts},
    },
    ids::StageId,
};

/// Windows that are offered, in days.
const WINDOWS: [u16; 5] = [7, 14, 30, 60, 90];

/// At most so many facts are offered: those that most deals have.
const FACTS: usize = 12;

/// The selects.
#[component]
pub fn Choices(seen: View, ticks: ReadSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let starts = Memo::new(move |_| seen.with(|f| (f.starts.clone(), f.start.id)));
    let goals = Memo::new(move |_| seen.with(|f| (f.goals.clone(), f.goal.id)));
    view! {
        <div class="conversion-choices" role="group" aria-label=move || t_string!(i18n, cohort.choices)>
            <label>
                <span>{t!(i18n, cohort.start)}</span>
                <StageSelect seen stages=starts name="start"/>
            </label>
            <label>
                <span>{t!(i18n, cohort.goal)}</span>
                <StageSelect seen stages=goals name="goal"/>
            </label>
            <WindowSelect seen/>
            <DividedBy seen ticks/>
            <Show when=move || seen.beside.with(Option::is_some)><Periods address=seen.address scope=seen.scope beside=seen.beside/></Show>
        </div>
    }
}

#[component]
fn StageSelect(seen: View, stages: Memo<Option<(Vec<Named>, StageId)>>, name: &'static str) -> impl IntoView {
    move || {
        let (stages, chosen) = stages.get()?;
        let option = |stage: Named| {
            let is_chosen = stage.id == chosen;
            view! { <option value=stage.id.to_string() prop:selected=is_chosen selected=is_chosen>{stage.name}</option> }
        };
        let choose = move |event| seen.address.set(&[(name, event_target_value(&event))]);
        Some(view! {
            <select class="input" name=name on:change=choose>{stages.into_iter().map(option).collect_view()}</select>
        })
    }
}

#[component]
fn WindowSelect(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let window = Memo::new(move |_| seen.choice.with(|c| c.window));
    let offered = WINDOWS.map(Window::days);
    // Somebody who wants another one gets a field, even while it shows one of ours.
    let wants_own = RwSignal::new(false);
    let is_own = Memo::new(move |_| wants_own.get() || !offered.contains(&window.get()));
    let choose = move |event| {
        let value = event_target_value(&event);
        wants_own.set(value == OWN);
        if value != OWN {
            seen.address.set(&[("window", value)]);
        }
    };
    let set_days = move |event| {
        if let Ok(days) = event_target_value(&event).parse::<u16>() {
            seen.address.set(&[("window", Window::days(days).to_string())]);
        }
    };
    view! {
        <label>
            <span>{t!(i18n, cohort.window)}</span>
            <select class="input" name="window" on:change=choose>
                {offered.map(|offer| view! {
                    <option value=offer.to_string() prop:selected=move || !is_own.get() && window.get() == offer>{move || words.duration(offer.ms())}</option>
                }).collect_view()}
                <option value=OWN prop:selected=move || is_own.get()>{t!(i18n, cohort.own_window)}</option>
            </select>
        </label>
        <Show when=move || is_own.get()>
            <label>
                <span>{t!(i18n, cohort.own_days)}</span>
                <input
                    type="number" class="input conversion-days" name="days" min="1" max="3650" inputmode="numeric"
                    prop:value=move || (window.get().ms() / DAY).max(1).to_string() on:change=set_days
                />
            </label>
        </Show>
    }
}

/// The value of the choice of two periods.
const PERIODS: &str = "periods";

/// The value of the choice of one's own window.
const OWN: &str = "own";

#[component]
fn DividedBy(seen: View, ticks: ReadSignal<u32>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let facts = Memo::new(move |_| {
        ticks.track();
        state.read(|w| dividing_facts(w, FACTS))
    });
    let is_beside = Memo::new(move |_| seen.beside.with(Option::is_some));
    let chosen = Memo::new(move |_| seen.choice.with(|c| c.by.clone()).filter(|_| !is_beside.get()));
    // Other groups cannot be the compared ones.
    let choose = move |event| match event_target_value(&event) {
        value if value == PERIODS => {
            let days = seen.choice.with_untracked(|choice| choice.window.in_days().ceil() as u64);
            beside::open(seen.address, seen.scope.with_untracked(|scope| scope.choice), days, words);
        }
        by => {
            seen.address.set(&[("by", by), ("a", String::new()), ("b", String::new()), (beside::NAME, String::new())])
        }
    };
    let option = move |by: Dimension| {
        let label = {
            let by = by.clone();
            move || dimension_label(words, &by)
        };
        let name = dimension_name(&by);
        view! { <option value=name prop:selected=move || chosen.with(|c| c.as_ref() == Some(&by))>{label}</option> }
    };
    let own = [Dimension::Month, Dimension::Channel, Dimension::Owner, Dimension::Kind];
    view! {
        <label>
            <span>{t!(i18n, cohort.by)}</span>
            <select class="input" name="by" on:change=choose>
                <option value="" prop:selected=move || chosen.with(Option::is_none) && !is_beside.get()>{t!(i18n, cohort.by_nothing)}</option>
                <option value=PERIODS prop:selected=move || is_beside.get()>{t!(i18n, cohort.two_periods)}</option>
                {own.map(option).collect_view()}
                {move || facts.get().into_iter().map(Dimension::Field).map(option).collect_view()}
            </select>
        </label>
    }
}
