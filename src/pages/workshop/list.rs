//! All workshops: those that go on, and those that are over.

use super::steps::phase_code;
use crate::prelude::*;
use leptos_router::hooks::use_navigate;
use smarketing_domain::{
    clock::Timestamp,
    ids::{MemberId, WorkshopId},
    operation::{Action, LINE_MAX},
    workshop::{
        Phase, WorkshopChange,
        canvas::{Canvas, workshops},
    },
    workspace::Workspace,
};

/// A workshop in the list.
#[derive(Clone, PartialEq)]
struct Line {
    id: WorkshopId,
    title: String,
    phase: Phase,
    notes: usize,
    people: Vec<MemberId>,
    at: Timestamp,
}

fn line(w: &Workspace, id: WorkshopId) -> Option<Line> {
    let one = w.workshops.get(&id)?;
    let canvas = Canvas::of(w, id, MemberId::default());
    let at = one.meta.born?.stamp.at();
    let (notes, people) = (canvas.notes().count(), canvas.voters.iter().map(|voter| voter.member).collect());
    Some(Line { id, title: one.title.clone(), phase: one.phase, notes, people, at })
}

/// The list, and the beginning of a new one.
#[component]
pub fn Workshops() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let lines = Memo::new(move |_| {
        state.track(Topic::Kind("sticker"));
        state.watch(Topic::Kind("workshop"), |w| {
            workshops(w).into_iter().filter_map(|id| line(w, id)).collect::<Vec<_>>()
        })
    });
    let part = move |is_over: bool| {
        let lines =
            move || lines.get().into_iter().filter(|line| (line.phase == Phase::Ended) == is_over).collect::<Vec<_>>();
        let heading = if is_over { "workshops-over" } else { "workshops-open" };
        view! {
            <Show when=move || !lines().is_empty()>
                <section class="panel" aria-labelledby=heading>
                    <h2 id=heading>{move || if is_over { t_string!(i18n, workshop.ended) } else { t_string!(i18n, workshop.going_on) }}</h2>
                    <ul class="workshop-lines">
                        {move || lines().into_iter().map(|line| view! { <Row line/> }).collect_view()}
                    </ul>
                </section>
            </Show>
        }
    };
    view! {
        <div class="page workshops">
            <header class="page-head">
                <a class="button" data-variant="quiet" data-icon-only href=route::HYPOTHESES aria-label=move || t_string!(i18n, lab.to_lab)>
                    <Icon name=IconName::Left/>
                </a>
                <div class="workshop-heading">
                    <h1>{t!(i18n, workshop.title)}</h1>
                    <p>{t!(i18n, workshop.lead)}</p>
                </div>
            </header>
            <Begin/>
            <Show when=move || lines.with(Vec::is_empty)>
                <Empty icon=IconName::Lab text=Signal::derive(move || t_string!(i18n, workshop.empty).to_owned())/>
            </Show>
            {part(false)}
            {part(true)}
        </div>
    }
}

/// What a new one is about: Enter starts it.
#[component]
fn Begin() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let navigate = use_navigate();
    let title = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let is_missing = move || tried.get() && title.with(|title| title.trim().is_empty());
    let start = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let about = title.get_untracked().trim().to_owned();
        if about.is_empty() {
            return;
        }
        let id = new_id::<WorkshopId>();
        let begun = Action::Create { id, set: vec![WorkshopChange::Title(about)] };
        if show_refusal(state.perform(vec![begun.into()]), notices, words) {
            navigate(&route::workshop(id), Default::default());
        }
    };
    view! {
        <form class="panel workshop-begin" novalidate=true on:submit=start>
            <div class="field">
                <label for="workshop-about">{t!(i18n, workshop.about)}</label>
                <input
                    class="input" id="workshop-about" maxlength=LINE_MAX.to_string() autocomplete="off"
                    placeholder=move || t_string!(i18n, workshop.about_hint) aria-invalid=move || is_missing().to_string()
                    prop:value=title on:input:target=move |ev| title.set(ev.target().value())
                />
                {move || is_missing().then(|| view! { <p class="field-error">{t!(i18n, refusal.text_missing)}</p> })}
            </div>
            <button type="submit" class="button" data-variant="primary"><Icon name=IconName::Plus/>{t!(i18n, workshop.new)}</button>
        </form>
    }
}

#[component]
fn Row(line: Line) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let (phase, at, notes) = (line.phase, line.at, line.notes as u32);
    let about = move || {
        let day = words.day(at).map(|day| words.date(day)).unwrap_or_default();
        [day, t_string!(i18n, workshop.notes, n = notes).to_string()].join(" · ")
    };
    view! {
        <li class="workshop-line" data-workshop=line.id.to_string() data-phase=phase_code(phase)>
            <a href=route::workshop(line.id)><strong class="two-lines">{line.title}</strong></a>
            <span class="chip">{move || phase_name(words, phase)}</span>
            <span class="workshop-about">{about}</span>
            <span class="workshop-faces">{line.people.into_iter().map(|member| view! { <Avatar member/> }).collect_view()}</span>
        </li>
    }
}
