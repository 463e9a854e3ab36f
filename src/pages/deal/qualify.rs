//! What is known of how good a lead it is: stars, answers, encounters, and the
//! score they come to.

use super::{change, read_deal};
use crate::prelude::*;
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    deal::DealChange,
    handoff::offer_by_hand,
    ids::{DealId, TouchpointId},
    operation::{Action, Body},
    question::{AnswerKind, Question},
    stage::{Section, StageRole},
    touchpoint::{Moment, Touchpoint, TouchpointChange},
    zone::midnight,
};

/// The panel.
#[component]
pub fn Qualify(
    /// Which deal.
    id: DealId,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let may_be_offered = Memo::new(move |_| {
        let stage = read_deal(state, id, |d| d.place.stage);
        state.watch(Topic::Kind("stage"), |w| {
            let stage = w.stages.get(&stage);
            stage.is_some_and(|s| s.section == Section::Marketing && s.role == StageRole::Open)
                && w.stage_with(StageRole::Offered).is_some()
        })
    });
    let offer = move |_| {
        let step = state.read(|w| offer_by_hand(w, id, state.now()));
        if show_refusal(step.and_then(|bodies| state.perform(bodies)), notices, words) {
            notices.done(t_string!(i18n, deal.offered));
        }
    };
    let questions = Memo::new(move |_| {
        state.watch(Topic::Kind("question"), |w| w.questionnaire().into_iter().cloned().collect::<Vec<Question>>())
    });
    view! {
        <section class="panel">
            <header class="panel-head">
                <h2>{t!(i18n, deal.qualify)}</h2>
                <Show when=move || may_be_offered.get()>
                    <button type="button" class="button" on:click=offer>{t!(i18n, deal.offer)}</button>
                </Show>
            </header>
            <ScoreMark id/>
            <Stars id/>
            <div class="answers">
                <For each=move || questions.get() key=|q: &Question| (q.id, q.meta.last_written()) let:question>
                    <Answer id question/>
                </For>
            </div>
            <Encounters id/>
        </section>
    }
}

/// One to five stars; the same again takes them away.
#[component]
fn Stars(id: DealId) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let given = move || read_deal(state, id, |d| d.rating).unwrap_or(0);
    let give = move |stars: u8| {
        let rating = (given() != stars).then_some(stars);
        show_refusal(change(state, id, DealChange::Rating(rating)), notices, words);
    };
    let star = move |stars: u8| {
        view! {
            <button
                type="button" class="star" data-on=move || (given() >= stars).to_string() aria-pressed=move || (given() == stars).to_string()
                aria-label=move || t_string!(i18n, deal.stars, count = u32::from(stars)).to_string() on:click=move |_| give(stars)
            >"★"</button>
        }
    };
    view! {
        <div class="stars" role="group" aria-label=move || t_string!(i18n, deal.rating)>
            <span class="label">{t!(i18n, deal.rating)}</span>
            {(1..=5).map(star).collect_view()}
        </div>
    }
}

/// A question, and what was answered.
#[component]
fn Answer(id: DealId, question: Question) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let field = StoredValue::new(question.field.clone());
    let answer =
        move || field.with_value(|field| read_deal(state, id, |d| d.fields.get(field).cloned())).unwrap_or_default();
    let save = move |text: String| {
        let mut fields = state.read(|w| w.deal(id).map(|d| d.fields.clone()).unwrap_or_default());
        match text.trim() {
            "" => fields.remove(&field.get_value()),
            text => fields.insert(field.get_value(), text.to_owned()),
        };
        show_refusal(change(state, id, DealChange::Fields(fields)), notices, words);
    };
    let dom = format!("question-{}", question.id);
    let input = match question.kind {
        AnswerKind::Choice => {
            // An answer of before that is no option any more stays to be seen.
            let options = question.options.clone();
            let listed = move || {
                let now = answer();
                let other = (!now.is_empty() && !options.contains(&now)).then_some(now);
                options.iter().cloned().chain(other).collect::<Vec<_>>()
            };
            view! {
                <select class="input" id=dom.clone() on:change:target=move |ev| save(ev.target().value())>
                    <option value="" selected=move || answer().is_empty()>{t!(i18n, deal.no_answer)}</option>
                    {move || listed().into_iter().map(|option| {
                        let (value, shown) = (option.clone(), option.clone());
                        view! { <option value=option selected=move || answer() == value>{shown}</option> }
                    }).collect_view()}
                </select>
            }
            .into_any()
        }
        kind => view! {
            <input
                class="input" id=dom.clone() inputmode=if kind == AnswerKind::Number { "decimal" } else { "text" } autocomplete="off"
                prop:value=answer on:change:target=move |ev| save(ev.target().value())
            />
        }
        .into_any(),
    };
    view! { <div class="field"><label for=dom>{question.text}</label>{input}</div> }
}

/// When they met us; one more can be written down.
#[component]
fn Encounters(id: DealId) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let met = Memo::new(move |_| {
        let contacts = read_deal(state, id, |d| d.contacts.clone());
        state.watch(Topic::Kind("touchpoint"), |w| {
            let theirs = |t: &&Touchpoint| {
                t.meta.is_alive() && (t.deal == Some(id) || t.contact.is_some_and(|c| contacts.contains(&c)))
            };
            let mut met: Vec<Touchpoint> = w.touchpoints.values().filter(theirs).cloned().collect();
            sort::sort_by_key(&mut met, |t| (std::cmp::Reverse(t.at), t.id));
            met
        })
    });
    let remove = move |touch: TouchpointId| {
        let body: Body = Action::<TouchpointId, TouchpointChange>::Delete { id: touch }.into();
        show_refusal(state.perform(vec![body]), notices, words);
    };
    let line = move |t: Touchpoint| {
        let day = t.at.and_then(|at| words.day(at)).map(|day| words.date(day)).unwrap_or_default();
        let rest: Vec<String> = [t.channel, t.campaign].into_iter().filter(|part| !part.is_empty()).collect();
        let touch = t.id;
        view! {
            <li class="encounter">
                <b>{moment_name(words, t.moment)}</b>
                <span>{std::iter::once(day).chain(rest).collect::<Vec<_>>().join(" · ")}</span>
                <button
                    type="button" class="button" data-variant="quiet" data-icon-only
                    aria-label=move || format!("{}: {}", t_string!(i18n, common.delete), moment_name(words, t.moment))
                    on:click=move |_| remove(touch)
                ><Icon name=IconName::Close/></button>
            </li>
        }
    };
    view! {
        <h3>{t!(i18n, deal.encounters)}</h3>
        <ul class="encounters">
            <For each=move || met.get() key=|t: &Touchpoint| (t.id, t.meta.last_written()) let:touch>{line(touch)}</For>
        </ul>
        <AddEncounter id/>
    }
}

#[component]
fn AddEncounter(id: DealId) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let moment = RwSignal::new(Moment::Do);
    let channel = RwSignal::new(read_deal(state, id, |d| d.channel.clone()));
    let day = RwSignal::new(words.today().to_string());
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = day.get_untracked().parse::<chrono::NaiveDate>().ok().filter(|day| *day <= words.today());
        let Some(typed) = typed else { return notices.error(t_string!(i18n, deal.encounter_day)) };
        // Today it was just now; of another day only the day is known.
        let at = if typed == words.today() { state.now() } else { state.read(|w| midnight(w, typed)) };
        let set = vec![
            TouchpointChange::Deal(Some(id)),
            TouchpointChange::At(Some(at)),
            TouchpointChange::Moment(moment.get_untracked()),
            TouchpointChange::Channel(channel.get_untracked().trim().to_owned()),
        ];
        let body: Body = Action::Create { id: new_id::<TouchpointId>(), set }.into();
        show_refusal(state.perform(vec![body]), notices, words);
    };
    view! {
        <form class="encounter-add" on:submit=add>
            <select class="input" aria-label=move || t_string!(i18n, rules.moment) on:change:target=move |ev| {
                let at = ev.target().value().parse().unwrap_or(0_usize);
                moment.set(Moment::ALL.get(at).copied().unwrap_or_default());
            }>
                {Moment::ALL.into_iter().enumerate().map(|(at, one)| view! {
                    <option value=at.to_string() selected=move || moment.get() == one>{moment_name(words, one)}</option>
                }).collect_view()}
            </select>
            <input class="input" aria-label=move || t_string!(i18n, deal.channel) placeholder=move || t_string!(i18n, deal.channel) prop:value=channel on:input:target=move |ev| channel.set(ev.target().value())/>
            <input class="input" type="date" aria-label=move || t_string!(i18n, deal.encounter_when) max=words.today().to_string() prop:value=day on:input:target=move |ev| day.set(ev.target().value())/>
            <button type="submit" class="button"><Icon name=IconName::Plus/>{t!(i18n, deal.encounter_add)}</button>
        </form>
    }
}
