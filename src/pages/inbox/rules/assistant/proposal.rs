//! The proposed rules: how good they are, what they would do, and using them.

use super::{
    super::{
        describe::describe,
        effect::{EffectView, effect},
    },
    left_out::{Doubts, LeftOutView},
    line::{Choice, Line, pairs},
    run::Run,
};
use crate::prelude::*;
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    clock::Stamp,
    ids::RuleId,
    member::Role,
    operation::{Action, Body, LINE_MAX, Refusal},
    record::Birth,
    score::{Rule, RuleChange, assistant::Proposal},
    settings::SettingsChange,
};
use std::sync::Arc;

/// The rules, from what to expect of them to using them.
#[component]
pub fn ProposalView(proposal: Arc<Proposal>, run: Run) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    if proposal.rules.is_empty() {
        let left_out = proposal.left_out.clone();
        return view! { <p class="rules-none">{t!(i18n, assistant.none)}</p><LeftOutView left_out run/> }.into_any();
    }
    let state = use_state();
    let notices = use_notices();
    let is_admin = Memo::new(move |_| state.me().is_some_and(|me| me.role == Role::Admin));
    let choices: Vec<Choice> = proposal.rules.iter().map(Choice::of).collect();
    let choices = StoredValue::new(choices);
    let rules = StoredValue::new(Arc::clone(&proposal));
    let points = move || choices.with_value(|all| all.iter().map(Choice::given).collect::<Vec<Option<i32>>>());
    let trial = Memo::new(move |_| {
        let points: Vec<i32> = points().into_iter().map(Option::unwrap_or_default).collect();
        rules.with_value(|proposal| proposal.trial(&points))
    });
    let taken = move || points().into_iter().flatten().filter(|points| *points != 0).count();
    let in_use = move || {
        state.watch(Topic::Kind("rule"), |w| {
            w.rules.values().filter(|r| r.is_active()).map(|r| r.id).collect::<Vec<_>>()
        })
    };
    let pause_old = RwSignal::new(true);
    let threshold = RwSignal::new(trial.get_untracked().threshold.to_string());
    let typed_threshold =
        move || threshold.get().trim().replace('−', "-").parse::<i32>().ok().filter(|_| is_admin.get());
    let would = Memo::new(move |_| {
        effect(state, typed_threshold(), |all| {
            all.iter_mut().for_each(|rule| rule.paused |= pause_old.get());
            all.extend(used(rules.get_value(), points()));
        })
    });
    let accept = move |event: SubmitEvent| {
        event.prevent_default();
        let any_wrong = choices.with_value(|all| all.iter().any(Choice::is_wrong));
        let is_none =
            typed_threshold().is_none() && is_admin.get_untracked() && !threshold.get_untracked().trim().is_empty();
        let body = if any_wrong || is_none { Err(Refusal::OutOfRange) } else { Ok(()) };
        let mut bodies: Vec<Body> = Vec::new();
        if pause_old.get_untracked() {
            let paused = |id: RuleId| Action::Edit { id, set: vec![RuleChange::Paused(true)] }.into();
            bodies.extend(in_use().into_iter().map(paused));
        }
        bodies.extend(used(rules.get_value(), points()).map(|rule| {
            let name = describe(words, &rule.when).chars().take(LINE_MAX).collect();
            let set = vec![RuleChange::Name(name), RuleChange::When(rule.when), RuleChange::Points(rule.points)];
            Action::Create { id: new_id::<RuleId>(), set }.into()
        }));
        if let (Some(points), Some(own)) = (typed_threshold(), state.read(|w| w.own().map(|own| own.id))) {
            bodies.push(Action::Edit { id: own, set: vec![SettingsChange::OfferFrom(Some(points))] }.into());
        }
        let count = u32::try_from(taken()).unwrap_or(u32::MAX);
        if show_refusal(body.and_then(|()| state.perform(bodies)), notices, words) {
            notices.done(t_string!(i18n, assistant.accepted, count = count).to_string());
            run.reset();
        }
    };
    let expected = proposal.expected;
    let interval = expected.interval(0.95);
    let all = expected.positive + expected.negative;
    let area = move |area: f64| words.exact((area * 100.0).round() / 100.0);
    let mut before = 0.5;
    let lines = proposal.rules.iter().cloned().zip(choices.get_value()).enumerate();
    let lines: Vec<_> = lines
        .map(|(nth, (rule, choice))| {
            let start = before;
            before += rule.adds;
            view! { <Line rule choice before=start nth/> }
        })
        .collect();
    let hint = Signal::derive(move || {
        let trial = trial.get();
        let number = |n: u64| words.number(n);
        t_string!(
            i18n,
            assistant.offer_hint,
            points = trial.threshold.to_string(),
            good = number(trial.good),
            all_good = number(expected.positive),
            bad = number(trial.bad),
            all_bad = number(expected.negative)
        )
        .to_string()
    });
    view! {
        <form class="assistant-form" on:submit=accept novalidate>
            <p>{t_string!(i18n, assistant.learned, good = words.number(expected.positive), bad = words.number(expected.negative)).to_string()}</p>
            <p class="assistant-expected">
                {t_string!(
                    i18n, assistant.expected, pairs = format!("{:.0}", expected.area * 100.0), area = area(expected.area),
                    low = area(interval.low), high = area(interval.high)
                ).to_string()}
            </p>
            {(!proposal.doubts.is_empty()).then(|| view! { <Doubts doubts=proposal.doubts.clone()/> })}
            <h3>{t!(i18n, assistant.list)}</h3>
            <p class="field-hint">{t_string!(i18n, assistant.overall, share = words.percent(expected.positive as f64 / all.max(1) as f64)).to_string()}</p>
            <ul class="rules">{lines}</ul>
            <p class="assistant-now" aria-live="polite" data-area=move || format!("{:.4}", trial.get().area)>
                {move || t_string!(i18n, assistant.now, pairs = pairs(words, trial.get().area)).to_string()}
            </p>
            {(!proposal.left_out.is_empty()).then(|| view! { <LeftOutView left_out=proposal.left_out.clone() run/> })}
            <Show when=move || is_admin.get()>
                <TextField
                    id="proposed-threshold" label=Signal::derive(move || t_string!(i18n, assistant.offer_from).to_owned())
                    value=threshold kind=FieldKind::Number hint
                />
            </Show>
            <Show when=move || !in_use().is_empty()>
                <label class="left-out">
                    <input type="checkbox" prop:checked=pause_old on:change:target=move |ev| pause_old.set(ev.target().checked())/>
                    <span>{move || t_string!(i18n, assistant.pause_old, count = u32::try_from(in_use().len()).unwrap_or(u32::MAX)).to_string()}</span>
                </label>
            </Show>
            <EffectView effect=would/>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| run.reset()>{t!(i18n, assistant.close)}</button>
                <button type="submit" class="button" data-variant="primary" disabled=move || taken() == 0>
                    {move || t_string!(i18n, assistant.accept, count = u32::try_from(taken()).unwrap_or(u32::MAX)).to_string()}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// The rules that are used, with the points a person gave them, as if they were there.
fn used(proposal: Arc<Proposal>, points: Vec<Option<i32>>) -> impl Iterator<Item = Rule> {
    let whens: Vec<_> = proposal.rules.iter().map(|rule| rule.when.clone()).collect();
    whens.into_iter().zip(points).filter_map(|(when, points)| {
        let mut rule = Rule { when, points: points.filter(|points| *points != 0)?, ..Rule::default() };
        // Only what was born counts.
        rule.meta.bear(Birth { stamp: Stamp { millis: 1, ..Stamp::default() }, by: Default::default() });
        Some(rule)
    })
}
