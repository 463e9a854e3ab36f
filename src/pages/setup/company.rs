//! The company's part of the set-up: name, money, calendar, what to begin with.

use super::draft::{Draft, Fault, Place};
use crate::prelude::*;
use smarketing_domain::template::{TEMPLATES, TemplateName};

/// Currencies to choose from; any other can be typed.
const CURRENCIES: [&str; 8] = ["EUR", "USD", "UAH", "GBP", "PLN", "CZK", "CHF", "KZT"];
const LANGUAGES: [(&str, &str); 3] = [("en", "English"), ("uk", "Українська"), ("ru", "Русский")];

/// The fields about the company.
#[component]
pub fn Company(draft: Draft, fault: RwSignal<Option<Fault>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let error = move |place: Place| Signal::derive(move || fault.get().and_then(|f| f.at(place, words)));
    view! {
        <fieldset class="access-part">
            <legend>{t!(i18n, account.company)}</legend>
            <TextField
                id="workspace" label=Signal::derive(move || t_string!(i18n, account.workspace_name).to_owned())
                value=draft.workspace kind=FieldKind::Text error=error(Place::Workspace)
            />
            <div class="access-pair">
                <CurrencyField draft error=error(Place::Currency)/>
                <TextField
                    id="response" label=Signal::derive(move || t_string!(i18n, account.response_hours).to_owned())
                    value=draft.response kind=FieldKind::Number error=error(Place::Response)
                    hint=Signal::derive(move || t_string!(i18n, account.response_hint).to_owned())
                />
            </div>
            <WorkingDays days=draft.days/>
            <div class="access-pair">
                <TextField id="from" label=Signal::derive(move || t_string!(i18n, account.works_from).to_owned()) value=draft.from kind=FieldKind::Time error=error(Place::Calendar)/>
                <TextField id="to" label=Signal::derive(move || t_string!(i18n, account.works_to).to_owned()) value=draft.to kind=FieldKind::Time/>
            </div>
            <ZoneField value=draft.zone error=error(Place::Zone)/>
            <Beginning draft/>
            <Show when=move || draft.template.get().is_some()>
                <fieldset class="field">
                    <legend class="label">{t!(i18n, account.language)}</legend>
                    <div class="segments" role="group">
                        {LANGUAGES.map(|(code, name)| view! {
                            <button
                                type="button" class="segment" data-stages=code lang=code
                                aria-pressed=move || (draft.language.get() == code).to_string()
                                on:click=move |_| draft.language.set(code)
                            >{name}</button>
                        })}
                    </div>
                </fieldset>
            </Show>
        </fieldset>
    }
}

#[component]
fn CurrencyField(draft: Draft, error: Signal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="field">
            <label for="currency">{t!(i18n, account.currency)}</label>
            <input
                class="input access-currency" id="currency" name="currency" list="currencies" autocomplete="off" maxlength="3"
                spellcheck="false" aria-describedby="currency-about" aria-invalid=move || error.get().is_some().to_string()
                prop:value=draft.currency on:input:target=move |ev| draft.currency.set(ev.target().value())
            />
            <datalist id="currencies">{CURRENCIES.map(|code| view! { <option value=code></option> })}</datalist>
            <p id="currency-about">
                {move || match error.get() {
                    Some(error) => view! { <span class="field-error">{error}</span> }.into_any(),
                    None => view! { <span class="field-hint">{t!(i18n, account.currency_hint)}</span> }.into_any(),
                }}
            </p>
        </div>
    }
}

#[component]
fn Beginning(draft: Draft) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let option = move |template: Option<TemplateName>| {
        let told = move || match template {
            Some(name) => template_words(words, name),
            None => (t_string!(i18n, account.with_import), t_string!(i18n, account.import_hint)),
        };
        view! {
            <label class="access-option">
                <input
                    type="radio" name="begin" value=if template.is_some() { "template" } else { "import" }
                    prop:checked=move || draft.template.get() == template on:change=move |_| draft.template.set(template)
                />
                <span><b>{move || told().0}</b><small>{move || told().1}</small></span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="label">{t!(i18n, account.begin_with)}</legend>
            {TEMPLATES.map(|template| option(Some(template.name)))}
            {option(None)}
        </fieldset>
    }
}
