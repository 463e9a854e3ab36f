//! What was left out because it may have been known only afterwards, and what
//! is in and looks like it.

use super::{line::pairs, run::Run};
use crate::{components::moment_name, prelude::*, words::Words};
use smarketing_domain::score::assistant::{Doubt, LeftOut, Source};

/// The fields left out, each with the reason, to be taken in all the same.
#[component]
pub fn LeftOutView(left_out: Vec<(Source, LeftOut)>, run: Run) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let line = move |(source, why): (Source, LeftOut)| {
        let name = called(words, &source);
        let Source::Field(field) = source else {
            return view! { <li><b>{name}</b>" "{reason(words, &why)}</li> }.into_any();
        };
        let is_wanted = {
            let field = field.clone();
            move || run.wanted.with(|wanted| wanted.contains(&field))
        };
        let toggle = move |is_in: bool| {
            run.wanted.update(|wanted| {
                wanted.retain(|one| *one != field);
                if is_in {
                    wanted.push(field.clone());
                }
            });
        };
        let label = name.clone();
        view! {
            <li>
                <label class="left-out">
                    <input
                        type="checkbox" prop:checked=is_wanted on:change:target=move |ev| toggle(ev.target().checked())
                        aria-label=move || t_string!(i18n, assistant.take_in, field = label.clone()).to_string()
                    />
                    <span><b>{name}</b>" "<small>{reason(words, &why)}</small></span>
                </label>
            </li>
        }
        .into_any()
    };
    view! {
        <details class="assistant-left-out">
            <summary>{t!(i18n, assistant.left_out)}" · "{words.number(left_out.len() as u64)}</summary>
            <p class="field-hint">{t!(i18n, assistant.left_out_hint)}</p>
            <ul>{left_out.into_iter().map(line).collect_view()}</ul>
            <button type="button" class="button" on:click=move |_| run.begin()>{t!(i18n, assistant.again)}</button>
        </details>
    }
}

/// Answers that nearly decide the outcome.
#[component]
pub fn Doubts(doubts: Vec<Doubt>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let line = move |doubt: Doubt| {
        let rest = || t_string!(i18n, assistant.rest).to_owned();
        let answer = if doubt.answer.is_empty() { rest() } else { doubt.answer };
        let answer = format!("{}: {answer}", called(words, &doubt.source));
        let (good, cases) = (words.number(doubt.good), words.number(doubt.cases));
        view! { <li>{t_string!(i18n, assistant.doubt, answer = answer, good = good, cases = cases).to_string()}</li> }
    };
    view! {
        <div class="assistant-doubts" role="note">
            <b><Icon name=IconName::Warning/>{t!(i18n, assistant.doubts)}</b>
            <ul>{doubts.into_iter().map(line).collect_view()}</ul>
        </div>
    }
}

fn reason(words: Words, why: &LeftOut) -> String {
    let i18n = words.i18n;
    match why {
        LeftOut::Judgement => t_string!(i18n, assistant.why_judgement).to_owned(),
        LeftOut::WrittenOver => t_string!(i18n, assistant.why_over).to_owned(),
        LeftOut::Closing => t_string!(i18n, assistant.why_closing).to_owned(),
        LeftOut::Number => t_string!(i18n, assistant.why_number).to_owned(),
        LeftOut::TooTelling(area) => t_string!(i18n, assistant.why_telling, pairs = pairs(words, *area)).to_string(),
    }
}

fn called(words: Words, source: &Source) -> String {
    let i18n = words.i18n;
    match source {
        Source::Channel => t_string!(i18n, rules.channel).to_owned(),
        Source::Field(name) => name.clone(),
        Source::Encounters { moment, channel } => {
            let moment = moment.map(|moment| moment_name(words, moment).to_owned());
            let parts = [Some(t_string!(i18n, assistant.encounters).to_owned()), moment, Some(channel.clone())];
            parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        }
        Source::People => t_string!(i18n, assistant.people).to_owned(),
        Source::Stars => t_string!(i18n, assistant.stars).to_owned(),
    }
}
