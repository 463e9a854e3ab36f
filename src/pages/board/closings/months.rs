//! Which weeks are looked at: a month, forward and back.

use super::agenda::Agenda;
use crate::prelude::*;
use chrono::{Datelike, Months as Span, NaiveDate};

/// The month and the ways to others.
#[component]
pub fn Months(agenda: Agenda) -> impl IntoView {
    let words = agenda.desk.words;
    let i18n = words.i18n;
    let is_running = move || {
        let (month, today) = (agenda.month.get(), agenda.today.get());
        (month.year(), month.month()) == (today.year(), today.month())
    };
    let go = move |month: Option<NaiveDate>| {
        let name = month.map(|month| month.format("%Y-%m").to_string()).unwrap_or_default();
        agenda.desk.address.set(&[("month", name)]);
    };
    let back = move |_| go(agenda.month.get_untracked().checked_sub_months(Span::new(1)));
    let on = move |_| go(agenda.month.get_untracked().checked_add_months(Span::new(1)));
    view! {
        <div class="closings-months" role="group" aria-label=move || t_string!(i18n, closings.months)>
            <button type="button" class="button" data-variant="quiet" data-icon-only aria-label=move || t_string!(i18n, closings.month_back) on:click=back>
                <Icon name=IconName::Left/>
            </button>
            <button type="button" class="button" data-variant="quiet" data-icon-only aria-label=move || t_string!(i18n, closings.month_on) on:click=on>
                <Icon name=IconName::Right/>
            </button>
            <p class="closings-month" aria-live="polite">{move || words.month(agenda.month.get())}</p>
            <Show when=move || !is_running()>
                <button type="button" class="button" on:click=move |_| go(None)>{t!(i18n, common.today)}</button>
            </Show>
        </div>
    }
}
