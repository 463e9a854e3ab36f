//! What a hypothesis stands on: links to insights and numbers, in the form and on the page.

mod pick;

use super::{Judged, change, segment};
use crate::{prelude::*, words::Words};
use pick::{InsightPicker, NumberPicker};
use smarketing_domain::{
    cohort::Window,
    exchange::{By, Key, Said, Topic as About},
    filter::Filter,
    hypothesis::{
        Evidence, HypothesisChange,
        evidence::{EVIDENCE_MAX, Number, insight},
    },
    ids::{HypothesisId, InsightId, StageId},
};

/// The window that the page of a number opens with, in days.
const DAYS: u16 = 90;

/// The links of a hypothesis on its page; each change is kept at once.
#[component]
pub fn EvidencePanel(
    /// Of which hypothesis.
    id: HypothesisId,
    /// The hypothesis.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let links = Memo::new(move |_| judged.with(|seen| seen.hypothesis.evidence.clone()));
    let segment = Memo::new(move |_| judged.with(|seen| seen.hypothesis.segment.clone()));
    let keep = Callback::new(move |kept: Vec<Evidence>| {
        let is_fewer = kept.len() < links.with_untracked(Vec::len);
        if show_refusal(change(state, id, vec![HypothesisChange::Evidence(kept)]), notices, words) && is_fewer {
            notices.done(t_string!(i18n, write.unlinked));
        }
    });
    view! {
        <section class="panel lab-stands" aria-labelledby="lab-evidence">
            <h2 id="lab-evidence">{t!(i18n, write.evidence)}</h2>
            <Show when=move || links.with(Vec::is_empty)>
                <p class="lab-note">{t!(i18n, write.none_linked)}</p>
            </Show>
            <EvidenceFields name="lab-kept" links=links.into() segment=segment.into() keep/>
        </section>
    }
}

/// Links, each with its way out, and the ways to add one.
#[component]
pub fn EvidenceFields(
    /// What the ids of the fields begin with.
    name: &'static str,
    /// The links.
    links: Signal<Vec<Evidence>>,
    /// The deals that numbers are counted of.
    segment: Signal<Filter>,
    /// Keeps other links.
    keep: Callback<Vec<Evidence>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let add = Callback::new(move |link: Evidence| {
        let mut all = links.get_untracked();
        if !all.iter().any(|other| other.is_about_the_same(&link)) {
            all.push(link);
            keep.run(all);
        }
    });
    let remove = Callback::new(move |link: Evidence| {
        keep.run(links.get_untracked().into_iter().filter(|other| *other != link).collect());
    });
    let is_full = Memo::new(move |_| links.with(Vec::len) >= EVIDENCE_MAX);
    view! {
        <ul class="lab-evidence">
            {move || links.get().into_iter().map(|link| view! { <Link link remove/> }).collect_view()}
        </ul>
        <details class="lab-link-more">
            <summary>{t!(i18n, write.link_more)}</summary>
            <Show
                when=move || !is_full.get()
                fallback=move || view! {
                    <p class="field-hint">{move || t_string!(i18n, write.full, n = words.number(EVIDENCE_MAX as u64)).to_string()}</p>
                }
            >
                <InsightPicker name links add/>
                <NumberPicker name links segment add/>
            </Show>
        </details>
    }
}

/// A link; what it leads to may have gone.
#[component]
fn Link(link: Evidence, remove: Callback<Evidence>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let (kind, text) = match &link {
        Evidence::Insight(_) => ("insight", Memo::new(|_| String::new())),
        Evidence::Number(number) => {
            let number = number.clone();
            ("number", Memo::new(move |_| number_words(words, state, &number)))
        }
    };
    let shown = match &link {
        Evidence::Insight(id) => view! { <Heard id=*id/> }.into_any(),
        Evidence::Number(number) => {
            let (href, number) = (number_href(number), number.clone());
            let counted = move || {
                let day = words.day(number.at).map(|day| words.date(day)).unwrap_or_default();
                let segment = segment::in_words(words, state, &number.segment);
                t_string!(i18n, write.counted_on, day = day, segment = segment).to_string()
            };
            view! { <a href=href>{text}</a><small>{counted}</small> }.into_any()
        }
    };
    let called = {
        let link = link.clone();
        move || match &link {
            Evidence::Insight(id) => state.watch(Topic::Record((*id).into()), |w| {
                insight(w, *id).map_or_else(|| gone(words, state, *id).to_owned(), |i| i.text.clone())
            }),
            Evidence::Number(_) => text.get(),
        }
    };
    view! {
        <li data-evidence=kind>
            <div class="lab-evidence-text">{shown}</div>
            <button
                type="button" class="button" data-variant="quiet" data-icon-only
                aria-label=move || t_string!(i18n, write.unlink, what = called()).to_string()
                on:click=move |_| remove.run(link.clone())
            >
                <Icon name=IconName::Close/>
            </button>
        </li>
    }
}

/// What a customer said, as it is now; it leads to the deals in which it was said, or to the
/// exchange where it belongs to none.
#[component]
fn Heard(id: InsightId) -> impl IntoView {
    let state = use_state();
    let words = use_words();
    move || {
        let heard = state.watch(Topic::Record(id.into()), |w| {
            let insight = insight(w, id)?;
            let topic = About::Heard(insight.kind);
            let said = Said::Words(insight.text.trim().to_owned());
            let part = SayingPart { by: By::Topic, key: Key::Topic(topic), topic, said };
            let scope = Scope::default();
            let is_in_deal = insight.deal.is_some_and(|deal| w.deal(deal).is_some());
            let href = if is_in_deal { part.href(&scope) } else { part.back(&scope) };
            Some((insight.text.clone(), topic_name(words, topic), href))
        });
        match heard {
            Some((text, kind, href)) => view! { <a href=href>{text}</a><small>{kind}</small> }.into_any(),
            None => view! { <p class="lab-gone">{gone(words, state, id)}</p> }.into_any(),
        }
    }
}

/// Why an insight is not there: somebody deleted it, or it is about a deal of others.
fn gone(words: Words, state: State, id: InsightId) -> &'static str {
    match state.read(|w| w.insights.contains_key(&id)) {
        true => t_string!(words.i18n, write.insight_gone),
        false => t_string!(words.i18n, write.insight_unseen),
    }
}

/// A number in words, as it was.
fn number_words(words: Words, state: State, number: &Number) -> String {
    let i18n = words.i18n;
    let name = |id: StageId| {
        let name = state.watch(Topic::Record(id.into()), |w| w.stages.get(&id).map(|stage| stage.name.clone()));
        name.unwrap_or_else(|| t_string!(i18n, write.stage_gone).to_owned())
    };
    let (from, to) = (name(number.from), name(number.to));
    match number.share() {
        Some(share) => {
            let share = words.percent_tenth(share);
            let (converted, entered) = (words.number(number.converted), words.number(number.entered));
            t_string!(
                i18n,
                write.number_line,
                from = from,
                to = to,
                share = share,
                converted = converted,
                entered = entered
            )
            .to_string()
        }
        None => t_string!(i18n, write.number_nobody, from = from, to = to).to_string(),
    }
}

/// The page where the number stands as it is now.
fn number_href(number: &Number) -> String {
    let choice = CohortChoice { start: Some(number.from), goal: Some(number.to), window: Window::days(DAYS), by: None };
    let filter = route::filter_query(&number.segment);
    let rest = if filter.is_empty() { filter } else { format!("&{filter}") };
    format!("{}?{}{rest}", route::CONVERSION, choice.query())
}
