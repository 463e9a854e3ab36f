//! Both sides of the agreement: what was promised, and how this week stands.

use crate::{prelude::*, zone};
use chrono::{Datelike, Days};
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    handoff::agreement,
    hourglass::Period,
    member::Role,
    operation::{Action, Refusal},
    settings::{Promise, SettingsChange},
    zone::midnight,
};

/// The page.
#[component]
pub fn AgreementPage() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let ticks = calm_ticks(state);
    let back = RwSignal::new(0_u64);
    let monday = move || {
        let today = words.today();
        let days = u64::from(today.weekday().num_days_from_monday()) + 7 * back.get();
        today.checked_sub_days(Days::new(days)).unwrap_or(today)
    };
    let week = move || {
        let from = monday();
        let next = from.checked_add_days(Days::new(7)).unwrap_or(from);
        state.watch(Topic::Kind("settings"), |w| {
            let begins = |day| midnight(&zone::of_clock(w), day);
            Period { from: begins(from), to: begins(next) }
        })
    };
    let stands = Memo::new(move |_| {
        ticks.track();
        let (week, now) = (week(), state.now());
        state.read(|w| agreement(w, &zone::of_clock(w), week, now))
    });
    let is_admin = Memo::new(move |_| state.me().is_some_and(|me| me.role == Role::Admin));
    let open = RwSignal::new(false);
    view! {
        <div class="week">
            <button type="button" class="button" on:click=move |_| back.update(|n| *n += 1)>{t!(i18n, feedback.week_before)}</button>
            <b>{move || format!("{} – {}", words.day_month(monday()), words.day_month(monday().checked_add_days(Days::new(6)).unwrap_or(monday())))}</b>
            <button type="button" class="button" disabled=move || back.get() == 0 on:click=move |_| back.update(|n| *n = n.saturating_sub(1))>{t!(i18n, feedback.week_after)}</button>
        </div>
        <div class="agreement">
            <section class="panel" data-section="marketing">
                <h2>{t!(i18n, feedback.marketing_promises)}</h2>
                {move || {
                    let a = stands.get();
                    match a.promise.leads_per_week {
                        0 => view! { <p class="field-hint">{t!(i18n, feedback.nothing_promised)}</p> }.into_any(),
                        promised => {
                            let what = match a.promise.least_score {
                                Some(least) => t_string!(i18n, feedback.leads_of, count = u32::from(promised), points = least).to_string(),
                                None => t_string!(i18n, feedback.leads, count = u32::from(promised)).to_string(),
                            };
                            view! { <p>{what}</p><Kept kept=a.accepted of=u64::from(promised) hue="marketing"/> }.into_any()
                        }
                    }
                }}
                <p class="field-hint">{move || {
                    let below = stands.with(|a| a.accepted_below);
                    (below > 0).then(|| t_string!(i18n, feedback.below, count = u32::try_from(below).unwrap_or(u32::MAX)).to_string())
                }}</p>
            </section>
            <section class="panel" data-section="sales">
                <h2>{t!(i18n, feedback.sales_promises)}</h2>
                {move || {
                    let a = stands.get();
                    match a.promised_hours {
                        0 => view! { <p class="field-hint">{t!(i18n, feedback.nothing_promised)}</p> }.into_any(),
                        hours => view! {
                            <p>{t_string!(i18n, feedback.within_hours, count = u32::from(hours)).to_string()}</p>
                            <Kept kept=a.in_time of=a.in_time + a.late + a.overdue hue="sales"/>
                        }.into_any(),
                    }
                }}
                <dl class="facts">
                    <dt>{t!(i18n, feedback.late)}</dt><dd>{move || words.number(stands.with(|a| a.late))}</dd>
                    <dt>{t!(i18n, feedback.overdue)}</dt><dd>{move || words.number(stands.with(|a| a.overdue))}</dd>
                    <dt>{t!(i18n, feedback.still_waiting)}</dt><dd>{move || words.number(stands.with(|a| a.waiting))}</dd>
                    <dt>{t!(i18n, feedback.took)}</dt><dd>{move || stands.with(|a| a.median_ms).map(|ms| words.duration(ms))}</dd>
                </dl>
            </section>
        </div>
        <Show when=move || is_admin.get()>
            <p><button type="button" class="button" on:click=move |_| open.set(true)>{t!(i18n, feedback.change)}</button></p>
            <Dialog open title=Signal::derive(move || t_string!(i18n, feedback.change).to_owned())><Form open/></Dialog>
        </Show>
    }
}

/// So many of so many: a bar and figures.
#[component]
fn Kept(kept: u64, of: u64, hue: &'static str) -> impl IntoView {
    let words = use_words();
    let share = if of > 0 { (kept as f64 / of as f64).min(1.0) } else { 0.0 };
    view! {
        <p class="kept" data-section=hue>
            <b>{words.number(kept)}</b>" / "{words.number(of)}
            <span class="kept-bar" aria-hidden="true"><span style:width=format!("{:.0}%", 100.0 * share)></span></span>
        </p>
    }
}

#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let own = state.read(|w| w.own().cloned()).unwrap_or_default();
    let leads = RwSignal::new(own.promise.leads_per_week.to_string());
    let least = RwSignal::new(own.promise.least_score.map(|n| n.to_string()).unwrap_or_default());
    let hours = RwSignal::new(own.response_hours.to_string());
    let (id, before) = (own.id, (own.promise, own.response_hours));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let wrong = || notices.error(words.refusal(Refusal::OutOfRange));
        let text = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        let least_score = match text(least).as_str() {
            "" => None,
            typed => match typed.parse().ok() {
                Some(least) => Some(least),
                None => return wrong(),
            },
        };
        let (Ok(leads_per_week), Ok(response)) = (text(leads).parse(), text(hours).parse()) else { return wrong() };
        let promise = Promise { leads_per_week, least_score };
        let mut set = Vec::new();
        if promise != before.0 {
            set.push(SettingsChange::Promise(promise));
        }
        if response != before.1 {
            set.push(SettingsChange::ResponseHours(response));
        }
        if set.is_empty() || show_refusal(state.perform(vec![Action::Edit { id, set }.into()]), notices, words) {
            open.set(false);
        }
    };
    let label = |text: fn(words::Words) -> &'static str| Signal::derive(move || text(words).to_owned());
    view! {
        <form class="access-form" on:submit=submit novalidate>
            <TextField id="promise-leads" label=label(|w| t_string!(w.i18n, feedback.leads_a_week)) value=leads kind=FieldKind::Number/>
            <TextField
                id="promise-least" label=label(|w| t_string!(w.i18n, feedback.least_points)) value=least kind=FieldKind::Number
                hint=label(|w| t_string!(w.i18n, feedback.least_hint))
            />
            <TextField
                id="promise-hours" label=label(|w| t_string!(w.i18n, account.response_hours)) value=hours kind=FieldKind::Number
                hint=label(|w| t_string!(w.i18n, account.response_hint))
            />
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, common.save)}</button>
            </div>
        </form>
    }
}
