//! Which weeks are looked at: a month, forward and back.

use super::agenda::Agenda;
use crate::prelude::*;
use chrono::{Months as Span, NaiveDate};

/// The month and the ways to others.
#[component]
pub fn Months(agenda: Agenda) -> impl IntoView {
    let words = agenda.desk.words;
    let i18n = words.i18n;
    view! {
        <div class="closings-months" role="group" aria-label=move || t_string!(i18n, closings.months)>
            <button type="button" class="button" data-variant="quiet" data-icon-only aria-label=move || t_string!(i18n, closings.month_back) on:click=move |_| step(agenda, false)>
                <Icon name=IconName::Left/>
            </button>
            <button type="button" class="button" data-variant="quiet" data-icon-only aria-label=move || t_string!(i18n, closings.month_on) on:click=move |_| step(agenda, true)>
                <Icon name=IconName::Right/>
            </button>
            <p class="closings-month" aria-live="polite">{move || words.month(agenda.month.get())}</p>
            <Show when=move || !agenda.is_running()>
                <button type="button" class="button" on:click=move |_| go(agenda, None)>{t!(i18n, common.today)}</button>
            </Show>
        </div>
    }
}

/// Looks at the month after, or before.
pub fn step(agenda: Agenda, is_on: bool) {
    let (month, one) = (agenda.month.get_untracked(), Span::new(1));
    go(agenda, if is_on { month.checked_add_months(one) } else { month.checked_sub_months(one) });
}

/// Looks at a month; the running one needs no name.
fn go(agenda: Agenda, month: Option<NaiveDate>) {
    let name = month.map(|month| month.format("%Y-%m").to_string()).unwrap_or_default();
    agenda.desk.address.set(&[("month", name)]);
}
