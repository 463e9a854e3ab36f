//! What is planned to be won, and the form in which an admin writes it down.

use super::View;
use crate::prelude::*;
use chrono::{Datelike, Months, NaiveDate};
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    clock::Timestamp,
    forecast::Group,
    member::Role,
    money::Money,
    operation::{Action, Refusal},
    settings::SettingsChange,
};

/// Months that can be written down at once, the present one first.
const MONTHS: u32 = 6;

/// What is planned from now until the end of each week. Plans are made for all deals:
/// of others there is none.
pub fn until(state: State, group: Group, coming: &[Timestamp]) -> Vec<Option<i64>> {
    let Some((now, ends)) = coming.split_first() else { return Vec::new() };
    state.read(|w| {
        let plan = w.own().map(|own| own.won_plan.clone()).filter(|plan| !plan.is_empty() && group == Group::All);
        let Some(plan) = plan else { return Vec::new() };
        // A week beyond the last planned month has no plan, rather than one of nothing.
        let mut from = *now;
        let mut sum = Some(0);
        let until = |end: &Timestamp| {
            sum = sum.zip(plan.between(w, from, *end)).map(|(sum, own)| sum + own);
            from = *end;
            sum
        };
        ends.iter().map(until).collect()
    })
}

/// What is planned for each week itself, from what is planned until its end.
pub fn of_each(until: &[Option<i64>]) -> Vec<Option<i64>> {
    let before = std::iter::once(Some(0)).chain(until.iter().copied());
    until.iter().zip(before).map(|(own, before)| Some((*own)? - before?)).collect()
}

/// The months that are written down: the present one and those after it.
fn months(today: NaiveDate) -> Vec<NaiveDate> {
    let first = today.with_day(1).unwrap_or(today);
    (0..MONTHS).filter_map(|n| first.checked_add_months(Months::new(n))).collect()
}

/// The panel.
#[component]
pub fn PlanView(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let is_admin = Memo::new(move |_| state.me().is_some_and(|me| me.role == Role::Admin));
    let is_open = RwSignal::new(false);
    let planned = move || {
        let plan =
            state.watch(Topic::Kind("settings"), |w| w.own().map(|own| own.won_plan.clone()).unwrap_or_default());
        let row = |month: NaiveDate| {
            let minor = plan.month(month)?;
            Some(view! { <li><span>{words.month(month)}</span><b class="number">{words.money(minor)}</b></li> })
        };
        months(words.today()).into_iter().filter_map(row).collect::<Vec<_>>()
    };
    let has_plan = Memo::new(move |_| !planned().is_empty());
    let is_whole = Memo::new(move |_| seen.group.get() == Group::All);
    view! {
        <section class="panel forecast-plan">
            <header class="panel-head">
                <h2>{t!(i18n, forecast.plan_title)}</h2>
                <Show when=move || is_admin.get()>
                    <button type="button" class="button" on:click=move |_| is_open.set(true)>
                        <Icon name=IconName::Edit/>{t!(i18n, forecast.plan_edit)}
                    </button>
                </Show>
            </header>
            <Show
                when=move || has_plan.get()
                fallback=move || view! {
                    <p class="field-hint">{move || if is_admin.get() {
                        t_string!(i18n, forecast.plan_none)
                    } else {
                        t_string!(i18n, forecast.plan_none_ask)
                    }}</p>
                }
            >
                <ul class="forecast-months">{planned}</ul>
                <Show when=move || !is_whole.get()><p class="field-hint">{t!(i18n, forecast.plan_whole)}</p></Show>
            </Show>
            <Dialog open=is_open title=Signal::derive(move || t_string!(i18n, forecast.plan_title).to_owned())>
                {move || is_open.get().then(|| view! { <Form open=is_open/> })}
            </Dialog>
        </section>
    }
}

/// A field for each month; an empty one is no plan.
#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let own = state.read(|w| w.own().cloned()).unwrap_or_default();
    let (id, before, currency) = (own.id, own.won_plan, own.currency);
    let typed = |month: NaiveDate| {
        let text = before.month(month).map(|minor| plain_amount(minor, currency.decimals())).unwrap_or_default();
        (month, RwSignal::new(text))
    };
    let fields: Vec<(NaiveDate, RwSignal<String>)> = months(words.today()).into_iter().map(typed).collect();
    let amount = move |text: &str| match text.trim() {
        "" => Ok(None),
        text => Money::parse(text, currency).map(|money| Some(money.minor)).map_err(|_| ()),
    };
    let is_wrong = move |text: &str| !matches!(amount(text), Ok(None | Some(0..)));
    let submit = {
        let fields = fields.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let mut plan = before.clone();
            for (month, text) in &fields {
                let text = text.get_untracked();
                match amount(&text) {
                    Ok(minor) if !is_wrong(&text) => plan = plan.with(*month, minor),
                    _ => return notices.error(words.refusal(Refusal::OutOfRange)),
                }
            }
            let set = vec![SettingsChange::WonPlan(plan.clone())];
            let is_same = plan == before;
            if is_same || show_refusal(state.perform(vec![Action::Edit { id, set }.into()]), notices, words) {
                open.set(false);
            }
        }
    };
    let field = move |(month, value): (NaiveDate, RwSignal<String>)| {
        let name = format!("plan-{:04}-{:02}", month.year(), month.month());
        let (id, about) = (name.clone(), format!("{name}-about"));
        let described_by = about.clone();
        let wrong = move || value.with(|text| is_wrong(text));
        view! {
            <div class="field">
                <label for=name.clone()>{words.month(month)}</label>
                <input
                    class="input" id=id name=name inputmode="decimal" autocomplete="off"
                    aria-invalid=move || wrong().to_string() aria-describedby=described_by
                    prop:value=value on:input:target=move |ev| value.set(ev.target().value())
                />
                <p id=about>{move || wrong().then(|| view! { <span class="field-error">{t!(i18n, forecast.plan_wrong)}</span> })}</p>
            </div>
        }
    };
    view! {
        <form class="access-form" on:submit=submit novalidate>
            <p class="field-hint">{t!(i18n, forecast.plan_hint)}</p>
            {fields.into_iter().map(field).collect_view()}
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, common.save)}</button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_of_a_week_is_what_is_planned_more_by_its_end() {
        assert_eq!(of_each(&[Some(3), Some(10), None]), [Some(3), Some(7), None]);
        assert_eq!(of_each(&[]), []);
    }
}
