//! The selects for period, channel and owner.

use super::{Address, PeriodChoice, Scope};
use crate::{
    state::{Topic, use_state},
    words::use_words,
};
use chrono::NaiveDate;
use leptos::prelude::*;
use smarketing_domain::{filter, ids::MemberId, sort};
use smarketing_locales::{t, t_string, use_i18n};
use std::collections::BTreeMap;

/// What can be chosen from.
#[derive(Clone, Debug, Default, PartialEq)]
struct Choices {
    channels: Vec<String>,
    owners: Vec<(MemberId, String)>,
}

/// The selects for period, channel and owner, which write the address.
#[component]
pub fn ScopeBar(
    /// The page's address.
    address: Address,
    /// What it asks for.
    scope: Memo<Scope>,
    /// Ticks when deals have changed.
    ticks: ReadSignal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let choices = Memo::new(move |_| {
        ticks.track();
        state.watch(Topic::Kind("member"), |w| {
            let (channels, owners) = filter::choices(w);
            let owners = owners.into_iter().filter_map(|id| Some((w.members.get(&id)?.name.clone(), id)));
            let owners: BTreeMap<(String, MemberId), ()> = sort::gather(owners.map(|owner| (owner, ())));
            Choices {
                channels: channels.into_iter().map(str::to_owned).collect(),
                owners: owners.into_keys().map(|(name, id)| (id, name)).collect(),
            }
        })
    });
    let is_narrowed = move || scope.with(|s| *s != Scope::default());
    let clear = move |_| {
        let names = ["owner", "channel", "kind", "import", "text", "period", "from", "to"];
        address.set(&names.map(|name| (name, String::new())));
    };
    view! {
        <div class="scope-bar" role="group" aria-label=move || t_string!(i18n, hourglass.which_deals)>
            <PeriodSelect address scope/>
            <select
                class="input"
                aria-label=move || t_string!(i18n, hourglass.channel)
                data-active=move || scope.with(|s| s.filter.channel.is_some())
                on:change=move |event| address.set(&[("channel", event_target_value(&event))])
            >
                <option value="" prop:selected=move || scope.with(|s| s.filter.channel.is_none())>{t!(i18n, hourglass.every_channel)}</option>
                {move || choices.with(|c| c.channels.clone()).into_iter().map(|channel| {
                    let chosen = { let channel = channel.clone(); move || scope.with(|s| s.filter.channel.as_ref() == Some(&channel)) };
                    view! { <option value=channel.clone() prop:selected=chosen>{channel.clone()}</option> }
                }).collect_view()}
            </select>
            <select
                class="input"
                aria-label=move || t_string!(i18n, hourglass.owner)
                data-active=move || scope.with(|s| s.filter.owner.is_some())
                on:change=move |event| address.set(&[("owner", event_target_value(&event))])
            >
                <option value="" prop:selected=move || scope.with(|s| s.filter.owner.is_none())>{t!(i18n, hourglass.every_owner)}</option>
                {move || choices.with(|c| c.owners.clone()).into_iter().map(|(id, name)| {
                    view! { <option value=id.to_string() prop:selected=move || scope.with(|s| s.filter.owner == Some(id))>{name}</option> }
                }).collect_view()}
            </select>
            <Show when=is_narrowed>
                <button type="button" class="button" data-variant="quiet" on:click=clear>{t!(i18n, hourglass.clear)}</button>
            </Show>
        </div>
    }
}

/// The select of the period, which writes the address.
#[component]
pub fn PeriodSelect(
    /// The page's address.
    address: Address,
    /// What it asks for.
    scope: Memo<Scope>,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let choice = Memo::new(move |_| scope.with(|s| s.choice));
    let name_of = move |choice| match choice {
        PeriodChoice::All => t_string!(i18n, hourglass.period_all),
        PeriodChoice::Month => t_string!(i18n, hourglass.period_month),
        PeriodChoice::LastMonth => t_string!(i18n, hourglass.period_last_month),
        PeriodChoice::Quarter => t_string!(i18n, hourglass.period_quarter),
        PeriodChoice::Year => t_string!(i18n, hourglass.period_year),
        PeriodChoice::Twelve => t_string!(i18n, hourglass.period_twelve),
        PeriodChoice::Custom { .. } => t_string!(i18n, hourglass.period_custom),
    };
    let choose = move |event| {
        let name = event_target_value(&event);
        // One's own period begins with the days that were shown before.
        let days = choice.get_untracked().days(words.today()).filter(|_| name == "custom").unwrap_or_default();
        let text = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        let period = if name == "all" { String::new() } else { name };
        address.set(&[("period", period), ("from", text(days.from)), ("to", text(days.to))]);
    };
    let own = move || match choice.get() {
        PeriodChoice::Custom { from, to } => Some((from, to)),
        _ => None,
    };
    let day_field = move |key: &'static str| {
        let value = move || {
            let (from, to) = own().unwrap_or_default();
            let day = if key == "from" { from } else { to };
            day.map(|d| d.to_string()).unwrap_or_default()
        };
        let label = move || match key {
            "from" => t_string!(i18n, hourglass.from_day),
            _ => t_string!(i18n, hourglass.to_day),
        };
        view! {
            <input
                type="date" class="input" aria-label=label prop:value=value
                on:change=move |event| address.set(&[("period", "custom".to_owned()), (key, event_target_value(&event))])
            />
        }
    };
    let offered = PeriodChoice::NAMED.into_iter().chain([PeriodChoice::Custom { from: None, to: None }]);
    view! {
        <select
            class="input"
            aria-label=move || t_string!(i18n, hourglass.period)
            data-active=move || choice.get() != PeriodChoice::All
            on:change=choose
        >
            {offered.map(|offer| view! {
                <option value=offer.name() prop:selected=move || choice.get().name() == offer.name()>{move || name_of(offer)}</option>
            }).collect_view()}
        </select>
        <Show when=move || own().is_some()>
            {day_field("from")}
            <span class="scope-dash" aria-hidden="true">"–"</span>
            {day_field("to")}
        </Show>
    }
}
