//! What will come of it, before anything is changed.

use super::{
    faults,
    job::{Job, Outlook},
};
use crate::prelude::*;

/// Refused rows that are listed; the rest is counted.
const LISTED: usize = 100;

/// The outlook of the present mapping, and the button.
#[component]
pub fn Preview() -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let job = expect_context::<Job>();
    let ready = move || job.outlook.with(|o| matches!(o, Some(Ok(outlook)) if outlook.accepted > 0));
    let button = move || {
        let count = job.outlook.with(|o| o.as_ref().and_then(|o| o.as_ref().ok()).map_or(0, |o| o.accepted));
        t_string!(i18n, import.start, count = count as u32).to_string()
    };
    view! {
        <section class="panel" aria-live="polite">
            <h2>{t!(i18n, import.outlook)}</h2>
            {move || match job.outlook.get() {
                None => view! { <p aria-busy="true">{t!(i18n, import.looking)}</p> }.into_any(),
                Some(Err(error)) => view! { <p class="field-error" role="alert">{faults::mapping(words, &error)}</p> }.into_any(),
                Some(Ok(outlook)) => view! { <Totals outlook=outlook/> }.into_any(),
            }}
        </section>
        <div class="import-actions">
            <button class="button" on:click=move |_| job.reset()>{t!(i18n, import.other_file)}</button>
            <button class="button" data-variant="primary" data-import-start disabled=move || !ready() on:click=move |_| job.write()>{button}</button>
        </div>
    }
}

#[component]
fn Totals(outlook: Outlook) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let stages = outlook.stages.clone();
    let refused = outlook.refused.len();
    let listed = outlook.refused.iter().take(LISTED).cloned().collect::<Vec<_>>();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, import.stages)>
            <table class="table">
                <thead><tr>
                    <th scope="col">{t!(i18n, settings.stage)}</th>
                    <th scope="col" class="number">{t!(i18n, import.deals)}</th>
                    <th scope="col" class="number">{t!(i18n, import.sum)}</th>
                </tr></thead>
                <tbody>
                    {move || stages.iter().map(|stage| {
                        let is_new = stage.stage.id.is_none();
                        view! {
                            <tr>
                                <td>{stage.stage.name.clone()}" "{is_new.then(|| view! { <span class="chip">{t!(i18n, import.will_be_made)}</span> })}</td>
                                <td class="number">{words.number(stage.total.count)}</td>
                                <td class="number">{words.money(stage.total.sum_minor)}</td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
        <p class="import-hint">
            {move || t_string!(i18n, import.also_made,
                members = words.number(outlook.members as u64), companies = words.number(outlook.companies as u64),
                contacts = words.number(outlook.contacts as u64)).to_string()}
        </p>
        {(refused > 0).then(|| view! {
            <details class="import-refused" open=refused <= 20>
                <summary>{move || t_string!(i18n, import.refused, count = refused as u32).to_string()}</summary>
                <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, import.refused, count = refused as u32).to_string()>
                    <table class="table">
                        <thead><tr>
                            <th scope="col" class="number">{t!(i18n, import.line)}</th>
                            <th scope="col">{t!(i18n, import.column)}</th>
                            <th scope="col">{t!(i18n, import.cell)}</th>
                            <th scope="col">{t!(i18n, import.why)}</th>
                        </tr></thead>
                        <tbody>
                            {listed.into_iter().map(|error| view! {
                                <tr>
                                    <td class="number">{error.row}</td>
                                    <td>{error.column.clone().unwrap_or_default()}</td>
                                    <td class="import-samples">{error.value.clone()}</td>
                                    <td>{move || faults::row(words, error.code)}</td>
                                </tr>
                            }).collect_view()}
                        </tbody>
                    </table>
                </div>
                {(refused > LISTED).then(|| view! { <p class="import-hint">{move || t_string!(i18n, import.more_refused, count = (refused - LISTED) as u32).to_string()}</p> })}
            </details>
        })}
    }
}
