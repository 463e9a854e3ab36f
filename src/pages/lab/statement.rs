//! A hypothesis as the sentence that it is; a tap turns it into blanks.

use super::{
    Judged, change, draft::Draft, form::SentenceForm, scale::planned, segment, standing::living, typed::clause,
};
use crate::prelude::*;
use smarketing_domain::{hypothesis::Status, ids::HypothesisId};

/// The sentence.
#[component]
pub fn Statement(
    /// Of which hypothesis.
    id: HypothesisId,
    /// The hypothesis.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let editing = RwSignal::new(false);
    let keep = Callback::new(move |draft: Draft| {
        let changes = state.read(|w| living(w, id).and_then(|present| draft.changes_to(present).ok()));
        if show_refusal(change(state, id, changes.unwrap_or_default()), notices, words) {
            editing.set(false);
        }
    });
    let leave = Callback::new(move |()| editing.set(false));
    let is_under_way =
        move || judged.with(|seen| matches!(seen.hypothesis.standing.status, Status::Running | Status::Decided));
    view! {
        <section class="lab-statement" aria-label=move || t_string!(i18n, lab.statement)>
            <Show
                when=move || editing.get()
                fallback=move || view! {
                    <p class="lab-sentence" on:click=move |_| editing.set(true)>
                        <Sentence judged/>
                    </p>
                    <button
                        class="button" data-variant="quiet" data-icon-only aria-label=move || t_string!(i18n, lab.edit_statement)
                        title=move || t_string!(i18n, lab.edit_statement) on:click=move |_| editing.set(true)
                    >
                        <Icon name=IconName::Edit/>
                    </button>
                }
            >
                <div class="panel">
                    <Show when=is_under_way>
                        <p class="lab-warning"><Icon name=IconName::Warning/>{t!(i18n, lab.plan_is_old)}</p>
                    </Show>
                    <SentenceForm
                        begin=judged.with_untracked(|seen| Draft::of(&seen.hypothesis, words.currency()))
                        arms=judged.with_untracked(|seen| seen.hypothesis.arms.len())
                        verb=Signal::derive(move || t_string!(i18n, common.save).to_owned())
                        keep leave
                    />
                </div>
            </Show>
        </section>
    }
}

#[component]
fn Sentence(judged: Memo<Judged>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    move || {
        let hypothesis = judged.with(|seen| seen.hypothesis.clone());
        let told = |text: &str| {
            let text = clause(text);
            if text.is_empty() { t_string!(i18n, lab.s_nothing).to_owned() } else { text.to_owned() }
        };
        let (effect, baseline) = planned(words, &hypothesis.design, &hypothesis.plan);
        let saw = clause(&hypothesis.saw).to_owned();
        let beginning = if saw.is_empty() {
            view! { {t_string!(i18n, lab.s_believe_first)} }.into_any()
        } else {
            view! { {t_string!(i18n, lab.s_saw)}<b>{saw}</b>{t_string!(i18n, lab.s_believe)} }.into_any()
        };
        view! {
            {beginning}
            <b>{told(&hypothesis.believe)}</b>
            {t_string!(i18n, lab.s_segment)}
            <b>{segment::in_words(words, state, &hypothesis.segment)}</b>
            {t_string!(i18n, lab.s_metric)}
            <b>{told(&hypothesis.metric)}</b>
            {t_string!(i18n, lab.s_effect)}
            <b class="number">{effect}</b>
            {t_string!(i18n, lab.s_baseline)}
            <b class="number">{baseline}</b>
            {t_string!(i18n, lab.s_end)}
        }
    }
}
