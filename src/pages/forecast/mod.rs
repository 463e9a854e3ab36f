//! The forecast: what the coming weeks may bring.
//!
//! [`run`] has it computed, in a worker of the browser where there is one ([`hired`]),
//! else in slices. The rest draws: [`sentence`] says it in words, [`fan`] and its shape
//! [`geometry`] are the picture, [`weeks`] the table behind it, [`groups`] teams and
//! owners, [`deals`] what matters most, [`trial`] how it would have done on past
//! weeks, [`plan`] what was planned, [`meaning`] what each number counts, [`download`]
//! the file.

mod deals;
mod download;
mod fan;
mod geometry;
mod groups;
mod hired;
mod meaning;
mod plan;
mod refused;
mod run;
mod sentence;
mod trial;
mod weeks;

use crate::{prelude::*, words::Words};
use chrono::NaiveDate;
use run::{Phase, Run};
use smarketing_domain::{
    clock::Timestamp,
    forecast::{Figures, Forecast, Group, TooLittle},
    member::Team,
    zone,
};
use std::sync::Arc;

/// Lengths of time that can be chosen, in whole weeks.
const AHEAD: [usize; 3] = [4, 8, 12];

/// What the parts of the page look at.
#[derive(Clone, Copy)]
struct View {
    address: Address,
    forecast: Memo<Option<Arc<Forecast>>>,
    /// Whose deals.
    group: Memo<Group>,
    /// How many whole weeks ahead.
    ahead: Memo<usize>,
    /// Each week for itself, and not all until its end.
    is_weekly: Memo<bool>,
    /// What is planned from now until the end of each week; empty without a plan, and
    /// where the deals are not all.
    plan: Memo<Vec<Option<i64>>>,
}

impl View {
    /// The last week of the chosen time: the first is the rest of the present one.
    fn last(&self) -> usize {
        let weeks = self.forecast.with(|f| f.as_ref().map_or(1, |f| f.weeks()));
        self.ahead.get().min(weeks.saturating_sub(1))
    }

    /// What is foretold of the chosen deals, or why nothing is.
    fn figures(&self) -> Option<Result<Figures, TooLittle>> {
        let group = self.group.get();
        self.forecast.with(|f| Some(f.as_ref()?.line(group)?.figures.clone()))
    }

    /// The address with another value.
    fn href(&self, name: &str, value: &str) -> String {
        let kept = ["group", "weeks", "by"].into_iter().filter(|other| *other != name);
        let mut parts: Vec<String> = kept.filter_map(|n| Some(format!("{n}={}", self.address.get(n)?))).collect();
        if !value.is_empty() {
            parts.push(format!("{name}={value}"));
        }
        if parts.is_empty() { route::FORECAST.to_owned() } else { format!("{}?{}", route::FORECAST, parts.join("&")) }
    }
}

/// A forecast being made anew as deals change, and what is looked at of it.
#[derive(Clone, Copy)]
struct Seen {
    run: Run,
    view: View,
}

impl Seen {
    fn new() -> Self {
        let state = use_state();
        let address = use_address();
        let ticks = calm_ticks(state);
        let run = Run::new(state);
        Effect::new(move || {
            ticks.track();
            run.begin();
        });
        on_cleanup(move || run.stop());
        let forecast = Memo::new(move |_| run.forecast.get());
        let group = Memo::new(move |_| group_of(address.get("group")));
        let ahead = Memo::new(move |_| {
            let asked = address.get("weeks").and_then(|n| n.parse().ok());
            asked.filter(|n| AHEAD.contains(n)).unwrap_or(AHEAD[0])
        });
        let is_weekly = Memo::new(move |_| address.get("by").as_deref() == Some("week"));
        let plan = Memo::new(move |_| {
            ticks.track();
            let coming = forecast.with(|f| f.as_ref().map(|f| f.coming.clone())).unwrap_or_default();
            plan::until(state, group.get(), &coming)
        });
        Self { run, view: View { address, forecast, group, ahead, is_weekly, plan } }
    }
}

/// A group's name in an address.
fn group_name_in_address(group: Group) -> String {
    match group {
        Group::All => String::new(),
        Group::Open => "open".to_owned(),
        Group::New => "new".to_owned(),
        Group::Team(Team::Marketing) => "marketing".to_owned(),
        Group::Team(Team::Sales) => "sales".to_owned(),
        Group::Team(Team::Management) => "management".to_owned(),
        Group::Owner(None) => "nobody".to_owned(),
        Group::Owner(Some(id)) => id.to_string(),
    }
}

/// The group of an address; all deals where it names none.
fn group_of(name: Option<String>) -> Group {
    match name.as_deref() {
        Some("open") => Group::Open,
        Some("new") => Group::New,
        Some("marketing") => Group::Team(Team::Marketing),
        Some("sales") => Group::Team(Team::Sales),
        Some("management") => Group::Team(Team::Management),
        Some("nobody") => Group::Owner(None),
        Some(id) => id.parse().map_or(Group::All, |id| Group::Owner(Some(id))),
        None => Group::All,
    }
}

/// A group in words.
fn group_words(words: Words, state: State, group: Group) -> String {
    let i18n = words.i18n;
    match group {
        Group::All => t_string!(i18n, forecast.all).to_owned(),
        Group::Open => t_string!(i18n, forecast.open).to_owned(),
        Group::New => t_string!(i18n, forecast.new).to_owned(),
        Group::Team(team) => t_string!(i18n, forecast.team, team = team_name(words, team)).to_string(),
        Group::Owner(None) => t_string!(i18n, common.nobody).to_owned(),
        Group::Owner(Some(id)) => state.read(|w| w.members.get(&id).map(|m| m.name.clone()).unwrap_or_default()),
    }
}

/// The last day of a week that ends at a moment, by the clocks of the workspace.
fn last_day(state: State, ends: Timestamp) -> Option<NaiveDate> {
    state.read(|w| zone::day(w, Timestamp(ends.0 - 1)))
}

/// Why there is no forecast, in words.
fn too_little(words: Words, why: TooLittle) -> String {
    let i18n = words.i18n;
    let n = |n: u64| words.number(n);
    match why {
        TooLittle::NoPath => t_string!(i18n, cohort.no_path).to_owned(),
        TooLittle::Decided { have, least } => {
            t_string!(i18n, forecast.few_decided, have = n(have), least = n(least)).to_string()
        }
        TooLittle::Won { have, least } => {
            t_string!(i18n, forecast.few_won, have = n(have), least = n(least)).to_string()
        }
        TooLittle::Weeks { have, least } => {
            t_string!(i18n, forecast.few_weeks, have = n(have), least = n(least)).to_string()
        }
    }
}

/// The page.
#[component]
pub fn ForecastPage() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let Seen { run, view: seen } = Seen::new();
    let forecast = seen.forecast;
    let has_forecast = Memo::new(move |_| forecast.with(Option::is_some));
    view! {
        <div class="page forecast" data-forecast=move || run.phase.get().name() data-way=move || run.way.get()
            aria-busy=move || (run.phase.get() == Phase::Working).to_string()
        >
            <header class="page-head">
                <h1>{t!(i18n, forecast.title)}</h1>
                <a class="conversion-aside" href=route::CONVERSION>{t!(i18n, cohort.title)}</a>
                <Show when=move || has_forecast.get()>
                    <Choices seen/>
                    <button type="button" class="button" on:click=move |_| download::download(state, words, seen)>
                        <Icon name=IconName::Download/>{t!(i18n, lists.export)}
                    </button>
                </Show>
            </header>
            <p class="conversion-lead">{t!(i18n, forecast.lead)}</p>
            <Outcome run/>
            <Show when=move || has_forecast.get()>
                <sentence::Sentence seen/>
                <fan::Fan seen/>
                <weeks::Weeks seen/>
                <groups::Groups seen/>
                <deals::Deals seen/>
                <trial::TrialView run/>
                <plan::PlanView seen/>
                <meaning::Meaning/>
            </Show>
        </div>
    }
}

/// The sentence and the picture, for a meeting; the page tells the rest.
#[component]
pub fn ForecastInShort() -> impl IntoView {
    let i18n = use_i18n();
    let Seen { run, view: seen } = Seen::new();
    view! {
        <div class="forecast forecast-in-short" data-forecast=move || run.phase.get().name()>
            <Outcome run/>
            <Show when=move || seen.forecast.with(Option::is_some)>
                <sentence::Sentence seen/>
                <fan::Fan seen/>
            </Show>
            <a class="button" href=route::FORECAST>{t!(i18n, forecast.all_of_it)}</a>
        </div>
    }
}

/// What there is instead of a forecast: its progress, why there is none, or the way to go on.
#[component]
fn Outcome(run: Run) -> impl IntoView {
    move || match run.phase.get() {
        // Only while nothing is there: what is computed anew replaces the old without a jump.
        Phase::Working if run.forecast.with(Option::is_none) => Some(view! { <Working run/> }.into_any()),
        Phase::Stopped => Some(view! { <Stopped run/> }.into_any()),
        Phase::Refused(why) => Some(view! { <refused::Refused why/> }.into_any()),
        _ => None,
    }
}

/// For how long, whose, and in which form.
#[component]
fn Choices(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let weeks = move || {
        let chosen = seen.ahead.get();
        let option = move |n: usize| {
            let text = t_string!(i18n, forecast.weeks_ahead, count = n as u32).to_string();
            view! { <option value=n.to_string() prop:selected=n == chosen selected=n == chosen>{text}</option> }
        };
        AHEAD.map(option).collect_view()
    };
    let whose = move || {
        let chosen = seen.group.get();
        let groups: Vec<Group> =
            seen.forecast.with(|f| f.iter().flat_map(|f| f.lines.iter().map(|line| line.group)).collect());
        let option = move |group: Group| {
            let (name, text) = (group_name_in_address(group), group_words(words, state, group));
            view! { <option value=name prop:selected=group == chosen selected=group == chosen>{text}</option> }
        };
        groups.into_iter().map(option).collect_view()
    };
    view! {
        <div class="scope-bar" role="group" aria-label=move || t_string!(i18n, forecast.choose)>
            <select
                class="input" name="weeks" aria-label=move || t_string!(i18n, forecast.how_long)
                on:change=move |event| seen.address.set(&[("weeks", event_target_value(&event))])
            >{weeks}</select>
            <select
                class="input" name="group" aria-label=move || t_string!(i18n, forecast.whose)
                on:change=move |event| seen.address.set(&[("group", event_target_value(&event))])
            >{whose}</select>
        </div>
    }
}

#[component]
fn Working(run: Run) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let percent = move || format!("{:.0}", run.progress.get() * 100.0);
    view! {
        <div class="forecast-working panel">
            <p>{t!(i18n, forecast.working)}" "<span class="number">{move || words.percent(run.progress.get())}</span></p>
            <div
                class="progress" role="progressbar" aria-valuemin="0" aria-valuemax="100"
                aria-label=move || t_string!(i18n, forecast.working) aria-valuenow=percent
            >
                <i style:width=move || format!("{}%", percent())></i>
            </div>
            <button type="button" class="button" on:click=move |_| run.cancel()>{t!(i18n, common.cancel)}</button>
        </div>
    }
}

#[component]
fn Stopped(run: Run) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="forecast-working panel" role="status">
            <span>{t!(i18n, forecast.stopped)}</span>
            <button type="button" class="button" on:click=move |_| run.begin()>{t!(i18n, forecast.go_on)}</button>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::ids::MemberId;

    #[test]
    fn a_group_comes_back_from_its_name() {
        let owner = Group::Owner(Some(MemberId(uuid::Uuid::from_u128(7))));
        let teams = [Team::Marketing, Team::Sales, Team::Management].map(Group::Team);
        for group in [Group::All, Group::Open, Group::New, Group::Owner(None), owner].into_iter().chain(teams) {
            assert_eq!(group_of(Some(group_name_in_address(group)).filter(|name| !name.is_empty())), group);
        }
        assert_eq!(group_of(Some("what".to_owned())), Group::All);
    }
}
