//! The workspace's own choices: its name, when it works, who sees which rows.

use super::own_role;
use crate::prelude::*;
use chrono::{Days, NaiveDate};
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    account::founding,
    calendar::{Calendar, WEEK, minutes},
    member::Role,
    operation::Action,
    settings::{Settings, SettingsChange},
    visibility::Visibility,
};

/// What was chosen; admins choose anew.
#[component]
pub fn Choices() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let role = own_role(state);
    let open = RwSignal::new(false);
    let own = move || state.watch(Topic::Kind("settings"), |w| w.own().cloned()).unwrap_or_default();
    view! {
        <section class="panel">
            <h2>{t!(i18n, settings.workspace)}</h2>
            <dl class="facts">
                <dt>{t!(i18n, settings.name)}</dt>
                <dd>{move || own().name}</dd>
                <dt>{t!(i18n, settings.currency)}</dt>
                <dd>{move || own().currency.to_string()}</dd>
                <dt>{t!(i18n, account.working_days)}</dt>
                <dd>{move || calendar(words, own().calendar)}</dd>
                <dt>{t!(i18n, account.zone)}</dt>
                <dd data-zone>{move || match own().zone {
                    zone if zone.is_empty() => t_string!(i18n, account.zone_none).to_owned(),
                    zone => zone,
                }}</dd>
                <dt>{t!(i18n, account.response_hours)}</dt>
                <dd>{move || own().response_hours}</dd>
                <dt>{t!(i18n, settings.visibility)}</dt>
                <dd>{move || visibility_words(words, own().visibility).0}</dd>
            </dl>
            <Show when=move || role.get() == Role::Admin>
                <p class="settings-action">
                    <button type="button" class="button" on:click=move |_| open.set(true)>{t!(i18n, settings.change)}</button>
                </p>
                <Dialog open=open title=Signal::derive(move || t_string!(i18n, settings.workspace).to_owned())>
                    {move || open.get().then(|| view! { <Form own=state.read(|w| w.own().cloned()).unwrap_or_default() open/> })}
                </Dialog>
            </Show>
        </section>
    }
}

#[component]
fn Form(own: Settings, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let (from, to) = own.calendar.hours();
    let (name, response) = (RwSignal::new(own.name.clone()), RwSignal::new(own.response_hours.to_string()));
    let (days, from, to) = (RwSignal::new(own.calendar.days()), RwSignal::new(from), RwSignal::new(to));
    let (zone, visibility) = (RwSignal::new(own.zone.clone()), RwSignal::new(own.visibility));
    let own = StoredValue::new(own);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let time = |text: RwSignal<String>| minutes(&text.get_untracked());
        let calendar =
            time(from).zip(time(to)).and_then(|(from, to)| Calendar::new(days.get_untracked(), from, to).ok());
        let Some(calendar) = calendar else { return notices.error(t_string!(i18n, account.calendar_wrong)) };
        let hours = response.get_untracked().trim().parse().ok().filter(|h| founding::RESPONSE_HOURS.contains(h));
        let Some(hours) = hours else {
            return notices.error(words.refusal(smarketing_domain::operation::Refusal::OutOfRange));
        };
        let place = zone.get_untracked().trim().to_owned();
        if !place.is_empty() && !is_zone(&place) {
            return notices.error(t_string!(i18n, account.zone_wrong));
        }
        let own = own.get_value();
        let mut set = Vec::new();
        // What was not touched here may be changed by somebody else meanwhile.
        let title = name.get_untracked().trim().to_owned();
        if title != own.name {
            set.push(SettingsChange::Name(title));
        }
        if hours != own.response_hours {
            set.push(SettingsChange::ResponseHours(hours));
        }
        if calendar != own.calendar {
            set.push(SettingsChange::Calendar(calendar));
        }
        if place != own.zone {
            set.push(SettingsChange::Zone(place));
        }
        if visibility.get_untracked() != own.visibility {
            set.push(SettingsChange::Visibility(visibility.get_untracked()));
        }
        let is_done = set.is_empty()
            || show_refusal(state.perform(vec![Action::Edit { id: own.id, set }.into()]), notices, words);
        if is_done {
            open.set(false);
        }
    };
    let choice = move |one: Visibility, value: &'static str| {
        view! {
            <label class="access-option">
                <input
                    type="radio" name="visibility" value=value
                    prop:checked=move || visibility.get() == one on:change=move |_| visibility.set(one)
                />
                <span><b>{move || visibility_words(words, one).0}</b><small>{move || visibility_words(words, one).1}</small></span>
            </label>
        }
    };
    let label = |text: fn(words::Words) -> &'static str| Signal::derive(move || text(words).to_owned());
    view! {
        <form class="access-form" on:submit=submit novalidate>
            <TextField id="workspace-name" label=label(|w| t_string!(w.i18n, settings.name)) value=name kind=FieldKind::Text/>
            <TextField
                id="response" label=label(|w| t_string!(w.i18n, account.response_hours)) value=response kind=FieldKind::Number
                hint=label(|w| t_string!(w.i18n, account.response_hint))
            />
            <WorkingDays days/>
            <div class="access-pair">
                <TextField id="from" label=label(|w| t_string!(w.i18n, account.works_from)) value=from kind=FieldKind::Time/>
                <TextField id="to" label=label(|w| t_string!(w.i18n, account.works_to)) value=to kind=FieldKind::Time/>
            </div>
            <ZoneField value=zone may_be_none=true/>
            <fieldset class="field">
                <legend class="label">{t!(i18n, settings.visibility)}</legend>
                {choice(Visibility::Everybody, "everybody")}
                {choice(Visibility::Teams, "teams")}
            </fieldset>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, common.save)}</button>
            </div>
        </form>
    }
}

/// The choice, and what it means.
fn visibility_words(words: words::Words, visibility: Visibility) -> (&'static str, &'static str) {
    let i18n = words.i18n;
    match visibility {
        Visibility::Everybody => (t_string!(i18n, settings.see_all), t_string!(i18n, settings.see_all_hint)),
        Visibility::Teams => (t_string!(i18n, settings.see_team), t_string!(i18n, settings.see_team_hint)),
    }
}

/// `Mon Tue Wed Thu Fri, 09:00–18:00`.
fn calendar(words: words::Words, calendar: Calendar) -> String {
    // Some Monday; only the names of the days are shown.
    let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
    let days: Vec<String> = (0..)
        .zip(WEEK)
        .filter(|(_, day)| calendar.works_on(*day))
        .map(|(at, _)| words.weekday(monday.checked_add_days(Days::new(at)).unwrap_or(monday)))
        .collect();
    let (from, to) = calendar.hours();
    format!("{}, {from}–{to}", days.join(" "))
}
