//! What came in by keys and forms, and what was wrong with it: for managers.

use super::own_role;
use crate::{prelude::*, sync::accounts, words::Words};
use smarketing_domain::{account::wire::CallLine, member::Role};

/// The panel; asked for when somebody wants it.
#[component]
pub fn Calls() -> impl IntoView {
    let i18n = use_i18n();
    let role = own_role(use_state());
    let is_shown = RwSignal::new(false);
    view! {
        <Show when=move || { role.get() >= Role::Manager }>
            <section class="panel" id="calls" aria-labelledby="calls-title">
                <h2 id="calls-title">{t!(i18n, intake.calls)}</h2>
                <p>{t!(i18n, intake.calls_text)}</p>
                <Show
                    when=move || is_shown.get()
                    fallback=move || view! {
                        <p class="settings-action">
                            <button type="button" class="button" on:click=move |_| is_shown.set(true)>{t!(i18n, intake.calls_show)}</button>
                        </p>
                    }
                >
                    <Lines/>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Lines() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let calls = Remote::new(accounts::calls);
    view! {
        {calls.view(move |lines| match lines.is_empty() {
            true => view! { <p>{t!(i18n, intake.calls_empty)}</p> }.into_any(),
            false => view! {
                <div class="table-scroll audit" tabindex="0" role="region" aria-label=move || t_string!(i18n, intake.calls)>
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{t!(i18n, intake.when)}</th>
                                <th scope="col">{t!(i18n, intake.by)}</th>
                                <th scope="col">{t!(i18n, intake.what)}</th>
                                <th scope="col">{t!(i18n, intake.result)}</th>
                            </tr>
                        </thead>
                        <tbody>{lines.into_iter().map(|line| row(words, line)).collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any(),
        })}
        <p class="settings-action">
            <button type="button" class="button" on:click=move |_| calls.ask_again()>{t!(i18n, intake.calls_again)}</button>
        </p>
    }
}

fn row(words: Words, line: CallLine) -> impl IntoView {
    let i18n = words.i18n;
    let what = match line.what.as_str() {
        "leads" => t_string!(i18n, intake.leads).to_owned(),
        "form" => t_string!(i18n, intake.form).to_owned(),
        _ => t_string!(i18n, intake.reach, n = words.number(line.units)).to_string(),
    };
    let result = match &line.code {
        None => t_string!(i18n, intake.taken).to_owned(),
        Some(code) => reason(words, code, line.subject.as_deref()),
    };
    view! {
        <tr data-call=line.what data-code=line.code.unwrap_or_default()>
            <td class="audit-at">{words.date_time(line.at)}</td>
            <td>{line.key}</td>
            <td>{what}</td>
            <td>{result}</td>
        </tr>
    }
}

/// Why it was not taken in; the code itself for one that this version does not know.
fn reason(words: Words, code: &str, subject: Option<&str>) -> String {
    let i18n = words.i18n;
    let place = subject.map(|subject| format!(" ({subject})")).unwrap_or_default();
    let sentence = match code {
        "malformed_json" => return t_string!(i18n, intake.e_malformed_json, place = place).to_string(),
        "field_too_long" => return t_string!(i18n, intake.e_field_too_long, place = place).to_string(),
        "trapped" => t_string!(i18n, intake.e_trapped),
        "key_kind" => t_string!(i18n, intake.e_key_kind),
        "key_too_wide" => t_string!(i18n, intake.e_key_too_wide),
        "other_request" => t_string!(i18n, intake.e_other_request),
        "day_full" => t_string!(i18n, intake.e_day_full),
        "lead_empty" => t_string!(i18n, intake.e_lead_empty),
        "email_invalid" => t_string!(i18n, intake.e_email_invalid),
        "fields_invalid" => t_string!(i18n, intake.e_fields_invalid),
        "rows_out_of_range" => t_string!(i18n, intake.e_rows_out_of_range),
        "channel_missing" => t_string!(i18n, intake.e_channel_missing),
        "number_out_of_range" => t_string!(i18n, intake.e_number_out_of_range),
        "wrong_currency" => t_string!(i18n, intake.e_wrong_currency),
        "no_stage" => t_string!(i18n, intake.e_no_stage),
        other => return t_string!(i18n, intake.e_other, code = other).to_string(),
    };
    sentence.to_owned()
}
