//! The questionnaire: what leads are asked, by staff or on a form.

use super::question_form::QuestionForm;
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    ids::QuestionId,
    operation::{Action, Body},
    question::{AnswerKind, Question, QuestionChange},
    rank::Rank,
};

/// The questions in order; managers change them.
#[component]
pub fn Questions(may: Memo<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let questions = Memo::new(move |_| {
        state.watch(Topic::Kind("question"), |w| w.questionnaire().into_iter().cloned().collect::<Vec<Question>>())
    });
    let editing = RwSignal::new(None::<QuestionId>);
    let open = RwSignal::new(false);
    let edit = move |id: Option<QuestionId>| {
        editing.set(id);
        open.set(true);
    };
    let title = Signal::derive(move || {
        if editing.get().is_some() { t_string!(i18n, rules.question_edit) } else { t_string!(i18n, rules.question_new) }
            .to_owned()
    });
    view! {
        <section class="panel">
            <header class="panel-head">
                <h2>{t!(i18n, rules.questions)}</h2>
                <Show when=move || may.get()>
                    <button type="button" class="button" on:click=move |_| edit(None)><Icon name=IconName::Plus/>{t!(i18n, rules.question_new)}</button>
                </Show>
            </header>
            <p class="field-hint">{t!(i18n, rules.questions_lead)}</p>
            <Show when=move || questions.with(Vec::is_empty)><p class="rules-none">{t!(i18n, rules.no_questions)}</p></Show>
            <ol class="rules">
                <For each=move || questions.get() key=|q: &Question| (q.id, q.meta.last_written()) let:question>
                    <Line question may edit=Callback::new(edit)/>
                </For>
            </ol>
        </section>
        <Dialog open title>
            {move || open.get().then(|| view! { <QuestionForm question=editing.get_untracked() open/> })}
        </Dialog>
    }
}

#[component]
fn Line(question: Question, may: Memo<bool>, edit: Callback<Option<QuestionId>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let id = question.id;
    let change = move |change: QuestionChange| {
        let body: Body = Action::Edit { id, set: vec![change] }.into();
        show_refusal(state.perform(vec![body]), notices, words)
    };
    let retire = move |_| {
        if change(QuestionChange::Retired(true)) {
            notices.done(t_string!(i18n, rules.question_gone));
        }
    };
    // Between the two above it.
    let up = move |_| {
        let rank = state.read(|w| {
            let order = w.questionnaire();
            let at = order.iter().position(|q| q.id == id)?;
            let above = order.get(at.checked_sub(1)?)?;
            let before = at.checked_sub(2).and_then(|at| order.get(at));
            Some(Rank::between(before.map(|q| &q.rank), Some(&above.rank)))
        });
        if let Some(rank) = rank {
            change(QuestionChange::Rank(rank));
        }
    };
    let about = [kind_name(words, question.kind).to_owned(), question.options.join(" / ")];
    view! {
        <li class="rule">
            <span class="rule-text">
                <b>{question.text.clone()}</b>
                <span>{about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")}</span>
            </span>
            <Show when=move || may.get()>
                <span class="rule-actions">
                    <button type="button" class="button" data-variant="quiet" on:click=up>{t!(i18n, rules.up)}</button>
                    <button type="button" class="button" data-variant="quiet" on:click=move |_| edit.run(Some(id))>{t!(i18n, rules.change)}</button>
                    <button type="button" class="button" data-variant="quiet" on:click=retire>{t!(i18n, rules.remove)}</button>
                </span>
            </Show>
        </li>
    }
}

/// How a question is answered.
pub fn kind_name(words: Words, kind: AnswerKind) -> &'static str {
    let i18n = words.i18n;
    match kind {
        AnswerKind::Choice => t_string!(i18n, rules.answer_choice),
        AnswerKind::Number => t_string!(i18n, rules.answer_number),
        AnswerKind::Text => t_string!(i18n, rules.answer_text),
    }
}
