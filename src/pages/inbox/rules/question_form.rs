//! Writing a question.

use super::questions::kind_name;
use crate::prelude::*;
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    ids::QuestionId,
    operation::{Action, Body},
    question::{AnswerKind, QuestionChange},
    rank::Rank,
};

/// The form of a question: of a new one, or of one that is there.
#[component]
pub fn QuestionForm(question: Option<QuestionId>, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let known = question.and_then(|id| state.read(|w| w.questions.get(&id).cloned())).unwrap_or_default();
    let text = RwSignal::new(known.text.clone());
    let kind = RwSignal::new(known.kind);
    let options = RwSignal::new(known.options.join("\n"));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let asked = text.get_untracked().trim().to_owned();
        let lines = options.get_untracked();
        let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let mut set = vec![
            QuestionChange::Text(asked.clone()),
            QuestionChange::Kind(kind.get_untracked()),
            QuestionChange::Options(if kind.get_untracked() == AnswerKind::Choice { lines } else { Vec::new() }),
        ];
        let body: Body = match question {
            Some(id) => Action::Edit { id, set }.into(),
            None => {
                let last = state.read(|w| w.questionnaire().last().map(|q| q.rank.clone()));
                set.push(QuestionChange::Field(asked));
                set.push(QuestionChange::Rank(Rank::between(last.as_ref(), None)));
                Action::Create { id: new_id::<QuestionId>(), set }.into()
            }
        };
        if show_refusal(state.perform(vec![body]), notices, words) {
            open.set(false);
        }
    };
    let choice = move |one: AnswerKind| {
        view! {
            <button type="button" class="segment" aria-pressed=move || (kind.get() == one).to_string() on:click=move |_| kind.set(one)>
                {move || kind_name(words, one)}
            </button>
        }
    };
    view! {
        <form class="access-form" on:submit=submit novalidate>
            <TextField id="question-text" label=Signal::derive(move || t_string!(i18n, rules.question).to_owned()) value=text kind=FieldKind::Text/>
            <div class="segments" role="group" aria-label=move || t_string!(i18n, rules.answer)>{AnswerKind::ALL.map(choice).collect_view()}</div>
            <Show when=move || kind.get() == AnswerKind::Choice>
                <div class="field">
                    <label for="question-options">{t!(i18n, rules.options)}</label>
                    <textarea class="input" id="question-options" prop:value=options on:input:target=move |ev| options.set(ev.target().value())></textarea>
                    <p class="field-hint">{t!(i18n, rules.one_a_line)}</p>
                </div>
            </Show>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, common.save)}</button>
            </div>
        </form>
    }
}
