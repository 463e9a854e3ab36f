//! What a deal must have to enter a stage: own facts, answers, further fields.

use crate::prelude::*;
use smarketing_domain::{stage::requirement::Requirement, workspace::Workspace};
use std::collections::BTreeSet;

/// How many further fields of deals are offered.
const OFFERED: usize = 40;

/// The choice.
#[component]
pub fn Required(required: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let offered = state.read(|w| offered(w, &required.get_untracked()));
    let choose = move |name: &str, on: bool| {
        required.update(|required| {
            if on {
                required.insert(name.to_owned());
            } else {
                required.remove(name);
            }
        });
    };
    let option = move |requirement: Requirement| {
        let name = requirement.name().to_owned();
        let (own, chosen) = (name.clone(), name.clone());
        view! {
            <label class="field-check">
                <input
                    type="checkbox" value=name
                    prop:checked=move || required.with(|r| r.contains(&own))
                    on:change:target=move |ev| choose(&chosen, ev.target().checked())
                />
                <span class="two-lines">{move || requirement_name(words, state, &requirement)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="label">{t!(i18n, stages.required)}</legend>
            <p class="field-hint">{t!(i18n, stages.required_hint)}</p>
            <div class="stage-required">{offered.into_iter().map(option).collect_view()}</div>
        </fieldset>
    }
}

/// The deal's own facts, then what is asked already, the questions, and the fields
/// that deals have.
fn offered(w: &Workspace, chosen: &BTreeSet<String>) -> Vec<Requirement> {
    let questions = w.questionnaire().into_iter().map(|q| q.field.clone());
    let mut fields = BTreeSet::new();
    for name in w.living_deals().flat_map(|deal| deal.fields.keys()) {
        if fields.len() < OFFERED && !fields.contains(name) {
            fields.insert(name.clone());
        }
    }
    let mut offered: Vec<Requirement> = Requirement::OWN.into();
    for name in chosen.iter().cloned().chain(questions).chain(fields) {
        let requirement = Requirement::named(&name);
        if !offered.contains(&requirement) {
            offered.push(requirement);
        }
    }
    offered
}
