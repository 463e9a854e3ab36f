//! The running hypotheses that the deal is in: its arm, and what to do differently.

use super::{change, read_deal};
use crate::prelude::*;
use smarketing_domain::{
    deal::DealChange,
    hypothesis::{
        Way,
        assignment::{Trial, arms_of, by_hand, running},
    },
    ids::DealId,
};

/// A line for each of them; nothing where there is none.
#[component]
pub fn Trials(
    /// Which deal.
    id: DealId,
) -> impl IntoView {
    let state = use_state();
    let words = use_words();
    let trials = Memo::new(move |_| state.watch(Topic::Kind("hypothesis"), running));
    let lines = move || {
        let deal = read_deal(state, id, |deal| Some(deal.clone()))?;
        let all = trials.with(|trials| {
            let own = |(trial, arm): (&Trial, Option<usize>)| (trial.clone(), arm);
            state.read(|w| arms_of(trials, w, &deal).into_iter().map(own).collect::<Vec<_>>())
        });
        let line = move |(trial, arm): (Trial, Option<usize>)| {
            let said = arm_words(words, &trial, arm).in_full;
            let (hypothesis, is_by_hand) = (trial.id, trial.way == Way::ByPerson);
            view! {
                <li data-trial=hypothesis.to_string()>
                    <a href=route::hypothesis(hypothesis)>{said}</a>
                    {is_by_hand.then(|| view! { <Choose id trial arm/> })}
                </li>
            }
        };
        (!all.is_empty()).then(|| view! { <ul class="deal-trials">{all.into_iter().map(line).collect_view()}</ul> })
    };
    view! { {lines} }
}

/// Lets a person choose the arm.
#[component]
fn Choose(id: DealId, trial: Trial, arm: Option<usize>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let name = by_hand(trial.id);
    let choose = move |value: String| {
        let mut fields = state.read(|w| w.deal(id).map(|d| d.fields.clone()).unwrap_or_default());
        match value.as_str() {
            "" => fields.remove(&name),
            _ => fields.insert(name.clone(), value),
        };
        show_refusal(change(state, id, DealChange::Fields(fields)), notices, words);
    };
    view! {
        <select class="input" aria-label=move || t_string!(i18n, trial.choose_arm) on:change:target=move |ev| choose(ev.target().value())>
            <option value="" selected=arm.is_none()>{t!(i18n, trial.choose_arm)}</option>
            {trial.arms.into_iter().enumerate().map(|(i, name)| view! {
                <option value=i.to_string() selected=arm == Some(i)>{name}</option>
            }).collect_view()}
        </select>
    }
}
