//! Who runs a hypothesis, and what that costs.

use super::Judged;
use crate::{prelude::*, words::Words};
use smarketing_domain::hypothesis::{Cost, RunBy};

/// Who runs it, in words.
pub fn run_by_name(words: Words, run_by: RunBy) -> &'static str {
    let i18n = words.i18n;
    match run_by {
        RunBy::Marketing => t_string!(i18n, common.marketing),
        RunBy::Sales => t_string!(i18n, common.sales),
        RunBy::Both => t_string!(i18n, write.both),
    }
}

/// A cost in words; `None` when none was written down.
pub fn cost_words(words: Words, cost: Cost) -> Option<String> {
    let money = (cost.spend_minor > 0).then(|| words.money(cost.spend_minor));
    let work = (cost.half_days > 0).then(|| {
        let n = words.exact(cost.days());
        t_string!(words.i18n, write.work, n = n).to_string()
    });
    let parts: Vec<String> = money.into_iter().chain(work).collect();
    (!parts.is_empty()).then(|| parts.join(" + "))
}

/// Who runs it.
#[component]
pub fn RunByChip(
    /// Of what.
    judged: Memo<Judged>,
) -> impl IntoView {
    let words = use_words();
    move || {
        let run_by = judged.with(|seen| seen.hypothesis.team);
        let hue = match run_by {
            RunBy::Marketing => "marketing",
            RunBy::Sales => "sales",
            RunBy::Both => "reach",
        };
        view! { <span class="chip" data-section=hue>{run_by_name(words, run_by)}</span> }
    }
}

/// Who runs it and what it costs, under the sentence; both are changed with it.
#[component]
pub fn Running(
    /// Of what.
    judged: Memo<Judged>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let cost = move || {
        let cost = cost_words(words, judged.with(|seen| seen.hypothesis.cost));
        cost.map_or_else(
            || t_string!(i18n, write.cost_unknown).to_owned(),
            |cost| t_string!(i18n, write.costs, cost = cost).to_string(),
        )
    };
    view! {
        <p class="lab-running">
            <span>{t!(i18n, lab.f_team)}</span>
            <RunByChip judged/>
            <span class="lab-cost">{cost}</span>
        </p>
    }
}
