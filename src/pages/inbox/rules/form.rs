//! Writing a rule. What it would do stands below while it is written.

use super::{
    draft::{Draft, Kind},
    effect::{EffectView, effect},
};
use crate::prelude::*;
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    clock::Stamp,
    ids::RuleId,
    operation::{Action, Body},
    record::{Birth, Record},
    score::Rule,
    touchpoint::Moment,
};
use std::collections::BTreeSet;

/// The form of a rule: of a new one, or of one that is there.
#[component]
pub fn RuleForm(rule: Option<RuleId>, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let known = rule.and_then(|id| state.read(|w| w.rules.get(&id).cloned()));
    let draft = Draft::of(known.as_ref());
    let would = Memo::new(move |_| {
        let set = draft.changes().ok()?;
        effect(state, None, |rules| {
            let blank = || Rule { id: RuleId::default(), ..Rule::default() };
            let at = rules.iter().position(|r| Some(r.id) == rule);
            let mut changed = at.map_or_else(blank, |at| rules.swap_remove(at));
            set.into_iter().for_each(|change| changed.write(change));
            // Only what was born counts.
            changed.meta.bear(Birth { stamp: Stamp { millis: 1, ..Stamp::default() }, by: Default::default() });
            rules.push(changed);
        })
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = draft.changes().map(|set| -> Body {
            match rule {
                Some(id) => Action::Edit { id, set }.into(),
                None => Action::Create { id: new_id::<RuleId>(), set }.into(),
            }
        });
        if show_refusal(body.and_then(|body| state.perform(vec![body])), notices, words) {
            open.set(false);
        }
    };
    let label = move |text: fn(words::Words) -> &'static str| Signal::derive(move || text(words).to_owned());
    view! {
        <form class="access-form" on:submit=submit novalidate>
            <TextField id="rule-name" label=label(|w| t_string!(w.i18n, rules.name)) value=draft.name kind=FieldKind::Text/>
            <div class="field">
                <label for="rule-kind">{t!(i18n, rules.when)}</label>
                <select class="input" id="rule-kind" on:change:target=move |ev| {
                    let at = ev.target().value().parse().unwrap_or(0_usize);
                    draft.kind.set(Kind::ALL.get(at).copied().unwrap_or_default());
                }>
                    {Kind::ALL.into_iter().enumerate().map(|(at, kind)| view! {
                        <option value=at.to_string() selected=move || draft.kind.get() == kind>{kind_name(words, kind)}</option>
                    }).collect_view()}
                </select>
            </div>
            <Asked draft/>
            <div class="access-pair">
                <TextField id="rule-points" label=label(|w| t_string!(w.i18n, rules.points)) value=draft.points kind=FieldKind::Number hint=label(|w| t_string!(w.i18n, rules.points_hint))/>
                <TextField id="rule-fades" label=label(|w| t_string!(w.i18n, rules.half_life)) value=draft.half_life kind=FieldKind::Number hint=label(|w| t_string!(w.i18n, rules.half_life_hint))/>
            </div>
            <EffectView effect=would/>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, common.save)}</button>
            </div>
        </form>
    }
}

/// What the chosen kind of rule asks for.
#[component]
fn Asked(draft: Draft) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let label = move |text: fn(words::Words) -> &'static str| Signal::derive(move || text(words).to_owned());
    let least = move |text: fn(words::Words) -> &'static str| {
        view! { <TextField id="rule-least" label=label(text) value=draft.least kind=FieldKind::Number/> }
    };
    move || {
        match draft.kind.get() {
        Kind::Channel => view! { <Known id="rule-channel" label=label(|w| t_string!(w.i18n, rules.channel)) value=draft.channel names=channels/> }.into_any(),
        Kind::Answer => view! {
            <Known id="rule-field" label=label(|w| t_string!(w.i18n, rules.field)) value=draft.field names=fields/>
            <div class="field">
                <label for="rule-answers">{t!(i18n, rules.answers)}</label>
                <textarea class="input" id="rule-answers" prop:value=draft.answers on:input:target=move |ev| draft.answers.set(ev.target().value())></textarea>
                <p class="field-hint">{t!(i18n, rules.answers_hint)}</p>
            </div>
        }.into_any(),
        Kind::Number => view! {
            <Known id="rule-field" label=label(|w| t_string!(w.i18n, rules.field)) value=draft.field names=fields/>
            <div class="access-pair">
                <TextField id="rule-from" label=label(|w| t_string!(w.i18n, rules.from)) value=draft.from kind=FieldKind::Number/>
                <TextField id="rule-below" label=label(|w| t_string!(w.i18n, rules.below)) value=draft.below kind=FieldKind::Number/>
            </div>
        }.into_any(),
        Kind::Touched => view! {
            <div class="access-pair">
                {least(|w| t_string!(w.i18n, rules.times))}
                <TextField id="rule-within" label=label(|w| t_string!(w.i18n, rules.within)) value=draft.within kind=FieldKind::Number/>
            </div>
            <div class="field">
                <label for="rule-moment">{t!(i18n, rules.moment)}</label>
                <select class="input" id="rule-moment" on:change:target=move |ev| {
                    let at = ev.target().value().parse::<usize>().ok();
                    draft.moment.set(at.and_then(|at| Moment::ALL.get(at).copied()));
                }>
                    <option value="" selected=move || draft.moment.get().is_none()>{t!(i18n, rules.any)}</option>
                    {Moment::ALL.into_iter().enumerate().map(|(at, moment)| view! {
                        <option value=at.to_string() selected=move || draft.moment.get() == Some(moment)>{moment_name(words, moment)}</option>
                    }).collect_view()}
                </select>
            </div>
            <div class="access-pair">
                <Known id="rule-channel" label=label(|w| t_string!(w.i18n, rules.channel_any)) value=draft.channel names=channels/>
                <TextField id="rule-campaign" label=label(|w| t_string!(w.i18n, rules.campaign_any)) value=draft.campaign kind=FieldKind::Text/>
            </div>
        }.into_any(),
        Kind::People => least(|w| t_string!(w.i18n, rules.people)).into_any(),
        Kind::Rating => least(|w| t_string!(w.i18n, rules.stars)).into_any(),
    }
    }
}

/// A field that proposes names which are in use.
#[component]
fn Known(
    id: &'static str,
    label: Signal<String>,
    value: RwSignal<String>,
    names: fn(State) -> BTreeSet<String>,
) -> impl IntoView {
    let state = use_state();
    let list = format!("{id}-known");
    view! {
        <div class="field">
            <label for=id>{move || label.get()}</label>
            <input class="input" id=id list=list.clone() autocomplete="off" prop:value=value on:input:target=move |ev| value.set(ev.target().value())/>
            <datalist id=list>{names(state).into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
        </div>
    }
}

fn channels(state: State) -> BTreeSet<String> {
    state.read(|w| w.living_deals().map(|d| d.channel.clone()).filter(|name| !name.is_empty()).collect())
}

fn fields(state: State) -> BTreeSet<String> {
    state.read(|w| {
        let asked = w.questions.values().filter(|q| q.meta.is_alive()).map(|q| q.field.clone());
        w.living_deals().flat_map(|d| d.fields.keys().cloned()).chain(asked).collect()
    })
}

fn kind_name(words: words::Words, kind: Kind) -> &'static str {
    let i18n = words.i18n;
    match kind {
        Kind::Channel => t_string!(i18n, rules.kind_channel),
        Kind::Answer => t_string!(i18n, rules.kind_answer),
        Kind::Number => t_string!(i18n, rules.kind_number),
        Kind::Touched => t_string!(i18n, rules.kind_touched),
        Kind::People => t_string!(i18n, rules.kind_people),
        Kind::Rating => t_string!(i18n, rules.kind_rating),
    }
}
