//! Both sides of the agreement: what was promised, and how this week stands.

use super::feedback::counted;
use crate::{prelude::*, zone};
use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    handoff::{Agreement, Kept, Number, agreement},
    member::Role,
    operation::{Action, Refusal},
    settings::{Promise, SettingsChange},
};

/// The page.
#[component]
pub fn AgreementPage() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let address = use_address();
    let ticks = calm_ticks(state);
    let this_week = move || monday_of(words.today());
    // A week of the past stands in the address; one to come says nothing yet.
    let monday = Memo::new(move |_| {
        let asked = address.get("week").and_then(|day| day.parse::<NaiveDate>().ok()).map(monday_of);
        asked.filter(|monday| *monday < this_week()).unwrap_or_else(this_week)
    });
    let go = move |days: i64| {
        let to = monday.get_untracked().checked_add_signed(TimeDelta::days(days)).unwrap_or_else(this_week);
        address.set(&[("week", if to < this_week() { to.to_string() } else { String::new() })]);
    };
    let stands = Memo::new(move |_| {
        ticks.track();
        let (monday, now) = (monday.get(), state.now());
        state.read(|w| agreement(w, &zone::of_clock(w), week_from(w, monday), now))
    });
    let is_admin = Memo::new(move |_| state.me().is_some_and(|me| me.role == Role::Admin));
    let open = RwSignal::new(false);
    let number = move |kept: Kept| {
        let part = HandoffPart { number: Number::Week(kept), week: Some(monday.get()) };
        counted(words, stands.with(|a| many(a, kept)), part.href(PeriodChoice::All))
    };
    let lines = Callback::new(move |()| stands.with_untracked(|a| lines(words, monday.get_untracked(), a)));
    view! {
        <div class="week">
            <button type="button" class="button" on:click=move |_| go(-7)>{t!(i18n, feedback.week_before)}</button>
            <b>{move || week_words(words, monday.get())}</b>
            <button type="button" class="button" disabled=move || { monday.get() >= this_week() } on:click=move |_| go(7)>{t!(i18n, feedback.week_after)}</button>
        </div>
        <div class="agreement">
            <section class="panel" data-section="marketing">
                <h2>{t!(i18n, feedback.marketing_promises)}</h2>
                {move || {
                    let a = stands.get();
                    match a.promise.leads_per_week {
                        0 => view! { <p class="field-hint">{t!(i18n, feedback.nothing_promised)}</p> }.into_any(),
                        promised => view! {
                            <p>{marketing_promise(words, &a)}</p>
                            <Meter kept=number(Kept::Accepted) share=share(a.accepted, u64::from(promised)) of=u64::from(promised) hue="marketing"/>
                        }.into_any(),
                    }
                }}
                <dl class="facts">
                    <dt>{t!(i18n, feedback.kept_accepted)}</dt><dd>{move || number(Kept::Accepted)}</dd>
                    <dt>{t!(i18n, feedback.kept_below)}</dt><dd>{move || number(Kept::Below)}</dd>
                </dl>
            </section>
            <section class="panel" data-section="sales">
                <h2>{t!(i18n, feedback.sales_promises)}</h2>
                {move || {
                    let a = stands.get();
                    let of = a.in_time + a.late + a.overdue;
                    match a.promised_hours {
                        0 => view! { <p class="field-hint">{t!(i18n, feedback.nothing_promised)}</p> }.into_any(),
                        hours => view! {
                            <p>{t_string!(i18n, feedback.within_hours, count = u32::from(hours)).to_string()}</p>
                            <Meter kept=number(Kept::InTime) share=share(a.in_time, of) of hue="sales"/>
                        }.into_any(),
                    }
                }}
                <dl class="facts">
                    {[Kept::InTime, Kept::Late, Kept::Overdue, Kept::Waiting].map(|kept| view! {
                        <dt>{move || kept_name(words, kept)}</dt><dd>{move || number(kept)}</dd>
                    }).collect_view()}
                    <dt>{t!(i18n, feedback.took)}</dt>
                    <dd>{move || match stands.with(|a| a.median_ms) {
                        Some(ms) => words.duration(ms),
                        None => t_string!(i18n, feedback.nobody_answered).to_owned(),
                    }}</dd>
                </dl>
            </section>
        </div>
        <div class="inbox-take">
            <Show when=move || is_admin.get()>
                <button type="button" class="button" on:click=move |_| open.set(true)>{t!(i18n, feedback.change)}</button>
            </Show>
            <TakeAlong lines name=t_string!(i18n, feedback.file_agreement)/>
        </div>
        <Meaning terms=terms(words)/>
        <Dialog open title=Signal::derive(move || t_string!(i18n, feedback.change).to_owned())>
            {move || open.get().then(|| view! { <Form open/> })}
        </Dialog>
    }
}

fn monday_of(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

/// What a number of the agreement is.
fn many(a: &Agreement, kept: Kept) -> u64 {
    match kept {
        Kept::Accepted => a.accepted,
        Kept::Below => a.accepted_below,
        Kept::InTime => a.in_time,
        Kept::Late => a.late,
        Kept::Overdue => a.overdue,
        Kept::Waiting => a.waiting,
    }
}

fn marketing_promise(words: words::Words, a: &Agreement) -> String {
    let (i18n, count) = (words.i18n, u32::from(a.promise.leads_per_week));
    match a.promise.least_score {
        Some(least) => t_string!(i18n, feedback.leads_of, count = count, points = least).to_string(),
        None => t_string!(i18n, feedback.leads, count = count).to_string(),
    }
}

/// What the numbers count.
fn terms(words: words::Words) -> Vec<(Signal<String>, Signal<String>)> {
    let text = |of: fn(words::Words) -> &'static str| Signal::derive(move || of(words).to_owned());
    vec![
        (text(|w| t_string!(w.i18n, feedback.marketing_promises)), text(|w| t_string!(w.i18n, feedback.what_quality))),
        (text(|w| t_string!(w.i18n, feedback.sales_promises)), text(|w| t_string!(w.i18n, feedback.what_kept))),
        (text(|w| t_string!(w.i18n, feedback.in_time)), text(|w| t_string!(w.i18n, feedback.what_in_time))),
        (text(|w| t_string!(w.i18n, feedback.overdue)), text(|w| t_string!(w.i18n, feedback.what_overdue))),
        (text(|w| t_string!(w.i18n, feedback.took)), text(|w| t_string!(w.i18n, feedback.what_took))),
    ]
}

/// Both promises and what became of them, to take along.
fn lines(words: words::Words, monday: NaiveDate, a: &Agreement) -> Lines {
    let i18n = words.i18n;
    let line = |what: String, promised: String, counted: String| vec![what, promised, counted];
    let mut lines: Lines = vec![line(
        t_string!(i18n, feedback.what_column).to_owned(),
        t_string!(i18n, feedback.promised).to_owned(),
        format!("{} ({monday})", t_string!(i18n, feedback.counted)),
    )];
    let hours = || match a.promised_hours {
        0 => String::new(),
        hours => t_string!(i18n, feedback.within_hours, count = u32::from(hours)).to_string(),
    };
    let all = [Kept::Accepted, Kept::Below, Kept::InTime, Kept::Late, Kept::Overdue, Kept::Waiting];
    lines.extend(all.map(|kept| {
        let promised = match kept {
            Kept::Accepted if a.promise.leads_per_week > 0 => marketing_promise(words, a),
            Kept::InTime => hours(),
            _ => String::new(),
        };
        line(kept_name(words, kept).to_owned(), promised, many(a, kept).to_string())
    }));
    let median = a.median_ms.map(|ms| format!("{:.2}", ms as f64 / 3_600_000.0)).unwrap_or_default();
    lines.push(line(t_string!(i18n, feedback.took_hours).to_owned(), String::new(), median));
    lines
}

fn share(kept: u64, of: u64) -> f64 {
    if of > 0 { (kept as f64 / of as f64).min(1.0) } else { 0.0 }
}

/// So many of so many: a bar and figures.
#[component]
fn Meter(kept: AnyView, share: f64, of: u64, hue: &'static str) -> impl IntoView {
    let words = use_words();
    view! {
        <p class="kept" data-section=hue>
            <b>{kept}</b>" / "{words.number(of)}
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
