//! Finding what a hypothesis is to be linked with.

use super::number_words;
use crate::prelude::*;
use smarketing_domain::{
    filter::Filter,
    hypothesis::{
        Evidence,
        evidence::{Number, found},
    },
    ids::{InsightId, StageId},
    insight::Insight,
};

/// So many insights are offered at once.
const OFFERED: usize = 5;

/// Finds what customers said; Enter takes the first.
#[component]
pub fn InsightPicker(
    /// What the id of its field begins with.
    name: &'static str,
    /// What is linked already.
    links: Signal<Vec<Evidence>>,
    /// Links what was found.
    add: Callback<Evidence>,
) -> impl IntoView {
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

fn named(found: Vec<&Insight>) -> Vec<(InsightId, String)> {
    found.into_iter().map(|insight| (insight.id, insight.text.clone())).collect()
}

/// Chooses from where to where, and shows what there is to be linked.
#[component]
pub fn NumberPicker(
    /// What the ids of its fields begin with.
    name: &'static str,
    /// What is linked already.
    links: Signal<Vec<Evidence>>,
    /// The deals that are counted.
    segment: Signal<Filter>,
    /// Links the number.
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
