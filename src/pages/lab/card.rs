//! A hypothesis as a card on the board.

use super::{
    Judged,
    carry::Carry,
    cost::RunByChip,
    judged,
    picture::Glance,
    priority::PriorityChip,
    saying::{Tone, brief},
    status_name,
    typed::clause,
};
use crate::prelude::*;
use leptos::ev;
use smarketing_domain::{
    hypothesis::{Choice, Status},
    ids::HypothesisId,
};

/// A card: a tap opens it, holding and moving carries it.
#[component]
pub fn Card(
    /// Which hypothesis.
    id: HypothesisId,
    /// Who carries it.
    carry: Carry,
    /// Whether the carried card would land before it.
    #[prop(into)]
    gap: Signal<bool>,
    /// Opens the menu of columns for it.
    menu: Callback<HypothesisId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let judged = judged(use_state(), id);
    let status = Memo::new(move |_| judged.with(|seen| seen.hypothesis.standing.status));
    let verdict = move || judged.with(|seen| seen.judgement.verdict.code());
    let title = move || judged.with(|seen| seen.hypothesis.title.clone());
    let is_held = Memo::new(move |_| carry.held().is_some_and(|held| held.id == id));
    let is_tried = move || matches!(status.get(), Status::Running | Status::Decided);
    let on_click = move |event: ev::MouseEvent| {
        if carry.ends_drag() {
            event.prevent_default();
        }
    };
    let on_menu = move |event: ev::MouseEvent| {
        // A long press lifts; the browser's menu would take the finger away.
        if carry.is_pressed() {
            event.prevent_default();
        }
    };
    view! {
        <li
            class="lab-card" data-hypothesis=id.to_string() data-status=move || status_name(status.get()) data-verdict=verdict
            data-dragging=move || is_held.get().then_some("true") data-gap=move || gap.get().then_some("true")
            on:pointerdown=move |event| carry.pressed(id, &event) on:contextmenu=on_menu
        >
            <a
                class="lab-card-open" href=route::hypothesis(id) draggable="false" aria-describedby="lab-keys"
                on:click=on_click on:keydown=move |event| carry.key(id, &event) on:blur=move |_| carry.left(id)
            >
                <span class="two-lines">{title}</span>
            </a>
            <Show
                when=is_tried
                fallback=move || view! {
                    <p class="lab-card-text two-lines">{move || judged.with(|seen| clause(&seen.hypothesis.believe).to_owned())}</p>
                }
            >
                <Glance judged/>
            </Show>
            <Known judged/>
            <div class="lab-card-foot">
                <RunByChip judged/>
                <Show when=move || !is_tried()><PriorityChip id/></Show>
                <button
                    class="button lab-card-menu" data-variant="quiet" data-icon-only
                    aria-label=move || t_string!(i18n, lab.move_named, title = title()).to_string()
                    on:pointerdown=|event| event.stop_propagation()
                    on:click=move |_| menu.run(id)
                >
                    <Icon name=IconName::More/>
                </button>
            </div>
        </li>
    }
}

/// What is known so far, in a few words.
#[component]
fn Known(judged: Memo<Judged>) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    move || {
        judged.with(|seen| {
            let decided = seen.hypothesis.decision.as_ref().map(|decision| match decision.choice {
                Choice::Adopt => t_string!(i18n, lab.adopted),
                Choice::Stop => t_string!(i18n, lab.stopped),
            });
            let verdict = &seen.judgement.verdict;
            let tone = Tone::of(verdict).name();
            let is_tried = matches!(seen.hypothesis.standing.status, Status::Running | Status::Decided);
            let text = match (decided, seen.judgement.planned_per_arm) {
                (Some(decided), _) => format!("{decided} · {}", brief(words, verdict)),
                (None, Some(n)) if !is_tried => t_string!(i18n, lab.b_needs, n = words.number(n)).to_string(),
                _ => brief(words, verdict),
            };
            view! { <p class="lab-known" data-tone=tone>{text}</p> }
        })
    }
}
