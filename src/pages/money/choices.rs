//! Who is credited, and what is left of a sale. Both stand in the address.

use super::View;
use crate::{prelude::*, words::Words};
use smarketing_domain::economics::{Margin, Model};

/// The switch of attribution, with what it means, and the margin.
#[component]
pub fn Choices(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let model = Memo::new(move |_| seen.choice.get().model);
    let option = move |of: Model| {
        view! {
            <button
                type="button" class="segment" data-credit=model_code(of) aria-pressed=move || (model.get() == of).to_string()
                on:click=move |_| seen.address.set(&[("credit", model_code(of).to_owned())])
            >{move || model_name(words, of)}</button>
        }
    };
    let set_margin = move |event| {
        let typed = event_target_value(&event).trim().parse().ok().and_then(Margin::percent).unwrap_or(Margin::ALL);
        let text = if typed == Margin::ALL { String::new() } else { typed.in_percent().to_string() };
        seen.address.set(&[("margin", text)]);
    };
    let margin = move || seen.choice.get().margin.in_percent().to_string();
    view! {
        <section class="panel money-choices">
            <div class="money-credit">
                <h2 id="money-credit">{t!(i18n, money.credit)}</h2>
                <div class="segments" role="group" aria-labelledby="money-credit">{Model::ALL.map(option).collect_view()}</div>
                <p class="money-credit-what" aria-live="polite">{move || explained(words, model.get())}" "{t!(i18n, money.credit_none)}</p>
            </div>
            <div class="field money-margin">
                <label for="margin">{t!(i18n, money.margin)}</label>
                <input
                    class="input" id="margin" name="margin" type="number" min="1" max="100" inputmode="numeric"
                    aria-describedby="margin-about" prop:value=margin on:change=set_margin
                />
                <p class="field-hint" id="margin-about">{t!(i18n, money.margin_hint)}</p>
            </div>
        </section>
    }
}

fn explained(words: Words, model: Model) -> &'static str {
    let i18n = words.i18n;
    match model {
        Model::First => t_string!(i18n, money.credit_first_what),
        Model::Last => t_string!(i18n, money.credit_last_what),
        Model::Even => t_string!(i18n, money.credit_even_what),
    }
}
