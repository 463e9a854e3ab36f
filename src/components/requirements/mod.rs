//! What a stage asks for, asked at the drop: fields in a dialog, saved together
//! with the move.

mod draft;

use crate::prelude::*;
use crate::words::Words;
use draft::Draft;
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    ids::{DealId, StageId},
    operation::Body,
    question::AnswerKind,
    stage::requirement::{Requirement, missing},
};

/// A deal on its way into a stage that asks for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entering {
    /// Which.
    pub deal: DealId,
    /// Where to.
    pub stage: StageId,
}

impl Entering {
    /// What the deal lacks; nothing when it stands there already.
    pub fn missing(self, state: State) -> Vec<Requirement> {
        state.read(|w| {
            let (deal, stage) = (w.deal(self.deal), w.stages.get(&self.stage));
            deal.filter(|d| d.place.stage != self.stage).zip(stage).map_or(Vec::new(), |(d, s)| missing(s, d))
        })
    }
}

/// What a requirement is called; an answer by its question.
pub fn requirement_name(words: Words, state: State, requirement: &Requirement) -> String {
    let i18n = words.i18n;
    let own = match requirement {
        Requirement::Value => t_string!(i18n, stages.req_value),
        Requirement::Company => t_string!(i18n, stages.req_company),
        Requirement::Contact => t_string!(i18n, stages.req_contact),
        Requirement::Owner => t_string!(i18n, stages.req_owner),
        Requirement::ExpectedClose => t_string!(i18n, stages.req_expected_close),
        Requirement::Channel => t_string!(i18n, stages.req_channel),
        Requirement::Field(name) => {
            let question =
                state.read(|w| w.questionnaire().into_iter().find(|q| q.field == *name).map(|q| q.text.clone()));
            return question.unwrap_or_else(|| name.clone());
        }
    };
    own.to_owned()
}

/// The question. It is there while `asked` is; what was filled in goes to
/// `on_filled` as changes, to be made before the move.
#[component]
pub fn RequirementQuestion(
    /// Who enters what.
    asked: RwSignal<Option<Entering>>,
    /// Makes the move.
    on_filled: Callback<Vec<Body>>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let open = RwSignal::new(false);
    Effect::new(move || open.set(asked.get().is_some()));
    Effect::new(move || {
        if !open.get() && asked.get_untracked().is_some() {
            asked.set(None);
        }
    });
    let title = Signal::derive(move || {
        let Some(Entering { deal, stage }) = asked.get() else { return String::new() };
        let (title, stage) = state.read(|w| {
            let title = w.deal(deal).map(|d| d.title.clone()).unwrap_or_default();
            (title, w.stages.get(&stage).map(|s| s.name.clone()).unwrap_or_default())
        });
        t_string!(i18n, stages.ask_title, title = title, stage = stage).to_string()
    });
    view! {
        <Dialog open=open title>
            {move || asked.get().map(|entering| view! { <Fields entering asked on_filled/> })}
        </Dialog>
    }
}

#[component]
fn Fields(entering: Entering, asked: RwSignal<Option<Entering>>, on_filled: Callback<Vec<Body>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let draft = StoredValue::new(Draft::new(entering.missing(state)));
    let wrong = RwSignal::new(None::<String>);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        match draft.with_value(|draft| draft.changes(state, words, entering.deal)) {
            Err(requirement) => {
                let what = requirement_name(words, state, &requirement);
                wrong.set(Some(t_string!(i18n, stages.ask_missing, what = what).to_string()));
            }
            Ok(changes) => {
                asked.set(None);
                on_filled.run(changes);
            }
        }
    };
    let fields = draft.with_value(|draft| draft.fields.clone());
    view! {
        <form on:submit=save novalidate>
            <p class="field-hint">{t!(i18n, stages.ask_text)}</p>
            {fields.into_iter().enumerate().map(|(at, (requirement, text))| view! { <Field at requirement text/> }).collect_view()}
            <p class="field-error" role="alert">{move || wrong.get()}</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| asked.set(None)>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, stages.ask_save)}</button>
            </div>
        </form>
    }
}

/// One field, as fits what is asked for.
#[component]
fn Field(at: usize, requirement: Requirement, text: RwSignal<String>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let id = format!("required-{at}");
    let label = requirement_name(words, state, &requirement);
    // The language does not change while the question is open.
    let hint = (requirement == Requirement::ExpectedClose).then(|| untrack(|| t_string!(i18n, stages.ask_date)));
    let name = requirement.name().to_owned();
    let options = options(state, &requirement);
    let is_closed = matches!(requirement, Requirement::Owner) || is_choice(state, &requirement);
    let mode = if requirement == Requirement::Value { "decimal" } else { "text" };
    let list = format!("{id}-list");
    let input = if is_closed {
        view! {
            <select class="input" id=id.clone() data-requirement=name autofocus=at == 0 on:change:target=move |ev| text.set(ev.target().value())>
                <option value=""></option>
                {options.into_iter().map(|(value, name)| view! { <option value=value>{name}</option> }).collect_view()}
            </select>
        }
        .into_any()
    } else {
        view! {
            <input
                class="input" id=id.clone() data-requirement=name autocomplete="off" autofocus=at == 0 inputmode=mode list=list.clone()
                prop:value=text on:input:target=move |ev| text.set(ev.target().value())
            />
            <datalist id=list>{options.into_iter().map(|(value, _)| view! { <option value=value></option> }).collect_view()}</datalist>
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {input}
            {hint.map(|hint| view! { <p class="field-hint">{hint}</p> })}
        </div>
    }
}

fn is_choice(state: State, requirement: &Requirement) -> bool {
    let Requirement::Field(name) = requirement else { return false };
    let is_one = |q: &&smarketing_domain::question::Question| q.field == *name && q.kind == AnswerKind::Choice;
    state.read(|w| w.questionnaire().into_iter().any(|q| is_one(&q) && !q.options.is_empty()))
}

/// What there is to choose from: value and name, each once, in order.
fn options(state: State, requirement: &Requirement) -> Vec<(String, String)> {
    let same = |name: &String| (name.clone(), name.clone());
    let mut options: Vec<(String, String)> = state.read(|w| match requirement {
        Requirement::Owner => {
            let members = w.members.values().filter(|m| m.meta.is_alive());
            members.map(|m| (m.id.to_string(), m.name.clone())).collect()
        }
        Requirement::Company => w.companies.values().filter(|c| c.meta.is_alive()).map(|c| same(&c.name)).collect(),
        Requirement::Contact => w.contacts.values().filter(|c| c.meta.is_alive()).map(|c| same(&c.name)).collect(),
        Requirement::Channel => w.living_deals().map(|d| same(&d.channel)).collect(),
        Requirement::Field(name) => {
            let question = w.questionnaire().into_iter().find(|q| q.field == *name);
            question.map(|q| q.options.iter().map(same).collect()).unwrap_or_default()
        }
        Requirement::Value | Requirement::ExpectedClose => Vec::new(),
    });
    options.retain(|(value, _)| !value.is_empty());
    sort::sort_by(&mut options, |a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    options.dedup();
    options
}
