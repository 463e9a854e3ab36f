//! The sentence with blanks, to write a hypothesis or to change it.

use super::{
    cost::run_by_name,
    draft::{Draft, Fault},
    evidence::EvidenceFields,
    segment::SegmentFields,
};
use crate::prelude::*;
use leptos::html;
use smarketing_domain::hypothesis::RunBy;
use wasm_bindgen::JsCast;

/// The sentence with blanks. Enter saves, Esc leaves.
#[component]
pub fn SentenceForm(
    /// What stands in it at first.
    begin: Draft,
    /// Among how many arms the numbers are shared.
    arms: usize,
    /// What the button does.
    #[prop(into)]
    verb: Signal<String>,
    /// Keeps a draft that is in order.
    keep: Callback<Draft>,
    /// Leaves without keeping it.
    leave: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let segment = RwSignal::new(begin.segment.clone());
    let draft = RwSignal::new(begin);
    let tried = RwSignal::new(false);
    let node = NodeRef::<html::Form>::new();
    let faults = Memo::new(move |_| {
        let faults = draft.with(|d| d.changes().err()).unwrap_or_default();
        if tried.get() { faults } else { Vec::new() }
    });
    let submit = move || {
        tried.set(true);
        let draft = Draft { segment: segment.get_untracked(), ..draft.get_untracked() };
        if draft.changes().is_ok() {
            keep.run(draft);
        } else {
            request_animation_frame(move || focus_first_fault(node));
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" if is_text(&event) && !event.shift_key() => {
            event.prevent_default();
            submit();
        }
        "Escape" => leave.run(()),
        _ => {}
    };
    let error = move |fault: Fault| {
        let text = move || match fault {
            Fault::Believe => t_string!(i18n, lab.e_believe),
            Fault::Effect => t_string!(i18n, lab.e_effect),
            Fault::Baseline => t_string!(i18n, lab.e_baseline),
            Fault::Plan => t_string!(i18n, lab.e_plan),
            Fault::Spend => t_string!(i18n, write.e_spend),
            Fault::Days => t_string!(i18n, write.e_days),
        };
        move || faults.with(|f| f.contains(&fault)).then(|| view! { <p class="field-error">{text()}</p> })
    };
    let has = move |some: &[Fault]| faults.with(|f| some.iter().any(|fault| f.contains(fault))).to_string();
    let needed = move || {
        let needed = draft.with(|d| d.needed(arms))?;
        Some(t_string!(i18n, lab.needed_per_arm, n = words.number(needed)).to_string())
    };
    let links = Signal::derive(move || draft.with(|d| d.evidence.clone()));
    let link = Callback::new(move |evidence| draft.update(|d| d.evidence = evidence));
    view! {
        <form
            class="lab-form" node_ref=node novalidate=true on:keydown=on_key
            on:submit=move |event| { event.prevent_default(); submit() }
        >
            <div class="field">
                <label for="lab-saw">{t!(i18n, lab.f_saw)}</label>
                <textarea
                    class="input" id="lab-saw" rows="2" placeholder=move || t_string!(i18n, lab.f_saw_hint)
                    prop:value=move || draft.with(|d| d.saw.clone())
                    on:input:target=move |ev| draft.update(|d| d.saw = ev.target().value())
                ></textarea>
                <EvidenceFields name="lab-new" links segment=segment.into() keep=link/>
            </div>
            <div class="field">
                <label for="lab-believe">{t!(i18n, lab.f_believe)}</label>
                <textarea
                    class="input" id="lab-believe" rows="2" placeholder=move || t_string!(i18n, lab.f_believe_hint)
                    aria-invalid=move || has(&[Fault::Believe])
                    prop:value=move || draft.with(|d| d.believe.clone())
                    on:input:target=move |ev| draft.update(|d| d.believe = ev.target().value())
                ></textarea>
                {error(Fault::Believe)}
            </div>
            <div class="field" role="group" aria-label=move || t_string!(i18n, lab.f_segment)>
                <span class="label">{t!(i18n, lab.f_segment)}</span>
                <SegmentFields segment/>
            </div>
            <div class="field">
                <label for="lab-metric">{t!(i18n, lab.f_metric)}</label>
                <input
                    class="input" id="lab-metric" placeholder=move || t_string!(i18n, lab.f_metric_hint)
                    prop:value=move || draft.with(|d| d.metric.clone())
                    on:input:target=move |ev| draft.update(|d| d.metric = ev.target().value())
                />
            </div>
            <div class="lab-plan">
                <div class="field">
                    <label for="lab-effect">{t!(i18n, lab.f_effect)}</label>
                    <input
                        class="input" id="lab-effect" inputmode="decimal" aria-invalid=move || has(&[Fault::Effect, Fault::Plan])
                        prop:value=move || draft.with(|d| d.effect.clone())
                        on:input:target=move |ev| draft.update(|d| d.effect = ev.target().value())
                    />
                    {error(Fault::Effect)}
                    {error(Fault::Plan)}
                </div>
                <div class="field">
                    <label for="lab-baseline">{t!(i18n, lab.f_baseline)}</label>
                    <input
                        class="input" id="lab-baseline" inputmode="decimal" aria-invalid=move || has(&[Fault::Baseline])
                        prop:value=move || draft.with(|d| d.baseline.clone())
                        on:input:target=move |ev| draft.update(|d| d.baseline = ev.target().value())
                    />
                    {error(Fault::Baseline)}
                </div>
            </div>
            <p class="lab-needed" aria-live="polite">
                <b>{needed}</b>
                <span class="field-hint">{t!(i18n, lab.needed_why)}</span>
            </p>
            <div class="lab-plan">
                <div class="field">
                    <label for="lab-title">{t!(i18n, lab.f_title)}</label>
                    <input
                        class="input" id="lab-title" maxlength="200" placeholder=move || t_string!(i18n, lab.f_title_hint)
                        prop:value=move || draft.with(|d| d.title.clone())
                        on:input:target=move |ev| draft.update(|d| d.title = ev.target().value())
                    />
                </div>
                <TeamField draft/>
            </div>
            <div class="lab-plan">
                <div class="field">
                    <label for="lab-spend">{move || t_string!(i18n, write.f_spend, currency = words.currency().code().to_owned()).to_string()}</label>
                    <input
                        class="input" id="lab-spend" inputmode="decimal" autocomplete="off" aria-invalid=move || has(&[Fault::Spend])
                        prop:value=move || draft.with(|d| d.spend.clone())
                        on:input:target=move |ev| draft.update(|d| d.spend = ev.target().value())
                    />
                    {error(Fault::Spend)}
                </div>
                <div class="field">
                    <label for="lab-work">{t!(i18n, write.f_days)}</label>
                    <input
                        class="input" id="lab-work" inputmode="decimal" autocomplete="off" aria-invalid=move || has(&[Fault::Days])
                        prop:value=move || draft.with(|d| d.days.clone())
                        on:input:target=move |ev| draft.update(|d| d.days = ev.target().value())
                    />
                    {error(Fault::Days)}
                </div>
            </div>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| leave.run(())>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary">{move || verb.get()}</button>
            </div>
        </form>
    }
}

#[component]
fn TeamField(draft: RwSignal<Draft>) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let choose = move |index: String| {
        if let Some(team) = index.parse::<usize>().ok().and_then(|i| RunBy::ALL.get(i).copied()) {
            draft.update(|d| d.team = team);
        }
    };
    view! {
        <div class="field">
            <label for="lab-team">{t!(i18n, lab.f_team)}</label>
            <select class="input" id="lab-team" on:change:target=move |ev| choose(ev.target().value())>
                {RunBy::ALL.into_iter().enumerate().map(|(i, team)| view! {
                    <option value=i.to_string() selected=move || draft.with(|d| d.team == team)>{move || run_by_name(words, team)}</option>
                }).collect_view()}
            </select>
        </div>
    }
}

/// Whether Enter came from a field of text, where it saves; a select and the
/// buttons have a use of their own for it.
fn is_text(event: &web_sys::KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|e| matches!(e.tag_name().as_str(), "INPUT" | "TEXTAREA"))
}

fn focus_first_fault(form: NodeRef<html::Form>) {
    let field =
        form.try_get_untracked().flatten().and_then(|form| form.query_selector("[aria-invalid=true]").ok().flatten());
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Refused only when the field has gone again.
        let _ = field.focus();
    }
}
