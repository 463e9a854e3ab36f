//! An empty workspace begins with the stages of a template.

use crate::prelude::*;
use smarketing_domain::{
    ids::StageId,
    template::{self, TEMPLATES, TemplateName},
};

/// The templates, each with a button.
#[component]
pub fn Templates() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let take = move |name: TemplateName| {
        let steps = name.steps();
        let ids: Vec<StageId> = steps.iter().map(|_| new_id()).collect();
        let language = state.read(|w| w.own().map(|own| own.language.clone())).unwrap_or_default();
        show_refusal(state.perform(template::stages(steps, &ids, &language)), notices, words);
    };
    view! {
        <h3>{t!(i18n, stages.from_template)}</h3>
        <p class="field-hint">{t!(i18n, stages.from_template_hint)}</p>
        <ul class="stage-list">
            {TEMPLATES.map(|template| view! {
                <li class="stage-line">
                    <div class="stage-about">
                        <b>{move || template_words(words, template.name).0}</b>
                        <small class="stage-facts">{move || template_words(words, template.name).1}</small>
                    </div>
                    <button type="button" class="button" on:click=move |_| take(template.name)>{t!(i18n, stages.take_template)}</button>
                </li>
            })}
        </ul>
    }
}
