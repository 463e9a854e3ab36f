//! Typing in what channels cost and brought, as in a small table; or a file of it.
//!
//! [`sheet`] knows channels, columns and numbers; [`grid`] draws them, [`keys`]
//! moves among the cells, [`block`] reads what was copied from a spreadsheet,
//! [`file`] brings a file in.

mod block;
mod file;
mod grid;
mod keys;
mod sheet;

use crate::prelude::*;
use sheet::Sheet;
use smarketing_domain::economics::Measure;

/// The page.
#[component]
pub fn Enter(address: Address) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let sheet = Sheet::new(address, use_state(), words);
    let measure = move |of: Measure| {
        view! {
            <button
                type="button" class="segment" aria-pressed=move || (sheet.measure.get() == of).to_string()
                on:click=move |_| address.set(&[("measure", sheet::measure_code(of).to_owned())])
            >{move || sheet::measure_name(words, of)}</button>
        }
    };
    let unit = move |is_weeks: bool| {
        let name = move || if is_weeks { t_string!(i18n, money.by_week) } else { t_string!(i18n, money.by_day) };
        let code = if is_weeks { "weeks" } else { "" };
        view! {
            <button
                type="button" class="segment" aria-pressed=move || (sheet.is_weeks.get() == is_weeks).to_string()
                on:click=move |_| address.set(&[("unit", code.to_owned())])
            >{name}</button>
        }
    };
    let step = move |steps: i64| move |_| sheet.step(steps);
    view! {
        <div class="page money money-enter">
            <header class="page-head">
                <a class="deals-back" href=route::MONEY><Icon name=IconName::Left/>{t!(i18n, money.back)}</a>
                <h1>{t!(i18n, money.enter)}</h1>
            </header>
            <p class="money-lead">{t!(i18n, money.enter_lead)}</p>
            <section class="panel ledger-panel">
                <div class="ledger-tools">
                    <div class="segments" role="group" aria-label=move || t_string!(i18n, money.measure)>{Measure::ALL.map(measure).collect_view()}</div>
                    <div class="segments" role="group" aria-label=move || t_string!(i18n, money.unit)>{unit(false)}{unit(true)}</div>
                    <div class="ledger-when">
                        <button type="button" class="button" data-icon-only aria-label=move || t_string!(i18n, money.earlier) title=move || t_string!(i18n, money.earlier) on:click=step(-1)><Icon name=IconName::Left/></button>
                        <b aria-live="polite">{move || sheet.named()}</b>
                        <button type="button" class="button" data-icon-only aria-label=move || t_string!(i18n, money.later) title=move || t_string!(i18n, money.later) on:click=step(1)><Icon name=IconName::Right/></button>
                        <button type="button" class="button" data-variant="quiet" on:click=move |_| address.set(&[("week", String::new())])>{t!(i18n, money.this_week)}</button>
                    </div>
                </div>
                <Show when=move || sheet.is_weeks.get()><p class="field-hint">{t!(i18n, money.weeks_hint)}</p></Show>
                <grid::Grid sheet/>
            </section>
            <file::FromFile sheet/>
        </div>
    }
}
