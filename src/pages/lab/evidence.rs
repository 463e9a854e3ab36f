//! What a hypothesis stands on: links to insights and numbers, in the form and on the page.

use super::{Judged, change, segment};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    cohort::Window,
    exchange::{By, Key, Said, Topic as About},
    filter::Filter,
    hypothesis::{
        Evidence, HypothesisChange,
        evidence::{EVIDENCE_MAX, Number, found, insight},
    },
    ids::{HypothesisId, InsightId, StageId},
};

/// So many insights are offered at once.
const OFFERED: usize = 5;
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
    let keep = Callback::new(move |links| {
        show_refusal(change(state, id, vec![HypothesisChange::Evidence(links)]), notices, words);
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

/// Finds what customers said; Enter takes the first.
#[component]
fn InsightPicker(name: &'static str, links: Signal<Vec<Evidence>>, add: Callback<Evidence>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let typed = RwSignal::new(String::new());
    let offered = Memo::new(move |_| {
        let (text, links) = (typed.get(), links.get());
        state.watch(Topic::Kind("insight"), |w| named(found(w, &text, &links, OFFERED)))
    });
    let take = move |id: InsightId| {
        add.run(Evidence::Insight(id));
        typed.set(String::new());
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            // The form around would be sent.
            event.prevent_default();
            event.stop_propagation();
            let text = typed.get_untracked();
            let first = state.read(|w| links.with_untracked(|links| found(w, &text, links, 1).first().map(|i| i.id)));
            if let Some(id) = first.filter(|_| !text.trim().is_empty()) {
                take(id);
            }
        }
    };
    let id = format!("{name}-insight");
    view! {
        <div class="field">
            <label for=id.clone()>{t!(i18n, write.find_insight)}</label>
            <input
                class="input" id=id type="search" autocomplete="off" prop:value=typed on:keydown=on_key
                on:input:target=move |ev| typed.set(ev.target().value())
            />
            <ul class="lab-offered">
                {move || offered.get().into_iter().map(|(id, text)| {
                    let label = t_string!(i18n, write.add_insight, said = text.clone()).to_string();
                    view! {
                        <li>
                            <button type="button" class="button" data-variant="quiet" aria-label=label on:click=move |_| take(id)>
                                <Icon name=IconName::Plus/>
                                <span class="two-lines">{text}</span>
                            </button>
                        </li>
                    }
                }).collect_view()}
            </ul>
            <Show when=move || offered.with(Vec::is_empty)>
                <p class="field-hint">{t!(i18n, write.none_found)}</p>
            </Show>
        </div>
    }
}

fn named(found: Vec<&smarketing_domain::insight::Insight>) -> Vec<(InsightId, String)> {
    found.into_iter().map(|insight| (insight.id, insight.text.clone())).collect()
}

/// Chooses from where to where, and shows what there is to be linked.
#[component]
fn NumberPicker(
    name: &'static str,
    links: Signal<Vec<Evidence>>,
    segment: Signal<Filter>,
    add: Callback<Evidence>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    // As they were when the form opened.
    let stages = state.read(|w| {
        let name = |id: StageId| w.stages.get(&id).map(|stage| stage.name.clone()).unwrap_or_default();
        cohort_stages(w).into_iter().map(|id| (id, name(id))).collect::<Vec<_>>()
    });
    let place = |n: usize| stages.get(n).map(|(id, _)| *id);
    let (from, to) = (RwSignal::new(place(0)), RwSignal::new(place(1)));
    let seen = Memo::new(move |_| {
        let (from, to) = (from.get()?, to.get()?);
        segment.with(|segment| state.read(|w| Number::count(w, segment, from, to, state.now())))
    });
    let is_linked = Memo::new(move |_| {
        seen.get()
            .map(Evidence::Number)
            .is_some_and(|link| links.with(|all| all.iter().any(|other| other.is_about_the_same(&link))))
    });
    let link = move |_| {
        if let Some(number) = seen.get_untracked() {
            // Counted anew: the form may have been open for a while.
            let now = state.read(|w| Number::count(w, &number.segment, number.from, number.to, state.now()));
            add.run(Evidence::Number(now.unwrap_or(number)));
        }
    };
    let select = move |end: &'static str, chosen: RwSignal<Option<StageId>>, stages: Vec<(StageId, String)>| {
        let id = format!("{name}-{end}");
        let label =
            move || if end == "from" { t_string!(i18n, write.number_from) } else { t_string!(i18n, write.number_to) };
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <select class="input" id=id on:change:target=move |ev| chosen.set(ev.target().value().parse().ok())>
                    {stages.into_iter().map(|(stage, name)| view! {
                        <option value=stage.to_string() selected=move || chosen.get() == Some(stage)>{name}</option>
                    }).collect_view()}
                </select>
            </div>
        }
    };
    let preview = move || match seen.get() {
        Some(_) if is_linked.get() => t_string!(i18n, write.is_linked).to_owned(),
        Some(number) => number_words(words, state, &number),
        None => t_string!(i18n, write.order_wrong).to_owned(),
    };
    view! {
        <fieldset class="lab-number">
            <legend>{t!(i18n, write.number)}</legend>
            <div class="lab-plan">
                {select("from", from, stages.clone())}
                {select("to", to, stages.clone())}
            </div>
            <p class="field-hint" aria-live="polite">{preview}</p>
            <button
                type="button" class="button" disabled=move || seen.with(Option::is_none) || is_linked.get() on:click=link
            >{t!(i18n, write.add_number)}</button>
        </fieldset>
    }
}

/// A number in words, as it was.
pub fn number_words(words: Words, state: State, number: &Number) -> String {
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
