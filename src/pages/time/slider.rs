//! The day: its name and sums, the slider, steps to other days, and playing.

use super::{View, player, player::Speed};
use crate::{prelude::*, words::Words};
use chrono::NaiveDate;
use leptos::html;
use smarketing_domain::board::Total;

/// Days of a week.
const WEEK: i64 = 7;

/// A day as `Tue, 3 Nov 2026`.
pub fn day_words(words: Words, day: NaiveDate) -> String {
    format!("{}, {}", words.weekday(day), words.date(day))
}

/// What chooses the day.
#[component]
pub fn Slider(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let input = NodeRef::<html::Input>::new();
    let last = Memo::new(move |_| seen.days.get().map_or(0, |days| days.last()));
    let number = Memo::new(move |_| seen.days.get().map_or(0, |days| days.number(seen.day.get())));
    // The slider says its day itself.
    let is_sliding = RwSignal::new(false);
    let is_first = move || number.get() == 0;
    let is_today = move || number.get() == last.get();
    // In this order: a value beyond the end would be cut.
    Effect::new(move || {
        if let Some(input) = input.get() {
            input.set_max(&last.get().to_string());
            input.set_value(&number.get().to_string());
        }
    });
    let slide = move |event| {
        let typed = event_target_value(&event).parse().ok();
        if let (Some(number), Some(days)) = (typed, seen.days.get_untracked()) {
            seen.is_playing.set(false);
            seen.go(days.day(number));
        }
    };
    // Without this a page is a tenth of all days.
    let page = move |event: web_sys::KeyboardEvent| {
        let by = match event.key().as_str() {
            "PageUp" => WEEK,
            "PageDown" => -WEEK,
            _ => return,
        };
        event.prevent_default();
        seen.is_playing.set(false);
        seen.step(by);
    };
    let said = move || day_words(words, seen.day.get());
    let end = move |look: fn(super::Days) -> NaiveDate| move || seen.days.get().map(|days| words.date(look(days)));
    view! {
        <section class="panel time-line" aria-label=move || t_string!(i18n, time.day)>
            <div class="time-head">
                <h2 class="time-day" aria-live=move || if seen.is_playing.get() || is_sliding.get() { "off" } else { "polite" }>
                    {said}
                    <Show when=is_today><span class="chip">{t!(i18n, time.today)}</span></Show>
                </h2>
                <Sums seen/>
            </div>
            <input
                type="range" class="time-slider" name="day" min="0" step="1" node_ref=input
                aria-label=move || t_string!(i18n, time.slider) aria-valuetext=said
                on:input=slide on:keydown=page
                on:focus=move |_| is_sliding.set(true) on:blur=move |_| is_sliding.set(false)
            />
            <p class="time-ends" aria-hidden="true">
                <span>{end(|days| days.first)}</span>
                <span>{end(|days| days.today)}</span>
            </p>
            <div class="time-ways">
                <Step seen by=-WEEK is_off=Signal::derive(is_first)/>
                <Step seen by=-1 is_off=Signal::derive(is_first)/>
                <Play seen/>
                <Step seen by=1 is_off=Signal::derive(is_today)/>
                <Step seen by=WEEK is_off=Signal::derive(is_today)/>
                <Choices seen/>
            </div>
        </section>
    }
}

/// A button to another day.
#[component]
fn Step(seen: View, by: i64, is_off: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let unit = move || if by.abs() == WEEK { t_string!(i18n, time.week) } else { t_string!(i18n, time.one_day) };
    let way = move || if by < 0 { t_string!(i18n, time.earlier) } else { t_string!(i18n, time.later) };
    // Not `disabled`: whoever steps to the end keeps the focus.
    view! {
        <button
            type="button" class="button" data-step=by.to_string()
            aria-disabled=move || is_off.get().to_string()
            on:click=move |_| {
                seen.is_playing.set(false);
                seen.step(by);
            }
        >
            {(by < 0).then(|| view! { <Icon name=IconName::Left/> })}
            <span>{unit}<span class="visually-hidden">" "{way}</span></span>
            {(by > 0).then(|| view! { <Icon name=IconName::Right/> })}
        </button>
    }
}

#[component]
fn Play(seen: View) -> impl IntoView {
    let i18n = use_i18n();
    let path = move || if seen.is_playing.get() { "M8 5v14M16 5v14" } else { "M8 5l11 7-11 7z" };
    let name = move || if seen.is_playing.get() { t_string!(i18n, time.pause) } else { t_string!(i18n, time.play) };
    view! {
        <button type="button" class="button time-play" data-variant="primary" data-play on:click=move |_| player::toggle(seen)>
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=path></path></svg>
            <span>{name}</span>
        </button>
    }
}

/// How fast it plays, and a day by its date.
#[component]
fn Choices(seen: View) -> impl IntoView {
    let i18n = use_i18n();
    let name = move |speed| match speed {
        Speed::Slow => t_string!(i18n, time.speed_slow),
        Speed::Week => t_string!(i18n, time.speed_week),
        Speed::Month => t_string!(i18n, time.speed_month),
    };
    let text = move |look: fn(super::Days) -> NaiveDate| move || seen.days.get().map(|days| look(days).to_string());
    let choose = move |event| {
        // While a date is being typed it may be none yet.
        if let Ok(day) = event_target_value(&event).parse::<NaiveDate>() {
            seen.is_playing.set(false);
            seen.go(seen.days.get_untracked().map_or(day, |days| days.shown(Some(day))));
        }
    };
    view! {
        <div class="time-choices">
            <select
                class="input" name="speed" aria-label=move || t_string!(i18n, time.speed)
                on:change=move |event| seen.speed.set(Speed::named(&event_target_value(&event)))
            >
                {Speed::ALL.map(|speed| view! {
                    <option value=speed.name() prop:selected=move || seen.speed.get() == speed>{move || name(speed)}</option>
                })}
            </select>
            <input
                type="date" class="input" name="date" aria-label=move || t_string!(i18n, time.date)
                min=text(|days| days.first) max=text(|days| days.today)
                prop:value=move || seen.day.get().to_string() on:change=choose
            />
        </div>
    }
}

/// Open, won and lost of the day.
#[component]
fn Sums(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let sum = move |name: &'static str, look: fn(&super::Shown) -> Total| {
        let total = Memo::new(move |_| seen.shown.with(look));
        let label = move || match name {
            "open" => t_string!(i18n, time.open),
            "won" => t_string!(i18n, time.won),
            _ => t_string!(i18n, time.lost),
        };
        view! {
            <div data-sum=name data-count=move || total.get().count data-minor=move || total.get().sum_minor>
                <dt>{label}</dt>
                <dd class="number">{move || words.number(total.get().count)}</dd>
                <dd class="number">{move || words.money_short(total.get().sum_minor)}</dd>
            </div>
        }
    };
    view! {
        <dl class="time-sums">
            {sum("open", |shown| shown.open)}
            {sum("won", |shown| shown.won)}
            {sum("lost", |shown| shown.lost)}
        </dl>
    }
}
