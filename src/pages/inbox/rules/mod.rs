//! The rules by which leads get points, the threshold from which they are
//! offered, and the questions they are asked.

mod assistant;
mod describe;
mod draft;
mod effect;
mod form;
mod question_form;
mod questions;
mod threshold;

use crate::prelude::*;
use describe::describe;
use effect::{EffectView, effect};
use form::RuleForm;
use smarketing_domain::{
    ids::RuleId,
    member::Role,
    operation::{Action, Body},
    score::{Rule, RuleChange},
};

/// The page.
#[component]
pub fn RulesPage() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let may = Memo::new(move |_| state.me().is_some_and(|me| me.role >= Role::Manager));
    let rules = Memo::new(move |_| {
        let mut rules = state.watch(Topic::Kind("rule"), |w| {
            w.rules.values().filter(|r| r.meta.is_alive()).cloned().collect::<Vec<Rule>>()
        });
        sort::sort_by_key(&mut rules, |r| (r.paused, std::cmp::Reverse(r.points), r.id));
        rules
    });
    // Which rule is being written: `Some(None)` is a new one.
    let editing = RwSignal::new(None::<Option<RuleId>>);
    let open = RwSignal::new(false);
    let edit = move |rule: Option<RuleId>| {
        editing.set(Some(rule));
        open.set(true);
    };
    let title = Signal::derive(move || {
        match editing.get() {
            Some(Some(_)) => t_string!(i18n, rules.edit),
            _ => t_string!(i18n, rules.new),
        }
        .to_owned()
    });
    view! {
        <threshold::Threshold/>
        <section class="panel">
            <header class="panel-head">
                <h2>{t!(i18n, inbox.rules)}</h2>
                <Show when=move || may.get()>
                    <button type="button" class="button" data-variant="primary" on:click=move |_| edit(None)>
                        <Icon name=IconName::Plus/>{t!(i18n, rules.new)}
                    </button>
                </Show>
            </header>
            <p class="field-hint">{t!(i18n, rules.lead)}</p>
            <Show when=move || rules.with(Vec::is_empty)>
                <p class="rules-none">{t!(i18n, rules.none)}</p>
            </Show>
            <ul class="rules">
                <For each=move || rules.get() key=|rule: &Rule| (rule.id, rule.meta.last_written()) let:rule>
                    <Line rule may edit=Callback::new(edit)/>
                </For>
            </ul>
        </section>
        <Show when=move || may.get()><assistant::FromOutcomes/></Show>
        <questions::Questions may/>
        <Dialog open title>
            {move || open.get().then(|| view! { <RuleForm rule=editing.get_untracked().flatten() open/> })}
        </Dialog>
    }
}

/// What can be done with a rule besides changing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// It stops counting, or counts again.
    Pause,
    /// It is removed.
    Remove,
}

/// One rule: what has to hold, what it gives; pause and remove.
#[component]
fn Line(rule: Rule, may: Memo<bool>, edit: Callback<Option<RuleId>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let id = rule.id;
    let make = move |body: Body, done: &str| {
        if show_refusal(state.perform(vec![body]), notices, words) && !done.is_empty() {
            notices.done(done);
        }
    };
    let paused = rule.paused;
    let asked = RwSignal::new(Step::Pause);
    let asking = RwSignal::new(false);
    let ask = move |step: Step| {
        asked.set(step);
        asking.set(true);
    };
    let verb = move || match asked.get() {
        Step::Pause if paused => t_string!(i18n, rules.resume),
        Step::Pause => t_string!(i18n, rules.pause),
        Step::Remove => t_string!(i18n, rules.remove),
    };
    // Whom it would offer or withdraw is seen before, as with every change of a rule.
    let effect = Memo::new(move |_| {
        let step = asked.get();
        asking.get().then(|| {
            effect(state, None, |rules| match step {
                Step::Pause => rules.iter_mut().filter(|rule| rule.id == id).for_each(|rule| rule.paused = !paused),
                Step::Remove => rules.retain(|rule| rule.id != id),
            })
        })
    });
    let go = move |_| {
        asking.set(false);
        match asked.get_untracked() {
            Step::Pause => make(Action::Edit { id, set: vec![RuleChange::Paused(!paused)] }.into(), ""),
            Step::Remove => make(Action::<RuleId, RuleChange>::Delete { id }.into(), t_string!(i18n, rules.removed)),
        }
    };
    let title = rule.name.clone();
    let fades = rule.half_life_days.map(|days| t_string!(i18n, rules.fades, count = u32::from(days)).to_string());
    view! {
        <li class="rule" data-paused=paused.to_string()>
            <b class="rule-points" data-below=(rule.points < 0).to_string()>{signed(rule.points)}</b>
            <span class="rule-text">
                <b>{rule.name.clone()}</b>
                <span>{describe(words, &rule.when)}{fades.map(|text| format!(" · {text}"))}</span>
            </span>
            <Show when=move || may.get()>
                <span class="rule-actions">
                    <button type="button" class="button" data-variant="quiet" on:click=move |_| edit.run(Some(id))>{t!(i18n, rules.change)}</button>
                    <button type="button" class="button" data-variant="quiet" on:click=move |_| ask(Step::Pause)>
                        {if paused { t_string!(i18n, rules.resume) } else { t_string!(i18n, rules.pause) }}
                    </button>
                    <button type="button" class="button" data-variant="quiet" on:click=move |_| ask(Step::Remove)>{t!(i18n, rules.remove)}</button>
                </span>
            </Show>
            <Dialog open=asking title=Signal::derive(move || format!("{}: {title}", verb()))>
                <EffectView effect=Signal::derive(move || effect.get().flatten())/>
                <div class="dialog-actions">
                    <button type="button" class="button" on:click=move |_| asking.set(false)>{t!(i18n, common.cancel)}</button>
                    <button type="button" class="button" data-variant="primary" data-confirm on:click=go>{verb}</button>
                </div>
            </Dialog>
        </li>
    }
}
