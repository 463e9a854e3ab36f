//! The workspace's choices: stages, people, import; one's own access; and this
//! device's.

mod audit;
mod invite;
mod invited;
mod keys;
mod manage;
mod own;
mod password;
mod people;
mod stages;

use crate::prelude::*;
use chrono::{Days, NaiveDate};
use smarketing_domain::{
    calendar::{Calendar, WEEK},
    ids::MemberId,
    member::Role,
};

/// The role of whoever looks, as the workspace knows it now.
fn own_role(state: State) -> Memo<Role> {
    Memo::new(move |_| {
        let me = state.me().map(|me| (me.member, me.role));
        let known =
            me.and_then(|(id, _)| state.watch(Topic::Record(id.into()), |w| w.members.get(&id).map(|m| m.role)));
        known.or(me.map(|(_, role)| role)).unwrap_or_default()
    })
}

/// How a member is called; empty for one who is not known here.
fn name_of(state: State, id: MemberId) -> String {
    state.watch(Topic::Record(id.into()), |w| w.members.get(&id).map(|m| m.name.clone())).unwrap_or_default()
}

/// The settings page.
#[component]
pub fn Settings() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="page settings">
            <header class="page-head"><h1>{t!(i18n, settings.title)}</h1></header>
            <div class="settings-columns">
                <Workspace/>
                <section class="panel settings-device">
                    <h2>{t!(i18n, settings.this_device)}</h2>
                    <DeviceChoices/>
                </section>
                <section class="panel">
                    <h2>{t!(i18n, settings.import)}</h2>
                    <p>{t!(i18n, settings.import_text)}</p>
                    <p class="settings-action">
                        <a class="button" href=route::IMPORT><Icon name=IconName::Upload/>{t!(i18n, settings.import_open)}</a>
                    </p>
                </section>
            </div>
            <stages::Stages/>
            <people::People/>
            <own::OwnAccess/>
            <keys::IntakeKeys/>
            <audit::AuditLog/>
        </div>
    }
}

#[component]
fn Workspace() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
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
                <dt>{t!(i18n, account.response_hours)}</dt>
                <dd>{move || own().response_hours}</dd>
            </dl>
        </section>
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
