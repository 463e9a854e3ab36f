//! Putting an offer off. Its clock runs on: the customer waits all the same.

use crate::prelude::*;
use chrono::{Days, NaiveDate};
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    deal::DealChange,
    ids::DealId,
    operation::{Body, DealAction},
};

/// Asks until when; or ends it.
#[component]
pub fn Snooze(
    /// Which lead.
    id: DealId,
    /// Until when it is put off.
    #[prop(into)]
    snoozed: Signal<Option<NaiveDate>>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let open = RwSignal::new(false);
    let day = RwSignal::new(String::new());
    let put_off = move |until: Option<NaiveDate>| {
        let body: Body = DealAction::Edit { id, set: vec![DealChange::Snoozed(until)] }.into();
        if show_refusal(state.perform(vec![body]), notices, words) {
            open.set(false);
        }
    };
    let ahead = move |days: u64| words.today().checked_add_days(Days::new(days));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match day.get_untracked().parse::<NaiveDate>().ok().filter(|day| *day > words.today()) {
            Some(day) => put_off(Some(day)),
            None => notices.error(t_string!(i18n, inbox.snooze_wrong)),
        }
    };
    let is_off = move || snoozed.get().is_some_and(|day| day > words.today());
    let quick = move |days: u64, text: fn(words::Words) -> &'static str| {
        view! { <button type="button" class="button" on:click=move |_| put_off(ahead(days))>{move || text(words)}</button> }
    };
    view! {
        <Show
            when=is_off
            fallback=move || view! {
                <button type="button" class="button" data-variant="quiet" on:click=move |_| { day.set(String::new()); open.set(true) }>
                    {t!(i18n, inbox.snooze)}
                </button>
            }
        >
            <button type="button" class="button" data-variant="quiet" on:click=move |_| put_off(None)>
                {move || snoozed.get().map(|day| t_string!(i18n, inbox.snoozed_until, day = words.day_month(day)).to_string())}
            </button>
        </Show>
        <Dialog open title=Signal::derive(move || t_string!(i18n, inbox.snooze_title).to_owned())>
            <form class="access-form" on:submit=submit>
                <p class="field-hint">{t!(i18n, inbox.snooze_hint)}</p>
                <div class="snooze-quick">
                    {quick(1, |w| t_string!(w.i18n, inbox.tomorrow))}
                    {quick(3, |w| t_string!(w.i18n, inbox.three_days))}
                    {quick(7, |w| t_string!(w.i18n, inbox.one_week))}
                </div>
                <div class="field">
                    <label for="snooze-day">{t!(i18n, inbox.snooze_day)}</label>
                    <input
                        class="input" id="snooze-day" type="date" prop:value=day
                        min=move || ahead(1).map(|day| day.to_string())
                        on:input:target=move |ev| day.set(ev.target().value())
                    />
                </div>
                <div class="dialog-actions">
                    <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                    <button type="submit" class="button" data-variant="primary">{t!(i18n, inbox.snooze)}</button>
                </div>
            </form>
        </Dialog>
    }
}
