//! The steps of a workshop: where it is, what to do now, and the way on and back.

use super::{dots::DotsLeft, table::Table};
use crate::prelude::*;
use smarketing_domain::workshop::Phase;

/// A step in attributes.
pub fn phase_code(phase: Phase) -> &'static str {
    match phase {
        Phase::Collect => "collect",
        Phase::Vote => "vote",
        Phase::Cross => "cross",
        Phase::Weigh => "weigh",
        Phase::Choose => "choose",
        Phase::Ended => "ended",
    }
}

/// All steps; a tap goes there.
#[component]
pub fn Steps(
    /// Of which table.
    table: Table,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let phase = table.phase();
    let step = move |this: Phase| {
        view! {
            <button
                type="button" class="segment" data-step=phase_code(this)
                aria-current=move || (phase.get() == this).then_some("step") on:click=move |_| table.go(this)
            >{move || phase_name(words, this)}</button>
        }
    };
    view! {
        <div class="segments workshop-steps" role="group" aria-label=move || t_string!(i18n, workshop.steps)>
            {Phase::ALL.map(step)}
        </div>
    }
}

/// What to do now, the dots that are left, and the buttons on and back.
#[component]
pub fn Now(
    /// Of which table.
    table: Table,
) -> impl IntoView {
    let i18n = use_i18n();
    let phase = table.phase();
    let task = move || match phase.get() {
        Phase::Collect => t_string!(i18n, workshop.task_collect),
        Phase::Vote => t_string!(i18n, workshop.task_vote),
        Phase::Cross => t_string!(i18n, workshop.task_cross),
        Phase::Weigh => t_string!(i18n, workshop.task_weigh),
        Phase::Choose => t_string!(i18n, workshop.task_choose),
        Phase::Ended => t_string!(i18n, workshop.task_ended),
    };
    let on = move || match phase.get() {
        Phase::Collect => t_string!(i18n, workshop.next_collect),
        Phase::Vote => t_string!(i18n, workshop.next_vote),
        Phase::Cross => t_string!(i18n, workshop.next_cross),
        Phase::Weigh => t_string!(i18n, workshop.next_weigh),
        Phase::Choose | Phase::Ended => t_string!(i18n, workshop.next_choose),
    };
    let back = move || match phase.get() {
        Phase::Ended => t_string!(i18n, workshop.reopen),
        _ => t_string!(i18n, workshop.a_step_back),
    };
    let is_vote = Memo::new(move |_| phase.get().voting().is_some());
    let go = move |to: Option<Phase>| {
        if let Some(phase) = to {
            table.go(phase);
        }
    };
    view! {
        <div class="workshop-now">
            <p class="workshop-task" aria-live="polite">{task}</p>
            <Show when=move || is_vote.get()><DotsLeft table/></Show>
            <div class="workshop-way">
                <Show when=move || phase.get().previous().is_some()>
                    <button type="button" class="button" data-back on:click=move |_| go(phase.get_untracked().previous())>{back}</button>
                </Show>
                <Show when=move || phase.get().next().is_some()>
                    <button
                        type="button" class="button" data-variant="primary" data-next
                        on:click=move |_| go(phase.get_untracked().next())
                    >{on}</button>
                </Show>
            </div>
            <Show when=move || is_vote.get()><p class="workshop-hidden field-hint">{t!(i18n, workshop.hidden)}</p></Show>
            <People table/>
        </div>
    }
}

/// Who is at the table; while there is a vote, who has used all dots.
#[component]
fn People(table: Table) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let voters =
        Memo::new(move |_| table.canvas.with(|canvas| (canvas.phase.voting().is_some(), canvas.voters.clone())));
    let name = move |id: smarketing_domain::ids::MemberId| {
        state.watch(Topic::Record(id.into()), |w| w.members.get(&id).map(|m| m.name.clone())).unwrap_or_default()
    };
    let person = move |is_vote: bool, voter: smarketing_domain::workshop::canvas::Voter| {
        let left = voter.left;
        let said = move || {
            let name = name(voter.member);
            if is_vote { t_string!(i18n, workshop.has_left, name = name, n = left as u32).to_string() } else { name }
        };
        view! {
            <li title=said data-done=(is_vote && left == 0).then_some("true")>
                <Avatar member=voter.member/>
                {(is_vote && left == 0).then(|| view! { <Icon name=IconName::Check/> })}
                {is_vote.then(|| view! { <span class="visually-hidden">{said}</span> })}
            </li>
        }
    };
    view! {
        <ul class="workshop-people" aria-label=move || t_string!(i18n, workshop.people)>
            {move || {
                let (is_vote, voters) = voters.get();
                voters.into_iter().map(|voter| person(is_vote, voter)).collect_view()
            }}
        </ul>
    }
}
